"""Lists of directives, of tasks of bodies, and of requests."""

from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import BLOC_LABELS, FAMILY_LABELS, Agency
from kt1.network.names.queries import called
from kt1.oversight.directives import permissions, queries
from kt1.oversight.directives.models import (
    DIRECTION_LABELS,
    PART_LABELS,
    STAGE_LABELS,
    Assignment,
    Directive,
)
from kt1.oversight.directives.rules import Standing
from kt1.oversight.requests import permissions as inquiry_permissions
from kt1.oversight.requests import queries as inquiry_queries
from kt1.oversight.requests.models import MATTER_LABELS, Inquiry
from kt1.oversight.requests.models import STATE_LABELS as INQUIRY_LABELS
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.directives.labels import (
    STANDING_LABELS,
    inquiry_chip,
    stage_chip,
    standing_chip,
)
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Directives")
TASKS = gettext_lazy("Tasks of bodies")
INQUIRIES = gettext_lazy("Requests and answers")


def _number(row: Directive) -> str:
    return row.number or str(_("no number yet"))


DIRECTIVES: Listing[Directive] = Listing(
    title=TITLE,
    order=("-registered_at", "-pk"),
    empty=gettext_lazy("No directive is in the register yet."),
    columns=(
        Column(key="so", label=gettext_lazy("Number and symbol"), value=_number,
               kind=Kind.UNBROKEN, link=lambda row: reverse("directive", args=[row.pk])),
        Column(key="ngay", label=gettext_lazy("Dated"), value=lambda row: row.dated,
               kind=Kind.DAY, sort="dated"),
        Column(key="cua", label=gettext_lazy("Issued by"), value=lambda row: row.issuer,
               under=lambda row: f"{row.get_direction_display()} · {row.get_kind_display()}",
               sort="issuer"),
        Column(key="ve", label=gettext_lazy("What it is about"), value=lambda row: row.title,
               roomy=True),
        Column(key="tt", label=gettext_lazy("State"), value=stage_chip, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Words"),
                   apply=lambda rows, text: rows.filter(title__icontains=text)
                   | rows.filter(number__icontains=text)),
        ChoiceFilter(key="chieu", label=gettext_lazy("Incoming or outgoing"),
                     choices=list(DIRECTION_LABELS.items()), field="direction"),
        ChoiceFilter(key="tt", label=gettext_lazy("State"), choices=list(STAGE_LABELS.items()),
                     field="stage"),
    ),
    row_link=lambda row: reverse("directive", args=[row.pk]),
)  # fmt: skip


@require_GET
@signed_in
def directives(request: Request) -> HttpResponseBase:
    """The register as the actor may see it."""
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {
        "lead": _("Papers that put tasks on bodies. Public papers only."),
    }
    if permissions.why_not_register(actor) is None:
        context |= {"act_url": reverse("directive_new"), "act_label": _("Register a directive")}
    return answer(request, DIRECTIVES, queries.seen_by(actor), context=context)


def task_listing(on: date) -> Listing[Any]:
    """Tasks of bodies on a day."""
    near = queries.near_days(on)
    return Listing(
        title=TASKS,
        order=("due", "agency__sort_key", "pk"),
        empty=gettext_lazy("No task of a directive is here."),
        columns=(
            Column(key="viec", label=gettext_lazy("Task"), value=lambda row: row.task.text,
                   under=_where, roomy=True,
                   link=lambda row: reverse("task", args=[row.pk])),
            Column(key="co-quan", label=gettext_lazy("Agency"),
                   value=lambda row: row.agency.name,
                   under=lambda row: f"{row.agency.code} · {PART_LABELS[row.part]}",
                   sort="agency__sort_key", roomy=True),
            Column(key="khoi", label=gettext_lazy("Bloc"), wide_only=True,
                   value=lambda row: row.agency.get_bloc_display()),
            Column(key="han", label=gettext_lazy("To be done by"), value=lambda row: row.due,
                   kind=Kind.DAY, sort="due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda row: standing_chip(row, on, near)),
            Column(key="vb", label=gettext_lazy("Evidence"), value=lambda row: row.paper),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"),
                       apply=lambda rows, text: rows.filter(
                           agency__in=Agency.objects.filter(called(text)))),
            ChoiceFilter(key="tt", label=gettext_lazy("State"),
                         choices=[(one.value, word) for one, word in STANDING_LABELS.items()],
                         apply=lambda rows, raw: queries.by_standing(rows, Standing(raw), on)),
            ChoiceFilter(key="khoi", label=gettext_lazy("Bloc"),
                         choices=list(BLOC_LABELS.items()), field="agency__bloc"),
            ChoiceFilter(key="loai", label=gettext_lazy("Kind of agency"),
                         choices=list(FAMILY_LABELS.items()), field="agency__family"),
            TextFilter(key="vb", label=gettext_lazy("Directive"),
                       apply=lambda rows, text: rows.filter(task__directive=_id(text))),
            TextFilter(key="so", label=gettext_lazy("Task number"),
                       apply=lambda rows, text: rows.filter(task__n=_id(text))),
            DayFilter(key="den", label=gettext_lazy("Due until"), field="due", until=True,
                      of_moment=False),
            FlagFilter(key="giay", label=gettext_lazy("Works by paper"),
                       apply=lambda rows: rows.filter(agency__works_on_paper=True)),
        ),
        row_link=lambda row: reverse("task", args=[row.pk]),
    )  # fmt: skip


def _where(row: Assignment) -> str:
    paper = row.task.directive.number or row.task.directive.issuer
    clause = f" · {_('point')} {row.task.clause}" if row.task.clause else ""
    return f"{paper}{clause}"


def _id(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - no id is longer


@require_GET
@signed_in
def tasks(request: Request) -> HttpResponseBase:
    """Tasks of one's body, or of the bodies one follows; those filtered can be settled at once."""
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    asked = request.GET.urlencode()
    context: dict[str, Any] = {
        "crumbs": [(TITLE, reverse("directives")), (TASKS, "")],
        "lead": _("A body of another line is followed along that line and is not shown here."),
    }
    if actor.role in permissions.KEEPERS:
        context |= {
            "act_url": f"{reverse('tasks_settle')}?{asked}",
            "act_label": _("Look at these reports"),
        }
    rows = queries.assignments_seen_by(actor)
    return answer(request, task_listing(day_of(request.at)), rows, context=context)


def inquiry_listing(on: date) -> Listing[Any]:
    return Listing(
        title=INQUIRIES,
        order=("-at", "-pk"),
        empty=gettext_lazy("Nobody has asked anything yet."),
        columns=(
            Column(key="luc", label=gettext_lazy("Asked"), value=lambda row: row.at,
                   kind=Kind.MOMENT, sort="at",
                   link=lambda row: reverse("inquiry", args=[row.pk])),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
                   sort="agency__sort_key", roomy=True),
            Column(key="ve", label=gettext_lazy("What it is about"),
                   value=lambda row: row.get_matter_display(),
                   under=lambda row: str(row.get_asked_by_display())),
            Column(key="han", label=gettext_lazy("Answer by"), value=lambda row: row.due,
                   kind=Kind.DAY, sort="due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda row: inquiry_chip(row, on)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"),
                       apply=lambda rows, text: rows.filter(
                           agency__in=Agency.objects.filter(called(text)))),
            ChoiceFilter(key="ve", label=gettext_lazy("What it is about"), field="matter",
                         choices=list(MATTER_LABELS.items())),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=list(INQUIRY_LABELS.items())),
            FlagFilter(key="qh", label=gettext_lazy("Overdue answers only"),
                       apply=lambda rows: rows.filter(state="waiting", due__lt=on)),
        ),
        row_link=_inquiry_link,
    )  # fmt: skip


def _inquiry_link(row: Inquiry) -> str:
    return reverse("inquiry", args=[row.pk])


@require_GET
@signed_in
def inquiries(request: Request) -> HttpResponseBase:
    """The inbox of both sides."""
    if reason := inquiry_permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    rows = inquiry_queries.seen_by(request.actor)
    own = inquiry_queries.contact_named_by(request.actor)
    context = {
        "lead": _("What who follows your line asks and you answer, and the other way round."),
        "act_url": reverse("inquiry_new"),
        "act_label": _("Send a request"),
        "names": own is not None,
        "contact": inquiry_queries.contacts([own.pk]).get(own.pk) if own else None,
    }
    return answer(
        request,
        inquiry_listing(day_of(request.at)),
        rows,
        template="directives/inquiries.html",
        context=context,
    )
