"""Bags and boxes: the list, one bag with its contents by scan, and what it went through."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.bags import actions, permissions
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import Kind, NotPossibleError, State
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.handling import explain, history, labels, reads, scanning
from kt1.web.handling.listings import bag_listing
from kt1.web.handling.scanning import NotACodeError, Panel
from kt1.web.lists.answer import answer
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, acts_as, once

POST = (Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)
PACK, UNPACK = "dong", "lay-ra"


@require_GET
@acts_as(*POST)
def bags(request: Request) -> HttpResponseBase:
    """Every bag this person may know of; the address says which of them."""
    context = {
        "why_not_make": permissions.why_not_make(request.actor),
        "kinds": [(Kind.BAG.value, _("Take a bag into use")), (Kind.BOX.value, _("Take a box"))],
    }
    rows = reads.bags_seen_by(request.actor)
    listing = bag_listing(request.actor)
    return answer(request, listing, rows, template="handling/bags.html", context=context)


@require_POST
@acts_as(*POST)
def bag_new(request: Request) -> HttpResponseBase:
    """A new bag with a code for life; its label is printed from its page."""
    kind = Kind.BOX if request.POST.get("kind") == Kind.BOX else Kind.BAG
    made = actions.make(kind=kind, by=request.actor, at=request.at, once=once(request))
    return redirect("bag", made["code"])


@require_GET
@acts_as(*POST)
def bag(request: Request, code: str) -> HttpResponse:
    found = bag_of(request, code)
    panel = _panel(found, UNPACK if request.GET.get("viec") == UNPACK else PACK)
    return page(request, found, panel)


@require_POST
@acts_as(*POST)
def bag_pack(request: Request, code: str) -> HttpResponse:
    """One scan goes into the bag at once."""
    found = bag_of(request, code)
    if reason := permissions.why_not_pack(request.actor, reads.held(found)):
        raise NotAllowedError(reason)
    return _moved(request, found, PACK)


@require_POST
@acts_as(*POST)
def bag_unpack(request: Request, code: str) -> HttpResponse:
    """One scan comes out of the bag at once."""
    found = bag_of(request, code)
    if reason := permissions.why_not_open(request.actor, reads.held(found)):
        raise NotAllowedError(reason)
    return _moved(request, found, UNPACK)


def bag_of(request: Request, code: str) -> Unit:
    found: Unit = get_object_or_404(reads.bags_seen_by(request.actor), code=code.upper())
    return found


def _moved(request: Request, found: Unit, way: str) -> HttpResponse:
    """Take one scan; an undo sends the last code the other way, which is an act of its own."""
    undone = request.POST.get("undone", "")
    text = undone or request.POST.get("code", "")
    typed = scanning.how(request)
    shown = text.strip()[: scanning.LENGTH_MAX]
    try:
        shown = scanning.read(text)
        word = _do(request, found, shown, way)
    except NotACodeError as fault:
        return page(request, found, _said(found, way, shown, str(fault), good=False))
    except (NotPossibleError, UnknownUnitError):
        # It changed hands between the look and the act, or lies here already.
        word = ""
    if word:
        return page(request, found, _said(found, way, shown, word, good=False))
    if undone:
        back = PACK if way == UNPACK else UNPACK
        return page(request, found, _said(found, back, shown, _("Undone"), good=True, undo=False))
    return page(request, found, _said(found, way, shown, scanning.word_of(typed=typed), good=True))


def _do(request: Request, found: Unit, code: str, way: str) -> str:
    """Move one unit; why it was not moved, or nothing."""
    unit = explain.unit_of(code, request.actor)
    facts: dict[str, Any] = {
        "bag": found.code,
        "codes": [code],
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    if way == UNPACK:
        if unit is None or unit.inside_id != found.pk:
            return _("It does not lie in this bag.")
        actions.unpack(**facts)
        return ""
    if reason := explain.why_not_packed(unit, found, request.actor):
        return reason
    actions.pack(**facts)
    return ""


def _panel(found: Unit, way: str) -> Panel:
    return Panel(
        scan_url=reverse("bag_pack" if way == PACK else "bag_unpack", args=[found.code]),
        count=0,
        how_to=_("Scan what goes in") if way == PACK else _("Scan what comes out"),
        below="handling/_contents.html",
    )


def _said(found: Unit, way: str, code: str, word: str, *, good: bool, undo: bool = True) -> Panel:
    panel = _panel(found, way)
    panel.say(code, word, good=good)
    if good and undo:
        panel.undo_url = reverse("bag_unpack" if way == PACK else "bag_pack", args=[found.code])
        panel.undo_hidden = {"undone": code}
    return panel


def page(request: Request, found: Unit, panel: Panel, **more: Any) -> HttpResponse:
    """The bag as it is now. Some eight queries, however much lies in it."""
    actor = request.actor
    inside = reads.contents(found.pk)
    panel.count = len(inside)
    as_held = reads.held(found)
    is_open = found.state == State.OPEN and found.offer is None and found.place_id is not None
    why_not_pack = permissions.why_not_pack(actor, as_held)
    why_not_open = permissions.why_not_open(actor, as_held)
    moving = getattr(found, "moving", False)
    wrongs = list(history.irregularities(found.pk, actor))
    broken = any(one.kind == IrregularityKind.SEAL_BROKEN for one in wrongs)
    context = {
        "bag": found,
        "kind": labels.kind_of(found.kind),
        "chip": labels.unit_chip(found.state, moving=moving, empty=is_open and not inside),
        "crumbs": [(_("Bags"), reverse("bags")), (grouped(found.code), "")],
        "inside": inside,
        "may_pack": is_open and why_not_pack is None,
        "may_unpack": is_open and why_not_open is None,
        "may_open": found.state == State.SEALED and found.offer is None and why_not_open is None,
        "may_offer": found.offer is None and why_not_open is None and found.place_id is not None,
        "why_not": (why_not_pack if is_open else why_not_open) or "",
        "way": UNPACK if panel.scan_url.endswith(UNPACK) else PACK,
        "tabs": _tabs(found, panel),
        "events": history.of_bag(found, actor),
        "chain": history.journeys(found.pk),
        "irregularities": wrongs,
        "may_repack": is_open and broken and bool(inside) and why_not_open is None,
        "repacked": history.repacked_from(found.code),
        **more,
    }
    return scanning.answer(request, "handling/bag.html", panel, context)


def _tabs(found: Unit, panel: Panel) -> list[tuple[str, str, bool]]:
    here = reverse("bag", args=[found.code])
    taking_out = panel.scan_url.endswith(UNPACK)
    return [
        (_("Put in"), here, not taking_out),
        (_("Take out"), f"{here}?viec={UNPACK}", taking_out),
    ]
