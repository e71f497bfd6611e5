"""A spreadsheet from its bytes to rows of cells, in memory only: nothing is written to a disk.

Whatever cannot be opened says why, so that a person knows what to do with the file.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import Unreadable, UnreadableFileError
from kt1.network.sheets.files import unquoted
from kt1.network.sheets.letters import Letters, UnknownLettersError, decoded, recognised

MB = 1024 * 1024
BYTES_MAX = 4 * MB  # as much as an upload of the register may hold
_UNPACKED_BY_MAX = 16  # times what is taken, whatever it was packed to
_UNPACKED_MAX = 256 * MB
_PACKED_BY_MAX = 200  # times; a workbook of real rows packs about ten times
_PACKED_FROM = 64 * 1024  # below that a packed file is no bomb, however well it packs
_CELLS_MAX = 2_500_000
_LINES_LOOKED_AT = 10  # for the sign between cells: comma, semicolon or tab
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no table as text holds these
_IN_QUOTES = re.compile(r'"[^"]*"')
_XLSX = b"PK\x03\x04"
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Page = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Opened:
    """All sheets of a file, each as rows of cells in Unicode; a CSV file is one sheet."""

    pages: list[Page]
    letters: Letters


def read(content: bytes, *, most: int = BYTES_MAX) -> list[Page]:
    """The sheets alone. Raises what `opened` raises."""
    return opened(content, most=most).pages


def opened(content: bytes, *, most: int = BYTES_MAX, sure: bool = False) -> Opened:
    """Open a workbook (XLSX) or a table as text (CSV), of at most so many bytes.

    Args:
        sure: refuse also a file in Unicode that holds few Vietnamese words.

    Raises:
        UnreadableFileError: too large, locked, broken, a zip bomb, or letters of no known kind.
    """
    if len(content) > most:
        raise UnreadableFileError(Unreadable.TOO_LARGE, most // MB)
    if content.startswith(_LOCKED):
        raise UnreadableFileError(Unreadable.LOCKED)
    packed = content.startswith(_XLSX)
    found = _workbook(content, most, sure=sure) if packed else _text(content, sure=sure)
    if sum(len(row) for page in found.pages for row in page) > _CELLS_MAX:
        raise UnreadableFileError(Unreadable.TOO_LARGE, most // MB)
    return found


def _workbook(content: bytes, most: int, *, sure: bool) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _not_a_bomb(packed, len(content), most)
            if any(part.flag_bits & 1 for part in packed.infolist()):
                raise UnreadableFileError(Unreadable.LOCKED)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        pages = [
            [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFileError(Unreadable.BROKEN) from error
    texts = (cell for page in pages for row in page for cell in row if isinstance(cell, str))
    try:
        letters, turn = recognised(texts, sure=sure)
    except UnknownLettersError as error:
        raise UnreadableFileError(Unreadable.LETTERS) from error
    return Opened([[[_turned(cell, turn) for cell in row] for row in page] for page in pages],
                  letters)  # fmt: skip


def _not_a_bomb(packed: zipfile.ZipFile, size: int, most: int) -> None:
    unpacked = sum(part.file_size for part in packed.infolist())
    whole = min(_UNPACKED_BY_MAX * most, _UNPACKED_MAX)
    if unpacked > whole or unpacked > _PACKED_BY_MAX * max(size, _PACKED_FROM):
        raise UnreadableFileError(Unreadable.BOMB)


def _turned(cell: Cell, turn: Callable[[str], str]) -> Cell:
    return turn(cell) if isinstance(cell, str) else cell


def _text(content: bytes, *, sure: bool) -> Opened:
    try:
        letters, text = decoded(content, sure=sure)
    except UnknownLettersError as error:
        raise UnreadableFileError(Unreadable.LETTERS) from error
    if _CONTROL.search(text):
        raise UnreadableFileError(Unreadable.BROKEN)
    top = _IN_QUOTES.sub("", "\n".join(text.splitlines()[:_LINES_LOOKED_AT]))
    delimiter = max(",;\t", key=top.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError(Unreadable.BROKEN) from error
    return Opened([[[unquoted(cell) for cell in row] for row in rows]], letters)
