"""The giver's side: units by scan, the taker, the offer; taking it back; what was not taken."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.handovers import actions
from kt1.custody.trips.models import Trip
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.web.handling import drafts, explain, reads, scanning, takers
from kt1.web.handling.drafts import Draft, Line
from kt1.web.handling.forms import choice, refused
from kt1.web.handling.scanning import NotACodeError, Panel
from kt1.web.request import Request, acts_as, once

GIVERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
UNFIT = 422
DRAFT = "giao"
LINES_MAX = 999


class OfferForm(forms.Form):
    """To whom, and on which run."""

    to = forms.ChoiceField(label=gettext_lazy("Hand over to"))
    on_run = forms.BooleanField(required=False, initial=True)

    def __init__(
        self, data: Any = None, *, groups: list[takers.Group], run: Trip | None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.groups = groups
        self.fields["to"] = choice(
            _("Hand over to"),
            takers.choices(groups),
            help_text=_("A run: its courier takes it. A place without a person: whoever is there."),
        )
        if run is None:
            del self.fields["on_run"]
        else:
            self.fields["on_run"].label = _("It is part of run %(number)s") % {"number": run.number}


@require_http_methods(["GET", "POST"])
@acts_as(*GIVERS)
def offer(request: Request) -> HttpResponse:
    """What is about to be given. A POST makes the offer."""
    draft = drafts.load(request, DRAFT)
    run = takers.run_of(request.actor)
    groups = takers.groups(request.actor, request.at)
    if request.method == "GET":
        start = {"to": draft.facts.get("to", request.GET.get("cho", "")), "on_run": True}
        return _page(request, draft, OfferForm(groups=groups, run=run, initial=start))
    form = OfferForm(request.POST, groups=groups, run=run)
    if not form.is_valid():
        return _page(request, draft, form, status=UNFIT)
    if not draft.lines:
        refused(form, _("Scan what you hand over first."))
        return _page(request, draft, form, status=UNFIT)
    return _offer(request, draft, form, run)


def _offer(request: Request, draft: Draft, form: OfferForm, run: Trip | None) -> HttpResponse:
    taker = takers.read(form.cleaned_data["to"], form.groups)
    if taker is None:
        refused(form, _("There is no such choice."), "to")
        return _page(request, draft, form, status=UNFIT)
    trip = taker.trip
    if trip is None and run is not None and form.cleaned_data.get("on_run"):
        trip = run.pk
    try:
        made = actions.offer(
            codes=draft.codes,
            taker_place_id=taker.place,
            taker_person_id=taker.person,
            trip=trip,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except (NotPossibleError, UnknownUnitError) as fault:
        refused(form, fault)
        return _page(request, draft, form, status=UNFIT)
    drafts.drop(request, DRAFT)
    messages.success(request, _("Offered. You stay answerable until it is taken."))
    return redirect("handover", made["handover"])


@require_POST
@acts_as(*GIVERS)
def offer_add(request: Request) -> HttpResponseBase:
    """One more unit in the list, or one less. From a bag's page it leads to the list."""
    draft = drafts.load(request, DRAFT)
    panel = _panel()
    if undone := request.POST.get("undone", ""):
        taken = draft.take_back(undone)
        drafts.save(request, draft)
        panel.say(taken or undone, _("Removed from the list"), good=bool(taken))
    else:
        _add(request, draft, panel)
    if request.POST.get("go") == "1":
        if not panel.last_good:
            messages.error(request, panel.last_word)
        return redirect("offer")
    run = takers.run_of(request.actor)
    form = OfferForm(groups=takers.groups(request.actor, request.at), run=run,
                     initial={"to": draft.facts.get("to", ""), "on_run": True})  # fmt: skip
    return _page(request, draft, form, panel=panel)


def _add(request: Request, draft: Draft, panel: Panel) -> None:
    shown = request.POST.get("code", "").strip()[: scanning.LENGTH_MAX]
    try:
        shown = scanning.read(shown)
    except NotACodeError as fault:
        panel.say(shown, str(fault), good=False)
        return
    unit = explain.unit_of(shown, request.actor)
    reason = explain.why_not_at_hand(unit, request.actor)
    if reason or unit is None:
        panel.say(shown, reason or "", good=False)
        return
    typed = scanning.how(request)
    if shown in draft.lines:
        panel.say(shown, _("In the list already"), good=False)
        return
    if len(draft.lines) >= LINES_MAX:
        panel.say(shown, _("A hand-over has between 1 and 999 lines."), good=False)
        return
    draft.put(Line(code=shown, kind=unit.kind, typed=typed))
    drafts.save(request, draft)
    panel.say(shown, scanning.word_of(typed=typed), good=True)
    panel.undo_url, panel.undo_hidden = panel.scan_url, {"undone": shown}


def _panel() -> Panel:
    return Panel(
        scan_url=reverse("offer_add"),
        count=0,
        how_to=_("Scan what you hand over"),
        below="handling/_offered.html",
    )


def _page(
    request: Request,
    draft: Draft,
    form: OfferForm,
    *,
    panel: Panel | None = None,
    status: int = 200,
) -> HttpResponse:
    panel = panel or _panel()
    panel.count = len(draft.lines)
    known = reads.of_codes(draft.codes)
    lines = [known[code] for code in reversed(draft.codes) if code in known]
    context = {
        "form": form,
        "lines": lines,
        "bags": sum(1 for one in lines if one.kind != "item"),
        "items": sum(1 for one in lines if one.kind == "item"),
        "crumbs": [(_("Hand-overs"), reverse("handovers")), (_("Hand over"), "")],
    }
    return scanning.answer(request, "handling/offer.html", panel, context, status)


@require_POST
@acts_as(*GIVERS)
def handover_take_back(request: Request, handover_id: UUID) -> HttpResponseBase:
    """Nobody took it yet: the giver takes the offer back."""
    actions.take_back(handover_id=handover_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The offer is taken back. The units are free again."))
    return redirect("handover", handover_id)
