"""A file as it goes out."""

from datetime import date

from kt1.network.sheets import files
from kt1.network.sheets.files import Form
from kt1.network.sheets.queries import current
from kt1.network.sheets.rules import cells_of
from kt1.network.sheets.tables import SHEETS, SheetName


def written(
    name: SheetName, form: Form, *, province: str | None, on: date, note: str = ""
) -> bytes:
    """The rows in force on `on`, of one province or of all, in the form that comes in again."""
    sheet = SHEETS[name]
    headings = [column.heading for column in sheet.columns]
    rows = [cells_of(sheet, facts) for facts in current(name, province=province, on=on)]
    return files.write(form, sheet.title, [headings, *rows], note=note)


def empty(name: SheetName, form: Form) -> bytes:
    """The form alone, to be filled in."""
    sheet = SHEETS[name]
    return files.write(form, sheet.title, [[column.heading for column in sheet.columns]])


def file_name(name: SheetName, *, province: str | None, on: date) -> str:
    """Without accents and ending, so that every system takes it: kt1-agencies-24-2026-02-16."""
    parts = ["kt1", name.value, *([province] if province else []), on.isoformat()]
    return "-".join(parts)
