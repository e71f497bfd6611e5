"""Who acts in a request, in which language and zone, and what a refusal looks like."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone, translation

from kt1.people.sign_ins import actions
from kt1.people.sign_ins.queries import standing_of
from kt1.web.errors.answers import answer_to, wrong_method
from kt1.web.moments import ZONE

if TYPE_CHECKING:
    Handler = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_COOKIE = "kt1_language"
LANGUAGES = ("vi", "en")


def acting_person(get_response: "Handler") -> "Handler":
    """Set `request.actor`: the acting person, or None. Nothing about rights comes from a cookie."""

    def middleware(request: Any) -> HttpResponseBase:
        standing = standing_of(request)
        request.actor = standing.actor if standing else None
        if standing:
            actions.keep_alive(standing=standing, at=request.at)
        return get_response(request)

    return middleware


def language(get_response: "Handler") -> "Handler":
    """The person's own language, else the one chosen in this browser, else Vietnamese.

    The browser's Accept-Language says what its maker shipped it with, so it does not count.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        standing = standing_of(request)
        wanted = standing.language if standing else request.COOKIES.get(LANGUAGE_COOKIE, "")
        with translation.override(wanted if wanted in LANGUAGES else "vi"), timezone.override(ZONE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "vi")
            return response

    return middleware


def answer_refusals(get_response: "Handler") -> "Refusals":
    """Turn what an action refuses with into the page that says so."""
    return Refusals(get_response)


class Refusals:
    def __init__(self, get_response: "Handler") -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return wrong_method(request, response)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return answer_to(request, exception)
