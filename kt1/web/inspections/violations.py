"""Violations: recording one, its page, what may be done, and the tables of fines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.complaints import queries as complaints
from kt1.assurance.incidents import queries as incidents
from kt1.law.parameters.keys import Key
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.network.agencies.queries import in_force
from kt1.oversight.inspections.queries import norm
from kt1.oversight.inspections.queries import seen_by as inspections_seen_by
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.violations import actions, deciding, permissions, queries, steps
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.reference import competences, competent, conducts, own_competence
from kt1.oversight.violations.rules import OVER, Area, Origin, Outcome, State
from kt1.oversight.violations.sources import CODE_CHARS_MAX
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import NoteForm
from kt1.web.inspections.labels import tabs, violation_chip
from kt1.web.inspections.lists import VIOLATIONS
from kt1.web.inspections.pages import said as note_said
from kt1.web.inspections.violation_forms import (
    AskForm,
    DecisionForm,
    FineForm,
    RecheckForm,
    RemedyForm,
    ResultForm,
    ViolationForm,
)
from kt1.web.inspections.violation_papers import VIOLATION_KINDS as PAPERS
from kt1.web.moments import day
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words

SAID: Mapping[str, Words] = {
    "violation.found": gettext_lazy("Violation recorded"),
    "violation.asked": gettext_lazy("Correction asked for"),
    "violation.reported": gettext_lazy("Correction reported"),
    "violation.rechecked": gettext_lazy("Checked again"),
    "violation.decided": gettext_lazy("Outcome decided"),
    "violation.closed": gettext_lazy("Result entered, closed"),
    "violation.dropped": gettext_lazy("Was no violation"),
}


def known(request: Request, violation_id: int) -> Violation:
    """One that this person may see, or 404."""
    return get_object_or_404(queries.seen_by(request.actor), pk=violation_id)


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at, "once": once(request)}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Record what no inspection found; `ma` names the body, `tu` what it comes from."""
    reason = permissions.why_not_record(request.actor)
    on = day_of(request.at)
    among = in_force(on).filter(province=request.actor.province_id or 0)
    initial = {
        "agency": request.GET.get("ma", "").replace("\x00", "")[:40],
        "done_on": day(on),
        **_from(request.GET.get("tu", "")),
    }
    made: list[int] = []

    def do(said: dict[str, Any]) -> None:
        agency = said.pop("agency")
        stated = actions.Stated(agency_id=agency.pk, **said)
        made.append(actions.record(stated=stated, **_who(request)))

    asked = Asked(
        heading=_("Record a violation"),
        form=ViolationForm(data_of(request), among=among, initial=initial),
        do=do,
        back=reverse("violations"),
        crumbs=[(VIOLATIONS, reverse("violations")), (_("Record a violation"), "")],
        lead=_("What an inspection finds is recorded by its conclusion."),
        consequence=_("Of a matter of secrecy only the area is recorded; it goes to the police."),
        bodies=list(among.values_list("code", "name")) if not reason else (),
    )
    answer = answered(request, asked, reason=reason)
    return redirect("violation", made[0]) if made else answer


def _from(code: str) -> dict[str, str]:
    """Origin and source, where the address names an incident or a complaint."""
    code = code.replace("\x00", "")[:CODE_CHARS_MAX]
    origins = {"SC": Origin.INCIDENT, "KN": Origin.COMPLAINT}
    origin = origins.get(code[:2])
    return {"origin": origin.value, "source": code} if origin else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One act on a violation."""

    key: str
    label: Words
    form: Callable[[Request, Violation], forms.Form]
    do: Callable[..., object]
    why_not: Callable[[Request, Violation], str | None]
    consequence: Words = ""


def _moves(*after: State) -> Callable[[Request, Violation], str | None]:
    def why_not(request: Request, found: Violation) -> str | None:
        reasons = [permissions.why_not_move(request.actor, found, one) for one in after]
        return None if None in reasons else reasons[0]

    return why_not


def _decide(*, violation_id: int, by: Any, at: Any, once: Any, **said: Any) -> object:
    decided = deciding.Decided(**said)
    return deciding.decide(violation_id=violation_id, said=decided, by=by, at=at, once=once)


def _result(*, violation_id: int, by: Any, at: Any, once: Any, **said: Any) -> object:
    result = deciding.Result(**said)
    return deciding.enter_result(violation_id=violation_id, said=result, by=by, at=at, once=once)


def _recheck_form(request: Request, found: Violation) -> forms.Form:
    visits = (
        inspections_seen_by(request.actor)
        .filter(agency=found.agency_id)
        .order_by("-visit_from")[:10]
    )
    choices = [(str(one.pk), f"{one} · {day(one.visit_from)}") for one in visits]
    return RecheckForm(data_of(request), visits=choices, initial=_today(request))


def _result_form(request: Request, found: Violation) -> forms.Form:
    last = found.decisions.order_by("-n").first()
    fined = last is not None and last.kind == Outcome.SANCTION
    form = FineForm if fined else ResultForm
    return form(data_of(request), initial=_today(request))


def _today(request: Request) -> dict[str, str]:
    return {"dated": day(day_of(request.at))}


KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind(key="yeu-cau", label=gettext_lazy("Ask for the correction"),
             form=lambda request, _found: AskForm(data_of(request), initial=_today(request)),
             do=actions.ask, why_not=_moves(State.ASKED),
             consequence=gettext_lazy("The body sees the day it is to be corrected by.")),
        Kind(key="bao-cao", label=gettext_lazy("Report the correction"),
             form=lambda request, _found: RemedyForm(data_of(request), initial=_today(request)),
             do=actions.report, why_not=lambda request, found: permissions.why_not_report(
                 request.actor, found)),
        Kind(key="kiem-tra-lai", label=gettext_lazy("Enter the check of the correction"),
             form=_recheck_form, do=actions.recheck,
             why_not=_moves(State.REMEDIED, State.FAILED)),
        Kind(key="hinh-thuc", label=gettext_lazy("Decide how it ends"),
             form=lambda request, found: DecisionForm(
                 data_of(request), asks_duty=deciding.is_state_body(found) and bool(found.conduct),
                 initial=_today(request)),
             do=_decide, why_not=_moves(State.DECIDED)),
        Kind(key="ket-qua", label=gettext_lazy("Enter the result"), form=_result_form,
             do=_result, why_not=lambda request, found: permissions.why_not_enter_result(
                 request.actor, found),
             consequence=gettext_lazy("The violation is closed.")),
        Kind(key="khong-phai", label=gettext_lazy("It was no violation"),
             form=lambda request, _found: NoteForm(data_of(request)),
             do=actions.drop, why_not=_moves(State.DROPPED)),
    )
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, violation_id: int, act: str) -> HttpResponseBase:
    """One act with its form, on a page of its own."""
    found, kind = known(request, violation_id), KINDS.get(act)
    if kind is None:
        raise Http404
    if reason := kind.why_not(request, found):
        raise NotAllowedError(reason)
    here = reverse("violation", args=[found.pk])
    asked = Asked(
        heading=kind.label,
        form=kind.form(request, found),
        do=lambda said: kind.do(violation_id=found.pk, **_who(request), **said),
        back=here,
        crumbs=[(VIOLATIONS, reverse("violations")), (str(found), here), (kind.label, "")],
        lead=f"{found} · {found.agency.name}",
        consequence=kind.consequence,
        notes=_notes(kind.key, found, request),
    )
    return answered(request, asked)


def _notes(key: str, found: Violation, request: Request) -> list[Words]:
    """Before an outcome is chosen: whether a sanction is open at all, and who is competent."""
    if key != "hinh-thuc":
        return []
    on = day_of(request.at)
    if found.area == Area.SECRECY:
        return [_("A matter of secrecy is referred to the police, and to nobody else.")]
    reason = deciding.why_no_sanction(found, outside_duty=True, on=on)
    notes: list[Words] = [_("No sanction: %(why)s") % {"why": reason}] if reason else []
    if deciding.is_state_body(found):
        notes.append(_("For a body that uses the service the usual end is a referral, not a fine."))
    return notes


@require_GET
@signed_in
def violation(request: Request, violation_id: int) -> HttpResponseBase:
    found, on = known(request, violation_id), day_of(request.at)
    conduct = conducts()[found.conduct] if found.conduct else None
    own = own_competence(conduct) if conduct else None
    left = (found.limit_on - on).days if found.limit_on and found.state not in OVER else None
    regulator = permissions.why_not_record(request.actor) is None
    context = {
        "violation": found,
        "chip": violation_chip(found, on),
        "conduct": conduct,
        "competent": competent(conduct) if conduct and regulator else (),
        "own": own,
        "left": left,
        "ends_soon": left is not None and left <= (norm(Key.SANCTION_WARNING_DAYS, on) or 0),
        "source": _source(request, found),
        "fines_shown": regulator and not deciding.is_state_body(found),
        "steps": found.steps.select_related("by", "inspection").order_by("n"),
        "decisions": [
            {"row": one, "competence": competences().get(one.competence)}
            for one in found.decisions.select_related("by").order_by("n")
        ],
        "acts": [one for one in KINDS.values() if one.why_not(request, found) is None],
        "papers": [
            (key, one.label) for key, one in PAPERS.items() if regulator and one.ready(found)
        ],
        "history": _history(found),
        "crumbs": [(VIOLATIONS, reverse("violations")), (str(found), "")],
    }
    return render(request, "inspections/violation.html", context)


def _source(request: Request, found: Violation) -> tuple[str, str] | None:
    """The incident or complaint it comes from, and its page where this person may open it."""
    if found.incident is not None:
        seen = incidents.seen_by(request.actor, request.at).filter(pk=found.incident.pk)
        url = reverse("incident", args=[found.incident_id]) if seen.exists() else ""
        return str(found.incident), url
    if found.complaint is not None:
        mine = complaints.seen_by(request.actor).filter(pk=found.complaint.pk)
        url = reverse("complaint", args=[found.complaint_id]) if mine.exists() else ""
        return str(found.complaint), url
    return None


def _history(found: Violation) -> list[dict[str, Any]]:
    entries = list(entries_about(steps.subject_of(found)))
    notes = notes_of([entry.pk for entry in entries])
    return [
        {"word": SAID[one.kind], "at": one.at, "note": note_said(notes.get(one.pk, {}))}
        for one in entries
    ]


@require_GET
@signed_in
def sanction_tables(request: Request) -> HttpResponseBase:
    """Conducts with their frames, and who may fine up to what: public law, for everybody."""
    rows = [(one, competent(one)) for one in conducts().values()]
    context = {
        "conducts": rows,
        "competences": list(competences().values()),
        "limit": steps.limit_norm(day_of(request.at)),
        "tabs": tabs(request.actor, "tables", request.at.year),
    }
    return render(request, "inspections/tables.html", context)
