"""Filing a complaint, and the page of one: what was said, what is owed, what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.complaints import actions, permissions, queries, settling, steps, terms
from kt1.assurance.complaints.models import Complaint, Liability
from kt1.assurance.complaints.rules import Matter, State, least_owed
from kt1.custody.items.models import Item
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.people.actor import NotAllowedError
from kt1.web.complaints.forms import (
    RECEIVER,
    AnswerForm,
    ComplaintForm,
    FoundForm,
    LiabilityForm,
    NoteForm,
    PaperComplaintForm,
    PaperNoteForm,
    PaymentForm,
)
from kt1.web.complaints.labels import norm_said, state_chip
from kt1.web.complaints.lists import TITLE, named
from kt1.web.errors.answers import UNFIT
from kt1.web.inspections.panel import of_complaint
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """One act on a complaint: its form, and what follows from it."""

    key: str
    label: Words
    form: type[forms.Form]
    consequence: Words = ""


KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind("tra-loi", gettext_lazy("Answer the complaint"), AnswerForm),
        Kind("dong-y", gettext_lazy("Agree and close"), NoteForm,
             gettext_lazy("The complaint is over and its records are no longer held.")),
        Kind("khong-dong-y", gettext_lazy("Do not agree"), NoteForm,
             gettext_lazy("The post answers again in a new term; the Department is told.")),
        Kind("bien-ban", gettext_lazy("Record the liability"), LiabilityForm),
        Kind("chi-tra", gettext_lazy("Enter the payment"), PaymentForm,
             gettext_lazy("The complaint is over and its records are no longer held.")),
        Kind("tim-thay", gettext_lazy("The lost item was found"), FoundForm),
        Kind("rut", gettext_lazy("Withdraw the complaint"), NoteForm,
             gettext_lazy("The complaint is over and its records are no longer held.")),
    )
}  # fmt: skip
DECISIONS: Mapping[str, State] = {
    "dong-y": State.CLOSED,
    "khong-dong-y": State.CONTESTED,
    "rut": State.WITHDRAWN,
}
ENTERED = gettext_lazy("Only the signed paper of an agency that works on paper is entered here.")
SAID: Mapping[str, Words] = {
    "complaint.filed": gettext_lazy("Filed by the agency"),
    "complaint.answered": gettext_lazy("Answered by the post"),
    "complaint.contested": gettext_lazy("Not agreed to by the agency"),
    "complaint.closed": gettext_lazy("Agreed to by the agency"),
    "complaint.withdrawn": gettext_lazy("Withdrawn by the agency"),
    "complaint.liability_recorded": gettext_lazy("Liability recorded"),
    "complaint.paid": gettext_lazy("Compensation paid"),
    "complaint.found": gettext_lazy("The lost item was found"),
}
_UNFIT = (actions.UnfitComplaintError, settling.UnfitLiabilityError)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """File a complaint; `ma` names the item."""
    if reason := permissions.why_not_file_any(request.actor):
        raise NotAllowedError(reason)
    data = request.POST if request.method == "POST" else None
    initial = {"code": request.GET.get("ma", "").replace("\x00", "")[:40]}
    enters = permissions.enters_papers(request.actor)
    form = (PaperComplaintForm if enters else ComplaintForm)(data, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.file(
                code=values["code"],
                matter=values["matter"],
                note=values["note"],
                by=request.actor,
                at=request.at,
                once=once(request),
                on_paper=_on_paper(values) if enters else None,
            )
        except UnknownUnitError:
            form.add_error("code", _("There is no such item among those of your agency."))
        except RefusedTextError as refused:
            form.add_error("note", REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitComplaintError as fault:
            form.add_error(None, str(fault))
        except permissions.NotOnPaperError as fault:
            form.add_error("side", str(fault))
        else:
            return redirect("complaint", made)
    title = named(request.actor)
    context = {
        "form": form,
        "heading": title,
        "lead": _("The post must answer in time. The records of the item are held until it ends."),
        "consequence": ENTERED if enters else "",
        "button": title,
        "back": reverse("complaints"),
        "crumbs": [(TITLE, reverse("complaints")), (title, "")],
    }
    return render(request, "complaints/form.html", context, status=UNFIT if form.is_bound else 200)


def _on_paper(values: dict[str, Any]) -> actions.OnPaper:
    return actions.OnPaper(
        by_receiver=values["side"] == RECEIVER,
        number=values["number"],
        dated=values["dated"],
        came=values["came"],
    )


@require_GET
@signed_in
def complaint(request: Request, complaint_id: int) -> HttpResponseBase:
    return page(request, _known(request, complaint_id))


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, complaint_id: int, act: str) -> HttpResponseBase:
    """One act with its form, on a page of its own."""
    found, kind = _known(request, complaint_id), KINDS.get(act)
    if kind is None:
        raise Http404
    if reason := why_not(request, found, kind):
        raise NotAllowedError(reason)
    by_paper = kind.key in DECISIONS and permissions.enters_papers(request.actor)
    asked = PaperNoteForm if by_paper else kind.form
    form = asked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _do(request, found, kind.key, form.cleaned_data)
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except _UNFIT as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("complaint", found.pk)
    here = reverse("complaint", args=[found.pk])
    context = {
        "form": form,
        "heading": kind.label,
        "lead": f"{found} · {found.get_matter_display()} · {found.agency.name}",
        "consequence": kind.consequence,
        "least": _least(found, request) if kind.key == "bien-ban" else None,
        "unremarked": kind.key in {"tra-loi", "bien-ban"} and queries.signed_without_remark(found),
        "button": kind.label,
        "back": here,
        "crumbs": [(TITLE, reverse("complaints")), (str(found), here), (kind.label, "")],
    }
    return render(request, "complaints/form.html", context, status=UNFIT if form.is_bound else 200)


def _known(request: Request, complaint_id: int) -> Complaint:
    return get_object_or_404(queries.seen_by(request.actor), pk=complaint_id)


def why_not(request: Request, found: Complaint, kind: Kind) -> str | None:
    """Why this person may not do this now."""
    if kind.key in DECISIONS:
        return permissions.why_not_decide(request.actor, found, DECISIONS[kind.key])
    asked = {
        "tra-loi": permissions.why_not_answer,
        "bien-ban": permissions.why_not_record_liability,
        "chi-tra": permissions.why_not_pay,
        "tim-thay": permissions.why_not_record_found,
    }[kind.key]
    return asked(request.actor, found)


def _do(request: Request, found: Complaint, key: str, said: dict[str, Any]) -> None:
    who: dict[str, Any] = {
        "complaint_id": found.pk,
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    match key:
        case "tra-loi":
            actions.answer(**said, **who)
        case "bien-ban":
            settling.record_liability(stated=settling.Stated(**said), **who)
        case "chi-tra":
            settling.pay(**said, **who)
        case "tim-thay":
            settling.record_found(**said, **who)
        case _:
            actions.decide(after=DECISIONS[key], **said, **who)


def _least(found: Complaint, request: Request) -> int | None:
    """The least that is owed as far as the price is known; None where it is not."""
    price = settling.price_known(found.unit_id)
    try:
        times = terms.compensation(Matter(found.matter), terms.day_of(request.at)).times
    except UnsetNormError:
        return None
    return None if price is None or times is None else least_owed(price, times)


def page(request: Request, found: Complaint) -> HttpResponse:
    item = Item.objects.select_related("sender", "receiver").get(pk=found.unit_id)
    on = terms.day_of(request.at)
    liability = Liability.objects.select_related("accepted_place").filter(complaint=found).first()
    context = {
        "complaint": found,
        "item": item,
        "chip": state_chip(found, on),
        "window_norm": norm_said(found.window_norm),
        "due_norm": norm_said(found.due_norm),
        "answers": found.answers.select_related("by").order_by("n"),
        "history": _history(found),
        "unremarked": queries.signed_without_remark(found),
        "violations": of_complaint(request, found),
        "liability": liability,
        "unpaid": liability is not None and _is_unpaid(liability, on),
        "acts": [one for one in KINDS.values() if why_not(request, found, one) is None],
        "crumbs": [(TITLE, reverse("complaints")), (str(found), "")],
    }
    return render(request, "complaints/complaint.html", context)


def _is_unpaid(liability: Liability, on: date) -> bool:
    return liability.paid_on is None and liability.pay_by < on


def _history(found: Complaint) -> list[dict[str, Any]]:
    """What happened, with the remarks that were not redacted."""
    entries = list(entries_about(steps.subject_of(found)))
    notes = notes_of([entry.pk for entry in entries])
    return [
        {"word": SAID[entry.kind], "at": entry.at, "note": _said(notes.get(entry.pk, {}))}
        for entry in entries
    ]


def _said(notes: Mapping[str, str | None]) -> str:
    said = [notes[name] or _("removed") for name in ("paper", "note") if name in notes]
    return " · ".join(said)
