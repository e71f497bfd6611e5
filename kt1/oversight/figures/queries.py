"""Volumes of a province in sets: the database counts alike items, each kind is priced once."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from kt1.custody.price.queries import central_offices
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.payers import Party, charged, who_pays
from kt1.law.tariffs.queries import payer_rules, table_on, tables
from kt1.law.tariffs.rules import NoTariffError, price
from kt1.network.agencies.rules import Bloc
from kt1.oversight.figures.rules import Days, Direction, Volume, together

#: Grouped by what the price depends on: the eras of the law, the annexes, the weight.
_SENT = """
SELECT b.bloc, i.urgency, i.scope,
    CASE WHEN b.code = ANY(%(offices)s) THEN 'office' ELSE coalesce(f.annex, 'outside') END,
    CASE WHEN r.code = ANY(%(offices)s) THEN 'office' ELSE coalesce(t.annex, 'outside') END,
    width_bucket(c.day, %(eras)s::date[]), i.weight_g, count(*)
FROM (SELECT unit_id, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM custody_clock WHERE started_at >= %(begins)s AND started_at < %(ends)s) c
JOIN custody_item i ON i.unit_id = c.unit_id AND i.from_province_id = %(province)s
JOIN network_agency b ON b.id = i.sender_id
JOIN network_agency r ON r.id = i.receiver_id
LEFT JOIN network_annexmembership f ON f.agency_id = i.sender_id
    AND f.valid_from <= c.day AND coalesce(f.valid_to, 'infinity') >= c.day
LEFT JOIN network_annexmembership t ON t.agency_id = i.receiver_id
    AND t.valid_from <= c.day AND coalesce(t.valid_to, 'infinity') >= c.day
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_RECEIVED = """
SELECT b.bloc, i.urgency, i.scope, count(*), coalesce(sum(i.weight_g), 0)
FROM custody_clock c
JOIN custody_item i ON i.unit_id = c.unit_id AND i.to_province_id = %(province)s
JOIN network_agency b ON b.id = i.receiver_id
WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s
GROUP BY 1, 2, 3
"""


def volumes(*, province_id: int, span: Days) -> tuple[Volume, ...]:
    """What bodies of a province sent and received that was accepted within these days.

    The mark axis is folded: no letter of any item is read (W5). Two statements.
    """
    eras = _eras(span)
    asked: dict[str, Any] = {
        "province": province_id,
        "begins": midnight(span.first),
        "ends": midnight(span.last + timedelta(days=1)),
        "eras": eras,
        "offices": central_offices(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SENT, asked)
        sent = cursor.fetchall()
        cursor.execute(_RECEIVED, asked)
        received = cursor.fetchall()
    quotes: dict[tuple[str, str, str, str, int, int | None], int | None] = {}
    found = []
    for bloc, urgency, scope, sender, receiver, era, grams, number in sent:
        kind = (sender, receiver, urgency, scope, era, grams)
        if kind not in quotes:
            quotes[kind] = _net(*kind[:4], on=eras[era - 1], grams=grams)
        each = quotes[kind]
        found.append(
            Volume(
                bloc=Bloc(bloc),
                urgency=Urgency(urgency),
                scope=Scope(scope),
                direction=Direction.SENT,
                items=number,
                weight_g=number * (grams or 0),
                amount_vnd=number * (each or 0),
                unpriced=0 if each is not None else number,
            )
        )
    return together([*found, *_received(received)])


def _received(rows: list[tuple[str, str, str, int, int]]) -> Iterator[Volume]:
    for bloc, urgency, scope, items, grams in rows:
        yield Volume(
            bloc=Bloc(bloc),
            urgency=Urgency(urgency),
            scope=Scope(scope),
            direction=Direction.RECEIVED,
            items=items,
            weight_g=int(grams),
            amount_vnd=0,
        )


def _eras(span: Days) -> list[date]:
    """First days of spans in which one tariff and one rule of payers holds throughout."""
    cuts = {span.first}
    holding = [(one.valid_from, one.valid_to) for one in tables()]
    holding += [(one.valid_from, one.valid_to) for one in payer_rules()]
    for first, last in holding:
        cuts |= {first} if last is None else {first, last + timedelta(days=1)}
    return sorted(cut for cut in cuts if span.first <= cut <= span.last)


def _net(
    sender: str, receiver: str, urgency: str, scope: str, *, on: date, grams: int | None
) -> int | None:
    """What one such item costs before tax; 0 where it is free, None where no price is known."""
    rule = who_pays(payer_rules(), sender=Party(sender), receiver=Party(receiver), on=on)
    if not charged(rule):
        return 0
    if grams is None:
        return None
    try:
        found = price(
            table_on(on),
            scope=Scope(scope),
            urgency=Urgency(urgency),
            mark=Mark.NONE,
            grams=grams,
            percent=None,
        )
    except NoTariffError:
        return None
    return found.net


def midnight(day: date) -> datetime:
    """When a day begins in Vietnam."""
    return datetime.combine(day, time.min, VIETNAM)
