"""A long file on its way: how far it has come, agreeing, stopping, its wrong rows."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.operator.columns import HEADINGS
from kt1.custody.operator.faults import Fault, Wrong
from kt1.custody.operator.jobs import actions
from kt1.custody.operator.jobs.models import FILE_LABELS, WHY_LABELS, EventFile
from kt1.custody.operator.jobs.queries import seen_by
from kt1.custody.operator.jobs.rules import AT_WORK, OVER, FileState, Why
from kt1.custody.operator.rules import Clash, EventKind
from kt1.web.operator import shown
from kt1.web.operator.looking import guard
from kt1.web.request import Request, once, signed_in


def _file(request: Request, file_id: int) -> EventFile:
    guard(request)
    found: EventFile = get_object_or_404(seen_by(request.actor), pk=file_id)
    return found


@require_GET
@signed_in
def job(request: Request, file_id: int) -> HttpResponseBase:
    """The page asks for itself once a second while the worker has the file."""
    file = _file(request, file_id)
    state, found = FileState(file.state), file.found or {}
    wrong = [Fault(row, column, Wrong(what)) for row, column, what in found.get("wrong", ())]
    clashes = [
        (row, EventKind(kind), Clash(clash), code)
        for row, kind, clash, code in found.get("clashes", ())
    ]
    context = {
        **shown.frame(),
        **shown.of_faults(wrong, found.get("faults", 0)),
        **shown.of_conflicts(clashes, found.get("conflicts", 0)),
        "file": file,
        "found": found,
        "label": FILE_LABELS[state],
        "at_work": state in AT_WORK,
        "open": state not in OVER,
        "by": file.duty.user.title,
        "why": WHY_LABELS[Why(file.why)] if file.why else "",
        "nothing": state is FileState.CHECKED and not found["new"] and not found["conflicts"],
    }
    return render(request, "operator/job.html", context)


@require_POST
@signed_in
def agree(request: Request, file_id: int) -> HttpResponseBase:
    _file(request, file_id)
    try:
        actions.agree(file_id=file_id, by=request.actor, at=request.at, once=once(request))
    except actions.NotOpenError:
        messages.info(request, _("It was over already."))
    return redirect("operator_job", file_id)


@require_POST
@signed_in
def stop(request: Request, file_id: int) -> HttpResponseBase:
    _file(request, file_id)
    if actions.stop(file_id=file_id, by=request.actor, at=request.at, once=once(request)):
        messages.success(request, _("Stopped. Nothing of the file was taken."))
    else:
        messages.info(request, _("It was over already."))
    return redirect("operator_job", file_id)


@require_POST
@signed_in
def wrong_rows(request: Request, file_id: int) -> HttpResponseBase:
    """The wrong rows as a file, once: with this answer they are kept no longer."""
    file = _file(request, file_id)
    try:
        rows = actions.give_back(
            file_id=file_id, by=request.actor, at=request.at, once=once(request)
        )
    except actions.NotOpenError:
        messages.info(request, _("The wrong rows were given back already, or the time is over."))
        return redirect("operator_job", file_id)
    return shown.rows_as_file(request, [HEADINGS[fills] for fills in file.columns], rows)
