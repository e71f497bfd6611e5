"""What the pages of handling read besides what custody itself tells: each in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from kt1.custody.bags.models import Seal
from kt1.custody.bags.rules import SealState
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Outcome
from kt1.custody.units import queries as units
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Held, Kind, State
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

BAGS = (Kind.BAG, Kind.BOX)
POST_PLACES = (
    PlaceKind.POST_OFFICE,
    PlaceKind.CENTRE,
    PlaceKind.COUNTER,
    PlaceKind.SAFE,
    PlaceKind.VEHICLE,
)
#: Where a bag is on the way, not lying.
ON_WHEELS = (PlaceKind.VEHICLE, PlaceKind.CENTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """One unit in a bag, as its page lists it. No mark: it is not needed to handle a cover."""

    unit: int
    code: str
    kind: str
    state: str
    receiver: str
    urgency: str
    pieces: int
    expected: datetime | None


_CONTENTS = """
SELECT u.id, u.code, u.kind, u.state, coalesce(a.name, d.name, ''), coalesce(i.urgency, ''),
    coalesce(i.pieces, 1), c.expected_at
FROM custody_unit u
LEFT JOIN custody_item i ON i.unit_id = u.id
LEFT JOIN network_agency a ON a.id = i.receiver_id
LEFT JOIN custody_bag b ON b.unit_id = u.id
LEFT JOIN network_place d ON d.id = b.destination_id
LEFT JOIN custody_clock c ON c.unit_id = u.id
WHERE {where} ORDER BY {order} LIMIT 999
"""


def contents(bag: int) -> list[Inside]:
    """What lies in a bag now, the latest put in first."""
    return _inside("u.inside_id = %s", [bag], "u.since DESC, u.id DESC")


def of_codes(codes: Sequence[str]) -> dict[str, Inside]:
    """The same facts of units by code; a code that is no unit is not there."""
    found = _inside("u.code = ANY(%s)", [list(codes)], "u.id") if codes else []
    return {one.code: one for one in found}


def loose_at_hand(actor: Actor) -> list[Inside]:
    """Items that lie unbagged where this person answers for them, the most urgent first."""
    where = (
        "(u.person_id = %s OR (u.person_id IS NULL AND u.place_id = %s)) AND u.kind = 'item'"
        " AND u.inside_id IS NULL AND u.offer IS NULL AND u.state IN ('in_post', 'returning')"
    )
    return _inside(where, [actor.user_id, actor.place_id], "c.expected_at NULLS LAST, u.id")


def _inside(where: str, params: Sequence[Any], order: str) -> list[Inside]:
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS.format(where=where, order=order), params)
        return [
            Inside(
                unit=row[0],
                code=row[1],
                kind=row[2],
                state=row[3],
                receiver=row[4],
                urgency=row[5],
                pieces=row[6],
                expected=row[7],
            )
            for row in cursor.fetchall()
        ]


def held(unit: Unit) -> Held:
    """A row as the permissions of custody take it."""
    return Held(
        id=unit.pk,
        code=unit.code,
        kind=unit.kind,
        state=unit.state,
        place=unit.place_id,
        person=unit.person_id,
        inside=unit.inside_id,
        offer=unit.offer,
    )


def bags_seen_by(actor: Actor) -> QuerySet[Any]:
    """Bags and boxes with where they are, where they go, and whether anything lies in them."""
    inner = Unit.objects.filter(inside=OuterRef("pk"))
    moving = Q(state=State.SEALED) & (Q(place__kind__in=ON_WHEELS) | Q(offer__isnull=False))
    return (
        units.seen_by(actor)
        .filter(Q(offer=None) | ~Q(offer__in=_offered_to(actor)), kind__in=BAGS)
        .select_related("place", "person", "inside", "bag__destination")
        .annotate(
            full=Exists(inner),
            moving=ExpressionWrapper(moving, output_field=BooleanField()),
        )
    )


def _offered_to(actor: Actor) -> QuerySet[Any, Any]:
    """Offers this person may take: what lies in them is told by the things, not by a screen."""
    takes = Q(taker_person=actor.user_id) | Q(taker_place=actor.place_id or 0)
    gives = Q(giver_person=actor.user_id) | (
        Q(giver_place=actor.place_id or 0) & ~Q(giver_place=F("taker_place"))
    )
    return Handover.objects.filter(takes & ~gives, outcome=Outcome.OFFERED).values("pk")


def mine(actor: Actor) -> Q:
    """What a person answers for: held by name, or by their place with no name."""
    if actor.place_id is None:
        return Q(person=actor.user_id)
    return Q(person=actor.user_id) | Q(person=None, place=actor.place_id)


def issued_to(actor: Actor) -> QuerySet[Seal]:
    """Seals this person may put on a bag."""
    return Seal.objects.filter(state=SealState.ISSUED, person=actor.user_id).order_by("number")


def post_places(actor: Actor) -> QuerySet[Place]:
    """Places a bag can go to: of one's province, and the nodes of the central network."""
    here = Q(kind__in=POST_PLACES, province=actor.province_id)
    return (
        Place.objects.filter(here | Q(kind=PlaceKind.CENTRAL), valid_to=None)
        .select_related("parent")
        .order_by("sort_key", "pk")
    )


def destinations(actor: Actor) -> QuerySet[Place]:
    """Where bags are sent: offices and centres of every province, counters of one's own."""
    sites = Q(kind__in=(PlaceKind.CENTRE, PlaceKind.CENTRAL))
    own = Q(kind__in=(PlaceKind.POST_OFFICE, PlaceKind.COUNTER), province=actor.province_id)
    return Place.objects.filter(sites | own, valid_to=None).order_by("sort_key", "pk")


def people_of_post(actor: Actor, at: datetime, *roles: Role) -> QuerySet[User]:
    """People on duty in one's province now, in these roles."""
    duties = Duty.objects.filter(
        Q(place__province=actor.province_id) | Q(province=actor.province_id),
        Q(valid_to=None) | Q(valid_to__gt=at),
        role__in=roles,
        valid_from__lte=at,
    )
    return User.objects.filter(pk__in=duties.values("user"), is_active=True).order_by("title", "pk")
