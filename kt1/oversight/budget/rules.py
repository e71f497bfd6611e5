"""The budget of a province for KT1: from measured volumes to a settled year. Pure.

Money is whole đồng, with VAT; growth is per mille and scenarios per cent: nothing is a float.

Source: QD55-2016 Đ.8.2; practice: the chain lập – thẩm định – giao – điều chỉnh – thực hiện –
quyết toán, with chuyển nguồn
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.law.tariffs.rules import tax

MONTHS = 12
PER_MILLE = 1000
PERCENT = 100
GROWTH_MAX = 2000
VND_MAX = 1_000_000_000_000


class Stage(StrEnum):
    """What a version is. *Thực hiện* is no version: it is what signed reconciliations say."""

    ESTIMATE = "estimate"  # lập
    APPRAISED = "appraised"  # thẩm định
    ALLOCATED = "allocated"  # giao
    ADJUSTED = "adjusted"  # điều chỉnh
    SETTLED = "settled"  # quyết toán


#: What may follow. An estimate may be made again until it is sent, and when it came back.
NEXT: Mapping[Stage, AbstractSet[Stage]] = {
    Stage.ESTIMATE: {Stage.ESTIMATE, Stage.APPRAISED},
    Stage.APPRAISED: {Stage.ALLOCATED},
    Stage.ALLOCATED: {Stage.ADJUSTED, Stage.SETTLED},
    Stage.ADJUSTED: {Stage.ADJUSTED, Stage.SETTLED},
    Stage.SETTLED: set(),
}
#: Money may be spent by these.
IN_FORCE = frozenset({Stage.ALLOCATED, Stage.ADJUSTED, Stage.SETTLED})


class Scenario(StrEnum):
    LOW = "low"
    BASE = "base"
    HIGH = "high"


class Return(StrEnum):
    """Why Sở Tài chính sends an estimate back."""

    BASIS = "basis"  # months or volumes it rests on
    GROWTH = "growth"
    TARIFF = "tariff"
    BODIES = "bodies"  # a body missing, or one that does not pay from this budget
    OTHER = "other"


def may_follow(last: Stage | None, wanted: Stage) -> bool:
    """Whether a version of this stage may come next; a budget begins with an estimate."""
    return wanted is Stage.ESTIMATE if last is None else wanted in NEXT[last]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one body sent in the months measured, before tax, by the tariff of the year to come."""

    items: int
    net_vnd: int
    now_vnd: int  # the same items by the tariff of the last month measured
    surcharge_vnd: int  # of marks, before tax: from signed accounts, else from paper
    unpriced: int = 0  # items that no table prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an estimate rests on, the same for every body."""

    first: date
    last: date  # first day of the last month measured
    growth_per_mille: int
    scenario_percent: int
    vat_percent: int

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * MONTHS + self.last.month - self.first.month + 1


def yearly(measured: Measured, basis: Basis, *, vat_percent: int) -> int:
    """`Ước` of the present year: the pace measured, by the tariff and tax of now."""
    net = _rounded((measured.now_vnd + measured.surcharge_vnd) * MONTHS, basis.months)
    return net + tax(net, vat_percent)


def estimate(measured: Measured, basis: Basis) -> int:
    """A year to come, with tax: the pace measured × growth × scenario, rounded once."""
    numerator = (
        (measured.net_vnd + measured.surcharge_vnd)
        * MONTHS
        * (PER_MILLE + basis.growth_per_mille)
        * basis.scenario_percent
    )
    net = _rounded(numerator, basis.months * PER_MILLE * PERCENT)
    return net + tax(net, basis.vat_percent)


def _rounded(numerator: int, denominator: int) -> int:
    """To the nearest đồng, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How one body's money of a year stands.

    `spent`: months signed and stamped. `committed`: months agreed or compared, not signed yet.
    """

    allotted: int
    carried_in: int = 0
    spent: int = 0
    committed: int = 0
    months_told: int = 0  # months of the year that spent and committed cover

    @property
    def available(self) -> int:
        return self.allotted + self.carried_in

    @property
    def left(self) -> int:
        return self.available - self.spent - self.committed

    @property
    def used_percent(self) -> int:
        used = self.spent + self.committed
        if self.available <= 0:
            return 0 if used == 0 else PERCENT
        return used * PERCENT // self.available

    @property
    def monthly(self) -> int:
        return 0 if not self.months_told else (self.spent + self.committed) // self.months_told

    @property
    def lasts_until(self) -> int | None:
        """The month of the year (1–12) in which it runs out at this pace; None if it lasts."""
        if self.left < 0:
            return max(self.months_told, 1)
        if self.monthly <= 0:
            return None
        month = self.months_told + self.left // self.monthly + 1
        return int(month) if month <= MONTHS else None


class Alarm(StrEnum):
    """What is to be said of one body's money, the gravest first."""

    OVER = "over"  # more is owed than there is
    RUNS_OUT = "runs_out"  # at this pace before the year ends
    NEARLY = "nearly"  # past the share at which one is told
    NONE = "none"


def alarm(execution: Execution, *, told_at_percent: int) -> Alarm:
    """The gravest thing to say of one body's money."""
    if execution.left < 0:
        return Alarm.OVER
    if execution.lasts_until is not None:
        return Alarm.RUNS_OUT
    if execution.used_percent >= told_at_percent:
        return Alarm.NEARLY
    return Alarm.NONE


def carried(execution: Execution, wanted: int) -> int | None:
    """What goes over to the next year (chuyển nguồn); None where it is more than is left."""
    return wanted if 0 <= wanted <= max(execution.left, 0) else None


def change_per_mille(before: int, after: int) -> int | None:
    """Growth from one amount to the next, per mille, towards zero; None where there was none."""
    if before <= 0:
        return None
    sign = -1 if after < before else 1
    return sign * (abs(after - before) * PER_MILLE // before)
