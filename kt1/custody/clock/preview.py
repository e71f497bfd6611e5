"""The clock an item would have, were it accepted now: shown before anything is recorded.

For many receivers at once: doors, timetables and rosters are each read once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    Derivation,
    Finding,
    MissingFactError,
    NoCalendarError,
    UnsetNormError,
    derive,
)
from kt1.custody.clock.steps import day_of, desk_and_zone, special_lists
from kt1.custody.units import register
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import Calendar
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import Norms, Parameter
from kt1.law.services.rules import Mark, Scope, Urgency, Zone
from kt1.network.routes.queries import next_runs
from kt1.people.coverage.queries import Asked, first_gaps
from kt1.people.rosters.rules import Span

__all__ = ["Asked", "Preview", "Span", "Wanted", "gaps_before", "previews", "since_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One item as it stands in a form: to whom, how fast."""

    receiver: int
    urgency: Urgency
    agreed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What was looked up once for all covers of a form, by receiving body."""

    desks: Mapping[int, tuple[int, str]]
    scopes: Mapping[int, Scope]
    expected: Mapping[int, datetime]
    special: Mapping[int, Parameter]
    norms: Norms | UnsetNormError
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would hold. `fault` is the exception that a declaration or acceptance would raise."""

    scope: Scope
    derivation: Derivation | None = None
    expected: datetime | None = None
    gap: Span | None = None  # of a Hỏa tốc item: nobody may sign then, before the deadline
    fault: Exception | None = None

    @property
    def lead_is_short(self) -> bool:
        found = self.derivation
        return found is not None and Finding.LEAD_TOO_SHORT in found.findings


def previews(desk_id: int, wanted: Iterable[Wanted], *, at: datetime) -> list[Preview]:
    """Deadline, expected time and a warning for each; eight queries at most, however many."""
    listed = list(wanted)
    desk = register.place(desk_id)
    if desk is None:
        return []
    receivers = {one.receiver for one in listed}
    desks = {one: desk_and_zone(one) for one in receivers}
    facts = _Facts(
        desks=desks,
        scopes={one: _scope(one, desk.province) for one in receivers},
        expected=_expected(desk_id, desks, at),
        special=special_lists(receivers, at),
        norms=_norms(at),
        calendar=calendar(),
    )
    return _with_gaps(listed, [_one(said, facts, at) for said in listed], at)


def _scope(receiver: int, province: int) -> Scope:
    body = register.agency(receiver)
    return Scope.WITHIN if body is not None and body.province == province else Scope.BETWEEN


def _norms(at: datetime) -> Norms | UnsetNormError:
    try:
        return active_norms(day_of(at))
    except UnsetNormError as fault:
        return fault


def _expected(
    desk_id: int, desks: Mapping[int, tuple[int, str]], at: datetime
) -> dict[int, datetime]:
    pairs = {(desk_id, desk) for desk, _zone in desks.values() if desk}
    try:
        runs = next_runs(pairs, after=at, calendar=calendar())
    except NoCalendarError:
        return {}
    return {
        receiver: journey.arrives
        for receiver, (desk, _zone) in desks.items()
        if (journey := runs.get((desk_id, desk))) is not None
    }


def _one(said: Wanted, facts: _Facts, at: datetime) -> Preview:
    scope, expected = facts.scopes[said.receiver], facts.expected.get(said.receiver)
    zone = facts.desks[said.receiver][1]
    try:
        if isinstance(facts.norms, UnsetNormError):
            raise facts.norms
        derivation = derive(
            accepted=at,
            urgency=said.urgency,
            mark=Mark.NONE,
            scope=scope,
            norms=facts.norms,
            calendar=facts.calendar,
            agreed=said.agreed,
            zone=Zone(zone) if zone else None,
            special=facts.special.get(said.receiver),
        )
    except (UnsetNormError, NoCalendarError, MissingFactError, AgreedTooEarlyError) as fault:
        return Preview(scope=scope, expected=expected, fault=fault)
    return Preview(scope=scope, derivation=derivation, expected=expected)


def gaps_before(asked: Iterable[Asked]) -> list[Span | None]:
    """For each Hỏa tốc item the first span before its deadline in which nobody may sign (N4).

    Three queries, however many. Where the calendar ends nothing is said: nobody can know.
    """
    listed = list(asked)
    try:
        return first_gaps(listed)
    except (NoCalendarError, UnsetNormError):
        return [None] * len(listed)


def _with_gaps(wanted: Sequence[Wanted], found: Sequence[Preview], at: datetime) -> list[Preview]:
    """From when the next run can be there, or now where no timetable leads there."""
    express = [
        (n, preview.derivation.deadline)
        for n, (said, preview) in enumerate(zip(wanted, found, strict=True))
        if said.urgency is Urgency.EXPRESS and preview.derivation
    ]
    asked = [
        Asked(
            agency_id=wanted[n].receiver,
            since=since_of(found[n].expected, at, deadline),
            until=deadline,
        )
        for n, deadline in express
    ]
    shown = list(found)
    for (n, _deadline), gap in zip(express, gaps_before(asked), strict=True):
        shown[n] = replace(shown[n], gap=gap)
    return shown


def since_of(expected: datetime | None, at: datetime, deadline: datetime) -> datetime:
    """From when somebody must stand at the door: the next run's arrival, if it is in time."""
    return expected if expected is not None and at < expected < deadline else at
