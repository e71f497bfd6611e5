"""Signing in, changing person at a shared counter, choosing a duty, leaving."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.people.accounts.models import User
from kt1.people.accounts.queries import duties_of
from kt1.people.demonstration.actions import PASSWORD
from kt1.people.sign_ins import actions, browser
from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.queries import standing_of
from kt1.web.errors.pages import error_page
from kt1.web.request import Request, Visit, signed_in
from kt1.web.signin import demonstration
from kt1.web.signin.answers import UNAUTHENTICATED, safe_next
from kt1.web.signin.attempts import NEW_PASSWORD_NEEDED, UNFIT, attempt
from kt1.web.signin.forms import NewPasswordForm, SignInForm
from kt1.web.signin.names import scope_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: Visit) -> HttpResponseBase:
    onward = safe_next(request, request.POST.get("next", request.GET.get("next", "/")))
    if request.method == "GET":
        return redirect(onward) if request.actor else _sign_in_page(request, SignInForm(), onward)
    form = _form(request)
    if not form.is_valid():
        return _sign_in_page(request, form, onward, UNFIT)
    opened, status = attempt(form, lambda: _opened(request, form.cleaned_data))
    if opened is None:
        return _sign_in_page(request, form, onward, status)
    _attach(request, opened)
    return redirect(onward)


def _form(request: HttpRequest) -> SignInForm:
    return (
        NewPasswordForm(request.POST)
        if "new_password" in request.POST
        else SignInForm(request.POST)
    )


def _opened(request: Visit, given: dict[str, Any]) -> SignIn:
    return actions.sign_in(
        username=given["username"],
        password=given["password"],
        new_password=given.get("new_password"),
        source=source_of(request),
        at=request.at,
    )


def _sign_in_page(request: Visit, form: SignInForm, onward: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": onward,
        "new_password_needed": form.has_error("__all__", NEW_PASSWORD_NEEDED)
        or isinstance(form, NewPasswordForm),
        "accounts": demonstration.accounts(request, request.at),
        "password": PASSWORD,
    }
    return render(request, "signin/sign_in.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_person(request: Visit) -> HttpResponseBase:
    """Another person at the same counter, or the same one after a pause; the page stays."""
    before = browser.attached(request.session)
    if before is None:
        return redirect("sign_in")
    if request.method == "GET":
        return _change_page(request, SignInForm(initial={"username": _name_before(before)}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _change_page(request, form, UNFIT)
    given = form.cleaned_data
    opened, status = attempt(
        form,
        lambda: actions.change_person(
            sign_in_id=before,
            username=given["username"],
            password=given["password"],
            source=source_of(request),
            at=request.at,
        ),
    )
    if opened is None:
        return _change_page(request, form, status)
    same = SignIn.objects.filter(pk=before, user=opened.user_id).exists()
    _attach(request, opened)
    return _taken_over(request, same=same)


def _taken_over(request: HttpRequest, *, same: bool) -> HttpResponseBase:
    """A script gets the new token of the page's forms and sends what waited; a page goes home."""
    if not request.headers.get("HX-Request"):
        return redirect("home")
    answer = HttpResponse()
    answer.headers["X-Form-Token"] = get_token(request)
    answer.headers["X-Same-Person"] = "yes" if same else "no"
    return answer


def _change_page(request: Visit, form: SignInForm, status: int = 200) -> HttpResponse:
    part = bool(request.headers.get("HX-Request"))
    template = "signin/_change_person.html" if part else "signin/change_person.html"
    return render(request, template, {"form": form}, status=status)


def _name_before(sign_in_id: int) -> str:
    return User.objects.filter(sign_ins=sign_in_id).values_list("username", flat=True).first() or ""


@require_GET
def session(request: Visit) -> HttpResponse:
    """Is the sign-in still there? 204, or 401. Asked by a page before it sends a form."""
    return HttpResponse(status=204 if request.actor else UNAUTHENTICATED)


@require_http_methods(["GET", "POST"])
@signed_in
def choose_duty(request: Request) -> HttpResponseBase:
    if request.method == "GET":
        duties = duties_of(request.actor.user_id, request.at)
        offered = [(duty, scope_of(duty), duty.pk == request.actor.duty_id) for duty in duties]
        return render(request, "signin/choose_duty.html", {"duties": offered})
    standing = standing_of(request)
    wanted = request.POST.get("duty", "")
    if standing is None or not wanted.isdecimal():
        return error_page(request, 400, _("The address or the form is not as this page writes it."))
    try:
        actions.switch_duty(standing=standing, duty_id=int(wanted), at=request.at)
    except actions.NoDutyError as not_held:
        return error_page(request, 409, str(not_held))
    browser.renew(request.session)
    return redirect("home")


@require_POST
def sign_out(request: Visit) -> HttpResponseBase:
    standing = standing_of(request)
    if standing:
        actions.sign_out(sign_in_id=standing.sign_in_id, at=request.at)
    browser.detach(request.session)
    rotate_token(request)
    return redirect("sign_in")


def _attach(request: HttpRequest, opened: SignIn) -> None:
    browser.attach(request.session, opened)
    rotate_token(request)


def source_of(request: HttpRequest) -> str | None:
    """The address the browser connects from, as the server sees it."""
    return request.META.get("REMOTE_ADDR") or None
