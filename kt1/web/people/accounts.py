"""Accounts and their duties, as an administrator settles them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.people.accounts import actions, queries
from kt1.people.accounts.models import User
from kt1.people.accounts.permissions import why_not_give_duty
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins import queries as sign_ins
from kt1.people.tokens import queries as tokens
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.people.forms import AccountForm, DutyForm, TokenForm
from kt1.web.request import Request, acts_as, once
from kt1.web.signin.names import scope_of

SHOWN_MAX = 30
UNFIT = 422

ACTIVE, DISABLED = (
    Chip(gettext_lazy("Can sign in"), Tone.GOOD),
    Chip(gettext_lazy("Disabled"), Tone.REFUSED),
)


def _named(rows: QuerySet[User], text: str) -> QuerySet[User]:
    return rows.filter(username__contains=text.lower()) | rows.filter(title__icontains=text)


LISTING: Listing[User] = Listing(
    title=gettext_lazy("Accounts"),
    order=("username", "pk"),
    columns=(
        Column(
            key="ten",
            label=gettext_lazy("Name of the account"),
            value=lambda user: user.username,
            sort="username",
            link=lambda user: reverse("account", args=[user.pk]),
        ),
        Column(
            key="la", label=gettext_lazy("Shown as"), value=lambda user: user.title, sort="title"
        ),
        Column(
            key="the", label=gettext_lazy("KT1 card"), value=lambda user: user.card_number,
            kind=Kind.CODE, wide_only=True,
        ),
        Column(
            key="nhiem-vu", label=gettext_lazy("Duties"), kind=Kind.NUMBER,
            value=lambda user: getattr(user, "duties_held"),  # noqa: B009 - annotated below
        ),
        Column(
            key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
            value=lambda user: ACTIVE if user.is_active else DISABLED,
        ),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Name"), apply=_named),
        FlagFilter(
            key="khoa", label=gettext_lazy("Disabled only"),
            apply=lambda rows: rows.filter(is_active=False),
        ),
    ),
)  # fmt: skip


@require_GET
@acts_as(Role.ADMIN)
def accounts(request: Request) -> HttpResponseBase:
    begun, open_end = Q(duties__valid_from__lte=request.at), Q(duties__valid_to=None)
    held = Count("duties", filter=begun & (open_end | Q(duties__valid_to__gt=request.at)))
    rows = queries.seen_by(request.actor).annotate(duties_held=held)
    context = {"act_url": reverse("new_account"), "act_label": _("New account")}
    return answer(request, LISTING, rows, context=context)


@require_http_methods(["GET", "POST"])
@acts_as(Role.ADMIN)
@sensitive_variables("made")
def new_account(request: Request) -> HttpResponseBase:
    form = AccountForm(request.POST or None)
    if not form.is_valid():
        return _new_page(request, form)
    try:
        made = actions.make_account(
            **form.cleaned_data, by=request.actor, at=request.at, once=once(request)
        )
    except actions.UnfitAccountError as unfit:
        form.add_error(None, str(unfit))
        return _new_page(request, form)
    return _password_page(request, made)


def _new_page(request: Request, form: AccountForm) -> HttpResponse:
    status = UNFIT if form.is_bound else 200
    return render(request, "people/new_account.html", {"form": form}, status=status)


def _password_page(request: Request, made: actions.MadeAccount) -> HttpResponse:
    """The temporary password, shown this once; a repeated request shows none."""
    user = get_object_or_404(queries.seen_by(request.actor), pk=made.user_id)
    context = {"user_shown": user, "password": made.password}
    return render(request, "people/password.html", context)


@require_GET
@acts_as(Role.ADMIN)
def account(request: Request, user_id: int) -> HttpResponseBase:
    return account_page(request, user_id)


def account_page(
    request: Request, user_id: int, *, status: int = 200, **shown: Any
) -> HttpResponse:
    """One account with everything about it. `shown` replaces a form by one with faults."""
    user = get_object_or_404(queries.seen_by(request.actor), pk=user_id)
    context = {
        "user_shown": user,
        "state": ACTIVE if user.is_active else DISABLED,
        "duties": [(duty, scope_of(duty)) for duty in queries.duties_of(user.pk, request.at)],
        "why_not_give_duty": why_not_give_duty(request.actor, user),
        "sign_ins": sign_ins.seen_by(request.actor).filter(user=user, ended_at=None)[:SHOWN_MAX],
        "tokens": tokens.seen_by(request.actor).filter(
            user=user, revoked_at=None, expires_at__gt=request.at
        )[:SHOWN_MAX],
        "duty_form": DutyForm(),
        "token_form": TokenForm(),
        **shown,
    }
    return render(request, "people/account.html", context, status=status)


@require_POST
@acts_as(Role.ADMIN)
@sensitive_variables("made")
def reset_password(request: Request, user_id: int) -> HttpResponseBase:
    made = actions.reset_password(
        user_id=user_id, by=request.actor, at=request.at, once=once(request)
    )
    return _password_page(request, made)


@require_POST
@acts_as(Role.ADMIN)
def set_enabled(request: Request, user_id: int) -> HttpResponseBase:
    enabled = request.POST.get("enabled") == "1"
    actions.set_enabled(
        user_id=user_id, enabled=enabled, by=request.actor, at=request.at, once=once(request)
    )
    said = _("The account can sign in.") if enabled else _("The account is disabled at once.")
    messages.success(request, said)
    return redirect("account", user_id)
