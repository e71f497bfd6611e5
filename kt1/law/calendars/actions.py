"""What people do with calendars: declare days, withdraw one, confirm one, cover a year.

No deadline moves by any of these. `kt1.custody.clock.changes.differences` shows which would be
other under the new calendar; moving one is an act of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kt1.law.acting import Acting, require
from kt1.law.book.queries import forget
from kt1.law.calendars import permissions
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.calendars.rules import DECLARED, DayKind
from kt1.law.instruments.models import Instrument
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A day to be declared. A swap is two of them, each the pair of the other."""

    on: date
    kind: DayKind
    name: str
    pair: date | None = None


class AlreadyDeclaredError(Exception):
    """One of the days is declared already: withdraw it first."""


class NotDeclarableError(ValueError):
    """The kind follows from the day of the week, or a swap lacks its pair."""


@transaction.atomic(durable=True)
def declare_days(
    *,
    calendar: str,
    days: Sequence[NewDay],
    instrument: str,
    article: str,
    evidence: Evidence,
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> int:
    """Enter the days of one notice, all or none. They await confirmation.

    Raises:
        NotAllowedError: `by` does not enter law.
        NotDeclarableError, AlreadyDeclaredError, RefusedTextError: a day cannot be entered.
        Instrument.DoesNotExist: the paper is not registered.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["days"])
    require(permissions.why_not_declare(by))
    for day in days:
        _must_be_declarable(day, days)
    dates = [day.on for day in days]
    standing = CalendarDay.objects.filter(calendar=calendar, date__in=dates, withdrawn_at=None)
    if standing.exists() or len(set(dates)) != len(dates):
        raise AlreadyDeclaredError
    paper = Instrument.objects.get(code=instrument) if instrument else None
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar,
            date=day.on,
            kind=day.kind.value,
            name=passed(day.name),
            pair=day.pair,
            instrument=paper,
            article=article,
            evidence=evidence.value,
        )
        for day in days
    )
    append(
        kind="law.days_declared",
        subject=f"calendar:{calendar}",
        actor=str(by),
        at=at,
        body={"instrument": instrument, "article": article, "evidence": evidence.value},
        lines=[{"date": day.on.isoformat(), "kind": day.kind.value} for day in days],
    )
    finish(once, actor=str(by), answer={"days": len(days)})
    forget()
    return len(days)


@transaction.atomic(durable=True)
def withdraw_day(
    *, calendar: str, on: date, reason: str, by: Acting, at: datetime, once: RequestKey
) -> None:
    """Take a declared day back; the row stays with the reason.

    Raises:
        CalendarDay.DoesNotExist, NotAllowedError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _standing(calendar, on)
    require(permissions.why_not_withdraw(by, row))
    row.withdrawn_at = at
    row.withdrawn_reason = passed(reason, names_a_paper=True)
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _entry("law.day_withdrawn", row, by, at, notes={"reason": reason})
    finish(once, actor=str(by), answer={"day": row.pk})
    forget()


@transaction.atomic(durable=True)
def confirm_day(*, calendar: str, on: date, by: Acting, at: datetime, once: RequestKey) -> None:
    """Say that the day was compared with its paper.

    Raises:
        CalendarDay.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = _standing(calendar, on)
    require(permissions.why_not_confirm(by, row))
    row.confirmed = True
    row.save(update_fields=["confirmed"])
    _entry("law.day_confirmed", row, by, at)
    finish(once, actor=str(by), answer={"day": row.pk})
    forget()


@transaction.atomic(durable=True)
def cover_year(
    *,
    calendar: str,
    year: int,
    settled_to: date,
    by: Acting,
    at: datetime,
    once: RequestKey,
) -> CalendarYear:
    """Let the calendar speak for a year, or move the day up to which its notices are all in.

    Raises:
        NotAllowedError: `by` does not enter law.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return CalendarYear.objects.get(calendar=calendar, year=year)
    require(permissions.why_not_cover(by))
    row, _made = CalendarYear.objects.update_or_create(
        calendar=calendar, year=year, defaults={"settled_to": settled_to, "note": ""}
    )
    append(
        kind="law.year_covered",
        subject=f"calendar:{calendar}",
        actor=str(by),
        at=at,
        body={"year": year, "settled_to": settled_to.isoformat()},
    )
    finish(once, actor=str(by), answer={"year": row.pk})
    forget()
    return row


def _must_be_declarable(day: NewDay, days: Sequence[NewDay]) -> None:
    if day.kind not in DECLARED:
        raise NotDeclarableError(day.on.isoformat())
    swapped = day.kind in {DayKind.SWAPPED_OFF, DayKind.MAKE_UP}
    pairs = {(other.on, other.pair) for other in days}
    if swapped and (day.pair is None or (day.pair, day.on) not in pairs):
        raise NotDeclarableError(day.on.isoformat())
    if not swapped and day.pair is not None:
        raise NotDeclarableError(day.on.isoformat())


def _standing(calendar: str, on: date) -> CalendarDay:
    return CalendarDay.objects.select_for_update(of=["self"]).get(
        calendar=calendar, date=on, withdrawn_at=None
    )


def _entry(
    kind: str, row: CalendarDay, by: Acting, at: datetime, notes: dict[str, str] | None = None
) -> None:
    append(
        kind=kind,
        subject=f"calendar:{row.calendar}",
        actor=str(by),
        at=at,
        body={"date": row.date.isoformat(), "kind": row.kind},
        notes=notes or {},
    )
