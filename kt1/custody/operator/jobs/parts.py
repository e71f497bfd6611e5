"""The rows of a long file while it is on its way. Steps: they open no transaction of their own.

They are read and dropped only where the reading log was opened in the same transaction.
"""

import json
import zlib
from collections.abc import Iterator, Sequence

from django.db import connection

from kt1.custody.operator.jobs.rules import ROWS_A_PART
from kt1.custody.operator.reading import Layout, Rows
from kt1.network.sheets.cells import Cell
from kt1.network.sheets.mapping import kept

_ADD = "INSERT INTO custody_event_file_part (file_id, n, packed) VALUES (%s, %s, %s)"
_READ = "SELECT packed FROM custody_event_file_part WHERE file_id = %s AND n = %s"
_COUNT = "SELECT count(*) FROM custody_event_file_part WHERE file_id = %s"
_DROP = "DELETE FROM custody_event_file_part WHERE file_id = %s"


def chosen(rows: Rows, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The cells of the columns that were named, as text; nothing else of a file is ever kept."""
    indexes = list(layout.columns.values())
    for number, cells in rows:
        yield number, [kept(cells[i]) if i < len(cells) else "" for i in indexes]


def put(file_id: int, rows: Sequence[tuple[int, Sequence[Cell]]]) -> None:
    """A few statements, each with thousands of rows."""
    with connection.cursor() as cursor:
        for n, start in enumerate(range(0, len(rows), ROWS_A_PART)):
            some = [[number, *cells] for number, cells in rows[start : start + ROWS_A_PART]]
            text = json.dumps(some, ensure_ascii=False, separators=(",", ":"))
            cursor.execute(_ADD, [file_id, n, zlib.compress(text.encode(), 6)])


def of(file_id: int) -> Iterator[tuple[int, list[str]]]:
    """The rows in their order, a part in memory at a time."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [file_id])
        count: int = cursor.fetchone()[0]
        for n in range(count):
            cursor.execute(_READ, [file_id, n])
            for number, *cells in json.loads(zlib.decompress(bytes(cursor.fetchone()[0]))):
                yield number, cells


def drop(file_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [file_id])
