"""What the address of a page of frequency asks for; what cannot be read is said and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.forms import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.web.days import NotADayError, read_day
from kt1.web.moments import ZONE, day
from kt1.web.quality.asking import (
    BODY,
    BY,
    POINT,
    ROUTE,
    SINCE,
    UNTIL,
    last_day,
    months_before,
    points_asked,
)
from kt1.web.tariff.forms import read_month
from kt1.web.words import Words

#: A whole month, one body by its code, which days of a line, one day.
MONTH, CODE, ONLY, ON = "ky", "co-quan", "chi", "ngay"
DAYS_MOST = 366
BY_AGENCY, BY_POINT, BY_ROUTE, BY_MONTH = "co-quan", "diem", "tuyen", "thang"
BY_LABELS: Mapping[str, Words] = {
    BY_AGENCY: gettext_lazy("agency"),
    BY_POINT: gettext_lazy("delivery point"),
    BY_ROUTE: gettext_lazy("route"),
    BY_MONTH: gettext_lazy("month"),
}
#: Counted at each point on the way, not at any point of a body.
AT_EACH = frozenset({BY_POINT, BY_ROUTE})
OWED, ENOUGH, SELDOM, CAME = "lam-viec", "du", "thieu", "den"
ONLY_LABELS: Mapping[str, Words] = {
    OWED: gettext_lazy("working days"),
    ENOUGH: gettext_lazy("days with enough deliveries"),
    SELDOM: gettext_lazy("days with too few"),
    CAME: gettext_lazy("days on which the post came"),
}
_KEPT = (BODY, CODE, POINT, ROUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The question, the same in words of the form, and what could not be read."""

    first: date
    last: date
    by: str
    body: str
    code: str
    points: tuple[int, ...] | None
    only: str
    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, str]:
        """What the address of a finer question keeps."""
        return {key: value for key, value in self.typed.items() if value}


def asking(said: QueryDict, at: datetime) -> Asking:
    """The last whole month where no span is asked for."""
    faults: dict[str, str] = {}
    first, last = _span(said, at, faults)
    by, only = said.get(BY, ""), said.get(ONLY, "")
    by = by if by in BY_LABELS else BY_AGENCY
    return Asking(
        first=first,
        last=last,
        by=by,
        body=_text(said, BODY),
        code=_text(said, CODE),
        points=points_asked(said, faults),
        only=only if only in ONLY_LABELS else "",
        typed={
            **{key: _text(said, key) for key in _KEPT},
            BY: by,
            SINCE: said.get(SINCE) or day(first),
            UNTIL: said.get(UNTIL) or day(last),
        },
        faults=faults,
    )


def _text(said: QueryDict, key: str) -> str:
    return said.get(key, "").replace("\x00", "").strip()[:100]


def _span(said: QueryDict, at: datetime, faults: dict[str, str]) -> tuple[date, date]:
    """First and last day; a month typed for a day is its first or its last."""
    month = months_before(at.astimezone(ZONE).date().replace(day=1), 1)
    if raw := said.get(MONTH, "").strip():
        try:
            month = read_month(raw)
        except ValidationError as fault:
            faults[SINCE] = " ".join(fault.messages)
    whole = month, last_day(month)
    last = _end(said, UNTIL, faults, month_ends=True) or whole[1]
    first = _end(said, SINCE, faults, month_ends=False) or min(whole[0], last.replace(day=1))
    if first > last:
        faults[UNTIL] = _("The last day comes before the first.")
        return whole
    if (last - first).days >= DAYS_MOST:
        faults[SINCE] = _("At most %(n)s days at once.") % {"n": DAYS_MOST}
        return whole
    return first, last


def _end(said: QueryDict, key: str, faults: dict[str, str], *, month_ends: bool) -> date | None:
    if not (raw := said.get(key, "").strip()):
        return None
    try:
        month = read_month(raw)
    except ValidationError:
        try:
            return read_day(raw)
        except NotADayError as fault:
            faults[key] = str(fault)
            return None
    return last_day(month) if month_ends else month
