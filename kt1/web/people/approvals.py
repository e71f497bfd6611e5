"""Requests for a second person: what waits for me, what I asked for; agree or refuse."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.people.approvals import actions, queries
from kt1.people.approvals.models import Approval
from kt1.people.approvals.permissions import why_not_approve
from kt1.web.delivery import words
from kt1.web.delivery.kinds import KINDS, why_not
from kt1.web.parts import chips
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in

SHOWN_MAX = 50


@require_GET
@signed_in
def approvals(request: Request) -> HttpResponseBase:
    """Each in words; the page of one says everything, and there it is answered."""
    waiting = list(queries.waiting_for(request.actor, request.at)[:SHOWN_MAX])
    mine = queries.seen_by(request.actor).filter(asked_by=request.actor.user_id)
    context = {
        "kinds": [
            kind for kind in KINDS.values() if kind.proposes and not why_not(kind, request.actor)
        ],
        "waiting": [
            (one, words.brief(one), why_not_approve(request.actor, one)) for one in waiting
        ],
        "mine": [
            (one, words.brief(one), state_of(one, request.at))
            for one in mine.order_by("-asked_at", "-pk")[:SHOWN_MAX]
        ],
    }
    return render(request, "people/approvals.html", context)


@require_POST
@signed_in
def approve(request: Request, approval_id: int) -> HttpResponseBase:
    _answered(actions.approve, request, approval_id)
    messages.success(request, _("You have agreed. The one who asked can now do it."))
    return redirect("approvals")


@require_POST
@signed_in
def refuse(request: Request, approval_id: int) -> HttpResponseBase:
    _answered(actions.refuse, request, approval_id)
    messages.success(request, _("The request is closed. Nothing is done."))
    return redirect("approvals")


def _answered(act: Callable[..., None], request: Request, approval_id: int) -> None:
    act(approval_id=approval_id, by=request.actor, at=request.at, once=once(request))


def state_of(approval: Approval, at: datetime) -> Chip:
    if approval.used_at:
        return Chip(_("Done"), Tone.GOOD)
    if approval.refused_at:
        return Chip(_("Refused or withdrawn"), Tone.REFUSED)
    if approval.lapses_at <= at:
        return Chip(_("Lapsed"), Tone.LATE)
    if approval.approved_at:
        return Chip(_("Agreed, not done yet"), Tone.MOVING)
    return chips.UNCONFIRMED
