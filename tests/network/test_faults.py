"""Each fault a file can have, made once; by row and column, with a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from kt1.network.sheets import rules, words
from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import Fault, Reason
from kt1.network.sheets.queries import preview
from kt1.network.sheets.rules import Parsed, column_letter
from kt1.network.sheets.tables import AGENCIES, SHEETS, SheetName
from tests.network.sheeting import ROWS, row, small_network, table

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 16)
A, P, T, X, R, U, S = (
    SheetName.AGENCIES,
    SheetName.PLACES,
    SheetName.POINTS,
    SheetName.ANNEX,
    SheetName.ROUTES,
    SheetName.UNITS,
    SheetName.SUCCESSIONS,
)


@pytest.fixture(autouse=True)
def net(db):
    small_network()


@dataclass(frozen=True)
class Case:
    """A file with one fault, and the column in which it is shown."""

    sheet: SheetName
    column: str
    said: dict[str, str] = field(default_factory=dict)
    rows: Callable[[], list[list[str]]] | None = None
    within: str | None = None
    at_row: int = 2

    def table(self) -> list[list[str]]:
        return self.rows() if self.rows else table(row(self.sheet, **self.said))


def without(heading: str) -> list[list[str]]:
    return table({h: cell for h, cell in ROWS[A].items() if h != heading})


def with_heading(heading: str) -> list[list[str]]:
    headings, cells = table(ROWS[A])
    return [[*headings, heading], [*cells, ""]]


def twice() -> list[list[str]]:
    return table(ROWS[A], ROWS[A])


VEHICLE = {"code": "24-XE2", "kind": "Xe", "parent": "24-TT", "dedicated": "có", "plate": "MH-2"}
POLICE_AGAIN = {"agency": "24-CA", "point": "24-P"}

CASES: dict[Reason, Case] = {
    Reason.NO_HEADINGS: Case(A, "", rows=lambda: [["một", "hai"], ["1", "2"]], at_row=1),
    Reason.MISSING_COLUMN: Case(A, "Nhóm", rows=lambda: without("Nhóm"), at_row=1),
    Reason.UNKNOWN_COLUMN: Case(A, "H", rows=lambda: with_heading("Ghi chú"), at_row=1),
    Reason.REPEATED_COLUMN: Case(A, "Tên", rows=lambda: with_heading("TÊN"), at_row=1),
    Reason.EMPTY: Case(A, "Tên", {"name": ""}),
    Reason.TOO_LONG: Case(A, "Tên", {"name": "a" * 161}),
    Reason.BAD_LETTER: Case(A, "Tên", {"name": "Sở\u202eY"}),
    Reason.REFUSED_TEXT: Case(A, "Tên", {"name": "Bộ phận Tối mật"}),
    Reason.BAD_CODE: Case(A, "Mã cơ quan", {"code": "24 SCT"}),
    Reason.BAD_DATE: Case(A, "Hiệu lực từ", {"valid_from": "hôm nay"}),
    Reason.BAD_FLAG: Case(A, "Làm việc bằng giấy", {"works_on_paper": "hay là"}),
    Reason.BAD_NUMBER: Case(P, "Phút khai thác", {"handling_minutes": "lâu"}),
    Reason.NOT_A_CHOICE: Case(A, "Khối", {"bloc": "Doanh nghiệp"}),
    Reason.BAD_STOPS: Case(R, "Điểm dừng (mã:phút)", {"stops": "24-P"}),
    Reason.BAD_RUNS: Case(R, "Giờ chạy", {"runs": "sáng"}),
    Reason.REPEATED_KEY: Case(A, "Mã cơ quan", rows=twice, at_row=3),
    Reason.UNKNOWN_CODE: Case(A, "Mã tỉnh", {"province": "99"}),
    Reason.OTHER_PROVINCE: Case(
        A, "Mã xã, phường", {"commune": "26041", "family": "Khác", "code": "24-K"}
    ),
    Reason.NOT_YOUR_PROVINCE: Case(A, "Mã cơ quan", within="75"),
    Reason.ENDS_BEFORE_IT_BEGINS: Case(A, "Hiệu lực đến hết", {"valid_to": "01/06/2025"}),
    Reason.COMMUNE_MISSING: Case(A, "Mã xã, phường", {"family": "UBND xã, phường"}),
    Reason.COMMUNE_TOO_MUCH: Case(A, "Mã xã, phường", {"commune": "09187"}),
    Reason.BLOC_AND_LINE_DO_NOT_FIT: Case(A, "Tuyến", {"line": "Đảng"}),
    Reason.PAYS_ITSELF: Case(A, "Mã đơn vị thanh toán", {"payer": "24-SCT"}),
    Reason.KIND_CHANGED: Case(P, "Loại", {"code": "24-P", "kind": "Bưu cục"}),
    Reason.NOT_A_SITE: Case(P, "Thuộc địa điểm", {"parent": "24-P"}),
    Reason.SITE_MISSING: Case(P, "Thuộc địa điểm", {"kind": "Két", "code": "24-K1"}),
    Reason.VEHICLE_INCOMPLETE: Case(P, "Biển số", {**VEHICLE, "plate": ""}),
    Reason.NOT_A_VEHICLE: Case(P, "Biển số", {"plate": "MH-3"}),
    Reason.PLATE_IN_USE: Case(P, "Biển số", {**VEHICLE, "plate": "MH-1"}),
    Reason.NOT_A_DELIVERY_POINT: Case(T, "Mã điểm phát", {"point": "24-TT"}),
    Reason.ONLY_THE_GATE: Case(T, "Mã điểm phát", POLICE_AGAIN),
    Reason.KIND_AND_CODE_DO_NOT_FIT: Case(U, "Mã đơn vị", {"code": "0199"}),
    Reason.PROVINCE_MISSING: Case(U, "Thuộc tỉnh (mã)", {"parent": ""}),
    Reason.PROVINCE_CHANGED: Case(
        U, "Thuộc tỉnh (mã)", {"code": "09187", "valid_from": "01/07/2025"}
    ),
    Reason.SUCCEEDS_ITSELF: Case(S, "Mã mới", {"new": "07228"}),
    Reason.PERIODS_OVERLAP: Case(X, "Hiệu lực từ", {"valid_from": "01/10/2025"}),
    Reason.END_MISSING: Case(R, "Điểm cuối", {"kind": "Đường thư"}),
    Reason.END_IS_START: Case(R, "Điểm cuối", {"end": "24-TT"}),
    Reason.STOPS_REPEATED: Case(R, "Điểm dừng (mã:phút)", {"stops": "24-P:10; 24-P:20"}),
    Reason.STOPS_NOT_IN_TIME: Case(R, "Điểm dừng (mã:phút)", {"stops": "24-P:20; 24-P-CA:10"}),
    Reason.RUN_ENDS_BEFORE_IT_BEGINS: Case(R, "Giờ chạy", {"runs": "08:30-08:00 (mọi ngày)"}),
    Reason.RUN_SHORTER_THAN_ITS_STOPS: Case(R, "Giờ chạy", {"runs": "08:30-08:35 (mọi ngày)"}),
    Reason.RUN_REPEATED: Case(R, "Giờ chạy", {"runs": "08:30-09:30 (Tết); 08:30-10:30 (Tết)"}),
}
BY_SIZE = {Reason.TOO_MANY_ROWS}  # a file of its own below


def faults(case: Case) -> list[Fault]:
    cells: list[list[Cell]] = [list(row_) for row_ in case.table()]
    parsed = rules.parse(SHEETS[case.sheet], cells)
    found = preview(case.sheet, parsed, complete=False, within=case.within, on=TODAY)
    return list(found.faults)


@pytest.mark.parametrize("reason", CASES)
def test_the_fault_is_found_in_its_row_and_column(reason):
    case = CASES[reason]
    assert faults(case) == [Fault(case.at_row, case.column, reason)]


def test_every_kind_of_fault_is_made_here():
    assert set(CASES) | BY_SIZE == set(Reason)


def test_every_kind_of_fault_has_a_sentence():
    for reason in Reason:
        sentence = words.sentence(Fault(7, "Mã tỉnh", reason))
        assert "7" in sentence
        assert "Mã tỉnh" in sentence
    assert "7" in words.sentence(Fault(7, "", Reason.NO_HEADINGS))


def test_a_file_of_too_many_rows_is_refused():
    top: list[list[Cell]] = [["Mã cơ quan", "Tên"]]
    rows: list[list[Cell]] = [[f"A{n}", "x"] for n in range(rules.ROWS_MAX + 1)]
    parsed = rules.parse(AGENCIES, top + rows)
    assert [fault.reason for fault in parsed.faults] == [Reason.TOO_MANY_ROWS]
    assert parsed.rows == ()


def test_all_faults_are_shown_at_once():
    cells: list[list[Cell]] = [
        list(r) for r in table(row(A, code="a b", bloc="?"), row(A, code="24-X", line="?"))
    ]
    parsed = rules.parse(AGENCIES, cells)
    found = preview(A, parsed, complete=False, within=None, on=TODAY)
    assert [(f.row, f.column) for f in found.faults] == [
        (2, "Khối"),
        (2, "Mã cơ quan"),
        (3, "Tuyến"),
    ]
    assert found.differences.none


def test_titles_above_and_blank_rows_between_do_not_disturb():
    headings, cells = table(ROWS[A])
    said: list[list[Cell]] = [["DANH SÁCH CƠ QUAN"], [], list(headings), [""], list(cells)]
    parsed = rules.parse(AGENCIES, said)
    assert isinstance(parsed, Parsed)
    assert [one.row for one in parsed.rows] == [5]


def test_a_second_name_in_the_same_time_is_refused():
    again = row(U, code="09187", parent="24", valid_from="01/01/2026")
    cells: list[list[Cell]] = [list(r) for r in table(again)]
    found = preview(U, rules.parse(SHEETS[U], cells), complete=False, within=None, on=TODAY)
    assert [fault.reason for fault in found.faults] == [Reason.PERIODS_OVERLAP]


def test_places_of_one_file_may_stand_inside_one_another():
    office = row(P, code="24-BC9", kind="Bưu cục", name="Bưu cục 9", parent="24-TT")
    counter = row(P, code="24-BC9-Q1", kind="Quầy giao dịch", name="Quầy", parent="24-BC9")
    cells: list[list[Cell]] = [list(r) for r in table(counter, office)]
    found = preview(P, rules.parse(SHEETS[P], cells), complete=False, within=None, on=TODAY)
    assert found.faults == ()


def test_the_gate_of_the_police_stays_a_gate():
    cells: list[list[Cell]] = [list(r) for r in table(row(P, code="24-P-CA", gate_only="không"))]
    found = preview(P, rules.parse(SHEETS[P], cells), complete=False, within=None, on=TODAY)
    assert [fault.reason for fault in found.faults] == [Reason.ONLY_THE_GATE]


def test_columns_are_named_as_the_spreadsheet_names_them():
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
