"""Building the demonstration's network in an empty database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.network.agencies import steps as agencies
from kt1.network.agencies.models import Agency
from kt1.network.codes import ids
from kt1.network.demonstration import post
from kt1.network.demonstration.bodies import Bodies, bodies
from kt1.network.demonstration.post import Post
from kt1.network.places import steps as places
from kt1.network.revisions.steps import hold, rise
from kt1.network.routes import steps as routes
from kt1.network.units import queries as units

# Province → the commune where its bodies sit, and the node of the central network it is joined to.
SEATS: Mapping[str, tuple[str, str]] = {
    "24": ("07210", post.HANOI),
    "75": ("26041", post.SAIGON),
}


class NotEmptyError(Exception):
    """There are agencies already; a demonstration is never mixed into real data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How much was built."""

    agencies: int
    places: int
    points: int
    routes: int


@transaction.atomic
def demo_network(*, at: datetime, by: str) -> Built:
    """Agencies, places and routes of Bắc Ninh and Đồng Nai, joined by the central network.

    The names of units are those of the day of `at`. The same `at` always builds the same rows.
    """
    hold()
    if Agency.objects.exists():
        raise NotEmptyError
    rise()
    made, net = _plan(at)
    known = ids()
    agencies.put(made.agencies, known)
    places.put([*net.places, *made.places], known)
    agencies.put_points(made.points, known)
    agencies.put_memberships(made.memberships, known)
    routes.put(net.routes, known)
    built = Built(
        agencies=len(made.agencies),
        places=len(made.places) + len(net.places) + len(made.agencies),
        points=len(made.points),
        routes=len(net.routes),
    )
    append(
        kind="network.demonstration.built",
        subject="network",
        actor=by,
        at=at,
        body={
            "agencies": built.agencies,
            "places": built.places,
            "points": built.points,
            "routes": built.routes,
        },
    )
    return built


def _plan(at: datetime) -> tuple[Bodies, Post]:
    day = at.astimezone(VIETNAM).date()
    provinces = {unit.code: unit for unit in units.provinces(day)}
    made, net = Bodies(), post.central(provinces)
    for code, (seat, node) in SEATS.items():
        province = provinces[code]
        communes = sorted(units.communes(province.id, day), key=lambda unit: unit.code)
        capital = next(unit for unit in communes if unit.code == seat)
        own = bodies(province, communes, capital)
        roads = post.provincial(province, communes, capital, node)
        made.agencies += own.agencies
        made.places += own.places
        made.points += own.points
        net.places += roads.places
        net.routes += [*roads.routes, *post.rounds(province, communes, own.places)]
    return made, net
