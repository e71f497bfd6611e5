"""A sự vụ raised to an incident: the page, and what the page of the sự vụ says of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.assurance.incidents import permissions, raising
from kt1.assurance.incidents.actions import UnfitIncidentError
from kt1.assurance.incidents.models import COVER_LABELS, KIND_LABELS
from kt1.assurance.incidents.rules import Cover, Kind
from kt1.custody.deliveries import irregularities
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units import codes as unit_codes
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import LENGTH_MAX, Refusal, RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.handling.labels import irregularity_number
from kt1.web.moments import moment
from kt1.web.parts.code_text import grouped
from kt1.web.request import Request, once, signed_in

CODES_MAX = 200


class CodesField(forms.CharField):
    """Numbers of items and bags, one a line; normalised, each once."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 4}), **more})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = [unit_codes.parse(one) for one in text.splitlines() if one.strip()]
        except unit_codes.MalformedCodeError:
            raise forms.ValidationError(_("This is no number of an item.")) from None
        if len(found) > CODES_MAX:
            raise forms.ValidationError(_("At most %(n)s.") % {"n": CODES_MAX})
        return list(dict.fromkeys(found))


class RaiseForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of incident"),
        coerce=Kind,
        choices=[(one, word) for one, word in KIND_LABELS.items() if one is not Kind.GAP],
        widget=forms.RadioSelect,
    )
    codes = CodesField(label=gettext_lazy("Numbers of the items and bags, one a line"))
    cover = forms.TypedChoiceField(
        label=gettext_lazy("State of the cover"), coerce=Cover, choices=COVER_LABELS
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the handling only; never of what is in an item."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def raise_one(request: Request, irregularity_id: UUID) -> HttpResponseBase:
    """Choose what it is; codes and state of the cover come from the irregularity."""
    if reason := permissions.why_not_raise(request.actor):
        raise NotAllowedError(reason)
    found = get_object_or_404(irregularities.seen_by(request.actor), pk=irregularity_id)
    if (before := raising.raised(found.pk)) is not None and request.method == "GET":
        return redirect("incident", before.pk)
    named = raising.codes_of(found)
    form = RaiseForm(
        request.POST if request.method == "POST" else None, initial=_initial(found, named)
    )
    if form.is_valid():
        try:
            made = raising.raise_irregularity(
                irregularity_id=found.pk, **form.cleaned_data,
                by=request.actor, at=request.at, once=once(request),
            )  # fmt: skip
        except UnknownUnitError:
            form.add_error("codes", _("There is no such item or bag that you may know of."))
        except RefusedTextError as refused:
            form.add_error("note", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitIncidentError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("incident", made)
    return _page(request, found, named, form)


def _initial(found: Irregularity, named: list[str]) -> dict[str, Any]:
    kind = raising.LIKELY.get(IrregularityKind(found.kind))
    return {
        "kind": kind,
        "codes": "\n".join(map(grouped, named)),
        "cover": raising.LOOKS.get(kind, Cover.NOT_SEEN) if kind else Cover.NOT_SEEN,
    }


def _page(
    request: Request, found: Irregularity, named: list[str], form: RaiseForm
) -> HttpResponseBase:
    number = irregularity_number(found.pk)
    here = reverse("irregularity", args=[found.pk])
    context = {
        "form": form,
        "heading": _("Raise to an incident"),
        "lead": _("Irregularity %(number)s, %(kind)s, found %(moment)s: the clock of notices runs"
                  " since then.")
        % {"number": number, "kind": found.get_kind_display(), "moment": moment(found.opened_at)},
        "known": raising.open_already(named, request.actor, request.at),
        "consequence": _("The irregularity stays and is closed with its own minutes. It is raised"
                         " once. Of a suspected leak no word is written here."),
        "button": _("Raise to an incident"),
        "back": here,
        "crumbs": [
            (_("Irregularities"), reverse("irregularities")),
            (number, here),
            (_("Raise to an incident"), ""),
        ],
    }  # fmt: skip
    status = UNFIT if form.is_bound else 200
    return render(request, "incidents/form.html", context, status=status)
