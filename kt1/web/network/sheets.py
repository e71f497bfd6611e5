"""Taking in a file: look at it, see what it would change, take it. And the way out again."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.network.sheets import words, writing
from kt1.network.sheets.actions import ChangedMeanwhileError, take
from kt1.network.sheets.faults import (
    FAULTS_SHOWN,
    Fault,
    FaultsFoundError,
    SecretRegisterError,
    UnreadableFileError,
)
from kt1.network.sheets.files import MEDIA_TYPES, Form
from kt1.network.sheets.queries import Preview, preview
from kt1.network.sheets.reading import read
from kt1.network.sheets.rules import Parsed, fields_changed
from kt1.network.sheets.tables import SHEETS, SheetName
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.frame import installation
from kt1.web.network import permissions
from kt1.web.network.forms import FileForm
from kt1.web.network.labels import SHEET_LABELS
from kt1.web.network.payloads import LONGEST, StaleError, packed, unpacked
from kt1.web.network.wayfinding import LIST_PAGES, crumbs, today
from kt1.web.papers.rules import file_name
from kt1.web.request import Request, once, signed_in

UNFIT = 422
ROWS_SHOWN = 500


@require_http_methods(["GET", "POST"])
@signed_in
def sheet(request: Request, name: str) -> HttpResponseBase:
    """Choose a file; then see every difference before anything is written."""
    wanted = _wanted(request, name)
    if request.method != "POST":
        return _page(request, wanted, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, wanted, form, status=UNFIT)
    try:
        parsed = read(wanted, form.cleaned_data["file"].read())
    except SecretRegisterError:
        form.add_error("file", words.secret_register())
    except UnreadableFileError as error:
        form.add_error("file", words.unreadable(error))
    else:
        return _differences(request, wanted, parsed, complete=form.cleaned_data["complete"])
    return _page(request, wanted, form, status=UNFIT)


@require_POST
@signed_in
def sheet_take(request: Request, name: str) -> HttpResponseBase:
    """Take what was shown. If something was changed meanwhile, show the differences again."""
    wanted = _wanted(request, name)
    try:
        parsed, complete = unpacked(
            SHEETS[wanted], request.POST.get("payload", ""), actor=request.actor
        )
    except StaleError:
        form = FileForm({}, MultiValueDict())
        form.add_error("file", _("The page was too old. Choose the file once more."))
        return _page(request, wanted, form, status=UNFIT)
    try:
        done = take(
            name=wanted,
            parsed=parsed,
            complete=complete,
            within=permissions.within(request.actor),
            shown=request.POST.get("shown", ""),
            by=str(request.actor),
            at=request.at,
            once=once(request),
        )
    except ChangedMeanwhileError:
        messages.warning(request, words.changed_meanwhile())
        return _differences(request, wanted, parsed, complete=complete)
    except FaultsFoundError as found:
        return _faulty(request, wanted, found.faults)
    messages.success(request, _said(done))
    return redirect(LIST_PAGES[wanted])


@require_GET
@signed_in
def sheet_file(request: Request, name: str, form: str) -> HttpResponseBase:
    """The rows in force, in the form that comes in again."""
    wanted = _wanted(request, name)
    how = _form(form)
    within, on = permissions.within(request.actor), today(request)
    if wanted is SheetName.ROUTES:  # which door is passed when is Amber
        with transaction.atomic():
            log_reading(request.actor, request.at, "network.sheet_file", ())
    band = installation.band()
    content = writing.written(wanted, how, province=within, on=on, note=band.value)
    title = writing.file_name(wanted, province=within, on=on)
    return _download(content, how, file_name(band, title, suffix=how.value))


@require_GET
@signed_in
def sheet_form(request: Request, name: str) -> HttpResponseBase:
    """The empty form, to be filled in."""
    wanted = _wanted(request, name)
    content = writing.empty(wanted, Form.XLSX)
    return _download(content, Form.XLSX, f"kt1-{wanted.value}-mau.xlsx")


def _wanted(request: Request, name: str) -> SheetName:
    if name not in set(SheetName):
        raise Http404
    wanted = SheetName(name)
    if reason := permissions.why_not_write(request.actor, wanted):
        raise NotAllowedError(reason)
    return wanted


def _form(form: str) -> Form:
    if form not in set(Form):
        raise Http404
    return Form(form)


def _download(content: bytes, form: Form, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _differences(
    request: Request, name: SheetName, parsed: Parsed, *, complete: bool
) -> HttpResponseBase:
    found = preview(
        name,
        parsed,
        complete=complete,
        within=permissions.within(request.actor),
        on=today(request),
    )
    if found.faults:
        return _faulty(request, name, list(found.faults))
    payload = packed(SHEETS[name], parsed, complete=complete, actor=request.actor)
    context = {
        **_frame(name),
        **_shown(found),
        "payload": payload,
        "too_long": len(payload) > LONGEST,
        "digest": found.digest,
    }
    return render(request, "network/differences.html", context)


def _shown(found: Preview) -> dict[str, Any]:
    differences = found.differences
    name = found.sheet.key_fields[0]
    return {
        "nothing": differences.none,
        "unchanged": len(differences.unchanged),
        "new": [_row(found, one.after, one.row) for one in differences.new[:ROWS_SHOWN]],
        "new_count": len(differences.new),
        "changed": [
            {**_row(found, one.after, one.row), "fields": fields_changed(found.sheet, one)}
            for one in differences.changed[:ROWS_SHOWN]
        ],
        "changed_count": len(differences.changed),
        "closed": [
            {"key": str(getattr(facts, name)), "name": _name(found, facts)}
            for facts in differences.closed[:ROWS_SHOWN]
        ],
        "closed_count": len(differences.closed),
        "rows_shown": ROWS_SHOWN,
    }


def _row(found: Preview, facts: Any, row: int) -> dict[str, Any]:
    return {
        "row": row,
        "key": str(getattr(facts, found.sheet.key_fields[0])),
        "name": _name(found, facts),
    }


def _name(found: Preview, facts: Any) -> str:
    """What tells the row apart besides its code."""
    if hasattr(facts, "name"):
        return str(facts.name)
    columns = {column.fills: column for column in found.sheet.columns}
    parts = [columns[key].write(getattr(facts, key)) for key in found.sheet.key_fields[1:]]
    return " · ".join(parts)


def _faulty(request: Request, name: SheetName, faults: list[Fault]) -> HttpResponseBase:
    context = {
        **_frame(name),
        "faults": [words.sentence(fault) for fault in faults[:FAULTS_SHOWN]],
        "fault_count": len(faults),
        "more": max(0, len(faults) - FAULTS_SHOWN),
        "form": FileForm(),
    }
    return render(request, "network/faults.html", context, status=UNFIT)


def _page(
    request: Request, name: SheetName, form: FileForm, *, status: int = 200
) -> HttpResponseBase:
    context = {**_frame(name), "form": form, "columns": SHEETS[name].columns}
    return render(request, "network/sheet.html", context, status=status)


def _frame(name: SheetName) -> dict[str, Any]:
    return {
        "name": name.value,
        "title": SHEET_LABELS[name],
        "crumbs": crumbs(name, (_("Take in a file"), "")),
        "back": reverse(LIST_PAGES[name]),
    }


def _said(done: dict[str, int]) -> str:
    total = done["new"] + done["changed"] + done["closed"]
    if not total:
        return _("The file changes nothing; nothing was written.")
    return ngettext("%(n)d row was written.", "%(n)d rows were written.", total) % {"n": total}
