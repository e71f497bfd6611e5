"""Rotations and stand-ins: typed, previewed; and each roster's own page, where it is ended."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.people.focal_points.models import DAY_LABELS
from kt1.people.focal_points.rules import DayOfDuty
from kt1.people.rosters import actions, queries
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster
from kt1.people.rosters.rules import Span
from kt1.web.days import NotADayError, read_day
from kt1.web.moments import ZONE
from kt1.web.request import Request, acts_as, once
from kt1.web.rosters.calendar import READERS
from kt1.web.rosters.drafts import Draft
from kt1.web.rosters.forms import EndForm, OverrideForm, RotationForm, cut_end, who_words
from kt1.web.rosters.here import UNFIT, Here, days_from, frame, here_at, read_by, register_of
from kt1.web.rosters.saving import preview
from kt1.web.rosters.schedule import CHOICE_DAYS
from kt1.web.rosters.shown import span_words


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def rotation(request: Request, code: str) -> HttpResponseBase:
    """People who stand in turn in one window of hours."""
    here = here_at(request, code, keeps=True)
    today = request.at.astimezone(ZONE).date()
    known = register_of(here, days_from(today, CHOICE_DAYS)).receivers
    posted = request.method == "POST"
    form = RotationForm(request.POST if posted else None, receivers=known, at=request.at)
    if posted and form.is_valid() and request.POST.get("step") == "preview":
        shown = preview(request, here, Draft(form.rotation()), request.path)
        if not isinstance(shown, str):
            return shown
        form.add_error(None, shown)
    context = {**frame(here, _("Rotation"), "roster"), "form": form, "ordered": form.ordered()}
    chosen = request.POST.getlist("known")
    context["chosen"] = {int(pk) for pk in chosen if str(pk).isdecimal()}
    status = UNFIT if posted and form.errors else 200
    return render(request, "rosters/rotation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def override(request: Request, code: str) -> HttpResponseBase:
    """Somebody of the register stands in for a span."""
    here = here_at(request, code, keeps=True)
    today = request.at.astimezone(ZONE).date()
    known = register_of(here, days_from(today, CHOICE_DAYS)).receivers
    try:
        on = read_day(request.GET.get("ngay", ""))
    except NotADayError:
        on = None
    posted = request.method == "POST"
    form = OverrideForm(request.POST if posted else None, receivers=known, on=on)
    if posted and form.is_valid() and request.POST.get("step") == "preview":
        shown = preview(request, here, Draft(form.override()), request.path)
        if not isinstance(shown, str):
            return shown
        form.add_error(None, shown)
    context = {**frame(here, _("Stand-in"), "roster"), "form": form, "nobody": not known}
    status = UNFIT if posted and form.errors else 200
    return render(request, "rosters/override.html", context, status=status)


@require_GET
@acts_as(*READERS)
def one(request: Request, code: str, roster_id: int) -> HttpResponseBase:
    """One roster: its paper, its people, and how it is ended."""
    here = here_at(request, code)
    return _one(request, here, _row(request, here, roster_id), EndForm())


@require_POST
@acts_as(*READERS)
def end(request: Request, code: str, roster_id: int) -> HttpResponseBase:
    """Withdraw a schedule or a stand-in; end a rotation on a day."""
    here = here_at(request, code, keeps=True)
    row = _row(request, here, roster_id)
    form = EndForm(request.POST)
    try:
        if row.kind != RosterKind.ROTATION:
            actions.withdraw_roster(
                roster_id=row.pk, by=request.actor, at=request.at, once=once(request)
            )
        elif form.is_valid():
            ends_at = max(cut_end(form.cleaned_data["last_day"]), request.at)
            actions.end_rotation(
                roster_id=row.pk, ends_at=ends_at, by=request.actor, at=request.at,
                once=once(request),
            )  # fmt: skip
        else:
            return _one(request, here, row, form, UNFIT)
    except actions.UnfitRosterError as unfit:
        form.add_error(None, str(unfit))
        return _one(request, here, row, form, UNFIT)
    messages.success(request, _("The roster is changed. What lies beneath stands again."))
    return redirect(here.url("roster"))


def _row(request: Request, here: Here, roster_id: int) -> Roster:
    rows = queries.seen_by(request.actor).filter(agency=here.agency, point=here.point)
    return get_object_or_404(rows.select_related("instead_of", "withdrawn__made_by"), pk=roster_id)


def _one(
    request: Request, here: Here, row: Roster, form: EndForm, status: int = 200
) -> HttpResponse:
    with transaction.atomic():
        read_by(request)
        lines = row.lines.select_related("receiver").order_by("position")
        context = {
            **frame(here, row.title or _("Stand-in"), "roster"),
            "row": row,
            "form": form,
            "is_rotation": row.kind == RosterKind.ROTATION,
            "is_schedule": row.kind == RosterKind.SCHEDULE,
            "days": ", ".join(str(DAY_LABELS[DayOfDuty(kind)]) for kind in row.day_kinds),
            "lines": [
                {
                    "who": who_words(line.receiver.title, line.receiver.name),
                    "phone": line.receiver.phone,
                    "rank": line.get_rank_display(),
                    "span": span_words(Span(line.begins, line.ends))
                    if line.begins and line.ends
                    else "",
                }
                for line in lines
            ],
        }
        return render(request, "rosters/one.html", context, status=status)
