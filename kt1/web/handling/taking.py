"""The taker's side: scan what lies before you, one by one; say what is not whole; settle.

Before settlement the taker is told the giver, the place and the number of units by kind, and
nothing else. There is no "take everything".
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kt1.custody.handovers import actions, permissions, queries, scanning
from kt1.custody.handovers.acts import AlreadySettledError, Opened
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Outcome
from kt1.custody.items.acts import Sides
from kt1.people.actor import NotAllowedError
from kt1.web.handling import drafts, labels, takings
from kt1.web.handling import scanning as reading
from kt1.web.handling.bags import POST
from kt1.web.handling.drafts import Draft
from kt1.web.handling.scanning import NO_SEAL, SEAL_LENGTH_MAX, NotACodeError, Panel
from kt1.web.handling.takings import Look, Sheet
from kt1.web.request import Request, acts_as, once

UNFIT = 422


def draft_of(request: Request, handover_id: UUID) -> Draft:
    return drafts.load(request, f"nhan:{handover_id}")


def sheet_of(request: Request, found: Handover) -> Sheet:
    looks = takings.kept(found.pk, draft_of(request, found.pk))
    return Sheet(looks=looks, items=found.items, bags=found.bags)


def handover_of(request: Request, handover_id: UUID) -> Handover:
    """The hand-over as far as this person may know of it.

    Raises:
        Handover.DoesNotExist: there is none.
    """
    return (
        queries.seen_by(request.actor)
        .select_related("giver_place", "giver_person", "taker_place", "taker_person")
        .get(pk=handover_id)
    )


def opened(found: Handover) -> Opened:
    """A row as the permissions of custody take it."""
    return Opened(
        id=found.pk,
        kind=found.kind,
        outcome=found.outcome,
        sides=Sides(
            giver_place=found.giver_place_id,
            giver_person=found.giver_person_id,
            taker_place=found.taker_place_id,
            taker_person=found.taker_person_id,
        ),
        offered_at=found.offered_at,
        lapses_at=found.lapses_at,
    )


def to_take(request: Request, handover_id: UUID) -> Handover:
    """The same, for who may take it: what the taker scanned is shown to nobody else."""
    found = handover_of(request, handover_id)
    if reason := permissions.why_not_settle(request.actor, opened(found), request.at):
        raise NotAllowedError(reason)
    return found


def page(
    request: Request,
    found: Handover,
    *,
    said: Panel | None = None,
    asked: str = "",
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    """The sheet of the taker. A bounded number of queries, however many scans."""
    sheet = sheet_of(request, found)
    made = takings.panel(reverse("handover_scan", args=[found.pk]), sheet, asked)
    if said is not None:
        made.say(said.last_code, said.last_word, good=said.last_good)
        made.undo_url, made.undo_hidden = said.undo_url, said.undo_hidden
    context = {
        "handover": found,
        "number": labels.handover_number(found.pk),
        "chip": labels.outcome_chip(found.outcome),
        "fault": fault,
        "line_url": reverse("handover_line", args=[found.pk]),
        "settle_url": reverse("handover_settle", args=[found.pk]),
        "crumbs": [(_("Hand-overs"), reverse("handovers")), (_("Take"), "")],
        **takings.context(sheet, made),
    }
    return reading.answer(request, "handling/take.html", made, context, status)


@require_POST
@acts_as(*POST)
def handover_scan(request: Request, handover_id: UUID) -> HttpResponseBase:
    """One scan: a unit, or the seal of the bag scanned before. Kept at once."""
    found = to_take(request, handover_id)
    said = Panel(scan_url="", count=0)
    asked = ""
    try:
        if undone := request.POST.get("undone", ""):
            gone = scanning.unscan(handover_id=found.pk, code=undone, by=request.actor)
            said.say(undone, _("Undone"), good=gone)
        elif bag := request.POST.get("bag", ""):
            asked = _keep_seal(request, found, bag, said)
        else:
            asked = _keep_unit(request, found, said)
    except AlreadySettledError:
        return redirect("handover", found.pk)
    return page(request, found, said=said, asked=asked)


def _keep_unit(request: Request, found: Handover, said: Panel) -> str:
    """Keep one unit. The code of the bag whose seal is asked for next, or nothing."""
    shown = request.POST.get("code", "").strip()[: reading.LENGTH_MAX]
    try:
        shown = reading.read(shown)
    except NotACodeError as fault:
        said.say(shown, str(fault), good=False)
        return ""
    typed = reading.how(request)
    before = next((x for x in sheet_of(request, found).looks if x.code == shown), None)
    if before is not None:
        said.say(shown, _("Scanned already"), good=False)
        return shown if before.wants_seal else ""
    kind = reading.kind_of(shown)
    sealed = reading.is_sealed(shown)
    _scan(request, found, shown, seal=_unsaid(kind, sealed=sealed), typed=typed)
    if not kind:
        said.say(shown, _("Not in the register here. Kept, and compared at the end."), good=False)
    else:
        said.say(shown, reading.word_of(typed=typed), good=True)
    said.undo_url = reverse("handover_scan", args=[found.pk])
    said.undo_hidden = {"undone": shown}
    return shown if sealed else ""


def _unsaid(kind: str, *, sealed: bool) -> str:
    """What is said of the seal before it is asked for: of an open bag, that there is none."""
    return NO_SEAL if kind in {"bag", "box"} and not sealed else ""


def _keep_seal(request: Request, found: Handover, bag: str, said: Panel) -> str:
    """Keep what was said of a bag's seal. A unit's code scanned in its place is told so."""
    state = request.POST.get("state", "")
    number = "".join(request.POST.get("code", "").upper().split())[:SEAL_LENGTH_MAX]
    before = next((x for x in sheet_of(request, found).looks if x.code == bag), None)
    if before is None:
        said.say(bag, _("Scan the bag first."), good=False)
        return ""
    if state == "khong":
        _scan(request, found, bag, seal=NO_SEAL, typed=before.typed)
        said.say(bag, _("No seal on it"), good=False)
    elif state == "hong":
        _scan(request, found, bag, seal=number, intact=False, typed=before.typed)
        said.say(bag, _("Seal broken"), good=False)
    elif not number:
        said.say(bag, _("Read the number from the seal and enter it."), good=False)
        return bag
    elif _is_a_unit(number):
        said.say(number, _("This is a label, not a seal. Scan the seal of the bag."), good=False)
        return bag
    else:
        typed = before.typed or reading.how(request)
        _scan(request, found, bag, seal=number, typed=typed)
        said.say(number, _("Seal recorded"), good=True)
    return ""


def _is_a_unit(text: str) -> bool:
    try:
        reading.read(text)
    except NotACodeError:
        return False
    return True


def _scan(
    request: Request,
    found: Handover,
    code: str,
    *,
    seal: str = "",
    intact: bool = True,
    typed: bool,
) -> None:
    actions.scan(
        handover_id=found.pk,
        code=code,
        seal=seal,
        intact=intact,
        typed=typed,
        by=request.actor,
        at=request.at,
    )


@require_POST
@acts_as(*POST)
def handover_line(request: Request, handover_id: UUID) -> HttpResponseBase:
    """What is seen of one scanned unit: whole or not, taken or refused, another seal, not there."""
    found = to_take(request, handover_id)
    code, what = request.POST.get("line", ""), request.POST.get("what", "")
    look = next((x for x in sheet_of(request, found).looks if x.code == code), None)
    if look is None:
        return redirect("handover", found.pk)
    asked = ""
    try:
        asked = _change(request, found, look, what)
    except AlreadySettledError:
        return redirect("handover", found.pk)
    return page(request, found, asked=asked)


def _change(request: Request, found: Handover, look: Look, what: str) -> str:
    draft = draft_of(request, found.pk)
    if what == "bo":
        scanning.unscan(handover_id=found.pk, code=look.code, by=request.actor)
        draft.facts.pop(look.code, None)
    elif what in {"rach", "lanh"}:
        _scan(request, found, look.code, seal=look.seal, intact=what == "lanh", typed=look.typed)
    elif what == "seal":
        _scan(request, found, look.code, intact=True, typed=look.typed)
        return look.code
    elif what == "tu-choi":
        draft.facts[look.code] = "1"
    elif what == "nhan":
        draft.facts.pop(look.code, None)
    drafts.save(request, draft)
    return ""


@require_POST
@acts_as(*POST)
def handover_settle(request: Request, handover_id: UUID) -> HttpResponseBase:
    """What was seen becomes the act. A difference is said first, and asked about once."""
    found = to_take(request, handover_id)
    if found.outcome != Outcome.OFFERED:
        messages.error(request, _("This hand-over was settled or ended before. Look at it now."))
        return redirect("handover", found.pk)
    sheet = sheet_of(request, found)
    if fault := why_not_settled_yet(sheet, request.POST):
        return page(request, found, status=UNFIT, fault=fault)
    refused = [look.seen() for look in sheet.looks if look.refuse]
    try:
        done = actions.settle(
            handover_id=found.pk,
            seen=refused,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except AlreadySettledError:
        messages.error(request, _("This hand-over was settled or ended before. Look at it now."))
        return redirect("handover", found.pk)
    drafts.drop(request, f"nhan:{found.pk}")
    tell(request, done)
    return redirect("handover", found.pk)


def why_not_settled_yet(sheet: Sheet, sent: Any) -> str:
    """What must be said before this sheet becomes an act; nothing when it may."""
    if sheet.without_seal:
        return _("Enter the seal number of each bag first.")
    if sheet.all_well or sent.get("sure") == "1":
        return ""
    return _("What you scanned differs from what was offered. Look once more, then say so.")


def tell(request: Request, done: dict[str, Any]) -> None:
    if done["outcome"] == Outcome.TAKEN and not done["findings"]:
        messages.success(request, _("Taken. It is now in your custody."))
    elif done["outcome"] == Outcome.REFUSED:
        messages.warning(request, _("Nothing was taken. It stays with the giver."))
    else:
        messages.warning(
            request, _("Taken with differences. What differs is below; an irregularity is open.")
        )
