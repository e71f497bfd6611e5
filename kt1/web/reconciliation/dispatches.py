"""Chuyến thư sent against received, bag by bag."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.reconciliation import dispatches as found
from kt1.assurance.reconciliation.dispatches import Asked, BagClass, BagRow
from kt1.assurance.reconciliation.permissions import POST_SIDE
from kt1.custody.handovers.models import WITNESS_LABELS
from kt1.custody.handovers.rules import Witness
from kt1.web.days import NotADayError, read_day
from kt1.web.errors.answers import UNFIT
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.moments import ZONE, day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as

CHIPS = {
    BagClass.AGREED: Chip(gettext_lazy("both ends agree"), Tone.GOOD),
    BagClass.WAITING: Chip(gettext_lazy("sent, not received yet"), Tone.UNCONFIRMED),
    BagClass.MISSING: Chip(gettext_lazy("missing bag"), Tone.LATE),
    BagClass.EXTRA: Chip(gettext_lazy("extra bag"), Tone.RISK),
    BagClass.MISDIRECTED: Chip(gettext_lazy("sent the wrong way"), Tone.RISK),
    BagClass.NOT_TAKEN: Chip(gettext_lazy("not taken"), Tone.REFUSED),
}


#: What the list may be ordered by; without a word as found: what differs first, then by time.
ORDERS: Mapping[str, Callable[[BagRow], Any]] = {
    "tui": lambda row: row.code,
    "tu": lambda row: row.sent_from,
    "den": lambda row: row.sent_to,
    "gui": lambda row: row.sent_at,
    "nhan": lambda row: (row.received_at is None, row.received_at or row.sent_at),
    "kq": lambda row: list(BagClass).index(row.kind),
}
SORT, DOWN = "sap", "-"


@require_GET
@acts_as(*sorted(POST_SIDE))
def dispatches(request: Request) -> HttpResponseBase:
    today = request.at.astimezone(ZONE).date()
    try:
        asked = _asked(request.GET, today)
    except NotADayError as fault:
        asked = Asked(today.replace(day=1), today, differing=False)
        return _page(request, asked, [], fault=str(fault))
    rows = _ordered(found.bags(request.actor, asked), request.GET.get(SORT, ""))
    if request.GET.get("xuat") in {"csv", "xlsx"}:
        return _file(request, asked, rows, request.GET["xuat"])
    return _page(request, asked, rows)


def _ordered(rows: list[BagRow], wanted: str) -> list[BagRow]:
    by = ORDERS.get(wanted.removeprefix(DOWN))
    return sorted(rows, key=by, reverse=wanted.startswith(DOWN)) if by else rows


def _headings(given: QueryDict) -> list[tuple[str, str, str]]:
    """Of each column: its word, the address that sorts by it, and how it is sorted now."""
    words = (_("Bag"), _("From"), _("To"), _("Sent"), _("Received"), _("Result"))
    now, shown = given.get(SORT, ""), []
    for key, word in zip(ORDERS, words, strict=True):
        turned = given.copy()
        turned.pop("xuat", None)
        turned[SORT] = f"{DOWN}{key}" if now == key else key
        sorted_ = {key: "ascending", f"{DOWN}{key}": "descending"}.get(now, "")
        shown.append((word, f"?{turned.urlencode()}", sorted_))
    return shown


def _asked(given: QueryDict, today: date) -> Asked:
    first = read_day(str(given["tu"])) if given.get("tu") else today.replace(day=1)
    last = read_day(str(given["den"])) if given.get("den") else today
    return Asked(first, last, differing=bool(given.get("lech")))


def _page(
    request: Request, asked: Asked, rows: list[BagRow], *, fault: str = ""
) -> HttpResponseBase:
    counts = Counter(row.kind for row in rows)
    context: dict[str, Any] = {
        "asked": asked,
        "fault": fault,
        "rows": [(row, CHIPS[row.kind], _witness(row)) for row in rows],
        "headings": _headings(request.GET),
        "sort": request.GET.get(SORT, ""),
        "counts": [(CHIPS[kind], counts[kind]) for kind in BagClass],
        "most": found.ROWS_MOST if len(rows) >= found.ROWS_MOST else 0,
        "query": request.GET.urlencode(),
        "crumbs": [
            (_("Reconciliation of volumes"), reverse("reconciliations")),
            (_("Dispatches, bag by bag"), ""),
        ],
    }
    status = UNFIT if fault else 200
    return render(request, "reconciliation/dispatches.html", context, status=status)


def _witness(row: BagRow) -> str:
    """Said where only one end's word is known."""
    return str(WITNESS_LABELS[Witness(row.witness)]) if found.is_one_sided(row) else ""


def _file(request: Request, asked: Asked, rows: list[BagRow], form: str) -> HttpResponseBase:
    table = Table(
        title=_("Dispatches, bag by bag"),
        columns=[
            Column(heading=_("Bag")),
            Column(heading=_("From")),
            Column(heading=_("To")),
            Column(heading=_("Sent"), kind=Kind.MOMENT),
            Column(heading=_("Received"), kind=Kind.MOMENT),
            Column(heading=_("Result")),
            Column(heading=_("Witness")),
        ],
        rows=[
            [r.code, r.sent_from, r.sent_to, r.sent_at, r.received_at, str(CHIPS[r.kind]),
             _witness(r)]
            for r in rows
        ],
        above=[f"{day(asked.first)} – {day(asked.last)}"],
        band=installation.band(),
        made_at=request.at,
    )  # fmt: skip
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)
