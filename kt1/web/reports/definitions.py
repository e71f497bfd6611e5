"""What is owed: definitions as they hold, as they held, and the next one."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import RefusedTextError
from kt1.network.agencies.lines import Body
from kt1.oversight.reports import calendars, defining, permissions
from kt1.oversight.reports.actions import ON_DEMAND
from kt1.oversight.reports.defining import Rule
from kt1.oversight.reports.models import ReportDefinition
from kt1.oversight.reports.rules import RECIPIENTS, Cycle, Window
from kt1.oversight.reports.steps import ReportError
from kt1.people.actor import NotAllowedError
from kt1.people.reminders.rules import KEEPERS
from kt1.web.errors.answers import UNFIT
from kt1.web.parts.chips import Chip, Tone
from kt1.web.reports.documents import addressees, office_of
from kt1.web.reports.forms import RECIPIENT_FIELDS, DefinitionForm, EndForm
from kt1.web.reports.labels import due_words
from kt1.web.reports.lists import TITLE
from kt1.web.request import Request, once, signed_in
from kt1.web.tariff.entering import REFUSED


@require_GET
@signed_in
def report_definitions(request: Request) -> HttpResponseBase:
    """All versions of each definition that hold or held here, the newest first."""
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    today, keeper = request.at.astimezone(VIETNAM).date(), KEEPERS[request.actor.role]
    held = calendars.definitions_on(request.actor.province_id or 0, today, keeper)
    holding = {one.pk for one in held}
    rows = ReportDefinition.objects.filter(
        Q(province=None) | Q(province=request.actor.province_id)
    ).order_by("code", "-valid_from")
    office = office_of(request.actor.province_id or 0, today, keeper)
    unsure = Chip(_("not confirmed"), Tone.UNCONFIRMED)
    context = {
        "rows": [
            (one, addressees(one, one.recipients, office), due_words(one), one.pk in holding,
             unsure if one.evidence != Evidence.OFFICIAL else None,
             one.code != ON_DEMAND[keeper],
             one.province_id is not None and one.valid_to is None)
            for one in rows
            if permissions.keeps(request.actor, one.code)
        ],
        "crumbs": [(TITLE, reverse("reports")), (_("Rules of reporting"), "")],
    }  # fmt: skip
    return render(request, "reports/definitions.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def define_report(request: Request, code: str) -> HttpResponseBase:
    """The next definition of one report, begun from the one that holds now."""
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    today, keeper = request.at.astimezone(VIETNAM).date(), KEEPERS[request.actor.role]
    held = calendars.definitions_on(request.actor.province_id or 0, today, keeper)
    found = {one.code: one for one in held}
    if code not in found or code == ON_DEMAND[keeper]:
        raise Http404
    form = DefinitionForm(request.POST or None, keeper=keeper, initial=_begun(found[code]))
    if form.is_valid() and _defined(request, form, code):
        messages.success(request, _("The definition holds from its day on."))
        return redirect("report_definitions")
    lead = _("For this province. Name the paper: a term without one is an assumption.")
    return _form(request, form, _("State what is owed"), lead, found[code].title)


@require_http_methods(["GET", "POST"])
@signed_in
def add_definition(request: Request) -> HttpResponseBase:
    """A report that was not owed here before: monthly, quarterly, for whoever asks for it."""
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    keeper = KEEPERS[request.actor.role]
    today = request.at.astimezone(VIETNAM).date()
    office = office_of(request.actor.province_id or 0, today, keeper)
    first = RECIPIENTS[keeper][0]
    party = keeper is Body.PARTY_OFFICE
    begun = {
        "cycle": Cycle.QUARTER,
        "due_months": 1,
        "due_day": 15,
        "evidence": Evidence.OFFICIAL,
        RECIPIENT_FIELDS[first]: f"Thường trực {office.superior}" if party else office.superior,
    }
    form = DefinitionForm(request.POST or None, keeper=keeper, initial=begun)
    if form.is_valid() and _defined(request, form, ""):
        messages.success(request, _("The report is owed from its day on."))
        return redirect("report_definitions")
    lead = _("For this province, beside those that hold for all; by the paper that asks for it.")
    return _form(request, form, _("A report that is owed here as well"), lead, _("Add a report"))


@require_http_methods(["GET", "POST"])
@signed_in
def end_definition(request: Request, code: str) -> HttpResponseBase:
    """The province's own definition ends; what holds for all holds again."""
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    held = ReportDefinition.objects.filter(
        province=request.actor.province_id, code=code, valid_to=None
    ).first()
    if held is None or not permissions.keeps(request.actor, code):
        raise Http404
    form = EndForm(request.POST or None)
    if form.is_valid() and _ended(request, form, code):
        messages.success(request, _("The definition ends on its day."))
        return redirect("report_definitions")
    lead = _("%(title)s. What is owed until that day stays owed.") % {"title": held.title}
    return _form(request, form, _("End this definition"), lead, held.title)


def _form(
    request: Request, form: forms.Form, heading: str, lead: str, crumb: str
) -> HttpResponseBase:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "button": _("Save"),
        "back": reverse("report_definitions"),
        "crumbs": [
            (TITLE, reverse("reports")),
            (_("Rules of reporting"), reverse("report_definitions")),
            (crumb, ""),
        ],
    }
    return render(request, "reports/form.html", context, status=UNFIT if form.is_bound else 200)


def _ended(request: Request, form: EndForm, code: str) -> bool:
    try:
        defining.end(
            code=code,
            last=form.cleaned_data["last"],
            paper=form.cleaned_data["paper"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except ReportError as fault:
        form.add_error(None, str(fault))
    except RefusedTextError:
        form.add_error(None, REFUSED)
    return not form.errors


def _begun(one: ReportDefinition) -> dict[str, object]:
    names = dict(zip(one.recipients, one.names, strict=True))
    return {
        "title": one.title,
        "cycle": one.cycle,
        "window": one.window,
        "due_months": one.due_months,
        "due_day": one.due_day,
        "due_excluded": one.due_excluded,
        "basis": one.basis,
        "evidence": one.evidence,
        **{field: names.get(recipient, "") for recipient, field in RECIPIENT_FIELDS.items()},
    }


def _defined(request: Request, form: DefinitionForm, code: str) -> bool:
    said = form.cleaned_data
    typed = [(one, said.get(field, "").strip()) for one, field in RECIPIENT_FIELDS.items()]
    named = [(one, name) for one, name in typed if name]
    rule = Rule(
        title=said["title"],
        cycle=Cycle(said["cycle"]),
        window=Window(said["window"]),
        due_months=said["due_months"],
        due_day=said["due_day"],
        due_excluded=said["due_excluded"],
        recipients=tuple(one for one, _name in named),
        names=tuple(name for _one, name in named),
        basis=said["basis"],
        evidence=Evidence(said["evidence"]),
    )
    try:
        defining.define(
            code=code,
            rule=rule,
            since=said["since"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except ReportError as fault:
        form.add_error(None, str(fault))
    except RefusedTextError:
        form.add_error(None, REFUSED)
    return not form.errors
