"""Budgets as an actor may read them: lines of other lines of command are folded into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.lines import RULES
from kt1.network.agencies.rules import Line
from kt1.oversight.budget.measuring import execution, told
from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion
from kt1.oversight.budget.permissions import PAYERS, READERS
from kt1.oversight.budget.rules import IN_FORCE, Alarm, Execution, Stage, alarm
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One body's line with how its money stands; `line` is None for those folded together."""

    line: BudgetLine | None
    bodies: int
    items: int
    last_year: int
    this_year: int
    amount: int
    carried_out: int
    execution: Execution
    alarm: Alarm


def seen_by(actor: Actor) -> QuerySet[Budget]:
    """Budgets of one's province; a body those in which it has a line."""
    rows = Budget.objects.select_related("province").order_by("-year")
    if actor.role in READERS and actor.province_id is not None:
        return rows.filter(province=actor.province_id)
    if actor.role in PAYERS and actor.agency_id is not None:
        return rows.filter(versions__lines__agency=actor.agency_id).distinct()
    return rows.none()


def versions(budget: Budget) -> QuerySet[BudgetVersion]:
    """The newest first."""
    return (
        BudgetVersion.objects.filter(budget=budget)
        .select_related("budget", "made_by", "tariff")
        .order_by("-n")
    )


def newest(province_id: int, year: int) -> BudgetVersion | None:
    return (
        BudgetVersion.objects.filter(budget__province=province_id, budget__year=year)
        .select_related("budget")
        .order_by("-n")
        .first()
    )


def waiting_for_review(actor: Actor) -> QuerySet[BudgetVersion]:
    """Estimates that were sent and neither answered nor sent back, of the actor's province."""
    newer = BudgetVersion.objects.filter(budget=OuterRef("budget"), n__gt=OuterRef("n"))
    return BudgetVersion.objects.filter(
        ~Exists(newer),
        budget__province=actor.province_id,
        stage=Stage.ESTIMATE,
        sent_at__isnull=False,
        returned_at=None,
    )


def carried_in(province_id: int, year: int) -> dict[int, int]:
    """Chuyển nguồn into a year, by body: what the settled budget of the year before carries."""
    return dict(
        BudgetLine.objects.filter(
            version__budget__province=province_id,
            version__budget__year=year - 1,
            version__stage=Stage.SETTLED,
            carried_vnd__gt=0,
        ).values_list("agency_id", "carried_vnd")
    )


def warned(actor: Actor, on: date) -> list[Row]:
    """Lines of this year's budget in force of which this person is to be warned.

    About eight queries, of one's own body alone for whoever reads only that.
    """
    budget = seen_by(actor).filter(year=on.year).first()
    found = None
    if budget is not None:
        found = versions(budget).filter(stage__in=IN_FORCE).first()
    if found is None:
        return []
    told_at = norms("CHUNG", on).count(Key.BUDGET_TOLD_AT_PERCENT)
    every = rows(found, actor, told_at_percent=told_at)
    return [row for row in every if row.alarm is not Alarm.NONE]


def rows(version: BudgetVersion, actor: Actor, *, told_at_percent: int) -> list[Row]:
    """The lines this person is shown, and one for all others. About eight queries."""
    budget = version.budget
    own = actor.agency_id if actor.role in PAYERS else None
    lines = list(
        version.lines.select_related("agency", "payer")
        .filter(Q() if own is None else Q(agency=own))
        .order_by("agency__sort_key", "agency_id")
    )
    inward = carried_in(budget.province_id, budget.year)
    said = told(budget.province_id, budget.year, own)
    in_force = version.stage in IN_FORCE

    def row(line: BudgetLine) -> Row:
        amount = line.amount_vnd if in_force else 0
        found = execution(amount, inward.get(line.agency_id, 0), said.get(line.agency_id))
        return Row(
            line=line,
            bodies=1,
            items=line.items,
            last_year=line.last_year_vnd,
            this_year=line.this_year_vnd,
            amount=line.amount_vnd,
            carried_out=line.carried_vnd,
            execution=found,
            alarm=alarm(found, told_at_percent=told_at_percent) if in_force else Alarm.NONE,
        )

    shown = [row(line) for line in lines if may_see(actor, line)]
    folded = [row(line) for line in lines if not may_see(actor, line)]
    if folded and actor.role in READERS:
        shown.append(fold(folded))
    return shown


def may_see(actor: Actor, line: BudgetLine) -> bool:
    """Who sees a body's figures follows its line (W7); a body sees its own."""
    if actor.agency_id == line.agency_id:
        return True
    body = READERS.get(actor.role)
    return body is not None and body in RULES[Line(line.agency.line)].figures_seen_by


def fold(these: Sequence[Row]) -> Row:
    """Lines summed into one that names no body. Nothing is warned of for them together."""
    return Row(
        line=None,
        bodies=sum(one.bodies for one in these),
        items=sum(one.items for one in these),
        last_year=sum(one.last_year for one in these),
        this_year=sum(one.this_year for one in these),
        amount=sum(one.amount for one in these),
        carried_out=sum(one.carried_out for one in these),
        execution=Execution(
            allotted=sum(one.execution.allotted for one in these),
            carried_in=sum(one.execution.carried_in for one in these),
            spent=sum(one.execution.spent for one in these),
            committed=sum(one.execution.committed for one in these),
            months_told=max((one.execution.months_told for one in these), default=0),
        ),
        alarm=Alarm.NONE,
    )
