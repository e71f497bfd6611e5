"""One request for a second person: exactly what will be done, agree or not, and doing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.deliveries import two_persons
from kt1.custody.deliveries.proposals import (
    Correction,
    Destruction,
    Found,
    Loss,
    Proposal,
    Release,
    of_payload,
)
from kt1.custody.units import queries as units
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Kind
from kt1.people.accounts.rules import POST_ROLES
from kt1.people.approvals import queries
from kt1.people.approvals.models import Approval
from kt1.people.approvals.permissions import why_not_approve, why_not_withdraw
from kt1.web.delivery import words
from kt1.web.people.approvals import state_of
from kt1.web.request import Request, acts_as, once, signed_in


@require_GET
@signed_in
def proposal(request: Request, approval_id: int) -> HttpResponseBase:
    """What is asked for, in words; 404 to those it does not concern."""
    asked = get_object_or_404(queries.seen_by(request.actor), pk=approval_id)
    open_ = asked.used_at is None and asked.refused_at is None and asked.lapses_at > request.at
    said = words.said(asked)
    seen = units.seen_by(request.actor).filter(code__in=said.units) if said.units else None
    known = {unit.code: unit for unit in seen.select_related("place")} if seen else {}
    context: dict[str, Any] = {
        "asked": asked,
        "said": said,
        "units": [(code, _url(known.get(code)), known.get(code)) for code in said.units],
        "state": state_of(asked, request.at),
        "open": open_,
        "why_not": why_not_approve(request.actor, asked),
        "may_take_back": open_ and why_not_withdraw(request.actor, asked) is None,
        "may_agree": open_ and asked.approved_at is None,
        "may_do": open_ and asked.approved_at is not None and _is_one_of(request, asked),
        "crumbs": [(_("Second person"), reverse("approvals")), (f"{asked.get_kind_display()}", "")],
    }
    return render(request, "delivery/proposal.html", context)


def _url(unit: Unit | None) -> str:
    if unit is None:
        return ""
    return reverse("item" if unit.kind == Kind.ITEM else "bag", args=[unit.code])


def _is_one_of(request: Request, asked: Approval) -> bool:
    return (
        request.actor.user_id in {asked.asked_by_id, asked.approved_by_id}
        and asked.payload.get("act") in words.ACTS
    )


@require_POST
@acts_as(*sorted(POST_ROLES))
def carry_out(request: Request, approval_id: int) -> HttpResponseBase:
    """Do exactly what was agreed to; only one of the two persons can."""
    asked = get_object_or_404(queries.seen_by(request.actor), pk=approval_id)
    if asked.payload.get("act") not in words.ACTS:
        raise Http404
    _act(of_payload(asked.payload))(by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Done by two persons, and recorded so."))
    return redirect("proposal", approval_id)


def _act(agreed: Proposal) -> Callable[..., dict[str, Any]]:
    match agreed:
        case Loss():
            return lambda **who: two_persons.lose(loss=agreed, **who)
        case Release():
            return lambda **who: two_persons.release(release=agreed, **who)
        case Destruction():
            return lambda **who: two_persons.destroy_seals(destruction=agreed, **who)
        case Correction() | Found():
            return lambda **who: two_persons.correct(correction=agreed, **who)
        case _:
            raise Http404
