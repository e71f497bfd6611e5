"""Lists as files: whatever a cell holds, it is never a formula, and it comes back as it went in."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kt1.web.exports.rules import (
    BYTE_ORDER_MARK,
    FORMULA_SIGNS,
    NUMBER_MAX,
    TEXT_MAX,
    Cell,
    Column,
    Kind,
    Table,
    csv_chunks,
    file_name,
    safe,
    write_xlsx,
)
from kt1.web.papers.rules import Band

MADE = datetime(2026, 2, 16, 15, 40, tzinfo=UTC)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

cells = st.one_of(
    st.text(),
    st.builds(str.__add__, st.sampled_from(FORMULA_SIGNS), st.text()),
    st.builds(" \t".__add__, st.builds(str.__add__, st.sampled_from(FORMULA_SIGNS), st.text())),
    st.integers(-(10**20), 10**20),
    st.decimals(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(min_value=datetime(2, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
)


def table(rows: Sequence[Sequence[Cell]], *kinds: Kind, band: Band = Band.NONE) -> Table:
    columns = [Column(heading=f"Cột {kind.name}", kind=kind) for kind in kinds]
    return Table(title="Bưu gửi", columns=columns, rows=rows, band=band, made_at=MADE)


def csv_lines(written: Table) -> list[list[str]]:
    text = b"".join(csv_chunks(written)).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def xlsx(written: Table) -> bytes:
    out = io.BytesIO()
    write_xlsx(written, out)
    return out.getvalue()


def part(book: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return ET.fromstring(parts.read(name))  # noqa: S314 - written a moment ago by us


def read(book: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


@given(st.lists(st.lists(cells, min_size=6, max_size=6), max_size=4))
@settings(deadline=None)
def test_no_cell_of_a_spreadsheet_is_a_formula(rows: list[list[Cell]]) -> None:
    sheet = part(xlsx(table(rows, *Kind)), "xl/worksheets/sheet1.xml")

    assert sheet.findall(f".//{MAIN}f") == []
    # A cell is text written as such, or a number; "str" would be the answer of a formula.
    assert {cell.get("t") for cell in sheet.iter(f"{MAIN}c")} <= {"inlineStr", "s", None}
    assert len(sheet.findall(f".//{MAIN}row")) == 2 + len(rows)


@given(st.lists(st.lists(cells, min_size=6, max_size=6), max_size=4))
@settings(deadline=None)
def test_no_text_of_a_csv_is_a_formula(rows: list[list[Cell]]) -> None:
    lines = csv_lines(table(rows, *Kind))

    assert len(lines) == 2 + len(rows)
    for row, line in zip(rows, lines[2:], strict=True):
        for value, said in zip(row, line, strict=True):
            if isinstance(value, str):
                assert not said.lstrip().startswith(FORMULA_SIGNS)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"])))
@settings(deadline=None)
def test_text_comes_back_as_it_went_in(text: str) -> None:
    written = table([[text, "."]], Kind.TEXT, Kind.TEXT)

    assert csv_lines(written)[-1][0] == safe(text)
    assert safe(text).removeprefix("'") == text.removeprefix("'")
    assert read(xlsx(written))[-1][0] == text


@pytest.mark.parametrize("start", FORMULA_SIGNS)
def test_an_apostrophe_stops_the_guessing(start: str) -> None:
    assert safe(f"{start}HYPERLINK(0)") == f"'{start}HYPERLINK(0)"
    assert safe(f"{start}=1+1") == f"'{start}=1+1"
    assert safe(f" {start}=1+1") == f"' {start}=1+1"
    assert safe("UBND phường 1+1") == "UBND phường 1+1"


def test_every_cell_is_quoted_and_every_line_as_long_as_the_next() -> None:
    rows: list[list[Cell]] = [['nói "thế"', 7], ["hai\ndòng", None]]
    text = b"".join(csv_chunks(table(rows, Kind.TEXT, Kind.NUMBER, band=Band.DRILL))).decode()

    assert text == (
        BYTE_ORDER_MARK + '"DIỄN TẬP",""\r\n"Bưu gửi",""\r\n"Cột TEXT","Cột NUMBER"\r\n'
        '"nói ""thế""","7"\r\n"hai\ndòng",""\r\n'
    )


def test_numbers_and_times_are_numbers_and_times() -> None:
    there = MADE.astimezone(timezone(timedelta(hours=-8)))
    kinds = (Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.MOMENT, Kind.YES_NO, Kind.TEXT)
    written = table([[-5, Decimal("12.5"), date(2026, 2, 17), there, True, 7]], *kinds)

    assert csv_lines(written)[-1] == [
        "-5",
        "12.5",
        "2026-02-17",
        "2026-02-16T22:40:00+07:00",
        "1",
        "7",
    ]
    assert read(xlsx(written))[-1] == [
        -5,
        12.5,
        date(2026, 2, 17),
        datetime(2026, 2, 16, 22, 40),  # noqa: DTZ001 - a spreadsheet knows no zone
        "Có",
        "7",
    ]


def test_what_a_spreadsheet_cannot_hold_is_text() -> None:
    kinds = (Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.MOMENT)
    old = datetime(1890, 1, 1, tzinfo=UTC)
    rows: list[list[Cell]] = [
        [NUMBER_MAX + 1, Decimal("NaN"), date(1890, 1, 1), old],
        ["x" * (TEXT_MAX + 5), "-", "", "\ud800\x00đ"],
    ]

    first, second = read(xlsx(table(rows, *kinds)))[-2:]

    assert first[:3] == [str(NUMBER_MAX + 1), "NaN", "01/01/1890"]
    assert str(first[3]).endswith("01/01/1890")
    assert second == ["x" * TEXT_MAX, "-", "", "đ"]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        xlsx(table([[datetime(2026, 2, 16)]], Kind.MOMENT))  # noqa: DTZ001 - the fault under test


def test_a_sheet_is_ready_to_be_printed() -> None:
    sheet = part(
        xlsx(table([["a"], ["b"]], Kind.TEXT, band=Band.DEMONSTRATION)), "xl/worksheets/sheet1.xml"
    )
    book = part(xlsx(table([["a"]], Kind.TEXT)), "xl/workbook.xml")

    page = sheet.find(f"{MAIN}pageSetup")
    assert page is not None
    assert page.attrib.items() >= {"paperSize": "9", "orientation": "landscape"}.items()
    assert page.get("fitToHeight") == "0"
    pane = sheet.find(f".//{MAIN}pane")
    assert pane is not None
    assert pane.attrib.items() >= {"state": "frozen", "ySplit": "3"}.items()
    header = sheet.find(f".//{MAIN}oddHeader")
    assert header is not None
    assert header.text == "&CDỮ LIỆU MINH HỌA"
    footer = sheet.find(f".//{MAIN}oddFooter")
    assert footer is not None
    assert footer.text == "&RTrang &P/&N"
    repeated = {name.get("name"): name.text for name in book.iter(f"{MAIN}definedName")}
    assert repeated["_xlnm.Print_Titles"] == "'Danh sách'!$2:$2"


@pytest.mark.parametrize("band", Band)
def test_the_file_name_and_the_first_line_say_what_the_data_is(band: Band) -> None:
    written = table([["a"]], Kind.TEXT, band=band)

    assert file_name(written, "xlsx") == (f"{band} - Bưu gửi.xlsx" if band else "Bưu gửi.xlsx")
    assert csv_lines(written)[0] == [band.value or "Bưu gửi"]
    assert read(xlsx(written))[0] == [band.value or "Bưu gửi"]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert xlsx(table([["a", 1]], Kind.TEXT, Kind.NUMBER)) == xlsx(
        table([["a", 1]], Kind.TEXT, Kind.NUMBER)
    )


def test_rows_go_through_and_are_not_kept() -> None:
    taken = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal taken
        for n in range(20_000):
            taken = n + 1
            yield ["bưu gửi số", n]

    chunks = csv_chunks(
        Table(
            title="Dài",
            columns=[Column(heading="a"), Column(heading="b", kind=Kind.NUMBER)],
            rows=rows(),
            made_at=MADE,
        )
    )
    next(chunks)

    assert taken < 10_000
    assert sum(1 for _ in chunks) > 3


def test_a_row_that_is_too_long_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        xlsx(table([["a", "b"]], Kind.TEXT))
