"""Giving and ending duties, sign-ins and tokens of an account."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kt1.people.accounts import actions
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins import actions as sign_ins
from kt1.people.tokens import actions as tokens
from kt1.people.tokens import queries as token_queries
from kt1.web.people.accounts import UNFIT, account_page
from kt1.web.people.forms import DutyForm, TokenForm
from kt1.web.request import Request, acts_as, once


@require_POST
@acts_as(Role.ADMIN)
def give_duty(request: Request, user_id: int) -> HttpResponseBase:
    form = DutyForm(request.POST)
    if not form.is_valid():
        return account_page(request, user_id, status=UNFIT, duty_form=form)
    given = form.cleaned_data
    try:
        actions.give_duty(
            user_id=user_id,
            role=Role(given["role"]),
            place_id=given["place"],
            agency_id=given["agency"],
            province_id=given["province"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except actions.UnfitDutyError as unfit:
        form.add_error(None, str(unfit))
        return account_page(request, user_id, status=UNFIT, duty_form=form)
    messages.success(request, _("The duty is given, from now on."))
    return redirect("account", user_id)


@require_POST
@acts_as(Role.ADMIN)
def end_duty(request: Request, duty_id: int) -> HttpResponseBase:
    duty = get_object_or_404(Duty, pk=duty_id)
    actions.end_duty(duty_id=duty.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The duty has ended."))
    return redirect("account", duty.user_id)


@require_POST
@acts_as(Role.ADMIN)
def kill_sign_in(request: Request, user_id: int, sign_in_id: int) -> HttpResponseBase:
    sign_ins.kill(sign_in_id=sign_in_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("That sign-in has ended."))
    return redirect("account", user_id)


@require_POST
@acts_as(Role.ADMIN)
@sensitive_variables("made")
def make_token(request: Request, duty_id: int) -> HttpResponseBase:
    duty = get_object_or_404(Duty.objects.select_related("user"), pk=duty_id)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return account_page(request, duty.user_id, status=UNFIT, token_form=form)
    made = tokens.make(
        user_id=duty.user_id,
        duty_id=duty.pk,
        days=form.cleaned_data["days"],
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    return render(request, "people/token.html", {"made": made, "user_shown": duty.user})


@require_POST
@acts_as(Role.ADMIN)
def revoke_token(request: Request, token_id: int) -> HttpResponseBase:
    token = get_object_or_404(token_queries.seen_by(request.actor), pk=token_id)
    tokens.revoke(token_id=token.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The token opens nothing any more."))
    return redirect("account", token.user_id)
