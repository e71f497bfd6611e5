"""What one item costs, and the same worked out again for another day or by what was known then."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.price.permissions import why_not_see_price
from kt1.custody.price.queries import prices_of
from kt1.law.services.rules import Mark
from kt1.people.actor import NotAllowedError
from kt1.web.days import NotADayError, read_day
from kt1.web.errors.answers import UNFIT
from kt1.web.items.item import read_code
from kt1.web.items.item_reads import Record, record_of
from kt1.web.items.marks import marks_shown, why_not_read_marks
from kt1.web.request import Request, signed_in
from kt1.web.tariff.pages import known_at, today
from kt1.web.tariff.shown import shown


@require_GET
@signed_in
def item_price(request: Request, code: str) -> HttpResponseBase:
    """The price without the mark: its surcharge stays open until the mark is asked for."""
    return _page(request, _record(request, code), marks=None)


@require_POST
@signed_in
def item_price_with_mark(request: Request, code: str) -> HttpResponseBase:
    """The whole price: one row of the reading log, in the same transaction."""
    record = _record(request, code)
    marks = marks_shown(request, "items.price", [record.item.pk])
    return _page(request, record, marks=marks)


def _record(request: Request, code: str) -> Record:
    record = record_of(read_code(code), request.actor, request.at)
    if reason := why_not_see_price(request.actor, record.item):
        raise NotAllowedError(reason)
    return record


def _page(request: Request, record: Record, *, marks: dict[int, Mark] | None) -> HttpResponseBase:
    item, asked = record.item, request.GET
    fault, on, known = "", None, None
    try:
        on = read_day(asked["ngay"]) if asked.get("ngay") else None
        known = known_at(asked.get("biet", ""))
    except NotADayError as error:
        fault = str(error)
    found = prices_of([item.pk], marks=marks, on=on, known_at=known)[item.pk]
    context: dict[str, Any] = {
        "item": item,
        "found": found,
        "price": shown(found, item.scope),
        "replayed": on is not None or known is not None,
        "typed": asked,
        "fault": fault,
        "may_read_mark": marks is None and why_not_read_marks(request.actor) is None,
        "query": request.META.get("QUERY_STRING", ""),
        "on": today(request),
        "crumbs": [
            (item.unit.code, reverse("item", args=[item.unit.code])),
            (_("What it costs"), ""),
        ],
    }
    return render(request, "tariff/item.html", context, status=UNFIT if fault else 200)
