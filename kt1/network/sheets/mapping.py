"""Files whose headings are their maker's: which column holds what is said once and remembered.

The headings themselves are never kept, as a file may say anything there: files of one source are
known by a digest. Everything stays in memory (W6).
"""

import hashlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from kt1.law.screening.rules import looks_like_secret_register
from kt1.law.services.rules import PRODUCTS
from kt1.network.names.rules import spelling
from kt1.network.sheets import opening
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.faults import SecretRegisterError, Unreadable, UnreadableFileError
from kt1.network.sheets.letters import Letters
from kt1.network.sheets.long import BYTES_MAX, ROWS_MAX

_Fact = TypeVar("_Fact", bound=Hashable)
_HEADINGS_WITHIN = 15  # titles and notes may stand above the headings


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: its headings, the rows below with the number a person sees, its letters."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    letters: Letters
    top: int = 1  # the row of the headings, as a person numbers it


def by_heading(known: Mapping[_Fact, Sequence[str]]) -> dict[str, _Fact]:
    """Facts by the spelling of every heading that is understood without asking."""
    return {spelling(name): fact for fact, names in known.items() for name in names}


def read(content: bytes, known: Mapping[str, _Fact], *, sure: bool = False) -> Sheet:
    """The sheet with the most known headings, the first of equals; sheets without rows are none.

    Args:
        sure: as `opening.opened` takes it.

    Raises:
        UnreadableFileError: too large, too long, locked, broken, a zip bomb, or letters of no
            known kind.
        SecretRegisterError: it looks like a register of state secrets; nothing of it was kept.
    """
    found = opening.opened(content, most=BYTES_MAX, sure=sure)
    for page in found.pages:
        if looks_like_secret_register(_texts(page)):
            raise SecretRegisterError
    filled = [page for page in found.pages if any(map(_says, page[_top(page, known) + 1 :]))]
    if not filled:
        raise UnreadableFileError(Unreadable.EMPTY)
    page = max(filled, key=lambda one: len(guessed(_plain(one[_top(one, known)]), known)))
    top = _top(page, known)
    below = tuple(
        (number, tuple(row)) for number, row in enumerate(page[top + 1 :], top + 2) if _says(row)
    )
    if len(below) > ROWS_MAX:
        raise UnreadableFileError(Unreadable.TOO_MANY_ROWS, ROWS_MAX)
    return Sheet(tuple(_plain(page[top])), below, found.letters, top + 1)


def _texts(page: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    """Each cell once. Figures say nothing, and of a letter the names of services hold one by right:
    nothing else may."""
    seen: set[str] = set()
    for row in page:
        fresh = {cell for cell in row if isinstance(cell, str)} - seen
        seen |= fresh
        texts = map(plain, fresh)
        yield [text for text in texts if text.upper() not in PRODUCTS]


def _says(row: Sequence[Cell]) -> bool:
    return any(cell is not None and plain(cell) for cell in row)


def _plain(row: Sequence[Cell]) -> list[str]:
    return [plain(cell) for cell in row]


def _top(page: Sequence[Sequence[Cell]], known: Mapping[str, _Fact]) -> int:
    return headings_at([_plain(row) for row in page[:_HEADINGS_WITHIN]], known)


def guessed(headings: Sequence[str], known: Mapping[str, _Fact]) -> dict[_Fact, int]:
    """Which column holds what, as far as the headings tell; the first of a kind wins."""
    found: dict[_Fact, int] = {}
    for index, heading in enumerate(headings):
        fact = known.get(spelling(heading))
        if fact is not None:
            found.setdefault(fact, index)
    return found


def shape_of(headings: Sequence[str]) -> str:
    """Files of one source are known by this; the headings themselves are not kept."""
    return hashlib.sha256("\x1f".join(spelling(one) for one in headings).encode()).hexdigest()


def headings_at(
    rows: Sequence[Sequence[str]], known: Mapping[str, _Fact], *, within: int = _HEADINGS_WITHIN
) -> int:
    """Where the headings stand: the row with most known ones, else the first full row."""
    top = list(rows[:within])
    best = max(range(len(top)), key=lambda n: (len(guessed(top[n], known)), -n), default=0)
    if top and guessed(top[best], known):
        return best
    return max(range(len(top)), key=lambda n: (sum(map(bool, top[n])), -n), default=0)


def written(cell: Cell) -> str:
    """A cell as text that reads as the cell did.

    A broken number gets six places: with three, 12.125 would come back as 12,125.
    """
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.6f}"
    return plain(cell)


def kept(cell: Cell) -> str:
    """The same where hours matter: a day or moment of a workbook in the order of ISO 8601."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return written(cell)
