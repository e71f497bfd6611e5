"""Opening a sealed bag: what the seal looks like first, then the contents by scan.

The declared number is on no page: the holder reads it from the seal. A seal that is whole and
agrees leads to the count; any other is a fact at once, and leads to packing anew (W8).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.bags import actions, permissions, queries
from kt1.custody.handovers.rules import same_seal
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import NotPossibleError, State
from kt1.people.actor import NotAllowedError
from kt1.web.handling import drafts, reads, scanning
from kt1.web.handling.bags import POST, bag_of
from kt1.web.handling.drafts import Draft, Line
from kt1.web.handling.forms import NumberField, choice
from kt1.web.handling.scanning import NotACodeError, Panel
from kt1.web.handling.sealing import UNFIT, crumbs
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, acts_as, once

WHOLE, BROKEN, NONE = "nguyen", "hong", "khong"


class SeenSealForm(forms.Form):
    """What the seal looks like, before anything is known of the contents."""

    number = NumberField(
        label=gettext_lazy("Seal number as you read it"),
        required=False,
        help_text=gettext_lazy("Scan it or type it from the seal. The number on record is hidden."),
    )
    state = choice(
        gettext_lazy("State of the seal"),
        [
            (WHOLE, gettext_lazy("Whole, well closed")),
            (BROKEN, gettext_lazy("Broken, cut, glued or loose")),
            (NONE, gettext_lazy("There is no seal on it")),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )

    def __init__(self, *args: Any, needs_seal: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.needs_seal = needs_seal
        self.fields["number"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.needs_seal and said.get("state") == WHOLE and not said.get("number"):
            self.add_error("number", _("Read the number from the seal and enter it."))
        return said


def held_sealed(request: Request, code: str) -> Unit:
    found = bag_of(request, code)
    if reason := permissions.why_not_open(request.actor, reads.held(found)):
        raise NotAllowedError(reason)
    return found


def name_of(found: Unit) -> str:
    return f"mo:{found.code}"


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def bag_open(request: Request, code: str) -> HttpResponse:
    found = held_sealed(request, code)
    if found.state != State.SEALED or found.offer is not None:
        messages.warning(request, _("This bag is not closed, or is under an offer."))
        return redirect("bag", found.code)
    if drafts.load(request, name_of(found)).facts:
        return redirect("bag_count", found.code)
    needs_seal = bool(queries.seal_on(found.pk))
    if request.method == "GET":
        return _ask(request, found, SeenSealForm(needs_seal=needs_seal))
    form = SeenSealForm(request.POST, needs_seal=needs_seal)
    if not form.is_valid():
        return _ask(request, found, form, UNFIT)
    return _seen(request, found, form.cleaned_data)


def _ask(request: Request, found: Unit, form: SeenSealForm, status: int = 200) -> HttpResponse:
    context = {"bag": found, "form": form, "crumbs": crumbs(found, _("Open"))}
    return render(request, "handling/open_bag.html", context, status=status)


def _seen(request: Request, found: Unit, said: dict[str, str]) -> HttpResponse:
    """One answer only: a whole seal that agrees goes on to the count, the rest is recorded now."""
    declared = queries.seal_on(found.pk)
    if said["state"] == WHOLE and (not declared or same_seal(declared, said["number"])):
        draft = Draft(name=name_of(found), facts={"seal": said["number"]})
        drafts.save(request, draft)
        return redirect("bag_count", found.code)
    number = "" if said["state"] == NONE else said["number"]
    actions.open_sealed(
        bag=found.code,
        number_seen=number,
        intact=said["state"] == WHOLE,
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.error(
        request,
        _("The seal is not the one on record, or is not whole. An irregularity is open.")
        if said["state"] == WHOLE
        else _("A broken seal is recorded and an irregularity is open."),
    )
    return redirect("bag_repack", found.code)


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def bag_count(request: Request, code: str) -> HttpResponse:
    """One cover after the other; nothing is written before the count is finished."""
    found = held_sealed(request, code)
    draft = drafts.load(request, name_of(found))
    if "seal" not in draft.facts or found.state != State.SEALED:
        return redirect("bag", found.code)
    panel = _panel(found)
    if request.method == "POST":
        count_scan(request, draft, panel, request.POST)
    return _count_page(request, found, draft, panel)


def count_scan(request: Request, draft: Draft, panel: Panel, sent: Any) -> None:
    """Take one scan into a draft, or take the last one back; say so on the panel."""
    if undone := sent.get("undone"):
        taken = draft.take_back(undone)
        drafts.save(request, draft)
        panel.say(taken or undone, _("Undone"), good=bool(taken))
        return
    shown = sent.get("code", "").strip()[: scanning.LENGTH_MAX]
    try:
        shown = scanning.read(shown)
    except NotACodeError as fault:
        panel.say(shown, str(fault), good=False)
        return
    typed = scanning.how(request)
    kind = scanning.kind_of(shown)
    if not draft.put(Line(code=shown, kind=kind, typed=typed)):
        panel.say(shown, _("Counted already"), good=False)
        return
    drafts.save(request, draft)
    panel.say(shown, scanning.word_of(typed=typed), good=True)
    panel.undo_url, panel.undo_hidden = panel.scan_url, {"undone": shown}


def _panel(found: Unit) -> Panel:
    return Panel(
        scan_url=reverse("bag_count", args=[found.code]),
        count=0,
        how_to=_("Scan each cover as you take it out"),
        below="handling/_counted.html",
    )


def _count_page(
    request: Request, found: Unit, draft: Draft, panel: Panel, *, fault: str = ""
) -> HttpResponse:
    inside = {one.code: one for one in reads.contents(found.pk)}
    panel.count, panel.expected = len(draft.lines), len(inside)
    missing = [code for code in inside if code not in draft.lines]
    extra = [code for code in draft.lines if code not in inside]
    context = {
        "bag": found,
        "draft": draft,
        "missing": missing,
        "extra": extra,
        "fault": fault,
        "crumbs": crumbs(found, _("Count the contents")),
    }
    return scanning.answer(
        request, "handling/count_bag.html", panel, context, UNFIT if fault else 200
    )


@require_POST
@acts_as(*POST)
def bag_count_done(request: Request, code: str) -> HttpResponseBase:
    """The seal and the count become one act; what differs is a fact and opens a sự vụ."""
    found = held_sealed(request, code)
    draft = drafts.load(request, name_of(found))
    if "seal" not in draft.facts:
        return redirect("bag", found.code)
    inside = {one.code for one in reads.contents(found.pk)}
    differs = inside != set(draft.codes)
    if differs and request.POST.get("sure") != "1":
        fault = _("The count differs. Look once more, then say that you have looked.")
        return _count_page(request, found, draft, _panel(found), fault=fault)
    try:
        actions.open_sealed(
            bag=found.code,
            number_seen=draft.facts["seal"],
            intact=True,
            counted=draft.codes,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotPossibleError:
        drafts.drop(request, draft.name)
        messages.error(request, _("This bag is not closed, or is under an offer."))
        return redirect("bag", found.code)
    drafts.drop(request, draft.name)
    _tell(request, inside, set(draft.codes))
    return redirect("bag", found.code)


def _tell(request: Request, inside: set[str], counted: set[str]) -> None:
    if inside == counted:
        messages.success(
            request, _("Opened. %(n)s counted, all as on record.") % {"n": len(counted)}
        )
        return
    for code in sorted(inside - counted)[:9]:
        messages.error(request, _("Missing in the bag: %(code)s.") % {"code": grouped(code)})
    for code in sorted(counted - inside)[:9]:
        said = _("In the bag and not on its record: %(code)s.") % {"code": grouped(code)}
        messages.error(request, said)
    messages.warning(request, _("An irregularity is open over the difference."))
