"""The gaps of a month, day by day: how many bodies are shut, and for one body at which hours."""

import calendar as weeks_of_python
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kt1.law.calendars.lunar import lunar_label
from kt1.law.calendars.queries import calendar as law_calendar
from kt1.law.calendars.rules import DayKind, NoCalendarError
from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.coverage import queries
from kt1.people.coverage.permissions import READERS
from kt1.people.coverage.rules import day_of, midnight
from kt1.people.readings.steps import log_reading
from kt1.people.rosters.rules import Span
from kt1.web.coverage import reads
from kt1.web.coverage.gaps import unknown
from kt1.web.coverage.looking import SINCE, UNTIL
from kt1.web.coverage.months import MONTH, month_of, neighbours
from kt1.web.coverage.reads import OfBody
from kt1.web.coverage.tabs import tabs
from kt1.web.moments import WEEKDAYS, clock, day
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

HOURS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One cell: a day of the month, or of a neighbour to fill the week."""

    on: date
    here: bool
    lunar: str
    kind: DayKind | None
    name: str
    bodies: int = 0
    #: For one body: its hours without anybody.
    hours: tuple[str, ...] = ()
    url: str = ""

    @property
    def weekday(self) -> Words:
        """Stands beside the day where the seven columns do not fit."""
        return WEEKDAYS[self.on.weekday()]

    @property
    def is_off(self) -> bool:
        return self.kind not in {DayKind.WORKING, DayKind.MAKE_UP, None}


@require_GET
@acts_as(*READERS)
def calendar(request: Request) -> HttpResponseBase:
    first = month_of(request.GET.get(MONTH, ""), request.at)
    seen = queries.seen_by(request.actor, day_of(request.at))
    try:
        with transaction.atomic():
            log_reading(request.actor, request.at, reads.CALENDAR, ())
            span = Span(midnight(first), midnight(neighbours(first)[1]))
            found = reads.gaps_by_body(seen, span)
    except reads.Unknown as fault:
        return unknown(request, fault, "coverage_calendar")
    is_one = request.actor.role in AGENCY_ROLES
    before, after = neighbours(first)
    context = {
        "weeks": _weeks(first, found, is_one=is_one),
        "weekdays": WEEKDAYS,
        "first": first,
        "before": f"?{MONTH}={before:%Y-%m}",
        "after": f"?{MONTH}={after:%Y-%m}",
        "is_one": is_one,
        "bodies": seen.count(),
        "tabs": tabs(request.actor, "coverage_calendar"),
    }
    return render(request, "coverage/calendar.html", context)


def _weeks(first: date, found: Mapping[int, OfBody], *, is_one: bool) -> list[list[Day]]:
    """Monday to Sunday, with the hours of the one body or the number of bodies."""
    counts = _counts(found)
    own = [span for body in found.values() for span in body.spans] if is_one else []
    weeks = weeks_of_python.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [_day(on, first, counts.get(on, 0), reads.on_day(own, on)) for on in week] for week in weeks
    ]


def _counts(found: Mapping[int, OfBody]) -> dict[date, int]:
    counts: dict[date, int] = {}
    for body in found.values():
        for on in {on for span in body.spans for on in reads.days_of(span)}:
            counts[on] = counts.get(on, 0) + 1
    return counts


def _day(on: date, first: date, bodies: int, spans: Iterable[Span]) -> Day:
    kinds = law_calendar()
    try:
        kind = kinds.kind_of(on)
    except NoCalendarError:
        kind = None
    declared = kinds.declared.get(on)
    here = on.month == first.month
    query = QueryDict(mutable=True)
    query.update({SINCE: day(on), UNTIL: day(on)})
    return Day(
        on=on,
        here=here,
        lunar=lunar_label(on),
        kind=kind,
        name=declared.name if declared else "",
        bodies=bodies if here else 0,
        hours=tuple(_hours(span) for span in sorted(spans)[:HOURS_SHOWN]) if here else (),
        url=f"{reverse('coverage')}?{query.urlencode()}" if here and bodies else "",
    )


def _hours(span: Span) -> str:
    ends = "24:00" if clock(span.ends) == "00:00" else clock(span.ends)
    return f"{clock(span.begins)}–{ends}"
