"""The run of one courier: the next doors in order, what goes there, and who may sign there now.

Read in a bounded number of queries, however many doors. Names and telephones are of these doors
at this hour only (practice: lists of this run, this point, this window).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from kt1.custody.clock.attempts import is_in_hours
from kt1.custody.clock.steps import day_of
from kt1.custody.trips.models import Trip
from kt1.custody.trips.queries import seen_by
from kt1.custody.trips.rules import TripState
from kt1.custody.units.rules import State
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, spans_of
from kt1.network.agencies.models import AgencyPoint
from kt1.network.agencies.rules import ANY_DAY, Hours
from kt1.network.places.models import Place
from kt1.network.routes.models import RouteStop
from kt1.people.actor import Actor
from kt1.people.focal_points.rules import Answer
from kt1.people.rosters.queries import registers
from kt1.people.rosters.rules import Span
from kt1.people.rosters.signing import who_signs

IN_HAND_MOST = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """One loose item the courier holds, and the body it goes to now: receiver or, back, sender."""

    unit: int
    code: str
    state: str
    body: int
    body_name: str
    point: int | None
    urgency: str
    pieces: int
    focal_only: bool
    expected: datetime | None
    deadline: datetime | None
    stopped: datetime | None
    attempts: int

    @property
    def goes_back(self) -> bool:
        return self.state == State.RETURNING


@dataclass(slots=True, kw_only=True)
class Door:
    """One door of the run. `place` is None for items of bodies that have no door registered."""

    place: Place | None
    stop: int | None = None
    passes_at: datetime | None = None
    items: list[InHand] = field(default_factory=list)
    may_sign: dict[int, Answer] = field(default_factory=dict)

    @property
    def expected(self) -> datetime | None:
        """The earliest of the expected times: what comes first here."""
        return min((i.expected for i in self.items if i.expected is not None), default=None)

    @property
    def deadline(self) -> datetime | None:
        return min((i.deadline for i in self.items if i.deadline is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    trip: Trip | None
    doors: tuple[Door, ...]


def run_of(actor: Actor, at: datetime) -> Run:
    """The doors of what `actor` holds, those on the route of their run first, in its order."""
    trip = trip_now(actor, at)
    items = _in_hand(actor)
    stops = _stops(trip)
    doors: dict[int | None, Door] = {}
    places = _places(items, stops, at)
    for item in items:
        place = places.get((item.body, item.point))
        key = place.pk if place else None
        if key not in doors:
            stop, passes_at = stops.get(key or 0, (None, None))
            doors[key] = Door(place=place, stop=stop, passes_at=passes_at)
        doors[key].items.append(item)
    _say_who_may_sign(doors.values(), at)
    return Run(trip=trip, doors=tuple(sorted(doors.values(), key=_order)))


def trip_now(actor: Actor, at: datetime) -> Trip | None:
    """The run the courier rides: the one that left, else the planned one of today."""
    departed_first = Case(
        When(state=TripState.DEPARTED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return (
        seen_by(actor)
        .filter(Q(state=TripState.DEPARTED) | Q(state=TripState.PLANNED, day=day_of(at)))
        .order_by(departed_first, "leaves_at", "number")
        .first()
    )


def _order(door: Door) -> tuple[bool, int, bool, float, int]:
    due = door.expected or door.deadline
    return (
        door.stop is None,
        door.stop or 0,
        due is None,
        due.timestamp() if due else 0.0,
        door.place.pk if door.place else 0,
    )


_IN_HAND = """
SELECT u.id, u.code, u.state, b.id, b.name,
    CASE WHEN u.state = 'returning' THEN NULL ELSE i.point_id END,
    i.urgency, i.pieces, i.focal_only, c.expected_at, c.deadline, c.stopped_at,
    (SELECT count(*) FROM custody_attempt a WHERE a.unit_id = u.id)
FROM custody_unit u
JOIN custody_item i ON i.unit_id = u.id
JOIN network_agency b
    ON b.id = CASE WHEN u.state = 'returning' THEN i.sender_id ELSE i.receiver_id END
LEFT JOIN custody_clock c ON c.unit_id = u.id
WHERE u.person_id = %s AND u.inside_id IS NULL AND u.state IN ('in_post', 'returning')
ORDER BY c.expected_at NULLS LAST, u.id LIMIT %s
"""


def _in_hand(actor: Actor) -> list[InHand]:
    with connection.cursor() as cursor:
        cursor.execute(_IN_HAND, [actor.user_id, IN_HAND_MOST])
        return [
            InHand(
                unit=row[0],
                code=row[1],
                state=row[2],
                body=row[3],
                body_name=row[4],
                point=row[5],
                urgency=row[6],
                pieces=row[7],
                focal_only=row[8],
                expected=row[9],
                deadline=row[10],
                stopped=row[11],
                attempts=row[12],
            )
            for row in cursor.fetchall()
        ]


def _stops(trip: Trip | None) -> dict[int, tuple[int | None, datetime | None]]:
    """Where each door stands on the route, and when the run passes it."""
    if trip is None:
        return {}
    left = trip.departed_at or trip.leaves_at
    return {
        place: (n, left + timedelta(minutes=minutes))
        for place, n, minutes in RouteStop.objects.filter(route=trip.route_id).values_list(
            "place_id", "n", "minutes"
        )
    }


def _places(
    items: Sequence[InHand], stops: Mapping[int, Any], at: datetime
) -> dict[tuple[int, int | None], Place]:
    """The door of each body now: the one asked for, else by day and hour, on the route first."""
    ties = AgencyPoint.objects.filter(agency__in={i.body for i in items})
    by_body: dict[int, list[AgencyPoint]] = {}
    for tie in ties.select_related("point").order_by("agency_id", "point_id"):
        by_body.setdefault(tie.agency_id, []).append(tie)
    asked = {i.point for i in items if i.point is not None}
    asked_for = {place.pk: place for place in Place.objects.filter(pk__in=asked)}
    days, hours = _day_and_hours(at) if items else (set(), set())

    def fits(tie: AgencyPoint) -> tuple[bool, bool, int]:
        now = tie.day_kind in days and tie.hours in hours
        return not now, tie.point_id not in stops, tie.point_id

    found: dict[tuple[int, int | None], Place] = {}
    for item in items:
        if item.point is not None:
            found[item.body, item.point] = asked_for[item.point]
        elif ties_of := by_body.get(item.body):
            found[item.body, None] = min(ties_of, key=fits).point
    return found


def _day_and_hours(at: datetime) -> tuple[set[str], set[str]]:
    try:
        kinds = calendar()
        office = spans_of(active_norms(day_of(at)).one(Key.WORKING_HOURS))
        inside = is_in_hours(at, calendar=kinds, hours=office)
    except (NoCalendarError, UnsetNormError):
        # The doors are shown all the same; who may sign is then answered with the gap.
        return {ANY_DAY}, {hours.value for hours in Hours}
    return (
        {ANY_DAY, kinds.kind_of(day_of(at)).value},
        {Hours.ANY.value, (Hours.WORKING if inside else Hours.OFF).value},
    )


def _say_who_may_sign(doors: Iterable[Door], at: datetime) -> None:
    """Registers of all doors in two queries; the pure rule for each body at each door."""
    real = [(door, door.place) for door in doors if door.place is not None]
    wanted = {(item.body, place.pk) for door, place in real for item in door.items}
    known = registers(wanted, Span(at, at + timedelta(microseconds=1)))
    for door, place in real:
        for body in dict.fromkeys(item.body for item in door.items):
            door.may_sign[body] = who_signs(
                [known[body, place.pk]],
                point=place.name,
                moment=at,
                calendar=calendar(),
                only_focal=place.focal_only,
            )
