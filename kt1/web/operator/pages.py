"""Files of the operator's own system: those on their way, those taken, and the empty form."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.operator.columns import COLUMNS
from kt1.custody.operator.jobs.models import FILE_LABELS
from kt1.custody.operator.jobs.queries import on_their_way
from kt1.custody.operator.jobs.rules import FileState
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.sheets.files import MEDIA_TYPES, Form, write
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column as Shown
from kt1.web.lists.columns import Kind
from kt1.web.lists.filters import DayFilter
from kt1.web.lists.listing import Listing
from kt1.web.operator.looking import guard
from kt1.web.operator.shown import TITLE
from kt1.web.request import Request, signed_in


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
    guard(request)
    takers = _takers(request.actor)
    context = {
        "crumbs": [(_("Directory"), reverse("directory")), (TITLE, "")],
        "lead": _("One side's word: each event taken from a file says so wherever it is shown."),
        "act_url": reverse("operator_look"),
        "act_label": _("Take in a file"),
        "on_their_way": [
            {"file": file, "label": FILE_LABELS[FileState(file.state)]}
            for file in on_their_way(request.actor)
        ],
    }
    return answer(
        request,
        _listing(takers),
        past_files(takers),
        template="operator/files.html",
        context=context,
    )


@require_GET
@signed_in
def empty_form(request: Request) -> HttpResponseBase:
    """The headings of the file, to be filled in where the operator's export is arranged anew."""
    guard(request)
    content = write(Form.XLSX, "su-kien", [[column.heading for column in COLUMNS]])
    response = HttpResponse(content, content_type=MEDIA_TYPES[Form.XLSX])
    response.headers["Content-Disposition"] = 'attachment; filename="kt1-su-kien-mau.xlsx"'
    return response
