"""Comparing books in sets: a month of the country is one join, and only what differs is written.

Called inside the transaction of an act; opens none. The comparison of two lines is said in
`rules.differing`; here it is said once more in SQL, and a test holds the two to the same answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from kt1.assurance.books.rules import PAIRS, Side
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.rules import (
    NEAR_LENGTH_MIN,
    Class,
    Pair,
    Reason,
    Rule,
    Told,
    by_fields,
    kind_of,
    near,
)

#: A hash of a million lines in memory, not in files.
_MEMORY = "SET LOCAL work_mem = '256MB'"

_OF = "account = ANY(%(accounts)s)"

# Only accounts whose body has this book: no book is no disagreement.
_WITH_BOOK = """
SELECT account_id FROM assurance_book
WHERE side = %(agency)s AND account_id = ANY(%(accounts)s)
"""

_FIELDS = """array_remove(ARRAY[
    CASE WHEN p.day <> s.day THEN 'day' END,
    CASE WHEN p.other <> s.other THEN 'other' END,
    CASE WHEN p.urgency <> s.urgency AND p.urgency <> '' AND s.urgency <> ''
        THEN 'urgency' END,
    CASE WHEN p.scope <> s.scope AND p.scope <> '' AND s.scope <> '' THEN 'scope' END,
    CASE WHEN p.pieces <> s.pieces THEN 'pieces' END,
    CASE WHEN p.weight_g <> s.weight_g THEN 'weight' END,
    CASE WHEN p.amount <> s.amount THEN 'price' END], NULL)"""

_COMPARE = f"""
INSERT INTO assurance_difference
    (account_id, kind, post_line, agency_line, fields, rule, score, reason)
SELECT coalesce(p.account, s.account),
    CASE WHEN s.id IS NULL THEN %(only_post)s WHEN p.id IS NULL THEN %(only_agency)s
        ELSE 'differs' END,
    p.id, s.id, CASE WHEN p.id IS NULL OR s.id IS NULL THEN '{{}}'::text[] ELSE {_FIELDS} END,
    CASE WHEN p.id IS NULL OR s.id IS NULL THEN '' ELSE 'code' END, 0, ''
FROM (SELECT * FROM assurance_line
        WHERE side = %(post)s AND copy = 0 AND {_OF}) p
FULL JOIN (SELECT * FROM assurance_line
        WHERE side = %(agency)s AND copy = 0 AND code <> '' AND {_OF}) s
    ON s.account = p.account AND s.code = p.code
WHERE p.id IS NULL OR s.id IS NULL OR p.day <> s.day OR p.other <> s.other
    OR p.pieces <> s.pieces OR p.weight_g <> s.weight_g OR p.amount <> s.amount
    OR (p.urgency <> s.urgency AND p.urgency <> '' AND s.urgency <> '')
    OR (p.scope <> s.scope AND p.scope <> '' AND s.scope <> '')
"""

_REST = f"""
INSERT INTO assurance_difference (account_id, kind, agency_line, fields, rule, score, reason)
SELECT account, CASE WHEN copy > 0 THEN 'repeated' ELSE %(only_agency)s END, id,
    '{{}}'::text[], '', 0, ''
FROM assurance_line
WHERE side = %(agency)s AND (copy > 0 OR code = '') AND {_OF}
"""

_FORGET = """
DELETE FROM assurance_difference d USING assurance_line l
WHERE d.account_id = ANY(%(accounts)s) AND l.id = coalesce(d.post_line, d.agency_line)
    AND l.side IN (%(post)s, %(agency)s)
"""
_LEAVE_REMARKS = """
UPDATE assurance_remark SET difference_id = NULL
WHERE account_id = ANY(%(accounts)s) AND difference_id IS NOT NULL
"""

# A sign wrong in one half leaves the other half whole; two may spoil both, and then the other
# body and the day bring the two lines together.
_CANDIDATES = """
WITH p AS MATERIALIZED (
    SELECT l.* FROM assurance_difference d JOIN assurance_line l ON l.id = d.post_line
    WHERE d.account_id = ANY(%(accounts)s) AND d.kind = %(only_post)s AND length(l.code) >= %(long)s
), s AS MATERIALIZED (
    SELECT l.* FROM assurance_difference d JOIN assurance_line l ON l.id = d.agency_line
    WHERE d.account_id = ANY(%(accounts)s) AND d.kind = %(only_agency)s
        AND length(l.code) >= %(long)s
)
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND left(s.code, 8) = left(p.code, 8)
UNION
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND right(s.code, 8) = right(p.code, 8)
UNION
SELECT p.id, s.id FROM p JOIN s ON s.account = p.account AND s.other = p.other AND s.day = p.day
"""
_TOLD = """
SELECT id, code, day, other, urgency, scope, pieces, weight_g, amount
FROM assurance_line WHERE id = ANY(%s)
"""
_NUMBERLESS = """
SELECT d.account_id, d.post_line, d.agency_line FROM assurance_difference d
WHERE d.account_id IN (
        SELECT e.account_id FROM assurance_difference e
        JOIN assurance_line l ON l.id = e.agency_line
        WHERE e.account_id = ANY(%(accounts)s) AND e.kind = %(only_agency)s AND l.code = '')
    AND d.kind IN (%(only_post)s, %(only_agency)s)
"""
_DROP_PAIRED = """
DELETE FROM assurance_difference d
WHERE d.account_id = ANY(%s) AND d.rule = '' AND (d.post_line = ANY(%s) OR d.agency_line = ANY(%s))
"""

_TOTALS = """
INSERT INTO assurance_total
    (account_id, side, urgency, scope, items, weight_g, amount, unweighed, unpriced)
SELECT account, side, urgency, scope, count(*), coalesce(sum(weight_g), 0),
    coalesce(sum(amount), 0), count(*) FILTER (WHERE weight_g IS NULL),
    count(*) FILTER (WHERE amount IS NULL)
FROM assurance_line WHERE side = %(post)s AND account = ANY(%(accounts)s)
GROUP BY account, side, urgency, scope
"""
# What the body's book leaves open about an item that both have counts as the post has it.
_TOTALS_AGENCY = """
WITH told AS (
    SELECT s.account, coalesce(nullif(s.urgency, ''), p.urgency, q.urgency, '') AS urgency,
        coalesce(nullif(s.scope, ''), p.scope, q.scope, '') AS scope,
        coalesce(s.weight_g, p.weight_g, q.weight_g) AS weight_g,
        coalesce(s.amount, p.amount, q.amount) AS amount
    FROM (SELECT * FROM assurance_line
        WHERE side = %(agency)s AND account = ANY(%(accounts)s)) s
    LEFT JOIN (SELECT * FROM assurance_line
        WHERE side = %(post)s AND account = ANY(%(accounts)s)) p
        ON p.account = s.account AND p.code = s.code AND s.copy = 0 AND s.code <> ''
    LEFT JOIN (
        SELECT d.agency_line, l.urgency, l.scope, l.weight_g, l.amount
        FROM assurance_difference d JOIN assurance_line l ON l.id = d.post_line
        WHERE d.account_id = ANY(%(accounts)s) AND d.rule IN ('near', 'fields')
            AND d.agency_line IS NOT NULL
    ) q ON q.agency_line = s.id
)
INSERT INTO assurance_total
    (account_id, side, urgency, scope, items, weight_g, amount, unweighed, unpriced)
SELECT account, %(agency)s, urgency, scope, count(*), coalesce(sum(weight_g), 0),
    coalesce(sum(amount), 0), count(*) FILTER (WHERE weight_g IS NULL),
    count(*) FILTER (WHERE amount IS NULL)
FROM told GROUP BY account, urgency, scope
"""
_FORGET_TOTALS = """
DELETE FROM assurance_total
WHERE account_id = ANY(%(accounts)s) AND side IN (%(post)s, %(agency)s)
"""

ONLY = {
    Side.POST_SENT: (Class.ONLY_POST, Class.ONLY_SENDER),
    Side.POST_DELIVERED: (Class.NOT_RECEIVED, Class.RECEIVED_NOT_SENT),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One pair of books of several accounts, and the parameters of every statement."""

    accounts: list[int]
    post: Side
    agency: Side

    @property
    def params(self) -> dict[str, Any]:
        only_post, only_agency = ONLY[self.post]
        return {
            "accounts": self.accounts,
            "post": self.post.value,
            "agency": self.agency.value,
            "only_post": only_post.value,
            "only_agency": only_agency.value,
            "long": NEAR_LENGTH_MIN,
        }


def compare(
    accounts: Collection[int],
    *,
    at: datetime,
    pairs: Sequence[tuple[Side, Side]] = PAIRS,
) -> None:
    """Match the books of these accounts anew and write differences and totals of each pair.

    A bounded number of statements, however many accounts and lines. What was resolved before is
    forgotten: a book was replaced.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        cursor.execute(_LEAVE_REMARKS, {"accounts": list(accounts)})
        for post, agency in pairs:
            asked = _Asked(list(accounts), post, agency)
            cursor.execute(_FORGET, asked.params)
            cursor.execute(_FORGET_TOTALS, asked.params)
            cursor.execute(_TOTALS, asked.params)
            cursor.execute(_WITH_BOOK, asked.params)
            told = _Asked([row[0] for row in cursor.fetchall()], post, agency)
            if told.accounts:
                _compare(cursor, told, at)


def _compare(cursor: Any, asked: _Asked, at: datetime) -> None:
    cursor.execute(_COMPARE, asked.params)
    cursor.execute(_REST, asked.params)
    pairs = _near(cursor, asked)
    _write(cursor, asked, pairs, at)
    pairs = _by_fields(cursor, asked)
    _write(cursor, asked, pairs, at)
    cursor.execute(_TOTALS_AGENCY, asked.params)


def _near(cursor: Any, asked: _Asked) -> list[Pair]:
    cursor.execute(_CANDIDATES, asked.params)
    keys = cursor.fetchall()
    lines = told(cursor, {key for pair in keys for key in pair})
    return near((lines[post], lines[agency]) for post, agency in keys)


def _by_fields(cursor: Any, asked: _Asked) -> list[Pair]:
    cursor.execute(_NUMBERLESS, asked.params)
    of: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for account, post, agency in cursor.fetchall():
        mine = of[account]
        (mine[0] if post is not None else mine[1]).append(post if post is not None else agency)
    lines = told(cursor, {key for both in of.values() for side in both for key in side})
    return [
        pair
        for posts, agencies in of.values()
        for pair in by_fields([lines[key] for key in posts], [lines[key] for key in agencies])
    ]


def told(cursor: Any, ids: Iterable[int]) -> dict[int, Told]:
    """Lines by their ids, as the rules take them."""
    cursor.execute(_TOLD, [list(ids)])
    return {
        row[0]: Told(
            id=row[0],
            code=row[1],
            day=row[2],
            other=row[3],
            urgency=row[4],
            scope=row[5],
            pieces=row[6],
            weight_g=row[7],
            amount=row[8],
        )
        for row in cursor.fetchall()
    }


def _write(cursor: Any, asked: _Asked, pairs: Sequence[Pair], at: datetime) -> None:
    """Two one-sided differences become one pair; where only the number differs it is resolved."""
    if not pairs:
        return
    posts = [pair.post for pair in pairs]
    agencies = [pair.agency for pair in pairs]
    cursor.execute("SELECT id, account FROM assurance_line WHERE id = ANY(%s)", [posts])
    account = dict(cursor.fetchall())
    cursor.execute(_DROP_PAIRED, [asked.accounts, posts, agencies])
    Difference.objects.bulk_create(
        [_paired(account[pair.post], pair, at) for pair in pairs], batch_size=5_000
    )


def _paired(account: int, pair: Pair, at: datetime) -> Difference:
    kind = kind_of(pair.fields)
    by_rule = kind is Class.NUMBER
    return Difference(
        account_id=account,
        kind=kind,
        post_line=pair.post,
        agency_line=pair.agency,
        fields=[field.value for field in pair.fields],
        rule=Rule(pair.rule),
        score=pair.score,
        reason=Reason.POST_RIGHT if by_rule else "",
        resolved_at=at if by_rule else None,
    )
