"""Between looking and taking, what a file said waits in the person's own page, signed.

The server keeps nothing of it: a file that nobody takes has never been here (W6).
"""

from typing import Any

from django.core import signing

from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import BadCellError
from kt1.network.sheets.rules import Parsed, Said
from kt1.network.sheets.tables import Sheet
from kt1.people.actor import Actor

#: With the rest of the form it must stay under what a request may hold.
LONGEST = 3_500_000
SECONDS = 60 * 60


class StaleError(Exception):
    """The page is an hour old, of another person, or was changed on the way."""


def packed(sheet: Sheet, parsed: Parsed, *, complete: bool, actor: Actor) -> str:
    """What a file said, as text for a hidden field."""
    columns = [c for c in sheet.columns if parsed.rows and c.fills in parsed.rows[0].values]
    content = {
        "columns": [column.fills for column in columns],
        "rows": [
            [said.row, *(column.write(said.values[column.fills]) for column in columns)]
            for said in parsed.rows
        ],
        "complete": complete,
    }
    return signing.dumps(content, salt=_salt(sheet, actor), compress=True)


def unpacked(sheet: Sheet, text: str, *, actor: Actor) -> tuple[Parsed, bool]:
    """What the file said, and whether it is the whole list.

    Raises:
        StaleError: too old, or not what this person was shown.
    """
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(sheet, actor), max_age=SECONDS)
        rows = tuple(_said(sheet, content["columns"], row) for row in content["rows"])
    except (signing.BadSignature, BadCellError) as error:
        raise StaleError from error
    return Parsed(rows, ()), bool(content["complete"])


def _said(sheet: Sheet, names: list[str], row: list[Cell]) -> Said:
    columns = {column.fills: column for column in sheet.columns}
    values = {}
    for name, cell in zip(names, row[1:], strict=True):
        value = columns[name].read(cell)
        values[name] = sheet.usual.get(name) if value is None else value
    return Said(int(str(row[0])), values)


def _salt(sheet: Sheet, actor: Actor) -> str:
    return f"network.{sheet.name}.{actor}"
