"""Rows for tests: provinces, bodies, doors, places, people, each with as little as will do.

Every function makes rows directly and returns the model. What acts of custody would make
(items, bags, hand-overs) is made by the acts themselves, in `doing.py`; a small network with
everybody in it, in `world.py`.
"""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from kt1.law.book.models import LawRevision
from kt1.law.book.queries import forget, revision
from kt1.law.modes.models import InstallationMode
from kt1.law.parameters.models import NormSet
from kt1.law.services.rules import Mode
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.rules import Bloc, Family, Hours, Line
from kt1.network.names.rules import fold, sort_key
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_code, desk_name
from kt1.network.revisions.steps import rise
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind
from kt1.people.vetting.models import Standing, TrainingEvent
from kt1.people.vetting.rules import WORKERS, Authority, StandingKind, Topic

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = date(2025, 7, 1)
EVERY_DAY = sorted(DayOfDuty)
_numbers = count(1)


def at(day: str, hour: str = "09:00") -> datetime:
    """A moment in Vietnam: at("2026-01-14", "22:40")."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=VIETNAM).astimezone(UTC)


#: A Wednesday, a working day among working days.
MORNING = at("2026-01-14", "09:00")
NOON = at("2026-01-14", "12:00")
AFTERNOON = at("2026-01-14", "15:00")
NIGHT = at("2026-01-14", "22:40")


def once(key: UUID | None = None, **payload: Any) -> RequestKey:
    """A request key of its own; the same `key` and payload are the same request."""
    return RequestKey.of(key or uuid4(), payload)


def province(code: str = "24") -> AdminUnit:
    """One of the provinces that migrations load."""
    return AdminUnit.objects.get(code=code)


def norms(code: str = "TT16-2017", since: date = SINCE) -> None:
    """Let the installation go by a set of norms; a new one goes by none."""
    before = revision()
    NormSet.objects.filter(code=code).update(active_from=since)
    _changed(before, f"norms {code} {since}")


def mode(wanted: Mode = Mode.LETTER) -> None:
    """Bring the installation into a mode, with invented numbers for its papers."""
    before = revision()
    InstallationMode.objects.filter(valid_to=None).update(valid_to=at("2026-01-01"))
    InstallationMode.objects.create(
        mode=wanted,
        valid_from=at("2026-01-01"),
        opinion_number="1/CAT-PA03",
        opinion_date=SINCE,
        level_number="2/QĐ-UBND",
        level_date=SINCE,
        set_by="user:1",
        seconded_by="user:2",
    )
    _changed(before, f"mode {wanted}")


def _changed(before: UUID, what: str) -> None:
    """The same change of the same law leads to one token: it is read once, not in every test."""
    LawRevision.objects.update(token=uuid5(before, what))
    forget()


def place(
    kind: PlaceKind, code: str = "", *, at_province: AdminUnit | None = None, **more: Any
) -> Place:
    """A place of the post, or a delivery point. Vehicles are dedicated unless said otherwise."""
    n = next(_numbers)
    code = code or f"P-{n}"
    name = more.pop("name", f"{kind.value} {code}")
    if kind is PlaceKind.VEHICLE:
        more = {"dedicated": True, "plate": f"MH-{n:05}", **more}
    made = Place.objects.create(
        code=code,
        kind=kind,
        name=name,
        sort_key=sort_key(name),
        folded=fold(name),
        province=at_province or province(),
        valid_from=SINCE,
        **more,
    )
    rise()
    return made


def agency(
    code: str = "", *, at_province: AdminUnit | None = None, name: str = "", **more: Any
) -> Agency:
    """A body with its desk; a door is added with `point`."""
    code = code or f"A-{next(_numbers)}"
    name = name or f"Cơ quan {code}"
    made = Agency.objects.create(
        code=code,
        name=name,
        sort_key=sort_key(name),
        folded=fold(name),
        family=more.pop("family", Family.COMMUNE_UBND),
        bloc=more.pop("bloc", Bloc.GOVERNMENT),
        line=more.pop("line", Line.STATE),
        province=at_province or province(),
        valid_from=SINCE,
        **more,
    )
    place(
        PlaceKind.AGENCY_DESK,
        desk_code(code),
        at_province=made.province,
        agency=made,
        name=desk_name(name),
    )
    return made


def desk(of: Agency) -> Place:
    return Place.objects.get(agency=of, kind=PlaceKind.AGENCY_DESK)


def point(*bodies: Agency, hours: Hours = Hours.ANY, code: str = "", **more: Any) -> Place:
    """A door at which these bodies are reached."""
    made = place(PlaceKind.DELIVERY_POINT, code, at_province=bodies[0].province, **more)
    AgencyPoint.objects.bulk_create(
        AgencyPoint(agency=body, point=made, hours=hours) for body in bodies
    )
    rise()
    return made


def receiver(
    at_point: Place,
    body: Agency,
    *,
    hours: tuple[time, time] = (time(7, 30), time(17, 0)),
    days: list[str] | None = None,
    **more: Any,
) -> FocalPoint:
    """Somebody who may sign there; a duty room at night says kind=DUTY_ROOM."""
    kind = more.pop("kind", ReceiverKind.DUTY_POST)
    return FocalPoint.objects.create(
        point=at_point,
        agency=body,
        kind=kind,
        name=more.pop("name", "Đầu mối thử" if kind == ReceiverKind.PERSON else ""),
        title=more.pop("title", "Trực cơ quan"),
        phone=more.pop("phone", "02220000001"),
        rank=more.pop("rank", Rank.FOCAL),
        day_kinds=days or EVERY_DAY,
        from_time=hours[0],
        to_time=hours[1],
        authority_doc="1/QĐ",
        authority_date=SINCE,
        valid_from=at("2025-07-01", "00:00"),
        **more,
    )


def route(code: str, start: Place, *stops: Place, **more: Any) -> Route:
    """A delivery route that leaves at 08:30 every day, ten minutes from door to door."""
    end = more.pop("end", None)
    kind = more.pop("kind", RouteKind.TRUNK if end else RouteKind.DELIVERY)
    made = Route.objects.create(
        code=code,
        name=code,
        sort_key=sort_key(code),
        folded=fold(code),
        province=start.province,
        start=start,
        end=end,
        kind=kind,
        valid_from=SINCE,
    )
    RouteStop.objects.bulk_create(
        RouteStop(route=made, n=n, place=stop, minutes=10 * n) for n, stop in enumerate(stops, 1)
    )
    days = ["working", "saturday", "sunday", "holiday", "tet", "swapped_off", "make_up"]
    Departure.objects.create(route=made, day_kinds=days, leaves=time(8, 30), arrives=time(11, 30))
    rise()
    return made


def user(name: str = "", *, title: str = "") -> User:
    name = name or f"u{next(_numbers)}"
    return User.objects.create(username=name, title=title or f"Người thử {name}", password="!")


def actor(
    role: Role,
    *,
    where: Place | None = None,
    body: Agency | None = None,
    at_province: AdminUnit | None = None,
    name: str = "",
) -> Actor:
    """A person acting in one duty, with the rows of both."""
    person = user(name)
    held = Duty.objects.create(
        user=person,
        role=role,
        place=where,
        agency=body,
        province=at_province,
        valid_from=at("2025-07-01", "00:00"),
    )
    near = at_province or (where.province if where else body.province if body else None)
    if role in WORKERS and near is not None:
        vetted(person, near)
    return Actor(
        user_id=person.pk,
        name=person.title,
        role=role,
        place_id=where.pk if where else None,
        agency_id=body.pk if body else None,
        province_id=near.pk if near else None,
        duty_id=held.pk,
    )


def vetted(
    person: User, where: AdminUnit, *, since: datetime | None = None, until: datetime | None = None
) -> None:
    """A worker of the post who may take: vetting and training in force from 01/7/2025."""
    since = since or at("2025-07-01", "00:00")
    event, _made = TrainingEvent.objects.get_or_create(
        province=where, topic=Topic.KT1, held_on=SINCE, authority=Authority.POST, reference="TH-1"
    )
    paper: dict[str, Any] = {"authority": Authority.POST, "dated_on": SINCE, "valid_from": since}
    Standing.objects.create(
        user=person, kind=StandingKind.VETTING, reference="TT-1", valid_to=until, **paper
    )
    Standing.objects.create(
        user=person, kind=StandingKind.TRAINING, reference="TH-1", event=event, **paper
    )


def clerk(body: Agency, *, name: str = "") -> Actor:
    """The records clerk (văn thư) at the body's desk."""
    return actor(Role.CLERK, where=desk(body), body=body, name=name)
