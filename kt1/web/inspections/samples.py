"""A sample as the team sees it: chains of places and hours, no persons; each look is logged."""

from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kt1.custody.handovers.chain import chains
from kt1.custody.handovers.models import OUTCOME_LABELS, WITNESS_LABELS
from kt1.law.parameters.keys import Key
from kt1.oversight.inspections import drawing, permissions, queries, steps
from kt1.oversight.inspections.drawn import RISK_LABELS, Draw
from kt1.oversight.inspections.models import VERDICT_LABELS, Inspection
from kt1.oversight.inspections.population import digest_of
from kt1.oversight.inspections.rules import Side, Verdict
from kt1.oversight.inspections.sampling import Risk
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import DrawForm
from kt1.web.inspections.keeping import key_for
from kt1.web.inspections.lists import TITLE
from kt1.web.inspections.pages import known
from kt1.web.request import Request, once, signed_in

PAGE = "inspections.sample"
#: Which question of the checklist a chain speaks to.
QUESTION = {Side.PROVIDER: "P13", Side.USER: "U05"}


@require_http_methods(["GET", "POST"])
@signed_in
def draw(request: Request, inspection_id: int) -> HttpResponseBase:
    """Draw a sample."""
    found = known(request, inspection_id)
    here = reverse("inspection", args=[found.pk])
    size = queries.norm(Key.INSPECTION_SAMPLE_ITEMS, steps.day_of(request.at))
    asked = Asked(
        heading=_("Draw a sample"),
        form=DrawForm(data_of(request), initial={"size": size}),
        do=lambda said: drawing.draw(
            inspection_id=found.pk, wanted=drawing.Wanted(**said),
            by=request.actor, at=request.at, once=once(request),
        ),
        back=here,
        crumbs=[(TITLE, reverse("inspections")), (str(found), here), (_("Draw a sample"), "")],
        lead=_("By risk, from the ledger's own state: nobody chooses the items."),
        consequence=_(
            "The records of these items are held. Items that bear a letter are passed over"
            " unless a decision is recorded."
        ),
    )  # fmt: skip
    return answered(request, asked, reason=permissions.why_not_work(request.actor, found))


@require_http_methods(["GET", "POST"])
@signed_in
def sample(request: Request, inspection_id: int, n: int) -> HttpResponseBase:
    """The items of one sample, their chains, and what the team says of them."""
    found = known(request, inspection_id)
    made = get_object_or_404(Draw.objects.select_related("inspection", "by"), inspection=found, n=n)
    if reason := permissions.why_not_see_sample(request.actor, found):
        raise NotAllowedError(reason)
    if request.method == "POST":
        return _judged(request, found, made)
    rows = list(made.items.select_related("unit").order_by("n"))
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, [one.unit_id for one in rows])
        told = chains([one.unit_id for one in rows])
        again = None
        if "lai" in request.GET:
            again = drawing.drawn_again(made, by=request.actor, at=request.at)
    context = {
        "inspection": found,
        "draw": made,
        "rows": [_row(one, told[one.unit_id]) for one in rows],
        "again": again,
        "verdicts": [(one.value, word) for one, word in VERDICT_LABELS.items()],
        "may": permissions.why_not_work(request.actor, found) is None,
        "keep_key": key_for(request.actor),
        "question": QUESTION[Side(found.side)],
        "crumbs": [
            (TITLE, reverse("inspections")),
            (str(found), reverse("inspection", args=[found.pk])),
            (_("Sample %(n)s") % {"n": made.n}, ""),
        ],
    }
    return render(request, "inspections/sample.html", context)


def _judged(request: Request, found: Inspection, made: Draw) -> HttpResponseBase:
    """Names of the form are m-<place>."""
    verdicts = {
        int(name[2:]): Verdict(str(value))
        for name, value in request.POST.items()
        if name.startswith("m-") and name[2:].isdigit() and value in set(Verdict)
    }
    drawing.judge(
        inspection_id=found.pk, n=made.n, verdicts=verdicts,
        by=request.actor, at=request.at, once=once(request),
    )  # fmt: skip
    return redirect("inspection_sample", found.pk, made.n)


def _row(one: Any, links: Any) -> dict[str, Any]:
    return {
        "item": one,
        "risks": [RISK_LABELS[Risk(risk)] for risk in one.risks.split(",") if risk],
        "tickets": ngettext("%(n)s ticket", "%(n)s tickets", one.tickets) % {"n": one.tickets},
        "stands": digest_of(links) == one.chain_digest,
        "links": [
            {
                "giver": link.giver,
                "taker": link.taker,
                "at": link.settled_at or link.offered_at,
                "outcome": OUTCOME_LABELS.get(link.outcome, link.outcome),
                "witness": WITNESS_LABELS.get(link.witness, link.witness),
                "refused": link.refused,
            }
            for link in links
        ],
    }
