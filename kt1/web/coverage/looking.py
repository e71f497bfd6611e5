"""Which span is looked at: a break by its key, or from one day to another; said in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.calendars.queries import calendar
from kt1.people.coverage.queries import left_of
from kt1.people.coverage.rules import Break, breaks, day_of, midnight
from kt1.people.rosters.rules import Span
from kt1.web.days import NotADayError, read_day
from kt1.web.lists.filters import BadFilterError, Choice, Rows
from kt1.web.moments import day
from kt1.web.words import Words

DAYS_AHEAD = 365
FORTNIGHT = "14"
FORTNIGHT_DAYS = 14
#: More than the longest break, and little enough to be looked at at once.
DAYS_MOST = 62
BREAK, SINCE, UNTIL = "ky", "tu", "den"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A span to look for gaps in; `on` where it is that of a break."""

    span: Span
    title: str
    on: Break | None = None
    ahead: tuple[Break, ...] = ()

    @property
    def choices(self) -> list[Choice]:
        """The breaks of a year, the next one first, and the fortnight that begins now."""
        listed: list[Choice] = [(one.key, break_said(one)) for one in self.ahead]
        return [*listed, (FORTNIGHT, _("the next 14 days"))]

    @property
    def asked(self) -> str:
        """The same span in an address."""
        last = day_of(self.span.ends - timedelta(microseconds=1))
        given = {SINCE: day(self.span.begins), UNTIL: day(last)}
        query = QueryDict(mutable=True)
        query.update({BREAK: self.on.key} if self.on else given)
        return query.urlencode()


def break_said(one: Break) -> str:
    """Tết Nguyên đán, 14–22/02/2026; over the end of a month 30/04–03/05/2026."""
    if one.first == one.last:
        return f"{one.name}, {day(one.first)}"
    if one.first.month == one.last.month:
        return f"{one.name}, {one.first:%d}–{day(one.last)}"
    return f"{one.name}, {one.first:%d/%m}–{day(one.last)}"


def looked_at(asked: QueryDict, at: datetime) -> Looked:
    """What the address asks for; what cannot be read there is left to the filters to say.

    Raises:
        UnsetNormError: no working hours are in force.
    """
    today = day_of(at)
    ahead = breaks(calendar(), since=today, until=today + timedelta(days=DAYS_AHEAD))
    since, until = _day(asked, SINCE), _day(asked, UNTIL)
    if since and until and since <= until < since + timedelta(days=DAYS_MOST):
        span = Span(midnight(since), midnight(until + timedelta(days=1)))
        return Looked(span=span, title=f"{day(since)} – {day(until)}", ahead=ahead)
    wanted = asked.get(BREAK, "")
    on = next((one for one in ahead if one.key == wanted), ahead[0] if ahead else None)
    if on is None or wanted == FORTNIGHT:
        span = Span(at, at + timedelta(days=FORTNIGHT_DAYS))
        return Looked(span=span, title=_("the next 14 days"), ahead=ahead)
    return Looked(span=left_of(on, at), title=break_said(on), on=on, ahead=ahead)


def _day(asked: QueryDict, key: str) -> date | None:
    try:
        return read_day(asked.get(key, ""))
    except NotADayError:
        return None


_BREAK_LABEL = gettext_lazy("Break")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakFilter:
    """Which break: one is always chosen. The rows were found for it already."""

    choices: Sequence[Choice]
    key: str = BREAK
    label: Words = _BREAK_LABEL
    control: str = "choice"
    needed: bool = True

    def options(self) -> Sequence[Choice]:
        return self.choices

    def narrow(self, rows: Rows, raw: str) -> Rows:
        if raw not in {value for value, _label in self.choices}:
            raise BadFilterError(_("There is no such choice."))
        return rows

    def said(self, raw: str) -> str:
        return next((str(label) for value, label in self.choices if value == raw), raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfSpan:
    """From or until a day, both needed; they go before the break."""

    key: str
    label: Words
    other: str
    asked: Any
    control: str = "day"

    def narrow(self, rows: Rows, raw: str) -> Rows:
        try:
            mine, other = read_day(raw), read_day(self.asked.get(self.other, ""))
        except NotADayError:
            raise BadFilterError(_("Type both days as dd/mm/yyyy.")) from None
        since, until = (mine, other) if self.key == SINCE else (other, mine)
        if since > until:
            raise BadFilterError(_("The end must be later than the beginning."))
        if (until - since).days >= DAYS_MOST:
            raise BadFilterError(_("At most %(n)s days at once.") % {"n": DAYS_MOST})
        return rows

    def said(self, raw: str) -> str:
        return raw


def span_filters(looked: Looked, asked: QueryDict) -> tuple[BreakFilter, DayOfSpan, DayOfSpan]:
    return (
        BreakFilter(choices=looked.choices),
        DayOfSpan(key=SINCE, label=gettext_lazy("From"), other=UNTIL, asked=asked),
        DayOfSpan(key=UNTIL, label=gettext_lazy("To"), other=SINCE, asked=asked),
    )
