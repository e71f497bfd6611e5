"""Confirming in the morning what the duty officer took at night (trực → văn thư, W3)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kt1.custody.deliveries import actions, changes
from kt1.custody.deliveries.models import Delivery
from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.custody.units import codes
from kt1.custody.units.rules import State
from kt1.people.accounts.rules import Role
from kt1.web.errors.answers import UNFIT
from kt1.web.items.typed import read_codes
from kt1.web.request import Request, acts_as, once

SHOWN_MOST = 500


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK)
def confirm_items(request: Request) -> HttpResponseBase:
    """All that waits, ticked by hand or by scan; one button. A disputed one opens a sự vụ."""
    if request.method != "POST":
        return _page(request, set())
    # With scripts a scan brings the ticks as they are; without, those scanned before.
    name = "ma" if "shown" in request.POST or "ma" in request.POST else "da"
    ticked = read_codes(".".join(request.POST.getlist(name)))
    scanned = request.POST.get("code", "").replace("\x00", "").strip()
    if scanned:
        return _with_scan(request, ticked, scanned)
    if not ticked:
        messages.error(request, _("Tick or scan what you have in hand."))
        return _page(request, set(), status=UNFIT)
    act = changes.dispute if request.POST.get("do") == "dispute" else actions.confirm
    act(codes=ticked, by=request.actor, at=request.at, once=once(request))
    number = len(ticked)
    if act is changes.dispute:
        messages.warning(
            request, _("Disputed: an irregularity is open, the post must answer. Keep your copy.")
        )
    else:
        said = ngettext("%(n)s item confirmed.", "%(n)s items confirmed.", number)
        messages.success(request, said % {"n": number})
    return redirect("confirm_items")


def _with_scan(request: Request, ticked: list[str], scanned: str) -> HttpResponse:
    """A scan ticks its line; nothing is recorded before the button."""
    try:
        code = codes.parse(scanned)
    except codes.MalformedCodeError:
        code = codes.Code("")
    waits = _waiting(request).filter(unit__code=code).exists()
    if waits:
        ticked = [*ticked, code]
    last: dict[str, Any] = {
        "last_code": scanned[:64],
        "last_good": waits,
        "last_word": _("In hand") if waits else _("Not among what waits here"),
    }
    return _page(request, set(ticked), **last)


def _waiting(request: Request) -> QuerySet[Item]:
    return listed.received_by(request.actor).filter(unit__state=State.AWAITING)


def _page(request: Request, ticked: set[str], *, status: int = 200, **last: Any) -> HttpResponse:
    items = list(
        listed.with_all(_waiting(request), request.at).order_by("unit__since", "pk")[:SHOWN_MOST]
    )
    proofs = Delivery.objects.filter(unit__in=[item.pk for item in items]).select_related("point")
    by_unit = {proof.unit_id: proof for proof in proofs}
    context = {
        "lines": [(item, by_unit.get(item.pk), item.unit.code in ticked) for item in items],
        "count": sum(item.unit.code in ticked for item in items),
        "expected": len(items),
        "ticked": sorted(ticked),
        "scan_url": reverse("confirm_items"),
        "scan_hidden": {"da": ".".join(sorted(ticked))},
        "scan_below": "items/_confirming.html",
        "crumbs": [(_("Items received"), reverse("items_received")), (_("Confirm"), "")],
        **last,
    }
    return render(request, "items/confirm.html", context, status=status)
