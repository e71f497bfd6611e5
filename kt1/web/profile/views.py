"""One's own page: language, look, password, notices, and where one is signed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from kt1.people.accounts import actions as accounts
from kt1.people.accounts.hashers import BusyError
from kt1.people.accounts.passwords import UnfitPasswordError
from kt1.people.accounts.queries import notices_seen_by
from kt1.people.sign_ins import actions as sign_ins
from kt1.people.sign_ins.credentials import TooManyTriesError, WrongPasswordError
from kt1.people.sign_ins.queries import seen_by, standing_of
from kt1.web.errors.pages import error_page
from kt1.web.frame.context import THEME_COOKIE, THEMES
from kt1.web.middleware import LANGUAGE_COOKIE, LANGUAGES
from kt1.web.profile.forms import ChangePasswordForm
from kt1.web.request import Request, Visit, once, signed_in
from kt1.web.signin.answers import safe_next
from kt1.web.signin.views import source_of

SHOWN_MAX = 20
A_YEAR_S = 365 * 24 * 60 * 60
UNFIT, TOO_MANY, UNAVAILABLE = 422, 429, 503


@require_GET
@signed_in
def profile(request: Request) -> HttpResponseBase:
    return _page(request, ChangePasswordForm())


@sensitive_post_parameters()
@require_POST
@signed_in
def change_password(request: Request) -> HttpResponseBase:
    form = ChangePasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, UNFIT)
    status = _changed(request, form)
    if form.errors:
        return _page(request, form, status)
    messages.success(request, _("The password is changed. Your other sign-ins have ended."))
    return redirect("profile")


def _changed(request: Request, form: ChangePasswordForm) -> int:
    standing = standing_of(request)
    try:
        accounts.change_password(
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
            source=source_of(request),
            by=request.actor,
            at=request.at,
            keep_sign_in=standing.sign_in_id if standing else None,
        )
    except WrongPasswordError:
        form.add_error("old", _("This is not your present password."))
    except UnfitPasswordError as unfit:
        for reason in unfit.reasons:
            form.add_error("new", reason)
    except TooManyTriesError:
        form.add_error(None, _("Too many tries. Wait some minutes, then try again."))
        return TOO_MANY
    except BusyError:
        form.add_error(None, _("Many people sign in at this moment. Try again."))
        return UNAVAILABLE
    return UNFIT


@require_POST
@signed_in
def end_sign_in(request: Request, sign_in_id: int) -> HttpResponseBase:
    sign_ins.kill(sign_in_id=sign_in_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("That sign-in has ended."))
    return redirect("profile")


@require_POST
@signed_in
def read_notices(request: Request) -> HttpResponseBase:
    accounts.read_notices(by=request.actor, at=request.at)
    return redirect("profile")


@require_POST
def set_theme(request: HttpRequest) -> HttpResponseBase:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return error_page(request, 400, _("There is no such choice."))
    return _remembered(request, THEME_COOKIE, theme)


@require_POST
def set_language(request: Visit) -> HttpResponseBase:
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        return error_page(request, 400, _("There is no such choice."))
    if request.actor:
        accounts.choose_language(language=language, by=request.actor, at=request.at)
    return _remembered(request, LANGUAGE_COOKIE, language)


def _remembered(request: HttpRequest, cookie: str, value: str) -> HttpResponseBase:
    """A choice about looks, kept in this browser; it says nothing about the person."""
    response = redirect(safe_next(request, request.POST.get("next", "/")))
    response.set_cookie(
        cookie, value, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _page(request: Request, form: ChangePasswordForm, status: int = 200) -> HttpResponse:
    standing = standing_of(request)
    mine = seen_by(request.actor).filter(user=request.actor.user_id)
    context = {
        "form": form,
        "open_sign_ins": mine.filter(ended_at=None)[:SHOWN_MAX],
        "this_sign_in": standing.sign_in_id if standing else None,
        "notices": notices_seen_by(request.actor).filter(user=request.actor.user_id)[:SHOWN_MAX],
    }
    return render(request, "profile/profile.html", context, status=status)
