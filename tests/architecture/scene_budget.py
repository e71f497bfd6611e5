"""Prices and budgets that the access matrix is walked with."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from kt1.law.tariffs.models import PayerRule, Tariff
from kt1.network.agencies.models import Agency
from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion
from kt1.people.actor import Actor
from tests.architecture.scene_items import code_of
from tests.custody import factories as make
from tests.custody.world import World

OWN, OTHER, FAR = "own", "other", "far"
Maker = Callable[[Any, Actor | None], dict[str, Any]]
#: Each knock finds a budget of its own: years are enough for all of them.
_YEARS = count(2100)
SHIPPED = "TT23-2017"


def _budget(relation: str, *, sent: bool, named: bool = False, **more: Any) -> Maker:
    """An estimate with one line: of the sender's province, or of the other one."""

    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        world: World = scene.world
        body: Agency = world.sender if relation == OWN else world.far
        year = next(_YEARS)
        version = BudgetVersion.objects.create(
            budget=Budget.objects.create(province=body.province, year=year),
            n=1, stage="estimate", scenario="base", growth_per_mille=0, scenario_percent=100,
            vat_percent=8, tariff=Tariff.objects.get(code=SHIPPED),
            basis_first=date(2025, 12, 1), basis_last=date(2025, 12, 1),
            made_by_id=world.dispatcher.user_id, made_at=make.MORNING,
            sent_at=make.MORNING if sent else None,
        )  # fmt: skip
        BudgetLine.objects.create(
            version=version, agency=body, payer=body, items=1, measured_vnd=1, surcharge_vnd=0,
            last_year_vnd=0, this_year_vnd=1, amount_vnd=1,
        )  # fmt: skip
        return {"year": year, **more, **({"code": body.code} if named else {})}

    return made


def _item(relation: str) -> Maker:
    return lambda scene, _person: {"code": code_of(scene.world, relation)}


def _rule(_scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"rule": PayerRule.objects.order_by("pk")[0].pk}


def _once(_scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"once": str(uuid4())}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{
        name: {relation: _item(relation) for relation in (OWN, OTHER, FAR)}
        for name in ("item_price", "item_price_with_mark")
    },
    **{
        name: {"-": lambda _scene, _person: {"code": SHIPPED}}
        for name in ("tariff_version", "confirm_tariff")
    },
    "confirm_payer": {"-": _rule},
    **{
        name: {relation: _budget(relation, sent=name != "send_estimate") for relation in (OWN, FAR)}
        for name in ("budget", "send_estimate", "return_estimate")
    },
    "decide_budget": {
        relation: _budget(relation, sent=True, stage="appraised") for relation in (OWN, FAR)
    },
    "budget_steps": {
        relation: _budget(relation, sent=True, named=True, n=1) for relation in (OWN, FAR)
    },
    "budget_file": {
        relation: _budget(relation, sent=True, n=1, form="csv") for relation in (OWN, FAR)
    },
}
PAYLOADS: dict[str, Maker] = dict.fromkeys(
    ("confirm_tariff", "confirm_payer", "send_estimate"), _once
)
PAYLOADS["return_estimate"] = lambda scene, person: {**_once(scene, person), "reason": "growth"}
