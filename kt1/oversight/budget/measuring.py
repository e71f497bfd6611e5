"""What bodies of a province sent in some months, by a tariff, and what they owe by signed accounts.

Set-based: the database counts alike items, each kind is priced once. Where a table's prices hold
their tax, it is taken out of each body's sum, so that every amount kept is one before tax.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation.queries import balances
from kt1.custody.price.queries import central_offices, paper_surcharges
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.payers import Party, charged, who_pays
from kt1.law.tariffs.queries import payer_rules, table_on
from kt1.law.tariffs.rules import NoTariffError, Table, price, tax_within
from kt1.oversight.budget.rules import MONTHS, Execution, Measured

#: The weight that unweighed items are counted at: the mean of those weighed, of the same scope.
_COUNTED = """
WITH sent AS (
    SELECT i.sender_id, i.receiver_id, i.urgency, i.scope, i.weight_g,
        a.code = ANY(%(offices)s::text[]) AS office, r.code = ANY(%(offices)s::text[]) AS to_office,
        (c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    JOIN network_agency a ON a.id = i.sender_id JOIN network_agency r ON r.id = i.receiver_id
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s AND a.province_id = %(province)s
), mean AS (
    SELECT scope, greatest(1, round(avg(weight_g)))::int AS grams FROM sent
    WHERE weight_g IS NOT NULL GROUP BY scope
)
SELECT s.sender_id,
    CASE WHEN s.office THEN 'office' ELSE coalesce(
        (SELECT m.annex FROM network_annexmembership m WHERE m.agency_id = s.sender_id
        AND m.valid_from <= s.day AND (m.valid_to IS NULL OR m.valid_to >= s.day)), 'outside') END,
    CASE WHEN s.to_office THEN 'office' ELSE coalesce(
        (SELECT m.annex FROM network_annexmembership m WHERE m.agency_id = s.receiver_id
        AND m.valid_from <= s.day AND (m.valid_to IS NULL OR m.valid_to >= s.day)), 'outside') END,
    s.urgency, s.scope, coalesce(s.weight_g, mean.grams, 1), count(*)
FROM sent s LEFT JOIN mean ON mean.scope = s.scope
GROUP BY 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True, slots=True)
class Taxed:
    """Rates of value added tax, per cent: when the year begins, and in the last month measured."""

    to_come: int
    now: int


@dataclass(slots=True)
class _Sum:
    items: int = 0
    to_come: int = 0
    now: int = 0
    unpriced: int = 0


def measured(
    province_id: int, *, first: date, last: date, table: Table, on: date, taxed: Taxed
) -> dict[int, Measured]:
    """By body: what was accepted from it from the month `first` to the month `last`.

    Priced by `table`; who pays by the rules of `on`. What is free counts as an item and costs
    nothing; the letter of no item is read: the marks' amount comes from accounts and paper.
    """
    asked: dict[str, Any] = {
        "begins": _midnight(first),
        "ends": _midnight(after(last)),
        "province": province_id,
        "offices": central_offices(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        rows = cursor.fetchall()
    rules = payer_rules()
    to_come, now = _Prices(table), _Prices(_table_of(last) or table)
    sums: defaultdict[int, _Sum] = defaultdict(_Sum)
    for body, annex, to, urgency, scope, grams, number in rows:
        own = sums[body]
        own.items += number
        rule = who_pays(rules, sender=Party(annex), receiver=Party(to), on=on)
        if not charged(rule):
            continue
        found = to_come.of(urgency, scope, grams)
        own.unpriced += number if found is None else 0
        own.to_come += number * (found or 0)
        own.now += number * (now.of(urgency, scope, grams) or 0)
    marks = surcharges(sums, first=first, last=last)
    return {
        body: Measured(
            items=own.items,
            net_vnd=to_come.without_tax(own.to_come, taxed.to_come),
            now_vnd=now.without_tax(own.now, taxed.now),
            surcharge_vnd=marks.get(body, 0),
            unpriced=own.unpriced,
        )
        for body, own in sums.items()
    }


def _table_of(day: date) -> Table | None:
    with suppress(NoTariffError):
        return table_on(day)
    return None


class _Prices:
    """By one table: each kind of item is priced once, as the table says it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._known: dict[tuple[str, str, int], int | None] = {}

    def of(self, urgency: str, scope: str, grams: int) -> int | None:
        kind = (urgency, scope, grams)
        if kind not in self._known:
            self._known[kind] = self._asked(Urgency(urgency), Scope(scope), grams)
        return self._known[kind]

    def _asked(self, urgency: Urgency, scope: Scope, grams: int) -> int | None:
        with suppress(NoTariffError):
            return price(
                self.table, scope=scope, urgency=urgency, mark=Mark.NONE, grams=grams, percent=None
            ).net
        return None

    def without_tax(self, vnd: int, percent: int) -> int:
        return vnd - tax_within(vnd, percent) if self.table.with_tax else vnd


def surcharges(bodies: Iterable[int], *, first: date, last: date) -> dict[int, int]:
    """What marks cost, before tax: what an account states, else what was entered from paper.

    Of an account that reaches beyond the months asked for, the share of its months among them.
    """
    wanted = list(bodies)
    amounts = dict(paper_surcharges(wanted, first, last))
    sums: defaultdict[int, int] = defaultdict(int)
    for account in _accounts(first, last).filter(agency__in=wanted, surcharge__isnull=False):
        months = [_nth(account.starts, n) for n in range(account.period.months)]
        among = [month for month in months if first <= month <= last]
        for month in among:  # the amount of a quarter stands for each month
            amounts.pop((account.agency_id, month), None)
        sums[account.agency_id] += (account.surcharge or 0) * len(among) // len(months)
    for (body, _month), vnd in amounts.items():
        sums[body] += vnd
    return sums


def unstated(province_id: int, *, first: date, last: date) -> dict[int, int]:
    """By body: accounts of these months in which the post has not stated yet what marks cost.

    Their marks are in no estimate.
    """
    rows = _accounts(first, last).filter(province=province_id, surcharge=None)
    return dict(Counter(rows.values_list("agency_id", flat=True)))


def _accounts(first: date, last: date) -> QuerySet[Account]:
    return Account.objects.filter(starts__lt=after(last), ends__gte=first)


@dataclass(frozen=True, slots=True)
class Told:
    """What accounts of a year say of one body, with tax."""

    spent: int
    committed: int
    months: int


def told(province_id: int, year: int, of: int | None = None) -> dict[int, Told]:
    """By body: months signed and stamped are spent, months compared or agreed are committed.

    Args:
        of: one body alone.
    """
    rows = Account.objects.filter(province=province_id, starts__year=year)
    accounts = list(rows if of is None else rows.filter(agency=of))
    found = balances(accounts)
    spent: defaultdict[int, int] = defaultdict(int)
    committed: defaultdict[int, int] = defaultdict(int)
    months: defaultdict[int, int] = defaultdict(int)
    for account in accounts:
        side = spent if account.state == State.SIGNED else committed
        side[account.agency_id] += max(found[account.pk].total, 0)
        months[account.agency_id] += account.period.months
    return {body: Told(spent[body], committed[body], n) for body, n in months.items()}


def execution(amount: int, carried_in: int, of: Told | None) -> Execution:
    return Execution(
        allotted=amount,
        carried_in=carried_in,
        spent=of.spent if of else 0,
        committed=of.committed if of else 0,
        months_told=min(of.months, MONTHS) if of else 0,
    )


def after(month: date) -> date:
    """The first day of the month that follows."""
    return date(month.year + month.month // MONTHS, month.month % MONTHS + 1, 1)


def _nth(first: date, n: int) -> date:
    """The first day of the n-th month after another."""
    whole = first.year * MONTHS + first.month - 1 + n
    return date(whole // MONTHS, whole % MONTHS + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
