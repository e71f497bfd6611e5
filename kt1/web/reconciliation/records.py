"""Bảng đối soát sản lượng – xác nhận chất lượng: its three parts, printed and as three sheets."""

from collections import Counter
from typing import Any

from kt1.assurance.books.models import Account
from kt1.assurance.reconciliation.rules import Class, Reason
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.papers.forms.reconciliation import Money, ReconciliationRecord, signed
from kt1.web.reconciliation import measures, volumes
from kt1.web.reconciliation.paper_parts import CLASSES, REASONS, head, money_of, table_of
from kt1.web.request import Request

_VOLUMES = (
    Column(heading="Dịch vụ"), Column(heading="Phạm vi"), Column(heading="Nấc khối lượng"),
    Column(heading="Số lượng", kind=Kind.NUMBER),
    Column(heading="Khối lượng (g)", kind=Kind.NUMBER),
    Column(heading="Đơn giá (đồng)", kind=Kind.MONEY),
    Column(heading="Cước chính (đồng)", kind=Kind.MONEY),
    Column(heading="Phụ phí (đồng)", kind=Kind.MONEY),
    Column(heading="Thành tiền (đồng)", kind=Kind.MONEY),
)  # fmt: skip
_QUALITY = (
    Column(heading="Chỉ tiêu", width=36), Column(heading="Quy định"),
    *(Column(heading=said, kind=Kind.NUMBER) for said in ("Tổng", "Đạt", "Không đạt")),
    Column(heading="Tỷ lệ %", width=10),
    *(Column(heading=said, kind=Kind.NUMBER)
      for said in ("Do Bưu điện", "Do nơi nhận", "Bất khả kháng")),
)  # fmt: skip
_DIFFERENCES = (
    Column(heading="Loại chênh lệch, điều chỉnh", width=48),
    Column(heading="Cách giải quyết", width=48),
    Column(heading="Số lượng", kind=Kind.NUMBER),
)


def record(
    request: Request, account: Account
) -> tuple[ReconciliationRecord, tuple[Table, Table, Table]]:
    """The paper, and its parts I, II and III as sheets."""
    made = ReconciliationRecord(
        volumes=volumes.rows(account),
        quality=measures.rows(account, request.at),
        confirmed=measures.confirmed(account),
        differences=(*_differences(account), *_adjustments(account)),
        money=money_of(account),
        **head(request, account),
    )
    parts = (
        (_VOLUMES, [*_volume_rows(made), *_sums(made.money)], "I. Sản lượng, cước"),
        (_QUALITY, _quality_rows(made), "II. Chất lượng"),
        (_DIFFERENCES, made.differences or [("Hai bên không có chênh lệch", "", None)],
         "III. Chênh lệch, ý kiến"),
    )  # fmt: skip
    first, second, third = (
        table_of(request, made, columns, rows, sheet=name) for columns, rows, name in parts
    )
    return made, (first, second, third)


def _volume_rows(made: ReconciliationRecord) -> list[list[Any]]:
    return [
        [v.service, v.scope, v.step, v.items, v.weight_g, v.price, v.main, v.extra, v.amount]
        for v in made.volumes
    ]


def _quality_rows(made: ReconciliationRecord) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [q.measure, q.norm, q.total, q.met, q.total - q.met, q.share,
         *(q.causes or (None, None, None))]
        for q in made.quality
    ]  # fmt: skip
    return [*rows, [made.confirmed, "", None, None, None, "", None, None, None]][
        : len(rows) + bool(made.confirmed)
    ]


def _sums(money: Money) -> list[list[Any]]:
    said = (
        ("Phụ phí khác (một khoản trong kỳ)", money.surcharge),
        ("Điều chỉnh theo kết quả đối soát", money.corrections),
        ("Cộng trước thuế", money.net),
        (money.tax_name, money.tax),
        ("Tổng cộng", money.total),
        (f"Số tiền bằng chữ: {money.fields()['words']}", None),
    )
    return [[word, "", "", None, None, None, None, None, amount] for word, amount in said]


def _differences(account: Account) -> tuple[tuple[str, str, int], ...]:
    found: Counter[tuple[str, str]] = Counter(account.differences.values_list("kind", "reason"))
    return tuple(
        (CLASSES[Class(kind)], REASONS[Reason(reason)] if reason else "Chưa giải quyết", number)
        for (kind, reason), number in sorted(found.items())
    )


def _adjustments(account: Account) -> tuple[tuple[str, str, int], ...]:
    """What of earlier periods is put right in this one."""
    rows = account.adjustments.select_related("corrects").order_by("at", "pk")
    return tuple(
        (
            f"Điều chỉnh kỳ {one.corrects.period.said}, số hiệu {one.code}",
            f"{REASONS[Reason(one.reason)]}; {signed(one.weight_g)} g; {signed(one.amount)} đồng",
            one.items,
        )
        for one in rows
    )
