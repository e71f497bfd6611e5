"""Prices of the lines of a month, in sets. Called inside the transaction of an act.

A line bears the net price without what the mark adds: that is one amount for the period, so that
no line tells its mark by its price (W5). Tax is taken once, on the sum.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from kt1.custody.price.queries import Priced, Quotes, paper_surcharges, parties_of
from kt1.law.services.rules import Mark
from kt1.law.tariffs.queries import table_on
from kt1.law.tariffs.rules import NoTariffError

_UNPRICED = """
SELECT l.id, a.agency_id, l.other, l.scope, l.urgency, l.weight_g, l.day
FROM assurance_line l JOIN assurance_account a ON a.id = l.account
WHERE l.account = ANY(%s) AND l.side = 'P' AND l.weight_g IS NOT NULL
"""
_PUT = """
UPDATE assurance_line l SET amount = k.amount
FROM unnest(%s::bigint[], %s::bigint[]) AS k (id, amount) WHERE l.id = k.id
"""
_MARKED = """
SELECT l.account, l.day, m.mark, count(*)
FROM assurance_line l JOIN custody_mark m ON m.unit_id = l.unit
WHERE l.account = ANY(%s) AND l.side = 'P' AND m.mark <> 'none'
GROUP BY l.account, l.day, m.mark
"""


def price_lines(accounts: Collection[int]) -> None:
    """Give the post's lines of these accounts their prices; what has none stays without."""
    with connection.cursor() as cursor:
        cursor.execute(_UNPRICED, [list(accounts)])
        rows = cursor.fetchall()
        quotes = Quotes(parties_of({body for row in rows for body in row[1:3]}))
        priced = [(row[0], amount) for row in rows if (amount := _net(quotes, row)) is not None]
        if priced:
            ids, amounts = zip(*priced, strict=True)
            cursor.execute(_PUT, [list(ids), list(amounts)])


def _net(quotes: Quotes, row: tuple[Any, ...]) -> int | None:
    """đồng before tax without the mark; None where no table prices it."""
    _line, sender, receiver, scope, urgency, grams, day = row
    found = quotes.of(
        Priced(
            sender=sender,
            receiver=receiver,
            scope=scope,
            urgency=urgency,
            mark=Mark.NONE,
            grams=grams,
            day=day,
        )
    )
    return None if found.price is None and not found.free else found.due_net


def from_paper(agency: int, first: date, last: date) -> int | None:
    """What paper says the marks of a body cost in a period, net; None where it says nothing."""
    found = paper_surcharges([agency], first, last)
    return sum(found.values()) if found else None


def surcharges(accounts: Collection[int]) -> dict[int, int | None]:
    """What the marks add to each account, net; None where only paper says (a flag).

    The transaction must have written the reading log: marks show to nobody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [list(accounts)])
        rows = cursor.fetchall()
    found: dict[int, int | None] = dict.fromkeys(accounts, 0)
    for account, day, mark, number in rows:
        before, each = found[account], _surcharge(Mark(mark), day)
        found[account] = None if before is None or each is None else before + number * each
    return found


def _surcharge(mark: Mark, day: date) -> int | None:
    if mark is Mark.FLAG:
        return None
    try:
        rate = table_on(day).surcharge(mark.value)
    except NoTariffError:
        return None
    return None if rate is None else rate.vnd
