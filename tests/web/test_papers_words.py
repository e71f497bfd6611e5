"""What a paper says, and what it never says."""

import json
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from kt1.law.services.rules import Mark, Mode, Urgency
from kt1.web.papers.forms.book import HandoverBook
from kt1.web.papers.forms.labels import ItemLabel, ItemLabels
from kt1.web.papers.forms.liability import LiabilityRecord
from kt1.web.papers.forms.manifest import Copy, Manifest
from kt1.web.papers.forms.posting import PostingSlips
from kt1.web.papers.rules import Band, LevelWordError, Paper, Party, Person, Services
from kt1.web.papers.samples import COMMUNE, FLAGGED, LETTERED, PLAIN, samples
from kt1.web.papers.typesetting import pdf
from tests.web.paper_reading import letters_of, pages_of, text_of

HOSTILE = (
    '#import "kt1.typ": *; #panic() *bold* _it_ `raw` $x^2$ <tag> @ref \\ // end /* */ [x] {y} '
    '"; </svg> %s {{ 7*7 }} \u202e\u0000\x07\t\n= Heading\n- list'
)
LEVELS = re.compile(r"tuyệt\s*mật|tối\s*mật|độ\s*mật|(?<!bí )(?<!\w)mật(?!\w)", re.IGNORECASE)


def label() -> ItemLabel:
    paper = next(iter(samples()))
    assert isinstance(paper, ItemLabels)
    return paper.labels[0]


def labels(services: Services) -> ItemLabels:
    paper = next(iter(samples()))
    assert isinstance(paper, ItemLabels)
    return replace(paper, labels=(replace(label(), services=services),))


def manifest() -> Manifest:
    return next(paper for paper in samples() if isinstance(paper, Manifest))


def banded(paper: Any, band: Band) -> Paper:
    changed: Paper = replace(paper, sheet=replace(paper.sheet, band=band))
    return changed


def words(paper: Paper) -> set[str]:
    return set(re.findall(r"\w+", text_of(paper)))


@pytest.mark.parametrize("mark", [Mark.A, Mark.B, Mark.C])
def test_the_letter_is_printed_in_letter_mode_alone(mark: Mark) -> None:
    without = words(labels(Services(mode=Mode.LETTER)))
    lettered = words(labels(Services(mode=Mode.LETTER, mark=mark)))
    flagged = text_of(labels(Services(mode=Mode.FLAG, mark=mark)))

    assert lettered - without == {mark.value}
    assert mark.value not in re.findall(r"\w+", flagged)
    assert "ƯU TIÊN" in flagged


def test_a_flag_is_printed_as_a_flag_and_no_mark_as_nothing() -> None:
    assert "ƯU TIÊN" in text_of(labels(FLAGGED))
    assert "ƯU TIÊN" not in text_of(labels(PLAIN))
    assert not {"A", "B", "C"} & words(labels(PLAIN))


def test_the_book_leaves_the_symbol_empty_in_flag_mode() -> None:
    book = next(paper for paper in samples() if isinstance(paper, HandoverBook))
    row = book.rows[0]
    letters = {}
    for mode in (Mode.LETTER, Mode.FLAG):
        services = replace(LETTERED, mode=mode)
        one = replace(book, rows=(replace(row, services=services),))
        letters[mode] = one.fields()["rows"][0][5]  # type: ignore[index] # rows are lists of text

    assert letters == {Mode.LETTER: "C", Mode.FLAG: ""}


@pytest.mark.parametrize("template", ["delivery-sheet.typ", "manifest.typ", "bag-label.typ"])
def test_papers_seen_by_many_have_no_mark_at_all(template: str) -> None:
    paper = next(paper for paper in samples() if paper.template == template)

    assert not {"A", "B", "C"} & words(paper)
    assert "ƯUTIÊN" not in letters_of(paper)


def test_urgency_is_printed_as_it_is_stamped() -> None:
    assert "HỎATỐC" in letters_of(labels(LETTERED))
    assert "HẸNGIỜ08:3017/02" in letters_of(labels(FLAGGED))
    assert Urgency.EXPRESS not in text_of(labels(PLAIN))


def test_no_paper_says_a_level_in_words() -> None:
    for paper in samples():
        assert LEVELS.findall(text_of(paper)) == []
        assert LEVELS.findall(paper.file_name) == []


@pytest.mark.parametrize(
    "said",
    [
        "Tuyệt mật",
        "công văn TỐI  MẬT",
        "tối\u200bmật",
        unicodedata.normalize("NFD", "Tuyệt mật"),
        "độ mật: C",
        "Mật",
        "thư (mật)",
        "gửi gấp - mật",
    ],
)
def test_a_level_in_words_stops_the_printer_and_is_not_repeated(said: str) -> None:
    paper = labels(PLAIN)
    named = replace(paper, labels=(replace(label(), content=said),))

    with pytest.raises(LevelWordError) as refused:
        pdf(named)

    assert said not in str(refused.value)


@pytest.mark.parametrize("name", ["Phường Mật Sơn", "Cục Bảo vệ bí mật nhà nước", "Ban Mật mã"])
def test_a_name_with_the_syllable_is_printed(name: str) -> None:
    paper = labels(PLAIN)
    party = replace(COMMUNE, name=name)

    assert name in text_of(replace(paper, labels=(replace(label(), receiver=party),)))


def test_the_takers_manifest_has_no_seal_and_no_lock() -> None:
    lines = tuple(
        replace(line, lock=f"KH-{n}", seal=f"NP-{9000 + n}")
        for n, line in enumerate(manifest().lines)
    )
    giver, taker = replace(manifest(), lines=lines).both()
    secrets = [number for line in lines for number in (line.seal, line.lock)]

    assert all(number in text_of(giver) for number in secrets)
    assert not any(number in text_of(taker) for number in secrets)
    # Not hidden: absent from what the template is given at all.
    told = json.dumps(taker.fields())
    assert not any(number in told for number in secrets)
    assert (giver.copy, taker.copy) == (Copy.GIVER, Copy.TAKER)
    assert giver.copy.value in text_of(giver)
    assert giver.file_name != taker.file_name


def test_the_slip_says_that_it_replaces_no_secret_book() -> None:
    slip = next(paper for paper in samples() if isinstance(paper, PostingSlips))
    (page,) = pages_of(slip)

    # Both copies on one sheet, each complete once cut apart.
    assert page.count("Phiếu này không thay Sổ chuyển giao BMNN") == 2
    assert page.count("Mẫu nội bộ KT1-01") == 2
    for said in ("Chấp nhận lúc", "17:00 16/02/2026", "24:00 24/02/2026"):
        assert page.count(said) == 2, said
    assert len(re.findall(r"\bC\b", page)) == 2


def test_what_is_filled_in_later_stays_open() -> None:
    slips = next(paper for paper in samples() if isinstance(paper, PostingSlips))
    open_slip = replace(slips.slips[0], weight_g=None, price_vnd=None)
    done = replace(slips.slips[0], weight_g=1250, price_vnd=123456)

    assert not re.search(r"\d ?(?:g|đồng)\b", text_of(replace(slips, slips=(open_slip,))))
    assert "1.250 g" in text_of(replace(slips, slips=(done,)))
    assert "123.456 đồng" in text_of(replace(slips, slips=(done,)))


@pytest.mark.parametrize("band", [Band.DEMONSTRATION, Band.DRILL])
def test_the_band_is_on_every_page_and_in_the_file_name(band: Band) -> None:
    letters = band.value.replace(" ", "")
    for paper in samples():
        marked = banded(paper, band)
        assert all(letters in page.replace(" ", "") for page in pages_of(marked))
        assert marked.file_name.startswith(f"{band.value} - ")


def test_a_real_paper_has_no_band() -> None:
    for paper in samples():
        real = banded(paper, Band.NONE)
        assert "MINHHỌA" not in letters_of(real)
        assert "DIỄNTẬP" not in letters_of(real)
        assert "MINH" not in real.file_name


def test_every_page_names_the_telephone_and_every_form_its_number_and_page() -> None:
    for paper in samples():
        pages = pages_of(paper)
        for n, page in enumerate(pages, 1):
            assert f"Trực KT1 24/7: {paper.sheet.office.hotline}" in page
            if "label" not in paper.template:
                assert re.search(r"Mẫu nội bộ KT1-\d\d", page)
                assert f"Trang {n}/{len(pages)}" in page


def test_names_are_text_and_never_markup() -> None:
    party = Party(name=HOSTILE, address=HOSTILE, province="tỉnh Bắc Ninh", postcode="16114")
    paper = replace(labels(PLAIN), labels=(replace(label(), sender=party, receiver=party),))

    (page,) = pages_of(paper)

    assert '#import"kt1.typ":*;#panic()*bold*_it_`raw`$x^2$<tag>@ref' in re.sub(r"\s", "", page)
    assert "\u202e" not in page
    assert "49" not in re.findall(r"\d+", page)


def test_hostile_text_in_every_field_of_every_paper_is_printed() -> None:
    for paper in samples():
        assert pdf(poisoned(paper))[:5] == b"%PDF-"


def test_a_very_long_name_keeps_its_label_on_one_page() -> None:
    party = Party(name="Văn phòng Đảng ủy " * 40, address="thôn " * 200, province="tỉnh Bắc Ninh")
    long_label = replace(label(), sender=party, receiver=party, accepted_where="tại " * 80)
    paper = replace(labels(PLAIN), labels=(replace(long_label, services=LETTERED),))

    assert len(pages_of(paper)) == 1


def test_stacked_diacritics_come_out_as_they_went_in() -> None:
    name = "UBND xã Nghiễn Ngượng Ễ Ộ Ữ Ặ Ẵ Ỡ Ỷ Ỹ, Đường Trường Ẩm, Kẻ Sặt, Tuyển Chuyện Xoắn Quyệt"
    party = replace(COMMUNE, name=unicodedata.normalize("NFD", name))

    for paper in (
        replace(labels(PLAIN), labels=(replace(label(), receiver=party),)),
        replace(manifest(), origin=party.name),
    ):
        assert unicodedata.normalize("NFC", name).replace(" ", "") in letters_of(paper)


def test_a_signer_is_named_by_role_and_card() -> None:
    assert Person(title="Bưu tá KT1", card="BT-0001").line == "Bưu tá KT1, thẻ số BT-0001"
    assert Person().line == ""


#: Codes and numbers go into barcodes: they are made by us and never typed.
OURS = {"code", "new_code", "number", "numbers", "note"}


def poisoned(value: Any) -> Any:
    """The same value with hostile text in place of every text, however deep it lies."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [field for field in fields(value) if field.name not in OURS]
        return replace(
            value, **{field.name: poisoned(getattr(value, field.name)) for field in kept}
        )
    if isinstance(value, tuple):
        return tuple(poisoned(part) for part in value)
    return HOSTILE if type(value) is str else value


def test_a_record_of_liability_says_all_that_the_law_asks() -> None:
    """TT 02/2012, Đ.9: item, both bodies, acceptance, cause, who answers, how much and how."""
    record = next(paper for paper in samples() if isinstance(paper, LiabilityRecord))
    (page,) = pages_of(record)
    for said in (
        "KT1-15", f"Số: {record.number}", "ngày 10 tháng 02 năm 2026", record.sender,
        record.receiver, record.accepted_place, record.cause, record.responsible, "27.273 đồng",
        "Hai mươi bảy nghìn hai trăm bảy mươi ba đồng", record.payee, record.method,
        "đến hết ngày 12 tháng 03 năm 2026", "Đại diện Bưu điện", "Đại diện cơ quan",
    ):  # fmt: skip
        assert re.sub(r"\s", "", said) in re.sub(r"\s", "", page), said
    unpriced = letters_of(replace(record, price_vnd=None))
    assert "27.273đồng" in unpriced, "the compensation is still said"
    assert unpriced.count("27.273") == letters_of(record).count("27.273") - 1
