"""A taker without a session: on the giver's device, or from the sheet that was signed on paper.

On the device the taker scans as they would on their own, and sees no more. From paper the giver
writes down what the taker wrote; it shows as such everywhere, and the taker may dispute it.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.handovers import actions, permissions
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Outcome, Seen, Witness
from kt1.people.actor import NotAllowedError
from kt1.web.handling import drafts, labels, takings
from kt1.web.handling import scanning as reading
from kt1.web.handling.bags import POST
from kt1.web.handling.drafts import Draft, Line
from kt1.web.handling.forms import NumberField, ScreenedField
from kt1.web.handling.handovers import lines_of
from kt1.web.handling.scanning import NO_SEAL, SEAL_LENGTH_MAX, NotACodeError, Panel
from kt1.web.handling.taking import UNFIT, handover_of, opened, tell, why_not_settled_yet
from kt1.web.handling.takings import Sheet
from kt1.web.request import Request, acts_as, once


class SignedForm(forms.Form):
    """Who takes, as they say and sign."""

    signed_by = ScreenedField(label=gettext_lazy("Taker: name, title, card number"), max_length=120)


def _mine(request: Request, handover_id: UUID) -> Handover:
    found = handover_of(request, handover_id)
    if reason := permissions.why_not_settle_for_taker(request.actor, opened(found)):
        raise NotAllowedError(reason)
    return found


def _draft(request: Request, found: Handover) -> Draft:
    return drafts.load(request, f"ky:{found.pk}")


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def handover_device(request: Request, handover_id: UUID) -> HttpResponseBase:
    """The taker's sheet on the giver's device. A POST is one scan or a word on one line."""
    found = _mine(request, handover_id)
    if found.outcome != Outcome.OFFERED:
        return redirect("handover", found.pk)
    draft = _draft(request, found)
    said = Panel(scan_url="", count=0)
    asked = ""
    if request.method == "POST":
        url = reverse("handover_device", args=[found.pk])
        asked = take_scan(request, draft, said, url)
        drafts.save(request, draft)
    return _page(request, found, draft, SignedForm(), said=said, asked=asked)


def take_scan(request: Request, draft: Draft, said: Panel, url: str) -> str:
    """One scan, one word on a line, or an undoing. The bag whose seal is asked for, or nothing."""
    sent = request.POST
    if line := draft.lines.get(sent.get("line", "")):
        return _change(draft, line, sent.get("what", ""))
    if undone := sent.get("undone", ""):
        said.say(undone, _("Undone"), good=bool(draft.take_back(undone)))
        return ""
    text = sent.get("code", "").strip()[: reading.LENGTH_MAX]
    if bag := draft.lines.get(sent.get("bag", "")):
        return _seal(bag, sent.get("state", ""), text, said)
    try:
        code = reading.read(text)
    except NotACodeError as fault:
        said.say(text, str(fault), good=False)
        return ""
    kind, typed = reading.kind_of(code), reading.how(request)
    sealed = reading.is_sealed(code)
    seal = NO_SEAL if kind in {"bag", "box"} and not sealed else ""
    if not draft.put(Line(code=code, kind=kind, seal=seal, typed=typed)):
        said.say(code, _("Scanned already"), good=False)
        return ""
    said.say(code, reading.word_of(typed=typed), good=True)
    said.undo_url, said.undo_hidden = url, {"undone": code}
    return code if sealed else ""


def _change(draft: Draft, line: Line, what: str) -> str:
    if what == "bo":
        draft.take_back(line.code)
    elif what in {"rach", "lanh"}:
        line.intact = what == "lanh"
    elif what in {"tu-choi", "nhan"}:
        line.refuse = what == "tu-choi"
    elif what == "seal":
        line.seal, line.intact = "", True
        return line.code
    return ""


def _seal(bag: Line, state: str, text: str, said: Panel) -> str:
    number = "".join(text.upper().split())[:SEAL_LENGTH_MAX]
    if state == "khong":
        bag.seal = NO_SEAL
        said.say(bag.code, _("No seal on it"), good=False)
    elif state == "hong":
        bag.seal, bag.intact = number, False
        said.say(bag.code, _("Seal broken"), good=False)
    elif not number:
        said.say(bag.code, _("Read the number from the seal and enter it."), good=False)
        return bag.code
    else:
        bag.seal = number
        said.say(number, _("Seal recorded"), good=True)
    return ""


def _page(
    request: Request,
    found: Handover,
    draft: Draft,
    form: SignedForm,
    *,
    said: Panel | None = None,
    asked: str = "",
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    sheet = Sheet(looks=takings.drafted(draft), items=found.items, bags=found.bags)
    here = reverse("handover_device", args=[found.pk])
    made = takings.panel(here, sheet, asked)
    if said is not None:
        made.say(said.last_code, said.last_word, good=said.last_good)
        made.undo_url, made.undo_hidden = said.undo_url, said.undo_hidden
    context = {
        "handover": found,
        "number": labels.handover_number(found.pk),
        "chip": labels.outcome_chip(found.outcome),
        "fault": fault,
        "line_url": here,
        "settle_url": reverse("handover_device_settle", args=[found.pk]),
        "signed_form": form,
        "crumbs": [
            (_("Hand-overs"), reverse("handovers")),
            (labels.handover_number(found.pk), reverse("handover", args=[found.pk])),
            (_("The taker signs here"), ""),
        ],
        **takings.context(sheet, made),
    }
    return reading.answer(request, "handling/take.html", made, context, status)


@require_POST
@acts_as(*POST)
def handover_device_settle(request: Request, handover_id: UUID) -> HttpResponseBase:
    found = _mine(request, handover_id)
    draft = _draft(request, found)
    sheet = Sheet(looks=takings.drafted(draft), items=found.items, bags=found.bags)
    form = SignedForm(request.POST)
    _must_be_vetted(request, form)
    fault = why_not_settled_yet(sheet, request.POST)
    if fault or not form.is_valid():
        return _page(request, found, draft, form, status=UNFIT, fault=fault)
    seen = [look.seen() for look in sheet.looks]
    answer = _settle(request, found, seen, signed_by=form.cleaned_data["signed_by"])
    drafts.drop(request, draft.name)
    return answer


def _must_be_vetted(request: Request, form: forms.Form) -> None:
    """Whose card is named and may not take is told so on the sheet, with all that was scanned."""
    if form.is_valid() and (
        reason := permissions.why_not_sign(
            request.actor, form.cleaned_data["signed_by"], request.at
        )
    ):
        form.add_error("signed_by", reason)


def _settle(request: Request, found: Handover, seen: list[Seen], **how: Any) -> HttpResponseBase:
    how.setdefault("witness", Witness.ONE_DEVICE)
    try:
        done = actions.settle_for_taker(
            handover_id=found.pk,
            seen=seen,
            by=request.actor,
            at=request.at,
            once=once(request),
            **how,
        )
    except AlreadySettledError:
        return redirect("handover", found.pk)
    tell(request, done)
    return redirect("handover", found.pk)


class PaperForm(forms.Form):
    """What stands on the signed sheet: its number, who signed, and each line as they wrote it."""

    sheet = NumberField(label=gettext_lazy("Number of the paper sheet"))
    signed_by = ScreenedField(
        label=gettext_lazy("Signed by: name, title, card number"), max_length=120, required=False
    )


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def handover_paper(request: Request, handover_id: UUID) -> HttpResponseBase:
    found = _mine(request, handover_id)
    if found.outcome != Outcome.OFFERED:
        return redirect("handover", found.pk)
    lines = lines_of(found.pk)
    if request.method == "GET":
        return _paper(request, found, lines, PaperForm())
    form = PaperForm(request.POST)
    _must_be_vetted(request, form)
    seen, fault = _written(request.POST, lines)
    if not form.is_valid() or fault:
        return _paper(request, found, lines, form, status=UNFIT, fault=fault)
    said = form.cleaned_data
    return _settle(
        request,
        found,
        seen,
        witness=Witness.PAPER,
        sheet=said["sheet"],
        signed_by=said["signed_by"],
    )


def _written(sent: Any, lines: list[Any]) -> tuple[list[Seen], str]:
    """The lines ticked on the sheet, each bag with the seal the taker wrote beside it."""
    seen = []
    for line in lines:
        if sent.get(f"co-{line.code}") != "1":
            continue
        number = "".join(sent.get(f"np-{line.code}", "").upper().split())[:SEAL_LENGTH_MAX]
        broken = sent.get(f"hong-{line.code}") == "1"
        seen.append(Seen(code=line.code, seal=number, intact=not broken, typed=True))
    if len(seen) < len(lines) and sent.get("sure") != "1":
        return seen, _("Not every line is ticked. What is not ticked stays with you: say so below.")
    return seen, ""


def _paper(
    request: Request,
    found: Handover,
    lines: list[Any],
    form: PaperForm,
    *,
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    rows = [
        {
            "line": line,
            "ticked": request.POST.get(f"co-{line.code}") == "1",
            "seal": request.POST.get(f"np-{line.code}", ""),
            "broken": request.POST.get(f"hong-{line.code}") == "1",
        }
        for line in lines
    ]
    context = {
        "handover": found,
        "number": labels.handover_number(found.pk),
        "rows": rows,
        "form": form,
        "fault": fault,
        "crumbs": [
            (_("Hand-overs"), reverse("handovers")),
            (labels.handover_number(found.pk), reverse("handover", args=[found.pk])),
            (_("From paper"), ""),
        ],
    }
    return render(request, "handling/from_paper.html", context, status=status)
