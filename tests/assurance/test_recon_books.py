"""Books brought as files: what is recognised, what is refused, and that it comes in once."""

import csv
import io
import unicodedata
import zipfile
from typing import Any

import hypothesis.strategies as st
import pytest
import xlsxwriter
from django.db import transaction
from hypothesis import given

from kt1.assurance.books.actions import FaultyBookError, Layout, bring
from kt1.assurance.books.columns import CellError, Fact, Wrong, figure
from kt1.assurance.books.models import Account, Book, Line, LineMark, Mapping
from kt1.assurance.books.queries import asked, remembered
from kt1.assurance.books.reading import Parsed, parse, proposed, read
from kt1.assurance.books.rules import Side, period_of
from kt1.assurance.reconciliation.actions import freeze
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.queries import balance
from kt1.assurance.reconciliation.rules import Class
from kt1.law.services.rules import Mode
from kt1.network.sheets import letters
from kt1.network.sheets.faults import SecretRegisterError, Unreadable, UnreadableFileError
from kt1.network.sheets.letters import Letters
from kt1.network.sheets.mapping import shape_of, written
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading
from tests.assurance import ground
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import build

HEADINGS = ["Ngày gửi", "Số hiệu bưu gửi", "Nơi nhận", "Dịch vụ", "Số bì", "Khối lượng (g)"]
TEXT = (
    "Ngày gửi;Số hiệu bưu gửi;Nơi nhận;Dịch vụ\n"
    "05/01/2026;KT100000001;Ủy ban nhân dân phường Kinh Bắc;Hỏa tốc\n"
    "06/01/2026;KT100000002;Sở Tài chính tỉnh Đồng Nai;thường\n"
)


def book(*rows: list[Any], headings: list[str] | None = None) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet()
    for y, row in enumerate([headings or HEADINGS, *rows]):
        for x, cell in enumerate(row):
            page.write(y, x, cell)
    made.close()
    return out.getvalue()


def in_tcvn3(text: str) -> bytes:
    codes = {letter: code for code, letter in letters._TCVN3.items()}
    return bytes(codes.get(sign, ord(sign) if ord(sign) < 256 else codes[sign.lower()])
                 for sign in text)  # fmt: skip


def in_vni(text: str) -> bytes:
    pairs = {
        made: base + sign for base, on in letters._VNI_PAIRS.items() for sign, made in on.items()
    }
    pairs |= {made: sign for sign, made in letters._VNI_ALONE.items() if made not in pairs}
    pairs |= {made.upper(): sign.upper() for made, sign in pairs.items()}
    return "".join(pairs.get(sign, sign) for sign in text).encode("latin-1")


def in_1258(text: str) -> bytes:
    out = b""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tones = "".join(part for part in parts if part in letters._TONES)
        bare = "".join(part for part in parts if part not in letters._TONES)
        out += (unicodedata.normalize("NFC", bare) + tones).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("content", "way"),
    [
        (TEXT.encode(), Letters.UNICODE),
        (TEXT.encode("utf-8-sig"), Letters.UNICODE),
        (TEXT.encode("utf-16"), Letters.UNICODE),
        (TEXT.encode("utf-16-be"), Letters.UNICODE),
        (in_1258(TEXT), Letters.WINDOWS_1258),
        (in_tcvn3(TEXT), Letters.TCVN3),
        (in_vni(TEXT), Letters.VNI),
    ],
)
def test_each_way_of_writing_is_recognised(content: bytes, way: Letters) -> None:
    sheet = read(content)
    assert sheet.letters is way
    assert sheet.headings == ("Ngày gửi", "Số hiệu bưu gửi", "Nơi nhận", "Dịch vụ")
    assert str(sheet.rows[1][1][2]) == "Sở Tài chính tỉnh Đồng Nai"


def test_cells_typed_with_old_fonts_are_recognised_in_a_workbook() -> None:
    rows = [line.split(";") for line in TEXT.splitlines()]
    western = [[in_vni(cell).decode("latin-1") for cell in row] for row in rows]
    sheet = read(book(*western[1:], headings=western[0]))
    assert sheet.letters is Letters.VNI
    assert sheet.headings[1] == "Số hiệu bưu gửi"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (50 * 1024 * 1024), Unreadable.TOO_LARGE),
        (bomb(), Unreadable.BOMB),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Unreadable.LOCKED),
        (book(["05/01/2026", "KT1", "x", "", 1, 1])[:-400], Unreadable.BROKEN),
        (b"PK\x03\x04 not a workbook", Unreadable.BROKEN),
        ("Größe;Straße;Übergabe\nfaçade;naïve;Øl\n".encode("latin-1"), Unreadable.LETTERS),
        (b"", Unreadable.EMPTY),
    ],
)
def test_what_is_no_book_is_refused_with_a_reason(content: bytes, why: Unreadable) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(content)
    assert caught.value.why is why


@pytest.mark.parametrize(
    "headings",
    [
        ["Ngày", "Số, ký hiệu văn bản", "Nơi nhận"],
        ["Ngày", "Trích yếu nội dung", "Nơi nhận"],
        ["Ngày", "Độ mật", "Nơi nhận"],
    ],
)
def test_a_register_of_secrets_is_refused_whole(headings: list[str]) -> None:
    with pytest.raises(SecretRegisterError):
        read(book(["05/01/2026", "1", "Sở Nội vụ"], headings=headings))


@pytest.fixture
def account(transactional_db: None) -> Account:
    make.norms()
    make.agency("24-S1", name="Sở Tài chính")
    return ground.account(make.agency("24-UB1", name="UBND phường Một"))


def parsed(account: Account, *rows: list[Any], headings: list[str] | None = None) -> Parsed:
    sheet = read(book(*rows, headings=headings))
    return parse(sheet, proposed(sheet, None), asked(account, Side.SENDER))


def clerk_of(account: Account) -> Actor:
    return make.clerk(account.agency)


LAYOUT = Layout(shape_of(HEADINGS), {Fact.DAY: 0, Fact.CODE: 1, Fact.OTHER: 2})
GOOD = ["05/01/2026", "KT100000001", "Sở Tài chính", "hỏa tốc", 1, 120]


def test_errors_are_said_by_row_and_column_and_never_repeat_the_cell(account: Account) -> None:
    found = parsed(
        account,
        GOOD,
        ["31/02/2026", "KT100000002", "Sở Tài chính", "thường", 1, 50],
        ["05/02/2026", "KT100000003", "Sở Không Có", "nhanh", 1, 50],
        ["", "KT100000004", "24-S1", "KT1-A", "mười", 50],
    )
    assert [(one.row, one.column, one.wrong) for one in found.faults] == [
        (3, "day", Wrong.DAY),
        (4, "day", Wrong.OUTSIDE),
        (4, "other", Wrong.OTHER),
        (4, "service", Wrong.SERVICE),
        (5, "day", Wrong.EMPTY),
        (5, "service", Wrong.MARK),
        (5, "pieces", Wrong.FIGURE),
    ]
    assert len(found.rows) == 1
    assert len(found.refused) == 3
    with pytest.raises(FaultyBookError):
        bring(
            account_id=account.pk, side=Side.SENDER, parsed=found, layout=LAYOUT,
            by=clerk_of(account), at=ground.AFTER, once=once(),
        )  # fmt: skip
    assert not Line.objects.exists()


def test_the_same_file_again_changes_nothing(account: Account) -> None:
    said = parsed(account, GOOD, [*GOOD[:1], "KT100000009", *GOOD[2:]])
    clerk = clerk_of(account)
    changes = [
        bring(
            account_id=account.pk, side=Side.SENDER, parsed=said, layout=LAYOUT, by=clerk,
            at=ground.AFTER, once=once(),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert changes == [True, False]
    assert Book.objects.get(side=Side.SENDER).rows == 2
    assert {one.kind for one in Difference.objects.all()} == {"only_sender"}
    assert Mapping.objects.get().columns == {"day": 0, "code": 1, "other": 2}
    assert remembered(account, Side.SENDER, shape_of(HEADINGS)) == {"day": 0, "code": 1, "other": 2}


def test_another_file_takes_the_place_of_the_first(account: Account) -> None:
    clerk = clerk_of(account)
    for rows in ([GOOD], [GOOD, [*GOOD[:1], "KT100000009", *GOOD[2:]]]):
        bring(
            account_id=account.pk, side=Side.SENDER, parsed=parsed(account, *rows), layout=LAYOUT,
            by=clerk, at=ground.AFTER, once=once(),
        )  # fmt: skip
    assert Line.objects.filter(side=Side.SENDER).count() == Difference.objects.count() == 2


def test_nobody_else_brings_it(account: Account) -> None:
    stranger = make.clerk(make.agency())
    with pytest.raises(Account.DoesNotExist):
        bring(
            account_id=account.pk, side=Side.SENDER, parsed=parsed(account, GOOD), layout=LAYOUT,
            by=stranger, at=ground.AFTER, once=once(),
        )  # fmt: skip
    boss, said = make.actor(Role.HEAD, body=account.agency), parsed(account, GOOD)
    with pytest.raises(NotAllowedError):
        bring(
            account_id=account.pk, side=Side.SENDER, parsed=said, layout=LAYOUT, by=boss,
            at=ground.AFTER, once=once(),
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_stated_mark_is_kept_under_guard_and_compared() -> None:
    """Four covers marked A: stated so, stated B, B and one piece more, and not stated at all."""
    world = build()
    make.mode(Mode.LETTER)
    codes, january = doing.accepted(world, 4, mark="A"), period_of("2026-01")
    of = world.centre.province_id
    freeze(province_id=of, period=january, by=world.dispatcher, at=ground.AFTER, once=once())
    account = Account.objects.get(agency=world.sender)
    said = parsed(account, *[
        ["14/01/2026", code, "Sở thứ nhất", service, pieces, ""]
        for code, service, pieces in zip(
            codes, ("KT1-A", "KT1-B", "KT1-B", ""), (1, 1, 2, 1), strict=True
        )
    ])  # fmt: skip
    assert said.marks == {1: "A", 2: "B", 3: "B"}
    assert bring(
        account_id=account.pk, side=Side.SENDER, parsed=said, layout=LAYOUT, by=world.clerk,
        at=ground.AFTER, once=once(),
    )  # fmt: skip
    lines = Line.objects.in_bulk()
    assert {
        (lines[one.post_line or 0].code, lines[one.agency_line or 0].code, one.kind, *one.fields)
        for one in Difference.objects.all()
    } == {
        (codes[1], codes[1], Class.DIFFERS, "mark"),
        (codes[2], codes[2], Class.DIFFERS, "pieces", "mark"),
    }
    assert balance(account).holds
    assert not LineMark.objects.exists()
    with transaction.atomic():
        log_reading(world.clerk, ground.AFTER, "reconciliation.account", ())
        assert sorted(LineMark.objects.values_list("mark", flat=True)) == ["A", "B", "B"]


def test_a_hundred_thousand_rows_are_read_in_seconds(account: Account) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for n in range(100_000):
        writer.writerow([f"{n % 28 + 1:02}/01/2026", f"KT1{n:08}", "Sở Tài chính", "thường", 1, 50])
    sheet = read(out.getvalue().encode())
    found = parse(sheet, proposed(sheet, None), asked(account, Side.SENDER))
    assert (len(found.rows), len(found.faults)) == (100_000, 0)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", ""]))
def test_a_figure_is_read_as_it_is_written(number: int, sign: str) -> None:
    assert figure(10**12)(f"{number:,}".replace(",", sign)) == number
    assert figure(10**12)(float(number)) == number


@given(
    st.floats(0, 10**9).filter(lambda number: not number.is_integer())
    | st.from_regex(r"[0-9]{1,6}[.,]([0-9]{1,2}|[0-9]{4,6})", fullmatch=True)
    | st.from_regex(r"0[0-9]{0,2}[.,][0-9]{3}", fullmatch=True)
    | st.from_regex(r"[0-9]{4,6}[.,][0-9]{3}", fullmatch=True)
    | st.sampled_from(["1.234,567", "1,5", "12.5", "20000,5", "-5", "1e3", "nhẹ", float("inf")])
)
def test_a_broken_number_is_refused_and_never_joined(cell: float | str) -> None:
    """Also after it waited in the page as text, or came back in the file of rejected rows."""
    for said in (cell, written(cell)):
        with pytest.raises(CellError) as refused:
            figure(10**12)(said)
        assert refused.value.wrong is Wrong.FIGURE
