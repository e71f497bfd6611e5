"""The three papers of a month: detail list, reconciliation record, payment summary.

Three and not one: letters, receivers and days stay with the two clerks; what goes on to the
treasury and the tax office names no receiver and no mark, and has one invoice line (W5).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kt1.law.tariffs.words import in_words
from kt1.web.papers.rules import Fields, Sheet, Value, clock, file_name, grouped, months


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who reconciles with whom, and under which contract."""

    post: str
    agency: str
    customer_code: str = ""
    tax_code: str = ""
    budget_code: str = ""
    contract: str = ""

    def fields(self) -> Fields:
        return {
            "post": self.post,
            "agency": self.agency,
            "customer_code": self.customer_code,
            "tax_code": self.tax_code,
            "budget_code": self.budget_code,
            "contract": self.contract,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Whole đồng: net of items, surcharge of marks as one amount, corrections, tax on the sum.

    `held` of the tax lay in prices already: the table of prices holds it.
    """

    items: int
    surcharge: int
    corrections: int
    tax: int
    percent: int | None
    held: int = 0

    @property
    def net(self) -> int:
        return self.items + self.surcharge + self.corrections

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def tax_name(self) -> str:
        if self.held == self.tax and self.held:
            return "Thuế GTGT (đã nằm trong giá cước)"
        if self.percent is None:
            return "Thuế GTGT (chưa đặt thuế suất)"
        within = f"; trong đó {grouped(self.held)} đã nằm trong giá cước" if self.held else ""
        return f"Thuế GTGT ({self.percent}%{within})"

    def fields(self) -> Fields:
        return {
            "items": grouped(self.items),
            "surcharge": grouped(self.surcharge),
            "corrections": signed(self.corrections),
            "net": grouped(self.net),
            "tax": grouped(self.tax),
            "tax_name": self.tax_name,
            "total": grouped(self.total),
            "words": in_words(self.total),
        }


def signed(amount: int) -> str:
    return grouped(amount) if amount >= 0 else f"−{grouped(-amount)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRow:
    code: str
    accepted: datetime | None
    receiver: str
    service: str
    weight_g: int | None
    amount: int | None
    tried: datetime | None
    delivered: datetime | None
    by: str
    on_time: str
    note: str = ""

    def cells(self, number: int) -> list[Value]:
        return [
            str(number),
            self.code,
            clock(self.accepted),
            self.receiver,
            self.service,
            grouped(self.weight_g),
            grouped(self.amount),
            clock(self.tried),
            clock(self.delivered),
            self.by,
            self.on_time,
            self.note,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    sheet: Sheet
    sides: Sides
    since: date
    until: date
    state: str

    @property
    def period(self) -> str:
        if (self.since.year, self.since.month) == (self.until.year, self.until.month):
            return f"{self.since:%m/%Y}"
        return f"{self.since:%m/%Y} – {self.until:%m/%Y}"

    @property
    def period_words(self) -> str:
        """As an invoice names it: tháng 01/2026, quý I/2026, năm 2026."""
        return months(self.since, self.until)

    def head(self) -> Fields:
        return {"sides": self.sides.fields(), "period": self.period, "state": self.state}


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailList(_Month):
    """Bảng kê chi tiết bưu gửi: stays with the two clerks."""

    template: ClassVar[str] = "reconcile-detail.typ"

    rows: tuple[DetailRow, ...]

    @property
    def title(self) -> str:
        return "Bảng kê chi tiết bưu gửi KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, f"{self.since:%Y-%m}")

    def fields(self) -> Fields:
        rows: list[Value] = [list(row.cells(n)) for n, row in enumerate(self.rows, 1)]
        return {"form": "KT1-11", **self.head(), "rows": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow:
    """Items of one service, weight step and price. `price` is empty where no table gives one.

    `main` and `extra` (what urgency adds) are for all its items, in đồng net.
    """

    service: str
    scope: str
    step: str
    items: int
    weight_g: int
    price: int | None
    main: int
    extra: int

    @property
    def amount(self) -> int:
        return self.main + self.extra

    def cells(self, number: int) -> list[Value]:
        figures = (self.items, self.weight_g, self.price, self.main, self.extra, self.amount)
        return [str(number), self.service, self.scope, self.step, *map(grouped, figures)]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """One measure: what is set, how many met it, and whose the others were.

    `causes` are the post, the receiver, force majeure; None where a measure has no such split.
    """

    measure: str
    norm: str
    total: int
    met: int
    causes: tuple[int, int, int] | None = None

    @property
    def share(self) -> str:
        """Thousandths rounded down, so that 999 of 1000 never reads as all."""
        whole, rest = divmod(self.met * 1000 // self.total, 10) if self.total else (0, 0)
        return f"{whole},{rest}" if self.total else ""

    def cells(self, number: int) -> list[Value]:
        return [
            str(number),
            self.measure,
            self.norm,
            grouped(self.total),
            grouped(self.met),
            grouped(self.total - self.met),
            self.share,
            *((grouped(one) for one in self.causes) if self.causes else ("", "", "")),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRecord(_Month):
    """Bảng đối soát sản lượng – xác nhận chất lượng: signed by three persons of each side."""

    template: ClassVar[str] = "reconcile-record.typ"

    volumes: tuple[VolumeRow, ...]
    quality: tuple[QualityRow, ...]
    confirmed: str = ""  # how far both sides have confirmed the quality
    differences: tuple[tuple[str, str, int], ...]
    money: Money

    @property
    def title(self) -> str:
        return "Bảng đối soát sản lượng – xác nhận chất lượng dịch vụ bưu chính KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, "Bảng đối soát KT1", f"{self.since:%Y-%m}")

    def fields(self) -> Fields:
        return {
            "form": "KT1-12",
            **self.head(),
            "volumes": [list(row.cells(n)) for n, row in enumerate(self.volumes, 1)],
            "items": grouped(sum(row.items for row in self.volumes)),
            **{
                name: grouped(sum(getattr(row, name) for row in self.volumes))
                for name in ("weight_g", "main", "extra")
            },
            "quality": [list(row.cells(n)) for n, row in enumerate(self.quality, 1)],
            "confirmed": self.confirmed,
            "differences": [
                [str(n), *words, grouped(of)] for n, (*words, of) in enumerate(self.differences, 1)
            ],
            "money": self.money.fields(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSummary(_Month):
    """Bảng tổng hợp phí: for payment. One invoice line, no receivers, no marks."""

    template: ClassVar[str] = "reconcile-payment.typ"

    cells: tuple[tuple[str, str, int], ...]
    money: Money

    @property
    def title(self) -> str:
        return "Bảng tổng hợp phí dịch vụ bưu chính KT1"

    @property
    def line(self) -> str:
        return f"Dịch vụ bưu chính KT1 {self.period_words}"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, "Bảng tổng hợp phí KT1", f"{self.since:%Y-%m}")

    def fields(self) -> Fields:
        return {
            "form": "KT1-13",
            **self.head(),
            "line": self.line,
            "cells": [
                [str(n), *words, grouped(of)] for n, (*words, of) in enumerate(self.cells, 1)
            ],
            "money": self.money.fields(),
        }
