"""A temporary schedule: its head, the people, a grid to fill with keyboard or by dragging."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.network.names.rules import spelling
from kt1.network.sheets import files
from kt1.network.sheets.faults import SecretRegisterError, UnreadableFileError
from kt1.network.sheets.words import secret_register, unreadable
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters import queries, sheet
from kt1.people.rosters.facts import NewSchedule, NewShift, Who
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.preview import recognised
from kt1.people.rosters.rules import Span
from kt1.web.moments import WEEKDAYS, ZONE, day, lunar
from kt1.web.request import Request, acts_as
from kt1.web.rosters.calendar import READERS
from kt1.web.rosters.drafts import Draft
from kt1.web.rosters.forms import FileForm, ScheduleForm, who_words
from kt1.web.rosters.here import UNFIT, Here, days_from, frame, here_at, register_of
from kt1.web.rosters.labels import fault_sentence
from kt1.web.rosters.saving import preview
from kt1.web.rosters.shown import hours_of

#: Whoever may be chosen: named now or within so many days.
CHOICE_DAYS = 120
SLOTS_MAX = 200
FAULTS_SHOWN = 200


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def schedule(request: Request, code: str) -> HttpResponseBase:
    """Head and people, then the grid, then the differences: each step keeps what was typed."""
    here = here_at(request, code, keeps=True)
    today = request.at.astimezone(ZONE).date()
    known = register_of(here, days_from(today, CHOICE_DAYS)).receivers
    posted = request.method == "POST"
    form = ScheduleForm(request.POST if posted else None, receivers=known)
    step = request.POST.get("step", "")
    if not posted or not form.is_valid() or step == "edit":
        return _fill(request, here, form, status=UNFIT if posted and form.errors else 200)
    slots, people = form.slots(), form.everybody()
    if not people:
        form.add_error("known", _("Choose or type at least one person."))
    elif len(slots) > SLOTS_MAX:
        form.add_error("last", _("At most 200 turns can be filled here; divide the span."))
    if form.errors:
        return _fill(request, here, form, status=UNFIT)
    if step == "preview":
        draft = Draft(_schedule(request, form, slots, people), _replaced(request, here))
        shown = preview(request, here, draft, request.path)
        if not isinstance(shown, str):
            return shown
        form.add_error(None, shown)
    return _fill(
        request, here, form, grid=_grid(request, form, slots, people),
        status=UNFIT if form.errors else 200,
    )  # fmt: skip


def _fill(
    request: Request,
    here: Here,
    form: ScheduleForm,
    *,
    grid: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **frame(here, _("Temporary schedule"), "roster"),
        "form": form,
        "grid": grid,
        "replaced": _replaced_row(request, here),
        "file_url": here.url("roster_file"),
    }
    return render(request, "rosters/schedule.html", context, status=status)


def _grid(
    request: Request, form: ScheduleForm, slots: tuple[Span, ...], people: dict[str, Who]
) -> dict[str, Any]:
    """A row a turn. Asked for anew, people follow each other; else what was chosen stays."""
    labels = dict(form.fields["known"].choices)  # type: ignore[attr-defined]  # a ChoiceField
    choices = [
        (key, labels[str(who)] if isinstance(who, int) else who_words(who.title, who.name))
        for key, who in people.items()
    ]
    afresh = request.POST.get("step") == "turns" or "o0" not in request.POST
    ranks = [
        ("o", _("Focal point")),
        *([("d", _("Deputy"))] if form.cleaned_data["deputies"] else []),
    ]
    keys = list(people)
    rows = []
    for n, slot in enumerate(slots):
        begins = slot.begins.astimezone(ZONE)
        cells = []
        for k, (letter, label) in enumerate(ranks):
            name = f"{letter}{n}"
            in_turn = keys[(n + k) % len(keys)] if k == 0 or len(keys) > 1 else ""
            cells.append((name, label, in_turn if afresh else request.POST.get(name, "")))
        rows.append(
            {
                "weekday": WEEKDAYS[begins.weekday()],
                "date": day(begins),
                "lunar": lunar(begins),
                "hours": hours_of(slot),
                "cells": cells,
            }
        )
    return {"rows": rows, "choices": choices, "ranks": [label for _letter, label in ranks]}


def _schedule(
    request: Request, form: ScheduleForm, slots: tuple[Span, ...], people: dict[str, Who]
) -> NewSchedule:
    letters = (("o", Rank.FOCAL), ("d", Rank.DEPUTY))
    shifts = [
        NewShift(people[chosen], rank, slot)
        for n, slot in enumerate(slots)
        for letter, rank in letters
        if (chosen := request.POST.get(f"{letter}{n}", "")) in people
    ]
    return NewSchedule(
        title=form.cleaned_data["title"], span=form.span(), shifts=tuple(shifts), paper=form.paper()
    )


def _replaced(request: Request, here: Here) -> int | None:
    row = _replaced_row(request, here)
    return row.pk if row else None


def _replaced_row(request: Request, here: Here) -> Any:
    """The standing schedule that this one takes the place of, when the address names one."""
    asked = request.POST.get("thay") or request.GET.get("thay") or ""
    if not asked.isdecimal() or len(asked) > 15:  # noqa: PLR2004 - longer fits no column
        return None
    rows = queries.standing(queries.seen_by(request.actor)).filter(
        agency=here.agency, point=here.point, kind=RosterKind.SCHEDULE
    )
    return get_object_or_404(rows, pk=int(asked))


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def schedule_file(request: Request, code: str) -> HttpResponseBase:
    """The same from a spreadsheet: shown first, taken whole or not at all."""
    here = here_at(request, code, keeps=True)
    if request.method != "POST" or request.POST.get("step") == "edit":
        return _choose(request, here, FileForm(request.POST or None))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, here, form, status=UNFIT)
    try:
        parsed = sheet.read(form.cleaned_data["file"].read(), form.span())
    except SecretRegisterError:
        form.add_error("file", secret_register())
    except UnreadableFileError as error:
        form.add_error("file", unreadable(error))
    else:
        if parsed.faults:
            return _choose(request, here, form, parsed.faults, status=UNFIT)
        shifts = recognised(register_of(here, form.span()), parsed.shifts, form.span())
        new = NewSchedule(
            title=form.cleaned_data["title"], span=form.span(), shifts=shifts, paper=form.paper()
        )
        draft = Draft(new, _replaced(request, here), imported=True)
        shown = preview(request, here, draft, request.path)
        if not isinstance(shown, str):
            return shown
        form.add_error(None, shown)
    return _choose(request, here, form, status=UNFIT)


def _choose(
    request: Request,
    here: Here,
    form: FileForm,
    faults: tuple[sheet.Fault, ...] = (),
    status: int = 200,
) -> HttpResponse:
    if request.POST.get("step") == "edit":  # the file itself is chosen again: it was not kept
        form.errors.pop("file", None)
    context = {
        **frame(here, _("Temporary schedule from a file"), "roster"),
        "form": form,
        "faults": [fault_sentence(fault) for fault in faults[:FAULTS_SHOWN]],
        "fault_count": len(faults),
        "headings": [(heading.value, heading in sheet.NEEDED) for heading in sheet.Heading],
        "replaced": _replaced_row(request, here),
        "form_url": reverse("roster_file_form", args=[here.agency.code]),
    }
    return render(request, "rosters/file.html", context, status=status)


@require_GET
@acts_as(*READERS)
def file_form(request: Request, code: str) -> HttpResponseBase:
    """The empty form, with one row to show how it is filled."""
    here_at(request, code, keeps=True)
    on = request.at.astimezone(ZONE)
    rows = [
        [heading.value for heading in sheet.Heading],
        [day(on), "07:30", "07:30", "", "Trực ban cơ quan", "", "Đầu mối"],
    ]
    content = files.write(files.Form.XLSX, spelling("Lịch trực"), rows)
    response = HttpResponse(content, content_type=files.MEDIA_TYPES[files.Form.XLSX])
    response.headers["Content-Disposition"] = 'attachment; filename="kt1-lich-truc-mau.xlsx"'
    return response
