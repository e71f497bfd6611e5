"""The list framework, on rows that migrations load: the communes of the country."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.rules import UnitKind
from kt1.web.exports import rules
from kt1.web.lists.columns import Column, Kind, text_of
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing, page_of
from kt1.web.lists.paging import BadCursorError
from tests.web.conftest import content, text

pytestmark = pytest.mark.django_db

COLUMNS: tuple[Column[AdminUnitVersion], ...] = (
    Column(key="ten", label="Tên", value=lambda v: v.name, sort="sort_key"),
    Column(key="ma", label="Mã", value=lambda v: v.unit.code, kind=Kind.CODE, sort="unit__code"),
    Column(key="tu", label="Từ", value=lambda v: v.valid_from, kind=Kind.DAY),
)
FILTERS = (
    TextFilter(key="q", label="Tên", apply=lambda rows, text: rows.filter(folded__contains=text)),
    ChoiceFilter(
        key="loai", label="Loại", field="kind", choices=[(k.value, k.value) for k in UnitKind]
    ),
    DayFilter(key="tu-ngay", label="Từ ngày", field="valid_from", of_moment=False),
    FlagFilter(key="con", label="Còn", apply=lambda rows: rows.filter(valid_to=None)),
)


def listing(**more: object) -> Listing[AdminUnitVersion]:
    given = {"title": "Đơn vị", "columns": COLUMNS, "filters": FILTERS, "order": ("sort_key", "pk")}
    return Listing(**{**given, "per_page": 30, **more})  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def rows() -> QuerySet[AdminUnitVersion]:
    """Of Đồng Nai."""
    return AdminUnitVersion.objects.filter(unit__parent__code="75").select_related("unit")


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def walked(
    one: Listing[AdminUnitVersion], rows: QuerySet[AdminUnitVersion], query: str = ""
) -> list[int]:
    """The ids on all pages, from the first to the last by "next", and back by "previous"."""
    forth, asked = [], query
    while True:
        page = page_of(one, rows, QueryDict(asked))
        forth.append([line.row.pk for line in page.lines])
        if not page.older:
            break
        asked = page.older.removeprefix("?")
    back = [forth[-1]]
    while page.newer:
        page = page_of(one, rows, QueryDict(page.newer.removeprefix("?")))
        back.insert(0, [line.row.pk for line in page.lines])
    assert [pk for ids in back for pk in ids] == [pk for ids in forth for pk in ids]
    return [pk for ids in forth for pk in ids]


@pytest.mark.parametrize("keyset", [False, True])
@pytest.mark.parametrize("query", ["", "sap=ten", "sap=-ten", "sap=ma", "sap=-ma"])
def test_every_row_is_on_exactly_one_page(
    rows: QuerySet[AdminUnitVersion],
    query: str,
    keyset: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    seen = walked(listing(keyset=keyset), rows, query)
    assert len(seen) == len(set(seen)) == rows.count()
    field = {"": "sort_key", "sap=ten": "sort_key", "sap=-ten": "-sort_key"}.get(
        query, "unit__code" if query == "sap=ma" else "-unit__code"
    )
    sign = "-" if field.startswith("-") else ""
    assert seen == list(rows.order_by(field, f"{sign}pk").values_list("pk", flat=True))


def test_a_row_that_arrives_meanwhile_moves_no_page(rows: QuerySet[AdminUnitVersion]) -> None:
    one = listing(keyset=True, order=("-pk",), per_page=10)
    older = rows.exclude(pk=rows.order_by("-pk").values_list("pk", flat=True)[0])
    first = page_of(one, older, QueryDict())
    then = page_of(one, rows, QueryDict(first.older.removeprefix("?")))
    ids = list(older.order_by("-pk").values_list("pk", flat=True)[10:20])
    assert [line.row.pk for line in then.lines] == ids


@pytest.mark.parametrize("keyset", [False, True])
def test_a_page_costs_two_queries_however_long(
    rows: QuerySet[AdminUnitVersion],
    django_assert_num_queries,
    keyset: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    for per_page in (5, 90):
        with django_assert_num_queries(2):
            page = page_of(listing(keyset=keyset, per_page=per_page), rows, QueryDict("con=1"))
            assert len(page.lines) == per_page


def test_filters_narrow_and_are_said(rows: QuerySet[AdminUnitVersion]) -> None:
    asked = QueryDict("q=bien&loai=phường&con=1&tu-ngay=1/7/2025")
    page = page_of(listing(), rows, asked)
    assert page.lines
    assert {line.row.kind for line in page.lines} == {"phường"}
    assert all("bien" in line.row.folded for line in page.lines)
    assert page.said == "Tên: “bien”; Loại: phường; Từ ngày: 1/7/2025; Còn: có"


@pytest.mark.parametrize(
    "asked", ["loai=huyện", "tu-ngay=31/02/2026", "con=2", "q=%00", f"q={'a' * 101}"]
)
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_why(
    rows: QuerySet[AdminUnitVersion], asked: str
) -> None:
    page = page_of(listing(), rows, QueryDict(asked))
    assert page.faulty
    assert not page.lines
    assert [control.fault for control in page.controls if control.fault]


@pytest.mark.parametrize("asked", ["trang=0", "trang=x", "trang=9999999999", "trang=-1"])
def test_a_page_that_cannot_be_is_refused(rows: QuerySet[AdminUnitVersion], asked: str) -> None:
    with pytest.raises(BadCursorError):
        page_of(listing(), rows, QueryDict(asked))


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyJhIl0", "WyJhIiwibm90IGEgbnVtYmVyIl0", "WzEsMl0", "eyJhIjoxfQ", "ă"]
)
@pytest.mark.parametrize("side", ["sau", "truoc"])
def test_a_key_that_cannot_be_read_is_refused(
    rows: QuerySet[AdminUnitVersion], cursor: str, side: str
) -> None:
    with pytest.raises(BadCursorError):
        page_of(listing(keyset=True), rows, QueryDict(f"{side}={cursor}"))


def test_only_the_columns_order_a_list(rows: QuerySet[AdminUnitVersion]) -> None:
    for wanted in ("source", "-unit__parent__code", "tu", "ten;drop", "--ten"):
        page = page_of(listing(), rows, QueryDict(f"sap={wanted}"))
        assert page.lines[0].row == rows.order_by("sort_key", "pk")[0]


def test_counting_goes_no_further_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kt1.web.lists.paging.COUNT_MAX", 200)
    page = page_of(listing(), AdminUnitVersion.objects.select_related("unit"), QueryDict())
    assert page.count_said == "hơn 200"


def test_the_page_shows_the_list(clerk: Client) -> None:
    shown = text(clerk.get("/_parts/list?q=bien&sap=-ten"))
    assert 'aria-sort="descending"' in shown
    assert re.search(r'href="\?[^"]*xuat=xlsx[^"]*"', shown)
    assert "Biên Hòa" in shown


def test_what_is_typed_into_a_filter_is_shown_as_text(clerk: Client) -> None:
    shown = text(clerk.get("/_parts/list", {"q": "<script>alert(1)</script>\"'"}))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_a_bad_place_in_the_list_is_a_bad_request(clerk: Client) -> None:
    assert clerk.get("/_parts/list?trang=x").status_code == 400
    assert clerk.get("/_parts/list?xuat=exe").status_code == 400
    assert clerk.get("/_parts/list?xuat=csv&loai=x").status_code == 400


def test_a_file_holds_the_same_rows_as_the_page(clerk: Client) -> None:
    lines = csv_of(clerk.get("/_parts/list?q=bien&sap=-ten&xuat=csv"))
    assert lines[1][0] == "Tên: “bien”"
    names = [line[0] for line in lines[4:]]
    of_two = AdminUnitVersion.objects.filter(unit__parent__code__in=("24", "75"))
    found = of_two.filter(folded__contains="bien").order_by("-sort_key", "-pk")
    assert names == list(found.values_list("name", flat=True))
    assert len(names) > 2
    assert lines[4][3] == "2025-07-01"

    book = content(clerk.get("/_parts/list?q=bien&sap=-ten&xuat=xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[4:]] == names


def test_a_file_of_a_demonstration_says_so(
    clerk: Client, installation_kind: Callable[[str], None]
) -> None:
    installation_kind("demonstration")
    answer = clerk.get("/_parts/list?q=bien&xuat=csv")
    assert csv_of(answer)[0][0] == "DỮ LIỆU MINH HỌA"
    assert "MINH" in unquote(answer["Content-Disposition"]).upper()


def test_a_list_too_long_for_a_file_is_refused(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ROWS_MAX", 3)
    answer = clerk.get("/_parts/list?xuat=xlsx")
    assert answer.status_code == 400


def csv_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"), newline="")))


def test_a_value_is_written_as_a_person_reads_it() -> None:
    assert text_of(1234, Kind.NUMBER) == "1.234"
    assert text_of(1234, Kind.TEXT) == "1234"
    assert text_of(value=True, kind=Kind.YES_NO) == "Có"
    assert text_of(None, Kind.TEXT) == ""
