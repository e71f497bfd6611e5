"""Comparing books in sets: a month of the country is one join, and only what differs is written.

Called inside the transaction of an act; opens none. The comparison of two lines is said in
`rules.differing`; here it is said once more in SQL, and a test holds the two to the same answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from kt1.assurance.books.rules import PAIRS, Side
from kt1.assurance.reconciliation import statements
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
    with _steady() as cursor:
        cursor.execute(statements.LEAVE_REMARKS, {"accounts": list(accounts)})
        for post, agency in pairs:
            asked = _Asked(list(accounts), post, agency)
            cursor.execute(statements.FORGET, asked.params)
            cursor.execute(statements.FORGET_TOTALS, asked.params)
            cursor.execute(statements.TOTALS, asked.params)
            cursor.execute(statements.WITH_BOOK, asked.params)
            told = _Asked([row[0] for row in cursor.fetchall()], post, agency)
            if told.accounts:
                _compare(cursor, told, at)


def forget(accounts: Collection[int], pair: tuple[Side, Side]) -> None:
    """Drop what was found between two books, before the lines of one are replaced."""
    asked = _Asked(list(accounts), *pair)
    with _steady() as cursor:
        cursor.execute(statements.LEAVE_REMARKS, asked.params)
        cursor.execute(statements.FORGET, asked.params)


def compare_marks(accounts: Collection[int], pair: tuple[Side, Side]) -> None:
    """Where the covers' marks differ. The transaction must have written the reading log."""
    with _steady() as cursor:
        cursor.execute(statements.MARKS, _Asked(list(accounts), *pair).params)


@contextmanager
def _steady() -> Iterator[Any]:
    """A cursor whose plans do not hang on what the server believes of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(statements.STEADY)
        yield cursor
        cursor.execute(statements.AS_BEFORE)


def _compare(cursor: Any, asked: _Asked, at: datetime) -> None:
    cursor.execute(statements.COMPARE, asked.params)
    cursor.execute(statements.REST, asked.params)
    pairs = _near(cursor, asked)
    _write(cursor, asked, pairs, at)
    pairs = _by_fields(cursor, asked)
    _write(cursor, asked, pairs, at)
    cursor.execute(statements.TOTALS_AGENCY, asked.params)


def _near(cursor: Any, asked: _Asked) -> list[Pair]:
    cursor.execute(statements.CANDIDATES, asked.params)
    keys = cursor.fetchall()
    lines = told(cursor, {key for pair in keys for key in pair})
    return near((lines[post], lines[agency]) for post, agency in keys)


def _by_fields(cursor: Any, asked: _Asked) -> list[Pair]:
    cursor.execute(statements.NUMBERLESS, asked.params)
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
    cursor.execute(statements.TOLD, [list(ids)])
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
    cursor.execute(statements.DROP_PAIRED, [asked.accounts, posts, agencies])
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
