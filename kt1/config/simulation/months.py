"""Months that are over, frozen; and a few bodies that keep books of their own, with slips in them.

In the last month each of these bodies forgot one item, wrote one weight and one day wrong, mistyped
one number and entered one item twice: what a reconciliation page is there to show.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kt1.assurance.books.actions import Layout, bring
from kt1.assurance.books.columns import Fact
from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Period, Side, period_before, period_with
from kt1.assurance.reconciliation.actions import freeze
from kt1.config.simulation.cast import gather
from kt1.ledger.requests.rules import RequestKey
from kt1.network.sheets.mapping import shape_of
from kt1.network.units.models import AdminUnit
from kt1.people.actor import console

MONTHS = 2
BODIES = 8
#: As the parameter `reconcile_freeze_days` is shipped.
FROZEN_AFTER = 5
LINES_MIN = 6
HEADINGS = ("Ngày gửi", "Số hiệu bưu gửi", "Nơi nhận", "Số bì", "Khối lượng (g)")


def frozen(provinces: Sequence[str], at: datetime) -> None:
    """The last whole months before `at`."""
    last = period_before(period_with(at.date()))
    for period in (period_before(last), last)[-MONTHS:]:
        for code in provinces:
            province = AdminUnit.objects.get(code=code)
            freeze(
                province_id=province.pk,
                period=period,
                by=replace(console(), province_id=province.pk),
                at=_soon_after(period, at),
                once=_once("frozen", code, period.name),
            )


def _soon_after(period: Period, at: datetime) -> datetime:
    return at.replace(year=period.ends.year, month=period.ends.month, day=period.ends.day) + (
        timedelta(days=FROZEN_AFTER)
    )


def brought(provinces: Sequence[str], at: datetime, seed: int) -> None:
    """The books that a few bodies brought for the last month, once it is frozen everywhere."""
    period = period_before(period_with(at.date()))
    draw = random.Random(seed)  # noqa: S311 - a play, not a secret
    clerks = {body.id: body.clerk for body in gather(list(provinces)).bodies}
    accounts = Account.objects.filter(starts=period.starts, agency__in=clerks)
    accounts = accounts.order_by("province__code", "pk")
    columns = {fact: n for n, fact in enumerate((Fact.DAY, Fact.CODE, Fact.OTHER, Fact.PIECES,
                                                 Fact.WEIGHT))}  # fmt: skip
    chosen = 0
    for account in accounts:
        lines = list(Line.objects.filter(account=account.pk, side=Side.POST_SENT).order_by("n"))
        if len(lines) < LINES_MIN or chosen >= BODIES:
            continue
        chosen += 1
        bring(
            account_id=account.pk,
            side=Side.SENDER,
            parsed=Parsed(rows=_with_slips(lines, draw)),
            layout=Layout(shape_of(HEADINGS), columns),
            by=clerks[account.agency_id],
            at=_soon_after(period, at) + timedelta(hours=20),
            once=_once("book", str(account.pk), period.name),
        )


def _with_slips(lines: Sequence[Line], draw: random.Random) -> tuple[tuple[Any, ...], ...]:
    forgotten, heavier, later, mistyped, twice = draw.sample(range(len(lines)), 5)
    told: list[tuple[Any, ...]] = []
    for place, line in enumerate(lines):
        code, day, weight = line.code, line.day, line.weight_g
        if place == forgotten:
            continue
        if place == heavier and weight:
            weight += 50
        if place == later and day.day > 1:
            day -= timedelta(days=1)
        if place == mistyped:
            code = f"{code[:4]}{'7' if code[4] != '7' else '8'}{code[5:]}"
        row = (code, day, line.other, "", "", line.pieces, weight, None)
        told += [(copy, *row) for copy in range(2 if place == twice else 1)]
    return tuple((n, *row) for n, row in enumerate(told, 1))


def _once(*parts: str) -> RequestKey:
    key = uuid5(NAMESPACE_OID, ":".join(("months", *parts)))
    return RequestKey.of(key, {"demonstration": ":".join(parts)})
