"""A list as a file: the same rows, filters and order as on the page, all of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.web.exports import tables
from kt1.web.frame import installation
from kt1.web.lists.columns import Column, Kind, Row, text_of
from kt1.web.lists.listing import Listing, narrowed, order_of, said
from kt1.web.numbers import number

CHUNK = 2_000
RAW = frozenset({Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.DEADLINE})


class TooManyRowsError(BadRequest):
    """The list is longer than a file may be. The sentence says to narrow it."""


def export(
    request: HttpRequest, listing: Listing[Row], rows: QuerySet[Any, Any], form: str
) -> HttpResponseBase:
    if form not in {"csv", "xlsx"} or not listing.exports:
        raise BadRequest(_("There is no such form of file."))
    rows, controls = narrowed(listing, rows, request.GET)
    if any(control.fault for control in controls):
        raise BadRequest(_("A filter cannot be read, so nothing is shown."))
    rows = rows.order_by(*order_of(listing, request.GET))
    found = rows.order_by()[: tables.ROWS_MAX + 1].count()
    if found > tables.ROWS_MAX:
        limit = number(tables.ROWS_MAX)
        raise TooManyRowsError(_("More than %(n)s lines: narrow the list first.") % {"n": limit})
    bands = [str(band) for band in installation.bands()]
    above = [*bands, said(controls), ngettext("%(n)s line", "%(n)s lines", found) % {"n": found}]
    table = tables.Table(
        title=str(listing.title),
        file_name=file_name(listing.file_name),
        headings=[str(column.label) for column in listing.columns],
        rows=_rows(listing.columns, rows),
        above=[line for line in above if line],
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def file_name(name: str) -> str:
    """The name says what the data is: a file travels further than a page."""
    prefix = {"demonstration": "du-lieu-minh-hoa_", "drill": "dien-tap_"}
    return prefix.get(installation.kind(), "") + name


def _rows(
    columns: Sequence[Column[Row]], rows: QuerySet[Any, Any]
) -> Iterator[Sequence[tables.Cell]]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield [_cell(column, row) for column in columns]


def _cell(column: Column[Row], row: Row) -> tables.Cell:
    """Numbers and times stay what they are; a state is its word, a yes its word."""
    value = column.value(row)
    if column.kind in RAW and isinstance(value, int | Decimal | date):
        return value
    return text_of(value, column.kind)
