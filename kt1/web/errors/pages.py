"""The page of an error: what is wrong, in one sentence, and where to go from there."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kt1.web.words import Words

TITLES: dict[int, Words] = {
    400: _("This request cannot be read"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This page is not asked for in this way"),
    409: _("Something else happened first"),
    422: _("This cannot be recorded"),
    429: _("Too many tries"),
    500: _("A fault of the system"),
    503: _("Not available for the moment"),
}
#: Above this the database may be the trouble: the page asks it nothing.
OWN_FAULTS_FROM = 500


def error_page(request: HttpRequest, status: int, sentence: Words) -> HttpResponse:
    """A whole page, or the message alone for a part of a page that asked by script."""
    context = {"status": status, "title": TITLES[status], "sentence": sentence}
    if request.headers.get("HX-Request"):
        return _fragment(context, status)
    framed = status < OWN_FAULTS_FROM and getattr(request, "actor", None) is not None
    template = "errors/framed.html" if framed else "errors/bare.html"
    # Below the frame no context processor runs: a page about the database must not ask it.
    text = render_to_string(template, context, request if framed else None)
    return HttpResponse(text, status=status)


def _fragment(context: Mapping[str, object], status: int) -> HttpResponse:
    response = HttpResponse(render_to_string("errors/fragment.html", context), status=status)
    response.headers["HX-Retarget"] = "#messages"
    response.headers["HX-Reselect"] = "#messages"
    response.headers["HX-Reswap"] = "outerHTML show:top"
    return response
