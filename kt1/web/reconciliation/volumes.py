"""Part I of the record of a month: what was sent, by service and weight step, and what it costs.

The step and the surcharge of urgency are worked out again from the table of each item's day: a
table is never edited (decision 0064). Where a price is none of the table's own, all of it counts as
the main price.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kt1.assurance.books.models import Account
from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Scope, Urgency
from kt1.law.tariffs.queries import tables, vat_percent
from kt1.law.tariffs.rules import (
    Line,
    NoTariffError,
    RateKind,
    Table,
    base,
    choose,
    tax_within,
)
from kt1.web.papers.forms.reconciliation import VolumeRow
from kt1.web.papers.rules import grouped

UNWEIGHED, UNKNOWN = "chưa cân", "không có trong bảng giá"
_VOLUMES = """
SELECT urgency, scope, amount, tax, weight_g, day, count(*)
FROM assurance_line WHERE account = %s AND side = 'P'
GROUP BY urgency, scope, amount, tax, weight_g, day
"""


@dataclass(frozen=True, slots=True, order=True)
class _Kind:
    """Alike items of one row: the same service, step and price."""

    urgency: str
    scope: str
    heaviest: int  # upper end of the step, to sort by
    step: str
    price: int  # -1: none
    extra: int


def rows(account: Account) -> tuple[VolumeRow, ...]:
    """One query; alike items are one row."""
    with connection.cursor() as cursor:
        cursor.execute(_VOLUMES, [account.pk])
        found = cursor.fetchall()
    known, percents = tables(), {day: vat_percent(day) for day in {row[5] for row in found}}
    sums: dict[_Kind, tuple[int, int]] = {}
    for urgency, scope, amount, held, grams, day, items in found:
        table = _table(known, day)
        steps = _steps(table, scope, grams)
        extra = 0
        if table is not None and steps:
            extra = _extra(table, urgency, steps, (amount, held), percents[day])
        kind = _Kind(
            urgency=urgency,
            scope=scope,
            heaviest=_upper(steps),
            step=_said(steps, grams),
            price=-1 if amount is None else amount,
            extra=extra,
        )
        count, weight = sums.get(kind, (0, 0))
        sums[kind] = (count + items, weight + (grams or 0) * items)
    return tuple(_row(kind, *sums[kind]) for kind in sorted(sums))


def _table(known: Sequence[Table], day: date) -> Table | None:
    try:
        return choose(known, day)
    except NoTariffError:
        return None


def _steps(table: Table | None, scope: str, grams: int | None) -> tuple[Line, ...]:
    if table is None or grams is None:
        return ()
    try:
        return base(table, scope, grams)
    except NoTariffError:
        return ()


def _upper(steps: Sequence[Line]) -> int:
    """Where the step, or the last further one, ends."""
    return sum(step.grams * step.times for step in steps)


def _said(steps: Sequence[Line], grams: int | None) -> str:
    if grams is None:
        return UNWEIGHED
    if not steps:
        return UNKNOWN
    first = grouped(steps[0].grams)
    if len(steps) == 1:
        return f"đến {first} g"
    more = steps[1]
    return f"trên {first} g: thêm {more.times} nấc {grouped(more.grams)} g"


def _extra(
    table: Table,
    urgency: str,
    steps: Sequence[Line],
    price: tuple[int | None, int | None],
    percent: int | None,
) -> int:
    """What urgency adds to one item, net; 0 where its price is not the table's own."""
    amount, held = price
    rate = None if urgency == Urgency.NONE else table.surcharge(urgency)
    if rate is None or rate.kind is not RateKind.SURCHARGE or amount is None:
        return 0
    if amount + (held or 0) != sum(step.vnd for step in steps) + rate.vnd:
        return 0
    return rate.vnd - (tax_within(rate.vnd, percent) if table.with_tax and percent else 0)


def _row(kind: _Kind, items: int, weight_g: int) -> VolumeRow:
    price = None if kind.price < 0 else kind.price
    return VolumeRow(
        service=URGENCY_NAMES[Urgency(kind.urgency)],
        scope=SCOPE_NAMES[Scope(kind.scope)],
        step=kind.step,
        items=items,
        weight_g=weight_g,
        price=price,
        main=items * ((price or 0) - kind.extra),
        extra=items * kind.extra,
    )
