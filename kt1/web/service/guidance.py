"""The guidance log: what was explained to a body, by whom, when; and who there has read it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.ledger.entries.queries import notes_of
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.names.queries import called
from kt1.people.actor import NotAllowedError
from kt1.people.guidance import actions, permissions, queries
from kt1.people.guidance.models import (
    CHANNEL_LABELS,
    MATTER_LABELS,
    TOLD_LABELS,
    Guidance,
)
from kt1.people.guidance.permissions import READERS
from kt1.people.guidance.rules import AGENCIES_MAX, Channel, Matter, Told
from kt1.web.errors.answers import UNFIT
from kt1.web.items.typed import NotAMomentError, read_moment
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import clock, day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in
from kt1.web.service.wayfinding import today

READ = Chip(gettext_lazy("read"), Tone.GOOD)
UNREAD = Chip(gettext_lazy("not read yet"), Tone.UNCONFIRMED)
CORRECTED = Chip(gettext_lazy("corrected since"))


def _state(row: Guidance) -> Chip:
    if getattr(row, "superseded", False):
        return CORRECTED
    return READ if getattr(row, "read_count", 0) else UNREAD


LOG: Listing[Guidance] = Listing(
    title=gettext_lazy("Guidance log"),
    order=("-given_at", "-pk"),
    empty=gettext_lazy("No guidance is recorded yet."),
    columns=(
        Column(key="luc", label=gettext_lazy("Given"), value=lambda row: row.given_at,
               kind=Kind.MOMENT, sort="given_at",
               link=lambda row: reverse("guidance", args=[row.pk])),
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
               sort="agency__sort_key", roomy=True),
        Column(key="ve", label=gettext_lazy("About"), value=lambda row: row.get_matter_display()),
        Column(key="ai", label=gettext_lazy("Given by"), value=lambda row: row.get_giver_display(),
               under=lambda row: row.given_by.title),
        Column(key="cho", label=gettext_lazy("Told"), value=lambda row: row.get_told_display()),
        Column(key="cach", label=gettext_lazy("How"), value=lambda row: row.get_channel_display(),
               under=lambda row: row.paper or None),
        Column(key="doc", label=gettext_lazy("Read"), value=_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(
                       agency__in=Agency.objects.filter(called(text)))),
        ChoiceFilter(key="ve", label=gettext_lazy("About"), choices=list(MATTER_LABELS.items()),
                     field="matter"),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="given_at"),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="given_at", until=True),
        FlagFilter(key="chua", label=gettext_lazy("Not read yet"),
                   apply=queries.unread),
    ),
)  # fmt: skip


@require_GET
@signed_in
def log(request: Request) -> HttpResponseBase:
    """A body sees its own; who gives guidance, that of the province."""
    actor = request.actor
    if actor.role not in READERS and (reason := permissions.why_not_give(actor)):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {
        "crumbs": [(_("Directory"), reverse("directory")), (LOG.title, "")],
        "lead": _("What was explained, in codes. A remark is read with the guidance itself."),
    }
    if permissions.why_not_give(actor) is None:
        context |= {"act_url": reverse("guidance_new"), "act_label": _("Record guidance")}
    rows = queries.with_receipts(queries.seen_by(actor))
    return answer(request, LOG, rows, context=context)


class GuidanceForm(forms.Form):
    """To whom, about what, how and when. Agencies are chosen by their codes, one a line."""

    agencies = forms.CharField(
        label=gettext_lazy("Codes of the agencies"),
        max_length=20_000,
        help_text=gettext_lazy("One or many, separated by blanks or new lines."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    matter = forms.ChoiceField(label=gettext_lazy("About"), choices=MATTER_LABELS)
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=CHANNEL_LABELS)
    told = forms.ChoiceField(label=gettext_lazy("Told"), choices=TOLD_LABELS)
    given_at = forms.CharField(
        label=gettext_lazy("Given at"),
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
    )
    paper = forms.CharField(
        label=gettext_lazy("Number and date of the letter"), max_length=80, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Of the service only; never of what is in an item."),
    )

    def __init__(self, data: Any = None, *, known: QuerySet[Agency], **more: Any) -> None:
        super().__init__(data, **more)
        self._known = known
        self.ids: list[int] = []

    def clean_agencies(self) -> str:
        text: str = self.cleaned_data["agencies"]
        codes = list(dict.fromkeys(text.replace(",", " ").upper().split()))
        found = dict(
            self._known.filter(code__in=codes[: AGENCIES_MAX + 1]).values_list("code", "pk")
        )
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(
                _("There is no agency with this code in your province: %(codes)s.")
                % {"codes": ", ".join(unknown[:5])}
            )
        self.ids = list(found.values())
        return text

    def clean_given_at(self) -> datetime:
        try:
            return read_moment(self.cleaned_data["given_at"])
        except NotAMomentError as fault:
            raise forms.ValidationError(str(fault)) from None

    def said(self) -> actions.Said:
        values = self.cleaned_data
        return actions.Said(
            matter=Matter(values["matter"]),
            channel=Channel(values["channel"]),
            told=Told(values["told"]),
            given_at=values["given_at"],
            note=values["note"],
            paper=values["paper"],
        )


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Record guidance to one body or many; `sua` names the one that this puts right."""
    if reason := permissions.why_not_give(request.actor):
        raise NotAllowedError(reason)
    known = in_force(today(request)).filter(province_id=request.actor.province_id)
    earlier = _earlier(request)
    data = request.POST if request.method == "POST" else None
    form = GuidanceForm(data, known=known, initial=_initial(request, earlier))
    if form.is_valid():
        try:
            ids = actions.give(
                agency_ids=form.ids,
                said=form.said(),
                by=request.actor,
                at=request.at,
                once=once(request),
                corrects=earlier.pk if earlier else None,
            )
        except actions.UnfitGuidanceError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The guidance is recorded; the agency sees it."))
            return redirect("guidance", ids[0]) if len(ids) == 1 else redirect("guidance_log")
    context = {
        "form": form,
        "earlier": earlier,
        "crumbs": [(LOG.title, reverse("guidance_log")), (_("Record guidance"), "")],
    }
    return render(request, "service/guide.html", context, status=UNFIT if form.is_bound else 200)


def _earlier(request: Request) -> Guidance | None:
    raw = request.GET.get("sua", "")
    if not raw.isdigit() or len(raw) > 9:  # noqa: PLR2004 - longer is no id
        return None
    found = get_object_or_404(queries.seen_by(request.actor), pk=int(raw))
    if reason := permissions.why_not_correct(request.actor, found):
        raise NotAllowedError(reason)
    return found


def _initial(request: Request, earlier: Guidance | None) -> dict[str, Any]:
    moment = earlier.given_at if earlier else request.at
    initial = {
        "agencies": request.GET.get("co-quan", "").replace("\x00", "")[:40],
        "given_at": f"{day(moment)} {clock(moment)}",
    }
    if earlier is not None:
        initial |= {name: getattr(earlier, name) for name in ("matter", "channel", "told", "paper")}
        initial["agencies"] = earlier.agency.code
    return initial


@require_GET
@signed_in
def one(request: Request, pk: int) -> HttpResponseBase:
    found = get_object_or_404(queries.seen_by(request.actor), Q(pk=pk))
    receipts = list(found.receipts.select_related("user").order_by("read_at"))
    context = {
        "guidance": found,
        "note": notes_of([found.entry]).get(found.entry, {}),
        "receipts": receipts,
        "may_read": permissions.why_not_acknowledge(request.actor, found) is None
        and all(receipt.user_id != request.actor.user_id for receipt in receipts),
        "may_correct": permissions.why_not_correct(request.actor, found) is None,
        "later": getattr(found, "corrected_by", None),
        "crumbs": [(LOG.title, reverse("guidance_log")), (found.get_matter_display(), "")],
    }
    return render(request, "service/guidance.html", context)


@require_POST
@signed_in
def read(request: Request, pk: int) -> HttpResponseBase:
    """Say that one has read it."""
    found = get_object_or_404(queries.seen_by(request.actor), pk=pk)
    actions.acknowledge(
        guidance_ids=[found.pk], by=request.actor, at=request.at, once=once(request)
    )
    messages.success(request, _("Noted as read."))
    return redirect("guidance", found.pk)
