"""Acts over several units or seals: scanned one by one, then proposed to a second person.

Sending back needs no second person and is done at once. What concerns one item alone is asked
for on its own page.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.bags.models import SEAL_LABELS, Seal
from kt1.custody.bags.rules import SEAL_NEXT, SealState
from kt1.custody.deliveries import changes, two_persons
from kt1.custody.deliveries.rules import Reason
from kt1.custody.units import queries as units
from kt1.custody.units.models import STATE_LABELS, Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import Kind, NotPossibleError, State
from kt1.people.accounts.rules import POST_ROLES
from kt1.people.approvals.steps import AlreadyAskedError
from kt1.web.delivery.kinds import KINDS, ProposalForm, Together, why_not
from kt1.web.errors import custody
from kt1.web.handling import drafts, scanning
from kt1.web.handling.scanning import NotACodeError, Panel
from kt1.web.request import Request, acts_as, once

CONFLICT, UNFIT = 409, 422
POST = tuple(sorted(POST_ROLES))
DESTROYABLE = [state for state in SealState if SealState.DESTROYED in SEAL_NEXT[state]]


def _kind(act: str) -> Together:
    try:
        return KINDS[act]
    except KeyError:
        raise Http404 from None


def _draft(request: Request, kind: Together) -> drafts.Draft:
    return drafts.load(request, f"together:{kind.key}")


@require_GET
@acts_as(*POST)
def together(request: Request, act: str) -> HttpResponseBase:
    """The page of one act. `?so=` takes a code along from another page."""
    kind = _kind(act)
    draft = _draft(request, kind)
    panel = _panel(kind, draft)
    if brought := request.GET.get("so", ""):
        _take(request, kind, draft, panel, brought, typed=True)
    return _page(request, kind, draft, panel, kind.form())


def _panel(kind: Together, draft: drafts.Draft) -> Panel:
    return Panel(
        scan_url=reverse("together_scan", args=[kind.key]),
        count=len(draft.lines),
        undo_url=reverse("together_undo", args=[kind.key]) if draft.lines else "",
        how_to=_("Number of the seal") if kind.seals else "",
        below="delivery/_taken.html",
    )


def _page(
    request: Request,
    kind: Together,
    draft: drafts.Draft,
    panel: Panel,
    form: forms.Form,
    *,
    status: int = 200,
) -> HttpResponse:
    panel.count = len(draft.lines)
    context = {
        "kind": kind,
        "form": form,
        "lines": draft.newest_first,
        "why_not": why_not(kind, request.actor),
        "crumbs": [(_("To deliver again"), reverse("redelivery")), (str(kind.label), "")],
    }
    return scanning.answer(request, "delivery/together.html", panel, context, status)


@require_POST
@acts_as(*POST)
def scan(request: Request, act: str) -> HttpResponseBase:
    kind = _kind(act)
    draft = _draft(request, kind)
    panel = _panel(kind, draft)
    _take(request, kind, draft, panel, request.POST.get("code", ""), typed=scanning.how(request))
    panel.undo_url = reverse("together_undo", args=[kind.key]) if draft.lines else ""
    return _page(request, kind, draft, panel, kind.form())


def _take(
    request: Request,
    kind: Together,
    draft: drafts.Draft,
    panel: Panel,
    text: str,
    *,
    typed: bool,
) -> None:
    text = text.replace("\x00", "").strip()[: scanning.LENGTH_MAX]
    try:
        code = text.upper()[: scanning.SEAL_LENGTH_MAX] if kind.seals else scanning.read(text)
    except NotACodeError as fault:
        panel.say(text, str(fault), good=False)
        return
    reason = _why_not_seal(code, request) if kind.seals else _why_not_unit(code, kind, request)
    if reason:
        panel.say(code, reason, good=False)
        return
    draft.put(drafts.Line(code=code, typed=typed))
    drafts.save(request, draft)
    panel.say(code, scanning.word_of(typed=typed), good=True)


def _why_not_unit(code: str, kind: Together, request: Request) -> str:
    unit: Unit | None = units.seen_by(request.actor).filter(code=code).first()
    if unit is None:
        return _("Not in the register, or not yours to see.")
    if unit.kind != Kind.ITEM and not kind.bags:
        return _("This is a bag; items only.")
    state = State(unit.state)
    if state not in kind.states:
        return _("It is not in a state for this: %(state)s.") % {"state": STATE_LABELS[state]}
    return ""


def _why_not_seal(number: str, request: Request) -> str:
    here = Q(number=number, place=request.actor.place_id)
    seal = Seal.objects.filter(here).only("state").first()
    if seal is None:
        return _("No such seal lies at your place.")
    if seal.state not in DESTROYABLE:
        said = SEAL_LABELS[SealState(seal.state)]
        return _("It is not in a state for this: %(state)s.") % {"state": said}
    return ""


@require_POST
@acts_as(*POST)
def undo(request: Request, act: str) -> HttpResponseBase:
    kind = _kind(act)
    draft = _draft(request, kind)
    code = draft.take_back()
    drafts.save(request, draft)
    panel = _panel(kind, draft)
    if code:
        panel.say(code, _("Taken back"), good=False)
    return _page(request, kind, draft, panel, kind.form())


@require_POST
@acts_as(*POST)
def do(request: Request, act: str) -> HttpResponseBase:
    """Propose it, or send back. What cannot be is refused here, not before the second person."""
    kind = _kind(act)
    draft = _draft(request, kind)
    form = kind.form(request.POST)
    codes = tuple(request.POST.getlist("codes"))
    if not codes:
        form.add_error(None, _("Scan at least one first."))
    if not form.is_valid():
        return _page(request, kind, draft, _panel(kind, draft), form, status=UNFIT)
    try:
        to, said = _done(request, kind, form, codes)
    except (NotPossibleError, UnknownUnitError) as refused:
        form.add_error(None, custody.said(refused))
        return _page(request, kind, draft, _panel(kind, draft), form, status=CONFLICT)
    except AlreadyAskedError:
        form.add_error(None, _("Exactly this waits for a second person already."))
        return _page(request, kind, draft, _panel(kind, draft), form, status=CONFLICT)
    drafts.drop(request, draft.name)
    messages.success(request, said)
    return to


def _done(
    request: Request, kind: Together, form: forms.Form, codes: tuple[str, ...]
) -> tuple[HttpResponse, str]:
    who: dict[str, Any] = {"by": request.actor, "at": request.at, "once": once(request)}
    if kind.build is None:
        given = form.cleaned_data
        reason = Reason(given["reason"])
        changes.send_back(codes=codes, reason=reason, paper=given["paper"], **who)
        return redirect("redelivery"), _("On the way back to the sender.")
    assert isinstance(form, ProposalForm)  # noqa: S101 - every kind that builds has one
    asked = two_persons.ask(proposal=kind.build(codes, form.said), **who)
    said = _("Asked for. A second person must agree; then one of you does it here.")
    return redirect("proposal", asked["approval"]), said
