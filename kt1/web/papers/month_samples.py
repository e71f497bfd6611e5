"""One of each paper of a month, on invented figures."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kt1.custody.units.codes import Code
from kt1.web.papers.forms.liability import LiabilityRecord
from kt1.web.papers.forms.reconciliation import (
    DetailList,
    DetailRow,
    Money,
    PaymentSummary,
    QualityRow,
    ReconciliationRecord,
    Sides,
    VolumeRow,
)
from kt1.web.papers.rules import Paper, Sheet

ACCEPTED = datetime(2026, 1, 14, 2, 0, tzinfo=UTC)


def of_month(sheet: Sheet) -> Iterator[Paper]:
    """Detail list, reconciliation record and payment summary of January 2026."""
    sides = Sides(
        post=sheet.office.superior, agency="UBND phường Kinh Bắc", customer_code="MH-24-0001"
    )
    month: dict[str, Any] = {
        "sheet": sheet,
        "sides": sides,
        "since": date(2026, 1, 1),
        "until": date(2026, 1, 31),
        "state": "Đã thống nhất trên hệ thống",
    }
    money = Money(items=279_000, surcharge=20_000, corrections=-9_000, tax=23_200, percent=8)
    row = DetailRow(
        code="ABCDE-FGHJK-MNPQRST",
        accepted=ACCEPTED,
        receiver="Sở Khoa học và Công nghệ tỉnh Đồng Nai",
        service="thường, liên tỉnh",
        weight_g=120,
        amount=9_000,
        tried=ACCEPTED + timedelta(days=1),
        delivered=ACCEPTED + timedelta(days=1),
        by="đầu mối",
        on_time="Đạt",
    )
    volume = VolumeRow(
        service="thường",
        scope="liên tỉnh",
        step="đến 250 g",
        items=31,
        weight_g=3_720,
        price=9_000,
        main=279_000,
        extra=0,
    )
    yield DetailList(rows=(row,), **month)
    yield ReconciliationRecord(
        volumes=(volume,),
        quality=(
            QualityRow(
                measure="Toàn trình: thường",
                norm="J+1,5 nội tỉnh; J+3,5 liên tỉnh",
                total=31,
                met=28,
                causes=(1, 1, 1),
            ),
        ),
        differences=(("Chỉ có ở sổ Bưu điện", "Theo số liệu Bưu điện", 1),),
        money=money,
        **month,
    )
    yield PaymentSummary(cells=(("thường", "liên tỉnh", 31),), money=money, **month)


def liability(sheet: Sheet, code: Code) -> LiabilityRecord:
    """The record of liability for a late item."""
    return LiabilityRecord(
        sheet=sheet,
        number="04/BB-BĐT",
        dated=date(2026, 2, 10),
        complaint="KN-00012",
        matter="chậm so với thời gian toàn trình",
        code=code,
        sender="UBND phường Kinh Bắc",
        receiver="Sở Khoa học và Công nghệ tỉnh Đồng Nai",
        accepted_at=ACCEPTED,
        accepted_place="UBND phường Kinh Bắc (tại địa chỉ người gửi)",
        cause="khâu vận chuyển",
        responsible="Bưu điện của tỉnh, thành phố này",
        price_vnd=27_273,
        amount_vnd=27_273,
        method="trừ vào kỳ thanh toán",
        pay_by=date(2026, 3, 12),
        payee="UBND phường Kinh Bắc",
    )
