"""Figures of a report in words: numbers, units, the year before, growth. Pure, Vietnamese."""

from dataclasses import dataclass
from enum import StrEnum

from kt1.oversight.reports.figures import Pair, change_per_mille
from kt1.web.papers.rules import grouped

#: Stands where a number is not shared; explained at the foot of every output.
HIDDEN = "…"
NONE = "–"
_TENTHS = 10
_GRAMS = 1000


class Unit(StrEnum):
    """What is counted: the word behind the number."""

    BODY = "cơ quan"
    ITEM = "bưu gửi"
    PERSON = "người"
    OFFICE = "điểm"
    VEHICLE = "phương tiện"
    ROUTE = "đường thư, tuyến phát"
    VND = "đồng"
    GRAM = "kg"
    CASE = "vụ"
    TIMES = "cuộc"
    PAPER = "văn bản"
    TASK = "nhiệm vụ"
    MONTH = "bảng đối soát"
    ENTRY = "mục"
    PER_MILLE = "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure as it is read: its name, both years, its unit."""

    key: str
    label: str
    unit: Unit
    pair: Pair
    hidden: bool = False

    @property
    def now(self) -> str:
        return HIDDEN if self.hidden else amount(self.pair[0], self.unit)

    @property
    def before(self) -> str:
        return HIDDEN if self.hidden else amount(self.pair[1], self.unit)

    @property
    def change(self) -> str:
        if self.hidden:
            return HIDDEN
        if self.unit is Unit.PER_MILLE:
            return points(self.pair)
        return per_cent(change_per_mille(self.pair))

    @property
    def said(self) -> str:
        """12.345 bưu gửi (cùng kỳ năm trước: 11.000; tăng 12,2%)."""
        if self.hidden:
            return f"{self.label}: {HIDDEN}"
        unit = "" if self.unit is Unit.PER_MILLE else f" {self.unit}"
        if self.pair[1] is None:
            return f"{self.label}: {self.now}{unit} (cùng kỳ năm trước: không có số liệu)"
        return f"{self.label}: {self.now}{unit} (cùng kỳ năm trước: {self.before}{self._moved()})"

    @property
    def alone(self) -> str:
        """12.345 bưu gửi, where no year before is known at all."""
        if self.hidden or self.unit is Unit.PER_MILLE:
            return f"{self.label}: {self.now}"
        return f"{self.label}: {self.now} {self.unit}"

    def _moved(self) -> str:
        now, then = self.pair
        if now is None or then is None:
            return ""
        if now == then:
            return "; không thay đổi" if now else ""
        if not self.change:
            return ""
        return f"; {'tăng' if now > then else 'giảm'} {self.change.lstrip('+-')}"


def amount(value: int | None, unit: Unit) -> str:
    """A number as its unit is written; a dash where nothing is known."""
    if value is None:
        return NONE
    if unit is Unit.GRAM:
        return _decimal(value * _TENTHS // _GRAMS)
    if unit is Unit.PER_MILLE:
        return f"{_decimal(value)}%"
    return grouped(value)


def per_cent(per_mille: int | None) -> str:
    """+12,2% for 122 thousandths; nothing where there was nothing to grow from."""
    if per_mille is None:
        return ""
    sign = "-" if per_mille < 0 else "+" if per_mille > 0 else ""
    return f"{sign}{_decimal(abs(per_mille))}%"


def points(pair: Pair) -> str:
    """How a rate moved: in points of a per cent, never in per cent of a per cent."""
    now, then = pair
    if now is None or then is None:
        return ""
    sign = "-" if now < then else "+" if now > then else ""
    return f"{sign}{_decimal(abs(now - then))} điểm %"


def both(pair: Pair, unit: Unit, *, hidden: bool) -> str:
    """120 (110): the year before in brackets."""
    if hidden:
        return HIDDEN
    return f"{amount(pair[0], unit)} ({amount(pair[1], unit)})"


def _decimal(tenths: int) -> str:
    whole, rest = divmod(tenths, _TENTHS)
    return f"{grouped(whole)},{rest}"
