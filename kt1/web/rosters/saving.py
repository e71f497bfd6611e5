"""What a roster would change, shown before it is saved; then saving it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kt1.law.calendars.queries import calendar
from kt1.people.focal_points.models import FocalPoint
from kt1.people.rosters import actions
from kt1.people.rosters.facts import NewOverride, NewRotation, NewSchedule, Person
from kt1.people.rosters.preview import (
    NotNamedThenError,
    days_of,
    differences,
    with_override,
    with_rotation,
    with_schedule,
)
from kt1.people.rosters.rules import Register, Span
from kt1.people.rosters.unfit import why_unfit_override, why_unfit_rotation, why_unfit_schedule
from kt1.web.moments import WEEKDAYS, day, lunar
from kt1.web.request import Request, acts_as, once
from kt1.web.rosters.calendar import READERS
from kt1.web.rosters.drafts import Draft, StaleError, packed, unpacked
from kt1.web.rosters.here import UNFIT, Here, frame, here_at, midnight, read_by, register_of
from kt1.web.rosters.shown import gaps_in, gaps_words, turn_shown

#: A rotation without end is shown for so long.
ROTATION_DAYS = 42
#: The first differences are open; the others can be opened.
DAYS_FIRST = 14
GAPS_SHOWN = 20
NOT_ASKED_AGAIN = {"csrfmiddlewaretoken", "once", "step", "payload"}


def why_unfit(here: Here, draft: Draft, at: datetime) -> str | None:
    """The sentence that the action would refuse it with, before anybody tries."""
    match draft.what:
        case NewSchedule() as schedule:
            besides = [draft.replaces] if draft.replaces else []
            return why_unfit_schedule(here.pair, schedule, besides=besides, at=at)
        case NewRotation() as rotation:
            return why_unfit_rotation(rotation, at)
        case NewOverride() as override:
            ids = {override.who, override.instead_of} - {None}
            people = FocalPoint.objects.filter(agency=here.agency).in_bulk(ids)
            return why_unfit_override(override, people, at)


def preview(request: Request, here: Here, draft: Draft, back: str) -> HttpResponseBase | str:
    """The page with the differences, or the sentence that says why there is none."""
    if reason := why_unfit(here, draft, request.at):
        return reason
    try:
        return _page(request, here, draft, back)
    except NotNamedThenError:
        return _("The paper that names this person does not hold in this span.")


def _page(request: Request, here: Here, draft: Draft, back: str) -> HttpResponse:
    span = span_of(draft, request.at)
    known = register_of(here, span)
    after = _after(known, draft)
    kinds = calendar()
    with transaction.atomic():
        read_by(request)
        found = differences(known, after, span=span, calendar=kinds)
        missing = gaps_in(here, after, span, kinds)
        rows = [
            {
                "weekday": WEEKDAYS[one.on.weekday()],
                "date": day(one.on),
                "lunar": lunar(one.on),
                "before": [turn_shown(turn) for turn in one.before],
                "after": [turn_shown(turn) for turn in one.after],
            }
            for one in found
        ]
        context: dict[str, Any] = {
            **frame(here, _("Differences before saving"), "roster"),
            "rows": rows[:DAYS_FIRST],
            "more": rows[DAYS_FIRST:],
            "told": missing is not None,
            "gaps": gaps_words((missing or ())[:GAPS_SHOWN]),
            "gaps_more": len((missing or ())[GAPS_SHOWN:]),
            "new_people": _new_people(draft),
            "payload": packed(draft, here.pair, request.actor),
            "again": back,
            "kept": [
                (key, value)
                for key, values in request.POST.lists()
                if key not in NOT_ASKED_AGAIN
                for value in values
            ],
            "from_file": draft.imported,
            "summary": _summary(draft),
        }
        return render(request, "rosters/preview.html", context)


def span_of(draft: Draft, at: datetime) -> Span:
    """The days whose differences are shown: whole days around the roster's span."""
    match draft.what:
        case NewSchedule(span=span) | NewOverride(span=span):
            first, last = span.begins, span.ends
        case NewRotation() as rotation:
            first = max(rotation.begins, at)
            shown_to = first + timedelta(ROTATION_DAYS)
            last = min(rotation.ends or shown_to, shown_to)
    days = days_of(Span(first, last))
    return Span(midnight(days[0]), midnight(days[-1] + timedelta(days=1)))


def _after(known: Register, draft: Draft) -> Register:
    match draft.what:
        case NewSchedule() as schedule:
            return with_schedule(known, schedule, replaces=draft.replaces)
        case NewRotation() as rotation:
            return with_rotation(known, rotation, replaces=draft.replaces)
        case NewOverride() as override:
            return with_override(known, override)


def _new_people(draft: Draft) -> list[Person]:
    match draft.what:
        case NewSchedule(shifts=shifts):
            said = [shift.who for shift in shifts]
        case NewRotation(members=members):
            said = list(members)
        case _:
            said = []
    return [one for one in dict.fromkeys(said) if isinstance(one, Person)]


def _summary(draft: Draft) -> str:
    match draft.what:
        case NewSchedule() as schedule:
            turns = len(schedule.shifts)
            said = ngettext("%(n)s turn", "%(n)s turns", turns) % {"n": turns}
            return f"{schedule.title} · {said}"
        case NewRotation() as rotation:
            return rotation.title
        case _:
            return _("Somebody stands in")


@require_POST
@acts_as(*READERS)
def save(request: Request, code: str) -> HttpResponseBase:
    """Save what was shown, to the letter."""
    here = here_at(request, code, keeps=True)
    try:
        draft = unpacked(request.POST.get("payload", ""), here.pair, request.actor)
    except StaleError:
        return _failed(request, here, _("The page was too old. Begin once more."))
    try:
        _write(request, here, draft)
    except actions.UnfitRosterError as unfit:
        return _failed(request, here, str(unfit))
    messages.success(request, _("The roster is saved. It counts from now on."))
    span = span_of(draft, request.at)
    return redirect(here.url("roster", tu=day(span.begins)))


def _write(request: Request, here: Here, draft: Draft) -> int:
    agency_id, point_id = here.pair
    match draft.what:
        case NewSchedule() as schedule:
            return actions.set_schedule(
                agency_id=agency_id, point_id=point_id, schedule=schedule,
                replaces=draft.replaces, imported=draft.imported,
                by=request.actor, at=request.at, once=once(request),
            )  # fmt: skip
        case NewRotation() as rotation:
            return actions.set_rotation(
                agency_id=agency_id, point_id=point_id, rotation=rotation,
                replaces=draft.replaces,
                by=request.actor, at=request.at, once=once(request),
            )  # fmt: skip
        case NewOverride() as override:
            return actions.set_override(
                agency_id=agency_id, point_id=point_id, override=override,
                by=request.actor, at=request.at, once=once(request),
            )  # fmt: skip


def _failed(request: Request, here: Here, sentence: str) -> HttpResponse:
    context = {**frame(here, _("Differences before saving"), "roster"), "failed": sentence}
    return render(request, "rosters/failed.html", context, status=UNFIT)
