"""One review: its sheet, what was answered, who has signed, and what may be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.oversight.reviews import actions, known, permissions, queries, steps
from kt1.oversight.reviews.models import PART_LABELS, Review
from kt1.oversight.reviews.rules import Part, Said, State, departs
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import AnswersForm, PaperForm, ReasonForm, paper_of
from kt1.web.reviews.labels import FAULTS, state_chip
from kt1.web.reviews.lists import TITLE, today
from kt1.web.words import Words

SAID: Mapping[str, Words] = {
    "review.answered": gettext_lazy("Answered"),
    "review.approved": gettext_lazy("Agreed to by the head"),
    "review.returned": gettext_lazy("Sent back"),
    "review.stamped": gettext_lazy("The signed paper was entered"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One act on a review."""

    key: str
    label: Words
    form: type[forms.Form]
    why_not: Callable[[Actor, Review], str | None]
    consequence: Words = ""


KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind("ky-duyet", gettext_lazy("Agree and sign off"), forms.Form,
             permissions.why_not_approve,
             gettext_lazy("You answer for these answers. Paper is a second state of its own.")),
        Kind("ban-giay", gettext_lazy("Enter the signed paper"), PaperForm,
             permissions.why_not_enter_paper),
        Kind("tra-lai", gettext_lazy("Send back"), ReasonForm, permissions.why_not_return,
             gettext_lazy("The agency answers again; a paper entered before no longer counts.")),
    )
}  # fmt: skip


def _known(request: Request, review_id: int) -> Review:
    return get_object_or_404(queries.seen_by(request.actor), pk=review_id)


@require_GET
@signed_in
def review(request: Request, review_id: int) -> HttpResponseBase:
    found = _known(request, review_id)
    actor = request.actor
    context = {
        "review": found,
        "chip": state_chip(found, today(request)),
        "groups": _sheet(found),
        "history": _history(found),
        "may_fill": permissions.why_not_fill(actor, found) is None,
        "acts": [one for one in KINDS.values() if one.why_not(actor, found) is None],
        "crumbs": [(TITLE, reverse("reviews")), (found.round.name, "")],
    }
    return render(request, "reviews/review.html", context)


def _sheet(found: Review) -> list[tuple[Words, list[dict[str, Any]]]]:
    """Part by part: the question, its answer, and whether another was hoped for."""
    given = {one.question_id: one for one in found.answers.all()}
    rows: dict[str, list[dict[str, Any]]] = {}
    for question in found.round.questionnaire.questions.order_by("n", "pk"):
        one = given.get(question.pk)
        rows.setdefault(question.part, []).append({
            "text": question.text,
            "answer": one.get_value_display() if one else "",
            "departs": one is not None and departs(question.wanted, one.value),
        })  # fmt: skip
    return [(PART_LABELS[part], rows[part]) for part in Part if part in rows]


def _history(found: Review) -> list[dict[str, Any]]:
    entries = list(entries_about(steps.subject_of(found)))
    notes = notes_of([entry.pk for entry in entries])
    return [
        {"word": SAID[entry.kind], "at": entry.at, "note": _note(notes.get(entry.pk, {}))}
        for entry in entries
    ]


def _note(note: Mapping[str, str | None]) -> str:
    said = [text if text is not None else _("removed") for text in note.values()]
    return " · ".join(said)


@require_http_methods(["GET", "POST"])
@signed_in
def fill(request: Request, review_id: int) -> HttpResponseBase:
    """The whole sheet on one page."""
    found = _known(request, review_id)
    if reason := permissions.why_not_fill(request.actor, found):
        raise NotAllowedError(reason)
    copied = permissions.needs_paper(request.actor, found)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        questions=found.round.questionnaire.questions.order_by("n", "pk"),
        offered=known.offered(found) if State(found.state) is State.OPEN and not copied else {},
        paper=copied,
        initial=_given(found),
    )
    if form.is_valid():
        try:
            actions.answer(
                review_id=found.pk,
                said=form.said(),
                paper=form.paper(),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitAnswersError as bad:
            for code, fault in bad.faults.items():
                form.add_error(code, str(FAULTS[fault]))
        else:
            messages.success(request, _("Kept. The head of the agency signs it off."))
            return redirect("review", found.pk)
    here = reverse("review", args=[found.pk])
    context = {
        "form": form,
        "review": found,
        "copied": copied,
        "back": here,
        "crumbs": [(TITLE, reverse("reviews")), (found.round.name, here), (_("Answer"), "")],
    }
    return render(request, "reviews/fill.html", context, status=UNFIT if form.is_bound else 200)


def _given(found: Review) -> dict[str, str]:
    rows = found.answers.values_list("question__code", "value")
    return {code: Said(value).value for code, value in rows}


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, review_id: int, act: str) -> HttpResponseBase:
    """One act with its form, on a page of its own."""
    found, kind = _known(request, review_id), KINDS.get(act)
    if kind is None:
        raise Http404
    if reason := kind.why_not(request.actor, found):
        raise NotAllowedError(reason)
    form = kind.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _do(request, found, kind.key, form.cleaned_data)
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        else:
            return redirect("review", found.pk)
    here = reverse("review", args=[found.pk])
    context = {
        "form": form,
        "heading": kind.label,
        "lead": f"{found.round.name} · {found.agency.name}",
        "consequence": kind.consequence,
        "button": kind.label,
        "back": here,
        "crumbs": [(TITLE, reverse("reviews")), (found.round.name, here), (kind.label, "")],
    }
    return render(request, "reviews/form.html", context, status=UNFIT if form.is_bound else 200)


def _do(request: Request, found: Review, key: str, said: Mapping[str, Any]) -> None:
    who: dict[str, Any] = {
        "review_id": found.pk,
        "by": request.actor,
        "at": request.at,
        "once": once(request),
    }
    match key:
        case "ky-duyet":
            actions.approve(**who)
        case "ban-giay":
            actions.enter_paper(paper=paper_of(said), **who)
        case _:
            actions.send_back(reason=said["reason"], **who)
