"""Making, sending, answering and deciding budgets. Every version is new; none is edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.screening.rules import passed
from kt1.law.tariffs.queries import table_on, vat_percent
from kt1.law.tariffs.rules import NoTariffError, Table
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.budget import permissions, queries, steps
from kt1.oversight.budget.measuring import Taxed, Told, after, execution, measured, told
from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion
from kt1.oversight.budget.rules import (
    GROWTH_MAX,
    MONTHS,
    PER_MILLE,
    VND_MAX,
    Basis,
    Measured,
    Return,
    Scenario,
    Stage,
    carried,
)
from kt1.people.actor import Actor, NotAllowedError

_GENERAL = "CHUNG"


class BudgetError(ValueError):
    """The budget cannot be made so. The sentence says why."""


@transaction.atomic(durable=True)
def make_estimate(
    *,
    year: int,
    first: date,
    last: date,
    growth_per_mille: int,
    scenario: Scenario,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> BudgetVersion:
    """Estimate a year from the months measured: the tariff to come × growth × scenario, by body.

    Args:
        first, last: first days of the first and last month measured, both included.

    Raises:
        NotAllowedError: it is not theirs, or the budget has gone on.
        BudgetError: no such months, no tariff, no rate of tax, nothing was sent.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return BudgetVersion.objects.get(pk=done["version"])
    if by.province_id is None:
        raise NotAllowedError(permissions.why_not_estimate(by, None))
    Budget.objects.get_or_create(province_id=by.province_id, year=year)
    budget = Budget.objects.select_for_update().get(province_id=by.province_id, year=year)
    before = queries.newest(by.province_id, year)
    if reason := permissions.why_not_estimate(by, before):
        raise NotAllowedError(reason)
    _must_make_sense(year, first, last, growth_per_mille, at)
    on = date(year, 1, 1)
    taxed = Taxed(to_come=_percent(on), now=_percent(last))
    found, tariff = _measured(by.province_id, on, first, last, taxed)
    basis = Basis(
        first=first,
        last=last,
        growth_per_mille=growth_per_mille,
        scenario_percent=norms(_GENERAL, on).count(Key.BUDGET_SCENARIO_PERCENT, scenario.value),
        vat_percent=taxed.to_come,
    )
    made = steps.version(
        budget,
        before,
        stage=Stage.ESTIMATE,
        basis=basis,
        scenario=scenario,
        tariff_id=tariff.id,
        paper="",
        by=by,
        at=at,
    )
    before_last = told(by.province_id, year - 2)
    steps.estimated_lines(made, found, basis, before_last, vat_now=taxed.now)
    steps.record(made, by=by, at=at)
    finish(once, actor=str(by), answer={"version": made.pk})
    return made


def _percent(on: date) -> int:
    found = vat_percent(on)
    if found is None:
        raise BudgetError(_("No rate of value added tax is set for this day: set it first."))
    return found


def _measured(
    province: int, on: date, first: date, last: date, taxed: Taxed
) -> tuple[dict[int, Measured], Table]:
    """What was sent in these months, by the tariff that holds when the year begins."""
    try:
        table = table_on(on)
    except NoTariffError:
        raise BudgetError(_("No table of prices holds today.")) from None
    found = measured(province, first=first, last=last, table=table, on=on, taxed=taxed)
    if not found:
        raise BudgetError(_("Nothing was sent in these months: there is nothing to measure."))
    return found, table


def _must_make_sense(year: int, first: date, last: date, growth: int, at: datetime) -> None:
    if not at.year - 1 <= year <= at.year + 2:
        raise BudgetError(_("The estimate is for a year near the present one."))
    if first.day != 1 or last.day != 1 or last < first or after(last) > at.date():
        raise BudgetError(_("The months measured are whole, in order, and over."))
    if (last.year - first.year) * MONTHS + last.month - first.month >= MONTHS:
        raise BudgetError(_("At most twelve months are measured."))
    if not -PER_MILLE <= growth <= GROWTH_MAX:
        raise BudgetError(_("Growth is between -100 and 200 per cent."))


@transaction.atomic(durable=True)
def send(*, version_id: int, by: Actor, at: datetime, once: RequestKey) -> BudgetVersion:
    """Send an estimate to Sở Tài chính. It waits on their home page.

    Raises:
        BudgetVersion.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return BudgetVersion.objects.get(pk=version_id)
    row = steps.locked(version_id)
    if reason := permissions.why_not_send(by, row) or steps.why_not_newest(row):
        raise NotAllowedError(reason)
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    steps.say("budget.sent", row, by=by, at=at)
    finish(once, actor=str(by), answer={"version": row.pk})
    return row


@transaction.atomic(durable=True)
def send_back(
    *, version_id: int, reason: Return, by: Actor, at: datetime, once: RequestKey
) -> BudgetVersion:
    """Sở Tài chính sends an estimate back, for a coded reason. Another may be made.

    Raises:
        BudgetVersion.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return BudgetVersion.objects.get(pk=version_id)
    row = steps.locked(version_id)
    if why := permissions.why_not_review(by, row) or steps.why_not_newest(row):
        raise NotAllowedError(why)
    row.returned_at, row.returned_for = at, reason.value
    row.save(update_fields=["returned_at", "returned_for"])
    steps.say("budget.returned", row, by=by, at=at, reason=reason.value)
    finish(once, actor=str(by), answer={"version": row.pk})
    return row


@dataclass(frozen=True, slots=True)
class Amount:
    """What a body gets in the next version, and what it carries over when it is settled."""

    vnd: int
    carried: int = 0


@transaction.atomic(durable=True)
def decide(
    *,
    after_id: int,
    stage: Stage,
    amounts: Mapping[int, Amount],
    paper: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> BudgetVersion:
    """Make the next version: appraised, allocated, adjusted or settled, as a paper decides.

    Args:
        amounts: by body; a body that is not named keeps what it has.

    Raises:
        BudgetVersion.DoesNotExist, NotAllowedError.
        BudgetError: no paper, an amount out of bounds, a body not in the budget or not shown to
            them, or more carried over than is left.
        RefusedTextError: the name of the paper is not a text that may be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return BudgetVersion.objects.get(pk=done["version"])
    last = steps.locked(after_id)
    if reason := permissions.why_not_decide(by, last, stage) or steps.why_not_newest(last):
        raise NotAllowedError(reason)
    if not paper.strip():
        raise BudgetError(_("Number and date of the paper that decides."))
    lines = list(last.lines.select_related("agency"))
    _must_be_theirs(lines, amounts, by)
    made = steps.version(
        last.budget,
        last,
        stage=stage,
        basis=steps.basis_of(last),
        scenario=Scenario(last.scenario),
        tariff_id=last.tariff_id,
        paper=passed(paper.strip(), names_a_paper=True),
        by=by,
        at=at,
    )
    _decided_lines(made, lines, amounts)
    steps.record(made, by=by, at=at)
    finish(once, actor=str(by), answer={"version": made.pk})
    return made


def _must_be_theirs(lines: list[BudgetLine], amounts: Mapping[int, Amount], by: Actor) -> None:
    shown = {line.agency_id for line in lines if queries.may_see(by, line)}
    if not amounts.keys() <= shown:
        raise BudgetError(_("A body is not in this budget, or its line is not yours to change."))
    if any(not 0 <= a.vnd <= VND_MAX or a.carried < 0 for a in amounts.values()):
        raise BudgetError(_("A whole amount in đồng, at most 1.000 billion."))


def _decided_lines(
    made: BudgetVersion, lines: list[BudgetLine], amounts: Mapping[int, Amount]
) -> None:
    budget = made.budget
    said: Mapping[int, Told] = {}
    inward: Mapping[int, int] = {}
    if made.stage == Stage.SETTLED:
        said = told(budget.province_id, budget.year)
        inward = queries.carried_in(budget.province_id, budget.year)
    fresh = []
    for line in lines:
        wanted = amounts.get(line.agency_id, Amount(line.amount_vnd))
        if made.stage == Stage.SETTLED:
            stands = execution(wanted.vnd, inward.get(line.agency_id, 0), said.get(line.agency_id))
            if carried(stands, wanted.carried) is None:
                raise BudgetError(
                    _("%(name)s: more is carried over than is left.") % {"name": line.agency.name}
                )
        elif wanted.carried:
            raise BudgetError(_("Money is carried over when the year is settled."))
        line.pk = None
        line.version = made
        line.amount_vnd, line.carried_vnd = wanted.vnd, wanted.carried
        fresh.append(line)
    BudgetLine.objects.bulk_create(fresh)
