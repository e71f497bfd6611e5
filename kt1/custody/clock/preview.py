"""The clock an item would have, were it accepted now: shown before anything is recorded.

For many receivers at once: doors, timetables and focal points are each read once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kt1.custody.clock.rules import (
    AgreedTooEarlyError,
    Derivation,
    Finding,
    MissingFactError,
    NoCalendarError,
    UnsetNormError,
    derive,
)
from kt1.custody.clock.steps import day_of, desk_and_zone
from kt1.custody.units import register
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import Calendar
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import Norms
from kt1.law.services.rules import Mark, Scope, Urgency, Zone
from kt1.network.routes.queries import next_runs
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import receiver_of
from kt1.people.focal_points.rules import Receiver, may_sign

_STEP = timedelta(minutes=30)
_STEPS_MOST = 24 * 2 * 14


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
    named: Mapping[int, list[Receiver]]
    norms: Norms | UnsetNormError
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would hold. `fault` is the exception that a declaration or acceptance would raise."""

    scope: Scope
    derivation: Derivation | None = None
    expected: datetime | None = None
    nobody_signs: bool = False
    fault: Exception | None = None

    @property
    def lead_is_short(self) -> bool:
        found = self.derivation
        return found is not None and Finding.LEAD_TOO_SHORT in found.findings


def previews(desk_id: int, wanted: Iterable[Wanted], *, at: datetime) -> list[Preview]:
    """Deadline, expected time and a warning for each; five queries at most, however many."""
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
        named=_named(one.receiver for one in listed if one.urgency is Urgency.EXPRESS),
        norms=_norms(at),
        calendar=calendar(),
    )
    return [_one(said, facts, at) for said in listed]


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
        )
    except (UnsetNormError, NoCalendarError, MissingFactError, AgreedTooEarlyError) as fault:
        return Preview(scope=scope, expected=expected, fault=fault)
    alone = said.urgency is Urgency.EXPRESS and nobody_signs(
        facts.named.get(said.receiver, ()),
        since=expected or at,
        until=derivation.deadline,
        kinds=facts.calendar,
    )
    return Preview(scope=scope, derivation=derivation, expected=expected, nobody_signs=alone)


def nobody_signs(
    named: Iterable[Receiver], *, since: datetime, until: datetime, kinds: Calendar
) -> bool:
    """Whether no receiver of a register may sign at any half hour of a span (N4)."""
    found = list(named)
    steps = min(int((until - since) / _STEP), _STEPS_MOST)
    try:
        return not any(
            may_sign(one, since + n * _STEP, kinds) for n in range(steps + 1) for one in found
        )
    except NoCalendarError:
        return False


def warned(receivers: Iterable[tuple[int, datetime]], *, at: datetime) -> set[int]:
    """Of these bodies with their deadlines, those where nobody may sign before it. One query."""
    listed = dict(receivers)
    named, kinds = _named(listed), calendar()
    return {
        body
        for body, until in listed.items()
        if nobody_signs(named.get(body, ()), since=at, until=until, kinds=kinds)
    }


def _named(agencies: Iterable[int]) -> dict[int, list[Receiver]]:
    found: dict[int, list[Receiver]] = {}
    wanted = set(agencies)
    if wanted:
        for row in FocalPoint.objects.filter(agency__in=wanted):
            found.setdefault(row.agency_id, []).append(receiver_of(row))
    return found
