"""What Django calls when a request ends badly before or outside a view."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kt1.web.errors.pages import error_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception  # may quote what was typed
    return error_page(request, 400, _("The address or the form is not as this page writes it."))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return error_page(request, 403, _("You may not do this here."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return error_page(request, 404, _("There is no such page, or it is not yours to see."))


def failed(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        500,
        _("Nothing was recorded. Go back and try again; if it stays so, call the desk."),
    )


def csrf_failure(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:
    del reason
    return error_page(
        request,
        403,
        _("This form is from an older sign-in. Go back, load the page and send again."),
    )
