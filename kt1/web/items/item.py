"""The page of one item, and what may be done with it there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.assurance.traces import traces_of
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.rules import Paper, Reason
from kt1.custody.items import actions
from kt1.custody.units import codes
from kt1.custody.units.queries import seen_by
from kt1.custody.units.rules import Kind as UnitKind
from kt1.law.services.rules import Mark
from kt1.ledger.checkpoints.queries import head
from kt1.network.successions.lineage import bodies_behind
from kt1.web.complaints.panel import complaint_panel
from kt1.web.errors.answers import CONFLICT, UNFIT
from kt1.web.incidents.panel import incident_panel
from kt1.web.items import item_acts, labels, second, then
from kt1.web.items.declare import today
from kt1.web.items.item_acts import Kind
from kt1.web.items.item_chain import links_of
from kt1.web.items.item_reads import Record, record_of
from kt1.web.items.marks import marks_shown, why_not_read_marks
from kt1.web.items.proof import proofs_of
from kt1.web.items.receivers import resolve
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in
from kt1.web.tariff.panel import price_panel


@require_GET
@signed_in
def item(request: Request, code: str) -> HttpResponseBase:
    read = read_code(code)
    if read != code:
        return redirect("item", read, permanent=False)
    try:
        record = record_of(read, request.actor, request.at)
    except Http404:
        if seen_by(request.actor).filter(code=read).exclude(kind=UnitKind.ITEM).exists():
            return redirect("bag", read)
        raise
    return page(request, record)


@require_POST
@signed_in
def mark(request: Request, code: str) -> HttpResponseBase:
    """The page with the mark on it: one row of the reading log, in the same transaction."""
    record = record_of(read_code(code), request.actor, request.at)
    shown = marks_shown(request, "items.item", [record.item.pk])
    return page(request, record, mark=shown.get(record.item.pk, Mark.NONE))


@require_GET
@signed_in
def proof(request: Request, code: str) -> HttpResponseBase:
    """The entries of this item proven against the newest checkpoint, as a part of its page."""
    record = record_of(read_code(code), request.actor, request.at)
    newest = head()
    context = {
        "record": record,
        "proofs": proofs_of(record.entries, newest),
        "size": newest.size,
        "root": newest.root.hex(),
        "crumbs": [(record.item.unit.code, reverse("item", args=[code])), (_("Proof"), "")],
    }
    return render(request, "items/proof.html", context)


def read_code(code: str) -> str:
    try:
        return codes.parse(code)
    except codes.MalformedCodeError:
        raise Http404 from None


def page(
    request: Request,
    record: Record,
    *,
    mark: Mark | None = None,
    tried: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    found, actor = record.item, request.actor
    there_is = traces_of(found.pk)
    derivation = record.derivation
    steps = tuple(derivation.steps) if derivation else ()
    used = tuple(derivation.parameters) if derivation else ()
    context: dict[str, Any] = {
        "record": record,
        "item": found,
        "sender": then.sender(found),
        "receiver": then.receiver(found),
        "state": labels.state_chip(found),
        "urgency": labels.urgency_chip(found),
        "scope": labels.SCOPE_CHIPS[found.scope],
        "may_read_mark": why_not_read_marks(actor) is None,
        "mark": None if mark is None else Chip(labels.MARK_LABELS[mark], Tone.UNCONFIRMED),
        "clock": labels.clock_of(found, request.at, steps=steps, parameters=used),
        "complaints": complaint_panel(request, found, there_is),
        "incidents": incident_panel(request, found, there_is),
        "price": price_panel(request, found, mark),
        "clock_counts": labels.clock_chip(found, request.at) is not None,
        "chain": links_of(record, actor),
        "acts": item_acts.offered(record, actor, tried=tried, form=form),
        "second": second.offered(record, actor, request.at, tried=tried, form=form),
        "waiting": second.waiting(record, actor, request.at),
        "crumbs": [*_way(request, record), (found.unit.code, "")],
    }
    return render(request, "items/item.html", context, status=status)


def _way(request: Request, record: Record) -> list[tuple[Any, str]]:
    actor = request.actor
    if actor.is_post:
        return [(_("All items"), reverse("items"))]
    if record.item.sender_id in bodies_behind(actor.agency_id):
        return [(_("Items sent"), reverse("items_sent"))]
    return [(_("Items received"), reverse("items_received"))]


@require_POST
@signed_in
def act(request: Request, code: str, act: str) -> HttpResponseBase:
    """One act with its form. What the form lacks comes back on the page, with what was typed."""
    record = record_of(read_code(code), request.actor, request.at)
    kind = item_acts.BY_KEY.get(act)
    if kind is None:
        raise Http404
    form = item_acts.bound(kind, request.POST)
    if not form.is_valid() or not _resolved(request, record, form):
        return page(request, record, tried=act, form=form, status=UNFIT)
    if request.actor.role in kind.roles and (reason := _why_not_now(kind, record, request)):
        messages.error(request, reason)
        return page(request, record, tried=act, form=form, status=CONFLICT)
    _do(request, record, kind, form.cleaned_data)
    messages.success(request, str(kind.done))
    return redirect("item", record.item.unit.code)


def _why_not_now(kind: Kind, record: Record, request: Request) -> str:
    """Why the state forbids it; who may not do it at all is told so by the action (403)."""
    if kind.why_not(request.actor, record.held):
        return ""
    return item_acts.why_not(kind, record, request.actor)


def _resolved(request: Request, record: Record, form: forms.Form) -> bool:
    """Find the receiver a forward names; several or none come back as a fault of the field."""
    if "q" not in form.cleaned_data:
        return True
    text = form.cleaned_data["q"]
    (choice,) = resolve([(text, "")], on=today(request), sender=record.item.sender_id)
    if choice.agency is not None:
        form.cleaned_data["receiver"] = choice.agency.pk
        return True
    among = "; ".join(f"{one.name} ({one.code})" for one in choice.among)
    fault = _("No body in the register is called so. Type part of its name, or its code.")
    form.add_error("q", _("Which of these? %(among)s") % {"among": among} if among else fault)
    return False


def _do(request: Request, record: Record, kind: Kind, said: dict[str, Any]) -> None:
    """Call the one action of this act."""
    code = record.item.unit.code
    who: dict[str, Any] = {"by": request.actor, "at": request.at, "once": once(request)}
    match kind.key:
        case "huy-khai":
            actions.withdraw(codes=[code], **who)
        case "rut":
            # The number of a Phiếu gửi KT1 is the item's own: nobody types a number here.
            paper = code if said["paper"] == Paper.POSTING else said["paper"]
            changes.recall(codes=[code], paper=paper, **who)
        case "chuyen-tiep":
            to, reason = said["receiver"], Reason(said["reason"])
            changes.forward(code=code, receiver_id=to, point_id=None, reason=reason, **who)
        case "phan-doi":
            changes.dispute(codes=[code], **who)
        case "giay-bao-phat":
            changes.advice_returned(codes=[code], **who)
        case "giu-lai":
            changes.hold(codes=[code], findings=said["findings"], **who)
        case "chuyen-hoan":
            reason = Reason(said["reason"])
            changes.send_back(codes=[code], reason=reason, paper=said["paper"], **who)
