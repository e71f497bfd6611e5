"""Asking a second person about an item, and doing what was agreed to."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kt1.custody.deliveries import two_persons
from kt1.custody.deliveries.corrections import CAUSES
from kt1.custody.deliveries.proposals import Correction, Found, Loss, Release
from kt1.people.accounts.rules import Role
from kt1.people.approvals import queries as approvals
from kt1.web.errors.answers import CONFLICT, UNFIT
from kt1.web.items import item, second
from kt1.web.items.item_reads import record_of
from kt1.web.request import Request, acts_as, once

POST = (Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)


@require_POST
@acts_as(*POST)
def ask(request: Request, code: str, act: str) -> HttpResponseBase:
    """Propose; it is tried out at once, so that nobody is asked for what cannot be."""
    record = record_of(item.read_code(code), request.actor, request.at)
    kind = second.BY_KEY.get(act)
    if kind is None:
        raise Http404
    form = kind.form(request.POST, prefix=kind.key)
    if not form.is_valid():
        return item.page(request, record, tried=act, form=form, status=UNFIT)
    proposal = kind.build(record, form.cleaned_data)
    if proposal is None:
        messages.error(request, _("There is no entry about this that could be put right."))
        return item.page(request, record, tried=act, form=form, status=CONFLICT)
    two_persons.ask(proposal=proposal, by=request.actor, at=request.at, once=once(request))
    messages.success(
        request, _("Asked for. A second person must agree; then one of you does it here.")
    )
    return redirect("item", record.item.unit.code)


@require_POST
@acts_as(*POST)
def do(request: Request, code: str, approval: int) -> HttpResponseBase:
    """Do exactly what the second person agreed to."""
    record = record_of(item.read_code(code), request.actor, request.at)
    found = get_object_or_404(
        approvals.seen_by(request.actor), pk=approval, subject=f"item:{record.item.unit.code}"
    )
    if found.payload.get("act") not in CAUSES:
        raise Http404
    proposal = second.proposal_of(found.payload)
    by, at, key = request.actor, request.at, once(request)
    match proposal:
        case Loss():
            two_persons.lose(loss=proposal, by=by, at=at, once=key)
        case Release():
            two_persons.release(release=proposal, by=by, at=at, once=key)
        case Correction() | Found():
            two_persons.correct(correction=proposal, by=by, at=at, once=key)
        case _:
            raise Http404
    messages.success(request, _("Done by two persons, and recorded so."))
    return redirect("item", record.item.unit.code)
