"""Lists of reviews: one's own, rounds of one's line, and the bodies of a round."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import FAMILY_LABELS, Agency
from kt1.network.names.queries import called
from kt1.oversight.reviews import permissions, queries
from kt1.oversight.reviews.models import (
    SAID_LABELS,
    STATE_LABELS,
    Review,
    ReviewQuestion,
    ReviewRound,
)
from kt1.oversight.reviews.rules import OPENERS, OPTIONS, Ask, Said
from kt1.people.actor import NotAllowedError
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import BadFilterError, ChoiceFilter, FlagFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.request import Request, signed_in
from kt1.web.reviews.labels import round_chip, state_chip
from kt1.web.words import Words

TITLE = gettext_lazy("Self-reviews")


def today(request: Request) -> date:
    return request.at.astimezone(ZONE).date()


def _review(row: Review) -> str:
    return reverse("review", args=[row.pk])


def _round(row: ReviewRound) -> str:
    return reverse("review_round", args=[row.pk])


def tabs(current: str, request: Request) -> list[tuple[Any, str, bool]]:
    """The pages of this part that the actor may read."""
    actor = request.actor
    shown: list[tuple[str, Words, bool]] = [
        ("reviews", TITLE, permissions.why_not_read(actor) is None)
    ]
    shown.append(
        ("internal_rules", _("Internal rules"), permissions.why_not_read_rules(actor) is None)
    )
    shown.append(
        ("outside_reports", _("Covers not by KT1"), permissions.why_not_read_reports(actor) is None)
    )
    questions = permissions.why_not_read_questions(actor) is None
    shown.append(("questionnaires", _("Questions"), questions))
    return [(label, reverse(name), name == current) for name, label, may in shown if may]


def own(on: date) -> Listing[Review]:
    return Listing(
        title=TITLE,
        order=("-round__opened_at", "-pk"),
        columns=(
            Column(key="dot", label=gettext_lazy("Round"), value=lambda r: r.round.name,
                   link=_review, roomy=True),
            Column(key="tu", label=gettext_lazy("Asked about, from"), kind=Kind.DAY,
                   value=lambda r: r.round.first),
            Column(key="den", label=gettext_lazy("until"), kind=Kind.DAY,
                   value=lambda r: r.round.last),
            Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY,
                   value=lambda r: r.round.due, sort="round__due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda r: state_chip(r, on)),
        ),
        filters=(_by_state(),),
        row_link=_review,
        empty=gettext_lazy("Your agency was not asked to review itself yet."),
    )  # fmt: skip


def rounds(on: date) -> Listing[Any]:
    return Listing(
        title=TITLE,
        order=("-opened_at", "-pk"),
        columns=(
            Column(key="dot", label=gettext_lazy("Round"), value=lambda r: r.name, link=_round,
                   under=lambda r: r.basis_number, roomy=True),
            Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY, value=lambda r: r.due,
                   sort="due"),
            Column(key="hoi", label=gettext_lazy("Bodies asked"), kind=Kind.NUMBER,
                   value=lambda r: r.asked, sort="asked"),
            Column(key="xong", label=gettext_lazy("Signed off"), kind=Kind.NUMBER,
                   value=lambda r: r.done, sort="done"),
            Column(key="con", label=gettext_lazy("Not yet"), kind=Kind.NUMBER,
                   value=lambda r: r.asked - r.done),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda r: round_chip(r, on)),
        ),
        filters=(
            FlagFilter(key="mo", label=gettext_lazy("Open ones only"),
                       apply=lambda rows: rows.filter(closed_at=None)),
        ),
        row_link=_round,
        empty=gettext_lazy("No round was opened. Issue the questions, then open a round."),
    )  # fmt: skip


def _by_state() -> ChoiceFilter:
    return ChoiceFilter(
        key="tt",
        label=gettext_lazy("State"),
        field="state",
        choices=[(state.value, word) for state, word in STATE_LABELS.items()],
    )


def _said(questions: list[ReviewQuestion]) -> ChoiceFilter:
    """The bodies behind a figure: who gave this answer to that question."""
    choices = [
        (f"{one.pk}.{said.value}", f"{one.code}: {SAID_LABELS[said]}")
        for one in questions
        for said in OPTIONS[Ask(one.ask)]
    ]

    def narrow(rows: Rows, raw: str) -> Rows:
        number, _dot, value = raw.partition(".")
        if not number.isdecimal():
            raise BadFilterError(_("There is no such choice."))
        return queries.who_said(rows, int(number), Said(value))

    return ChoiceFilter(key="dap", label=gettext_lazy("Answer"), choices=choices, apply=narrow)


def bodies(found: ReviewRound, on: date, *, links: bool) -> Listing[Review]:
    questions = list(found.questionnaire.questions.order_by("n", "pk"))
    link = _review if links else None
    return Listing(
        title=_("Bodies of the round: %(name)s") % {"name": found.name},
        order=("agency__sort_key", "pk"),
        columns=(
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda r: r.agency.name,
                   under=lambda r: r.agency.code, link=link, sort="agency__sort_key", roomy=True),
            Column(key="nhom", label=gettext_lazy("Family"),
                   value=lambda r: r.agency.get_family_display(), wide_only=True),
            Column(key="luc", label=gettext_lazy("Answered"), kind=Kind.MOMENT,
                   value=lambda r: r.filled_at, sort="filled_at"),
            Column(key="ky", label=gettext_lazy("Agreed by the head"), kind=Kind.MOMENT,
                   value=lambda r: r.approved_at),
            Column(key="so", label=gettext_lazy("Signed paper"), kind=Kind.UNBROKEN,
                   value=lambda r: r.paper_number),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda r: state_chip(r, on)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"), apply=lambda rows, text: rows.filter(
                agency__in=Agency.objects.filter(called(text)))),
            ChoiceFilter(key="nhom", label=gettext_lazy("Family"), field="agency__family",
                         choices=[(f.value, word) for f, word in FAMILY_LABELS.items()]),
            _by_state(),
            FlagFilter(key="qh", label=gettext_lazy("Overdue only"),
                       apply=lambda rows: queries.overdue(rows, on)),
            _said(questions),
        ),
        row_link=link,
    )  # fmt: skip


@require_GET
@signed_in
def reviews(request: Request) -> HttpResponseBase:
    actor, on = request.actor, today(request)
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {"tabs": tabs("reviews", request)}
    shown: Listing[Any]
    rows: QuerySet[Any]
    if actor.role in permissions.ROUND_READERS:
        shown, rows = rounds(on), queries.rounds_seen_by(actor, on)
        context["lead"] = _("Yes or no and bands of numbers; nothing of what a document says.")
    else:
        shown, rows = own(on), queries.seen_by(actor)
        context["lead"] = _("Sending and receiving, your rules, your people. A few minutes.")
    if permissions.why_not_open(actor) is None:
        context |= {"act_url": reverse("review_open"), "act_label": _("Open a round")}
    return answer(request, shown, rows, template="reviews/tabbed.html", context=context)


@require_GET
@signed_in
def round_bodies(request: Request, round_id: int) -> HttpResponseBase:
    found = get_object_or_404(queries.rounds_seen_by(request.actor), pk=round_id)
    if request.actor.role not in OPENERS:
        raise NotAllowedError(_("The answers of single bodies are read by who asked."))
    rows = queries.seen_by(request.actor).filter(round=found)
    context = {
        "crumbs": [(TITLE, reverse("reviews")), (found.name, _round(found)), (_("Bodies"), "")]
    }
    return answer(request, bodies(found, today(request), links=True), rows, context=context)
