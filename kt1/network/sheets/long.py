"""Files too long for one request: what they may hold, and how far the worker has come. Pure."""

from kt1.network.sheets.opening import MB

ROWS_MAX = 100_000
#: So many rows fit as XLSX, as CSV, and as CSV in UTF-16.
BYTES_MAX = 24 * MB
#: A shorter file is taken while the person waits for the page.
ROWS_AT_ONCE = 5_000


def percent(done: int, rows: int) -> int:
    """Whole per cent, never 100 before all is done."""
    return 100 if rows and done >= rows else done * 100 // rows if rows else 0
