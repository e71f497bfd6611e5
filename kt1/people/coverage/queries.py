"""Gaps for any span over all points at once, and whose gaps an actor may see.

However many doors, the database is asked four times: doors, shapes, receivers, rosters. The rule
of who stands when is that of the rosters; this only subtracts it from the need.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from kt1.law.calendars.queries import calendar
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import count_of, spans_of
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.coverage.rules import (
    Break,
    Door,
    DoorGaps,
    Office,
    When,
    breaks,
    day_of,
    doorless,
    gaps_at,
    need,
    uncovered,
)
from kt1.people.coverage.shapes import coverage_of
from kt1.people.reminders.rules import lines_of
from kt1.people.rosters.queries import Pair
from kt1.people.rosters.rules import Span

STEPS = ("first", "second", "last")
Spans = tuple[Span, ...]


def seen_by(actor: Actor, on: date) -> QuerySet[Agency]:
    """Bodies whose gaps the actor may see: the post's dispatcher, the body, and its own line.

    A list of unattended offices is Amber: nobody else, not the police, not the ministry.
    """
    found = in_force(on).exclude(family=Family.POST)
    if actor.role in {Role.CLERK, Role.HEAD}:
        return found.filter(pk=actor.agency_id or 0)
    if actor.role is Role.DISPATCHER:
        return found.filter(province=actor.province_id)
    if lines := lines_of(actor.role):
        own = Q(line__in=lines, province=actor.province_id)
        return found.filter(own | Q(pk=actor.agency_id or 0))
    return found.none()


def office_hours(on: date) -> Office:
    """The working hours of the norms in force.

    Raises:
        UnsetNormError
    """
    return spans_of(active_norms(on).one(Key.WORKING_HOURS))


def steps_before(on: date) -> tuple[int, ...]:
    """How many days before a break it is checked, the earliest first."""
    norms = active_norms(on)
    return tuple(count_of(norms.one(Key.TET_COVERAGE_DAYS, step)) for step in STEPS)


def breaks_ahead(at: datetime) -> tuple[Break, ...]:
    """The break that is on, and those that begin within the first step of the cascade."""
    today = day_of(at)
    until = today + timedelta(days=max(steps_before(today)))
    return breaks(calendar(), since=today, until=until)


def left_of(one: Break, at: datetime) -> Span:
    """The break as gaps are looked for in it; of one that is on, what is left of it."""
    whole = one.span(office_hours(one.first))
    return Span(min(max(whole.begins, at), whole.ends), whole.ends)


def doors_of(agencies: QuerySet[Agency] | Collection[int] | None, span: Span) -> list[Door]:
    """The doors of these bodies, of all when None, that stand within the span. One query."""
    first, last = day_of(span.begins), day_of(span.ends)
    ties = AgencyPoint.objects.filter(_stands("agency", first, last), _stands("point", first, last))
    ties = ties.exclude(agency__family=Family.POST)
    if agencies is not None:
        ties = ties.filter(agency__in=agencies)
    found: dict[Pair, set[When]] = {}
    for agency, point, day_kind, hours in ties.order_by("agency_id", "point_id").values_list(
        "agency_id", "point_id", "day_kind", "hours"
    ):
        found.setdefault((agency, point), set()).add((day_kind, hours))
    return [
        Door(agency_id=agency, point_id=point, whens=frozenset(whens))
        for (agency, point), whens in found.items()
    ]


def _stands(what: str, first: date, last: date) -> Q:
    open_end = Q(**{f"{what}__valid_to": None}) | Q(**{f"{what}__valid_to__gte": first})
    return open_end & Q(**{f"{what}__valid_from__lte": last})


def gaps_of(agencies: QuerySet[Agency] | Collection[int] | None, span: Span) -> list[DoorGaps]:
    """Every gap of these bodies, of all when None, within the span; doors without any left out.

    Four queries. A body that has no door at some hours has a gap without a point.

    Raises:
        NoCalendarError: a day of the span has no calendar.
        UnsetNormError: no working hours are in force.
    """
    doors = doors_of(agencies, span)
    kinds, office = calendar(), office_hours(day_of(span.begins))
    stands = coverage_of([(door.agency_id, door.point_id) for door in doors], span, kinds)
    found: list[DoorGaps] = []
    needs: dict[int, set[Spans]] = {}
    left: dict[tuple[Spans, Spans], Spans] = {}
    for door in doors:
        pair = (door.agency_id, door.point_id)
        needed = need(door.whens, span=span, calendar=kinds, office=office)
        needs.setdefault(door.agency_id, set()).add(needed)
        both = (needed, stands.get(pair, ()))
        if both not in left:
            left[both] = gaps_at(*both)
        if left[both]:
            found.append(DoorGaps(agency_id=pair[0], point_id=pair[1], gaps=left[both]))
    return [*found, *_doorless(needs, span)]


def _doorless(needs: Mapping[int, set[Spans]], span: Span) -> Iterator[DoorGaps]:
    whole: dict[frozenset[Spans], Spans] = {}
    for agency, each in needs.items():
        shape = frozenset(each)
        if shape not in whole:
            whole[shape] = doorless(shape, span=span)
        if whole[shape]:
            yield DoorGaps(agency_id=agency, point_id=None, gaps=whole[shape])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A body to be delivered to within a span, at one of its doors or, without one, at any."""

    agency_id: int
    point_id: int | None = None
    since: datetime
    until: datetime


def gap_before(point_id: int | None, agency_id: int, from_: datetime, to: datetime) -> Span | None:
    """The first span in which nobody may sign for the body, at this door or, without one, at any.

    None where somebody may sign throughout, or where `to` is not later than `from_`.
    """
    asked = Asked(agency_id=agency_id, point_id=point_id, since=from_, until=to)
    return first_gaps([asked])[0]


def first_gaps(asked: Iterable[Asked]) -> list[Span | None]:
    """`gap_before` of many at once, in their order. Four queries at most.

    Raises:
        NoCalendarError, UnsetNormError: as `gaps_of`.
    """
    listed = list(asked)
    real = [one for one in listed if one.since < one.until]
    if not real:
        return [None] * len(listed)
    span = Span(min(one.since for one in real), max(one.until for one in real))
    served = _served({one.agency_id for one in real}, span)
    return [_first_gap(one, served.get(one.agency_id, ())) for one in listed]


#: A door with the need it stands for and when anybody stands at it.
_Served = tuple[int, Spans, Spans]


def _served(agencies: Collection[int], span: Span) -> dict[int, list[_Served]]:
    doors = doors_of(agencies, span)
    kinds, office = calendar(), office_hours(day_of(span.begins))
    stands = coverage_of([(door.agency_id, door.point_id) for door in doors], span, kinds)
    found: dict[int, list[_Served]] = {}
    for door in doors:
        needed = need(door.whens, span=span, calendar=kinds, office=office)
        pair = (door.agency_id, door.point_id)
        found.setdefault(door.agency_id, []).append((door.point_id, needed, stands.get(pair, ())))
    return found


def _first_gap(asked: Asked, doors: Iterable[_Served]) -> Span | None:
    if asked.until <= asked.since:
        return None
    whole = Span(asked.since, asked.until)
    # A door that was asked for is gone to at any hour.
    at_doors = [
        ((whole,) if asked.point_id == door else needed, stands)
        for door, needed, stands in doors
        if asked.point_id in {None, door}
    ]
    return next(iter(uncovered(at_doors, span=whole)), None)
