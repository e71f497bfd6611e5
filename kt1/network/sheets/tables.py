"""The files of the network: their columns, headings and words. Pure.

Headings and words of files are Vietnamese whatever the language of the pages: the file goes
from office to office.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

from kt1.network.agencies.rules import (
    ANY_DAY,
    AgencyFacts,
    Annex,
    Bloc,
    BudgetLevel,
    Family,
    Hours,
    Line,
    MembershipFacts,
    PointFacts,
)
from kt1.network.places.rules import PlaceFacts, PlaceKind, Zone
from kt1.network.routes.rules import RouteFacts, RouteKind
from kt1.network.sheets.cells import DAY_WORDS, EVERY_DAY, Column, Shape, Value
from kt1.network.units.rules import Evidence, SuccessionFacts, UnitFacts, UnitKind

Facts = (
    AgencyFacts
    | PlaceFacts
    | PointFacts
    | MembershipFacts
    | RouteFacts
    | UnitFacts
    | SuccessionFacts
)
Key = tuple[Value, ...]


class SheetName(StrEnum):
    """The files that come in and go out."""

    AGENCIES = "agencies"
    PLACES = "places"
    POINTS = "points"
    ANNEX = "annex"
    ROUTES = "routes"
    UNITS = "units"
    SUCCESSIONS = "successions"


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One kind of file: what each of its rows states."""

    name: SheetName
    title: str
    facts: type[Any]
    key_fields: tuple[str, ...]
    columns: tuple[Column, ...]

    def key(self, facts: Facts) -> Key:
        """What makes a row the same row in the file of next year."""
        return tuple(getattr(facts, name) for name in self.key_fields)

    @cached_property
    def usual(self) -> Mapping[str, Value]:
        """What an empty cell, or a column the file lacks, stands for."""
        return {f.name: f.default for f in fields(self.facts) if f.default is not MISSING}


FAMILY_WORDS: Mapping[str, str] = {
    Family.PROVINCIAL_PARTY_OFFICE: "Văn phòng Tỉnh ủy",
    Family.PARTY_BOARD: "Ban đảng Tỉnh ủy",
    Family.PARTY_OF_PARTY_BODIES: "Đảng bộ các cơ quan Đảng",
    Family.PARTY_OF_UBND: "Đảng bộ UBND tỉnh",
    Family.ASSEMBLY_OFFICE: "Văn phòng Đoàn ĐBQH và HĐND",
    Family.FRONT: "Ủy ban MTTQ",
    Family.SOCIO_POLITICAL: "Tổ chức chính trị - xã hội",
    Family.DEPARTMENT: "Sở, ban, ngành",
    Family.POLICE: "Công an",
    Family.MILITARY: "Quân sự",
    Family.PROCURACY: "Viện kiểm sát nhân dân",
    Family.COURT: "Tòa án nhân dân",
    Family.COMMUNE_PARTY: "Đảng ủy xã, phường",
    Family.COMMUNE_COUNCIL: "HĐND xã, phường",
    Family.COMMUNE_UBND: "UBND xã, phường",
    Family.STATE_BANK: "Ngân hàng Nhà nước",
    Family.POST: "Bưu điện",
    Family.OTHER: "Khác",
}
BLOC_WORDS: Mapping[str, str] = {
    Bloc.PARTY: "Đảng",
    Bloc.GOVERNMENT: "Chính quyền",
    Bloc.FRONT: "MTTQ và đoàn thể",
    Bloc.JUSTICE: "Tư pháp",
    Bloc.ARMED: "Lực lượng vũ trang",
    Bloc.VERTICAL: "Ngành dọc",
}
LINE_WORDS: Mapping[str, str] = {
    Line.PARTY: "Đảng",
    Line.COUNCIL: "HĐND",
    Line.STATE: "UBND",
    Line.FRONT: "MTTQ",
    Line.COURT: "Tòa án",
    Line.PROCURACY: "Kiểm sát",
    Line.POLICE: "Công an",
    Line.MILITARY: "Quân sự",
    Line.BANK: "Ngân hàng",
    Line.POST: "Bưu điện",
}
ANNEX_WORDS: Mapping[str, str] = {
    Annex.CENTRAL: "Phụ lục I",
    Annex.LOCAL: "Phụ lục II",
    Annex.ADMITTED: "Được chấp thuận",
}
BUDGET_WORDS: Mapping[str, str] = {
    BudgetLevel.PROVINCE: "Tỉnh",
    BudgetLevel.COMMUNE: "Xã",
    BudgetLevel.PARTY: "Đảng",
    BudgetLevel.VERTICAL: "Ngành dọc",
}
HOURS_WORDS: Mapping[str, str] = {
    Hours.ANY: "Mọi giờ",
    Hours.WORKING: "Trong giờ",
    Hours.OFF: "Ngoài giờ",
}
PLACE_WORDS: Mapping[str, str] = {
    PlaceKind.DELIVERY_POINT: "Điểm phát",
    PlaceKind.POST_OFFICE: "Bưu cục",
    PlaceKind.CENTRE: "Trung tâm khai thác",
    PlaceKind.COUNTER: "Quầy giao dịch",
    PlaceKind.SAFE: "Két",
    PlaceKind.VEHICLE: "Xe",
    PlaceKind.CENTRAL: "Điểm kết nối trung ương",
}
ZONE_WORDS: Mapping[str, str] = {Zone.INNER: "Nội thành", Zone.OUTER: "Ngoại thành"}
ROUTE_WORDS: Mapping[str, str] = {
    RouteKind.TRUNK: "Đường thư",
    RouteKind.DELIVERY: "Tuyến phát",
    RouteKind.COLLECTION: "Tuyến thu gom",
}
EVIDENCE_WORDS: Mapping[str, str] = {
    Evidence.OFFICIAL: "Văn bản chính thức",
    Evidence.PRESS: "Báo chí",
    Evidence.HISTORIC: "Văn bản đã hết hiệu lực",
    Evidence.ASSUMPTION: "Chờ xác nhận",
}

_PROVINCE = Column(fills="province", heading="Mã tỉnh", shape=Shape.CODE, needed=True, digits=2)
_COMMUNE = Column(fills="commune", heading="Mã xã, phường", shape=Shape.CODE, digits=5)
_FROM = Column(fills="valid_from", heading="Hiệu lực từ", shape=Shape.DATE, needed=True)
_TO = Column(fills="valid_to", heading="Hiệu lực đến hết", shape=Shape.DATE)
_NAME = Column(fills="name", heading="Tên", needed=True)
_SOURCE = Column(fills="source", heading="Căn cứ", needed=True, longest=200, paper=True)


def _code(fills: str, heading: str, *, longest: int = 32, needed: bool = True) -> Column:
    return Column(fills=fills, heading=heading, shape=Shape.CODE, needed=needed, longest=longest)


def _choice(fills: str, heading: str, choices: Mapping[str, str], *, needed: bool = True) -> Column:
    return Column(fills=fills, heading=heading, shape=Shape.CHOICE, needed=needed, choices=choices)


AGENCIES = Sheet(
    name=SheetName.AGENCIES,
    title="Danh sách cơ quan",
    facts=AgencyFacts,
    key_fields=("code",),
    columns=(
        _code("code", "Mã cơ quan"),
        _NAME,
        _choice("family", "Nhóm", FAMILY_WORDS),
        _choice("bloc", "Khối", BLOC_WORDS),
        _choice("line", "Tuyến", LINE_WORDS),
        _PROVINCE,
        _COMMUNE,
        Column(fills="works_on_paper", heading="Làm việc bằng giấy", shape=Shape.FLAG),
        Column(fills="postcode", heading="Mã bưu chính", shape=Shape.CODE, digits=5),
        _code("organ_id", "Mã định danh", longest=35, needed=False),
        Column(fills="contract_no", heading="Số hợp đồng KT1", longest=60, paper=True),
        _code("customer_code", "Mã khách hàng", needed=False),
        Column(fills="budget_code", heading="Mã ĐVQHNS", shape=Shape.CODE, digits=7),
        _choice("budget_level", "Cấp ngân sách", BUDGET_WORDS, needed=False),
        _code("tax_code", "Mã số thuế", longest=14, needed=False),
        _code("payer", "Mã đơn vị thanh toán", needed=False),
        _FROM,
        _TO,
    ),
)
PLACES = Sheet(
    name=SheetName.PLACES,
    title="Danh mục địa điểm",
    facts=PlaceFacts,
    key_fields=("code",),
    columns=(
        _code("code", "Mã địa điểm", longest=40),
        _choice("kind", "Loại", PLACE_WORDS),
        _NAME,
        _PROVINCE,
        _COMMUNE,
        _code("parent", "Thuộc địa điểm", longest=40, needed=False),
        Column(fills="address", heading="Địa chỉ", longest=200),
        _choice("zone", "Khu vực", ZONE_WORDS, needed=False),
        Column(fills="gate_only", heading="Chỉ tại cổng trực ban", shape=Shape.FLAG),
        Column(fills="no_phones", heading="Không mang điện thoại", shape=Shape.FLAG),
        Column(fills="focal_only", heading="Chỉ đầu mối", shape=Shape.FLAG),
        Column(fills="dedicated", heading="Xe chuyên dụng", shape=Shape.MAYBE),
        Column(fills="plate", heading="Biển số", longest=12),
        Column(fills="handling_minutes", heading="Phút khai thác", shape=Shape.NUMBER),
        _FROM,
        _TO,
    ),
)
POINTS = Sheet(
    name=SheetName.POINTS,
    title="Điểm phát của cơ quan",
    facts=PointFacts,
    key_fields=("agency", "point", "day_kind", "hours"),
    columns=(
        _code("agency", "Mã cơ quan"),
        _code("point", "Mã điểm phát", longest=40),
        _choice("day_kind", "Ngày", {ANY_DAY: EVERY_DAY, **DAY_WORDS}, needed=False),
        _choice("hours", "Giờ", HOURS_WORDS, needed=False),
    ),
)
ANNEX = Sheet(
    name=SheetName.ANNEX,
    title="Đối tượng sử dụng theo Phụ lục",
    facts=MembershipFacts,
    key_fields=("agency", "valid_from"),
    columns=(
        _code("agency", "Mã cơ quan"),
        _choice("annex", "Phụ lục", ANNEX_WORDS),
        _SOURCE,
        _FROM,
        _TO,
    ),
)
ROUTES = Sheet(
    name=SheetName.ROUTES,
    title="Đường thư, tuyến phát, tuyến thu gom",
    facts=RouteFacts,
    key_fields=("code",),
    columns=(
        _code("code", "Mã tuyến", longest=24),
        _NAME,
        _choice("kind", "Loại", ROUTE_WORDS),
        _PROVINCE,
        _code("start", "Điểm đầu", longest=40),
        _code("end", "Điểm cuối", longest=40, needed=False),
        Column(fills="stops", heading="Điểm dừng (mã:phút)", shape=Shape.STOPS),
        Column(fills="runs", heading="Giờ chạy", shape=Shape.RUNS),
        _FROM,
        _TO,
    ),
)
UNITS = Sheet(
    name=SheetName.UNITS,
    title="Đơn vị hành chính",
    facts=UnitFacts,
    key_fields=("code", "valid_from"),
    columns=(
        _code("code", "Mã đơn vị", longest=5),
        _choice("kind", "Cấp", {kind: kind for kind in UnitKind}),
        _NAME,
        Column(fills="parent", heading="Thuộc tỉnh (mã)", shape=Shape.CODE, digits=2),
        Column(fills="postcode", heading="Mã bưu chính", shape=Shape.CODE, digits=5),
        _FROM,
        _TO,
        _SOURCE,
        _choice("evidence", "Mức tin cậy", EVIDENCE_WORDS, needed=False),
    ),
)
SUCCESSIONS = Sheet(
    name=SheetName.SUCCESSIONS,
    title="Sắp xếp đơn vị hành chính",
    facts=SuccessionFacts,
    key_fields=("old", "new", "at"),
    columns=(
        _code("old", "Mã cũ", longest=5),
        _code("new", "Mã mới", longest=5),
        Column(fills="at", heading="Từ ngày", shape=Shape.DATE, needed=True),
        _SOURCE,
    ),
)
SHEETS: Mapping[SheetName, Sheet] = {
    sheet.name: sheet for sheet in (AGENCIES, PLACES, POINTS, ANNEX, ROUTES, UNITS, SUCCESSIONS)
}
