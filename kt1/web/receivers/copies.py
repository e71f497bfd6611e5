"""Numbered copies of the list of focal points, as PDF and as a spreadsheet (practice §C.2)."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.people.accounts.rules import Role
from kt1.people.focal_points import notices as acts
from kt1.people.focal_points import telling
from kt1.people.focal_points.models import IssuedList
from kt1.people.readings.steps import log_reading
from kt1.web.exports import tables
from kt1.web.exports.rules import Column as Heading
from kt1.web.exports.rules import Table
from kt1.web.frame import installation
from kt1.web.handling import sheets
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.listing import Listing
from kt1.web.papers.forms.receivers import HEADINGS, ReceiverList, ReceiverRow
from kt1.web.receivers.register import PAGE, REGISTER, line_of, rows_of
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once

ISSUERS = (Role.CLERK, Role.HEAD, Role.PARTY_OFFICE, Role.DISPATCHER)

COPIES: Listing[IssuedList] = Listing(
    title=gettext_lazy("Copies handed out"),
    order=("-at", "-pk"),
    empty=gettext_lazy("No copy was handed out yet."),
    columns=(
        Column(key="so", label=gettext_lazy("Number"), value=lambda row: row.number,
               kind=Kind.CODE, link=lambda row: reverse("list_copy", args=[row.pk, "pdf"])),
        Column(key="luc", label=gettext_lazy("As it stood"), value=lambda row: row.at,
               kind=Kind.MOMENT, sort="at"),
        Column(key="ban", label=gettext_lazy("Copies"), value=lambda row: row.copies,
               kind=Kind.NUMBER),
        Column(key="ai", label=gettext_lazy("Handed out by"), value=lambda row: row.by.title),
        Column(key="bang", label=gettext_lazy("Spreadsheet"), value=lambda _row: "XLSX",
               link=lambda row: reverse("list_copy", args=[row.pk, "xlsx"])),
    ),
)  # fmt: skip


class CopiesForm(forms.Form):
    copies = forms.IntegerField(
        label=gettext_lazy("Number of copies"), min_value=1, max_value=acts.COPIES_MOST, initial=1
    )


@require_GET
@acts_as(*ISSUERS)
def list_copies(request: Request) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": CopiesForm(),
        "tabs": tabs(request.actor, "focal_list"),
        "crumbs": [(REGISTER.title, reverse("focal_list")), (COPIES.title, "")],
    }
    rows = telling.lists_seen_by(request.actor)
    return answer(request, COPIES, rows, template="receivers/copies.html", context=context)


@require_POST
@acts_as(*ISSUERS)
def issue_list(request: Request) -> HttpResponseBase:
    form = CopiesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Between one and twenty copies."))
        return redirect("list_copies")
    made = acts.issue_list(
        copies=form.cleaned_data["copies"], by=request.actor, at=request.at, once=once(request)
    )
    said = _("List %(number)s: print it now, and write down who gets which copy.")
    messages.success(request, said % {"number": made.number})
    return redirect("list_copies")


@require_GET
@acts_as(*ISSUERS)
def list_copy(request: Request, list_id: int, form: str) -> HttpResponseBase:
    """The copies as one file. The register as it stood when they were numbered."""
    issued = get_object_or_404(telling.lists_seen_by(request.actor), pk=list_id)
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        rows = tuple(_rows(request, issued))
    if form == "pdf":
        return sheets.answer(
            ReceiverList(
                sheet=sheets.sheet_of(request),
                number=issued.number,
                as_of=issued.at,
                copies=issued.copies,
                rows=rows,
            )
        )
    if form == "xlsx":
        return tables.as_xlsx(_table(request, issued, rows))
    raise Http404


def _rows(request: Request, issued: IssuedList) -> Iterator[ReceiverRow]:
    ordered = rows_of(request.actor, issued.at).order_by(*REGISTER.order)
    return (line_of(row) for row in ordered)


def _table(request: Request, issued: IssuedList, rows: tuple[ReceiverRow, ...]) -> Table:
    return Table(
        title=_("Danh sách đầu mối tiếp nhận bưu gửi KT1"),
        columns=[Heading(heading=heading) for heading in HEADINGS],
        rows=(row.cells(number) for number, row in enumerate(rows, 1)),
        above=[
            f"Số {issued.number}. Lưu hành nội bộ. {issued.copies} bản đánh số. Mẫu nội bộ KT1-09."
        ],
        band=installation.band(),
        made_at=request.at,
    )
