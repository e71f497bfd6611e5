"""Kiểm ca: everything held is scanned; opening plus in less out must be what was counted (N8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.bags.models import GEAR_LABELS, Gear
from kt1.custody.bags.rules import GearKind
from kt1.custody.deliveries import irregularities
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.shifts import actions, permissions, queries
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.shifts.queries import Holder
from kt1.custody.units.codes import LENGTH, Code
from kt1.custody.units.rules import Kind, NotPossibleError
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.handling import drafts, labels, scanning, sheets
from kt1.web.handling.bags import POST
from kt1.web.handling.drafts import Draft
from kt1.web.handling.forms import choice, refused
from kt1.web.handling.opening import count_scan
from kt1.web.handling.scanning import Panel
from kt1.web.handling.work_lists import counts, shift_listing
from kt1.web.lists.answer import answer
from kt1.web.papers.forms.shift import BalanceLine, PendingLine, ShiftMinutes, StockLine
from kt1.web.request import Request, acts_as, once
from kt1.web.words import Words

UNFIT = 422
DRAFT = "kiem-ca"
WHOLE = "ca-noi"
KIND_WORDS = {Kind.ITEM.value: "Bưu gửi rời", Kind.BAG.value: "Túi", Kind.BOX.value: "Hộp"}


class CountForm(forms.Form):
    """What is counted by number, and who goes on."""

    whole = forms.BooleanField(
        label=gettext_lazy("For the whole place, with everybody at it"), required=False
    )
    empties = forms.IntegerField(
        label=gettext_lazy("Empty bags and boxes"), min_value=0, max_value=9_999
    )
    seals = forms.IntegerField(label=gettext_lazy("Unused seals"), min_value=0, max_value=99_999)
    successor = forms.ChoiceField(label=gettext_lazy("Handed to"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor, at: datetime, **more: Any) -> None:
        super().__init__(data, **more)
        duties = queries.successors(actor, at)
        self.fields["successor"] = choice(
            _("Handed to"),
            [("", "–"), *((str(one.user_id), one.user.title) for one in duties)],
            required=False,
        )
        if permissions.why_not_balance(actor, whole_place=True):
            del self.fields["whole"]


@require_GET
@acts_as(*POST)
def shifts(request: Request) -> HttpResponseBase:
    context = {"why_not": permissions.why_not_balance(request.actor, whole_place=False)}
    rows = counts(queries.seen_by(request.actor))
    return answer(request, shift_listing(), rows, template="handling/shifts.html", context=context)


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def shift_count(request: Request) -> HttpResponse:
    """The count under way. A POST is one scan or its undoing."""
    if reason := permissions.why_not_balance(request.actor, whole_place=False):
        raise NotAllowedError(reason)
    draft = drafts.load(request, DRAFT)
    panel = _panel()
    if request.method == "POST":
        count_scan(request, draft, panel, request.POST)
    form = CountForm(actor=request.actor, at=request.at)
    return _page(request, draft, panel, form)


def _panel() -> Panel:
    return Panel(
        scan_url=reverse("shift_count"),
        count=0,
        how_to=_("Scan everything that you hold: loose items, bags, boxes, empties"),
        below="handling/_counted.html",
    )


def _page(
    request: Request, draft: Draft, panel: Panel, form: CountForm, status: int = 200
) -> HttpResponse:
    actor = request.actor
    person = queries.on_record(Holder(actor.place_id or 0, actor.user_id))
    panel.count = len(draft.lines)
    before = queries.last(Holder(actor.place_id or 0, actor.user_id))
    context = {
        "draft": draft,
        "form": form,
        "held": sum(len(codes) for codes in person.units.values()),
        "before": before,
        "crumbs": [(_("Shift counts"), reverse("shifts")), (_("Count the shift"), "")],
    }
    return scanning.answer(request, "handling/count_shift.html", panel, context, status)


@require_POST
@acts_as(*POST)
def shift_close(request: Request) -> HttpResponseBase:
    """The count becomes the balance of the shift; what differs opens a sự vụ."""
    if reason := permissions.why_not_balance(request.actor, whole_place=False):
        raise NotAllowedError(reason)
    draft = drafts.load(request, DRAFT)
    form = CountForm(request.POST, actor=request.actor, at=request.at)
    if not form.is_valid():
        return _page(request, draft, _panel(), form, UNFIT)
    said = form.cleaned_data
    try:
        done = actions.record_balance(
            count=actions.Count(scanned=draft.codes, empties=said["empties"], seals=said["seals"]),
            whole_place=bool(said.get("whole")),
            successor_id=int(said["successor"]) if said["successor"] else None,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotPossibleError as fault:
        refused(form, fault)
        return _page(request, draft, _panel(), form, UNFIT)
    drafts.drop(request, DRAFT)
    if done["agrees"]:
        messages.success(request, _("The shift is closed and agrees. Print the minutes."))
    else:
        messages.warning(request, _("The shift is closed with differences; see below."))
    return redirect("shift", done["balance"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of unit of a balance."""

    kind: Words
    opening: int
    taken: int
    given: int
    delivered: int
    closing: int
    counted: int

    @property
    def difference(self) -> int:
        return self.counted - self.closing


def rows_of(found: ShiftBalance) -> list[Row]:
    return [
        Row(
            kind=labels.kind_of(kind),
            opening=one["opening"],
            taken=one["taken"],
            given=one["given"],
            delivered=one["delivered"],
            closing=one["closing"],
            counted=one["counted"],
        )
        for kind, one in sorted(found.by_kind.items())
    ]


@require_GET
@acts_as(*POST)
def shift(request: Request, balance_id: UUID) -> HttpResponse:
    found = get_object_or_404(queries.seen_by(request.actor), pk=balance_id)
    wrong = irregularities.seen_by(request.actor).filter(pk=found.pk).first()
    context = {
        "balance": found,
        "number": labels.shift_number(found.pk),
        "rows": rows_of(found),
        "irregularity": wrong,
        "others": others_said(wrong),
        "chip": labels.BALANCE_DIFFERS if wrong else labels.BALANCE_AGREES,
        "crumbs": [(_("Shift counts"), reverse("shifts")), (labels.shift_number(found.pk), "")],
    }
    return render(request, "handling/shift.html", context)


def others_said(wrong: Irregularity | None) -> list[Words]:
    """Differences that name no unit: a sum, empties, seals."""
    if wrong is None:
        return []
    return [
        word
        for name, codes in wrong.findings.items()
        if len(name) != LENGTH
        for word in labels.findings_said(codes, balance=True)
    ]


@require_GET
@acts_as(*POST)
def shift_minutes(request: Request, balance_id: UUID) -> HttpResponse:
    """Biên bản bàn giao ca."""
    found = get_object_or_404(queries.seen_by(request.actor), pk=balance_id)
    return sheets.answer(
        ShiftMinutes(
            sheet=sheets.sheet_of(request),
            number=labels.shift_number(found.pk),
            place=found.place.name,
            since=found.since,
            until=found.until,
            outgoing=sheets.person_of(found.person),
            incoming=sheets.person_of(found.successor),
            balance=tuple(_printed(kind, one) for kind, one in sorted(found.by_kind.items())),
            stock=tuple(_stock(found)),
            pending=tuple(_pending(request.actor, found)),
            missing=tuple(Code(code) for code in found.missing),
            extra=tuple(Code(code) for code in found.extra),
        )
    )


def _printed(kind: str, one: dict[str, int]) -> BalanceLine:
    return BalanceLine(
        kind=KIND_WORDS[kind],
        opening=one["opening"],
        taken=one["taken"],
        given=one["given"],
        delivered=one["delivered"],
        counted=one["counted"],
    )


def _stock(found: ShiftBalance) -> list[StockLine]:
    held = Gear.objects.filter(place=found.place_id)
    if not found.whole_place:
        held = held.filter(person=found.person_id)
    by_kind: dict[str, list[str]] = {}
    for kind, number in held.order_by("number").values_list("kind", "number")[:500]:
        by_kind.setdefault(kind, []).append(number)
    return [
        StockLine(kind="Túi, hộp rỗng", count=found.empties),
        StockLine(kind="Dây, kẹp niêm phong chưa dùng", count=found.seals),
        *(
            StockLine(
                kind=str(GEAR_LABELS[GearKind(kind)]), count=len(numbers),
                numbers=", ".join(numbers[:12]),
            )
            for kind, numbers in sorted(by_kind.items())
        ),
    ]  # fmt: skip


def _pending(actor: Actor, found: ShiftBalance) -> list[PendingLine]:
    """Sự vụ of the place that were open at the change and still are."""
    still = irregularities.open_list(actor).filter(place=found.place_id, opened_at__lte=found.until)
    return [
        PendingLine(
            number=labels.irregularity_number(one.pk),
            kind=str(labels.irregularity_name(one.kind)),
            since=one.opened_at,
            code=Code(one.unit.code) if one.unit else None,
        )
        for one in still[:40]
    ]
