"""Filters of a list. Each reads one value of the address and narrows the rows by it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kt1.web.days import NotADayError, read_day
from kt1.web.moments import ZONE
from kt1.web.words import Words

TEXT_LENGTH_MAX = 100

Rows = QuerySet[Any, Any]
Choice = tuple[str, Words]


class BadFilterError(ValueError):
    """What stands in the address cannot be read; the sentence says what to write instead."""


class Filter(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Words: ...

    @property
    def control(self) -> str:
        """The template of its control: templates/lists/filter_<control>.html."""
        ...

    def narrow(self, rows: Rows, raw: str) -> Rows: ...

    def said(self, raw: str) -> str:
        """The value in words, for the summary above a printed list."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFilter:
    """Free text; `apply` says where it is looked for."""

    key: str
    label: Words
    apply: Callable[[Rows, str], Rows]
    hint: Words = ""
    control: str = "text"

    def narrow(self, rows: Rows, raw: str) -> Rows:
        if len(raw) > TEXT_LENGTH_MAX:
            raise BadFilterError(_("At most %(n)s characters.") % {"n": TEXT_LENGTH_MAX})
        if "\x00" in raw:
            raise BadFilterError(_("This text holds a character that cannot be searched for."))
        return self.apply(rows, raw)

    def said(self, raw: str) -> str:
        return f"“{raw}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter:
    """One of a few values. `apply` when it is more than equality with `field`."""

    key: str
    label: Words
    choices: Sequence[Choice] | Callable[[], Sequence[Choice]]
    field: str = ""
    apply: Callable[[Rows, str], Rows] | None = None
    control: str = "choice"

    def options(self) -> Sequence[Choice]:
        return self.choices() if callable(self.choices) else self.choices

    def narrow(self, rows: Rows, raw: str) -> Rows:
        if raw not in {str(value) for value, _label in self.options()}:
            raise BadFilterError(_("There is no such choice."))
        if self.apply:
            return self.apply(rows, raw)
        return rows.filter(**{self.field: raw})

    def said(self, raw: str) -> str:
        return next((str(label) for value, label in self.options() if str(value) == raw), raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFilter:
    """From or until a day, both included, of a moment (`of_moment`) or of a date field."""

    key: str
    label: Words
    field: str
    until: bool = False
    of_moment: bool = True
    control: str = "day"

    def narrow(self, rows: Rows, raw: str) -> Rows:
        try:
            day = read_day(raw)
        except NotADayError as fault:
            raise BadFilterError(str(fault)) from None
        return rows.filter(**self._condition(day))

    def _condition(self, day: date) -> dict[str, date]:
        if not self.of_moment:
            return {f"{self.field}__{'lte' if self.until else 'gte'}": day}
        if self.until:
            day += timedelta(days=1)
        edge = datetime.combine(day, time.min, ZONE)
        return {f"{self.field}__{'lt' if self.until else 'gte'}": edge}

    def said(self, raw: str) -> str:
        return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """On or off: only the rows that `apply` leaves."""

    key: str
    label: Words
    apply: Callable[[Rows], Rows]
    control: str = "flag"

    def narrow(self, rows: Rows, raw: str) -> Rows:
        if raw != "1":
            raise BadFilterError(_("There is no such choice."))
        return self.apply(rows)

    def said(self, raw: str) -> str:
        return _("yes") if raw == "1" else raw
