"""A seal that broke on the way (W8): both count the covers, a new bag, a new seal, minutes, on.

Only a cover that is itself not intact stays behind. The shift leader is told by telephone.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.bags import actions
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError, State
from kt1.people.accounts.rules import Role
from kt1.web.handling import drafts, history, minutes, reads, scanning, sheets
from kt1.web.handling.bags import POST, bag_of
from kt1.web.handling.drafts import Draft
from kt1.web.handling.forms import MinutesField, NumberField, choice, refused
from kt1.web.handling.opening import count_scan, held_sealed
from kt1.web.handling.scanning import Panel
from kt1.web.handling.sealing import FAULTS, UNFIT, crumbs
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, acts_as, once

EMPTIES_MAX = 50


class RepackForm(forms.Form):
    """The new bag and its seal, the covers that are not intact, and who was told."""

    torn = forms.MultipleChoiceField(required=False)
    new_bag = forms.ChoiceField(label=gettext_lazy("New bag"))
    number = NumberField(label=gettext_lazy("New seal number"))
    told = forms.ChoiceField(label=gettext_lazy("Shift leader told by telephone"))
    minutes = MinutesField()

    def __init__(
        self, *args: Any, counted: list[str], empties: list[str], leaders: list[str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        # Ticked beside each scan, in the panel above the form.
        self.fields["torn"] = forms.MultipleChoiceField(
            required=False, choices=[(code, code) for code in counted]
        )
        self.fields["new_bag"] = choice(
            _("New bag"),
            [("", "–"), *((code, grouped(code)) for code in empties)],
            help_text=_("An empty bag that you hold; its code stands on its label."),
        )
        self.fields["told"] = choice(
            _("Shift leader told by telephone"), [("", "–"), *((one, one) for one in leaders)]
        )


def _name(found: Unit) -> str:
    return f"dong-lai:{found.code}"


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def bag_repack(request: Request, code: str) -> HttpResponse:
    """Count by scan; a POST here is one scan or its undoing."""
    found = held_sealed(request, code)
    if found.state != State.OPEN:
        return redirect("bag", found.code)
    draft = drafts.load(request, _name(found))
    panel = _panel(found)
    if request.method == "POST":
        count_scan(request, draft, panel, request.POST)
    return _page(request, found, draft, panel, _form(request, found, draft))


def _panel(found: Unit) -> Panel:
    return Panel(
        scan_url=reverse("bag_repack", args=[found.code]),
        count=0,
        how_to=_("Both count: scan each cover"),
        below="handling/_counted_torn.html",
    )


def _form(request: Request, found: Unit, draft: Draft, data: Any = None) -> RepackForm:
    actor = request.actor
    empty = reads.bags_seen_by(actor).filter(
        reads.mine(actor), state=State.OPEN, full=False, offer=None, place=found.place
    )
    empties = list(
        empty.exclude(pk=found.pk).order_by("code").values_list("code", flat=True)[:EMPTIES_MAX]
    )
    leaders = reads.people_of_post(actor, request.at, Role.DISPATCHER)
    others = leaders.exclude(pk=actor.user_id).values_list("title", flat=True)
    return RepackForm(data, counted=draft.codes, empties=empties, leaders=list(others))


def _page(  # noqa: PLR0917 - the parts of one page
    request: Request,
    found: Unit,
    draft: Draft,
    panel: Panel,
    form: RepackForm,
    status: int = 200,
) -> HttpResponse:
    inside = [one.code for one in reads.contents(found.pk)]
    panel.count, panel.expected = len(draft.lines), len(inside)
    context = {
        "bag": found,
        "draft": draft,
        "form": form,
        "missing": [code for code in inside if code not in draft.lines],
        "extra": [code for code in draft.lines if code not in inside],
        "torn": request.POST.getlist("torn"),
        "crumbs": crumbs(found, _("Pack anew")),
        "has_empties": len(form.fields["new_bag"].choices) > 1,  # type: ignore[attr-defined]  # it is a choice
    }
    return scanning.answer(request, "handling/repack.html", panel, context, status)


@require_POST
@acts_as(*POST)
def bag_repack_done(request: Request, code: str) -> HttpResponseBase:
    found = held_sealed(request, code)
    draft = drafts.load(request, _name(found))
    form = _form(request, found, draft, request.POST)
    if form.is_valid() and _done(request, found, draft, form):
        drafts.drop(request, draft.name)
        messages.success(
            request, _("Packed anew under a new seal. The journey goes on; print the minutes.")
        )
        return redirect("bag", form.cleaned_data["new_bag"])
    return _page(request, found, draft, _panel(found), form, UNFIT)


def _done(request: Request, found: Unit, draft: Draft, form: RepackForm) -> bool:
    said = form.cleaned_data
    try:
        done = actions.repack(
            bag=found.code,
            new_bag=said["new_bag"],
            number=said["number"],
            counted=draft.codes,
            torn=said["torn"],
            minutes=said["minutes"],
            told=said["told"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
        if not done["sealed"]:
            form.add_error("number", FAULTS[done["fault"]])
            form.add_error(None, _("An irregularity is open over this seal; take another one."))
    except (NotPossibleError, UnknownUnitError) as fault:
        refused(form, fault)
    return not form.errors


@require_GET
@acts_as(*POST)
def bag_repack_minutes(request: Request, code: str) -> HttpResponseBase:
    """Biên bản sự vụ of the broken seal, from the bag the covers travel on in."""
    found = bag_of(request, code)
    entry = history.repacked_from(found.code)
    if entry is None:
        return redirect("bag", found.code)
    old = get_object_or_404(Unit, code=minutes.old_bag(entry))
    return sheets.answer(minutes.of_repacking(sheets.sheet_of(request), entry, old, found))
