"""Files of the operator's own system: choose one, see what it would do, take it; past files.

Read in memory only. All of a file or nothing; rows that contradict the record change nothing and
open a sự vụ (docs/decisions/0045).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.operator import words
from kt1.custody.operator.actions import Preview, preview, take
from kt1.custody.operator.columns import ALWAYS, COLUMNS
from kt1.custody.operator.faults import EventFaultsError, Fault
from kt1.custody.operator.permissions import why_not_take_file
from kt1.custody.operator.planning import Conflict
from kt1.custody.operator.reading import Parsed, read, refused
from kt1.custody.operator.rules import EVENT_WORDS
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.sheets.faults import FAULTS_SHOWN, SecretRegisterError, UnreadableFileError
from kt1.network.sheets.files import MEDIA_TYPES, Form, write
from kt1.network.sheets.words import secret_register, unreadable
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.errors import custody
from kt1.web.errors.answers import UNFIT
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Table
from kt1.web.frame import installation
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column as Shown
from kt1.web.lists.columns import Kind
from kt1.web.lists.filters import DayFilter
from kt1.web.lists.listing import Listing
from kt1.web.operator.payloads import LONGEST, StaleError, packed, unpacked
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Files of the operator's system")


class FileForm(forms.Form):
    """A file to look at. It is read in memory and never stored."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV; at most 4 MB")
    )


def _guard(request: Request) -> None:
    if reason := why_not_take_file(request.actor):
        raise NotAllowedError(reason)


def _takers(actor: Actor) -> dict[str, str]:
    """Whoever acts for the post in this province, by the name the ledger writes: their titles."""
    here = Q(province=actor.province_id) | Q(place__province=actor.province_id)
    rows = Duty.objects.filter(here).values_list("user_id", "user__title")
    return {f"user:{pk}": title for pk, title in rows}


def past_files(takers: dict[str, str]) -> QuerySet[Entry]:
    """The entries of the files these people took."""
    found = Entry.objects.filter(subject__startswith="file:", kind="operator.taken")
    return found.filter(actor__in=list(takers))


def _count(name: str) -> Any:
    return lambda row: int(body_of(row).get(name, 0))


def _listing(takers: dict[str, str]) -> Listing[Entry]:
    return Listing(
        title=TITLE,
        order=("-id",),
        empty=gettext_lazy("No file was taken in this province yet."),
        columns=(
            Shown(key="luc", label=gettext_lazy("Taken at"), value=lambda row: row.at,
                   kind=Kind.MOMENT),
            Shown(key="ai", label=gettext_lazy("By"), value=lambda row: takers[row.actor]),
            Shown(key="moi", label=gettext_lazy("New events"), value=_count("new"),
                   kind=Kind.NUMBER),
            Shown(key="biet", label=gettext_lazy("Known already"), value=_count("unchanged"),
                   kind=Kind.NUMBER),
            Shown(key="trai", label=gettext_lazy("Contradictions"), value=_count("conflicts"),
                   kind=Kind.NUMBER),
            Shown(key="su-vu", label=gettext_lazy("Sự vụ opened"), value=_count("reported"),
                   kind=Kind.NUMBER),
            Shown(key="dau", label=gettext_lazy("Fingerprint of the file"), wide_only=True,
                   value=lambda row: str(body_of(row).get("file", ""))[:16], kind=Kind.CODE),
        ),
        filters=(
            DayFilter(key="tu", label=gettext_lazy("From day"), field="at"),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="at", until=True),
        ),
    )  # fmt: skip


@require_GET
@signed_in
def files(request: Request) -> HttpResponseBase:
    """What was taken, by whom, and what it did."""
    _guard(request)
    takers = _takers(request.actor)
    context = {
        "crumbs": [(_("Directory"), reverse("directory")), (TITLE, "")],
        "lead": _("One side's word: each event taken from a file says so wherever it is shown."),
        "act_url": reverse("operator_look"),
        "act_label": _("Take in a file"),
    }
    return answer(request, _listing(takers), past_files(takers), context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def look(request: Request) -> HttpResponseBase:
    """Choose a file; then see what it would do before anything is written."""
    _guard(request)
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=UNFIT)
    content: bytes = form.cleaned_data["file"].read()
    return _shown(request, form, content)


def _shown(request: Request, form: FileForm, content: bytes) -> HttpResponseBase:
    try:
        parsed = read(content)
        found = preview(parsed, by=request.actor, at=request.at)
    except SecretRegisterError:
        form.add_error("file", secret_register())
    except UnreadableFileError as error:
        form.add_error("file", unreadable(error))
    except (UnsetNormError, NoCalendarError) as fault:
        form.add_error("file", custody.said(fault))
    else:
        if found.faults:
            return _faulty(request, list(found.faults), content)
        return _preview(request, found, content)
    return _page(request, form, status=UNFIT)


@require_POST
@signed_in
def take_file(request: Request) -> HttpResponseBase:
    """Take what was shown, judged anew: the record may have gone on meanwhile."""
    _guard(request)
    try:
        content = unpacked(request.POST.get("payload", ""), actor=request.actor)
        parsed: Parsed = read(content)
        if request.POST.get("act") == "refused":
            return _refused(request, content, parsed)
        done = take(
            parsed=parsed, content=content, by=request.actor, at=request.at, once=once(request)
        )
    except (StaleError, SecretRegisterError, UnreadableFileError):
        form = FileForm({}, MultiValueDict())
        form.add_error("file", _("The page was too old. Choose the file once more."))
        return _page(request, form, status=UNFIT)
    except EventFaultsError as error:
        return _faulty(request, error.faults, content)
    except (UnsetNormError, NoCalendarError) as fault:
        form = FileForm({}, MultiValueDict())
        form.add_error("file", custody.said(fault))
        return _page(request, form, status=UNFIT)
    messages.success(request, _said(done))
    if done["reported"]:
        opened = int(done["reported"])
        said = ngettext("%(n)d sự vụ was opened.", "%(n)d sự vụ were opened.", opened)
        messages.warning(request, said % {"n": opened})
    return redirect("operator_files")


@require_GET
@signed_in
def empty_form(request: Request) -> HttpResponseBase:
    """The headings of the file, to be filled in where the operator's export is arranged anew."""
    _guard(request)
    content = write(Form.XLSX, "su-kien", [[column.heading for column in COLUMNS]])
    response = HttpResponse(content, content_type=MEDIA_TYPES[Form.XLSX])
    response.headers["Content-Disposition"] = 'attachment; filename="kt1-su-kien-mau.xlsx"'
    return response


def _page(request: Request, form: FileForm, *, status: int = 200) -> HttpResponseBase:
    columns = [(column.heading, column.fills in ALWAYS) for column in COLUMNS]
    context = {**_frame(), "form": form, "columns": columns, "kinds": list(EVENT_WORDS.values())}
    return render(request, "operator/choose.html", context, status=status)


def _preview(request: Request, found: Preview, content: bytes) -> HttpResponseBase:
    payload = packed(content, actor=request.actor)
    context = {
        **_frame(),
        "new": found.new,
        "unchanged": found.unchanged,
        "conflict_count": len(found.conflicts),
        "conflicts": [_conflict(one) for one in found.conflicts[:FAULTS_SHOWN]],
        "more": max(0, len(found.conflicts) - FAULTS_SHOWN),
        "nothing": not found.new and not found.conflicts,
        "payload": payload,
        "too_long": len(payload) > LONGEST,
    }
    return render(request, "operator/preview.html", context)


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "row": one.event.row,
        "event": words.EVENT_LABELS[one.event.kind],
        "what": words.CLASH_LABELS[one.clash],
        "code": one.code,
    }


def _refused(request: Request, content: bytes, parsed: Parsed) -> HttpResponseBase:
    """The rows that could not be taken, in a file of their own; it is kept nowhere."""
    found = preview(parsed, by=request.actor, at=request.at)
    headings, *rows = refused(content, found.faults) or [[""]]
    columns = [Column(heading=heading or "–") for heading in headings[:-1]]
    table = Table(
        title=_("Rows that were not read"),
        columns=[*columns, Column(heading=_("Row of the file"))],
        rows=rows,
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_xlsx(table)


def _faulty(request: Request, faults: list[Fault], content: bytes) -> HttpResponseBase:
    payload = packed(content, actor=request.actor)
    context = {
        **_frame(),
        "payload": payload if len(payload) <= LONGEST else "",
        "faults": [words.sentence(fault) for fault in faults[:FAULTS_SHOWN]],
        "fault_count": len(faults),
        "more": max(0, len(faults) - FAULTS_SHOWN),
        "form": FileForm(),
    }
    return render(request, "operator/faults.html", context, status=UNFIT)


def _frame() -> dict[str, Any]:
    return {
        "crumbs": [
            (_("Directory"), reverse("directory")),
            (TITLE, reverse("operator_files")),
            (_("Take in a file"), ""),
        ]
    }


def _said(done: dict[str, Any]) -> str:
    return _("New %(new)d, known already %(unchanged)d, contradicting %(conflicts)d.") % {
        name: done[name] for name in ("new", "unchanged", "conflicts")
    }
