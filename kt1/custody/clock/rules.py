"""The legal clock: when an item must have been offered at its address. Pure.

J is the day on the date stamp of acceptance. The deadline is the end of the n-th working day
after J; a half day ends at a moment of the working day that follows. What ".5" means, when a
day ends and whether J may be a day off are parameters like n itself, and each derivation says
which it used. The text is silent about them: domain list (b) 3–4.

Source: TT16-2017 Đ.4.4; W4; W11
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from kt1.custody.clock import sentences
from kt1.law.calendars.rules import VIETNAM, Calendar, NoCalendarError
from kt1.law.geography.rules import added_halves
from kt1.law.geography.rules import transit as special_transit
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import (
    Norms,
    Parameter,
    UnsetNormError,
    boolean_of,
    count_of,
    halves_of,
    minutes_of,
    minutes_or_none,
    word_of,
)
from kt1.law.services.rules import Mark, Scope, Urgency, Zone

__all__ = ["Derivation", "NoCalendarError", "UnsetNormError", "derive"]

_LEAD_BETWEEN = "lien_tinh"


class Finding(StrEnum):
    """What the derivation noticed. A fact to show, not a refusal."""

    LEAD_TOO_SHORT = "LEAD_TOO_SHORT"  # Hẹn giờ accepted later than its condition allows


class MissingFactError(ValueError):
    """Hẹn giờ without the agreed time, or within the province without the receiver's zone."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("facts missing: " + ", ".join(missing))
        self.missing = missing


class AgreedTooEarlyError(ValueError):
    """The agreed time is not after acceptance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A deadline, how it came about, and the ids of the parameters it rests on.

    `deadline` is aware and in Vietnamese time; the end of a day is 00:00 of the next.
    """

    deadline: datetime
    steps: tuple[str, ...]
    parameters: tuple[str, ...]
    norm_set: str
    findings: frozenset[Finding] = frozenset()

    @property
    def key(self) -> bytes:
        """SHA-256 over all that the derivation says: equal derivations are one row."""
        said = [self.norm_set, self.deadline.isoformat(), self.steps, self.parameters]
        return hashlib.sha256(
            json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        ).digest()

    @property
    def row_id(self) -> int:
        """The first eight bytes of the key as a signed number: the id of the shared row."""
        return int.from_bytes(self.key[:8], "big", signed=True)


def derive(
    *,
    accepted: datetime,
    urgency: Urgency,
    mark: Mark,  # noqa: ARG001 - one of the three axes; no generation of the norms known depends on it
    scope: Scope,
    norms: Norms,
    calendar: Calendar,
    agreed: datetime | None = None,
    zone: Zone | None = None,
    special: Parameter | None = None,
) -> Derivation:
    """The legal maximum for one item, with its derivation.

    Args:
        accepted: the moment of acceptance, aware. Its day in Vietnam is J.
        urgency: Hẹn giờ is due at `agreed`; the others at J+n.
        mark: items with a mark have the norm of those without.
        scope: within the province or between provinces.
        norms: as they hold on J.
        calendar: the one the norms name as `working_calendar`.
        agreed: Hẹn giờ only: the time agreed by sender and provider, aware.
        zone: Hẹn giờ within the province only: where the receiver is.
        special: the list that names the receiver's commune as of special geography, if one does.
            Without a norm of the way to such places it changes nothing; nor for Hẹn giờ.

    Raises:
        UnsetNormError: norms that this needs are not set; all of them are named.
        NoCalendarError: a day it must judge lies outside the calendar.
        MissingFactError: Hẹn giờ without `agreed` or without its `zone`.
        AgreedTooEarlyError: `agreed` is not after `accepted`.

    Source: TT16-2017 Đ.4.4 điểm a–e
    """
    if urgency is Urgency.TIMED:
        return _derive_timed(accepted, agreed, scope, zone, norms)
    cutoff = norms.find(Key.ACCEPT_CUTOFF)
    local = accepted.astimezone(VIETNAM)
    late = cutoff is not None and _is_after(local.time(), minutes_or_none(cutoff))
    return _derive_days(
        stamped=local.date(),
        late=late,
        urgency=urgency,
        scope=scope,
        norms=norms,
        calendar=calendar,
        special=special,
    )


def is_on_time(first_attempt: datetime, deadline: datetime) -> bool:
    """On time is at the deadline or before it."""
    return first_attempt <= deadline


def on_screen(deadline: datetime) -> str:
    """12:00 thứ Ba 09/06/2026; the end of a day is shown as 24:00 of that day."""
    return sentences.moment(deadline.astimezone(VIETNAM))


# Many items of a day share one derivation; norms and calendars compare by identity, so a
# revision of either is another key.
@lru_cache(maxsize=2048)
def _derive_days(
    *,
    stamped: date,
    late: bool,
    urgency: Urgency,
    scope: Scope,
    norms: Norms,
    calendar: Calendar,
    special: Parameter | None,
) -> Derivation:
    transit, half_at, day_end, cutoff, any_day, of_calendar = norms.require(
        (Key.TRANSIT_DAYS, f"{urgency}.{scope}"),
        (Key.HALF_DAY_AT, ""),
        (Key.DAY_END, ""),
        (Key.ACCEPT_CUTOFF, ""),
        (Key.J_ON_NONWORKING_DAY, ""),
        (Key.WORKING_CALENDAR, ""),
    )
    if word_of(of_calendar) != calendar.code:
        msg = f"the norms count by calendar {word_of(of_calendar)}, not {calendar.code}"
        raise ValueError(msg)

    j, steps = _stamped(
        stamped, calendar, cutoff=cutoff if late else None, any_day=boolean_of(any_day)
    )
    halves = halves_of(transit)
    steps.append(sentences.norm(halves, urgency, scope, basis=transit, norms=norms))
    way = special_transit(norms) if special is not None else None
    if special is not None and way is not None:
        added = added_halves(way)
        halves += added or 0
        steps.append(sentences.special(halves, added, listed=special, basis=way, norms=norms))
    days = list(_working_days(j, calendar, count=(halves + 1) // 2))
    ends_at = minutes_of(half_at) if halves % 2 else minutes_of(day_end)
    deadline = _at(days[-1], ends_at)
    steps.extend(sentences.counted(j, days, calendar, halves=halves, deadline=deadline))
    steps.extend(sentences.doubts(days[-1], calendar))
    used = [transit, half_at if halves % 2 else day_end, cutoff, any_day, of_calendar]
    used += [special, way] if special is not None and way is not None else []
    return Derivation(
        deadline=deadline,
        steps=tuple(steps),
        parameters=tuple(one.id for one in used),
        norm_set=norms.code,
    )


def _stamped(
    stamped: date, calendar: Calendar, *, cutoff: Parameter | None, any_day: bool
) -> tuple[date, list[str]]:
    """J and how it came about; `cutoff` where acceptance was later than it."""
    j, steps = stamped, [sentences.stamped(stamped)]
    if cutoff is not None:
        j += timedelta(days=1)
        steps.append(sentences.after_cutoff(cutoff.value, j))
    if not calendar.is_working(j):
        if any_day:
            steps.append(sentences.j_is_a_day_off(j, calendar))
        else:
            moved = calendar.next_working_day(j)
            steps.append(sentences.j_moved(j, moved, calendar))
            j = moved
    return j, steps


def _derive_timed(
    accepted: datetime,
    agreed: datetime | None,
    scope: Scope,
    zone: Zone | None,
    norms: Norms,
) -> Derivation:
    """Hẹn giờ: due at the agreed time, if it was accepted early enough before it.

    Source: TT16-2017 Đ.4.4.đ; TT15-2022 Đ.3 (the time is agreed, not ordered)
    """
    missing = ["agreed"] if agreed is None else []
    if scope is Scope.WITHIN and zone is None:
        missing.append("zone")
    if agreed is None or missing:
        raise MissingFactError(missing)
    if agreed <= accepted:
        raise AgreedTooEarlyError
    where = _LEAD_BETWEEN if scope is Scope.BETWEEN or zone is None else zone.value
    lead = norms.one(Key.LEAD_HOURS, where)
    ahead = agreed - accepted
    short = ahead < timedelta(hours=count_of(lead))
    local = agreed.astimezone(VIETNAM)
    return Derivation(
        deadline=local,
        steps=(
            sentences.agreed(local),
            sentences.lead(accepted.astimezone(VIETNAM), ahead, lead, where, short=short),
        ),
        parameters=(lead.id,),
        norm_set=norms.code,
        findings=frozenset({Finding.LEAD_TOO_SHORT}) if short else frozenset(),
    )


def _working_days(j: date, calendar: Calendar, *, count: int) -> Iterator[date]:
    """J+1, J+2 … as days; the day of a trailing half counts as one more."""
    on = j
    for _ in range(count):
        on = calendar.next_working_day(on)
        yield on


def _at(on: date, minutes: int) -> datetime:
    """That minute of the day; minute 1440 is 00:00 of the next. Vietnam has no summer time."""
    return datetime.combine(on, time(), VIETNAM) + timedelta(minutes=minutes)


def _is_after(moment: time, minutes: int | None) -> bool:
    if minutes is None:
        return False
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second) > timedelta(
        minutes=minutes
    )
