"""Working days: the years a calendar speaks for, its declared days, who entered and confirmed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.acts import Act
from kt1.law.calendars import actions, permissions
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.calendars.queries import OFFICIALS
from kt1.law.calendars.rules import day_and_date
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.moments import day
from kt1.web.norms.calendar_forms import DayForm, WithdrawForm, YearForm
from kt1.web.norms.labels import READERS, history_of, titles_of
from kt1.web.norms.wayfinding import crumbs, tabs, today
from kt1.web.request import Request, acts_as, once
from kt1.web.service.labels import paper_said
from kt1.web.service.statements import REFUSED


@require_GET
@acts_as(*READERS)
def calendar_years(request: Request) -> HttpResponseBase:
    """Every year of every calendar, and how far its notices are in."""
    return _years_page(request, YearForm(initial=_next_year(request)))


def _next_year(request: Request) -> dict[str, Any]:
    last = CalendarYear.objects.filter(calendar=OFFICIALS).order_by("-year").first()
    year = last.year + 1 if last else today(request).year
    return {"year": year, "settled_to": day(date(year - 1, 12, 31))}


def _years_page(request: Request, form: YearForm) -> HttpResponseBase:
    days = CalendarDay.objects.filter(withdrawn_at=None).values_list("calendar", "date__year",
                                                                     "confirmed")  # fmt: skip
    counted: dict[tuple[str, int], list[int]] = {}
    for code, year, confirmed in days:
        found = counted.setdefault((code, year), [0, 0])
        found[0] += 1
        found[1] += not confirmed
    acts = [act for act in history_of(f"calendar:{OFFICIALS}") if act.kind == "law.year_covered"]
    people = titles_of(act.actor for act in acts)
    context = {
        "years": [
            (one, *counted.get((one.calendar, one.year), [0, 0]), one.settled_to.year == one.year)
            for one in CalendarYear.objects.order_by("calendar", "-year")
        ],
        "acts": [
            (act, act.body["year"], day(date.fromisoformat(act.body["settled_to"])),
             people.get(act.actor, act.actor))
            for act in acts
        ],
        "form": form,
        "may_enter": permissions.why_not_cover(request.actor) is None,
        "tabs": tabs("calendar_years"),
        "crumbs": crumbs((_("Working days"), "")),
    }  # fmt: skip
    return render(request, "norms/years.html", context, status=UNFIT if form.is_bound else 200)


@require_POST
@acts_as(*READERS)
def calendar_cover(request: Request) -> HttpResponseBase:
    """Let the calendar speak for a year, or say that later notices are in."""
    form = YearForm(request.POST)
    if reason := permissions.why_not_cover(request.actor):
        raise NotAllowedError(reason)
    if not form.is_valid():
        return _years_page(request, form)
    actions.cover_year(
        calendar=OFFICIALS,
        year=form.cleaned_data["year"],
        settled_to=form.cleaned_data["settled_to"],
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.success(request, _("The calendar speaks for this year."))
    return redirect("calendar_year", OFFICIALS, form.cleaned_data["year"])


@require_GET
@acts_as(*READERS)
def calendar_year(request: Request, code: str, year: int) -> HttpResponseBase:
    """The declared days of a year, with their papers, who entered and who confirmed them."""
    covered = CalendarYear.objects.filter(calendar=code, year=year).first()
    rows = list(
        CalendarDay.objects.filter(calendar=code, date__year=year)
        .select_related("instrument")
        .order_by("date", "-pk")
    )
    if covered is None and not rows:
        raise Http404
    acts = history_of(f"calendar:{code}")
    people = titles_of(act.actor for act in acts)
    context = {
        "code": code,
        "year": year,
        "covered": covered,
        "rows": [_row(one, acts, people, request) for one in rows],
        "form": WithdrawForm(),
        "may_enter": permissions.why_not_declare(request.actor) is None,
        "crumbs": crumbs((_("Working days"), reverse("calendar_years")), (f"{code} {year}", "")),
    }
    return render(request, "norms/year.html", context)


def _row(
    one: CalendarDay, acts: list[Act], people: dict[str, str], request: Request
) -> dict[str, Any]:
    declared = _said_of(one, acts, "law.days_declared")
    confirmed = _said_of(one, acts, "law.day_confirmed")
    by = declared.actor if declared else ""
    open_ = one.withdrawn_at is None and not one.confirmed
    return {
        "day": one,
        "named": day_and_date(one.date),
        "pair": day_and_date(one.pair) if one.pair else "",
        "paper": paper_said(one.instrument, one.article, ""),
        "declared": declared,
        "declared_by": people.get(by, by),
        "confirmed": confirmed,
        "confirmed_by": people.get(confirmed.actor, confirmed.actor) if confirmed else "",
        "may_confirm": open_
        and by != str(request.actor)
        and permissions.why_not_confirm(request.actor, one) is None,
    }


def _said_of(one: CalendarDay, acts: list[Act], kind: str) -> Act | None:
    """The newest act of this kind that speaks of the day."""
    wanted = one.date.isoformat()
    return next(
        (
            act
            for act in acts
            if act.kind == kind
            and (
                act.body.get("date") == wanted
                or any(line.get("date") == wanted for line in act.lines)
            )
        ),
        None,
    )


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def calendar_declare(request: Request, code: str, year: int) -> HttpResponseBase:
    """Declare a day, or a swap with both of its days."""
    if reason := permissions.why_not_declare(request.actor):
        raise NotAllowedError(reason)
    get_object_or_404(CalendarYear, calendar=code, year=year)
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and declared(request, code, form, form.days()):
        messages.success(request, _("Entered. Another person confirms it."))
        return redirect("calendar_year", code, year)
    context = {
        "form": form,
        "code": code,
        "year": year,
        "crumbs": crumbs(
            (_("Working days"), reverse("calendar_years")),
            (f"{code} {year}", reverse("calendar_year", args=[code, year])),
            (_("Declare a day"), ""),
        ),
    }
    return render(request, "norms/day.html", context, status=UNFIT if form.is_bound else 200)


def declared(request: Request, code: str, form: Any, days: list[actions.NewDay]) -> bool:
    """Done, or False with the fault on the form."""
    given = form.cleaned_data
    try:
        actions.declare_days(
            calendar=code,
            days=days,
            instrument=given["instrument"],
            article=given["article"].strip(),
            evidence=Evidence(given["evidence"]),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except actions.AlreadyDeclaredError:
        form.add_error(None, _("One of these days is declared already: withdraw it first."))
    except actions.NotDeclarableError:
        form.add_error(None, _("A swap is two days, each given for the other."))
    except RefusedTextError:
        form.add_error(None, str(REFUSED))
    else:
        return True
    return False


@require_POST
@acts_as(*READERS)
def calendar_confirm(request: Request, pk: int) -> HttpResponseBase:
    """Say that a day was compared with its paper."""
    row = _standing(pk)
    actions.confirm_day(
        calendar=row.calendar, on=row.date, by=request.actor, at=request.at, once=once(request)
    )
    messages.success(request, _("The day is confirmed."))
    return redirect("calendar_year", row.calendar, row.date.year)


@require_POST
@acts_as(*READERS)
def calendar_withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Take a declared day back, with the reason; the row stays to be read."""
    row, form = _standing(pk), WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the day is taken back."))
        return redirect("calendar_year", row.calendar, row.date.year)
    try:
        actions.withdraw_day(
            calendar=row.calendar,
            on=row.date,
            reason=form.cleaned_data["reason"].strip(),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except RefusedTextError:
        messages.error(request, str(REFUSED))
    else:
        messages.success(request, _("The day is taken back."))
    return redirect("calendar_year", row.calendar, row.date.year)


def _standing(pk: int) -> CalendarDay:
    return get_object_or_404(CalendarDay, pk=pk, withdrawn_at=None)
