"""Official letters: the layout of NĐ 30/2020 and of the Party, and one content in two forms."""

import io
import itertools
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest

from kt1.web.papers.letters import (
    Annex,
    Bullets,
    Heading,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
    docx,
    notation,
    numbered,
    pdf,
)
from kt1.web.papers.letters.composing import composed, texts
from kt1.web.papers.letters.widths import twips
from kt1.web.papers.rules import LevelWordError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 72 / 25.4

LETTER = Letter(
    superior="UBND tỉnh Bắc Ninh",
    issuer="Sở Khoa học và Công nghệ",
    number="/SKHCN-BCVT",
    place="Bắc Ninh",
    subject="đôn đốc cử đầu mối tiếp nhận bưu gửi KT1",
    addressees=("UBND phường Kinh Bắc", "Sở Tài chính"),
    blocks=(
        Paragraph("Qua theo dõi, các cơ quan sau chưa thực hiện:"),
        Table(("STT", "Cơ quan", "Hạn"), (("1", "UBND phường Kinh Bắc", "10/11/2026"),),
              (10, 60, 30), "clc", "Danh sách"),
        Heading(1, "I. YÊU CẦU"),
        Bullets(("Cử đầu mối trong giờ", "Cử đầu mối ngoài giờ")),
        Paragraph("Đề nghị hoàn thành trước ngày 30/11/2026."),
        Annex("PHỤ LỤC I", "Sản lượng", across=True),
        Table(("STT", "Dịch vụ", "Số lượng"),
              tuple((str(n), "Hỏa tốc", str(n * 7)) for n in range(1, 70)), (), "clr"),
    ),
    signer=Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    receivers=("Như trên", "UBND tỉnh (để báo cáo)", "Lưu: VT, BCVT"),
)  # fmt: skip
PARTY = replace(
    LETTER,
    layout=Layout.PARTY,
    superior="Tỉnh ủy Bắc Ninh",
    issuer="Văn phòng",
    number="05-CV/VPTU",
    day=date(2026, 2, 5),
    addressees=("Ban Tổ chức Tỉnh ủy",),
    blocks=(Paragraph("Đề nghị Ban Tổ chức phối hợp cử đầu mối."),),
    signer=Signer("K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Nguyễn Văn Mẫu"),
    receivers=("Như trên", "Lưu Văn phòng"),
)
MINUTES = replace(
    LETTER,
    kind="BIÊN BẢN",
    number="07/BB-SKHCN",
    day=date(2026, 11, 22),
    addressees=(),
    blocks=(
        Paragraph("Căn cứ Quyết định kiểm tra;", italic=True),
        Paragraph("Lập xong lúc 11:30."),
    ),
    signer=Signer("", "TRƯỞNG ĐOÀN"),
    beside=(Signer("", "ĐẠI DIỆN ĐƠN VỊ"),),
)


def bare(text: str) -> str:
    """Without blanks: where a line was broken does not matter."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def pages(letter: Letter) -> list[str]:
    document = pypdfium2.PdfDocument(pdf(letter))
    return [page.get_textpage().get_text_bounded() for page in document]


def part(letter: Letter, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(docx(letter))) as file:
        return ET.fromstring(file.read(name))  # noqa: S314 - our own file


def words(element: ET.Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


@pytest.mark.parametrize("letter", [LETTER, PARTY, MINUTES])
def test_both_forms_say_the_same_words(letter: Letter) -> None:
    printed, edited = bare("".join(pages(letter))), bare(words(part(letter, "word/document.xml")))
    for text in texts(composed(letter)):
        assert bare(text) in printed, text
        assert bare(text) in edited, text


def test_a_letter_of_the_state_stands_as_the_decree_demands() -> None:
    (head, *rest) = pages(LETTER)
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    joined = bare(head)
    assert bare("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") in joined
    assert "Độc lập - Tự do - Hạnh phúc" in head
    assert bare("Số: /SKHCN-BCVT") in joined
    assert bare("V/v đôn đốc cử đầu mối") in joined
    assert "- UBND phường Kinh Bắc;" in lines
    assert "- Sở Tài chính." in lines
    assert any(line.endswith("30/11/2026./.") for line in lines)
    assert lines[-1] != "1"  # the first page bears no number
    assert [page.split()[0] for page in rest] == [str(n) for n in range(2, len(rest) + 2)]


def test_a_letter_of_the_party_has_its_own_head() -> None:
    (page,) = pages(PARTY)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert "CỘNG HÒA" not in page
    assert "Số 05-CV/VPTU" in page
    assert "Bắc Ninh, ngày 05 tháng 02 năm 2026" in page
    assert "./." not in page
    assert "V/v" not in page
    assert "*" in page


def test_minutes_are_signed_by_both_sides() -> None:
    (page,) = pages(MINUTES)
    assert page.index("BIÊN BẢN") < page.index("ĐẠI DIỆN ĐƠN VỊ")
    assert "Kính gửi" not in page
    assert "Số: 07/BB-SKHCN" in page


def test_the_pages_are_a4_and_an_annex_lies_across() -> None:
    document = pypdfium2.PdfDocument(pdf(LETTER))
    sizes = [tuple(round(side / MM) for side in page.get_size()) for page in document]
    assert sizes[0] == (210, 297)
    assert set(sizes[1:]) == {(297, 210)}
    sections = list(part(LETTER, "word/document.xml").iter(f"{W}pgSz"))
    assert [one.get(f"{W}orient") for one in sections] == [None, "landscape"]


def test_the_editable_letter_has_the_measures_of_the_decree() -> None:
    body = part(LETTER, "word/document.xml")
    (margins, *_more) = body.iter(f"{W}pgMar")
    millimetres = {side: round(int(margins.get(f"{W}{side}", "0")) / 56.7) for side in
                   ("top", "bottom", "left", "right")}  # fmt: skip
    assert millimetres == {"top": 20, "bottom": 20, "left": 30, "right": 15}
    faces = {node.get(f"{W}ascii") for node in body.iter(f"{W}rFonts")}
    assert faces == {"Times New Roman"}
    sizes = {int(node.get(f"{W}val", "0")) for node in body.iter(f"{W}sz")}
    assert sizes <= {12, 22, 24, 26, 28}
    first = next(node for node in body.iter(f"{W}p") if "Qua theo dõi" in words(node))
    assert next(first.iter(f"{W}ind")).get(f"{W}firstLine") == "567"
    assert int(next(first.iter(f"{W}spacing")).get(f"{W}after", "0")) >= 120
    assert body.find(f".//{W}tblHeader") is not None
    assert body.find(f".//{W}titlePg") is not None
    instruction = part(LETTER, "word/header.xml").find(f".//{W}instrText")
    assert instruction is not None
    assert (instruction.text or "").strip() == "PAGE"
    assert part(LETTER, "word/first.xml").find(f".//{W}instrText") is None


@pytest.mark.parametrize("letter", [LETTER, PARTY, MINUTES])
def test_no_two_tables_of_the_editable_letter_touch(letter: Letter) -> None:
    """Word would take them for one; and a document ends with a paragraph."""
    body = part(letter, "word/document.xml").find(f"{W}body")
    assert body is not None
    kinds = [child.tag.removeprefix(W) for child in body]
    assert ("tbl", "tbl") not in set(itertools.pairwise(kinds))
    assert kinds[-2:] == ["p", "sectPr"]


def test_the_band_is_on_every_page_and_in_the_name() -> None:
    shown = replace(LETTER, demonstration=True)
    assert all("DỮLIỆUMINHHỌA" in bare(page) for page in pages(shown))
    for name in ("word/header.xml", "word/first.xml"):
        assert words(part(shown, name)) == "DỮ LIỆU MINH HỌA"
    assert shown.file_name("docx").startswith("DỮ LIỆU MINH HỌA - Công văn - đôn đốc")
    assert replace(LETTER, drill=True).file_name("pdf").startswith("DIỄN TẬP")


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert docx(LETTER) == docx(LETTER)
    assert pdf(LETTER) == pdf(LETTER)


def test_no_letter_says_a_level_of_secrecy() -> None:
    with pytest.raises(LevelWordError):
        pdf(replace(LETTER, subject="công văn Tuyệt mật"))
    with pytest.raises(LevelWordError):
        docx(replace(LETTER, subject="công văn Tuyệt mật"))


def test_numbers_are_written_as_each_layout_writes_them() -> None:
    assert numbered(5, notation(Layout.STATE, "BÁO CÁO", "SKHCN")) == "05/BC-SKHCN"
    assert numbered(125, notation(Layout.STATE, "", "SKHCN", "BCVT")) == "125/SKHCN-BCVT"
    assert numbered(7, notation(Layout.PARTY, "", "VPTU")) == "07-CV/VPTU"
    assert notation(Layout.PARTY, "BÁO CÁO", "VPTU") == "-BC/VPTU"


def test_a_table_has_as_many_cells_as_headings() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table(("a", "b"), (("1",),))
    with pytest.raises(ValueError, match="width"):
        Table(("a", "b"), (), (1,))
    with pytest.raises(ValueError, match="l, c or r"):
        Table(("a", "b"), (), (), "lx")


def test_a_rule_is_drawn_as_long_as_its_words() -> None:
    """Độc lập - Tự do - Hạnh phúc at 13 pt bold is near 59 mm in Times."""
    assert 55 < twips("Độc lập - Tự do - Hạnh phúc", 26) / 56.7 < 63
