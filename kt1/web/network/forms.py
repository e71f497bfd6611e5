"""A form of one row. What the file rules say of a cell, they say of a field."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kt1.network.sheets import rules, words
from kt1.network.sheets.cells import NO, YES, Cell, Column, Shape
from kt1.network.sheets.faults import Fault
from kt1.network.sheets.rules import Parsed
from kt1.network.sheets.tables import Facts, Sheet
from kt1.web.fields import DayField
from kt1.web.lists.filters import Choice
from kt1.web.network.labels import CHOICE_LABELS, FIELD_LABELS, HINTS, NAMED_LABELS

_LONGEST = 4_000


class RowForm(forms.Form):
    """One row of a sheet.

    `fixed` are the columns the page knows already; `choices` offers codes by the names they have.
    """

    def __init__(
        self,
        sheet: Sheet,
        data: Mapping[str, Any] | None = None,
        *,
        fixed: Mapping[str, str],
        leave_out: Collection[str] = (),
        facts: Facts | None = None,
        choices: Mapping[str, Sequence[Choice]] | None = None,
    ) -> None:
        super().__init__(data, initial={} if facts is None else _initial(sheet, facts))
        self.sheet = sheet
        self.fixed = fixed
        for column in sheet.columns:
            if column.fills not in fixed and column.fills not in leave_out:
                offered = (choices or {}).get(column.fills)
                now = self.initial.get(column.fills, "")
                self.fields[column.fills] = (
                    _field(column) if offered is None else _offered(column, offered, now)
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.said = self._parsed(cleaned)
            self.show(self.said.faults)
        return cleaned

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field; one about a column the form lacks, on top."""
        fields = {column.heading: column.fills for column in self.sheet.columns}
        for fault in faults:
            field = fields.get(fault.column, "")
            self.add_error(
                field if field in self.fields else None, words.what_is_wrong(fault.reason)
            )

    def _parsed(self, cleaned: Mapping[str, Any]) -> Parsed:
        cells: dict[str, Cell] = {**self.fixed}
        for column in self.sheet.columns:
            if column.fills in cleaned:
                cells[column.fills] = _cell(column, cleaned[column.fills])
        used = [column for column in self.sheet.columns if column.fills in cells]
        return rules.parse(
            self.sheet,
            [[column.heading for column in used], [cells[column.fills] for column in used]],
        )


class ShortField(forms.CharField):
    """A few digits."""

    width = "medium"


class LongField(forms.CharField):
    """Several parts, one after the other."""

    widget = forms.Textarea(attrs={"rows": 6})


class FileForm(forms.Form):
    """A file to look at. It is read in memory and never stored."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV; at most 4 MB")
    )
    complete = forms.BooleanField(
        label=gettext_lazy("This is the whole list: close what it lacks"), required=False
    )


_KINDS: Mapping[Shape, tuple[type[forms.Field], dict[str, Any]]] = {
    Shape.CHOICE: (forms.ChoiceField, {}),
    Shape.FLAG: (forms.BooleanField, {}),
    Shape.MAYBE: (
        forms.ChoiceField,
        {"choices": [("", "–"), (YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))]},
    ),
    Shape.DATE: (DayField, {"max_length": 10}),
    Shape.NUMBER: (ShortField, {"max_length": 5}),
    Shape.STOPS: (LongField, {"max_length": _LONGEST}),
    Shape.RUNS: (LongField, {"max_length": _LONGEST}),
}


def _offered(column: Column, choices: Sequence[Choice], now: str) -> forms.Field:
    """A choice by name. What stands there stays on offer, even if it has ended since."""
    ended = [(now, now)] if now and now not in {code for code, _name in choices} else []
    return forms.ChoiceField(
        label=NAMED_LABELS[column.fills],
        required=column.needed,
        choices=[("", "–"), *choices, *ended],
    )


def _field(column: Column) -> forms.Field:
    kind, extra = _KINDS.get(column.shape, (forms.CharField, {"max_length": column.longest}))
    if column.digits:
        kind, extra = ShortField, {"max_length": column.digits}
    if column.shape is Shape.CHOICE:
        extra = {"choices": _choices(column)}
    return kind(
        label=FIELD_LABELS[column.fills],
        help_text=HINTS.get(column.fills, ""),
        required=column.needed,
        **extra,
    )


def _choices(column: Column) -> list[tuple[str, Any]]:
    known = CHOICE_LABELS[column.fills]
    return [("", "–"), *((value, known[value]) for value in column.choices)]


def _cell(column: Column, value: Any) -> Cell:
    if column.shape is Shape.CHOICE and value:
        return column.choices[value]
    cell: Cell = value
    return cell


def _initial(sheet: Sheet, facts: Facts) -> dict[str, Any]:
    """What stands there, in the words in which it is typed."""
    return {
        column.fills: getattr(facts, column.fills)
        if column.shape in {Shape.FLAG, Shape.CHOICE}
        else column.write(getattr(facts, column.fills))
        for column in sheet.columns
    }
