"""A body brings its own book: choose the file, say once which column is what, see, take.

Between looking and taking what the file said waits in the person's own page, signed; the server
keeps nothing of a file that nobody takes, and of rows that cannot be read nothing ever (W6).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.assurance.books import queries as books
from kt1.assurance.books import reading
from kt1.assurance.books.actions import Layout, bring
from kt1.assurance.books.columns import NEEDED, Fact
from kt1.assurance.books.jobs.actions import ask
from kt1.assurance.books.models import SIDE_LABELS, Account
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import permissions, queries
from kt1.network.sheets.cells import plain
from kt1.network.sheets.faults import SecretRegisterError, Unreadable, UnreadableFileError
from kt1.network.sheets.letters import Letters
from kt1.network.sheets.long import BYTES_MAX, ROWS_AT_ONCE
from kt1.network.sheets.mapping import Sheet, shape_of, written
from kt1.network.sheets.opening import MB
from kt1.network.sheets.words import secret_register, unreadable
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Table
from kt1.web.frame import installation
from kt1.web.reconciliation.labels import FACT_LABELS, WRONG_LABELS
from kt1.web.request import Request, acts_as, once

UNFIT = 422
SECONDS = 60 * 60
#: With the rest of the form it must stay under what a request may hold.
LONGEST = 3_500_000
FAULTS_SHOWN = 200
ROWS_SHOWN = 10
SIDES = {"gui": Side.SENDER, "nhan": Side.RECEIVER}


class BookForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("The file (.xlsx or .csv)"))


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK)
def bring_book(request: Request, account_id: int, side: str) -> HttpResponseBase:
    """A POST holds a file, or what one said, signed."""
    if side not in SIDES:
        raise Http404
    account = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    if why := permissions.why_not_bring(request.actor, account):
        raise NotAllowedError(why)
    if request.method != "POST":
        return _page(request, account, side, BookForm())
    form = BookForm(request.POST, request.FILES)
    sheet = _sheet(request, form, side)
    if sheet is None:
        return _page(request, account, side, form, status=UNFIT)
    return _read(request, account, side, sheet)


def _sheet(request: Request, form: BookForm, side: str) -> Sheet | None:
    if payload := request.POST.get("payload"):
        try:
            said = signing.loads(payload, salt=_salt(request, side), max_age=SECONDS)
        except signing.BadSignature:
            form.errors.clear()
            form.add_error("file", _("The page was too old. Choose the file once more."))
            return None
        rows = tuple((int(number), tuple(cells)) for number, *cells in said["rows"])
        return Sheet(tuple(said["headings"]), rows, Letters(said["letters"]))
    if int(request.headers.get("Content-Length") or 0) > BYTES_MAX:
        # A file that large was not even kept in memory: to the form it is missing.
        form.errors.clear()
        too_large = UnreadableFileError(Unreadable.TOO_LARGE, BYTES_MAX // MB)
        form.add_error("file", unreadable(too_large))
        return None
    if not form.is_valid():
        return None
    try:
        return reading.read(form.cleaned_data["file"].read())
    except SecretRegisterError:
        form.add_error("file", secret_register())
    except UnreadableFileError as error:
        form.add_error("file", unreadable(error))
    return None


def _salt(request: Request, side: str) -> str:
    return f"reconciliation.book.{side}.{request.actor}"


def _read(request: Request, account: Account, side: str, sheet: Sheet) -> HttpResponseBase:
    shape = shape_of(sheet.headings)
    columns = _columns(request, sheet)
    if columns is None:
        columns = reading.proposed(sheet, books.remembered(account, SIDES[side], shape))
    missing = reading.missing(columns)
    parsed = (
        Parsed() if missing else reading.parse(sheet, columns, books.asked(account, SIDES[side]))
    )
    act = request.POST.get("act", "")
    if act == "refused" and parsed.refused:
        return _unread(request, sheet, parsed)
    if act == "take" and not missing and not parsed.faults:
        return _take(request, account, side, parsed, Layout(shape, columns))
    shown = {
        **_frame(account, side),
        **_of_file(request, side, sheet),
        **_of_reading(sheet, columns, parsed, missing),
    }
    bad = bool(missing or parsed.faults)
    return render(request, "reconciliation/preview.html", shown, status=UNFIT if bad else 200)


def _columns(request: Request, sheet: Sheet) -> dict[Fact, int] | None:
    """As the page says; None where it was not asked yet."""
    if "column_day" not in request.POST:
        return None
    said = {fact: request.POST.get(f"column_{fact.value}", "") for fact in Fact}
    return {
        fact: int(text)
        for fact, text in said.items()
        if text.isdigit() and int(text) < len(sheet.headings)
    }


def _take(
    request: Request, account: Account, side: str, parsed: Parsed, layout: Layout
) -> HttpResponseBase:
    asked: dict[str, Any] = {
        "account_id": account.pk,
        "side": SIDES[side],
        "parsed": parsed,
        "layout": layout,
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    if len(parsed.rows) > ROWS_AT_ONCE:
        return redirect("reconciliation_job", account.pk, side, ask(**asked))
    if bring(**asked):
        messages.success(request, _("The book was taken and compared."))
    else:
        messages.info(request, _("The same book is there already; nothing was changed."))
    return redirect("reconciliation", account.pk)


def _unread(request: Request, sheet: Sheet, parsed: Parsed) -> HttpResponseBase:
    """The rows that could not be read, to be mended; they are kept nowhere."""
    width = len(sheet.headings)
    table = Table(
        title=_("Rows that were not read"),
        columns=[Column(heading=heading or "–") for heading in sheet.headings],
        rows=[[*map(written, cells), *[""] * width][:width] for cells in parsed.refused],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_xlsx(table)


def _page(
    request: Request, account: Account, side: str, form: BookForm, *, status: int = 200
) -> HttpResponse:
    context = {**_frame(account, side), "form": form, "known": list(FACT_LABELS.values())}
    return render(request, "reconciliation/book.html", context, status=status)


def _frame(account: Account, side: str) -> dict[str, Any]:
    return {
        "account": account,
        "side": side,
        "title": SIDE_LABELS[SIDES[side]],
        "crumbs": [
            (_("Reconciliation of volumes"), reverse("reconciliations")),
            (str(account.agency), reverse("reconciliation", args=[account.pk])),
            (_("Bring the agency's book"), ""),
        ],
    }


def _of_file(request: Request, side: str, sheet: Sheet) -> dict[str, Any]:
    """What the file holds, and the same signed, to come back with the next press."""
    payload = signing.dumps(
        {
            "headings": sheet.headings,
            "letters": sheet.letters.value,
            "rows": [[number, *map(written, cells)] for number, cells in sheet.rows],
        },
        salt=_salt(request, side),
        compress=True,
    )
    too_long = len(payload) > LONGEST
    return {
        "letters": sheet.letters.value,
        "rows_count": len(sheet.rows),
        "headings": sheet.headings,
        "rows": [[*map(plain, cells)] for _number, cells in sheet.rows[:ROWS_SHOWN]],
        "payload": "" if too_long else payload,
        "too_long": too_long,
    }


def _of_reading(
    sheet: Sheet, columns: Mapping[Fact, int], parsed: Parsed, missing: frozenset[Fact]
) -> dict[str, Any]:
    return {
        "good": len(parsed.rows),
        "selects": _selects(sheet.headings, columns),
        "missing": [FACT_LABELS[fact] for fact in Fact if fact in missing],
        "faults": [
            _("Row %(row)d, column “%(column)s”: %(what)s")
            % {
                "row": fault.row,
                "column": FACT_LABELS[Fact(fault.column)],
                "what": WRONG_LABELS[fault.wrong],
            }
            for fault in parsed.faults[:FAULTS_SHOWN]
        ],
        "fault_count": len(parsed.faults),
    }


def _selects(headings: Sequence[str], columns: Mapping[Fact, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": f"column_{fact.value}",
            "label": FACT_LABELS[fact],
            "needed": fact in NEEDED,
            "chosen": columns.get(fact, -1),
            "options": list(enumerate(headings)),
        }
        for fact in Fact
    ]
