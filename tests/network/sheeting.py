"""Files for tests: rows as a person would type them, and a small network to type about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.network.models import AgencyPoint, AnnexMembership
from kt1.network.places.rules import PlaceKind
from kt1.network.sheets import files
from kt1.network.sheets.actions import take
from kt1.network.sheets.files import Form
from kt1.network.sheets.reading import read
from kt1.network.sheets.tables import SHEETS, SheetName
from tests.network.build import BIRTH, agency, place, unit

AT = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)  # 17:00 in Vietnam
BY = "user:7"

ROWS: dict[SheetName, dict[str, str]] = {
    SheetName.AGENCIES: {
        "Mã cơ quan": "24-SCT",
        "Tên": "Sở Công Thương Bắc Ninh",
        "Nhóm": "Sở, ban, ngành",
        "Khối": "Chính quyền",
        "Tuyến": "UBND",
        "Mã tỉnh": "24",
        "Hiệu lực từ": "01/07/2025",
    },
    SheetName.PLACES: {
        "Mã địa điểm": "24-P-SCT",
        "Loại": "Điểm phát",
        "Tên": "Văn phòng Sở Công Thương",
        "Mã tỉnh": "24",
        "Hiệu lực từ": "01/07/2025",
    },
    SheetName.POINTS: {"Mã cơ quan": "24-STC", "Mã điểm phát": "24-P"},
    SheetName.ANNEX: {
        "Mã cơ quan": "24-STC",
        "Phụ lục": "Phụ lục II",
        "Căn cứ": "Quyết định số 32/2025/QĐ-TTg",
        "Hiệu lực từ": "01/11/2025",
    },
    SheetName.ROUTES: {
        "Mã tuyến": "24-PH1",
        "Tên": "Tuyến phát 1",
        "Loại": "Tuyến phát",
        "Mã tỉnh": "24",
        "Điểm đầu": "24-TT",
        "Điểm dừng (mã:phút)": "24-P:10",
        "Giờ chạy": "08:30-09:30 (mọi ngày)",
        "Hiệu lực từ": "01/07/2025",
    },
    SheetName.UNITS: {
        "Mã đơn vị": "01999",
        "Cấp": "xã",
        "Tên": "Thử",
        "Thuộc tỉnh (mã)": "01",
        "Mã bưu chính": "10999",
        "Hiệu lực từ": "01/07/2025",
        "Căn cứ": "Quyết định số 19/2025/QĐ-TTg",
    },
    SheetName.SUCCESSIONS: {
        "Mã cũ": "07228",
        "Mã mới": "07210",
        "Từ ngày": "01/01/2027",
        "Căn cứ": "Nghị quyết số 1/2027",
    },
}


def row(name: SheetName, /, **said: str) -> dict[str, str]:
    """The usual row of a sheet with some cells changed, by field."""
    headings = {column.fills: column.heading for column in SHEETS[name].columns}
    return {**ROWS[name], **{headings[field]: cell for field, cell in said.items()}}


def table(*rows: dict[str, str]) -> list[list[str]]:
    headings = list(dict.fromkeys(heading for row_ in rows for heading in row_))
    return [headings, *([row_.get(heading, "") for heading in headings] for row_ in rows)]


def content(rows: Sequence[Sequence[str]], form: Form = Form.CSV) -> bytes:
    return files.write(form, "Thử", rows)


def taken(
    name: SheetName,
    *rows: dict[str, str],
    complete: bool = False,
    within: str | None = None,
    shown: str | None = None,
    key: UUID | None = None,
    at: datetime = AT,
) -> dict[str, int]:
    return take(
        name=name,
        parsed=read(name, content(table(*rows))),
        complete=complete,
        within=within,
        shown=shown,
        by=BY,
        at=at,
        once=RequestKey.of(key or uuid4(), {"sheet": name.value}),
    )


def small_network() -> None:
    """Two bodies of Bắc Ninh and one of Đồng Nai, a centre, a door, a gate and a vehicle."""
    finance = agency()
    agency("75-STC", "Sở Tài chính Đồng Nai", province=unit("75"))
    police = agency(
        "24-CA", "Công an tỉnh Bắc Ninh", family=Family.POLICE, bloc=Bloc.ARMED, line=Line.POLICE
    )
    centre = place("24-TT", PlaceKind.CENTRE)
    place("24-P")
    gate = place("24-P-CA", gate_only=True)
    place("24-XE1", PlaceKind.VEHICLE, parent=centre, dedicated=True, plate="MH-1")
    AgencyPoint.objects.create(agency=police, point=gate)
    AnnexMembership.objects.create(
        agency=finance, annex="II", source="QĐ 37/2021/QĐ-TTg", valid_from=BIRTH,
        valid_to=datetime(2025, 10, 31, tzinfo=UTC).date(),
    )  # fmt: skip


def facts_of(model: Any, *names: str) -> list[tuple[Any, ...]]:
    return list(model.objects.order_by("pk").values_list(*names))
