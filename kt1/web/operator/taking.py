"""Taking a short file that was shown, and giving its wrong rows back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kt1.custody.operator import words
from kt1.custody.operator.actions import take
from kt1.custody.operator.faults import EventFaultsError
from kt1.custody.operator.queries import BusyError
from kt1.custody.operator.reading import Layout, parse
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.operator import shown
from kt1.web.operator.looking import choose, faulty, guard
from kt1.web.operator.payloads import Brought, StaleError, file_of, unpacked
from kt1.web.operator.shown import FileForm
from kt1.web.request import Request, once, signed_in


@require_POST
@signed_in
def take_file(request: Request) -> HttpResponseBase:
    """Take what was shown, judged anew: the record may have gone on meanwhile."""
    guard(request)
    try:
        if request.POST.get("act") == "refused":
            return _refused(request)
        brought = file_of(request.POST.get("payload", ""), actor=request.actor)
        return _take(request, brought, brought.layout or Layout({}))
    except StaleError:
        return _again(request, _("The page was too old. Choose the file once more."))
    except BusyError:
        return _again(request, words.busy())
    except (UnsetNormError, NoCalendarError) as fault:
        return _again(request, custody.said(fault))


def _take(request: Request, brought: Brought, layout: Layout) -> HttpResponseBase:
    try:
        done = take(
            parsed=parse(brought.sheet.rows, layout),
            digest=brought.digest,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except EventFaultsError as error:
        return faulty(request, brought, error.faults, request.POST["payload"])
    messages.success(request, shown.counted(done))
    _tell_of_matters(request, done)
    return redirect("operator_files")


def _tell_of_matters(request: Request, done: dict[str, Any]) -> None:
    if opened := int(done["reported"]):
        said = ngettext("%(n)d sự vụ was opened.", "%(n)d sự vụ were opened.", opened)
        messages.warning(request, said % {"n": opened})


def _refused(request: Request) -> HttpResponseBase:
    """The wrong rows came with the page; here they were never kept."""
    said = unpacked(request.POST.get("refused", ""), actor=request.actor)
    rows = [(number, cells) for number, *cells in said["rows"]]
    return shown.rows_as_file(request, said["headings"], rows)


def _again(request: Request, why: str) -> HttpResponseBase:
    form = FileForm({}, MultiValueDict())
    form.errors.clear()
    form.add_error("file", why)
    return choose(request, form, status=UNFIT)
