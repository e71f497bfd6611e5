"""The library: what stands, a version to read and print, publishing, and the quiz."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.lines import Body
from kt1.oversight.outreach import actions, permissions, queries, reading
from kt1.oversight.outreach.actions import Published, UnfitMaterialError
from kt1.oversight.outreach.known import known
from kt1.oversight.outreach.models import TOPIC_LABELS, MaterialVersion, QuizAttempt
from kt1.oversight.outreach.rules import Line, LineKind, Question, Topic, typed, typed_quiz
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.people.reminders.rules import KEEPERS
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.network.labels import BODY_LABELS
from kt1.web.outreach.forms import MaterialForm, QuizForm
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Library")

LIBRARY: Listing[Any] = Listing(
    title=TITLE,
    order=("material__topic", "title", "pk"),
    empty=gettext_lazy("Nothing is published yet."),
    columns=(
        Column(key="ten", label=gettext_lazy("Name of it"), value=lambda row: row.title, roomy=True,
               link=lambda row: reverse("material", args=[row.pk]), sort="title"),
        Column(key="ve", label=gettext_lazy("Topic"),
               value=lambda row: row.material.get_topic_display()),
        Column(key="cua", label=gettext_lazy("Published by"), wide_only=True,
               value=lambda row: BODY_LABELS[Body(row.material.keeper)]),
        Column(key="ban", label=gettext_lazy("Version"), value=lambda row: row.n,
               kind=Kind.NUMBER),
        Column(key="tu", label=gettext_lazy("Published"), value=lambda row: row.published_at,
               kind=Kind.DAY, sort="published_at"),
        Column(key="doc", label=gettext_lazy("Agencies that read it"), kind=Kind.NUMBER,
               value=lambda row: row.readers),
        Column(key="tn", label=gettext_lazy("Questions of the quiz"), kind=Kind.NUMBER,
               value=lambda row: row.asked),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Words"),
                   apply=lambda rows, text: rows.filter(title__icontains=text)),
        ChoiceFilter(key="ve", label=gettext_lazy("Topic"), field="material__topic",
                     choices=list(TOPIC_LABELS.items())),
    ),
    row_link=lambda row: reverse("material", args=[row.pk]),
)  # fmt: skip


@require_GET
@signed_in
def library(request: Request) -> HttpResponseBase:
    """What stands now in one's province."""
    actor = request.actor
    if reason := permissions.why_not_open(actor):
        raise NotAllowedError(reason)
    listing = LIBRARY
    if actor.role in permissions.READERS:
        unread = FlagFilter(
            key="chua",
            label=gettext_lazy("Not read yet"),
            apply=lambda rows: rows.filter(pk__in=queries.unread_by(actor).values("pk")),
        )
        listing = Listing(
            title=TITLE, order=LIBRARY.order, empty=LIBRARY.empty, columns=LIBRARY.columns,
            filters=(*LIBRARY.filters, unread), row_link=LIBRARY.row_link,
        )  # fmt: skip
    context: dict[str, Any] = {"lead": _("Short guides to print or to read, each with its basis.")}
    if permissions.why_not_publish(actor) is None:
        context |= {"act_url": reverse("material_new"), "act_label": _("Publish")}
    return answer(request, listing, queries.library(actor), context=context)


def _known(request: Request, pk: int) -> MaterialVersion:
    return get_object_or_404(queries.versions_seen_by(request.actor), pk=pk)


@require_GET
@signed_in
def material(request: Request, pk: int) -> HttpResponseBase:
    """One version, to read and to print."""
    found, actor = _known(request, pk), request.actor
    tries = QuizAttempt.objects.filter(version=found, user=actor.user_id).order_by("-pk")
    reading = permissions.why_not_read(actor, found.material) is None
    context = {
        "version": found,
        "lines": _grouped(found),
        "asked": found.questions.count(),
        "newer": found.material.versions.filter(n__gt=found.n, withdrawn_at=None).first(),
        "read": found.receipts.filter(user=actor.user_id, paper="").first(),
        "may_read": reading and found.withdrawn_at is None,
        "last_try": tries.first(),
        "readers": found.receipts.values("agency").distinct().count(),
        **_watched(request, found),
        "may_publish": permissions.why_not_publish(actor, found.material) is None,
        "may_enter": permissions.why_not_enter_reading(actor, found) is None,
        "on_paper": list(
            found.receipts.filter(
                ~Q(paper=""), agency__line__in=permissions.lines_seen(actor.role)
            ).select_related("agency")
        ),
        "keeper": BODY_LABELS[Body(found.material.keeper)],
        "versions": list(found.material.versions.order_by("-n")),
        "crumbs": [(TITLE, reverse("library")), (found.title, "")],
    }
    return render(request, "outreach/material.html", context)


def _watched(request: Request, found: MaterialVersion) -> dict[str, Any]:
    """How many of the bodies that one watches have read it, where one watches any. One query."""
    if permissions.why_not_watch(request.actor) is not None:
        return {}
    rows = reading.asked(found, request.actor, day_of(request.at))
    return rows.aggregate(bodies=Count("pk"), heard=Count("read_at"))


def _grouped(found: MaterialVersion) -> list[tuple[str, list[str]]]:
    """Lines as the page shows them: bullets and questions that follow each other are one list."""
    groups: list[tuple[str, list[str]]] = []
    for kind, text in found.lines.order_by("n").values_list("kind", "text"):
        listed = kind in {LineKind.BULLET, LineKind.QUESTION}
        if listed and groups and groups[-1][0] == kind:
            groups[-1][1].append(text)
        else:
            groups.append((kind, [text]))
    return groups


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Publish a version; `ban` names the one before it, `mau` one that the product brings."""
    actor = request.actor
    if reason := permissions.why_not_publish(actor):
        raise NotAllowedError(reason)
    data = request.POST if request.method == "POST" else None
    form = MaterialForm(data, initial=_initial(request))
    if form.is_valid():
        try:
            made = actions.publish(
                said=form.published(), by=actor, at=request.at, once=once(request)
            )
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitMaterialError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is published; agencies see it at home."))
            return redirect("material", made)
    own = queries.library(actor).filter(material__keeper=KEEPERS[actor.role])
    had = set(own.values_list("material__code", flat=True))
    context = {
        "form": form,
        "known": [one for code, one in known().items() if code not in had],
        "crumbs": [(TITLE, reverse("library")), (_("Publish"), "")],
    }
    return render(request, "outreach/publish.html", context, status=UNFIT if form.is_bound else 200)


def _initial(request: Request) -> dict[str, str]:
    one = known().get(request.GET.get("mau", ""))
    raw = request.GET.get("ban", "")
    if one is None and raw.isdigit() and len(raw) < 10:  # noqa: PLR2004 - no id is longer
        one = _as_published(_known(request, int(raw)))
    if one is None:
        return {}
    return {
        "code": one.code,
        "topic": one.topic.value,
        "title": one.title,
        "basis": one.basis,
        "text": typed(one.lines),
        "quiz": typed_quiz(one.questions),
    }


def _as_published(found: MaterialVersion) -> Published:
    questions = []
    for one in found.questions.order_by("n").prefetch_related("choices"):
        choices = sorted(one.choices.all(), key=lambda choice: choice.n)
        right = next(n for n, choice in enumerate(choices) if choice.right)
        texts = tuple(choice.text for choice in choices)
        questions.append(Question(one.text, texts, right, one.why))
    return Published(
        code=found.material.code,
        topic=Topic(found.material.topic),
        title=found.title,
        basis=found.basis,
        lines=tuple(Line(LineKind(row.kind), row.text) for row in found.lines.order_by("n")),
        questions=tuple(questions),
    )


@require_POST
@signed_in
def read(request: Request, pk: int) -> HttpResponseBase:
    """Say that one has read it."""
    found = _known(request, pk)
    actions.read(version_ids=[found.pk], by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Noted as read."))
    return redirect("material", found.pk)


@require_POST
@signed_in
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    found = _known(request, pk)
    actions.withdraw(version_id=found.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("It is taken out of the library."))
    return redirect("library")


@require_http_methods(["GET", "POST"])
@signed_in
def quiz(request: Request, pk: int) -> HttpResponseBase:
    """A short quiz; what was right and why is told at once, only the score is kept."""
    found, actor = _known(request, pk), request.actor
    if reason := permissions.why_not_read(actor, found.material):
        raise NotAllowedError(reason)
    questions = list(found.questions.order_by("n").prefetch_related("choices"))
    form = QuizForm(request.POST if request.method == "POST" else None, questions=questions)
    result, told = None, []
    if form.is_valid():
        answers = form.answers()
        try:
            made = actions.attempt(
                version_id=found.pk, answers=answers, by=actor, at=request.at, once=once(request)
            )
        except UnfitMaterialError as fault:
            form.add_error(None, str(fault))
        else:
            result = QuizAttempt.objects.get(pk=made)
            for one in questions:
                right = next(choice for choice in one.choices.all() if choice.right)
                told.append((one, right.text, answers[one.n] == right.n))
    context = {
        "version": found,
        "form": form,
        "result": result,
        "told": told,
        "percent": queries.pass_percent(day_of(request.at)),
        "crumbs": [
            (TITLE, reverse("library")),
            (found.title, reverse("material", args=[found.pk])),
            (_("Quiz"), ""),
        ],
    }
    status = UNFIT if form.is_bound and result is None else 200
    return render(request, "outreach/quiz.html", context, status=status)
