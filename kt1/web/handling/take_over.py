"""Taking over what the central network brings: its side is a numbered sheet on paper.

The sheet states what was given; the taker scans what lies before them, as at any hand-over.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.handovers import central
from kt1.custody.units import queries as units
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import MOVING, NotPossibleError
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.web.handling import drafts, takings
from kt1.web.handling import scanning as reading
from kt1.web.handling.drafts import Draft
from kt1.web.handling.forms import NumberField, choice, refused
from kt1.web.handling.on_device import take_scan
from kt1.web.handling.scanning import Panel
from kt1.web.handling.taking import UNFIT, tell, why_not_settled_yet
from kt1.web.handling.takings import Sheet
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, acts_as, once

TAKERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
DRAFT = "tiep-nhan"


class SheetForm(forms.Form):
    """The sheet that came with the dispatch: its node, its number, the units it names."""

    giver = forms.ChoiceField(label=gettext_lazy("Node of the central network"))
    sheet = NumberField(label=gettext_lazy("Number of the paper sheet"))
    stated = forms.MultipleChoiceField(
        label=gettext_lazy("Named on the sheet"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, coming: list[Unit], nodes: list[Place], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["giver"] = choice(
            _("Node of the central network"), [(str(n.pk), n.name) for n in nodes]
        )
        self.fields["stated"] = forms.MultipleChoiceField(
            label=_("Named on the sheet"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(u.code, grouped(u.code)) for u in coming],
            help_text=_("Untick what the sheet in your hand does not name."),
            error_messages={"required": _("Tick what the sheet names.")},
        )


def coming_from_central(request: Request, scanned: list[str]) -> QuerySet[Unit]:
    """What lies with the central network for this place or province, or was scanned. Bags first."""
    actor = request.actor
    here = Q(bag__destination=actor.place_id or 0) | Q(code__in=scanned)
    whole = Q(bag__destination__province=actor.province_id) | Q(item__to_province=actor.province_id)
    return (
        units.seen_by(actor)
        .filter(here | whole, place__kind=PlaceKind.CENTRAL, offer=None, state__in=MOVING)
        .select_related("place")
        .order_by("kind", "code")
    )


@require_http_methods(["GET", "POST"])
@acts_as(*TAKERS)
def take_over(request: Request) -> HttpResponse:
    """A POST is one scan, or a word on one line."""
    draft = drafts.load(request, DRAFT)
    said = Panel(scan_url="", count=0)
    asked = ""
    if request.method == "POST":
        asked = take_scan(request, draft, said, reverse("take_over"))
        drafts.save(request, draft)
    return _page(request, draft, _form(request, draft, None), said=said, asked=asked)


def _form(request: Request, draft: Draft, data: Any) -> SheetForm:
    coming = list(coming_from_central(request, draft.codes)[:200])
    nodes = list(Place.objects.filter(kind=PlaceKind.CENTRAL, valid_to=None).order_by("sort_key"))
    first = next((u.place_id for u in coming), None)
    start = {"stated": [u.code for u in coming if u.place_id == first], "giver": str(first or "")}
    return SheetForm(data, coming=coming, nodes=nodes, initial=start)


def _page(
    request: Request,
    draft: Draft,
    form: SheetForm,
    status: int = 200,
    fault: str = "",
    *,
    said: Panel | None = None,
    asked: str = "",
) -> HttpResponse:
    sheet = _sheet(draft, form)
    made = takings.panel(reverse("take_over"), sheet, asked)
    if said is not None:
        made.say(said.last_code, said.last_word, good=said.last_good)
        made.undo_url, made.undo_hidden = said.undo_url, said.undo_hidden
    context = {
        "form": form,
        "fault": fault,
        "line_url": reverse("take_over"),
        "crumbs": [
            (_("Hand-overs"), reverse("handovers")),
            (_("Take over from the central network"), ""),
        ],
        **takings.context(sheet, made),
    }
    return reading.answer(request, "handling/take_over.html", made, context, status)


def _sheet(draft: Draft, form: SheetForm) -> Sheet:
    stated = form["stated"].value()
    kinds = dict(Unit.objects.filter(code__in=stated).values_list("code", "kind"))
    items = sum(1 for kind in kinds.values() if kind == "item")
    return Sheet(looks=takings.drafted(draft), items=items, bags=len(kinds) - items)


@require_POST
@acts_as(*TAKERS)
def take_over_done(request: Request) -> HttpResponseBase:
    draft = drafts.load(request, DRAFT)
    form = _form(request, draft, request.POST)
    if not form.is_valid():
        return _page(request, draft, form, UNFIT)
    sheet = _sheet(draft, form)
    if fault := why_not_settled_yet(sheet, request.POST):
        return _page(request, draft, form, UNFIT, fault)
    try:
        done = central.take_over(
            codes=form.cleaned_data["stated"],
            giver_place_id=int(form.cleaned_data["giver"]),
            seen=[look.seen() for look in sheet.looks],
            sheet=form.cleaned_data["sheet"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except (NotPossibleError, UnknownUnitError) as fault:
        refused(form, fault)
        return _page(request, draft, form, UNFIT)
    drafts.drop(request, DRAFT)
    tell(request, done)
    if sheet.all_well:
        messages.info(request, _("Keep the signed sheet with its number."))
    return redirect("handover", done["handover"])
