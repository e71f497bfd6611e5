"""Who was shown marked data, and who stands out: for the police, and each look is itself logged."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.disclosures.permissions import why_not_read as why_not_read_disclosures
from kt1.assurance.disclosures.queries import seen_by as disclosures_seen_by
from kt1.custody.units import codes
from kt1.custody.units.models import Unit
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import POLICE_ROLES
from kt1.people.readings import queries
from kt1.people.readings.labels import ODDITY_LABELS
from kt1.people.readings.queries import Filter, Reading
from kt1.people.readings.rules import Reader
from kt1.web.exports import tables
from kt1.web.exports.rules import Cell, Column, Kind, Table
from kt1.web.fields import DayField
from kt1.web.frame import installation
from kt1.web.moments import ZONE, day
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

UNFIT = 422
DAYS_SHOWN = 7
DAYS_MOST = 366
PER_PAGE = 100
#: An id as the address carries it on to the next page; longer fits no column.
ID = re.compile("[0-9]{1,18}")

#: What a page that shows marked data is called; another shows under its own name.
PAGES: dict[str, Words] = {
    "people.readings": gettext_lazy("this log"),
    "people.receivers": gettext_lazy("register of receivers"),
    "people.who_may_sign": gettext_lazy("who may sign when"),
    "receivers.register": gettext_lazy("list of focal points"),
    "receivers.point": gettext_lazy("one delivery point"),
    "receivers.notice": gettext_lazy("notice to the post"),
    "receivers.substitute": gettext_lazy("confirmation of a substitute"),
    "receivers.visitors": gettext_lazy("who comes today"),
    "receivers.replay": gettext_lazy("old answer asked again"),
    "delivery.who": gettext_lazy("who may sign now, at the door"),
    "api.who": gettext_lazy("who may sign, asked by a program"),
    "receivers.asking": gettext_lazy("who may sign, asked by the post"),
    "figures.table": gettext_lazy("table of figures"),
    "figures.map": gettext_lazy("map of figures"),
    "figures.board": gettext_lazy("board of duties"),
    "coverage.list": gettext_lazy("doors where nobody may sign"),
    "coverage.body": gettext_lazy("gaps of one body"),
    "coverage.map": gettext_lazy("map of gaps"),
    "coverage.calendar": gettext_lazy("calendar of gaps"),
    "coverage.month": gettext_lazy("off-hours frames of each body"),
    "coverage.reminders": gettext_lazy("reminders of gaps"),
    "delivery.run": gettext_lazy("doors of a run"),
    "delivery.door": gettext_lazy("one door"),
    "handover_book": gettext_lazy("hand-over book"),
    "rosters": gettext_lazy("rosters of receivers"),
    "items.item": gettext_lazy("page of an item"),
    "items.labels": gettext_lazy("labels of items"),
    "items.slips": gettext_lazy("Phiếu gửi KT1"),
    "reviews.outside": gettext_lazy("covers that did not come by KT1"),
    "reconciliation.account": gettext_lazy("reconciliation with marks"),
    "reconciliation.paper": gettext_lazy("who signed the paper of a period"),
    "incidents.list": gettext_lazy("list of incidents"),
    "incidents.incident": gettext_lazy("one incident"),
    "reconciliation.bring": gettext_lazy("book brought for reconciliation"),
    "inspections.draw": gettext_lazy("sample drawn for an inspection"),
    "inspections.sample": gettext_lazy("sample of an inspection"),
    "items.price": gettext_lazy("how the price of an item comes about"),
    "modes.fold": gettext_lazy("marks folded away"),
    "operator.file": gettext_lazy("operator's files of events"),
    "network.routes": gettext_lazy("routes and runs"),
    "network.route": gettext_lazy("one route with its stops"),
    "network.route_edit": gettext_lazy("change of a route"),
    "network.sheet_file": gettext_lazy("file of the network"),
    "succession.receivers": gettext_lazy("receivers of a body that was merged or split"),
}


class LogForm(forms.Form):
    """The span, and what of reader, page and item is asked about."""

    tu = DayField(label=gettext_lazy("From"))
    den = DayField(label=gettext_lazy("To"))
    ai = forms.IntegerField(required=False, widget=forms.HiddenInput)
    trang = forms.ChoiceField(
        label=gettext_lazy("Page"),
        choices=[("", gettext_lazy("all")), *PAGES.items()],
        required=False,
    )
    so = forms.CharField(label=gettext_lazy("Number of the item"), max_length=40, required=False)

    def clean_so(self) -> int | None:
        text = str(self.cleaned_data["so"]).strip()
        if not text:
            return None
        try:
            code = codes.parse(text)
        except codes.MalformedCodeError:
            raise forms.ValidationError(_("Not a KT1 code. Scan the label again.")) from None
        # The police see no items; that a number was issued is all that is said here.
        return Unit.objects.filter(code=code).values_list("pk", flat=True).first() or -1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("tu"), cleaned.get("den")
        if since and until and since > until:
            self.add_error("den", _("The end must be later than the beginning."))
        elif since and until and (until - since).days > DAYS_MOST:
            self.add_error("tu", _("A year at most."))
        return cleaned

    def asked(self) -> Filter:
        given = self.cleaned_data
        return Filter(
            since=_midnight(given["tu"]),
            until=_midnight(given["den"] + timedelta(days=1)),
            user_id=given["ai"],
            page=given["trang"] or None,
            unit_id=given["so"],
        )


def _midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, ZONE)


@require_GET
@acts_as(*sorted(POLICE_ROLES))
def reading_log(request: Request) -> HttpResponseBase:
    today = request.at.astimezone(ZONE).date()
    given = request.GET.copy()
    given.setdefault("tu", day(today - timedelta(days=DAYS_SHOWN - 1)))
    given.setdefault("den", day(today))
    form = LogForm(given)
    if not form.is_valid():
        return render(request, "receivers/readings.html", {"form": form}, status=UNFIT)
    asked = form.asked()
    if request.GET.get("xuat") in {"csv", "xlsx"}:
        return _file(request, asked, request.GET["xuat"])
    before = request.GET.get("sau", "")
    more = {"before": int(before)} if ID.fullmatch(before) else {}
    rows = queries.who_read(request.actor, request.at, asked, limit=PER_PAGE, **more)
    people = queries.readers(request.actor, request.at, since=asked.since, until=asked.until)
    asked_for = {name: str(given.get(name, "")) for name in ("tu", "den", "ai", "trang", "so")}
    kept = {name: said for name, said in asked_for.items() if said}
    context = {
        "form": form,
        "rows": [(row, _page_name(row.page), ROLE_LABELS[row.role]) for row in rows],
        "people": [_person(one, kept) for one in people],
        "odd": sum(1 for one in people if one.stands_out),
        "chosen": next((one.title for one in people if one.user_id == asked.user_id), ""),
        "older": f"?{urlencode({**kept, 'sau': str(rows[-1].id)})}"
        if len(rows) == PER_PAGE
        else "",
        "everyone": f"?{urlencode({k: v for k, v in kept.items() if k != 'ai'})}",
        "files": [(f.upper(), f"?{urlencode({**kept, 'xuat': f})}") for f in ("xlsx", "csv")],
        "disclosures": _requests_of_authorities(request),
    }
    return render(request, "receivers/readings.html", context)


def _requests_of_authorities(request: Request) -> int | None:
    """How many requests of authorities are open; None for whoever does not read their register."""
    if why_not_read_disclosures(request.actor) is not None:
        return None
    return disclosures_seen_by(request.actor).filter(ended_at=None).count()


def _person(one: Reader, kept: dict[str, str]) -> dict[str, Any]:
    return {
        "reader": one,
        "role": ROLE_LABELS[one.role],
        "oddities": [ODDITY_LABELS[oddity] for oddity in sorted(one.stands_out)],
        "url": f"?{urlencode({**kept, 'ai': str(one.user_id)})}",
    }


def _page_name(page: str) -> Words:
    return PAGES.get(page, page)


def _file(request: Request, asked: Filter, form: str) -> HttpResponseBase:
    table = Table(
        title=_("Log of readings of marked data"),
        columns=[
            Column(heading=_("When"), kind=Kind.MOMENT),
            Column(heading=_("Who")),
            Column(heading=_("Role")),
            Column(heading=_("Page")),
            Column(heading=_("Units shown"), kind=Kind.NUMBER),
        ],
        rows=[_cells(row) for row in _all(request, asked)],
        above=[f"{day(asked.since)} – {day(asked.until - timedelta(days=1))}"],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def _all(request: Request, asked: Filter) -> Iterator[Reading]:
    """All of the span, page by page; each page is one look into the log."""
    before: dict[str, int] = {}
    while rows := queries.who_read(request.actor, request.at, asked, **before):
        yield from rows
        before = {"before": rows[-1].id}


def _cells(row: Reading) -> list[Cell]:
    return [row.at, row.title, str(ROLE_LABELS[row.role]), str(_page_name(row.page)),
            len(row.subjects)]  # fmt: skip
