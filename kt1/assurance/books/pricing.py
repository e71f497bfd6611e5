"""Prices of the lines of a month, in sets. Called inside the transaction of an act.

A line bears the net price without what the mark adds: that is one amount for the period, so that
no line tells its mark by its price (W5). Tax is taken once, on the sum.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.payers import Party, charged
from kt1.law.tariffs.queries import table_on, who_pays
from kt1.law.tariffs.rules import NoTariffError, price

#: A body under no list of the Decision stands outside of it.
_PARTY = """coalesce((SELECT m.annex FROM network_annexmembership m
    WHERE m.agency_id = {body} AND m.valid_from <= l.day
        AND (m.valid_to IS NULL OR m.valid_to >= l.day)), 'outside')"""

_KINDS = f"""
SELECT DISTINCT {_PARTY.format(body="a.agency_id")}, {_PARTY.format(body="l.other")},
    l.day, l.urgency, l.scope, l.weight_g
FROM assurance_line l JOIN assurance_account a ON a.id = l.account
WHERE l.account = ANY(%s) AND l.side = 'P' AND l.weight_g IS NOT NULL
"""
_PUT = f"""
UPDATE assurance_line l SET amount = k.amount
FROM assurance_account a, unnest(
    %s::text[], %s::text[], %s::date[], %s::text[], %s::text[], %s::int[], %s::bigint[]
) AS k (sender, receiver, day, urgency, scope, weight_g, amount)
WHERE a.id = l.account AND l.account = ANY(%s) AND l.side = 'P'
    AND k.day = l.day AND k.urgency = l.urgency AND k.scope = l.scope
    AND k.weight_g = l.weight_g AND k.sender = {_PARTY.format(body="a.agency_id")}
    AND k.receiver = {_PARTY.format(body="l.other")}
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
        cursor.execute(_KINDS, [list(accounts)])
        kinds = cursor.fetchall()
        priced = [(*kind, found) for kind in kinds if (found := _net(kind)) is not None]
        if priced:
            columns: list[list[Any]] = [list(column) for column in zip(*priced, strict=True)]
            cursor.execute(_PUT, [*columns, list(accounts)])


def _net(kind: tuple[str, str, date, str, str, int]) -> int | None:
    """đồng before tax, or None where no table prices it."""
    sender, receiver, day, urgency, scope, weight_g = kind
    if not charged(who_pays(sender=Party(sender), receiver=Party(receiver), on=day)):
        return 0
    try:
        found = price(
            table_on(day),
            scope=Scope(scope),
            urgency=Urgency(urgency),
            mark=Mark.NONE,
            grams=weight_g,
            percent=None,
        )
    except NoTariffError:
        return None
    return found.net


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
