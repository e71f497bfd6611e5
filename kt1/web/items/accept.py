"""Accepting (chấp nhận gửi): at a counter or at the sender's desk, by scanner and keyboard alone.

What was scanned so far stands in the address (`da`): nothing is recorded before the one act that
accepts, Back works, and a change of person at the counter loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.clock.preview import Asked, gaps_before, since_of
from kt1.custody.items import actions, listed, permissions, pickups
from kt1.custody.items.models import CHECK_LABELS, Item
from kt1.custody.items.rules import Check
from kt1.custody.units import codes
from kt1.custody.units.rules import State
from kt1.law.services.rules import Urgency
from kt1.network.agencies.queries import find
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.web.coverage.words import gap_said
from kt1.web.errors.answers import UNFIT
from kt1.web.items.declare import today
from kt1.web.items.labels import COVER_CHECKS
from kt1.web.items.typed import CODES_MOST, read_codes, write_codes
from kt1.web.request import Request, acts_as, once

TAKERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
DESKS_MOST = 200
#: Answers to: the cover is stamped Hỏa tốc and declared otherwise.
AS_DECLARED, AS_STAMPED = "declared", "stamped"


@require_GET
@acts_as(*TAKERS)
def accept(request: Request) -> HttpResponseBase:
    """Whose covers: the desks where something waits, or any sender by scan or name."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if text and (found := _desk_of_code(request, text)):
        desk, code = found
        return redirect(f"{reverse('accept_desk', args=[desk])}?da={code}")
    senders = find(text, today(request), near=request.actor.province_id) if text else []
    context = {
        "text": text,
        "senders": _desks(request).filter(agency__in=senders) if senders else [],
        "waiting": _waiting(request),
        "pickups": {p.desk_id: p for p in pickups.open_pickups(request.actor)[:DESKS_MOST]},
        "why_not": permissions.why_not_accept(request.actor, request.at),
    }
    return render(request, "items/accept.html", context)


def _desk_of_code(request: Request, text: str) -> tuple[str, str] | None:
    try:
        code = codes.parse(text)
    except codes.MalformedCodeError:
        return None
    declared = listed.declared_here(request.actor).filter(unit__code=code)
    desk = declared.values_list("unit__place__code", flat=True).first()
    return (desk, code) if desk else None


def _desks(request: Request) -> Any:
    return Place.objects.filter(
        kind=PlaceKind.AGENCY_DESK, province=request.actor.province_id, valid_to=None
    ).select_related("agency")


def _waiting(request: Request) -> Sequence[dict[str, Any]]:
    """Desks with declared items, those with a time agreed or Hỏa tốc first. One query."""
    rows = (
        listed.declared_here(request.actor)
        .values("unit__place", "unit__place__code", "sender__name")
        .annotate(
            n=Count("pk"),
            urgent=Count("pk", filter=Q(urgency=Urgency.EXPRESS)),
            agreed=Min("agreed_at"),
            since=Min("declared_at"),
        )
        .order_by("agreed", "-urgent", "since")
    )
    return list(rows[:DESKS_MOST])


@require_http_methods(["GET", "POST"])
@acts_as(*TAKERS)
def accept_desk(request: Request, desk: str) -> HttpResponseBase:
    """The covers of one desk: each scan adds one, nothing is recorded yet."""
    place = get_object_or_404(_desks(request), code=desk)
    scanned = read_codes(request.GET.get("da", ""))
    if request.method != "POST":
        return desk_page(request, place, scanned)
    if undone := request.POST.get("undone", ""):
        kept = [code for code in scanned if code != undone]
        last: dict[str, Any] = {"last_code": undone, "last_word": _("Left out"), "last_good": True}
        return desk_page(request, place, kept, **last)
    code, word, good = _scanned(request, place, scanned)
    if good:
        scanned = [*scanned, code]
    last = {"last_code": code, "last_word": word, "last_good": good}
    return desk_page(request, place, scanned, **last)


def _scanned(request: Request, place: Place, scanned: Sequence[str]) -> tuple[str, str, bool]:
    """The code read, what it says of it, and whether it counts."""
    text = request.POST.get("code", "").replace("\x00", "")[:64]
    try:
        code = codes.parse(text)
    except codes.MalformedCodeError:
        return text, _("This is no KT1 number"), False
    if code in scanned:
        return code, _("Scanned already"), False
    if len(scanned) >= CODES_MOST:
        return code, _("Accept these first: at most 100 at once"), False
    item = listed.seen_by(request.actor).filter(unit__code=code).select_related("unit").first()
    fault = _why_not_here(item, place)
    return code, fault or (item.get_urgency_display() if item else ""), not fault


def _why_not_here(item: Item | None, place: Place) -> str:
    if item is None:
        return _("Not declared here")
    if item.unit.state != State.DECLARED:
        return _("Accepted or withdrawn already")
    return "" if item.unit.place_id == place.pk else _("Declared at another desk")


def desk_page(
    request: Request, place: Place, scanned: Sequence[str], *, status: int = 200, **more: Any
) -> HttpResponse:
    declared = listed.with_all(
        listed.declared_here(request.actor).filter(unit__place=place), request.at
    )
    items = {item.unit.code: item for item in declared.order_by("pk")[:DESKS_MOST]}
    chosen = [items[code] for code in scanned if code in items]
    here = f"{reverse('accept_desk', args=[place.code])}?da="
    codes_now = [item.unit.code for item in chosen]
    context = {
        "desk": place,
        "why_not": permissions.why_not_accept(request.actor, request.at),
        "chosen": [(item, request.POST.get(f"dau-{item.unit.code}", "")) for item in chosen],
        "left": [item for code, item in items.items() if code not in scanned],
        "count": len(chosen),
        "expected": len(items),
        "scan_url": f"{here}{write_codes(codes_now)}",
        "codes": codes_now,
        "scan_below": "items/_accepting.html",
        "checks": [(check.value, CHECK_LABELS[check]) for check in COVER_CHECKS],
        "book_label": CHECK_LABELS[Check.BOOK_SIGNED],
        "pickup": pickups.open_pickups(request.actor).filter(desk=place).first(),
        "undo_url": f"{here}{write_codes(codes_now)}" if codes_now else "",
        "scan_undo_hidden": {"undone": codes_now[-1]} if codes_now else {},
        "ticked": request.POST.getlist("checks"),
        "crumbs": [(_("Accept items"), reverse("accept")), (_sender(place), "")],
        **more,
    }
    return render(request, "items/accept_desk.html", context, status=status)


@require_POST
@acts_as(*TAKERS)
def take(request: Request, desk: str) -> HttpResponseBase:
    """Accept what was scanned: clocks start, custody changes hands."""
    place = get_object_or_404(_desks(request), code=desk)
    chosen = read_codes(".".join(request.POST.getlist("ma")))
    if fault := why_not_checked(request) or ("" if chosen else _("Scan the covers first.")):
        messages.error(request, fault)
        return desk_page(request, place, chosen, status=UNFIT)
    done = actions.accept(
        codes=chosen,
        checks=request.POST.getlist("checks"),
        pickup=pickup_of(request),
        stamped=[code for code in chosen if request.POST.get(f"dau-{code}") == AS_STAMPED],
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    return finished(request, place, [one["code"] for one in done["items"]])


def why_not_checked(request: Request) -> str:
    """A cover that fails a check is refused, not accepted: every check must have been made."""
    made = set(request.POST.getlist("checks"))
    missing = [CHECK_LABELS[check] for check in COVER_CHECKS if check.value not in made]
    if not missing:
        return ""
    said = ", ".join(str(label) for label in missing)
    return _("Not looked at or not in order: %(missing)s. Refuse the cover, or tick it.") % {
        "missing": said
    }


def _sender(desk: Place) -> str:
    return desk.agency.name if desk.agency else desk.name


def pickup_of(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("pickup", ""))
    except ValueError:
        return None


def finished(request: Request, place: Place, taken: Sequence[str]) -> HttpResponseBase:
    number = len(taken)
    said = ngettext("%(n)s item accepted.", "%(n)s items accepted.", number) % {"n": number}
    messages.success(request, said)
    return redirect(f"{reverse('accepted', args=[place.code])}?ma={write_codes(list(taken))}")


@require_GET
@acts_as(*TAKERS)
def accepted(request: Request, desk: str) -> HttpResponseBase:
    """What was just accepted: deadlines, slips and labels; the next cover is one key away."""
    place = get_object_or_404(_desks(request), code=desk)
    wanted = read_codes(request.GET.get("ma", ""))
    rows = listed.seen_by(request.actor).filter(unit__code__in=wanted, sender=place.agency_id)
    items = list(listed.with_all(rows, request.at).order_by("pk"))
    context = {
        "desk": place,
        "items": items,
        "codes": write_codes([item.unit.code for item in items]),
        "alone": _alone(request, items),
        "crumbs": [
            (_("Accept items"), reverse("accept")),
            (_sender(place), reverse("accept_desk", args=[desk])),
            (_("Items accepted"), ""),
        ],
    }
    return render(request, "items/accepted.html", context)


def _alone(request: Request, items: Sequence[Item]) -> list[str]:
    """Receivers of Hỏa tốc items, and when nobody may sign there before the deadline (N4)."""
    urgent = [i for i in items if i.urgency == Urgency.EXPRESS and hasattr(i.unit, "clock")]
    gaps = gaps_before(_asked(item, request.at) for item in urgent)
    found = zip(urgent, gaps, strict=True)
    return sorted({gap_said(item.receiver.name, gap) for item, gap in found if gap})


def _asked(item: Item, at: datetime) -> Asked:
    clock = item.unit.clock
    return Asked(
        agency_id=item.receiver_id,
        point_id=item.point_id,
        since=since_of(clock.expected_at, at, clock.deadline),
        until=clock.deadline,
    )
