"""What the sections of a report say of its figures, line by line. Pure, Vietnamese.

Structure: practice §C.5; the four tasks of section II are those of the directive (S0 1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kt1.assurance.quality.rules import per_mille
from kt1.oversight.reports import keys
from kt1.oversight.reports.figures import Frozen, Pair, shared
from kt1.oversight.reports.rules import PARTY_TITLES, TITLES, Section
from kt1.web.reports.wording import Line, Unit

BLOC_NAMES = {
    "dang": "Khối Đảng",
    "chinh_quyen": "Khối chính quyền",
    "mttq_doan_the": "Khối Mặt trận và đoàn thể",
    "tu_phap": "Khối tư pháp",
    "llvt": "Khối lực lượng vũ trang",
    "nganh_doc": "Khối ngành dọc",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading of a section."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: what was counted for it, and the words that were written."""

    section: Section
    groups: tuple[Group, ...]
    text: str
    name: str

    @property
    def title(self) -> str:
        return f"{self.section}. {self.name}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())


_Said = Sequence[tuple[str, str, Unit]]
_GENERAL: Mapping[str, _Said] = {
    "1. Đối tượng sử dụng": (
        ("subjects.total", "Cơ quan, tổ chức thuộc đối tượng sử dụng", Unit.BODY),
        ("subjects.annex.I", "Thuộc Phụ lục I", Unit.BODY),
        ("subjects.annex.II", "Thuộc Phụ lục II", Unit.BODY),
        ("subjects.annex.admitted", "Được chấp thuận thêm", Unit.BODY),
        ("active.sent", "Có gửi trong kỳ", Unit.BODY),
        ("active.received", "Có nhận trong kỳ", Unit.BODY),
    ),
    "2. Hợp đồng cung cấp dịch vụ": (
        ("subjects.contracts", "Đã có hợp đồng với Bưu điện", Unit.BODY),
    ),
    "3. Đầu mối tiếp nhận": (
        ("focal.named", "Đã cử đầu mối tiếp nhận", Unit.BODY),
        ("focal.off_hours", "Có đầu mối cho thứ Bảy, Chủ nhật, ngày lễ, Tết", Unit.BODY),
    ),
}
_MANAGEMENT: Mapping[str, _Said] = {
    "1. Theo dõi, đôn đốc, hướng dẫn, kiểm tra, giám sát và xử lý vi phạm": (
        ("directives.issued", "Văn bản chỉ đạo, hướng dẫn đã ban hành", Unit.PAPER),
        ("directives.given", "Nhiệm vụ giao cho cơ quan, đơn vị", Unit.TASK),
        ("directives.done", "Nhiệm vụ đã hoàn thành", Unit.TASK),
        ("directives.overdue", "Nhiệm vụ quá hạn", Unit.TASK),
        ("inspections.done", "Cuộc kiểm tra đã thực hiện", Unit.TIMES),
        ("inspections.bodies", "Cơ quan, đơn vị được kiểm tra", Unit.BODY),
        ("violations.found", "Vi phạm, thiếu sót được phát hiện", Unit.CASE),
        ("violations.remedied", "Đã khắc phục", Unit.CASE),
        ("violations.overdue", "Quá hạn khắc phục", Unit.CASE),
    ),
    "2. Tuyên truyền, phổ biến pháp luật": (
        ("outreach.events", "Hội nghị, tập huấn, đợt tuyên truyền", Unit.TIMES),
        ("outreach.bodies", "Cơ quan tham dự", Unit.BODY),
        ("outreach.people", "Lượt người tham dự", Unit.PERSON),
        ("outreach.materials", "Tài liệu hướng dẫn đã phát hành", Unit.PAPER),
    ),
    "3. Tham mưu bố trí kinh phí": (
        ("budget.given_vnd", "Kinh phí được giao trong năm", Unit.VND),
        ("budget.spent_vnd", "Đã thực hiện trong kỳ (đã ký đối soát)", Unit.VND),
    ),
    "4. Đối soát và báo cáo": (
        ("months.signed", "Bảng đối soát đã ký, đóng dấu", Unit.MONTH),
        ("months.agreed", "Đã thống nhất trên hệ thống, chưa ký", Unit.MONTH),
        ("months.frozen", "Đang đối chiếu", Unit.MONTH),
    ),
}
_PROVISION: Mapping[str, _Said] = {
    "1. Mạng lưới, phương tiện": (
        ("network.offices", "Bưu cục, trung tâm khai thác", Unit.OFFICE),
        ("network.vehicles", "Phương tiện vận chuyển", Unit.VEHICLE),
        ("network.routes", "Đường thư, tuyến phát", Unit.ROUTE),
    ),
    "2. Kết nối": (
        ("connections.in_force", "Điểm kết nối với mạng Trung ương và tỉnh khác", Unit.OFFICE),
        ("connections.unchecked", "Điểm kết nối quá hạn kiểm tra", Unit.OFFICE),
    ),
    "3. Lao động trực tiếp": (
        ("staff.total.people", "Lao động trực tiếp tham gia", Unit.PERSON),
        ("staff.total.vetting", "Đã thẩm tra, còn hiệu lực", Unit.PERSON),
        ("staff.total.training", "Đã tập huấn nghiệp vụ và an ninh KT1", Unit.PERSON),
        ("staff.total.pledge", "Đã cam kết", Unit.PERSON),
    ),
    "4. Sản lượng, doanh thu": (
        (keys.ALL, "Tổng sản lượng", Unit.ITEM),
        (keys.SENT, "Bưu gửi đi", Unit.ITEM),
        (keys.RECEIVED, "Bưu gửi đến", Unit.ITEM),
        ("all.weight_g", "Tổng khối lượng", Unit.GRAM),
        ("revenue.signed_vnd", "Doanh thu đã ký đối soát (chưa thuế)", Unit.VND),
        ("revenue.agreed_vnd", "Doanh thu đã thống nhất, chưa ký (chưa thuế)", Unit.VND),
        ("priced.vnd", "Giá trị bưu gửi đi theo bảng giá cước", Unit.VND),
    ),
    "5. Chất lượng": (
        ("quality.population", "Bưu gửi đã đến hạn toàn trình", Unit.ITEM),
        ("quality.on_time", "Đạt thời gian toàn trình", Unit.ITEM),
        ("rate.whole", "Tỷ lệ đạt, tính cả bất khả kháng", Unit.PER_MILLE),
        ("rate", "Tỷ lệ đạt, không tính bất khả kháng", Unit.PER_MILLE),
        ("quality.late_post", "Trễ do Bưu điện", Unit.ITEM),
        ("quality.late_receiver", "Trễ do nơi nhận chưa cử đầu mối", Unit.ITEM),
        ("quality.force_majeure", "Trễ do bất khả kháng", Unit.ITEM),
        ("rate.safety", "Tỷ lệ bưu gửi an toàn", Unit.PER_MILLE),
    ),
    "6. An ninh, an toàn": (
        ("quality.harmed", "Bưu gửi mất, rách bì hoặc hỏng niêm phong", Unit.ITEM),
        ("irregularity.total", "Sự vụ trong khai thác", Unit.CASE),
        ("incidents.total", "Sự cố an ninh, an toàn", Unit.CASE),
        ("assessed.done", "Lượt đánh giá an ninh, an toàn", Unit.TIMES),
        ("assessed.full", "Lượt đánh giá đạt đủ điểm", Unit.TIMES),
        ("measures.verified", "Biện pháp khắc phục, phòng ngừa đã được kiểm tra lại", Unit.TASK),
        ("measures.overdue", "Biện pháp khắc phục, phòng ngừa quá hạn", Unit.TASK),
    ),
    "7. Khiếu nại, bồi thường": (
        ("complaints.filed", "Khiếu nại đã tiếp nhận", Unit.CASE),
        ("complaints.upheld", "Khiếu nại đúng, đúng một phần", Unit.CASE),
        ("complaints.compensation_vnd", "Bồi thường", Unit.VND),
    ),
    "8. Lưu trữ": (
        ("archive.entries", "Dữ liệu ghi vết lưu trên hệ thống khi chốt số liệu", Unit.ENTRY),
    ),
}
_USE: Mapping[str, _Said] = {
    BLOC_NAMES[one]: (
        (keys.bloc(one, "subjects"), "Cơ quan thuộc đối tượng sử dụng", Unit.BODY),
        (keys.bloc(one, "bodies"), "Cơ quan có phát sinh bưu gửi", Unit.BODY),
        (keys.bloc(one, "sent"), "Bưu gửi đi", Unit.ITEM),
        (keys.bloc(one, "received"), "Bưu gửi đến", Unit.ITEM),
    )
    for one in keys.BLOCS
}
GROUPS: Mapping[Section, Mapping[str, _Said]] = {
    Section.GENERAL: _GENERAL,
    Section.MANAGEMENT: _MANAGEMENT,
    Section.PROVISION: _PROVISION,
    Section.USE: _USE,
    Section.SHORTCOMINGS: {},
    Section.PROPOSALS: {},
}


_OF_PARTY = {
    "Theo dõi, đôn đốc, hướng dẫn, kiểm tra, giám sát và xử lý vi phạm": (
        "Theo dõi, đôn đốc, hướng dẫn"
    ),
    "Đối soát và báo cáo": "Đối soát",
    "Sản lượng, doanh thu": "Sản lượng",
}


def figures_of(frozen: Frozen) -> dict[str, Pair]:
    """The shared figures, with the rates that follow from them."""
    found = shared(frozen)
    found["rate.whole"] = rate(found, "quality")
    if is_of_bloc(frozen):
        return found
    found["rate"] = rate_without(found, "quality")
    found["rate.safety"] = _safety(found)
    found["archive.entries"] = (frozen.ledger_size, None)
    return found


def is_of_bloc(frozen: Frozen) -> bool:
    """Whether these are figures of the Party office's lines: there all the mail has no sum."""
    return keys.ALL not in frozen.values


def parts(frozen: Frozen, words: Mapping[str, str]) -> tuple[Part, ...]:
    """All six sections; a figure that nothing counts is left out, a hidden one is not."""
    found = figures_of(frozen)
    titles = PARTY_TITLES if is_of_bloc(frozen) else TITLES
    return tuple(
        Part(
            section=section,
            groups=_groups(GROUPS[section], found, frozen),
            text=words.get(section, ""),
            name=titles[section],
        )
        for section in Section
    )


def _groups(
    of: Mapping[str, _Said], found: Mapping[str, Pair], frozen: Frozen
) -> tuple[Group, ...]:
    """Those of which something is counted; where some are not, numbered anew."""
    groups = [
        Group(title, lines)
        for title, said in of.items()
        if (lines := _lines(said, found, frozen.hidden))
    ]
    if not is_of_bloc(frozen):
        return tuple(groups)
    return tuple(Group(_renamed(one.title, n), one.lines) for n, one in enumerate(groups, 1))


def _renamed(title: str, n: int) -> str:
    """A heading of the Party office's report: numbered anew, without what it does not tell."""
    name = title.partition(". ")[2]
    return f"{n}. {_OF_PARTY.get(name, name)}" if name else title


def _lines(said: _Said, found: Mapping[str, Pair], hidden: frozenset[str]) -> tuple[Line, ...]:
    return tuple(
        Line(key=key, label=label, unit=unit, pair=found[key], hidden=key in hidden)
        for key, label, unit in said
        if key in found
    )


def rate(of: Mapping[str, Pair], prefix: str) -> Pair:
    """On time of all that was due under a prefix, force majeure counted as late; thousandths."""
    return _rate(of, prefix, ("recalled",))


def rate_without(of: Mapping[str, Pair], prefix: str) -> Pair:
    """The same with force majeure left out."""
    return _rate(of, prefix, ("recalled", "force_majeure"))


def _rate(of: Mapping[str, Pair], prefix: str, left_out: tuple[str, ...]) -> Pair:
    now, then = (
        per_mille(
            _at(of, f"{prefix}.on_time", year),
            _at(of, f"{prefix}.population", year)
            - sum(_at(of, f"{prefix}.{one}", year) for one in left_out),
        )
        for year in (0, 1)
    )
    return now, then


def _at(of: Mapping[str, Pair], key: str, year: int) -> int:
    return of.get(key, (0, 0))[year] or 0


def _safety(of: Mapping[str, Pair]) -> Pair:
    now, then = (
        per_mille(
            _at(of, "quality.population", year) - _at(of, "quality.harmed", year),
            _at(of, "quality.population", year),
        )
        for year in (0, 1)
    )
    return now, then
