"""A form of one row. What the file rules say of a cell, they say of a field."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.sheets import rules, words
from kt1.network.sheets.cells import NO, YES, Cell, Column, Shape
from kt1.network.sheets.faults import Fault
from kt1.network.sheets.rules import Parsed
from kt1.network.sheets.tables import Facts, Sheet
from kt1.web.days import NotADayError, read_day
from kt1.web.network.labels import CHOICE_LABELS, FIELD_LABELS, HINTS

_LONGEST = 4_000


class RowForm(forms.Form):
    """One row of a sheet; `fixed` are the columns the page knows already."""

    def __init__(
        self,
        sheet: Sheet,
        data: Mapping[str, Any] | None = None,
        *,
        fixed: Mapping[str, str],
        leave_out: Collection[str] = (),
        facts: Facts | None = None,
    ) -> None:
        super().__init__(data, initial={} if facts is None else _initial(sheet, facts))
        self.sheet = sheet
        self.fixed = fixed
        for column in sheet.columns:
            if column.fills not in fixed and column.fills not in leave_out:
                self.fields[column.fills] = _field(column)

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


class DayField(forms.CharField):
    """A day as people type it."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_day(text) if text else ""
        except NotADayError as fault:
            raise forms.ValidationError(str(fault)) from None


class FileForm(forms.Form):
    """A file to look at. It is read in memory and never stored."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("XLSX, or CSV in UTF-8; at most 4 MB")
    )
    complete = forms.BooleanField(
        label=gettext_lazy("This is the whole list: close what it lacks"), required=False
    )


def _field(column: Column) -> forms.Field:
    label = FIELD_LABELS[column.fills]
    hint = HINTS.get(column.fills, "")
    match column.shape:
        case Shape.CHOICE:
            return forms.ChoiceField(
                label=label, help_text=hint, required=column.needed, choices=_choices(column)
            )
        case Shape.FLAG:
            return forms.BooleanField(label=label, help_text=hint, required=False)
        case Shape.MAYBE:
            return forms.ChoiceField(
                label=label, required=False, choices=[("", "–"), (YES, _("Yes")), (NO, _("No"))]
            )
        case Shape.DATE:
            return DayField(label=label, help_text=hint, required=column.needed, max_length=10)
        case Shape.STOPS | Shape.RUNS:
            return forms.CharField(
                label=label, help_text=hint, required=False, max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 6}),
            )  # fmt: skip
        case _:
            return forms.CharField(
                label=label, help_text=hint, required=column.needed,
                max_length=column.digits or column.longest,
            )  # fmt: skip


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
