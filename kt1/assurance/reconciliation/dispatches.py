"""Dispatches (chuyến thư) sent against received, bag by bag (D29).

Between the province, the central network and other provinces. What each side said at the
hand-over stands in custody; here it is put side by side. Reads only: what is wrong is settled by
the sự vụ that the hand-over opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from kt1.assurance.books.rules import Period
from kt1.assurance.books.steps import span
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.custody.handovers.rules import Outcome, Witness
from kt1.people.actor import Actor

ROWS_MOST = 2_000


class BagClass(StrEnum):
    AGREED = "agreed"  # khớp
    WAITING = "waiting"  # đã gửi, chưa thấy nhận
    MISSING = "missing"  # túi thiếu
    EXTRA = "extra"  # túi thừa
    MISDIRECTED = "misdirected"  # sai hướng
    NOT_TAKEN = "not_taken"  # từ chối nhận vì lý do khác


@dataclass(frozen=True, slots=True)
class BagRow:
    """One bag of one dispatch, as both ends have it."""

    handover: UUID
    code: str
    sent_from: str
    sent_to: str
    sent_at: datetime
    received_at: datetime | None
    witness: str
    kind: BagClass


@dataclass(frozen=True, slots=True)
class Asked:
    first: date
    last: date
    differing: bool


_BETWEEN = """
FROM custody_handover h
JOIN network_place g ON g.id = h.giver_place_id JOIN network_place t ON t.id = h.taker_place_id
WHERE h.kind = 'transfer' AND h.offered_at >= %(since)s AND h.offered_at < %(until)s
    AND h.outcome <> 'withdrawn'
    AND (g.province_id = %(province)s OR t.province_id = %(province)s)
    AND (g.province_id IS DISTINCT FROM t.province_id OR 'central' IN (g.kind, t.kind))
"""
_OFFERED = f"""
SELECT h.id, u.code, g.name, t.name, h.offered_at, h.settled_at, h.witness, h.outcome, l.refused,
    l.findings ? 'missing', d.province_id IS NOT NULL AND t.kind <> 'central'
        AND g.kind = 'central' AND d.province_id <> t.province_id
{
    _BETWEEN.replace(
        "WHERE",
        '''JOIN custody_handover_line l ON l.handover = h.id
JOIN custody_unit u ON u.id = l.unit_id AND u.kind IN ('bag', 'box')
LEFT JOIN custody_bag b ON b.unit_id = u.id LEFT JOIN network_place d ON d.id = b.destination_id
WHERE''',
        1,
    )
}
ORDER BY h.offered_at DESC, u.code LIMIT {ROWS_MOST}
"""
_EXTRA = f"""
SELECT h.id, f.key, g.name, t.name, h.offered_at, h.settled_at, h.witness
{
    _BETWEEN.replace(
        "WHERE",
        '''JOIN custody_irregularity i ON i.handover = h.id
CROSS JOIN LATERAL jsonb_each(i.findings) f
WHERE jsonb_typeof(f.value) = 'array' AND f.value ? 'extra' AND''',
        1,
    )
}
ORDER BY h.offered_at DESC, f.key LIMIT {ROWS_MOST}
"""


def bags(actor: Actor, asked: Asked) -> list[BagRow]:
    """Two queries. Nothing for anybody but the post of the province."""
    if actor.role not in POST_SIDE or actor.province_id is None:
        return []
    since, until = span(Period(asked.first, asked.last))
    given: dict[str, Any] = {"since": since, "until": until, "province": actor.province_id}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED, given)
        rows = [_row(row, _class(row[7:])) for row in cursor.fetchall()]
        cursor.execute(_EXTRA, given)
        rows += [_row(row, BagClass.EXTRA) for row in cursor.fetchall()]
    shown = [row for row in rows if not asked.differing or row.kind is not BagClass.AGREED]
    return sorted(shown, key=lambda row: (row.kind is BagClass.AGREED, row.sent_at))


def _row(row: Sequence[Any], kind: BagClass) -> BagRow:
    return BagRow(
        handover=row[0],
        code=row[1],
        sent_from=row[2],
        sent_to=row[3],
        sent_at=row[4],
        received_at=row[5],
        witness=row[6],
        kind=kind,
    )


def _class(said: Sequence[Any]) -> BagClass:
    outcome, refused, missing, misdirected = said
    if outcome in {Outcome.OFFERED, Outcome.LAPSED}:
        return BagClass.WAITING
    if missing:
        return BagClass.MISSING
    if refused or outcome == Outcome.REFUSED:
        return BagClass.NOT_TAKEN
    return BagClass.MISDIRECTED if misdirected else BagClass.AGREED


def is_one_sided(row: BagRow) -> bool:
    """Only one end's word is known: it came by paper or by the operator's file."""
    return row.witness in {Witness.PAPER, Witness.OPERATOR_FILE}
