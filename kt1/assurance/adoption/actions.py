"""Entering a target of adoption. Nothing is deleted: what it replaces stays with its paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.adoption.models import AdoptionTarget
from kt1.assurance.adoption.permissions import why_not_set_target
from kt1.assurance.adoption.rules import PER_CENT, YEAR_MAX, YEAR_MIN
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.rules import Bloc
from kt1.people.actor import Actor, NotAllowedError


class TargetError(ValueError):
    """The target cannot be entered so. The sentence says why."""


@transaction.atomic(durable=True)
def set_target(
    *,
    year: int,
    bloc: Bloc | None,
    goal_percent: int,
    paper: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> AdoptionTarget:
    """Set what share of the bodies of one's province, or of a bloc, should use the service.

    Raises:
        NotAllowedError, TargetError.
        RefusedTextError: the name of the paper is not a text that may be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return AdoptionTarget.objects.get(pk=int(str(done["target"])))
    if (reason := why_not_set_target(by)) or by.province_id is None:
        raise NotAllowedError(reason)
    if not 1 <= goal_percent <= PER_CENT or not YEAR_MIN <= year <= YEAR_MAX:
        raise TargetError(_("A share of 1 to 100 percent, of a year."))
    if not paper.strip():
        raise TargetError(_("Number, date and issuer of the paper that sets it."))
    kept = passed(paper.strip(), names_a_paper=True)
    code = bloc.value if bloc else ""
    AdoptionTarget.objects.filter(
        province=by.province_id, year=year, bloc=code, replaced_at=None
    ).update(replaced_at=at)
    made = AdoptionTarget.objects.create(
        province_id=by.province_id,
        year=year,
        bloc=code,
        goal_percent=goal_percent,
        paper=kept,
        entered_by_id=by.user_id,
        entered_at=at,
    )
    append(
        kind="adoption.target_set",
        subject=f"province:{by.province_id}",
        actor=str(by),
        at=at,
        body={"year": year, "bloc": code, "percent": goal_percent},
        notes={"paper": kept},
    )
    finish(once, actor=str(by), answer={"target": str(made.pk)})
    return made
