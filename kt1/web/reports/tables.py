"""The six tables of a report (practice §C.5), each from the shared figures. Pure, Vietnamese."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kt1.assurance.quality.rules import Group
from kt1.law.services.rules import Scope, Urgency
from kt1.oversight.reports import keys
from kt1.oversight.reports.figures import Frozen, Pair, change_per_mille
from kt1.web.reports.content import BLOC_NAMES, figures_of, rate, rate_without
from kt1.web.reports.wording import HIDDEN, NONE, Unit, amount, both, per_cent

WAYS = {
    keys.WITHIN: "Đi và đến, nội tỉnh",
    keys.OUT: "Đi, liên tỉnh",
    keys.IN: "Đến, liên tỉnh",
}
URGENCIES = {
    Urgency.NONE: "KT1",
    Urgency.EXPRESS: "KT1 Hỏa tốc",
    Urgency.TIMED: "KT1 Hẹn giờ",
}
SCOPES = {Scope.WITHIN: "nội tỉnh", Scope.BETWEEN: "liên tỉnh"}
GROUPS = {Group.MAIN: "", Group.TIMED: "", Group.SPECIAL: " (địa bàn đặc biệt)"}
ROLES = {
    "counter": "Giao dịch viên",
    "controller": "Khai thác, kiểm soát",
    "courier": "Bưu tá, áp tải",
    "dispatcher": "Điều độ, quản lý",
}
LEVELS = {
    "tinh": "Ngân sách tỉnh",
    "xa": "Ngân sách xã",
    "dang": "Ngân sách Đảng",
    "nganh_doc": "Ngân sách ngành dọc",
    "none": "Chưa ghi cấp ngân sách",
    keys.OTHER_LINES: "Các cơ quan thuộc tuyến khác",
}
LACKS = {
    "focal": "chưa cử đầu mối tiếp nhận",
    "month": "còn tháng quá hạn chưa đối soát",
    "review": "chưa tự rà soát",
    "rules": "chưa có quy định KT1 trong quy chế, nội quy",
    "task": "còn nhiệm vụ quá hạn",
    "use": "không phát sinh bưu gửi",
}
CHECKS = (
    ("directives.issued", "Văn bản chỉ đạo, hướng dẫn", "văn bản"),
    ("inspections.planned", "Cuộc kiểm tra theo kế hoạch", "cuộc"),
    ("inspections.ad_hoc", "Cuộc kiểm tra đột xuất", "cuộc"),
    ("inspections.provider", "Trong đó: bên cung cấp dịch vụ", "cuộc"),
    ("inspections.user", "Trong đó: cơ quan sử dụng dịch vụ", "cuộc"),
    ("inspections.bodies", "Cơ quan, đơn vị được kiểm tra", "cơ quan"),
    ("inspections.findings", "Nội dung ghi nhận qua kiểm tra", "nội dung"),
    ("inspections.repeated", "Trong đó: lặp lại", "nội dung"),
    ("violations.found", "Vi phạm, thiếu sót được phát hiện", "vụ"),
    ("violations.remedied", "Đã khắc phục", "vụ"),
    ("violations.remind", "Chấn chỉnh bằng văn bản", "vụ"),
    ("violations.sanction", "Xử lý vi phạm hành chính", "vụ"),
    ("violations.refer", "Kiến nghị xử lý", "vụ"),
    ("violations.fined_vnd", "Tiền phạt đã có kết quả", "đồng"),
    ("incidents.total", "Sự cố an ninh, an toàn", "vụ"),
    ("irregularity.total", "Sự vụ trong khai thác", "vụ"),
    ("complaints.filed", "Khiếu nại đã tiếp nhận", "vụ"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table with what stands under it."""

    number: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    aligned: str
    total: int = 0  # so many rows at the end are sums
    note: str = ""

    @property
    def name(self) -> str:
        return f"Biểu {self.number}"

    @property
    def labelled(self) -> list[list[tuple[str, str, bool]]]:
        """Each cell with its heading, and whether it is a number: for a narrow page."""
        return [
            [
                (heading, cell, side == "r")
                for heading, cell, side in zip(self.headings, row, self.aligned, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Values:
    """The figures that a table is drawn from."""

    values: Mapping[str, Pair]
    hidden: frozenset[str]

    def four(self, key: str, unit: Unit = Unit.ITEM) -> tuple[str, str, str, str]:
        """This year, the year before, the difference and the growth."""
        now, then = self.values.get(key, (None, None))
        if key in self.hidden:
            return (HIDDEN,) * 4
        moved = NONE if now is None or then is None else _signed(now - then, unit)
        growth = per_cent(change_per_mille((now, then))) or NONE
        return amount(now, unit), amount(then, unit), moved, growth

    def both(self, key: str, unit: Unit = Unit.ITEM) -> str:
        return both(self.values.get(key, (None, None)), unit, hidden=key in self.hidden)

    def is_empty(self, *names: str) -> bool:
        return not any(any(self.values.get(key, (0, 0))) for key in names) and not any(
            key in self.hidden for key in names
        )


def _signed(number: int, unit: Unit) -> str:
    sign = "+" if number > 0 else "-" if number < 0 else ""
    return f"{sign}{amount(abs(number), unit)}"


def every_sheet(frozen: Frozen) -> tuple[Sheet, ...]:
    """All six, each whole: a line of noughts says that there was nothing."""
    of = Values(figures_of(frozen), frozen.hidden)
    drawn: Sequence[Callable[[Values], Sheet]] = (_volumes, _quality, _staff, _checks, _money)
    return (*(draw(of) for draw in drawn), lacking(frozen))


def _volumes(of: Values) -> Sheet:
    rows = []
    for way, words in WAYS.items():
        for urgency, service in URGENCIES.items():
            key, grams = keys.volume(way, urgency), keys.volume(way, urgency, "weight_g")
            rows.append((words, service, *of.four(key), of.both(grams, Unit.GRAM)))
        grams = keys.subtotal(way, "weight_g")
        rows.append((words, "Cộng", *of.four(keys.subtotal(way)), of.both(grams, Unit.GRAM)))
    for key, words in ((keys.SENT, "Tổng số đi"), (keys.RECEIVED, "Tổng số đến")):
        grams = key.replace("items", "weight_g")
        rows.append((words, "", *of.four(key), of.both(grams, Unit.GRAM)))
    rows.append(("Tổng sản lượng", "", *of.four(keys.ALL), of.both("all.weight_g", Unit.GRAM)))
    return Sheet(
        number="01",
        title="Sản lượng bưu gửi đi, đến theo dịch vụ và phạm vi",
        headings=(
            "Chiều, phạm vi", "Dịch vụ", "Kỳ này (bưu gửi)", "Cùng kỳ năm trước",
            "Tăng, giảm", "Tăng, giảm (%)", "Khối lượng, kg (cùng kỳ)",
        ),
        rows=tuple(rows),
        widths=(20, 15, 12, 12, 12, 12, 17),
        aligned="llrrrrr",
        total=3,
        note="Bưu gửi nội tỉnh vừa đi vừa đến trong tỉnh, được tính một lần trong tổng sản lượng.",
    )  # fmt: skip


def _quality(of: Values) -> Sheet:
    rows = []
    for group, urgency, scope in keys.quality_cells():
        prefix = f"quality.{group}.{urgency}.{scope}"
        if not of.is_empty(f"{prefix}.population") or group != Group.SPECIAL:
            words = f"{URGENCIES[Urgency(urgency)]} {SCOPES[Scope(scope)]}{GROUPS[Group(group)]}"
            rows.append((words, *_measured(of, prefix)))
    rows.append(("Tổng cộng", *_measured(of, "quality")))
    return Sheet(
        number="02",
        title="Chất lượng dịch vụ: thời gian toàn trình",
        headings=(
            "Dịch vụ, phạm vi", "Đã đến hạn", "Đạt", "Trễ do Bưu điện", "Trễ do nơi nhận",
            "Bất khả kháng", "Rút lại", "Tỷ lệ đạt, tính cả bất khả kháng",
            "Tỷ lệ đạt, không tính bất khả kháng",
        ),
        rows=tuple(rows),
        widths=(18, 11, 11, 10, 10, 10, 8, 13, 13),
        aligned="lrrrrrrrr",
        total=1,
        note="Trong ngoặc: cùng kỳ năm trước.",
    )  # fmt: skip


def _measured(of: Values, prefix: str) -> tuple[str, ...]:
    names = ("population", "on_time", "late_post", "late_receiver", "force_majeure", "recalled")
    hidden = f"{prefix}.population" in of.hidden
    rates = (rate(of.values, prefix), rate_without(of.values, prefix))
    return (
        *(of.both(f"{prefix}.{name}") for name in names),
        *(both(one, Unit.PER_MILLE, hidden=hidden) for one in rates),
    )


def _staff(of: Values) -> Sheet:
    names = ("people", *keys.PAPERS)
    rows = [
        (words, *(of.both(f"staff.{role}.{name}") for name in names))
        for role, words in ROLES.items()
    ]
    rows.append(("Tổng số người", *(of.both(f"staff.total.{name}") for name in names)))
    return Sheet(
        number="03",
        title="Lao động trực tiếp tham gia cung cấp dịch vụ",
        headings=(
            "Nhóm lao động", "Số người", "Đã thẩm tra, còn hiệu lực", "Đã tập huấn", "Đã cam kết",
        ),
        rows=tuple(rows),
        widths=(30, 17, 19, 17, 17),
        aligned="lrrrr",
        total=1,
        note="Vào ngày cuối kỳ; trong ngoặc: cùng ngày năm trước. Một người ở hai nhóm được tính "
        "một lần trong tổng số.",
    )  # fmt: skip


def _checks(of: Values) -> Sheet:
    rows = [
        (str(n), words, unit, *of.four(key))
        for n, (key, words, unit) in enumerate(
            (one for one in CHECKS if one[0] in of.values), start=1
        )
    ]
    return Sheet(
        number="04",
        title="Chỉ đạo, kiểm tra, xử lý",
        headings=("STT", "Chỉ tiêu", "Đơn vị", "Kỳ này", "Cùng kỳ", "Tăng, giảm", "%"),
        rows=tuple(rows),
        widths=(6, 40, 12, 11, 11, 10, 10),
        aligned="cllrrrr",
    )


def _money(of: Values) -> Sheet:
    rows = []
    for level, words in LEVELS.items():
        prefix = f"budget.{level}"
        if not of.is_empty(f"{prefix}.bodies", f"{prefix}.given_vnd", f"{prefix}.spent_vnd"):
            rows.append((words, *_spent(of, prefix)))
    rows.append(("Tổng cộng", *_spent(of, "budget")))
    return Sheet(
        number="05",
        title="Kinh phí sử dụng dịch vụ",
        headings=(
            "Cấp ngân sách", "Số cơ quan (cùng kỳ)", "Được giao cả năm, đồng",
            "Năm trước, đồng", "Thực hiện trong kỳ, đồng", "Cùng kỳ, đồng", "Tăng, giảm (%)",
        ),
        rows=tuple(rows),
        widths=(22, 11, 15, 15, 14, 13, 10),
        aligned="lrrrrrr",
        total=1,
        note="Thực hiện: các tháng bắt đầu trong kỳ đã ký, đóng dấu đối soát, gồm thuế.",
    )  # fmt: skip


def _spent(of: Values, prefix: str) -> tuple[str, ...]:
    given = of.four(f"{prefix}.given_vnd", Unit.VND)
    spent = of.four(f"{prefix}.spent_vnd", Unit.VND)
    return (of.both(f"{prefix}.bodies"), given[0], given[1], spent[0], spent[1], spent[3])


def lacking(frozen: Frozen) -> Sheet:
    """The bodies that have not done something, each with what."""
    rows = tuple(
        (
            str(n),
            one.name,
            BLOC_NAMES.get(one.bloc, one.bloc),
            "; ".join(LACKS.get(reason, reason) for reason in one.lacks),
        )
        for n, one in enumerate(frozen.lacking, start=1)
    )
    return Sheet(
        number="06",
        title="Cơ quan, đơn vị chưa thực hiện",
        headings=("STT", "Cơ quan, đơn vị", "Khối", "Nội dung chưa thực hiện"),
        rows=rows or (("", "Không có", "", ""),),
        widths=(6, 36, 20, 38),
        aligned="clll",
        note="Chỉ gồm các cơ quan thuộc tuyến do Sở Khoa học và Công nghệ đôn đốc.",
    )
