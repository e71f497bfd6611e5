"""Choosing a file, saying once which column is which, and seeing what it would do.

A short file is judged while the person waits, a long one by the worker (`jobs`). All of a file or
nothing; rows that contradict the record change nothing and open a sự vụ (docs/decisions/0045).
"""

from uuid import uuid5

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kt1.custody.operator.actions import Preview, digest_of, misfits, preview
from kt1.custody.operator.columns import ALWAYS, COLUMNS
from kt1.custody.operator.faults import Fault
from kt1.custody.operator.jobs.actions import ask, remember
from kt1.custody.operator.jobs.queries import remembered
from kt1.custody.operator.permissions import why_not_take_file
from kt1.custody.operator.reading import Layout, Parsed, lacks, opened, own, parse, refused
from kt1.custody.operator.rules import EVENT_WORDS
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.rules import RequestKey
from kt1.network.sheets.faults import SecretRegisterError, Unreadable, UnreadableFileError
from kt1.network.sheets.long import BYTES_MAX
from kt1.network.sheets.mapping import kept, shape_of
from kt1.network.sheets.opening import MB
from kt1.network.sheets.words import secret_register, unreadable
from kt1.people.actor import NotAllowedError
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.operator import columns, shown
from kt1.web.operator.payloads import LONGEST, Brought, StaleError, file_of, of_file, packed
from kt1.web.operator.shown import FileForm
from kt1.web.request import Request, once, signed_in

#: Where more rows are wrong, it is the columns that are.
_GIVEN_BACK = 20_000


def guard(request: Request) -> None:
    if reason := why_not_take_file(request.actor):
        raise NotAllowedError(reason)


@require_http_methods(["GET", "POST"])
@signed_in
def look(request: Request) -> HttpResponseBase:
    """Choose a file; then see what it would do before anything is written."""
    guard(request)
    if request.method != "POST":
        return choose(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    brought = _brought(request, form)
    if brought is None:
        return choose(request, form, status=UNFIT)
    return _read(request, form, brought)


def _brought(request: Request, form: FileForm) -> Brought | None:
    """The file, from the person's own page or from their disk."""
    if payload := request.POST.get("payload"):
        form.errors.clear()
        try:
            return file_of(payload, actor=request.actor)
        except StaleError:
            form.add_error("file", _("The page was too old. Choose the file once more."))
            return None
    if int(request.headers.get("Content-Length") or 0) > BYTES_MAX:
        # A file that large was not even kept in memory: to the form it is missing.
        form.errors.clear()
        too_large = UnreadableFileError(Unreadable.TOO_LARGE, BYTES_MAX // MB)
        form.add_error("file", unreadable(too_large))
        return None
    if not form.is_valid():
        return None
    content: bytes = form.cleaned_data["file"].read()
    try:
        return Brought(opened(content), digest_of(content))
    except SecretRegisterError:
        form.add_error("file", secret_register())
    except UnreadableFileError as error:
        form.add_error("file", unreadable(error))
    return None


def _read(request: Request, form: FileForm, brought: Brought) -> HttpResponseBase:
    shape = shape_of(brought.sheet.headings)
    said = columns.said(request, brought)
    layout = said or brought.layout or remembered(request.actor.province_id, shape)
    if layout is None:
        of_form, strange = own(brought.sheet)
        layout = None if strange else of_form
    if layout is None or lacks(layout) or request.POST.get("act") == "columns":
        return columns.ask(request, brought, layout)
    if said is not None:
        key = _key(request, "columns", shape)
        remember(headings=shape, layout=said, by=request.actor, at=request.at, once=key)
    return _judged(request, form, Brought(brought.sheet, brought.digest, layout), layout)


def _judged(request: Request, form: FileForm, brought: Brought, layout: Layout) -> HttpResponseBase:
    parsed = parse(brought.sheet.rows, layout)
    payload = of_file(brought, actor=request.actor)
    try:
        if payload:
            found = preview(parsed, by=request.actor, at=request.at)
            if not found.faults:
                return _preview(request, found, payload)
            return faulty(request, brought, found.faults, payload)
    except (UnsetNormError, NoCalendarError) as fault:
        form.add_error("file", custody.said(fault))
        return choose(request, form, status=UNFIT)
    faults = parsed.faults or tuple(misfits(parsed.events, at=request.at))
    if faults:
        return faulty(request, brought, faults, "")
    return _left_to_the_worker(request, brought, parsed, layout)


def _left_to_the_worker(
    request: Request, brought: Brought, parsed: Parsed, layout: Layout
) -> HttpResponseBase:
    key = _key(request, "file", brought.digest)
    file = ask(
        rows=brought.sheet.rows,
        parsed=parsed,
        layout=layout,
        digest=brought.digest,
        by=request.actor,
        at=request.at,
        once=key,
    )
    return redirect("operator_job", file)


def _key(request: Request, *what: str) -> RequestKey:
    """One page may bring several files, one after another: each is an act of its own."""
    asked = once(request)
    return RequestKey(uuid5(asked.key, "/".join(what)), asked.digest)


def choose(request: Request, form: FileForm, *, status: int = 200) -> HttpResponse:
    context = {
        **shown.frame(),
        "form": form,
        "columns": [(column.heading, column.fills in ALWAYS) for column in COLUMNS],
        "kinds": list(EVENT_WORDS.values()),
    }
    return render(request, "operator/choose.html", context, status=status)


def _preview(request: Request, found: Preview, payload: str) -> HttpResponseBase:
    context = {
        **shown.frame(),
        **shown.of_conflicts(shown.told(found.conflicts), len(found.conflicts)),
        "new": found.new,
        "unchanged": found.unchanged,
        "nothing": not found.new and not found.conflicts,
        "payload": payload,
    }
    return render(request, "operator/preview.html", context)


def faulty(
    request: Request, brought: Brought, faults: tuple[Fault, ...] | list[Fault], payload: str
) -> HttpResponseBase:
    """Nothing was taken; the wrong rows wait in the person's page, and are kept nowhere."""
    rows = [[n, *map(kept, cells)] for n, cells in refused(brought.sheet.rows, faults)]
    wrong = ""
    if rows and len(rows) <= _GIVEN_BACK:
        wrong = packed({"headings": brought.sheet.headings, "rows": rows}, actor=request.actor)
    context = {
        **shown.frame(),
        **shown.of_faults(faults, len(faults)),
        "payload": payload,
        "refused": wrong if len(wrong) <= LONGEST else "",
        "form": FileForm(),
    }
    return render(request, "operator/faults.html", context, status=UNFIT)
