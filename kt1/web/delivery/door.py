"""The page of one door: what is for it, each confirmed by scan, and who may sign there now."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.deliveries.permissions import DELIVERERS
from kt1.custody.trips.runs import InHand
from kt1.network.places.models import Place
from kt1.people.readings.steps import log_reading
from kt1.web.delivery import doors
from kt1.web.delivery.doors import Card, Doors
from kt1.web.handling import drafts, scanning
from kt1.web.handling.drafts import Draft
from kt1.web.handling.scanning import NotACodeError, Panel
from kt1.web.request import Request, acts_as

DELIVERING = tuple(sorted(DELIVERERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One door as one person stands before it: what they hold, what they have confirmed."""

    card: Card
    every: Doors
    draft: Draft

    @property
    def confirmed(self) -> set[str]:
        return {item.code for item in self.card.items} & set(self.draft.lines)

    def chosen(self, codes: list[str]) -> list[str]:
        """Of these, what was confirmed; in their order."""
        return [code for code in codes if code in self.confirmed]


def draft_name(key: str) -> str:
    return f"door:{key}"


def here_at(request: Request, key: str) -> Here:
    """The door named in the address; 404 where it is none of this person's province."""
    place = _place(request, key)
    card, every = doors.at_door(request.actor, request.at, place)
    return Here(card=card, every=every, draft=drafts.load(request, draft_name(key)))


def _place(request: Request, key: str) -> Place | None:
    if key == doors.NO_DOOR:
        return None
    found = Place.objects.filter(code=key, province=request.actor.province_id).first()
    if found is None:
        raise Http404
    return found


def read_by(request: Request, here: Here) -> None:
    """These names and telephones were shown: one row of the reading log."""
    if here.card.items:
        with transaction.atomic():
            units = [item.unit for item in here.card.items]
            log_reading(request.actor, request.at, "delivery.door", units)


@require_GET
@acts_as(*DELIVERING)
def door(request: Request, key: str) -> HttpResponseBase:
    here = here_at(request, key)
    return _page(request, here, _panel(here))


def _panel(here: Here) -> Panel:
    key = here.card.key
    return Panel(
        scan_url=reverse("door_scan", args=[key]),
        count=len(here.confirmed),
        expected=len(here.card.items),
        undo_url=reverse("door_undo", args=[key]) if here.confirmed else "",
        how_to=_("Scan each cover before you give it"),
        below="delivery/_items.html",
    )


def _page(request: Request, here: Here, panel: Panel, status: int = 200) -> HttpResponse:
    read_by(request, here)
    context: dict[str, Any] = {
        "card": here.card,
        "confirmed": here.confirmed,
        "groups": [(group, here.chosen(group.codes)) for group in here.card.groups],
        "crumbs": [(_("My run"), reverse("my_run")), (here.card.name, "")],
    }
    return scanning.answer(request, "delivery/door.html", panel, context, status)


@require_POST
@acts_as(*DELIVERING)
def scan(request: Request, key: str) -> HttpResponseBase:
    """One cover in hand, held before its label. Kept at once; the act comes with the signature."""
    here = here_at(request, key)
    typed = scanning.how(request)
    said = request.POST.get("code", "")
    try:
        code = scanning.read(said)
    except NotACodeError as fault:
        panel = _panel(here)
        panel.say(said.strip()[: scanning.LENGTH_MAX], str(fault), good=False)
        return _page(request, here, panel)
    if reason := _why_not_here(code, here):
        panel = _panel(here)
        panel.say(code, reason, good=False)
        return _page(request, here, panel)
    here.draft.put(drafts.Line(code=code, kind="item", typed=typed))
    drafts.save(request, here.draft)
    panel = _panel(here)
    panel.say(code, scanning.word_of(typed=typed), good=True)
    return _page(request, here, panel)


def _why_not_here(code: str, here: Here) -> str:
    if any(item.code == code for item in here.card.items):
        return ""
    other = next((card for card in here.every.cards if code in _codes(card.items)), None)
    if other is not None:
        return _("Not for this door: it goes to %(door)s.") % {"door": other.name}
    return _("Not in your hands, on record. Keep it apart and look at its page.")


def _codes(items: list[InHand]) -> set[str]:
    return {item.code for item in items}


@require_POST
@acts_as(*DELIVERING)
def undo(request: Request, key: str) -> HttpResponseBase:
    """Take the last scan back. Nothing was recorded yet."""
    here = here_at(request, key)
    code = here.draft.take_back()
    drafts.save(request, here.draft)
    panel = _panel(here)
    if code:
        panel.say(code, _("Taken back"), good=False)
    return _page(request, here, panel)


def forget(request: Request, here: Here, codes: list[str]) -> None:
    """What was delivered, given back or tried is no longer confirmed for this door."""
    for code in codes:
        here.draft.take_back(code)
    drafts.save(request, here.draft)
