"""Bảng tổng hợp tình hình thực hiện: every body and every duty on one page (practice §C.4)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kt1.assurance.adoption.queries import seen_by
from kt1.assurance.adoption.rules import Span
from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import BLOC_LABELS, LINE_LABELS, Agency
from kt1.oversight.figures.board import Duties, Lack, board
from kt1.oversight.figures.permissions import OF_PROVINCE
from kt1.oversight.reviews.models import STAGE_LABELS
from kt1.oversight.reviews.rules import RuleStage
from kt1.people.actor import Actor
from kt1.people.coverage.frames import Frame
from kt1.people.readings.steps import log_reading
from kt1.web.coverage.month import FRAME_LABELS
from kt1.web.figures import narrowing
from kt1.web.figures.asking import span_of
from kt1.web.figures.board_letter import board_letter
from kt1.web.figures.doors import Doors
from kt1.web.figures.labels import LACK_LABELS, tabs
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Filter, Rows, TextFilter
from kt1.web.lists.listing import EXPORT, Listing, narrowed
from kt1.web.moments import ZONE, day
from kt1.web.papers import letters
from kt1.web.papers.docx import DOCX_TYPE
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as
from kt1.web.tariff.forms import month_text

READING = "figures.board"
PER_PAGE = 100
_Lines = Mapping[int, Duties]


@require_GET
@acts_as(*sorted(OF_PROVINCE))
def figures_board(request: Request) -> HttpResponseBase:
    """The board as it stands now; as a spreadsheet, a PDF or a document to be edited too."""
    faults: dict[str, str] = {}
    span = span_of(request.GET, request.at, faults)
    today = request.at.astimezone(ZONE).date()
    with transaction.atomic():
        log_reading(request.actor, request.at, READING, ())
        seen = seen_by(request.actor, today)
        lines = {
            line.agency.pk: line
            for line in board(seen, request.actor.province_id or 0, span, at=request.at)
        }
    listing = _listing(request.actor, lines, span, today)
    form = request.GET.get(EXPORT, "")
    if form in {"pdf", "docx"}:
        return _letter(request, lines, narrowed(listing, seen, request.GET)[0], span, form)
    context = {
        "tabs": tabs(request.actor, "figures_board"),
        "lead": _("As it stands now; mail of %(first)s – %(last)s. Only whether there was any.")
        % {"first": month_text(span.first), "last": month_text(span.last)},
        "lacks": _summary(lines),
        "bodies": len(lines),
        "papers": [(name.upper(), _address(request, name)) for name in ("docx", "pdf")],
    }
    return answer(request, listing, seen, template="figures/board.html", context=context)


def _summary(lines: _Lines) -> list[tuple[str, Any, int]]:
    """How many bodies lack each duty, and where they are listed."""
    return [
        (lack.value, LACK_LABELS[lack], sum(lack in line.lacks for line in lines.values()))
        for lack in Lack
    ]


def _address(request: Request, form: str) -> str:
    query = request.GET.copy()
    query[EXPORT] = form
    return f"?{query.urlencode()}"


def _listing(actor: Actor, lines: _Lines, span: Span, today: date) -> Listing[Agency]:
    places = narrowing.of_place(actor.province_id or 0, today)
    return Listing(
        title=_("Board of duties"),
        order=("sort_key", "pk"),
        per_page=PER_PAGE,
        empty=_("No body of your line is served here."),
        columns=_columns(lines, Doors(actor, span)),
        filters=(*narrowing.of_months(), *_filters(lines), *places),
    )


def _columns(lines: _Lines, doors: Doors) -> tuple[Column[Agency], ...]:
    def of(row: Agency) -> Duties:
        return lines[row.pk]

    def to(door: Callable[[Duties], str]) -> Callable[[Agency], str]:
        return lambda row: door(lines[row.pk])

    return (
        Column(key="co-quan", label=_("Agency"), value=lambda row: row.name, roomy=True,
               sort="sort_key", under=lambda row: str(row.get_bloc_display()),
               link=to(doors.mail)),
        Column(key="vb", label=_("Paper naming receivers"), value=lambda row: paper(of(row)),
               link=to(doors.agency)),
        Column(key="ngoai-gio", label=_("Off hours"), value=lambda row: off_hours(of(row)),
               kind=Kind.CHIP, under=lambda row: frames(of(row)) or None, link=to(doors.gaps)),
        Column(key="noi-quy", label=_("Regulation, house rules"),
               value=lambda row: ruled(of(row)), link=to(doors.rules)),
        Column(key="hop-dong", label=_("Contract"), value=lambda row: row.contract_no or "–",
               link=to(doors.agency)),
        Column(key="ra-soat", label=_("Self-review"), value=lambda row: reviewed(of(row)),
               kind=Kind.CHIP, under=lambda row: round_of(of(row)), link=to(doors.review)),
        Column(key="doi-soat", label=_("Reconciled to"), value=lambda row: month(of(row).month),
               kind=Kind.UNBROKEN, link=to(doors.month)),
        Column(key="chat-luong", label=_("Quality confirmed to"), kind=Kind.UNBROKEN,
               value=lambda row: month(of(row).sheet), link=to(doors.sheet)),
        Column(key="phat-sinh", label=_("Mail"), value=lambda row: of(row).used,
               kind=Kind.YES_NO, link=to(doors.mail)),
        Column(key="qua-han", label=_("Past its day"), value=lambda row: of(row).overdue,
               kind=Kind.NUMBER, link=to(doors.owed)),
    )  # fmt: skip


def paper(line: Duties) -> str:
    """Number and day of the newest paper that names receivers."""
    return f"{line.paper}, {day(line.paper_on)}" if line.paper and line.paper_on else "–"


def off_hours(line: Duties) -> Chip:
    if not line.missing:
        return Chip(_("enough"), Tone.GOOD)
    if len(line.missing) == len(Frame):
        return Chip(_("nobody named"), Tone.RISK)
    return Chip(_("frames missing"), Tone.RISK)


def frames(line: Duties) -> str:
    """The frames that are missing, where some are there."""
    if len(line.missing) == len(Frame):
        return ""
    said = (str(FRAME_LABELS[frame]) for frame in line.missing)
    return ", ".join(word if word == "Tết" else word.lower() for word in said)


def ruled(line: Duties) -> str:
    """Each rule with its number and day, and whether it speaks of KT1."""
    said = []
    for rule in line.rules:
        if rule.stage == RuleStage.ISSUED and rule.dated:
            clause = _("has the clause") if rule.has_clause else _("without the clause")
            said.append(f"{rule.number}, {day(rule.dated)} ({clause})")
        else:
            said.append(str(STAGE_LABELS[RuleStage(rule.stage)]))
    return "; ".join(said) or "–"


def reviewed(line: Duties) -> Chip | None:
    if line.reviewed is None:
        return Chip(_("not asked"))
    if line.reviewed:
        return Chip(_("done"), Tone.GOOD)
    return Chip(_("not done"), Tone.RISK)


def round_of(line: Duties) -> str | None:
    """The round that the state is of."""
    return line.review.round.name if line.review else None


def month(first: date | None) -> str:
    return month_text(first) if first else "–"


def _filters(lines: _Lines) -> tuple[Filter, ...]:
    def lacking(rows: Rows, value: str) -> Rows:
        short = [pk for pk, line in lines.items() if Lack(value) in line.lacks]
        return rows.filter(pk__in=short)

    return (
        TextFilter(key="q", label=_("Agency"),
                   apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
        ChoiceFilter(key="khoi", label=_("Bloc"), choices=list(BLOC_LABELS.items()), field="bloc"),
        ChoiceFilter(key="tuyen", label=_("Line"), choices=list(LINE_LABELS.items()),
                     field="line"),
        ChoiceFilter(key="thieu", label=_("Not done"),
                     choices=[(lack.value, label) for lack, label in LACK_LABELS.items()],
                     apply=lacking),
    )  # fmt: skip


def _letter(
    request: Request, lines: _Lines, rows: QuerySet[Any, Any], span: Span, form: str
) -> HttpResponseBase:
    shown = [lines[body.pk] for body in rows.order_by("sort_key", "pk")]
    if not shown:
        raise BadRequest(_("Nothing fits these filters."))
    with override("vi"):  # an official paper, whatever the language of the session
        letter = board_letter(request, shown, span, [row_of(line) for line in shown])
        if form == "docx":
            response = HttpResponse(letters.docx(letter), content_type=DOCX_TYPE)
        else:
            response = HttpResponse(letters.pdf(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = str(
        content_disposition_header(form == "docx", letter.file_name(form))
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def row_of(line: Duties) -> tuple[str, ...]:
    """The columns of the form, after the number of the line."""
    short = frames(line)
    note = _("%(n)s past its day") % {"n": line.overdue} if line.overdue else ""
    return (
        line.agency.name,
        str(line.agency.get_bloc_display()),
        paper(line),
        f"{off_hours(line)}{f': {short}' if short else ''}",
        ruled(line),
        line.agency.contract_no or "–",
        str(reviewed(line) or ""),
        month(line.month),
        month(line.sheet),
        _("yes") if line.used else _("no"),
        note,
    )
