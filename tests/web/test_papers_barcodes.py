"""What is printed is proved readable: barcodes are read back from the page as it is burned."""

import re
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from kt1.custody.units.codes import Code, CodeCheck, check
from kt1.web.papers.barcodes import code128, qr
from kt1.web.papers.forms.labels import BagLabels, ItemLabels, LabelSize
from kt1.web.papers.rules import Paper, Sheet
from kt1.web.papers.samples import NIGHT, samples
from kt1.web.papers.samples import OFFICE as POST
from tests.web.paper_reading import KEYS, OFFICE, THERMAL, barcodes_of, codes

BLANK = Sheet(office=POST, printed_at=NIGHT, printed_by="")


def sample_of(kind: type[Paper]) -> Paper:
    return next(paper for paper in samples() if isinstance(paper, kind))


def taken(read: list[set[tuple[str, str]]]) -> list[set[tuple[str, str]]]:
    """What a scanner of ours takes of what it reads.

    A reader that finds the symbol a second time may misread two letters of it and still meet
    Code 128's one check character; the code's own check refuses that, as it does a forgery.
    """
    return [
        {(kind, text) for kind, text in page if check(text, KEYS) is CodeCheck.OK} for page in read
    ]


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("dpi", [THERMAL, OFFICE])
def test_both_barcodes_of_a_label_hold_the_code_and_nothing_else(
    dpi: float, size: LabelSize
) -> None:
    item = sample_of(ItemLabels)
    assert isinstance(item, ItemLabels)
    issued = codes(25)
    labels = tuple(replace(item.labels[0], code=code) for code in issued)

    read = taken(barcodes_of(ItemLabels(sheet=item.sheet, labels=labels, size=size), dpi))

    assert read == [{("Code128", code), ("QRCode", code)} for code in issued]


@pytest.mark.parametrize("dpi", [THERMAL, OFFICE])
def test_both_barcodes_of_a_bag_hold_the_code_and_nothing_else(dpi: float) -> None:
    bags = sample_of(BagLabels)
    assert isinstance(bags, BagLabels)
    issued = codes(10)
    labels = tuple(replace(bags.labels[n % 2], code=code) for n, code in enumerate(issued))

    read = taken(barcodes_of(BagLabels(sheet=BLANK, labels=labels), dpi))

    assert read == [{("Code128", code), ("QRCode", code)} for code in issued]


@pytest.mark.parametrize("text", ["99MBB47BG23F5S56S", "98MBB47BG23F5S56S", "99999999999999999"])
def test_a_code_that_begins_with_any_pair_is_read_whole(text: str) -> None:
    item = sample_of(ItemLabels)
    assert isinstance(item, ItemLabels)
    label = replace(item.labels[0], code=Code(text))

    read = barcodes_of(ItemLabels(sheet=item.sheet, labels=(label,), size=LabelSize.A6), OFFICE)

    assert read == [{("Code128", text), ("QRCode", text)}]


@pytest.mark.parametrize("dpi", [THERMAL, OFFICE])
def test_the_forms_can_be_scanned_by_their_number(dpi: float) -> None:
    expected = {
        "posting-slip.typ": [{("Code128", "JMBX4H9XPD0JKAQKB")}],
        "delivery-sheet.typ": [{("QRCode", "KP-24-000077")}],
        "irregularity.typ": [{("QRCode", "BB-24-000012")}],
        "fallback.typ": [{("Code128", "GN-24-000001")}, {("Code128", "GN-24-000002")}],
    }

    read = {
        paper.template: barcodes_of(paper, dpi) for paper in samples() if paper.template in expected
    }

    assert read == expected


@pytest.mark.parametrize("dpi", [THERMAL, OFFICE])
def test_the_minutes_of_a_shift_bear_the_checkpoint(dpi: float) -> None:
    paper = next(paper for paper in samples() if paper.template == "shift.typ")
    assert paper.sheet.checkpoint is not None

    (page,) = barcodes_of(paper, dpi)

    assert ("QRCode", paper.sheet.checkpoint.note) in page


def test_lists_that_travel_with_the_items_have_no_barcode_of_an_item() -> None:
    # A list of barcodes would let a taker scan the paper instead of what they hold.
    for template in ("manifest.typ", "delivery-sheet.typ", "handover-book.typ"):
        paper = next(paper for paper in samples() if paper.template == template)
        rows = paper.fields()["rows"]
        assert isinstance(rows, list)
        assert len(rows) > 0
        for page in barcodes_of(paper, OFFICE):
            assert len(page) <= 1
            assert not any(len(text) == len(codes(1)[0]) for _, text in page)


def test_hundreds_of_squares_drawn_with_one_mask_are_read() -> None:
    for code in codes(300):
        drawing = qr(code)
        assert zxingcpp.read_barcode(_image(drawing)).text == code


def test_code_128_is_as_wide_as_it_says() -> None:
    drawing = code128("JMBX4H9XPD0JKAQKB")

    # Start, 17 characters, check and stop; three dots a module fill 83.25 of the 100 mm.
    assert drawing["modules"] == 11 * 19 + 13
    assert 'viewBox="0 0 222 1"' in str(drawing["svg"])
    widths = [code128(code)["modules"] for code in codes(50)]
    assert all(isinstance(width, int) and width <= 222 for width in widths)  # pairs are shorter


def _image(drawing: dict[str, Any]) -> Image.Image:
    """The drawing at one dot a module, with its quiet zone, enlarged as a camera sees it."""
    side = drawing["modules"]
    image = Image.new("L", (side + 8, side + 8), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", drawing["svg"]):
        for step in range(int(width)):
            image.putpixel((int(x) + step + 4, int(y) + 4), 0)
    return image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
