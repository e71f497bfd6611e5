"""To whom a hand-over may go: a run, a person, a place. One choice, one field.

Values: `t:<run>` (its courier, in its vehicle), `u:<person>:<place>`, `n:<place>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kt1.custody.trips import queries as trips
from kt1.custody.trips.models import Trip
from kt1.network.places.models import Place
from kt1.network.places.rules import INSIDE_A_SITE, PlaceKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting
from kt1.web import moments
from kt1.web.handling import reads

CUSTODIANS = (Role.COURIER, Role.COUNTER, Role.CONTROLLER)
Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """As `handovers.actions.offer` takes it."""

    place: int
    person: int | None = None
    trip: UUID | None = None


def groups(actor: Actor, at: datetime) -> list[Group]:
    """The choices, nearest first; people who may not take are left out. Four queries."""
    here = Place.objects.filter(pk=actor.place_id or 0).select_related("parent").first()
    site = _site_of(here)
    found: list[Group] = [
        (_("Runs under way"), [(f"t:{one.pk}", _run_said(one)) for one in _runs(actor, at)]),
        (_("People at this place"), _people(actor, at, site)),
    ]
    near: list[tuple[str, str]] = []
    far: list[tuple[str, str]] = []
    central: list[tuple[str, str]] = []
    for place in reads.post_places(actor):
        if place.pk == actor.place_id:
            continue
        said = (f"n:{place.pk}", place.name)
        if place.kind == PlaceKind.CENTRAL:
            central.append(said)
        else:
            inside = place.parent_id == site and place.kind in INSIDE_A_SITE
            (near if inside or place.pk == site else far).append(said)
    found += [
        (_("Places of this office"), near),
        (_("Central network"), central),
        (_("Other places of the province"), far),
    ]
    return [group for group in found if group[1]]


def _site_of(here: Place | None) -> int | None:
    """The office or centre that a place is, or stands in."""
    if here is None:
        return None
    return here.parent_id if here.kind in INSIDE_A_SITE else here.pk


def _runs(actor: Actor, at: datetime) -> Sequence[Trip]:
    found = trips.under_way(actor).filter(~Q(courier=actor.user_id), arrived_at=None)
    return list(found.filter(vetting.fit(at, "courier"))[:40])


def _run_said(trip: Trip) -> str:
    leaves = moments.deadline_short(trip.leaves_at)
    return f"{trip.number} · {leaves} · {trip.courier.title}"


def _people(actor: Actor, at: datetime, site: int | None) -> list[tuple[str, str]]:
    duties = (
        Duty.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=at),
            Q(place=site or 0) | Q(place__parent=site or 0, place__kind__in=INSIDE_A_SITE),
            vetting.fit(at, "user"),
            role__in=CUSTODIANS,
            valid_from__lte=at,
            user__is_active=True,
        )
        .exclude(user=actor.user_id)
        .select_related("user", "place")
        .order_by("user__title", "pk")[:80]
    )
    return [(f"u:{one.user_id}:{one.place_id}", one.user.title) for one in duties]


def read(value: str, offered: Sequence[Group]) -> Taker | None:
    """The taker of a choice that was among those shown."""
    if value not in {one for _label, group in offered for one, _said in group}:
        return None
    kind, *parts = value.split(":")
    if kind == "t":
        trip = Trip.objects.get(pk=parts[0])
        return Taker(place=trip.vehicle_id, person=trip.courier_id, trip=trip.pk)
    if kind == "u":
        return Taker(place=int(parts[1]), person=int(parts[0]))
    return Taker(place=int(parts[0]))


def run_of(actor: Actor) -> Trip | None:
    """The run this person rides now: what they give on belongs to it."""
    if actor.role is not Role.COURIER:
        return None
    return trips.under_way(actor).exclude(departed_at=None).first()


def choices(offered: Sequence[Group]) -> list[Any]:
    return [("", "–"), *offered]
