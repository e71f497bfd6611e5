"""A list as a file: the same rows, filters and order as on the page, all of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.web.exports import rules, tables
from kt1.web.frame import installation
from kt1.web.lists.columns import Column, Kind, Row, text_of
from kt1.web.lists.listing import Listing, narrowed, order_of, said
from kt1.web.numbers import number
from kt1.web.request import Request

CHUNK = 2_000
#: What a cell of a file is; other kinds are text.
FILE_KINDS = {
    Kind.NUMBER: rules.Kind.NUMBER,
    Kind.DAY: rules.Kind.DAY,
    Kind.MOMENT: rules.Kind.MOMENT,
    Kind.DEADLINE: rules.Kind.MOMENT,
    Kind.YES_NO: rules.Kind.YES_NO,
}


class TooManyRowsError(BadRequest):
    """The list is longer than a file may be. The sentence says to narrow it."""


def export(
    request: Request, listing: Listing[Row], rows: QuerySet[Any, Any], form: str
) -> HttpResponseBase:
    if form not in {"csv", "xlsx"} or not listing.exports:
        raise BadRequest(_("There is no such form of file."))
    rows, controls = narrowed(listing, rows, request.GET)
    if any(control.fault for control in controls):
        raise BadRequest(_("A filter cannot be read, so nothing is shown."))
    rows = rows.order_by(*order_of(listing, request.GET))
    found = rows.order_by()[: rules.ROWS_MAX + 1].count()
    if found > rules.ROWS_MAX:
        limit = number(rules.ROWS_MAX)
        raise TooManyRowsError(_("More than %(n)s lines: narrow the list first.") % {"n": limit})
    count = ngettext("%(n)s line", "%(n)s lines", found) % {"n": number(found)}
    table = rules.Table(
        title=str(listing.title),
        columns=[_heading(column) for column in listing.columns],
        rows=_rows(listing.columns, rows),
        above=[line for line in (said(controls), count) if line],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def _heading(column: Column[Any]) -> rules.Column:
    return rules.Column(
        heading=str(column.label), kind=FILE_KINDS.get(column.kind, rules.Kind.TEXT)
    )


def _rows(
    columns: Sequence[Column[Row]], rows: QuerySet[Any, Any]
) -> Iterator[Sequence[rules.Cell]]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield [_cell(column, row) for column in columns]


def _cell(column: Column[Row], row: Row) -> rules.Cell:
    """Numbers and times stay what they are; a state is its word."""
    value = column.value(row)
    if column.kind in FILE_KINDS and (value is None or isinstance(value, int | Decimal | date)):
        return value
    return text_of(value, column.kind)
