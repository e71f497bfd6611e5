"""Closing a bag with a seal, and printing its label."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.custody.bags import actions, permissions
from kt1.custody.bags.models import Bag
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units.codes import Code
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import NotPossibleError, State
from kt1.people.actor import NotAllowedError
from kt1.web.handling import labels, reads, sheets
from kt1.web.handling.bags import POST, bag_of
from kt1.web.handling.forms import NumberField, choice, refused
from kt1.web.papers.forms.labels import BagLabel, BagLabels
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, acts_as, once

UNFIT = 422
WEIGHT_MAX_G = 200_000


class SealForm(forms.Form):
    """Seal or lock, or both; where the bag goes."""

    destination = forms.ChoiceField(label=gettext_lazy("Goes to"))
    number = NumberField(
        label=gettext_lazy("Seal number"),
        required=False,
        help_text=gettext_lazy("Scan it or type it from the seal in your hand."),
    )
    lock = NumberField(label=gettext_lazy("Lock"), required=False)
    locator = NumberField(label=gettext_lazy("Locator"), required=False)
    weight_g = forms.IntegerField(
        label=gettext_lazy("Weight"), required=False, min_value=1, max_value=WEIGHT_MAX_G
    )

    def __init__(self, *args: Any, places: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["destination"] = choice(
            _("Goes to"), [("", "–"), *((str(place.pk), place.name) for place in places)]
        )
        self.fields["number"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("number") and not said.get("lock") and not self.errors:
            self.add_error("number", _("A bag is closed with a seal, a lock, or both."))
        return said


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def bag_seal(request: Request, code: str) -> HttpResponse:
    """The number is checked at once; a fault is a sự vụ, and the bag stays open."""
    found = bag_of(request, code)
    if reason := permissions.why_not_pack(request.actor, reads.held(found)):
        raise NotAllowedError(reason)
    places = reads.destinations(request.actor)
    going = found.bag.destination_id
    if request.method == "GET":
        form = SealForm(places=places, initial={"destination": str(going or "")})
        return _form(request, found, form)
    form = SealForm(request.POST, places=places)
    if not form.is_valid():
        return _form(request, found, form, UNFIT)
    return _seal(request, found, form)


def _seal(request: Request, found: Unit, form: SealForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        done = actions.seal(
            bag=found.code,
            number=said["number"],
            lock=said["lock"],
            locator=said["locator"],
            destination_id=int(said["destination"]),
            weight_g=said["weight_g"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotPossibleError as fault:
        closed = _("This bag is closed already, or under an offer.")
        refused(form, closed if found.state != State.OPEN or found.offer else fault)
        return _form(request, found, form, UNFIT)
    if done["sealed"]:
        messages.success(request, _("The bag is sealed. Hand it over now, or print its tag."))
        return redirect("bag", found.code)
    form.add_error("number", FAULTS[done["fault"]])
    form.add_error(None, _("The bag is still open. An irregularity is open over this seal."))
    return _form(request, found, form, UNFIT)


FAULTS = {
    IrregularityKind.SEAL_UNKNOWN.value: gettext_lazy(
        "This number is in no register. Keep the seal, take another one."
    ),
    IrregularityKind.SEAL_REPEATED.value: gettext_lazy(
        "This seal was used before, or was not issued to you. Keep it, take another one."
    ),
}


def _form(request: Request, found: Unit, form: SealForm, status: int = 200) -> HttpResponse:
    inside = reads.contents(found.pk)
    context = {
        "bag": found,
        "kind": labels.kind_of(found.kind),
        "form": form,
        "inside": inside,
        "pieces": sum(one.pieces for one in inside),
        "issued": reads.issued_to(request.actor).count(),
        "crumbs": crumbs(found, _("Seal")),
        "wants_locator": found.contents.filter(item__locator=True).exists(),
    }
    return render(request, "handling/seal_bag.html", context, status=status)


def crumbs(found: Unit, last: str) -> list[tuple[Any, str]]:
    return [
        (_("Bags"), reverse("bags")),
        (grouped(found.code), reverse("bag", args=[found.code])),
        (last, ""),
    ]


@require_GET
@acts_as(*POST)
def bag_label(request: Request, code: str) -> HttpResponseBase:
    """The fixed label of an open bag; the tag of this journey for a sealed one. Never the seal."""
    found = bag_of(request, code)
    sealed = found.state == State.SEALED
    row = Bag.objects.select_related("destination").get(pk=found.pk)
    sheet = sheets.sheet_of(request)
    label = BagLabel(
        code=Code(found.code),
        kind="Hộp" if found.kind == "box" else "Túi",
        owner=sheet.office.superior,
        origin=found.place.name if sealed and found.place else "",
        destination=row.destination.name if sealed and row.destination else "",
        pieces=sum(one.pieces for one in reads.contents(found.pk)) if sealed else None,
        weight_g=row.weight_g if sealed else None,
        closed_at=row.packed_at if sealed else None,
    )
    return sheets.answer(BagLabels(sheet=sheet, labels=(label,)))
