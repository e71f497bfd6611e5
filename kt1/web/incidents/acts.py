"""The acts on an incident, each with its form on a page of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.assurance.incidents import actions, ending, permissions, queries
from kt1.assurance.incidents.models import ADDRESSEE_LABELS, COVER_LABELS, STAGE_LABELS, Incident
from kt1.assurance.incidents.rules import Addressee, Cover, Stage
from kt1.custody.deliveries.changes import hold
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import offer
from kt1.web.incidents.forms import (
    AcknowledgeForm,
    CloseForm,
    InvestigateForm,
    LearnForm,
    PaperForm,
    ReportForm,
    SureForm,
    TellForm,
)
from kt1.web.incidents.labels import kind_said
from kt1.web.incidents.lists import TITLE
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words

CONTAIN = "khoanh-giu"


@dataclass(frozen=True, slots=True)
class Kind:
    """One act: its form, who may do it, and what follows from it."""

    key: str
    label: Words
    form: type[forms.Form]
    why_not: Callable[[Actor, Incident], str | None]
    consequence: Words = ""


KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind(CONTAIN, gettext_lazy("Contain"), SureForm, permissions.why_not_contain),
        Kind("bao", gettext_lazy("Enter who was told"), TellForm, permissions.why_not_tell),
        Kind("xac-nhan", gettext_lazy("Confirm the news"), AcknowledgeForm,
             permissions.why_not_acknowledge),
        Kind("chuyen-giay", gettext_lazy("Go on on paper"), PaperForm,
             permissions.why_not_go_on_paper,
             gettext_lazy("From now on nothing more is kept here; the letter's number ends it.")),
        Kind("xac-minh", gettext_lazy("Enter the inquiry"), InvestigateForm,
             permissions.why_not_investigate),
        Kind("bien-ban", gettext_lazy("Enter the minutes"), PaperForm,
             permissions.why_not_record),
        Kind("ket-thuc", gettext_lazy("Close the incident"), CloseForm,
             permissions.why_not_close,
             gettext_lazy("The records of its items are no longer held for it.")),
        Kind("bai-hoc", gettext_lazy("Draw the lesson"), LearnForm, permissions.why_not_learn),
        Kind("bao-cao", gettext_lazy("Enter a report that was sent"), ReportForm,
             permissions.why_not_report),
        Kind("nghi-lo", gettext_lazy("A leak is suspected"), SureForm,
             permissions.why_not_suspect,
             gettext_lazy("The police must be told at once; after that it goes on on paper, and no"
                          " word of it may be written here.")),
    )
}  # fmt: skip


def possible(request: Request, found: Incident) -> list[Kind]:
    """What this person may do now, in the order of the handling."""
    actor = request.actor
    able = [one for one in KINDS.values() if one.why_not(actor, found) is None]
    owed = found.notices.filter(told_at=None).exists()
    unsent = found.reports.filter(sent_at=None).exists()
    skip = {"bao": not owed, "bao-cao": not unsent}
    return [one for one in able if not skip.get(one.key, False)]


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, incident_id: UUID, act: str) -> HttpResponseBase:
    found = get_object_or_404(queries.seen_by(request.actor, request.at), pk=incident_id)
    kind = KINDS.get(act)
    if kind is None:
        raise Http404
    if reason := kind.why_not(request.actor, found):
        raise NotAllowedError(reason)
    if act == CONTAIN:
        return _contain(request, found, kind)
    form = kind.form(request.POST if request.method == "POST" else None)
    _only_what_is_owed(form, found)
    if form.is_valid():
        try:
            _do(request, found, act, form.cleaned_data)
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitIncidentError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("incident", found.pk)
    context = {"form": form, "consequence": kind.consequence, **_frame(found, kind)}
    status = UNFIT if form.is_bound else 200
    return render(request, "incidents/form.html", context, status=status)


def _frame(found: Incident, kind: Kind) -> dict[str, Any]:
    here = reverse("incident", args=[found.pk])
    return {
        "heading": kind.label,
        "lead": f"{found} · {kind_said(found)}",
        "button": kind.label,
        "back": here,
        "crumbs": [(TITLE, reverse("incidents")), (str(found), here), (kind.label, "")],
    }


def _only_what_is_owed(form: forms.Form, found: Incident) -> None:
    """Of stages only those are offered that are owed still; of addressees these stand first."""
    if isinstance(form, TellForm):
        notices = found.notices.order_by("due", "pk").values_list("addressee", "told_at")
        known = {Addressee(addressee): told for addressee, told in notices}
        owed = [one for one, told in known.items() if told is None]
        others = [one for one in Addressee if one not in known]
        more = _("%(who)s (not demanded)")
        offer(form, "addressee", [
            *((one.value, ADDRESSEE_LABELS[one]) for one in owed),
            *((one.value, more % {"who": ADDRESSEE_LABELS[one]}) for one in others),
        ])  # fmt: skip
    if isinstance(form, ReportForm):
        left = found.reports.filter(sent_at=None).order_by("due")
        stages = map(Stage, left.values_list("stage", flat=True))
        offer(form, "stage", [(one.value, STAGE_LABELS[one]) for one in stages])


def _do(request: Request, found: Incident, act: str, said: dict[str, Any]) -> None:
    doing: dict[str, Callable[..., object]] = {
        "bao": actions.tell,
        "xac-nhan": actions.acknowledge,
        "nghi-lo": actions.suspect_leak,
        "chuyen-giay": ending.go_on_on_paper,
        "xac-minh": ending.investigate,
        "bien-ban": ending.record,
        "ket-thuc": ending.close,
        "bai-hoc": ending.learn,
        "bao-cao": ending.report,
    }
    doing[act](incident_id=found.pk, by=request.actor, at=request.at, once=once(request), **said)


def _contain(request: Request, found: Incident, kind: Kind) -> HttpResponseBase:
    """Each watched unit is looked at from outside; what is not intact is held."""
    units = list(found.units.select_related("unit").order_by("why", "unit"))
    if request.method == "POST":
        intact = {
            one.unit_id: said == "1"
            for one in units
            if (said := request.POST.get(f"u{one.unit_id}", "")) in {"0", "1"}
        }
        cover = request.POST.get("cover", "")
        if cover in set(Cover):
            key = once(request)
            actions.contain(
                incident_id=found.pk,
                intact=intact,
                cover=Cover(cover),
                by=request.actor,
                at=request.at,
                once=key,
            )
            torn = [one.unit.code for one in units if intact.get(one.unit_id) is False]
            _hold(request, torn, key)
            return redirect("incident", found.pk)
    context = {
        "incident": found,
        "units": units,
        "covers": [(one.value, word) for one, word in COVER_LABELS.items()],
        "chosen": request.POST.get("cover", found.cover),
        "fault": request.method == "POST",
        **_frame(found, kind),
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "incidents/contain.html", context, status=status)


def _hold(request: Request, codes: list[str], key: RequestKey) -> None:
    """By custody's own act, each for itself: what lies elsewhere is held by whoever has it."""
    left = []
    for code in codes:
        own = RequestKey.of(uuid5(NAMESPACE_OID, f"{key.key}/{code}"), {"hold": code})
        try:
            hold(codes=[code], findings=["cover_torn"], by=request.actor, at=request.at, once=own)
        except (NotAllowedError, NotPossibleError, UnknownUnitError):
            left.append(code.upper())
    if left:
        said = _("Whoever has them holds these back: %(codes)s.") % {"codes": ", ".join(left)}
        messages.warning(request, said)
