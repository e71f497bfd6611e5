"""Entering prices, who pays, and amounts of marks from paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.custody.price import actions as prices
from kt1.custody.price.models import PaperSurcharge
from kt1.custody.price.permissions import SURCHARGE_KEEPERS
from kt1.custody.price.queries import surcharges_seen_by
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import RefusedTextError
from kt1.law.tariffs import actions, permissions, queries
from kt1.law.tariffs.actions import CodeTakenError, LaterTariffError, NoPaperError
from kt1.law.tariffs.checks import Unfit
from kt1.network.agencies.models import Agency
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.items.receivers import resolve
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, acts_as, once, signed_in
from kt1.web.tariff.forms import PayerForm, SurchargeForm, TariffForm, month_text, read_month
from kt1.web.tariff.pages import tabs, today

REFUSED = gettext_lazy("A field holds words that this system must not keep. Nothing was saved.")
FAULTS: dict[str, Any] = {
    Unfit.CODE: gettext_lazy("The table needs a code of its own, at most 20 characters."),
    Unfit.TITLE: gettext_lazy("The table needs a name."),
    Unfit.NO_STEPS: gettext_lazy(
        "Within the province and between provinces need at least one weight step each."
    ),
    Unfit.STEPS_NOT_RISING: gettext_lazy("A heavier step costs less than a lighter one."),
    Unfit.GRAMS: gettext_lazy("A weight step is at least one gram."),
    Unfit.AMOUNT: gettext_lazy("An amount is at most 100 million đồng."),
    Unfit.SURCHARGE: gettext_lazy("There is no such surcharge."),
    Unfit.TWICE: gettext_lazy("The same weight step stands there twice."),
    "code": gettext_lazy("Another table has this code."),
    "later": gettext_lazy("A version begins on that day or a later one: choose a later day."),
    "paper": gettext_lazy("Choose the legal paper, or say that it is an assumption."),
}


@require_http_methods(["GET", "POST"])
@signed_in
def new_tariff(request: Request) -> HttpResponseBase:
    """The next table of prices, begun from the newest."""
    if reason := permissions.why_not_enter(request.actor):
        raise NotAllowedError(reason)
    tables = queries.tables()
    form = TariffForm(request.POST or None, before=tables[-1] if tables else None)
    if form.is_valid() and _entered(request, form):
        messages.success(request, _("The table is entered. Another compares it with its paper."))
        return redirect("tariff_version", form.cleaned_data["code"].strip())
    context = {
        "form": form,
        "crumbs": [(_("Tariff"), reverse("tariff")), (_("Enter a table of prices"), "")],
    }
    return render(request, "tariff/new.html", context, status=UNFIT if form.is_bound else 200)


def _entered(request: Request, form: TariffForm) -> bool:
    """Whether it was entered; what keeps it from being so stands in the form."""
    said = form.cleaned_data
    try:
        actions.enter(
            code=said["code"],
            title=said["title"],
            rates=form.rates(),
            with_tax=said["with_tax"],
            valid_from=said["valid_from"],
            instrument=said["instrument"],
            evidence=Evidence(said["evidence"]),
            note=said["note"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except actions.UnfitTariffError as fault:
        form.add_error(None, FAULTS[fault.unfit])
    except CodeTakenError:
        form.add_error("code", FAULTS["code"])
    except LaterTariffError:
        form.add_error("valid_from", FAULTS["later"])
    except NoPaperError:
        form.add_error("instrument", FAULTS["paper"])
    except RefusedTextError:
        form.add_error(None, REFUSED)
    return not form.errors


@require_http_methods(["GET", "POST"])
@signed_in
def new_payer(request: Request) -> HttpResponseBase:
    """Who pays from a day on."""
    if reason := permissions.why_not_enter(request.actor):
        raise NotAllowedError(reason)
    form = PayerForm(request.POST or None)
    if form.is_valid() and _said(request, form):
        messages.success(request, _("The rule is entered. Another compares it with its paper."))
        return redirect("tariff")
    return _form_page(request, form, _("Say who pays"), reverse("tariff"))


def _said(request: Request, form: PayerForm) -> bool:
    try:
        actions.say_who_pays(rule=form.rule(), by=request.actor, at=request.at, once=once(request))
    except LaterTariffError:
        form.add_error("valid_from", FAULTS["later"])
    except NoPaperError:
        form.add_error("instrument", FAULTS["paper"])
    except RefusedTextError:
        form.add_error(None, REFUSED)
    return not form.errors


def _form_page(request: Request, form: forms.Form, heading: str, back: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "crumbs": [(_("Tariff"), reverse("tariff")), (heading, "")],
    }
    return render(request, "tariff/form.html", context, status=UNFIT if form.is_bound else 200)


def _called(rows: Any, text: str) -> Any:
    return rows.filter(agency__name__icontains=text)


def _in_month(rows: Any, text: str) -> Any:
    try:
        return rows.filter(month=read_month(text))
    except forms.ValidationError:
        return rows.none()


SURCHARGES: Listing[PaperSurcharge] = Listing(
    title=gettext_lazy("Surcharges of marks, from paper"),
    order=("-month", "agency__sort_key", "-version", "pk"),
    empty=gettext_lazy(
        "No amount was entered yet. In flag mode the marks of a month are one amount, from the "
        "signed list on paper."
    ),
    columns=(
        Column(key="thang", label=gettext_lazy("Month"), value=lambda r: month_text(r.month),
               kind=Kind.UNBROKEN, sort="month"),
        Column(key="cq", label=gettext_lazy("Body"), value=lambda r: r.agency.name,
               sort="agency__sort_key", roomy=True),
        Column(key="tien", label=gettext_lazy("Amount before VAT, đồng"),
               value=lambda r: r.amount_vnd, kind=Kind.NUMBER, sort="amount_vnd"),
        Column(key="giay", label=gettext_lazy("Signed list"), value=lambda r: r.paper),
        Column(key="lan", label=gettext_lazy("Version"), value=lambda r: r.version,
               kind=Kind.NUMBER),
        Column(key="luc", label=gettext_lazy("Entered"), value=lambda r: r.entered_at,
               kind=Kind.MOMENT, sort="entered_at", wide_only=True),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Body"), apply=_called),
        TextFilter(key="thang", label=gettext_lazy("Month"), apply=_in_month,
                   hint=gettext_lazy("As mm/yyyy, for example 01/2026.")),
    ),
)  # fmt: skip


@require_GET
@signed_in
def surcharges(request: Request) -> HttpResponseBase:
    """Amounts of marks by month and body; the newest version of each counts."""
    actor = request.actor
    if not (actor.is_post or actor.is_agency):
        raise NotAllowedError(_("Only the sender and the post are shown what an item costs."))
    may = actor.role in SURCHARGE_KEEPERS
    context = {
        "tabs": tabs(actor, "paper_surcharges"),
        "act_url": reverse("new_paper_surcharge") if may else "",
        "act_label": _("Enter an amount"),
    }
    return answer(
        request,
        SURCHARGES,
        surcharges_seen_by(actor),
        template="tariff/surcharges.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
@acts_as(*sorted(SURCHARGE_KEEPERS))
def new_surcharge(request: Request) -> HttpResponseBase:
    """One amount for a body and a month, read from its signed list."""
    form = SurchargeForm(request.POST or None)
    if form.is_valid() and _taken(request, form):
        messages.success(request, _("The amount is entered."))
        return redirect("paper_surcharges")
    return _form_page(request, form, _("Enter the marks of a month"), reverse("paper_surcharges"))


def _taken(request: Request, form: SurchargeForm) -> bool:
    said = form.cleaned_data
    body = _body(request, form)
    if body is None:
        return False
    try:
        prices.enter_surcharge(
            agency_id=body.pk,
            month=said["month"],
            amount_vnd=said["amount"],
            paper=said["paper"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except (prices.WrongSurchargeError, NotAllowedError) as fault:
        form.add_error(None, str(fault))
    except RefusedTextError:
        form.add_error("paper", REFUSED)
    return not form.errors


def _body(request: Request, form: SurchargeForm) -> Agency | None:
    """The one body called so; several or none come back as a fault of the field."""
    (choice,) = resolve([(form.cleaned_data["agency"], "")], on=today(request), sender=None)
    if choice.agency is None:
        among = "; ".join(f"{one.name} ({one.code})" for one in choice.among)
        fault = _("No body in the register is called so. Type part of its name, or its code.")
        form.add_error(
            "agency", _("Which of these? %(among)s") % {"among": among} if among else fault
        )
    return choice.agency
