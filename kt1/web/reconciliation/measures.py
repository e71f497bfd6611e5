"""Part II of the record of a month: each measure of quality, and whose the failures were.

As the sheet of quality of the period says, with what was found since; where none was opened, as
the items of the account stand now. Printed, so in Vietnamese whatever the screen's language.
"""

from collections import defaultdict
from datetime import date, datetime

from django.db import connection
from django.utils import translation

from kt1.assurance.books.models import Account
from kt1.assurance.quality.confirming import queries
from kt1.assurance.quality.confirming.models import SHEET_LABELS
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.assurance.quality.queries import OUTCOME
from kt1.assurance.quality.rules import Figures, Outcome
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import Norms, UnsetNormError
from kt1.law.services.rules import URGENCY_NAMES, Scope, Urgency
from kt1.web.papers.forms.reconciliation import QualityRow

UNSET = "chưa có quy định"
_NOW = f"""
SELECT it.urgency, {OUTCOME}, count(*) FROM assurance_line l
JOIN custody_clock c ON c.unit_id = l.unit JOIN custody_item it ON it.unit_id = l.unit
WHERE l.account = %s AND l.side = 'P' AND c.deadline < %s GROUP BY 1, 2
"""
_HARMED = """
SELECT count(DISTINCT l.unit) FROM assurance_line l
JOIN custody_irregularity i ON i.unit_id = l.unit
WHERE l.account = %s AND l.side = 'P' AND i.kind IN ('lost', 'cover_torn', 'seal_broken')
"""


def rows(account: Account, at: datetime) -> tuple[QualityRow, ...]:
    """Transit by urgency, safety, and delivery frequency where a norm is set."""
    told = queries.sent_by_urgency(account.agency_id, account.starts) or _now(account, at)
    norms = _norms(account.ends)
    transit = [_transit(Urgency(key), told[key], norms) for key in sorted(told)]
    items = sum(one.population for one in told.values())
    safe = QualityRow(
        measure="An toàn bưu gửi",
        norm=_safety(norms),
        total=items,
        met=max(0, items - _harmed(account)),
    )
    return (*transit, *([safe] if items else []), *_frequency(account))


def confirmed(account: Account) -> str:
    """How far the confirmation of the period has come."""
    sheet = queries.sheet_of(account.agency_id, account.starts)
    if sheet is None:
        return ""
    with translation.override("vi"):
        said = f"Phiếu xác nhận chất lượng của kỳ: {SHEET_LABELS[SheetState(sheet.state)]}."
    if sheet.waiting:
        said += f" {sheet.waiting} bưu gửi của kỳ chưa đến hạn khi lập phiếu, tính vào kỳ sau."
    return said


def _transit(urgency: Urgency, found: Figures, norms: Norms | None) -> QualityRow:
    return QualityRow(
        measure=f"Toàn trình: {URGENCY_NAMES[urgency]}",
        norm=_transit_norm(urgency, norms),
        total=found.counted_whole,
        met=found.on_time,
        causes=(
            found.of(Outcome.LATE_POST),
            found.of(Outcome.LATE_RECEIVER),
            found.of(Outcome.FORCE_MAJEURE),
        ),
    )


def _transit_norm(urgency: Urgency, norms: Norms | None) -> str:
    if urgency is Urgency.TIMED:
        return "đúng giờ đã hẹn"
    said = []
    for scope, word in ((Scope.WITHIN, "nội tỉnh"), (Scope.BETWEEN, "liên tỉnh")):
        found = norms.find(Key.TRANSIT_DAYS, f"{urgency}.{scope}") if norms else None
        if found is not None and found.value is not None:
            said.append(f"J+{str(found.value).replace('.', ',')} {word}")
    return "; ".join(said) or UNSET


def _safety(norms: Norms | None) -> str:
    found = norms.find(Key.SAFETY_PERCENT) if norms else None
    return UNSET if found is None or found.value is None else f"{found.value} %"


def _frequency(account: Account) -> list[QualityRow]:
    sheet = queries.sheet_of(account.agency_id, account.starts)
    if sheet is None or sheet.per_day is None or not sheet.days:
        return []
    return [
        QualityRow(
            measure="Tần suất phát (ngày làm việc)",
            norm=f"từ {sheet.per_day} lần/ngày",
            total=sheet.days,
            met=sheet.days_met,
        )
    ]


def _norms(on: date) -> Norms | None:
    try:
        return active_norms(on)
    except UnsetNormError:
        return None


def _now(account: Account, at: datetime) -> dict[str, Figures]:
    counts: dict[str, dict[Outcome, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [account.pk, at])
        for urgency, outcome, number in cursor.fetchall():
            counts[urgency][Outcome(outcome)] = number
    return {urgency: Figures(found) for urgency, found in counts.items()}


def _harmed(account: Account) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HARMED, [account.pk])
        (number,) = cursor.fetchone()
    return int(number)
