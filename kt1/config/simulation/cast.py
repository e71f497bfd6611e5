"""Who does what in the simulation: the people of the demonstration at their places."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family, Hours
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Body:
    """One body that sends and receives, with its desk, doors and the site that serves it."""

    id: int
    code: str
    family: str
    province: str
    desk: int
    door: int
    door_off: int
    clerk: Actor
    site: str


@dataclass(frozen=True, slots=True)
class Office:
    """One site of the post with the people who work it in the simulation."""

    code: str
    place: int
    province: str
    controller: Actor
    courier: Actor


@dataclass(frozen=True, slots=True)
class Vehicle:
    place: int
    courier: Actor
    escort: Actor
    dedicated: bool


@dataclass(slots=True)
class Cast:
    bodies: list[Body] = field(default_factory=list)
    offices: dict[str, Office] = field(default_factory=dict)
    vehicles: dict[str, list[Vehicle]] = field(default_factory=dict)
    dispatchers: dict[str, Actor] = field(default_factory=dict)
    central: dict[str, int] = field(default_factory=dict)

    def centre(self, province: str) -> Office:
        return self.offices[f"{province}-TT"]

    def branches(self, province: str) -> list[Office]:
        return [o for o in self.offices.values() if o.province == province and o.code[3:] != "TT"]


def gather(provinces: list[str]) -> Cast:
    """Read the cast once: a handful of queries, in a fixed order."""
    actors = _actors()
    cast = Cast(
        central=dict(Place.objects.filter(kind=PlaceKind.CENTRAL).values_list("code", "pk"))
    )
    places = list(
        Place.objects.filter(valid_to=None, province__code__in=provinces)
        .order_by("code")
        .values_list("pk", "code", "kind", "province__code", "agency_id", "dedicated")
    )
    for pk, code, kind, province, _agency, dedicated in places:
        if kind in {PlaceKind.POST_OFFICE, PlaceKind.CENTRE}:
            cast.offices[code] = Office(
                code, pk, province, actors[pk, Role.CONTROLLER][0], actors[pk, Role.COURIER][0]
            )
        elif kind == PlaceKind.VEHICLE:
            courier, escort = actors[pk, Role.COURIER][:2]
            cast.vehicles.setdefault(province, []).append(
                Vehicle(pk, courier, escort, bool(dedicated))
            )
    cast.bodies = _bodies(provinces, places, actors)
    for (_place, role), found in actors.items():
        if role == Role.DISPATCHER:
            for actor in found:
                cast.dispatchers.setdefault(str(actor.province_id), actor)
    return cast


def _actors() -> dict[tuple[int, Role], list[Actor]]:
    """Actors by their place and role; the order of the accounts is the order of the cast."""
    found: dict[tuple[int, Role], list[Actor]] = {}
    for duty in Duty.objects.select_related("user", "place", "agency").order_by("pk"):
        place = duty.place
        province = duty.province_id or (place.province_id if place else None)
        if province is None and duty.agency is not None:
            province = duty.agency.province_id
        actor = Actor(
            user_id=duty.user_id,
            name=duty.user.title,
            role=Role(duty.role),
            place_id=duty.place_id,
            agency_id=duty.agency_id,
            province_id=province,
            duty_id=duty.pk,
        )
        found.setdefault((duty.place_id or 0, Role(duty.role)), []).append(actor)
    return found


def _bodies(
    provinces: list[str],
    places: Sequence[tuple[int, str, str, str, int | None, bool | None]],
    actors: dict[tuple[int, Role], list[Actor]],
) -> list[Body]:
    desks = {agency: pk for pk, _c, kind, _p, agency, _d in places if kind == PlaceKind.AGENCY_DESK}
    sites = dict(
        RouteStop.objects.filter(route__kind=RouteKind.DELIVERY)
        .order_by("route__code", "n")
        .values_list("place_id", "route__start__code")
    )
    bodies = []
    for agency in (
        Agency.objects.filter(province__code__in=provinces, valid_to=None)
        .exclude(family=Family.POST)
        .select_related("province")
        .prefetch_related("points")
        .order_by("code")
    ):
        points = [p for p in agency.points.all() if p.point_id in sites]
        doors = sorted(p.point_id for p in points if p.hours != Hours.OFF)
        off = sorted(p.point_id for p in points if p.hours != Hours.WORKING)
        desk = desks.get(agency.pk)
        if not doors or desk is None or (desk, Role.CLERK) not in actors:
            continue
        bodies.append(
            Body(
                agency.pk,
                agency.code,
                agency.family,
                agency.province.code,
                desk,
                doors[0],
                (off or doors)[0],
                actors[desk, Role.CLERK][0],
                sites[doors[0]],
            )
        )
    return bodies
