"""Spreadsheets as bytes: what comes out goes in again, and nothing in them runs."""

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kt1.network.sheets import files, opening
from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import UnreadableFileError
from kt1.network.sheets.files import Form

#: Signs of Western Europe may be letters of TCVN3 or VNI: those are read as what they mean.
WESTERN = "".join(chr(code) for code in range(0xA1, 0x100))
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"], exclude_characters=WESTERN),
    max_size=12,
)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "'=1", "'"]


@given(ROWS)
def test_a_csv_comes_back_as_it_went(rows):
    assert opening.read(files.write(Form.CSV, "x", rows))[0] == rows


def trimmed(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Without the empty cells at the ends, which a spreadsheet does not tell from none."""
    left = [list(row) for row in rows]
    for row in left:
        while row and not row[-1]:
            row.pop()
    while left and not left[-1]:
        left.pop()
    return left


@given(ROWS)
def test_an_xlsx_comes_back_as_it_went(rows):
    assert trimmed(opening.read(files.write(Form.XLSX, "x", rows))[0]) == trimmed(rows)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_of_a_csv_begins_as_a_formula(cell):
    content = files.write(Form.CSV, "x", [["a", cell]])
    written = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert written[1].startswith("'")
    assert opening.read(content)[0] == [["a", cell]]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_every_cell_of_an_xlsx_is_text(cell):
    content = files.write(Form.XLSX, "x", [["a", cell]])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_of_three_signs_between_cells_is_understood(delimiter):
    text = f"DỮ LIỆU MINH HỌA\nMã cơ quan{delimiter}Tên\n24-STC{delimiter}Sở Tài chính\n"
    assert opening.read(text.encode("utf-8-sig"))[0][1:] == [
        ["Mã cơ quan", "Tên"],
        ["24-STC", "Sở Tài chính"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook, or one with a password",
        b"a\x00b",
        b"PK\x03\x04 not a zip",
        b"\xff\xfe\xfd",
        b"x" * (opening.BYTES_MAX + 1),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(UnreadableFileError):
        opening.read(content)


def test_a_file_that_unpacks_to_a_giant_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    assert len(out.getvalue()) < opening.BYTES_MAX
    with pytest.raises(UnreadableFileError):
        opening.read(out.getvalue())


def test_a_zip_without_a_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", b"hello")
    with pytest.raises(UnreadableFileError):
        opening.read(out.getvalue())


def test_the_note_stands_above_the_headings():
    content = files.write(Form.CSV, "x", [["Mã"]], note="DỮ LIỆU MINH HỌA")
    assert opening.read(content)[0] == [["DỮ LIỆU MINH HỌA"], ["Mã"]]
