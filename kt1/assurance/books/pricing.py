"""Prices of the lines of a month, in sets. Called inside the transaction of an act.

A line bears the net price without what the mark adds: that is one amount for the period, so that
no line tells its mark by its price (W5). Tax is taken once, on the sum; where the table of prices
holds it already, the price is parted into net and tax by the rate of its day, and both are kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kt1.custody.price.queries import Priced, Quotes, paper_surcharges, parties_of
from kt1.law.services.rules import Mark
from kt1.law.tariffs.queries import table_on, vat_percent
from kt1.law.tariffs.rules import NoTariffError, tax_within

_UNPRICED = """
SELECT l.id, a.agency_id, l.other, l.scope, l.urgency, l.weight_g, l.day
FROM assurance_line l JOIN assurance_account a ON a.id = l.account
WHERE l.account = ANY(%s) AND l.side = 'P' AND l.weight_g IS NOT NULL
"""
_PUT = """
UPDATE assurance_line l SET amount = k.amount, tax = k.tax
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS k (id, amount, tax) WHERE l.id = k.id
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
        priced = [(row[0], *found) for row in rows if (found := _parted(quotes, row)) is not None]
        if priced:
            cursor.execute(_PUT, [list(column) for column in zip(*priced, strict=True)])


def _parted(quotes: Quotes, row: tuple[Any, ...]) -> tuple[int, int | None] | None:
    """đồng before tax without the mark, and the tax that the price held, if it did.

    None where no table prices it.
    """
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
    if found.free:
        return 0, None
    if found.price is None:
        return None
    if not found.price.table.with_tax:
        return found.due_net, None
    return _without_tax(found.due_net, quotes.percent(day))


def _without_tax(gross: int, percent: int | None) -> tuple[int, int]:
    """Net and tax of an amount that holds its tax; all of it is net where no rate is known."""
    held = 0 if percent is None else tax_within(gross, percent)
    return gross - held, held


def from_paper(agency: int, first: date, last: date) -> int | None:
    """What paper says the marks of a body cost in a period, net; None where it says nothing."""
    found = paper_surcharges([agency], first, last)
    return sum(found.values()) if found else None


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What marks add to an account: đồng net, and what of it was priced with its tax inside."""

    net: int = 0
    held_net: int = 0
    held_tax: int = 0

    def __add__(self, other: "Surcharge") -> "Surcharge":
        return Surcharge(
            self.net + other.net,
            self.held_net + other.held_net,
            self.held_tax + other.held_tax,
        )


def surcharges(accounts: Collection[int]) -> dict[int, Surcharge | None]:
    """What the marks add to each account; None where only paper says (a flag).

    The transaction must have written the reading log: marks show to nobody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [list(accounts)])
        rows = cursor.fetchall()
    found: dict[int, Surcharge | None] = dict.fromkeys(accounts, Surcharge())
    for account, day, mark, number in rows:
        before, these = found[account], _surcharge(Mark(mark), day, number)
        found[account] = None if before is None or these is None else before + these
    return found


def _surcharge(mark: Mark, day: date, number: int) -> Surcharge | None:
    """Of so many covers that bear one mark on one day."""
    if mark is Mark.FLAG:
        return None
    try:
        table = table_on(day)
    except NoTariffError:
        return None
    rate = table.surcharge(mark.value)
    if rate is None:
        return None
    if not table.with_tax:
        return Surcharge(number * rate.vnd)
    net, held = _without_tax(rate.vnd, vat_percent(day))
    return Surcharge(number * net, number * net, number * held)
