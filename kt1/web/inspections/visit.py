"""The visit on a tablet: the checklist section by section, the team, findings."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kt1.oversight.inspections import actions, permissions, queries, steps, visiting
from kt1.oversight.inspections.checklists import Checklist
from kt1.oversight.inspections.drawn import Sampled
from kt1.oversight.inspections.models import VERDICT_LABELS, Inspection
from kt1.oversight.inspections.rules import Evidence, Verdict
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import FindingForm, MemberForm, NoteForm
from kt1.web.inspections.keeping import key_for
from kt1.web.inspections.lists import TITLE
from kt1.web.inspections.pages import known
from kt1.web.inspections.violation_forms import conduct_choices
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, once, signed_in


def _crumbs(found: Inspection, here: Any) -> list[tuple[Any, str]]:
    return [(TITLE, reverse("inspections")), (str(found), reverse("inspection", args=[found.pk])),
            (here, "")]  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def checklist(request: Request, inspection_id: int) -> HttpResponseBase:
    """All questions, large enough for a finger; a section is saved at once."""
    found = known(request, inspection_id)
    reason = permissions.why_not_work(request.actor, found)
    if request.method == "POST":
        if reason:
            raise NotAllowedError(reason)
        verdicts = _typed(request)
        visiting.answer(
            inspection_id=found.pk, verdicts=verdicts,
            by=request.actor, at=request.at, once=once(request),
        )  # fmt: skip
        after = reverse("inspection_checklist", args=[found.pk])
        return redirect(f"{after}#{request.POST.get('next', '')}"[:200])
    if permissions.why_not_see_sample(request.actor, found) and reason:
        raise NotAllowedError(reason)
    asked = steps.checklist_of(found)
    context = _page(found, asked, may=reason is None)
    if reason is None:
        context |= {
            "form": _finding_form(found, asked, initial={"evidence": Evidence.DOCUMENT}),
            "keep_key": key_for(request.actor),
        }
    return render(request, "inspections/checklist.html", context)


def _typed(request: Request) -> dict[str, Verdict]:
    """Answers as they were chosen; what is no answer is left alone."""
    return {
        name: Verdict(str(value))
        for name, value in request.POST.items()
        if value in set(Verdict) and len(name) <= 12  # noqa: PLR2004 - the column's width
    }


def _page(found: Inspection, asked: Checklist, *, may: bool) -> dict[str, Any]:
    said = dict(found.answers.values_list("question", "verdict"))
    numbers: dict[str, int] = {}
    for one in queries.standing(found):
        numbers[one.question] = numbers.get(one.question, 0) + 1
    sections = []
    for n, (title, questions) in enumerate(asked.sections.items(), 1):
        rows = [
            {"question": q, "verdict": said.get(q.key, ""), "findings": numbers.get(q.key, 0)}
            for q in questions
        ]
        done = sum(1 for row in rows if row["verdict"])
        sections.append(
            {"id": f"phan-{n}", "next": f"phan-{n + 1}", "title": title, "rows": rows,
             "done": done, "all": len(rows)}
        )  # fmt: skip
    return {
        "inspection": found,
        "checklist": asked,
        "sections": sections,
        "verdicts": [(one.value, word) for one, word in VERDICT_LABELS.items()],
        "done": len(said),
        "all": len(asked.questions),
        "may": may,
        "crumbs": _crumbs(found, _("Checklist")),
    }


@require_http_methods(["GET", "POST"])
@signed_in
def finding(request: Request, inspection_id: int) -> HttpResponseBase:
    """Enter a finding; `hoi` names the question, `bg` the item of a sample."""
    found = known(request, inspection_id)
    checklist = steps.checklist_of(found)
    questions = {one.key: one for one in checklist.questions}
    key = request.GET.get("hoi", "")[:12]
    unit = request.GET.get("bg", "")
    initial = {
        "question": key,
        "conduct": questions[key].conduct if key in questions else "",
        "unit_id": unit,
        "evidence": Evidence.SAMPLE if unit else Evidence.DOCUMENT,
    }

    def do(said: dict[str, Any]) -> None:
        visiting.find(
            inspection_id=found.pk, said=visiting.Found(**said),
            by=request.actor, at=request.at, once=once(request),
        )  # fmt: skip

    asked = Asked(
        heading=_("Enter a finding"),
        form=_finding_form(found, checklist, data_of(request), initial=initial),
        do=do,
        back=reverse("inspection_checklist", args=[found.pk]),
        crumbs=_crumbs(found, _("Enter a finding")),
        lead=found.agency.name,
        consequence=_("The same found within the repeat span is linked by itself."),
        more={"keep_key": key_for(request.actor)},
    )
    return answered(request, asked, reason=permissions.why_not_work(request.actor, found))


def _finding_form(
    found: Inspection, asked: Checklist, data: Any = None, *, initial: dict[str, Any]
) -> FindingForm:
    """With the questions of its checklist and the items of its samples. One query."""
    sampled = Sampled.objects.filter(draw__inspection=found).select_related("unit")
    return FindingForm(
        data,
        initial=initial,
        questions=[(one.key, f"{one.key}. {one.words}"[:120]) for one in asked.questions],
        items=[(str(one.unit_id), grouped(one.unit.code)) for one in sampled],
        conducts=conduct_choices(),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: Request, inspection_id: int, n: int) -> HttpResponseBase:
    """Take back a finding before the minutes."""
    found = known(request, inspection_id)
    one = get_object_or_404(found.findings, n=n)
    asked = Asked(
        heading=_("Withdraw the finding"),
        form=NoteForm(data_of(request)),
        do=lambda said: visiting.withdraw(
            inspection_id=found.pk, n=one.n, **said,
            by=request.actor, at=request.at, once=once(request),
        ),
        back=reverse("inspection", args=[found.pk]),
        crumbs=_crumbs(found, _("Withdraw the finding")),
        lead=f"{one.n}. {one.question}",
    )  # fmt: skip
    return answered(request, asked, reason=permissions.why_not_work(request.actor, found))


@require_http_methods(["GET", "POST"])
@signed_in
def team(request: Request, inspection_id: int) -> HttpResponseBase:
    """Put somebody into the team."""
    found = known(request, inspection_id)
    duties = queries.candidates(found.province_id, found, steps.day_of(request.at))
    choices = [(one.pk, f"{one.user.title} · {one.get_role_display()}") for one in duties]

    def do(said: dict[str, Any]) -> None:
        actions.put_member(
            inspection_id=found.pk, duty_id=said.pop("duty"), **said,
            by=request.actor, at=request.at, once=once(request),
        )  # fmt: skip

    asked = Asked(
        heading=_("Put somebody into the team"),
        form=MemberForm(data_of(request), duties=choices),
        do=do,
        back=reverse("inspection", args=[found.pk]),
        crumbs=_crumbs(found, _("Team")),
        lead=found.agency.name,
    )
    return answered(request, asked, reason=permissions.why_not_staff(request.actor, found))


@require_POST
@signed_in
def leave(request: Request, inspection_id: int, member_id: int) -> HttpResponseBase:
    """Take somebody out of the team."""
    found = known(request, inspection_id)
    actions.take_member(
        inspection_id=found.pk, member_id=member_id,
        by=request.actor, at=request.at, once=once(request),
    )  # fmt: skip
    return redirect("inspection", found.pk)
