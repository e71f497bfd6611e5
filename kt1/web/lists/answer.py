"""A list over HTTP: the page, or the same rows as a file."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from kt1.web.lists import files
from kt1.web.lists.columns import Row
from kt1.web.lists.listing import EXPORT, Listing, page_of
from kt1.web.lists.paging import BadCursorError
from kt1.web.request import Request


def answer(
    request: Request,
    listing: Listing[Row],
    rows: QuerySet[Any, Any],
    *,
    template: str = "lists/page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """`rows` as the actor may see them; the address says which of them, in what order and form.

    A template of your own includes lists/list.html where the list belongs.
    """
    if form := request.GET.get(EXPORT, ""):
        return files.export(request, listing, rows, form)
    try:
        page = page_of(listing, rows, request.GET)
    except BadCursorError:
        raise BadRequest(_("This address names a place in the list that does not exist.")) from None
    return render(request, template, {"list": page, **(context or {})})
