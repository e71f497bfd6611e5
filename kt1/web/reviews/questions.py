"""Versions of the questionnaire: read, drafted, issued."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.lines import Body
from kt1.oversight.reviews import permissions, queries, questions, standard
from kt1.oversight.reviews.models import PART_LABELS, Questionnaire, ReviewQuestion
from kt1.oversight.reviews.rules import Part
from kt1.people.actor import NotAllowedError
from kt1.people.reminders.rules import KEEPERS
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.listing import Listing
from kt1.web.network.labels import BODY_LABELS
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import NameForm, QuestionForm
from kt1.web.reviews.lists import tabs

TITLE = gettext_lazy("Questions")
DRAFT = Chip(gettext_lazy("being written"), Tone.MOVING)
ISSUED = Chip(gettext_lazy("issued"), Tone.GOOD)


def _link(row: Questionnaire) -> str:
    return reverse("questionnaire", args=[row.pk])


def _chip(row: Questionnaire) -> Chip:
    return DRAFT if row.issued_at is None else ISSUED


LISTING: Listing[Questionnaire] = Listing(
    title=TITLE,
    order=("-n", "pk"),
    columns=(
        Column(key="ban", label=gettext_lazy("Version"), value=lambda q: q.n, kind=Kind.NUMBER,
               sort="n"),
        Column(key="ten", label=gettext_lazy("Name of the version"), value=lambda q: q.name,
               link=_link, roomy=True),
        Column(key="cua", label=gettext_lazy("Written by"),
               value=lambda q: BODY_LABELS[Body(q.keeper)]),
        Column(key="lap", label=gettext_lazy("Begun"), value=lambda q: q.made_at,
               kind=Kind.MOMENT),
        Column(key="ban-hanh", label=gettext_lazy("Issued"), value=lambda q: q.issued_at,
               kind=Kind.MOMENT),
        Column(key="tt", label=gettext_lazy("State"), value=_chip, kind=Kind.CHIP),
    ),
    row_link=_link,
    empty=gettext_lazy("No version yet. The first one begins with the shipped questions."),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def questionnaires(request: Request) -> HttpResponseBase:
    """All versions; a POST begins a new one."""
    _guard(request)
    may = permissions.why_not_edit_questions(request.actor)
    if request.method == "POST" and may:
        raise NotAllowedError(may)
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": standard.NAME}
    )
    if form.is_valid():
        try:
            made = questions.draft(
                name=form.cleaned_data["name"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("name", REFUSAL_LABELS[Refusal(refused.refusal)])
        except questions.UnfitQuestionnaireError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("questionnaire", made)
    rows = queries.versions_seen_by(request.actor)
    context = {
        "tabs": tabs("questionnaires", request),
        "form": form,
        "may": may is None,
        "drafting": rows.filter(issued_at=None, keeper=KEEPERS.get(request.actor.role, "")).first(),
    }
    template = "reviews/questionnaires.html"
    answered = answer(request, LISTING, rows, template=template, context=context)
    answered.status_code = UNFIT if form.is_bound else answered.status_code
    return answered


@require_http_methods(["GET", "POST"])
@signed_in
def questionnaire(request: Request, questionnaire_id: int) -> HttpResponseBase:
    """One version; of a draft a POST adds a question."""
    found = _known(request, questionnaire_id)
    why_not = permissions.why_not_change(request.actor, found)
    if request.method == "POST" and why_not:
        raise NotAllowedError(why_not)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            questions.add(
                questionnaire_id=found.pk,
                worded=questions.Worded(**form.cleaned_data),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("text", REFUSAL_LABELS[Refusal(refused.refusal)])
        except questions.UnfitQuestionnaireError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The question was added."))
            return redirect("questionnaire", found.pk)
    rows = list(found.questions.order_by("n", "pk"))
    context = {
        "version": found,
        "chip": _chip(found),
        "groups": [
            (PART_LABELS[part], [one for one in rows if one.part == part])
            for part in Part
            if any(one.part == part for one in rows)
        ],
        "may_change": why_not is None,
        "form": form,
        "crumbs": [(TITLE, reverse("questionnaires")), (str(found), "")],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "reviews/questionnaire.html", context, status=status)


def _guard(request: Request) -> None:
    if reason := permissions.why_not_read_questions(request.actor):
        raise NotAllowedError(reason)


def _known(request: Request, questionnaire_id: int) -> Questionnaire:
    _guard(request)
    return get_object_or_404(queries.versions_seen_by(request.actor), pk=questionnaire_id)


@require_POST
@signed_in
def drop(request: Request, questionnaire_id: int, code: str) -> HttpResponseBase:
    found = _known(request, questionnaire_id)
    try:
        questions.drop(
            questionnaire_id=found.pk, code=code, by=request.actor, at=request.at,
            once=once(request),
        )  # fmt: skip
    except ReviewQuestion.DoesNotExist:
        raise Http404 from None
    return redirect("questionnaire", found.pk)


@require_POST
@signed_in
def issue(request: Request, questionnaire_id: int) -> HttpResponseBase:
    found = _known(request, questionnaire_id)
    try:
        questions.issue(
            questionnaire_id=found.pk, by=request.actor, at=request.at, once=once(request)
        )
    except questions.UnfitQuestionnaireError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Issued: it can be asked now and does not change any more."))
    return redirect("questionnaire", found.pk)
