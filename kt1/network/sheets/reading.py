"""A file as it came in, to rows. Everything stays in memory (W6)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kt1.law.screening.rules import looks_like_secret_register
from kt1.network.names.rules import spelling
from kt1.network.sheets import opening, rules
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.faults import SecretRegisterError
from kt1.network.sheets.rules import Parsed
from kt1.network.sheets.tables import SHEETS, Sheet, SheetName


def read(name: SheetName, content: bytes) -> Parsed:
    """What a file says. All its sheets are looked at, the first that fits is read.

    Raises:
        UnreadableFileError: it cannot be opened as a spreadsheet; it says why.
        SecretRegisterError: some sheet of it looks like a register of state secrets; nothing
            of it was kept.
    """
    pages = opening.read(content)
    sheet = SHEETS[name]
    for page in pages:
        if _looks_secret(sheet, page):
            raise SecretRegisterError
    parsed = [rules.parse(sheet, page) for page in pages]
    fitting = [one for one in parsed if one.rows]
    return (fitting or parsed)[0] if parsed else Parsed((), ())


def _looks_secret(sheet: Sheet, page: Sequence[Sequence[Cell]]) -> bool:
    rows = [[plain(cell) for cell in row] for row in page]
    return looks_like_secret_register(rows, paper_columns=_paper_columns(sheet, rows))


def _paper_columns(sheet: Sheet, rows: Sequence[Sequence[str]]) -> AbstractSet[int]:
    """Where the numbers of public papers stand: the form has columns for them."""
    papers = {spelling(column.heading) for column in sheet.columns if column.paper}
    top = rules.headings_at(sheet, rows)
    if top is None:
        return frozenset()
    return {index for index, cell in enumerate(rows[top]) if spelling(cell) in papers}
