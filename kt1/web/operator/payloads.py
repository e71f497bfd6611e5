"""Between looking and taking, a short file waits in the person's own page, signed.

The server keeps nothing of it: a file that nobody takes has never been here (W6).
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing

from kt1.custody.operator.columns import Days
from kt1.custody.operator.reading import Layout
from kt1.network.sheets.letters import Letters
from kt1.network.sheets.long import ROWS_AT_ONCE
from kt1.network.sheets.mapping import Sheet, kept
from kt1.people.actor import Actor

#: With the rest of the form it must stay under what a request may hold.
LONGEST = 3_500_000
SECONDS = 60 * 60


class StaleError(Exception):
    """The page is an hour old, of another person, or was changed on the way."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was read, its digest, and its columns where they are known already."""

    sheet: Sheet
    digest: str
    layout: Layout | None = None


def packed(said: Any, *, actor: Actor) -> str:
    """Plain data as text for a hidden field."""
    return signing.dumps(said, salt=_salt(actor), compress=True)


def unpacked(text: str, *, actor: Actor) -> Any:
    """What was shown.

    Raises:
        StaleError: too old, or not what this person was shown.
    """
    try:
        return signing.loads(text, salt=_salt(actor), max_age=SECONDS)
    except signing.BadSignature as error:
        raise StaleError from error


def of_file(brought: Brought, *, actor: Actor) -> str:
    """A short file for a hidden field; empty where it is too long for a page."""
    sheet, layout = brought.sheet, brought.layout
    if len(sheet.rows) > ROWS_AT_ONCE:
        return ""
    said = {
        "headings": sheet.headings,
        "letters": sheet.letters,
        "top": sheet.top,
        "digest": brought.digest,
        "columns": None if layout is None else dict(layout.columns),
        "days": None if layout is None else layout.days,
        "rows": [[number, *map(kept, cells)] for number, cells in sheet.rows],
    }
    text = packed(said, actor=actor)
    return text if len(text) <= LONGEST else ""


def file_of(text: str, *, actor: Actor) -> Brought:
    """The file that `of_file` packed. Raises what `unpacked` raises."""
    said = unpacked(text, actor=actor)
    try:
        rows = tuple((number, tuple(cells)) for number, *cells in said["rows"])
        headings, letters = tuple(said["headings"]), Letters(said["letters"])
        columns = said["columns"]
    except (KeyError, TypeError, ValueError) as error:  # another thing this person was shown
        raise StaleError from error
    layout = None if columns is None else Layout(columns, Days(said["days"]))
    return Brought(Sheet(headings, rows, letters, said["top"]), said["digest"], layout)


def _salt(actor: Actor) -> str:
    return f"custody.operator.{actor}"
