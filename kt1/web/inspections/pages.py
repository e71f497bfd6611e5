"""The page of one inspection: where it stands, its team, what was found, what may be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.ledger.entries.queries import body_of, entries_about, notes_of
from kt1.oversight.inspections import (
    actions,
    answering,
    ending,
    permissions,
    queries,
    rules,
    steps,
    visiting,
)
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Basis, State, Verdict
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.papers import SignedPaper
from kt1.oversight.violations import permissions as violations
from kt1.oversight.violations.queries import carried
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import (
    CloseForm,
    DecideForm,
    ExplainForm,
    MinutesForm,
    NoteForm,
    NothingForm,
    PaperForm,
    VisitForm,
)
from kt1.web.inspections.keeping import key_for
from kt1.web.inspections.labels import MISSING, REPEATED, state_chip, violation_chip
from kt1.web.inspections.lists import TITLE
from kt1.web.inspections.papers import KINDS as PAPERS
from kt1.web.moments import day
from kt1.web.request import Request, once, signed_in
from kt1.web.signed import SignedPaperForm
from kt1.web.words import Words

SAID: Mapping[str, Words] = {
    "inspection.prepared": gettext_lazy("Prepared"),
    "inspection.member_put": gettext_lazy("The team has a new member"),
    "inspection.member_taken": gettext_lazy("A member left the team"),
    "inspection.decided": gettext_lazy("Decided and sent to the body"),
    "inspection.visit_moved": gettext_lazy("The visit was moved"),
    "inspection.called_off": gettext_lazy("Called off"),
    "inspection.acknowledged": gettext_lazy("The body read the decision"),
    "inspection.explained": gettext_lazy("The body explained"),
    "inspection.begun": gettext_lazy("The team began its work"),
    "inspection.answered": gettext_lazy("Questions answered"),
    "inspection.found": gettext_lazy("A finding entered"),
    "inspection.finding_withdrawn": gettext_lazy("A finding withdrawn"),
    "inspection.sample_drawn": gettext_lazy("A sample drawn"),
    "inspection.sample_judged": gettext_lazy("Items of a sample judged"),
    "inspection.minuted": gettext_lazy("Minutes signed"),
    "inspection.concluded": gettext_lazy("Conclusion issued"),
    "inspection.closed": gettext_lazy("File closed"),
}
#: Acts of the team's daily work are counted, not listed one by one.
QUIET = frozenset({"inspection.answered", "inspection.sample_judged"})
#: Not shown to the body inspected: its findings stand in the minutes.
OF_THE_TEAM = frozenset(
    {
        "inspection.found",
        "inspection.finding_withdrawn",
        "inspection.sample_drawn",
        "inspection.prepared",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One act on an inspection."""

    key: str
    label: Words
    form: type[forms.Form]
    do: Callable[..., object]
    why_not: Callable[[Request, Inspection], str | None]
    consequence: Words = ""


def _moves(after: State) -> Callable[[Request, Inspection], str | None]:
    return lambda request, found: permissions.why_not_move(request.actor, found, after)


def _minute(**said: Any) -> object:
    who = {name: said.pop(name) for name in ("inspection_id", "by", "at", "once")}
    return visiting.minute(said=visiting.Minutes(**said), **who)


class ExplainOnPaperForm(SignedPaperForm, ExplainForm):
    field_order = ("number", "dated", "note")


def _by_paper(do: Callable[..., object]) -> Callable[..., object]:
    """The same act, with the body's signed paper."""

    def done(*, number: str, dated: date, **said: Any) -> object:
        return do(paper=SignedPaper(number=number, dated=dated), **said)

    return done


KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind(key="quyet-dinh", label=gettext_lazy("Enter the decision"), form=DecideForm,
             do=actions.decide, why_not=_moves(State.DECIDED),
             consequence=gettext_lazy("The body sees the inspection from now on.")),
        Kind(key="bat-dau", label=gettext_lazy("Begin the visit"), form=NothingForm,
             do=visiting.start, why_not=_moves(State.OPEN),
             consequence=gettext_lazy("The decision is read out to the body first.")),
        Kind(key="bien-ban", label=gettext_lazy("Enter the signed minutes"), form=MinutesForm,
             do=_minute, why_not=lambda request, found: permissions.why_not_work(
                 request.actor, found),
             consequence=gettext_lazy("Nothing can be added to the visit afterwards.")),
        Kind(key="ket-luan", label=gettext_lazy("Enter the conclusion"), form=PaperForm,
             do=ending.conclude, why_not=_moves(State.CONCLUDED),
             consequence=gettext_lazy("Each finding becomes a violation to follow.")),
        Kind(key="dong-ho-so", label=gettext_lazy("Close the file"), form=CloseForm,
             do=ending.close, why_not=_moves(State.CLOSED),
             consequence=gettext_lazy("Nothing of the file changes any more.")),
        Kind(key="da-doc", label=gettext_lazy("The decision was read"), form=NothingForm,
             do=answering.acknowledge, why_not=lambda request, found:
             permissions.why_not_acknowledge(request.actor, found)),
        Kind(key="giai-trinh", label=gettext_lazy("Explain to the team"), form=ExplainForm,
             do=answering.explain, why_not=lambda request, found:
             permissions.why_not_explain(request.actor, found)),
        Kind(key="da-doc-giay", label=gettext_lazy("The decision was read: enter the paper"),
             form=SignedPaperForm, do=_by_paper(answering.acknowledge),
             why_not=lambda request, found: permissions.why_not_acknowledge(
                 request.actor, found, by_paper=True)),
        Kind(key="giai-trinh-giay", label=gettext_lazy("The body explains: enter the paper"),
             form=ExplainOnPaperForm, do=_by_paper(answering.explain),
             why_not=lambda request, found: permissions.why_not_explain(
                 request.actor, found, by_paper=True)),
        Kind(key="doi-ngay", label=gettext_lazy("Move the visit"), form=VisitForm,
             do=actions.move_visit, why_not=_moves(State.CALLED_OFF)),
        Kind(key="huy", label=gettext_lazy("Call it off"), form=NoteForm,
             do=actions.call_off, why_not=_moves(State.CALLED_OFF),
             consequence=gettext_lazy("A line of the plan can be carried over to the next year.")),
    )
}  # fmt: skip


def known(request: Request, inspection_id: int) -> Inspection:
    """One that this person may see, or 404."""
    return get_object_or_404(queries.seen_by(request.actor), pk=inspection_id)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, inspection_id: int, act: str) -> HttpResponseBase:
    """One act with its form, on a page of its own."""
    found, kind = known(request, inspection_id), KINDS.get(act)
    if kind is None:
        raise Http404
    here = reverse("inspection", args=[found.pk])

    def do(said: dict[str, Any]) -> None:
        kind.do(inspection_id=found.pk, by=request.actor, at=request.at, once=once(request), **said)

    today = day(day_of(request.at))
    initial = {"dated": today, "notified_on": today,
               "visit_from": day(found.visit_from), "visit_to": day(found.visit_to)}  # fmt: skip
    asked = Asked(
        heading=kind.label,
        form=kind.form(data_of(request), initial=initial),
        do=do,
        back=here,
        crumbs=[(TITLE, reverse("inspections")), (str(found), here), (kind.label, "")],
        lead=f"{found} · {found.agency.name}",
        consequence=kind.consequence,
        notes=_notes(kind.key, found),
    )
    return answered(request, asked, reason=kind.why_not(request, found))


def _notes(key: str, found: Inspection) -> list[Words]:
    """What the procedure does not say, where it would matter; what minutes still lack."""
    if key == "quyet-dinh":
        lacking = queries.procedure_on(found.visit_from, Basis(found.basis)).missing
        return [_("Not set yet: %(what)s.") % {"what": MISSING[one]} for one in lacking]
    if key == "bien-ban":
        reason = visiting.why_not_whole(found)
        return [reason] if reason else []
    return []


@require_GET
@signed_in
def inspection(request: Request, inspection_id: int) -> HttpResponseBase:
    return render(request, "inspections/inspection.html", context_of(request, inspection_id))


def context_of(request: Request, inspection_id: int) -> dict[str, Any]:
    """What the page shows to this person. A bounded number of queries."""
    found, on, actor = known(request, inspection_id), day_of(request.at), request.actor
    asked = queries.procedure_on(found.decision_on or on, Basis(found.basis))
    checklist = steps.checklist_of(found)
    verdicts = dict(found.answers.values_list("question", "verdict"))
    words = {one.key: one for one in checklist.questions}
    works = permissions.why_not_work(actor, found) is None
    sees_sample = permissions.why_not_see_sample(actor, found) is None
    theirs = actor.role in permissions.READERS or works or sees_sample
    told = found.state in rules.OVER or found.state in {State.MINUTED, State.CONCLUDED} or theirs
    return {
        "inspection": found,
        "chip": state_chip(found, on),
        "procedure": asked,
        "missing": [MISSING[one] for one in asked.missing] if theirs else [],
        "checklist": checklist,
        "answered": len(verdicts),
        "not_met": sum(1 for one in verdicts.values() if one == Verdict.NOT_MET),
        "team": found.team.select_related("user").order_by("part", "pk"),
        "findings": _findings(found, words) if told else [],
        "told": told,
        "carried": [
            (one, violation_chip(one, on))
            for one in carried(found.agency_id, before=found.pk)
            if theirs or violations.answers_for(actor, one)
        ],
        "draws": found.draws.select_related("by").order_by("n") if sees_sample else [],
        "works": works,
        "keep_key": key_for(actor) if works else "",
        "staffs": permissions.why_not_staff(actor, found) is None,
        "sees_sample": sees_sample,
        "acts": [one for one in KINDS.values() if one.why_not(request, found) is None],
        "papers": [
            (key, paper.label) for key, paper in PAPERS.items() if theirs and paper.ready(found)
        ],
        "history": _history(found, quiet=not theirs),
        "crumbs": [(TITLE, reverse("inspections")), (str(found), "")],
    }


def _findings(found: Inspection, words: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = list(queries.standing(found))
    notes = _finding_notes(found)
    return [
        {
            "finding": one,
            "question": words[one.question],
            "repeated": REPEATED if one.repeats_id else None,
            "violation": getattr(one, "violation", None),
            "note": notes.get(one.n, ""),
        }
        for one in rows
    ]


def _finding_notes(found: Inspection) -> dict[int, str]:
    entries = [e for e in entries_about(steps.subject_of(found)) if e.kind == "inspection.found"]
    notes = notes_of([entry.pk for entry in entries])
    return {int(body_of(e)["n"]): said(notes.get(e.pk, {})) for e in entries}


def _history(found: Inspection, *, quiet: bool) -> list[dict[str, Any]]:
    """What happened; for the body inspected without the team's own doings."""
    entries = list(entries_about(steps.subject_of(found)))
    notes = notes_of([entry.pk for entry in entries])
    hidden = QUIET | (OF_THE_TEAM if quiet else frozenset())
    return [
        {"word": SAID[one.kind], "at": one.at, "note": said(notes.get(one.pk, {}))}
        for one in entries
        if one.kind not in hidden
    ]


def said(note: Mapping[str, str | None]) -> str:
    """A remark as it stands, or that it was removed."""
    return "" if "note" not in note else note["note"] or _("removed")
