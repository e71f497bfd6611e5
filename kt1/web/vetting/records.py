"""Recording a paper of one person, and ending one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.people.accounts.rules import Role
from kt1.people.vetting import actions, permissions, queries
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import StandingKind
from kt1.people.vetting.steps import UnfitPaperError
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, acts_as, once
from kt1.web.vetting import words
from kt1.web.vetting.forms import EndForm, StandingForm, begins, ends


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def record(request: Request, user_id: int) -> HttpResponseBase:
    user = get_object_or_404(queries.workers_seen_by(request.actor, request.at), pk=user_id)
    why_not = permissions.why_not_record(request.actor, user.pk)
    form = StandingForm(request.POST if request.method == "POST" else None, at=request.at)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.record(
                user_id=user.pk,
                kind=StandingKind(said["kind"]),
                paper=form.paper(),
                valid_from=begins(said["valid_from"]),
                valid_to=ends(said["valid_to"]),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitPaperError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("Recorded."))
            return redirect("worker", user.pk)
    status = UNFIT if form.is_bound else 200
    context = {"worker": user, "form": form, "why_not": why_not}
    return render(request, "vetting/record.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def end(request: Request, standing_id: int) -> HttpResponseBase:
    row = get_object_or_404(queries.standings_seen_by(request.actor), pk=standing_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end(
                standing_id=row.pk,
                ends_at=form.moment(request.at),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitPaperError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("It holds until then and no longer."))
            return redirect("worker", row.user_id)
    return _page(request, row, form)


def _page(request: Request, row: Standing, form: EndForm) -> HttpResponse:
    context = {
        "row": row,
        "until": words.until_of(row),
        "ended": row.valid_to is not None and row.valid_to <= request.at,
        "form": form,
        "why_not": permissions.why_not_record(request.actor, row.user_id),
    }
    return render(request, "vetting/end.html", context, status=UNFIT if form.is_bound else 200)
