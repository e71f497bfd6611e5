"""A month in the address: 2026-02."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.people.coverage.rules import day_of
from kt1.web.days import YEAR_MAX, YEAR_MIN
from kt1.web.lists.filters import BadFilterError, Choice, Rows
from kt1.web.words import Words

MONTH = "thang"
MONTHS_LISTED = 12
_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(text: str, at: datetime) -> date:
    """Its first day; that of the month now where the address holds no month."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not YEAR_MIN <= int(found[1]) <= YEAR_MAX:
        return day_of(at).replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def neighbours(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return before, after


def months_back(at: datetime) -> Sequence[Choice]:
    """This month and those before it, as a list offers them."""
    listed, first = [], day_of(at).replace(day=1)
    for _n in range(MONTHS_LISTED):
        listed.append((f"{first:%Y-%m}", f"{first:%m/%Y}"))
        first = neighbours(first)[0]
    return listed


_MONTH_LABEL = gettext_lazy("Month")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFilter:
    """One month is always chosen. The rows were found for it already."""

    choices: Sequence[Choice]
    key: str = MONTH
    label: Words = _MONTH_LABEL
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
