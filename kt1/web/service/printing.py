"""The whole catalogue on one page, to be printed and kept at a desk without a computer."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kt1.web.lists.listing import Listing, page_of
from kt1.web.request import Request, signed_in
from kt1.web.service import catalogue, hours, norms, offices, prices
from kt1.web.service.tables import rows_on as rows
from kt1.web.service.wayfinding import crumbs, province_of, today

#: No commune and no price list is longer.
ROWS_MOST = 2_000


@require_GET
@signed_in
def whole(request: Request) -> HttpResponseBase:
    """Every part of the catalogue, one table after another. Nothing can be filtered here."""
    sections = [_whole(make) for make in _parts(request)]
    context = {
        "sections": sections,
        "crumbs": crumbs(("A4", "")),
        "on": today(request),
        "province": province_of(request.actor),
    }
    return render(request, "service/print.html", context)


Part = tuple[Listing[Any], QuerySet[Any, Any]]


def _parts(request: Request) -> list[Callable[[], Part]]:
    on, province = today(request), province_of(request.actor)
    return [
        lambda: (catalogue.contact_listing(on), rows(on, province, *catalogue.CONTACTS)),
        lambda: (catalogue.product_listing(on), catalogue.product_rows(request, on)),
        lambda: (catalogue.rule_listing(on), rows(on, "", *catalogue.RULES)),
        lambda: (norms.norm_listing(on, ()), norms.norm_rows(on)),
        lambda: (prices.price_listing(), prices.price_rows(on)),
        lambda: (offices.OFFICES, offices.office_rows(on, province)),
        lambda: (hours.HOURS, hours.rows_of(province, on)),
    ]


def _whole(make: Callable[[], Part]) -> Any:
    listing, rows = make()
    return page_of(
        Listing(
            title=listing.title,
            columns=listing.columns,
            order=listing.order,
            empty=listing.empty,
            per_page=ROWS_MOST,
            exports=False,
        ),
        rows,
        QueryDict(),
    )
