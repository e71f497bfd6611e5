"""Who uses the service, who sends nothing or less than before, and the targets of the year.

Only numbers of items are compared. That a body sends nothing is a reason to ask it, and says
nothing of what it keeps or how (D17).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.adoption.actions import TargetError
from kt1.assurance.adoption.actions import set_target as put_target
from kt1.assurance.adoption.permissions import why_not_set_target
from kt1.assurance.adoption.queries import seen_by
from kt1.assurance.adoption.rules import NOTHING, TO_ASK, Span, Standing
from kt1.custody.items.listed import agencies_called
from kt1.law.screening.rules import RefusedTextError
from kt1.network.agencies.models import BLOC_LABELS, Agency
from kt1.network.agencies.rules import Bloc
from kt1.oversight.figures.permissions import OF_PROVINCE
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import offer
from kt1.web.figures import narrowing
from kt1.web.figures.asking import BODY, BY, SINCE, UNTIL, span_of
from kt1.web.figures.cells import said
from kt1.web.figures.labels import CONTRAST_LABELS, STANDING_CHIPS, signed_per_cent, tabs
from kt1.web.figures.usage import Usage, fall_percent, goals, usage
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Filter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.request import Request, acts_as, once
from kt1.web.tariff.entering import REFUSED
from kt1.web.tariff.forms import month_text

#: Filters by more than one standing.
ASK, NONE, CONTRAST = "can-hoi", "khong-gui", "khac-ra-soat"


@require_GET
@acts_as(*sorted(OF_PROVINCE))
def adoption(request: Request) -> HttpResponseBase:
    """Every body of the reader's lines with how its sending stands."""
    faults: dict[str, str] = {}
    span = span_of(request.GET, request.at, faults)
    seen = seen_by(request.actor, request.at.astimezone(ZONE).date())
    found = usage(request.actor.province_id or 0, seen, span, request.at)
    context = {
        "tabs": tabs(request.actor, "adoption"),
        "months": f"{month_text(span.first)} – {month_text(span.last)}",
        "before": f"{month_text(span.before.first)} – {month_text(span.before.last)}",
        "ask": sum(one.standing in TO_ASK for one in found.values()),
        "using": sum(one.use.used for one in found.values()),
        "bodies": len(found),
        "fall": fall_percent(request.at),
        "goals": goals(request.actor, request.at),
        "may_set": why_not_set_target(request.actor) is None,
    }
    places = narrowing.of_place(request.actor.province_id or 0, request.at.astimezone(ZONE).date())
    listing = _listing(found, span, places)
    return answer(request, listing, seen, template="figures/adoption.html", context=context)


def _listing(found: Mapping[int, Usage], span: Span, places: tuple[Filter, ...]) -> Listing[Agency]:
    months = {SINCE: month_text(span.first), UNTIL: month_text(span.last)}
    body_url = f"{reverse('figures')}?{urlencode({BY: 'thang', **months})}&{BODY}="

    def told(row: Agency) -> str | None:
        contrast = found[row.pk].contrast
        return str(CONTRAST_LABELS[contrast]) if contrast else None

    return Listing(
        title=_("Use of the service"),
        order=("sort_key", "pk"),
        per_page=100,
        empty=_("No body of your line is served here."),
        columns=(
            Column(key="co-quan", label=_("Agency"), value=lambda row: row.name, roomy=True,
                   sort="sort_key", under=lambda row: str(row.get_bloc_display()),
                   link=lambda row: f"{body_url}{row.code}"),
            Column(key="tt", label=_("How it sends"), kind=Kind.CHIP, under=told,
                   value=lambda row: STANDING_CHIPS[found[row.pk].standing]),
            Column(key="gui", label=_("Items sent"), kind=Kind.NUMBER,
                   value=lambda row: said(found[row.pk].sent)),
            Column(key="truoc", label=_("The period before"), kind=Kind.NUMBER,
                   value=lambda row: said(found[row.pk].sent_before)),
            Column(key="doi", label=_("More or less"), kind=Kind.NUMBER,
                   value=lambda row: signed_per_cent(found[row.pk].change)),
            Column(key="nhan", label=_("Items received"), kind=Kind.NUMBER,
                   value=lambda row: said(found[row.pk].received)),
            Column(key="w15", label=_("Reported to send otherwise"), kind=Kind.YES_NO,
                   value=lambda row: found[row.pk].reported),
        ),
        filters=(
            *narrowing.of_months(),
            TextFilter(key="q", label=_("Agency"),
                       apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
            ChoiceFilter(key="khoi", label=_("Bloc"), choices=list(BLOC_LABELS.items()),
                         field="bloc"),
            *places,
            ChoiceFilter(key=narrowing.USED, label=_("Used it"),
                         choices=[("1", _("yes")), ("0", _("no"))],
                         apply=lambda rows, value: _using(rows, value, found)),
            ChoiceFilter(key="tt", label=_("How it sends"), choices=_choices(),
                         apply=lambda rows, value: _standing(rows, value, found)),
        ),
    )  # fmt: skip


def _choices() -> list[tuple[str, Any]]:
    return [
        (ASK, _("to be asked: nothing, no more, less")),
        (NONE, _("sends nothing, or no more")),
        (CONTRAST, _("not what the self-review says")),
        *((standing.value, STANDING_CHIPS[standing].word) for standing in Standing),
    ]


def _using(rows: Rows, value: str, found: Mapping[int, Usage]) -> Rows:
    return rows.filter(pk__in=[pk for pk, one in found.items() if one.use.used == (value == "1")])


def _standing(rows: Rows, value: str, found: Mapping[int, Usage]) -> Rows:
    if value == CONTRAST:
        kept = [pk for pk, one in found.items() if one.contrast]
    else:
        several = {ASK: TO_ASK, NONE: NOTHING}
        wanted = several[value] if value in several else frozenset({Standing(value)})
        kept = [pk for pk, one in found.items() if one.standing in wanted]
    return rows.filter(pk__in=kept)


class TargetForm(forms.Form):
    """One target of a year."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2017, max_value=2100)
    bloc = forms.ChoiceField(label=gettext_lazy("Bloc"), required=False)
    percent = forms.IntegerField(
        label=gettext_lazy("Bodies that use the service, percent"), min_value=1, max_value=100
    )
    paper = forms.CharField(
        label=gettext_lazy("Paper that sets it"),
        max_length=120,
        help_text=gettext_lazy("Number, date and issuer."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "bloc", [("", _("every bloc")), *BLOC_LABELS.items()])


@require_http_methods(["GET", "POST"])
@acts_as(Role.REGULATOR)
def set_target(request: Request) -> HttpResponseBase:
    """Enter a target with its paper; one of the same year and bloc takes the place of another."""
    if reason := why_not_set_target(request.actor):
        raise NotAllowedError(reason)
    year = request.at.astimezone(ZONE).year
    form = TargetForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            put_target(
                year=given["year"],
                bloc=Bloc(given["bloc"]) if given["bloc"] else None,
                goal_percent=given["percent"],
                paper=given["paper"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError:
            form.add_error("paper", REFUSED)
        except TargetError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The target is entered."))
            return redirect("adoption")
    context = {
        "form": form,
        "crumbs": [(_("Use of the service"), reverse("adoption")), (_("Target"), "")],
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "figures/target.html", context, status=status)
