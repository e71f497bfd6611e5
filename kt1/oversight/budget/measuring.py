"""What bodies of a province sent in some months, by a tariff, and what they owe by signed accounts.

Set-based: the database counts alike items, each kind is priced once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.assurance.reconciliation.queries import balances
from kt1.custody.price.queries import paper_surcharges
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.payers import Party, charged, who_pays
from kt1.law.tariffs.queries import payer_rules
from kt1.law.tariffs.rules import NoTariffError, Table, price
from kt1.oversight.budget.rules import MONTHS, Execution, Measured

#: The weight that unweighed items are counted at: the mean of those weighed, of the same scope.
_COUNTED = """
WITH sent AS (
    SELECT i.sender_id, i.receiver_id, i.urgency, i.scope, i.weight_g,
        (c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    JOIN network_agency a ON a.id = i.sender_id
    WHERE c.started_at >= %s AND c.started_at < %s AND a.province_id = %s
), mean AS (
    SELECT scope, greatest(1, round(avg(weight_g)))::int AS grams FROM sent
    WHERE weight_g IS NOT NULL GROUP BY scope
)
SELECT s.sender_id,
    coalesce((SELECT m.annex FROM network_annexmembership m WHERE m.agency_id = s.sender_id
        AND m.valid_from <= s.day AND (m.valid_to IS NULL OR m.valid_to >= s.day)), 'outside'),
    coalesce((SELECT m.annex FROM network_annexmembership m WHERE m.agency_id = s.receiver_id
        AND m.valid_from <= s.day AND (m.valid_to IS NULL OR m.valid_to >= s.day)), 'outside'),
    s.urgency, s.scope, coalesce(s.weight_g, mean.grams, 1), count(*)
FROM sent s LEFT JOIN mean ON mean.scope = s.scope
GROUP BY 1, 2, 3, 4, 5, 6
"""


@dataclass(slots=True)
class _Sum:
    items: int = 0
    net: int = 0
    unpriced: int = 0


def measured(
    province_id: int, *, first: date, last: date, table: Table, on: date
) -> dict[int, Measured]:
    """By body: what was accepted from it from the month `first` to the month `last`.

    Priced by `table`; who pays by the rules of `on`. What is free counts as an item and costs
    nothing; the letter of no item is read: the marks' amount comes from accounts and paper.
    """
    begins, ends = _midnight(first), _midnight(after(last))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [begins, ends, province_id])
        rows = cursor.fetchall()
    rules = payer_rules()
    prices: dict[tuple[str, str, int], int | None] = {}
    sums: defaultdict[int, _Sum] = defaultdict(_Sum)
    for body, annex, to, urgency, scope, grams, number in rows:
        own = sums[body]
        own.items += number
        rule = who_pays(rules, sender=Party(annex), receiver=Party(to), on=on)
        if not charged(rule):
            continue
        kind = (urgency, scope, grams)
        if kind not in prices:
            prices[kind] = _net(table, *kind)
        found = prices[kind]
        own.unpriced += number if found is None else 0
        own.net += number * (found or 0)
    marks = surcharges(sums, first=first, last=last)
    return {
        body: Measured(
            items=own.items,
            net_vnd=own.net,
            surcharge_vnd=marks.get(body, 0),
            unpriced=own.unpriced,
        )
        for body, own in sums.items()
    }


def _net(table: Table, urgency: str, scope: str, grams: int) -> int | None:
    try:
        found = price(
            table,
            scope=Scope(scope),
            urgency=Urgency(urgency),
            mark=Mark.NONE,
            grams=grams,
            percent=None,
        )
    except NoTariffError:
        return None
    return found.net


def surcharges(bodies: Iterable[int], *, first: date, last: date) -> dict[int, int]:
    """What marks cost, before tax: what an account states, else what was entered from paper."""
    wanted = list(bodies)
    amounts = dict(paper_surcharges(wanted, first, last))
    stated = Account.objects.filter(
        agency__in=wanted, starts__gte=first, starts__lte=last, surcharge__isnull=False
    )
    for account in stated:
        for n in range(account.period.months):  # the amount of a quarter stands for each month
            amounts.pop((account.agency_id, _nth(account.starts, n)), None)
        amounts[account.agency_id, account.starts] = account.surcharge or 0
    sums: defaultdict[int, int] = defaultdict(int)
    for (body, _month), vnd in amounts.items():
        sums[body] += vnd
    return sums


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
