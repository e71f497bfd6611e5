"""Steps of making versions that several actions share. They open no transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.ledger.entries.actions import append
from kt1.network.agencies.models import Agency
from kt1.oversight.budget.measuring import Told
from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion
from kt1.oversight.budget.rules import Basis, Measured, Scenario, Stage, estimate, yearly
from kt1.people.actor import Actor


def estimated_lines(
    made: BudgetVersion,
    found: Mapping[int, Measured],
    basis: Basis,
    before: Mapping[int, Told],
    *,
    vat_now: int,
) -> None:
    bodies = Agency.objects.filter(pk__in=found).in_bulk()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            version=made,
            agency_id=body,
            payer_id=bodies[body].payer_id or body,
            level=bodies[body].budget_level,
            items=one.items,
            unpriced=one.unpriced,
            measured_vnd=one.net_vnd,
            surcharge_vnd=one.surcharge_vnd,
            last_year_vnd=before[body].spent if body in before else 0,
            this_year_vnd=yearly(one, basis, vat_percent=vat_now),
            amount_vnd=estimate(one, basis),
        )
        for body, one in sorted(found.items())
    )


def version(
    budget: Budget,
    before: BudgetVersion | None,
    *,
    stage: Stage,
    basis: Basis,
    scenario: Scenario,
    tariff_id: int,
    paper: str,
    by: Actor,
    at: datetime,
) -> BudgetVersion:
    return BudgetVersion.objects.create(
        budget=budget,
        n=before.n + 1 if before else 1,
        stage=stage.value,
        scenario=scenario.value,
        growth_per_mille=basis.growth_per_mille,
        scenario_percent=basis.scenario_percent,
        vat_percent=basis.vat_percent,
        tariff_id=tariff_id,
        basis_first=basis.first,
        basis_last=basis.last,
        paper=paper,
        made_by_id=by.user_id,
        made_at=at,
    )


def basis_of(version: BudgetVersion) -> Basis:
    return Basis(
        first=version.basis_first,
        last=version.basis_last,
        growth_per_mille=version.growth_per_mille,
        scenario_percent=version.scenario_percent,
        vat_percent=version.vat_percent,
    )


def locked(pk: int) -> BudgetVersion:
    """The version, its budget held: two decisions never follow the same one."""
    found = BudgetVersion.objects.get(pk=pk)
    Budget.objects.select_for_update().get(pk=found.budget_id)
    return BudgetVersion.objects.select_related("budget").get(pk=pk)


def why_not_newest(version: BudgetVersion) -> str | None:
    if BudgetVersion.objects.filter(budget=version.budget_id, n__gt=version.n).exists():
        return _("A newer version stands: read that one.")
    return None


def record(made: BudgetVersion, *, by: Actor, at: datetime) -> None:
    """The version in the ledger: its facts, and each body's amount as a line of its own."""
    lines = made.lines.select_related("agency").order_by("agency_id")
    append(
        kind="budget.version_made",
        subject=f"budget:{made.budget.province_id}/{made.budget.year}",
        actor=str(by),
        at=at,
        body={
            "version": made.n,
            "stage": made.stage,
            "scenario": made.scenario,
            "growth_per_mille": made.growth_per_mille,
            "basis": [made.basis_first.isoformat(), made.basis_last.isoformat()],
        },
        lines=[
            {"agency": o.agency.code, "amount_vnd": o.amount_vnd, "carried_vnd": o.carried_vnd}
            for o in lines
        ],
        notes={"paper": made.paper} if made.paper else {},
    )


def say(kind: str, row: BudgetVersion, *, by: Actor, at: datetime, **more: Any) -> None:
    append(
        kind=kind,
        subject=f"budget:{row.budget.province_id}/{row.budget.year}",
        actor=str(by),
        at=at,
        body={"version": row.n, **more},
    )
