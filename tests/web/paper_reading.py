"""Reading a printed paper as people and scanners do: its text, its pages as dots, its barcodes."""

import re
import secrets
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped] # it ships no hints
import zxingcpp
from PIL import Image

from kt1.custody.units.codes import Code, new_many
from kt1.web.papers.rules import Paper
from kt1.web.papers.typesetting import pdf

#: Dots a millimetre of a common label printer (203 dpi), and what an office printer has.
THERMAL = 203.2
OFFICE = 300.0

KEYS = {3: bytes(range(32))}
READ = (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode)


def codes(count: int) -> tuple[Code, ...]:
    return new_many(KEYS, 3, count, secrets.token_bytes)


def pages_of(paper: Paper) -> list[str]:
    """The text of each page, with every run of blanks as one."""
    return pages_in(pdf(paper))


def pages_in(printed: bytes) -> list[str]:
    """The same of a paper that was printed already."""
    document = pypdfium2.PdfDocument(printed)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def text_of(paper: Paper) -> str:
    return " ".join(pages_of(paper))


def letters_of(paper: Paper) -> str:
    """All text without blanks: where a line was broken does not matter."""
    return re.sub(r"\s", "", text_of(paper))


def dots_of(paper: Paper, dpi: float) -> Iterator[Image.Image]:
    """Each page as a printer of this resolution burns it: a dot is black or it is not."""
    document = pypdfium2.PdfDocument(pdf(paper))
    try:
        for page in document:
            grey = page.render(scale=dpi / 72).to_pil().convert("L")
            yield grey.point(lambda shade: 255 if shade > 127 else 0)
    finally:
        document.close()


def barcodes_of(paper: Paper, dpi: float) -> list[set[tuple[str, str]]]:
    """The (symbology, content) pairs found on each page."""
    return [_read(image) for image in dots_of(paper, dpi)]


def _read(image: Image.Image) -> set[tuple[str, str]]:
    found: Sequence[zxingcpp.Barcode] = zxingcpp.read_barcodes(image, formats=READ)
    return {(code.format.name, code.text) for code in found}
