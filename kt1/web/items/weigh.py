"""Weights found at the counter or the centre: the sender has no scale (W4)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kt1.custody.items import actions, listed
from kt1.custody.items.rules import WEIGHT_MAX_G
from kt1.custody.units import codes
from kt1.custody.units.rules import State
from kt1.people.accounts.rules import Role
from kt1.web.errors.answers import UNFIT
from kt1.web.items.typed import CODES_MOST
from kt1.web.request import Request, acts_as, once

FIELD = "g-"


@require_http_methods(["GET", "POST"])
@acts_as(Role.COUNTER, Role.CONTROLLER)
def weigh(request: Request) -> HttpResponseBase:
    """All that lies here unweighed, one field each; a scan goes to the field of its code."""
    if request.method != "POST":
        return _page(request, {}, {})
    typed = {
        name.removeprefix(FIELD): text
        for name in request.POST
        if name.startswith(FIELD) and (text := request.POST[name].strip())
    }
    faults = {code: fault for code, text in typed.items() if (fault := _fault(text))}
    if faults or not typed:
        if not typed:
            messages.error(request, _("Type at least one weight."))
        return _page(request, typed, faults, status=UNFIT)
    weights: dict[str, int] = {codes.parse(code): _grams(text) for code, text in typed.items()}
    actions.weigh(weights=weights, by=request.actor, at=request.at, once=once(request))
    number = len(weights)
    said = ngettext("%(n)s weight recorded.", "%(n)s weights recorded.", number) % {"n": number}
    messages.success(request, said)
    return redirect("weigh")


def _grams(text: str) -> int:
    return int(text.replace(".", "").replace(" ", "").removesuffix("g"))


def _fault(text: str) -> str:
    try:
        grams = _grams(text)
    except ValueError:
        return _("Whole grams, such as 250.")
    if not 1 <= grams <= WEIGHT_MAX_G:
        return _("A weight is between 1 gram and 50 kilograms.")
    return ""


def _page(
    request: Request, typed: dict[str, str], faults: dict[str, str], *, status: int = 200
) -> HttpResponse:
    rows = listed.in_hand(request.actor).filter(
        weight_g=None, unit__state=State.IN_POST, unit__place=request.actor.place_id
    )
    items = list(listed.with_all(rows, request.at).order_by("pk")[:CODES_MOST])
    lines = [
        (
            item,
            f"{FIELD}{item.unit.code}",
            typed.get(item.unit.code, ""),
            faults.get(item.unit.code, ""),
        )
        for item in items
    ]
    return render(request, "items/weigh.html", {"lines": lines}, status=status)
