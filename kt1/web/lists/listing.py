"""A list declared in one place: columns, filters, order, paging. `page_of` reads the address.

LISTING = Listing(title=_("Agencies"), columns=(…), filters=(…), order=("sort_key", "pk"))

@require_GET
@signed_in
def agencies(request: Request) -> HttpResponseBase:
    return answer(request, LISTING, queries.seen_by(request.actor))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.web.lists import paging
from kt1.web.lists.columns import Cell, Column, Row, cell_of
from kt1.web.lists.filters import BadFilterError, Filter
from kt1.web.numbers import number
from kt1.web.words import Words

NOTHING_YET = gettext_lazy("There is nothing here yet.")
SORT, PAGE, AFTER, BEFORE, EXPORT = "sap", "trang", "sau", "truoc", "xuat"
PLACE_IN_LIST = frozenset({PAGE, AFTER, BEFORE, EXPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[Row]):
    title: Words
    columns: tuple[Column[Row], ...]
    #: The default order; its last field is unique, so that no row is shown twice or never.
    order: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    per_page: int = 50
    #: For lists that grow with mail. The fields ordered by then hold no empty values.
    keyset: bool = False
    #: What to do first, when there is nothing at all.
    empty: Words = NOTHING_YET
    exports: bool = True
    #: Address of the row as a whole, for the keyboard (j, k, Enter) and the narrow view.
    row_link: Any = None


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column[Any]
    #: Address that sorts by this column; empty when it cannot.
    url: str
    #: "ascending", "descending" or "" as aria-sort wants it.
    sorted: str


@dataclass(frozen=True, slots=True)
class Control:
    """One filter as the page draws it."""

    filter: Filter
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    cells: tuple[Cell, ...]
    row: Any
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A list as asked for by one address: everything the template draws."""

    listing: Listing[Any]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    count: int
    more_than_count: bool
    newer: str
    older: str
    first_number: int
    export_urls: Mapping[str, str] = field(default_factory=dict)
    clear_url: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def filtered(self) -> bool:
        return any(control.value for control in self.controls)

    @property
    def faulty(self) -> bool:
        return any(control.fault for control in self.controls)

    @property
    def said(self) -> str:
        """The filters in words, for print and for the heading of a file."""
        return said(self.controls)

    @property
    def count_said(self) -> str:
        if self.more_than_count:
            return _("more than %(n)s") % {"n": number(self.count)}
        return number(self.count)


def said(controls: tuple[Control, ...]) -> str:
    return "; ".join(
        f"{control.filter.label}: {control.filter.said(control.value)}"
        for control in controls
        if control.value and not control.fault
    )


def narrowed(
    listing: Listing[Row], rows: QuerySet[Any, Any], asked: QueryDict
) -> tuple[QuerySet[Any, Any], tuple[Control, ...]]:
    """The rows that every readable filter leaves; an unreadable one is told, and leaves none."""
    controls = []
    for one in listing.filters:
        raw = asked.get(one.key, "").strip()
        fault = ""
        if raw:
            try:
                rows = one.narrow(rows, raw)
            except BadFilterError as bad:
                fault, rows = str(bad), rows.none()
        controls.append(Control(one, raw, fault))
    return rows, tuple(controls)


def order_of(listing: Listing[Row], asked: QueryDict) -> tuple[str, ...]:
    """The order asked for, if it is one that the columns offer; else the list's own."""
    wanted = asked.get(SORT, "")
    for column in listing.columns:
        if column.sort and column.key == wanted.removeprefix("-"):
            sign = "-" if wanted.startswith("-") else ""
            unique = listing.order[-1].removeprefix("-")
            return (f"{sign}{column.sort}", f"{sign}{unique}")
    return listing.order


def page_of(listing: Listing[Row], rows: QuerySet[Any, Any], asked: QueryDict) -> Page:
    """Two queries, whatever the number of rows: the count, bounded, and the page."""
    rows, controls = narrowed(listing, rows, asked)
    order = order_of(listing, asked)
    count, more = paging.bounded_count(rows)
    if listing.keyset:
        after, before = asked.get(AFTER, ""), asked.get(BEFORE, "")
        cut = paging.by_key(rows, order, after, before, listing.per_page)
    else:
        cut = paging.numbered(rows.order_by(*order), asked.get(PAGE, ""), listing.per_page)
    return Page(
        listing=listing,
        headings=tuple(_heading(column, asked) for column in listing.columns),
        lines=tuple(_line(listing, row) for row in cut.rows),
        controls=controls,
        count=count,
        more_than_count=more,
        newer=_moved(asked, cut.newer),
        older=_moved(asked, cut.older),
        first_number=cut.first_number,
        export_urls=_exports(listing, asked),
        clear_url="?",
        kept=((SORT, asked.get(SORT, "")),) if SORT in asked else (),
    )


def _line(listing: Listing[Row], row: Row) -> Line:
    cells = tuple(cell_of(column, row) for column in listing.columns)
    return Line(cells=cells, row=row, link=listing.row_link(row) if listing.row_link else "")


def _heading(column: Column[Any], asked: QueryDict) -> Heading:
    if not column.sort:
        return Heading(column, "", "")
    now = asked.get(SORT, "")
    turned = f"-{column.key}" if now == column.key else column.key
    sorted_ = {column.key: "ascending", f"-{column.key}": "descending"}.get(now, "")
    return Heading(column, _moved(asked, (SORT, turned)), sorted_)


def _moved(asked: QueryDict, step: tuple[str, str] | None) -> str:
    """The same address at another place of the list."""
    if step is None:
        return ""
    moved = asked.copy()
    for name in PLACE_IN_LIST:
        moved.pop(name, None)
    moved[step[0]] = step[1]
    return f"?{moved.urlencode()}"


def _exports(listing: Listing[Row], asked: QueryDict) -> dict[str, str]:
    if not listing.exports:
        return {}
    return {form: _moved(asked, (EXPORT, form)) for form in ("xlsx", "csv")}
