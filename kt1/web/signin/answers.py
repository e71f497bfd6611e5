"""What a person who is not signed in gets instead of the page."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

UNAUTHENTICATED = 401


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in and back; a script is told 401 and opens the sign-in over the page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=UNAUTHENTICATED)
    if request.method != "GET":
        # The browser's Back brings the form back with what was typed in it.
        return HttpResponse(
            render_to_string("signin/ran_out.html", {}, request), status=UNAUTHENTICATED
        )
    back = request.get_full_path()
    query = f"?{urlencode({'next': back})}" if back != "/" else ""
    return HttpResponseRedirect(f"{reverse('sign_in')}{query}")


def safe_next(request: HttpRequest, wanted: str) -> str:
    """An address of this site, or the home page."""
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted.startswith("/") and allowed else reverse("home")
