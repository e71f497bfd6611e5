"""Correcting an agreed month in a later one: the earlier never changes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, State, key_of
from kt1.assurance.reconciliation import permissions, queries, signing
from kt1.assurance.reconciliation.models import REASON_LABELS
from kt1.assurance.reconciliation.rules import Figures, Reason
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import offer
from kt1.web.reconciliation.lists import SIDES
from kt1.web.request import Request, acts_as, once

WEIGHT_MOST, AMOUNT_MOST = 1_000_000, 1_000_000_000
NUMBER = "so"


class AdjustmentForm(forms.Form):
    account = forms.ChoiceField(label=gettext_lazy("Counted in the period"))
    code = forms.CharField(label=gettext_lazy("Number of the item"), max_length=40)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[(one.value, w) for one, w in REASON_LABELS.items()]
    )
    items = forms.IntegerField(
        label=gettext_lazy("Items more, or fewer"),
        min_value=-1,
        max_value=1,
        initial=0,
        help_text=gettext_lazy("1, 0 or -1: 0 where only weight or amount is corrected."),
    )
    weight_g = forms.IntegerField(
        label=gettext_lazy("Grams more, or fewer"),
        min_value=-WEIGHT_MOST,
        max_value=WEIGHT_MOST,
        initial=0,
    )
    amount = forms.IntegerField(
        label=gettext_lazy("Đồng net more, or fewer"),
        min_value=-AMOUNT_MOST,
        max_value=AMOUNT_MOST,
        initial=0,
        help_text=gettext_lazy("Without tax: it is taken on the sum of the period."),
    )

    def __init__(self, *args: Any, later: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "account", later)


@require_http_methods(["GET", "POST"])
@acts_as(*SIDES)
def adjust(request: Request, account_id: int) -> HttpResponseBase:
    """The number may be looked up first: the page then shows what both sides agreed on of it."""
    found = get_object_or_404(queries.seen_by(request.actor), pk=account_id)
    if why := permissions.why_not_adjust(request.actor, found):
        raise NotAllowedError(why)
    later = _later(request, found)
    line = _line(found, request.GET.get(NUMBER, ""))
    form = AdjustmentForm(
        request.POST if request.method == "POST" else None, later=later, initial=_initial(line)
    )
    if form.is_valid() and _adjusted(request, found, form):
        messages.success(request, _("The adjustment is entered. It is signed with its period."))
        return redirect("reconciliation", form.cleaned_data["account"])
    context = {
        "account": found,
        "form": form,
        "later": later,
        "line": line,
        "typed": request.GET.get(NUMBER, "")[:40],
        "crumbs": [
            (_("Reconciliation of volumes"), reverse("reconciliations")),
            (str(found.agency), reverse("reconciliation", args=[found.pk])),
            (_("Enter an adjustment"), ""),
        ],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "reconciliation/adjust.html", context, status=status)


def _later(request: Request, found: Account) -> list[tuple[str, str]]:
    """Accounts of the same body that are later, open, and not being signed."""
    rows = queries.seen_by(request.actor).filter(
        agency=found.agency_id, starts__gt=found.ends, state=State.FROZEN, signatures=None
    )
    return [(str(one.pk), one.period.said) for one in rows.order_by("starts")]


def _line(found: Account, number: str) -> Line | None:
    """What the post's book of the corrected period says of an item."""
    code = key_of(number.replace("\x00", "")[:40])
    lines = Line.objects.filter(account=found.pk, side=Side.POST_SENT, code=code)
    return lines.first() if code else None


def _initial(line: Line | None) -> dict[str, Any]:
    return {} if line is None else {"code": line.code}


def _adjusted(request: Request, found: Account, form: AdjustmentForm) -> bool:
    said = form.cleaned_data
    try:
        signing.adjust(
            corrects_id=found.pk,
            account_id=int(said["account"]),
            code=said["code"],
            reason=Reason(said["reason"]),
            figures=Figures(said["items"], said["weight_g"], said["amount"]),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except signing.UnfitAdjustmentError:
        form.add_error(
            None, _("Say how many items, grams or đồng more or fewer, and the number of the item.")
        )
    return not form.errors
