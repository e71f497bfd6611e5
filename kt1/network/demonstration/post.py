"""The postal network of the demonstration: sites, vehicles, routes and their hours. Pure.

Post offices stand where the districts of before 01/7/2025 had theirs: communes whose postcodes
share three digits make up the round of one office.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from kt1.law.calendars.rules import WORKED, DayKind
from kt1.network.places.rules import PlaceFacts, PlaceKind
from kt1.network.routes.rules import RouteFacts, RouteKind, RunFacts
from kt1.network.units.queries import UnitOn
from kt1.network.units.reference import TWO_TIERS_FROM

EVERY_DAY = tuple(sorted(DayKind))
WORKING_DAYS = tuple(sorted(WORKED))
HANOI, SAIGON = "CPT-HN", "CPT-SG"

_STOPS_A_ROUND = 12
_FIRST_STOP, _NEXT_STOP = 10, 9  # minutes
_HANDLING = {PlaceKind.POST_OFFICE: 20, PlaceKind.CENTRE: 30, PlaceKind.CENTRAL: 45}
_DEDICATED, _VEHICLES = 4, 6


@dataclass(slots=True)
class Post:
    """Places of the post and the routes that join them."""

    places: list[PlaceFacts] = field(default_factory=list)
    routes: list[RouteFacts] = field(default_factory=list)


def central(provinces: dict[str, UnitOn]) -> Post:
    """The two nodes of the central network and the flights between them."""
    made = Post()
    for code, name, unit in (
        (HANOI, "Cục Bưu điện Trung ương, điểm kết nối Hà Nội", provinces["01"]),
        (SAIGON, "Cục Bưu điện Trung ương, điểm kết nối Thành phố Hồ Chí Minh", provinces["79"]),
    ):
        made.places.append(_site(code, PlaceKind.CENTRAL, name, unit.code))
    for start, end, province in ((HANOI, SAIGON, "01"), (SAIGON, HANOI, "79")):
        made.routes.append(
            _trunk(
                f"DT-{start[4:]}-{end[4:]}",
                f"Đường thư bay {start[4:]} – {end[4:]}",
                province,
                (start, end),
                [_run(7, 30, 240), _run(12, 30, 240), _run(19, 30, 240)],
            )
        )
    return made


def provincial(province: UnitOn, communes: Sequence[UnitOn], capital: UnitOn, node: str) -> Post:
    """The centre of a province, its offices and vehicles, and the road to the central node."""
    made = Post()
    centre = f"{province.code}-TT"
    name = f"Trung tâm khai thác KT1 {province.name}"
    made.places.append(_site(centre, PlaceKind.CENTRE, name, province.code, seat=capital))
    _furnish(made, centre, name, province.code, counters=2)
    for n in range(1, _VEHICLES + 1):
        made.places.append(_vehicle(n, centre, province.code))
    for n, round_ in enumerate(_rounds(communes), start=1):
        _add_office(made, n, round_[0], province, centre)
    road = 60 if node == HANOI else 75
    for start, end in ((centre, node), (node, centre)):
        hours = (4, 10, 16, 21) if start == centre else (5, 11, 17, 23)
        far = node.removeprefix("CPT-")
        sign = f"{province.code}-{far}" if start == centre else f"{far}-{province.code}"
        made.routes.append(
            _trunk(
                f"DT-{sign}",
                f"Đường thư cấp 1 {province.name} {'đi' if start == centre else 'về'}",
                province.code,
                (start, end),
                [_run(hour, 45, road) for hour in hours],
            )
        )
    return made


def rounds(
    province: UnitOn, communes: Sequence[UnitOn], doors: Sequence[PlaceFacts]
) -> list[RouteFacts]:
    """Delivery and collection past every door: of a commune from its office, else the centre."""
    site_of: dict[str, str] = {}
    names = {f"{province.code}-TT": f"trung tâm {province.name}"}
    for n, round_ in enumerate(_rounds(communes), start=1):
        site = f"{province.code}-BC{n:02}"
        names[site] = round_[0].name
        site_of |= {unit.code: site for unit in round_}
    by_site: dict[str, list[str]] = {}
    for door in doors:
        own = door.code.startswith(f"{province.code}-P-")
        site = f"{province.code}-TT" if own else site_of[door.commune]
        by_site.setdefault(site, []).append(door.code)
    return [
        route
        for site, codes in sorted(by_site.items())
        for n, first in enumerate(range(0, len(codes), _STOPS_A_ROUND), start=1)
        for route in _both_ways(
            (site, names[site]), n, codes[first : first + _STOPS_A_ROUND], province
        )
    ]


def _both_ways(
    start: tuple[str, str], n: int, doors: list[str], province: UnitOn
) -> list[RouteFacts]:
    site, called = start
    stops = tuple((door, _FIRST_STOP + _NEXT_STOP * i) for i, door in enumerate(doors))
    back = stops[-1][1] + _FIRST_STOP
    return [
        RouteFacts(
            code=f"{sign}-{site}-{n}",
            name=f"{word} {called} {n}",
            kind=kind,
            province=province.code,
            start=site,
            stops=stops,
            runs=tuple(
                _run(hour, minute, back, WORKING_DAYS if working else EVERY_DAY)
                for hour, minute, working in hours
            ),
            valid_from=TWO_TIERS_FROM,
        )
        for sign, word, kind, hours in (
            (
                "PH",
                "Tuyến phát",
                RouteKind.DELIVERY,
                ((8, 30, False), (14, 30, True), (20, 15, False)),
            ),
            (
                "TG",
                "Tuyến thu gom",
                RouteKind.COLLECTION,
                ((9, 30, True), (15, 30, False), (18, 30, False)),
            ),
        )
    ]


def _add_office(made: Post, n: int, seat: UnitOn, province: UnitOn, centre: str) -> None:
    office = f"{province.code}-BC{n:02}"
    name = f"Bưu cục KT1 {seat.name}"
    made.places.append(
        _site(office, PlaceKind.POST_OFFICE, name, province.code, seat=seat, parent=centre)
    )
    _furnish(made, office, name, province.code, counters=1)
    road = 40 + 10 * (n % 8)
    out = [_run(7, 15, road), _run(13, 15, road, WORKING_DAYS), _run(19, 0, road)]
    back = [_run(11, 45, road, WORKING_DAYS), _run(17, 30, road), _run(20, 30, road)]
    for sign, ends, runs in (("DI", (centre, office), out), ("VE", (office, centre), back)):
        word = "đi" if sign == "DI" else "về"
        made.routes.append(
            _trunk(
                f"DT-{office}-{sign}",
                f"Đường thư cấp 2 {seat.name} {word}",
                province.code,
                ends,
                runs,
            )
        )


def _furnish(made: Post, site: str, name: str, province: str, *, counters: int) -> None:
    """Counters and one safe."""
    inside = [(f"Q{n}", PlaceKind.COUNTER, f"Quầy {n}") for n in range(1, counters + 1)]
    inside.append(("K1", PlaceKind.SAFE, "Két KT1"))
    for sign, kind, word in inside:
        made.places.append(
            PlaceFacts(
                code=f"{site}-{sign}",
                kind=kind,
                name=f"{word} – {name}",
                province=province,
                parent=site,
                valid_from=TWO_TIERS_FROM,
            )
        )


def _rounds(communes: Sequence[UnitOn]) -> list[list[UnitOn]]:
    """Communes by the first three digits of their postcodes, in the order of the digits."""
    rounds: dict[str, list[UnitOn]] = {}
    for unit in communes:
        rounds.setdefault(unit.postcode[:3], []).append(unit)
    return [rounds[digits] for digits in sorted(rounds)]


def _vehicle(n: int, centre: str, province: str) -> PlaceFacts:
    dedicated = n <= _DEDICATED
    return PlaceFacts(
        code=f"{province}-XE{n}",
        kind=PlaceKind.VEHICLE,
        name=f"Xe {'chuyên dụng' if dedicated else 'bưu chính'} {n}",
        province=province,
        parent=centre,
        dedicated=dedicated,
        plate=f"MH-{province}-{n:02}",
        valid_from=TWO_TIERS_FROM,
    )


def _site(
    code: str,
    kind: PlaceKind,
    name: str,
    province: str,
    *,
    seat: UnitOn | None = None,
    parent: str = "",
) -> PlaceFacts:
    return PlaceFacts(
        code=code,
        kind=kind,
        name=name,
        province=province,
        commune=seat.code if seat else "",
        parent=parent,
        address=seat.title if seat else "",
        handling_minutes=_HANDLING[kind],
        valid_from=TWO_TIERS_FROM,
    )


def _trunk(
    code: str, name: str, province: str, ends: tuple[str, str], runs: Sequence[RunFacts]
) -> RouteFacts:
    return RouteFacts(
        code=code,
        name=name,
        kind=RouteKind.TRUNK,
        province=province,
        start=ends[0],
        end=ends[1],
        runs=tuple(runs),
        valid_from=TWO_TIERS_FROM,
    )


def _run(
    hour: int, minute: int, takes: int, day_kinds: tuple[DayKind, ...] = EVERY_DAY
) -> RunFacts:
    nights, arrives = divmod(hour * 60 + minute + takes, 24 * 60)
    return RunFacts(
        leaves=time(hour, minute),
        arrives=time(*divmod(arrives, 60)),
        nights=nights,
        day_kinds=day_kinds,
    )
