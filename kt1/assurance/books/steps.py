"""Writing the books of a period. Called inside the transaction of an act; opens none of its own.

However many bodies and items a province has, a bounded number of statements freezes its month.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from kt1.assurance.books.rules import Period, Side
from kt1.law.calendars.rules import VIETNAM

_LOCAL = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"

_OPEN = """
INSERT INTO assurance_account
    (agency_id, province_id, starts, ends, state, frozen_at, due, deemed)
SELECT a.id, a.province_id, %(starts)s, %(ends)s, 'frozen', %(at)s, %(due)s, false
FROM network_agency a
WHERE a.province_id = %(province)s
    AND (%(agency)s::bigint IS NULL OR a.id = %(agency)s::bigint)
    AND (%(agency)s::bigint IS NOT NULL OR EXISTS (
        SELECT 1 FROM custody_item it JOIN custody_clock c ON c.unit_id = it.unit_id
        WHERE it.sender_id = a.id AND c.started_at >= %(since)s AND c.started_at < %(until)s))
ON CONFLICT (agency_id, starts) DO NOTHING
RETURNING id
"""

_SENT = f"""
INSERT INTO assurance_line
    (account, side, n, copy, unit, code, day, other, urgency, scope, pieces, weight_g)
SELECT a.id, 'P', row_number() OVER (PARTITION BY a.id ORDER BY c.started_at, it.unit_id), 0,
    it.unit_id, u.code, (c.started_at {_LOCAL})::date, it.receiver_id, it.urgency, it.scope,
    it.pieces, it.weight_g
FROM assurance_account a
JOIN custody_item it ON it.sender_id = a.agency_id
JOIN custody_clock c ON c.unit_id = it.unit_id
    AND c.started_at >= %(since)s AND c.started_at < %(until)s
JOIN custody_unit u ON u.id = it.unit_id
WHERE a.id = ANY(%(accounts)s)
"""

# The sender's own record is what its clerk did here; what only the operator's file tells of is
# one side's word and not the sender's.
_SENDER = """
INSERT INTO assurance_line
    (account, side, n, copy, unit, code, day, other, urgency, scope, pieces)
SELECT p.account, 'S', row_number() OVER (PARTITION BY p.account ORDER BY p.n), 0, p.unit, p.code,
    p.day, p.other, p.urgency, p.scope, p.pieces
FROM assurance_line p
WHERE p.account = ANY(%(accounts)s) AND p.side = 'P' AND EXISTS (
    SELECT 1 FROM custody_handover_line hl JOIN custody_handover h ON h.id = hl.handover
    WHERE hl.unit_id = p.unit AND h.kind = 'acceptance' AND NOT hl.refused
        AND h.outcome IN ('taken', 'partly') AND h.witness <> 'operator_file')
"""

_DELIVERED = f"""
INSERT INTO assurance_line
    (account, side, n, copy, unit, code, day, other, urgency, scope, pieces)
SELECT a.id, 'D', row_number() OVER (PARTITION BY a.id ORDER BY d.at, it.unit_id), 0, it.unit_id,
    u.code, (d.at {_LOCAL})::date, it.sender_id, it.urgency, it.scope, it.pieces
FROM assurance_account a
JOIN custody_item it ON it.receiver_id = a.agency_id
JOIN custody_delivery d ON d.unit_id = it.unit_id AND d.at >= %(since)s AND d.at < %(until)s
JOIN custody_unit u ON u.id = it.unit_id
WHERE a.id = ANY(%(accounts)s)
"""

#: What a book says, line by line in its order; the tax that a price held follows where it did.
_DIGEST = """encode(sha256(convert_to(string_agg(
    ROW(code, copy, day, other, urgency, scope, pieces, weight_g, amount)::text
        || coalesce('+' || tax, ''), E'\\n'
    ORDER BY n), 'UTF8')), 'hex')"""
_BOOKS = f"""
INSERT INTO assurance_book (account_id, side, source, digest, rows, at, by_id)
SELECT account, side, 'record', {_DIGEST}, count(*), %(at)s, NULL
FROM assurance_line WHERE account = ANY(%(accounts)s)
GROUP BY account, side
RETURNING account_id, side, digest, rows
"""
_AGAIN = f"""
SELECT account, side, {_DIGEST}, count(*) FROM assurance_line
WHERE account = ANY(%s) GROUP BY account, side
"""


def span(period: Period) -> tuple[datetime, datetime]:
    """The moments of a period's first and of the day after its last midnight in Vietnam."""
    until = period.ends + timedelta(days=1)
    return (
        datetime.combine(period.starts, time.min, VIETNAM),
        datetime.combine(until, time.min, VIETNAM),
    )


def open_accounts(
    *, province: int, period: Period, due: date, at: datetime, agency: int | None = None
) -> list[int]:
    """Accounts that the period lacks: of all who sent, or of one body. Returns the new ones."""
    since, until = span(period)
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            {
                "province": province,
                "agency": agency,
                "starts": period.starts,
                "ends": period.ends,
                "since": since,
                "until": until,
                "due": due,
                "at": at,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def fill(accounts: Collection[int], *, period: Period) -> None:
    """The post's lines of these new accounts, and the sender's where it works here."""
    since, until = span(period)
    given: dict[str, Any] = {"accounts": list(accounts), "since": since, "until": until}
    with connection.cursor() as cursor:
        for statement in (_SENT, _SENDER, _DELIVERED):
            cursor.execute(statement, given)


def close_books(accounts: Collection[int], *, at: datetime) -> list[tuple[int, str, str, int]]:
    """Say of each book what it holds. Returns (account, side, digest, rows)."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS, {"accounts": list(accounts), "at": at})
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def digests(accounts: Collection[int]) -> dict[tuple[int, str], tuple[str, int]]:
    """SHA-256 and number of the lines as they are stored now, by account and side."""
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [list(accounts)])
        return {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}


_FORGET_MARKS = """
DELETE FROM assurance_linemark m USING assurance_line l
WHERE l.id = m.line_id AND l.account = %s AND l.side = %s
"""
_FORGET = "DELETE FROM assurance_line WHERE account = %s AND side = %s"
_PUT = """
INSERT INTO assurance_line
    (account, side, n, copy, code, day, other, urgency, scope, pieces, weight_g, amount)
SELECT %s, %s, k.* FROM unnest(
    %s::int[], %s::int[], %s::text[], %s::date[], %s::bigint[], %s::text[], %s::text[],
    %s::int[], %s::int[], %s::bigint[]) AS k
RETURNING id, n
"""
_PUT_MARKS = (
    "INSERT INTO assurance_linemark (line_id, mark) SELECT * FROM unnest(%s::bigint[], %s::text[])"
)


def drop(account: int, side: Side) -> None:
    """Take away one book's lines and their marks. The reading log must be open."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_MARKS, [account, side.value])
        cursor.execute(_FORGET, [account, side.value])


def replace(account: int, side: Side, rows: Sequence[Sequence[Any]], marks: dict[int, str]) -> None:
    """One book's lines in place of those before.

    Args:
        rows: (n, copy, code, day, other, urgency, scope, pieces, weight_g, amount) each.
        marks: what the book says of the mark, by n.
    """
    drop(account, side)
    if not rows:
        return
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [account, side.value, *columns])
        ids = {n: key for key, n in cursor.fetchall()}
        if marks:
            cursor.execute(_PUT_MARKS, [[ids[n] for n in marks], list(marks.values())])


def digest_of(rows: Sequence[Sequence[Any]]) -> str:
    """SHA-256 of what a brought book says, in its order: the same file again is known by it."""
    text = "\n".join("\x1f".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()
