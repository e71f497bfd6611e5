"""One rule for free text: planted phrases are refused, what people really write passes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.screening.rules import LENGTH_MAX, Refusal, looks_like_secret_register, screen

NUMBERS = [
    "123/QĐ-UBND",
    "theo 123/QĐ-UBND ngày 5/6",
    "45-CV/TU",
    "3976/BKHCN-CBĐTW",
    "12/2025/QĐ-TTg",
    "05/BC-SKHCN",
    "Số: 15/KH",
    "số  /UBND-CDS",
    "Số:      /UBND-KGVX",
    "123 / qd - ubnd",
    "123/qđ-ubnd",
    "123∕QĐ‑UBND",
    "123\\QĐ-UBND",
    "123_QĐ_UBND",
    "123.QĐ.UBND",
    "123 QĐ-UBND",
    "công văn số 45",
    "CV số 45 ngày 05/6/2026",
    "quyết định số: 12",
    "so cong van: 12",
    "văn bản mật số 7".replace(" mật", ""),
    "trả lời QĐ-UBND",
    "CV/TU của Tỉnh ủy",
    "số, ký hiệu ghi ngoài bì",
    "số ký hiệu: không đọc được",
    "số hiệu văn bản",
    "１２３／ＱĐ－ＵＢＮＤ",
    "1\u200b23/Q\u200bĐ-UBND",
]

LEVELS = [
    "Tuyệt mật",
    "TUYỆT MẬT",
    "tuyet mat",
    "tuyệt  mật",
    "tuyệtmật",
    "t u y ệ t  m ậ t",
    "t.u.y.e.t m.a.t",
    "tuyệt-mật",
    "tuyệt_mật",
    "tuyệt\u200bmật",
    "tuyệt mât",
    "Tối mật",
    "toi mat",
    "TỐI   MẬT",
    "tối.mật",
    "T0I MAT",
    "tuy3t m4t",
    "tuyệt m@t",
    "tuуệt mật",  # a Cyrillic у
    "tuye\u0302\u0323t ma\u0302\u0323t",  # decomposed
    "mật",
    "Mật",
    "MẬT",
    "bì đóng dấu mật",
    "văn bản mật",
    "Văn bản Mật",
    "Công văn Mật của Sở",
    "Tài Liệu Mật",
    "tai lieu mat",
    "van ban mat",
    "Độ mật",
    "độ mật: cao",
    "do mat: C",
    "Độ Mật",
    "hồ sơ mật, giao ngay",
    "bì (mật)",
    "Mật Khẩn",
    "khẩn mật",
    "m ậ t",
    "M.Ậ.T",
    "m-a-t",
    "maatj",
    "ma65t",
    "văn bản t/mật",
    "top secret",
    "Confidential",
]

LETTERS = ["dấu A", "dấu C trên bì", "ký hiệu B", "kí hiệu (C)", 'ký hiệu "A"', "ky hieu a"]

ABSTRACTS = [
    "trích yếu: kế hoạch",
    "trich yeu",
    "t r í c h   y ế u",
    "V/v triển khai",
    "v/v",
    "V / v phòng chống",
    "Về việc tăng cường quản lý",
    "công văn của Sở về việc kiểm tra",
    "nội dung văn bản nói về",
    "nội dung bên trong",
    "tên tài liệu",
    "Kính gửi Chủ tịch",
]

SIGNERS = [
    "người ký: Chủ tịch",
    "nguoi ky la pho giam doc",
    "KT. CHỦ TỊCH",
    "TM. Ban Thường vụ",
    "TM.UBND xã",
    "TL. Chánh Văn phòng",
    "TUQ. Giám đốc",
    "ký ban hành hôm qua",
    "do đồng chí Bí thư ký",
    "do Chủ tịch UBND tỉnh ký",
]

INNOCENT = [
    "",
    "Đã gọi trước khi phát",
    "Cổng khóa, bảo vệ hẹn 7 giờ sáng mai",
    "Bì bị ướt một góc, đã gói lại",
    "Giữ mật khẩu riêng",
    "yêu cầu bảo mật",
    "Bảo Mật",
    "bí mật nhà nước",
    "mật ong",
    "Mật ong rừng",
    "mật độ xe đông",
    "quan hệ mật thiết",
    "mã hóa, mật mã",
    "bà Tuyết mất chìa khóa",
    "Bà Tuyết Mất",
    "tôi mất thẻ",
    "Tối mất điện",
    "tối mắt vì mưa",
    "tới mặt sau tòa nhà",
    "bị mất dấu niêm",
    "mặt trước bì rách",
    "chờ do mất điện",
    "do mat dien",
    "bi mat chia khoa",
    "mát trời",
    "thôn An Mật",
    "An Mật",
    "xã An Mật",
    "phường Mật Sơn",
    "ông Nguyễn Văn Mật ký nhận",
    "anh Mật nhận thay",
    "chị Mật trực",
    "đồng chí Trần Thị Mật",
    "người ký nhận là bảo vệ",
    "đã ký sổ",
    "ký sổ giao nhận",
    "chờ thủ trưởng ký",
    "do bà Lan ký nhận",
    "đã trao đổi về việc giao lại",
    "xe 99A-123.45",
    "biển số 29H1-234.56",
    "gọi 0912 345 678",
    "0222.3.822.533",
    "trực 24/7",
    "ngày 16/02/2026",
    "tháng 12/2025",
    "2/9 nghỉ",
    "ca 2/3",
    "SN 45/12A đường Lý Thái Tổ",
    "số nhà 12/5",
    "tầng 3, phòng 302-B",
    "P.203 nhà A",
    "cổng A",
    "đầu A của phố",
    "nhà khu B",
    "KT1-A-HT",
    "J+1,5",
    "số hiệu bưu gửi mờ",
    "ký hiệu trên bì mờ",
    "TT Gia Bình, TT. Thứa",
    "1. TT.Gia Bình giao trước",
    "KH - sáng mai lấy",
    "v.v.",
    "kt. xe trước khi đi",
    "nơi nhận chưa nhận",
    "hết giờ, phát lại sáng thứ Hai 08/06",
    "thông báo số lượng thiếu 1 bì",
    "báo cáo số bì thừa",
    "biên bản sự vụ số 12",
    "đường mật mía",
]


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
