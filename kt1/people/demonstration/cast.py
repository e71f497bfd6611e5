"""The people of the demonstration, each named by what they are. Pure; no private name anywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role

# The bodies of the story the demonstration tells: their clerks can be signed in as.
START = "09187-UB"  # UBND phường Kinh Bắc
STORY = frozenset({START, "09169-UB", "24-STC", "75-SKHCN", "26041-UB"})
#: The department of a province and the Party office report; their heads approve.
REPORTING = ("-SKHCN", "-VPTU")
_SHIFTS = ("ca 1", "ca 2")
_SITES = frozenset({PlaceKind.POST_OFFICE, PlaceKind.CENTRE})


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as it is cast: its id, code, name, the desk of its clerk, its province."""

    id: int
    code: str
    name: str
    desk: int
    province: int
    is_post: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the post."""

    id: int
    code: str
    name: str
    kind: PlaceKind
    province: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One account with one duty."""

    username: str
    title: str
    role: Role
    place: int | None = None
    agency: int | None = None
    province: int | None = None
    can_sign_in: bool = True
    card: str = ""


def cast(bodies: Iterable[Body], sites: Iterable[Site], provinces: dict[str, int]) -> list[Part]:
    """Every account of the demonstration, in a fixed order: the same network, the same people.

    Args:
        provinces: id by code, of the provinces that are played.
    """
    known = list(bodies)
    parts = [part for body in known for part in _of_agency(body)]
    by_code = {body.code: body for body in known}
    for code, province in provinces.items():
        parts += _of_province(code, province, by_code)
    parts += [part for site in sites for part in _of_post(site)]
    parts += [
        Part(username="cbdtw", title="Cục Bưu điện Trung ương", role=Role.MINISTRY),
        Part(username="quantri", title="Quản trị hệ thống", role=Role.ADMIN),
        Part(username="quantri2", title="Quản trị hệ thống thứ hai", role=Role.ADMIN),
    ]
    return parts


def _of_agency(body: Body) -> Iterator[Part]:
    if body.is_post:
        return
    told = body.code in STORY
    small = body.code.lower()
    yield Part(
        username=f"vt-{small}",
        title=f"Văn thư {body.name}",
        role=Role.CLERK,
        place=body.desk,
        agency=body.id,
        can_sign_in=told,
    )
    if told:
        yield Part(
            username=f"kt-{small}",
            title=f"Kế toán {body.name}",
            role=Role.ACCOUNTANT,
            agency=body.id,
        )
    if told or body.code.endswith(REPORTING):
        yield Part(
            username=f"ld-{small}",
            title=f"Thủ trưởng {body.name}",
            role=Role.HEAD,
            agency=body.id,
        )


def _of_province(code: str, province: int, by_code: dict[str, Body]) -> Iterator[Part]:
    """Those who follow the service in a province, each at their own body."""
    for role, sign, body_sign, word in (
        (Role.PARTY_OFFICE, "vptu", "VPTU", "Đầu mối khối Đảng"),
        (Role.REGULATOR, "skhcn", "SKHCN", "Chuyên viên"),
        (Role.POLICE_PA03, "pa03", "CA", "PA03"),
        (Role.POLICE_PA05, "pa05", "CA", "PA05"),
        (Role.FINANCE, "stc", "STC", "Chuyên viên"),
        (Role.PROVINCE_LEADER, "ubnd", "VPUB", "Lãnh đạo tỉnh,"),
        (Role.WITNESS, "dcg", "VPHD", "Lưu bản đối chứng,"),
    ):
        body = by_code.get(f"{code}-{body_sign}")
        if body is not None:
            yield Part(
                username=f"{sign}-{code}",
                title=f"{word} {body.name}",
                role=role,
                agency=body.id,
                province=province,
            )
    post = by_code.get(f"{code}-BD")
    if post is not None:
        yield Part(
            username=f"dd-{code}",
            title=f"Điều độ {post.name}",
            role=Role.DISPATCHER,
            province=province,
        )


def _of_post(site: Site) -> Iterator[Part]:
    if site.kind is PlaceKind.COUNTER:
        for shift in _SHIFTS:
            yield _at(site, Role.COUNTER, "gdv", f"Giao dịch viên {shift},", shift)
    elif site.kind is PlaceKind.VEHICLE:
        yield _at(site, Role.COURIER, "bt", "Bưu tá", "ca 1", card=True)
        yield _at(site, Role.COURIER, "at", "Áp tải", "ca 1", card=True)
    elif site.kind in _SITES:
        yield _at(site, Role.DISPATCHER, "dd", "Trưởng ca,", "ca 1", province=site.province)
        for shift in _SHIFTS:
            yield _at(site, Role.CONTROLLER, "kt", f"Khai thác viên {shift},", shift)
            yield _at(site, Role.COURIER, "bt", f"Bưu tá {shift},", shift, card=True)


def _at(
    site: Site,
    role: Role,
    sign: str,
    word: str,
    shift: str,
    *,
    card: bool = False,
    province: int | None = None,
) -> Part:
    number = shift[-1]
    return Part(
        username=f"{sign}{number}-{site.code.lower()}",
        title=f"{word} {site.name}",
        role=role,
        place=site.id,
        province=province,
        card=f"MH-{sign.upper()}{number}-{site.code}" if card else "",
    )
