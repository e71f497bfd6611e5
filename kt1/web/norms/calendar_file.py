"""All days of one notice at once: typed, pasted or from a file, looked at, then entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.law.calendars import permissions
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.calendars.rules import day_and_date
from kt1.law.screening.rules import looks_like_secret_register
from kt1.network.sheets import opening
from kt1.network.sheets.faults import SecretRegisterError, UnreadableFileError
from kt1.network.sheets.words import secret_register, unreadable
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.norms.calendar_forms import DaysForm
from kt1.web.norms.calendar_rows import KIND_WORDS, Days, days_of, text_of
from kt1.web.norms.calendars import declared
from kt1.web.norms.labels import READERS
from kt1.web.norms.wayfinding import crumbs
from kt1.web.request import Request, acts_as


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def calendar_file(request: Request, code: str, year: int) -> HttpResponseBase:
    """Nothing is kept before the second press; a file is read in memory, into the lines."""
    if reason := permissions.why_not_declare(request.actor):
        raise NotAllowedError(reason)
    get_object_or_404(CalendarYear, calendar=code, year=year)
    given = request.POST.copy() if request.method == "POST" else None
    file_fault = ""
    if given is not None and (upload := request.FILES.get("file")) is not None:
        try:
            given["rows"] = _lines(upload.read())
        except UnreadableFileError as fault:
            file_fault = unreadable(fault)
        except SecretRegisterError:
            file_fault = secret_register()
    form = DaysForm(given)
    shown: list[dict[str, Any]] = []
    if given is not None:
        found = _looked_at(form, code, file_fault)
        if not form.errors and "save" in given and declared(request, code, form, [*found.days]):
            messages.success(request, _("Entered. Another person confirms it."))
            return redirect("calendar_year", code, year)
        shown = [_shown(one) for one in found.days]
    context = {
        "form": form,
        "code": code,
        "year": year,
        "shown": shown,
        "crumbs": crumbs(
            (_("Working days"), reverse("calendar_years")),
            (f"{code} {year}", reverse("calendar_year", args=[code, year])),
            (_("Days of a whole notice"), ""),
        ),
    }
    return render(request, "norms/days.html", context, status=UNFIT if form.errors else 200)


def _lines(content: bytes) -> str:
    """The rows of a file as lines.

    Raises:
        UnreadableFileError, SecretRegisterError
    """
    pages = opening.read(content)
    for page in pages:
        if looks_like_secret_register([[str(cell or "") for cell in row] for row in page]):
            raise SecretRegisterError
    return text_of([row for page in pages for row in page])


def _looked_at(form: DaysForm, code: str, file_fault: str) -> Days:
    """What the lines say; what is wrong with them stands on the form."""
    if not form.is_valid():
        return Days((), ())
    if file_fault:
        form.add_error("file", file_fault)
        return Days((), ())
    found = days_of(form.cleaned_data["rows"])
    for fault in found.faults:
        form.add_error("rows", fault)
    dates = [one.on for one in found.days]
    standing = CalendarDay.objects.filter(calendar=code, date__in=dates, withdrawn_at=None)
    for on in standing.order_by("date").values_list("date", flat=True):
        said = _("%(day)s is declared already: withdraw it first.")
        form.add_error("rows", said % {"day": f"{on:%d/%m/%Y}"})
    return found


def _shown(one: Any) -> dict[str, Any]:
    return {
        "day": day_and_date(one.on),
        "kind": KIND_WORDS[one.kind],
        "name": one.name,
        "pair": day_and_date(one.pair) if one.pair else "",
    }
