"""One rule for free text: planted phrases are refused, what people really write passes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.screening.labels import REFUSAL_LABELS, REGISTER_REFUSED
from kt1.law.screening.rules import (
    LENGTH_MAX,
    Refusal,
    RefusedTextError,
    looks_like_secret_register,
    passed,
    screen,
)
from tests.law.phrases import ABSTRACTS, INNOCENT, LETTERS, LEVELS, NUMBERS, SIGNERS


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(text, Refusal.DOCUMENT_NUMBER) for text in NUMBERS]
    + [(text, Refusal.SECRECY_LEVEL) for text in LEVELS]
    + [(text, Refusal.MARK_LETTER) for text in LETTERS]
    + [(text, Refusal.ABSTRACT) for text in ABSTRACTS]
    + [(text, Refusal.SIGNER) for text in SIGNERS],
)
def test_a_planted_phrase_is_refused(text: str, refusal: Refusal) -> None:
    assert screen(text) == refusal


@pytest.mark.parametrize("text", INNOCENT)
def test_what_people_write_passes(text: str) -> None:
    assert screen(text) is None


def test_an_over_long_text_is_refused() -> None:
    assert screen("a" * LENGTH_MAX) is None
    assert screen("a" * (LENGTH_MAX + 1)) == Refusal.TOO_LONG


def test_control_characters_are_refused_and_lines_are_not() -> None:
    assert screen("giao\x00nhận") == Refusal.UNREADABLE
    assert screen("dòng một\ndòng hai\r\n\tdòng ba") is None


def test_a_field_for_a_public_paper_takes_its_number_and_nothing_more() -> None:
    assert screen("45/QĐ-UBND ngày 05/06/2026", names_a_paper=True) is None
    assert screen("văn bản mật 45/QĐ-UBND", names_a_paper=True) == Refusal.SECRECY_LEVEL
    assert screen("45/QĐ-UBND V/v giao việc", names_a_paper=True) == Refusal.ABSTRACT


@given(
    phrase=st.sampled_from([*NUMBERS, *LEVELS, *SIGNERS]),
    before=st.text(alphabet="bcdghklnprsx ", max_size=20),
    after=st.text(alphabet="bcdghklnprsx ", max_size=20),
)
def test_a_phrase_is_found_wherever_it_stands(phrase: str, before: str, after: str) -> None:
    assert screen(f"{before}. {phrase} .{after}") is not None


@given(st.sampled_from(LEVELS[:5]), st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_hide_nothing(phrase: str, written) -> None:
    assert screen(written(phrase)) == Refusal.SECRECY_LEVEL


@given(st.text(max_size=LENGTH_MAX))
def test_it_answers_every_text_with_a_code_and_never_with_the_text(text: str) -> None:
    assert screen(text) in {None, *Refusal}


@given(st.text(alphabet=string.digits + " .,-:/", max_size=40))
def test_digits_alone_are_never_refused(text: str) -> None:
    assert screen(text) is None


REGISTER = [
    ["STT", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu", "Độ mật", "Người ký"],
    ["01", "05/BC", "01/06/2026", "", "", ""],
]
OWN_BOOK = [
    ["STT", "Ngày, giờ", "Số hiệu bưu gửi", "Nơi gửi / Nơi nhận", "Dịch vụ", "Ký hiệu", "Số bì"],
    [
        "1",
        "05/06/2026 16:40",
        "EK123456785VN",
        "UBND phường Kinh Bắc / Sở Tài chính",
        "KT1",
        "",
        "1",
    ],
]


def test_a_register_of_secret_documents_is_known_by_its_headings() -> None:
    assert looks_like_secret_register(REGISTER)


@pytest.mark.parametrize(
    "heading",
    ["Độ mật", "ĐỘ MẬT", "Mức độ mật", "Người ký", "Trích yếu", "Số, ký hiệu", "Số và ký hiệu",
     "số ký hiệu văn bản", "So ky hieu", "Tên loại và trích yếu nội dung", "Số văn bản đến",
     "SỔ ĐĂNG KÝ BÍ MẬT NHÀ NƯỚC ĐI", "Sổ BMNN đến", "Danh mục bí mật nhà nước"],
)  # fmt: skip
def test_one_heading_is_enough(heading: str) -> None:
    assert looks_like_secret_register([["STT", "Ghi chú"], ["", heading]])


@pytest.mark.parametrize("cell", ["Mật", "Tối mật", "12/QĐ-UBND", "V/v kiểm tra", "KT. CHỦ TỊCH"])
def test_one_cell_is_enough(cell: str) -> None:
    assert looks_like_secret_register([*OWN_BOOK, ["2", "", "", cell]])


def test_the_agency_s_own_book_of_items_passes() -> None:
    assert not looks_like_secret_register(OWN_BOOK)
    assert not looks_like_secret_register([])


def test_a_column_for_public_papers_may_hold_their_numbers() -> None:
    points = [
        ["STT", "Cơ quan", "Đầu mối", "Số, ngày văn bản cử"],
        ["1", "UBND xã", "Phòng trực", "45/QĐ-UBND, 05/06/2026"],
    ]
    assert looks_like_secret_register(points)
    assert not looks_like_secret_register(points, paper_columns={3})
    assert looks_like_secret_register([*points, ["2", "", "", "Tối mật"]], paper_columns={3})
    assert looks_like_secret_register([*points, ["2", "45/QĐ-UBND", "", ""]], paper_columns={3})


def test_every_refusal_has_a_sentence_for_the_writer() -> None:
    assert set(REFUSAL_LABELS) == set(Refusal)
    assert str(LENGTH_MAX) in str(REFUSAL_LABELS[Refusal.TOO_LONG])
    assert str(REGISTER_REFUSED)


def test_a_refused_text_is_not_in_the_error() -> None:
    assert passed("giao tại cổng") == "giao tại cổng"
    with pytest.raises(RefusedTextError) as refused:
        passed("văn bản tuyệt mật 123/QĐ-UBND")
    assert refused.value.refusal == Refusal.SECRECY_LEVEL
    assert "123" not in str(refused.value)
