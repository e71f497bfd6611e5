"""Forms of the calendar of working days: one day or one swap, many from a file, a year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.calendars.actions import NewDay
from kt1.law.calendars.rules import DayKind
from kt1.web.fields import DayField
from kt1.web.norms.forms import SourceFields

SWAP = "swap"
SATURDAY = 5
_KINDS = (
    (DayKind.HOLIDAY.value, gettext_lazy("public holiday")),
    (DayKind.TET.value, gettext_lazy("Tết")),
    (SWAP, gettext_lazy("swap: a day off, made up on another")),
)


class DayForm(SourceFields):
    """One day of a notice, or a swap with both of its days."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of day"), choices=_KINDS, widget=forms.RadioSelect
    )
    on = DayField(label=gettext_lazy("Day off"))
    pair = DayField(
        label=gettext_lazy("Made up on"),
        required=False,
        help_text=gettext_lazy("Only for a swap: a Saturday or Sunday that is worked."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("As Quốc khánh.")
    )

    field_order = ("kind", "on", "pair", "name", "instrument", "article", "evidence")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        on, pair, swap = given.get("on"), given.get("pair"), given.get("kind") == SWAP
        if not on and "on" not in self.errors:
            self.add_error("on", _("Type the day as dd/mm/yyyy, for example 16/02/2026."))
        if swap and not pair and "pair" not in self.errors:
            self.add_error("pair", _("A swap says on which day it is made up."))
        if pair and not swap:
            self.add_error("pair", _("Only a swap is made up on another day."))
        for fault in faults_of(self.days()) if not self.errors else ():
            self.add_error(None, fault)
        return given

    def days(self) -> list[NewDay]:
        """One day; of a swap, both."""
        given = self.cleaned_data
        on, pair, name = given.get("on"), given.get("pair"), given.get("name", "").strip()
        if on is None:
            return []
        if given.get("kind") != SWAP:
            return [NewDay(on=on, kind=DayKind(given["kind"]), name=name)]
        return [
            NewDay(on=on, kind=DayKind.SWAPPED_OFF, name=name, pair=pair),
            *([NewDay(on=pair, kind=DayKind.MAKE_UP, name=name, pair=on)] if pair else []),
        ]


def faults_of(days: Sequence[NewDay]) -> list[str]:
    """What of the days of the week does not fit: a make-up day is one that is not worked."""
    found = []
    for one in days:
        free = one.on.weekday() >= SATURDAY
        if one.kind is DayKind.MAKE_UP and not free:
            found.append(_("%(day)s is worked anyway: nothing is made up on it.") % _named(one.on))
        if one.kind is DayKind.SWAPPED_OFF and free:
            found.append(_("%(day)s is free anyway: it cannot be swapped.") % _named(one.on))
    return found


def _named(on: date) -> dict[str, str]:
    return {"day": f"{on:%d/%m/%Y}"}


class DaysForm(SourceFields):
    """All days of a notice: typed or pasted, or read from a file into the same field."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("XLSX, or CSV in UTF-8: day, kind, name, the day given for it."),
    )
    rows = forms.CharField(
        label=gettext_lazy("Days, one a line"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Day; kind; name; the day given for it. Kinds: ngày lễ, Tết, nghỉ hoán đổi, làm bù."
        ),
    )

    field_order = ("file", "rows", "instrument", "article", "evidence")


class YearForm(forms.Form):
    """A year the calendar speaks for, or a later day up to which its notices are all in."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2017, max_value=2100)
    settled_to = DayField(
        label=gettext_lazy("No notice still to come can move a day up to"),
        help_text=gettext_lazy("The day before the first one that is still open."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        year, last = given.get("year"), given.get("settled_to")
        if last is None and "settled_to" not in self.errors:
            self.add_error("settled_to", _("Type the day as dd/mm/yyyy, for example 16/02/2026."))
        elif year and last and last.year not in {year - 1, year}:
            self.add_error(
                "settled_to", _("A day of that year, or the last one of the year before.")
            )
        return given


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=200)
