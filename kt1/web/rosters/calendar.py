"""The roster of one door: weeks as rows, lunar days beside solar ones, gaps hatched."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items.listed import agencies_called
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import DayKind, NoCalendarError
from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.rosters import queries
from kt1.people.rosters.kinds import RosterKind
from kt1.web.days import NotADayError, read_day
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE, day
from kt1.web.request import Request, acts_as
from kt1.web.rosters.here import (
    Here,
    agencies_seen,
    agency_of,
    days_from,
    frame,
    here_at,
    points_of,
    read_by,
    register_of,
)
from kt1.web.rosters.shown import days_shown

#: Whoever sees some of the register of receivers.
READERS = (*sorted(AGENCY_ROLES), Role.PARTY_OFFICE, Role.DISPATCHER)
WEEKS = (2, 4, 6)
_WEEK = 7

AGENCIES: Listing[Agency] = Listing(
    title=gettext_lazy("Rosters of agencies"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("No agency here."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
               sort="sort_key", link=lambda row: reverse("roster", args=[row.code]), roomy=True),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda row: row.code, kind=Kind.CODE),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
        FlagFilter(key="giay", label=gettext_lazy("Agency works on paper"),
                   apply=lambda rows: rows.filter(works_on_paper=True)),
    ),
)  # fmt: skip


@require_GET
@acts_as(*READERS)
def rosters(request: Request) -> HttpResponseBase:
    """An agency goes to its own roster; who keeps those of others chooses one."""
    own = Agency.objects.filter(pk=request.actor.agency_id or 0).first()
    if request.actor.is_agency and own is not None:
        return redirect("roster", own.code)
    crumbs = [(_("Receivers of KT1 items"), reverse("receivers")), (AGENCIES.title, "")]
    return answer(request, AGENCIES, agencies_seen(request.actor), context={"crumbs": crumbs})


@require_GET
@acts_as(*READERS)
def roster(request: Request, code: str) -> HttpResponseBase:
    agency = agency_of(request, code)
    if not points_of(agency):
        return render(request, "rosters/no_door.html", {"agency": agency})
    here = here_at(request, code)
    today = request.at.astimezone(ZONE).date()
    first, weeks = asked_days(request, today)
    span = days_from(first, _WEEK * weeks)
    with transaction.atomic():
        read_by(request)
        days, told = days_shown(here, register_of(here, span), span, today)
        context = {
            **frame(here, _("Roster"), "roster"),
            "rows": [days[n : n + _WEEK] for n in range(0, len(days), _WEEK)],
            "told": told,
            "gaps": sum(len(one.gaps) for one in days),
            "first": day(first),
            "weeks": weeks,
            "week_choices": WEEKS,
            "steps": _steps(here, first, weeks, today),
            "paper_url": here.url("roster_paper", tu=day(first), tuan=str(weeks)),
            "standing": _standing(request, here),
        }
        return render(request, "rosters/calendar.html", context)


def asked_days(request: Request, today: date) -> tuple[date, int]:
    """From the Monday of the day asked for; a day mistyped is today."""
    try:
        on = read_day(request.GET.get("tu", ""))
    except NotADayError:
        on = today
    asked = request.GET.get("tuan", "")
    weeks = int(asked) if asked in {str(n) for n in WEEKS} else WEEKS[0]
    return on - timedelta(days=on.weekday()), weeks


def _steps(here: Here, first: date, weeks: int, today: date) -> list[tuple[str, str]]:
    """Where one goes from here: back, forth, this week, the next Tết."""

    def to(on: date) -> str:
        return here.url("roster", tu=day(on), tuan=str(weeks))

    found = [
        (_("Earlier"), to(first - timedelta(days=_WEEK * weeks))),
        (_("This week"), to(today)),
        (_("Later"), to(first + timedelta(days=_WEEK * weeks))),
    ]
    if (tet := _next_tet(today)) is not None:
        found.append((_("Tết"), to(tet - timedelta(days=_WEEK))))
    return found


def _next_tet(today: date) -> date | None:
    """The first day of the Tết break to come, as far as the calendar speaks."""
    declared = calendar().declared.values()
    days = [one.on for one in declared if one.kind is DayKind.TET and one.on >= today]
    try:
        return min(days, default=None)
    except NoCalendarError:
        return None


def _standing(request: Request, here: Here) -> list[dict[str, Any]]:
    """Rotations, schedules and stand-ins that hold now or later, to be opened one by one."""
    rows = queries.standing(queries.seen_by(request.actor)).filter(
        agency=here.agency, point=here.point
    )
    rows = rows.exclude(ends__lte=request.at).order_by("kind", "begins", "pk")[:40]
    return [
        {
            "row": row,
            "url": here.url("roster_one", row.pk),
            "is_schedule": row.kind == RosterKind.SCHEDULE,
        }
        for row in rows
    ]
