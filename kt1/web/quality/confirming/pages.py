"""One sheet of quality, with what the person may do on it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.assurance.quality.confirming import actions, answering, permissions, queries
from kt1.assurance.quality.confirming.models import (
    COMMENT_LABELS,
    OBJECTION_LABELS,
    REPLY_LABELS,
    RULING_LABELS,
    SHEET_SIDE_LABELS,
    QualitySheet,
    SheetItem,
)
from kt1.assurance.quality.confirming.permissions import READERS
from kt1.assurance.quality.confirming.rules import (
    FITTING,
    PAPER_MAX,
    Comment,
    Objection,
    Reply,
    Ruling,
    SheetState,
    Side,
)
from kt1.assurance.quality.confirming.steps import UnfitSheetError
from kt1.assurance.quality.rules import Figures, Group, Outcome, per_mille, together
from kt1.law.screening.rules import RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import DayField
from kt1.web.quality.confirming.labels import sheet_chip
from kt1.web.quality.labels import GROUP_LABELS, OUTCOME_CHIPS, OUTCOME_LABELS, per_cent
from kt1.web.request import Request, acts_as, once
from kt1.web.tariff.entering import REFUSED
from kt1.web.words import Words


class PaperForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=PAPER_MAX)
    dated = DayField(label=gettext_lazy("Date of the paper"))


@dataclass(frozen=True, slots=True)
class Block:
    """What the body sent, or received: figures of each group of measure."""

    side: Words
    figures: Figures
    rate_whole: str
    rate: str
    cells: Sequence[tuple[Words, int]]
    apart: Sequence[tuple[Words, Figures]]


@dataclass(frozen=True, slots=True)
class Row:
    item: SheetItem
    side: Words
    other: str
    chip: Any
    objections: Sequence[tuple[str, Words]]
    objection: Words
    reply: Words
    ruling: Words
    now: Any
    #: What was chosen for it, where the page is shown again because of a fault.
    kept: str
    chosen: str


@require_GET
@acts_as(*sorted(READERS))
def sheet(request: Request, sheet_id: int) -> HttpResponseBase:
    return page(request, _found(request, sheet_id))


def _found(request: Request, sheet_id: int) -> QualitySheet:
    rows = queries.seen_by(request.actor).select_related("prepared_by", "signed_by", "post_by")
    return get_object_or_404(rows, pk=sheet_id)


def page(
    request: Request,
    found: QualitySheet,
    *,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Five queries, however many items."""
    actor = request.actor
    shows = permissions.may_see_items(actor, found)
    items = queries.items_of(found) if shows else []
    if shows and permissions.decides(actor, found):
        items = [one for one in items if one.reply == Reply.MAINTAINED]
    blocks = _blocks(found)
    typed = (more or {}).get("typed", {})
    context = {
        "sheet": found,
        "chip": sheet_chip(found.state),
        "blocks": blocks,
        "safety": per_cent(_safety(found, blocks)),
        "frequency": per_cent(per_mille(found.days_met, found.days)) if found.per_day else "",
        "rows": [_row(one, typed) for one in items],
        "shows": shows,
        "other_party": permissions.is_body(actor, found) or permissions.is_post(actor, found),
        "comments": _comments(found),
        "fills": permissions.why_not_fill_in(actor, found) is None,
        "signs": permissions.why_not_sign(actor, found) is None,
        "confirms": permissions.why_not_confirm(actor, found) is None,
        "replies": REPLY_LABELS.items() if not permissions.why_not_reply(actor, found) else (),
        "rulings": RULING_LABELS.items() if not permissions.why_not_decide(actor, found) else (),
        "renews": permissions.why_not_renew(actor, found) is None,
        "papers": permissions.why_not_record_paper(actor, found) is None,
        "paper_form": PaperForm(),
        "objections": sum(1 for one in items if one.objection),
        "added": OBJECTION_LABELS.items(),
        "crumbs": [
            (_("Confirmation of quality"), reverse("quality_sheets")),
            (found.agency.name, ""),
        ],
        **(more or {}),
    }
    return render(request, "quality/sheet.html", context, status=status)


def _blocks(found: QualitySheet) -> list[Block]:
    told = queries.figures(found)
    return [block for side in Side if (block := _block(side, told)) is not None]


def _block(side: Side, told: Mapping[tuple[Side, Group], Figures]) -> Block | None:
    whole = together(figures for (one, _group), figures in told.items() if one is side)
    if not whole.population:
        return None
    main = told.get((side, Group.MAIN), Figures())
    apart = [
        (GROUP_LABELS[group], told[side, group])
        for group in (Group.TIMED, Group.SPECIAL)
        if (side, group) in told
    ]
    cells = [(OUTCOME_LABELS[one], main.of(one)) for one in Outcome if main.of(one)]
    return Block(
        SHEET_SIDE_LABELS[side], main, per_cent(main.rate_whole), per_cent(main.rate), cells, apart
    )


def _safety(found: QualitySheet, blocks: Sequence[Block]) -> int | None:
    whole = sum(one.figures.population + sum(f.population for _w, f in one.apart) for one in blocks)
    return per_mille(max(0, whole - found.harmed), whole)


def _row(one: SheetItem, typed: Mapping[str, str]) -> Row:
    side, outcome = Side(one.side), Outcome(one.outcome)
    item = one.unit.item
    other = item.receiver if side is Side.SENT else item.sender
    now = queries.counts_as(one)
    return Row(
        item=one,
        side=SHEET_SIDE_LABELS[side],
        other=other.name,
        chip=OUTCOME_CHIPS[outcome],
        objections=[
            (value.value, word)
            for value, word in OBJECTION_LABELS.items()
            if value in FITTING[outcome]
        ],
        objection=OBJECTION_LABELS[Objection(one.objection)] if one.objection else "",
        reply=REPLY_LABELS[Reply(one.reply)] if one.reply else "",
        ruling=RULING_LABELS[Ruling(one.ruling)] if one.ruling else "",
        now=OUTCOME_CHIPS[now] if now is not outcome else None,
        kept=typed.get(f"objection-{one.pk}", one.objection),
        chosen=typed.get(f"reply-{one.pk}") or typed.get(f"ruling-{one.pk}", ""),
    )


def _comments(found: QualitySheet) -> list[tuple[str, Words, bool]]:
    said = set(found.comments.values_list("comment", flat=True))
    return [(one.value, word, one.value in said) for one, word in COMMENT_LABELS.items()]


@require_POST
@acts_as(*sorted(READERS))
def act(request: Request, sheet_id: int, act: str) -> HttpResponseBase:
    """One step on the sheet. What does not fit is said, and what was typed stays."""
    found = _found(request, sheet_id)
    if act not in ACTS:
        raise Http404
    why_not, do = ACTS[act]
    if why := why_not(request.actor, found):
        raise NotAllowedError(why)
    asked = {"by": request.actor, "at": request.at, "once": once(request)}
    try:
        said = do(request, found, asked)
    except UnfitSheetError as fault:
        return page(request, found, more=_typed(request, str(fault)), status=UNFIT)
    if isinstance(said, forms.Form):
        return page(request, found, more={"paper_form": said}, status=UNFIT)
    messages.success(request, said)
    return redirect("quality_sheet", sheet_id)


def _typed(request: Request, fault: str) -> dict[str, Any]:
    """What was chosen, to stand on the page again."""
    return {"fault": fault, "typed": {key: request.POST.get(key, "") for key in request.POST}}


def _fill_in(request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    chosen = _chosen(request, "objection", Objection)
    number, said = request.POST.get("number", "").strip(), request.POST.get("number_objection", "")
    other = None
    if number:
        if said not in set(Objection):
            raise UnfitSheetError(_("Say what you object to about the item you named."))
        other = (number[:40], Objection(said))
    comments = [Comment(one) for one in request.POST.getlist("comment") if one in set(Comment)]
    finished = request.POST.get("act") != "save"
    actions.fill_in(
        sheet_id=found.pk,
        objections=chosen,
        other=other,
        comments=comments,
        finished=finished,
        **asked,
    )
    return _("Passed on to the head to sign.") if finished else _("Kept.")


def _chosen(request: Request, name: str, codes: Any) -> dict[int, Any]:
    """`name-12=code` of the form, where the code is one of these."""
    found = {}
    for key, value in request.POST.items():
        field, _dash, number = key.partition("-")
        if field == name and number.isdigit() and value in set(codes):
            found[int(number)] = codes(value)
    return found


def _sign(_request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    state = actions.sign(sheet_id=found.pk, **asked)
    if state is SheetState.OBJECTED:
        return _("Signed with objections. The post answers them.")
    return _("Signed. The post confirms it.")


def _send_back(_request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    actions.send_back(sheet_id=found.pk, **asked)
    return _("Sent back to the records clerk.")


def _confirm(_request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    answering.confirm(sheet_ids=[found.pk], **asked)
    return _("Confirmed by both sides.")


def _reply(request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    replies = _chosen(request, "reply", Reply)
    state = answering.reply(sheet_id=found.pk, replies=replies, **asked)
    if state is SheetState.DISPUTED:
        return _("Answered. What you maintain is decided by whom the agency's matters rise to.")
    return _("Answered. Both sides agree.")


def _decide(request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    answering.decide(sheet_id=found.pk, rulings=_chosen(request, "ruling", Ruling), **asked)
    return _("Decided. The figures of quality follow it.")


def _renew(_request: Request, found: QualitySheet, asked: dict[str, Any]) -> str:
    answering.renew(sheet_id=found.pk, **asked)
    return _("The figures are filled in anew.")


def _record_paper(request: Request, found: QualitySheet, asked: dict[str, Any]) -> Any:
    form = PaperForm(request.POST)
    if not form.is_valid():
        return form
    try:
        actions.record_paper(sheet_id=found.pk, **form.cleaned_data, **asked)
    except RefusedTextError:
        form.add_error("number", REFUSED)
    except UnfitSheetError as fault:
        form.add_error("dated", str(fault))
    return form if form.errors else _("The signed paper is entered.")


ACTS: Mapping[str, tuple[Any, Any]] = {
    "lap": (permissions.why_not_fill_in, _fill_in),
    "ky": (permissions.why_not_sign, _sign),
    "tra-lai": (permissions.why_not_sign, _send_back),
    "xac-nhan": (permissions.why_not_confirm, _confirm),
    "tra-loi": (permissions.why_not_reply, _reply),
    "quyet-dinh": (permissions.why_not_decide, _decide),
    "cap-nhat": (permissions.why_not_renew, _renew),
    "ban-giay": (permissions.why_not_record_paper, _record_paper),
}
