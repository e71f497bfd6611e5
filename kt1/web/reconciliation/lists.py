"""Every month of every body that a person may see, and freezing the next one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kt1.assurance.books.models import STATE_LABELS, Account
from kt1.assurance.books.rules import NotAPeriodError, Period, period_of
from kt1.assurance.reconciliation import actions, permissions, queries, reads, receiving
from kt1.law.parameters.rules import UnsetNormError
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.reconciliation.labels import state_chip
from kt1.web.reconciliation.periods import last_period, last_periods, months_of
from kt1.web.request import Request, acts_as, once

SIDES = tuple(sorted(AGENCY_ROLES | permissions.POST_SIDE))


#: Periods back for which an account of what was received is offered.
LOOKED_BACK = 6


def _of_month(rows: Any, text: str) -> Any:
    """The periods that a month lies in."""
    try:
        month = period_of(text)
    except NotAPeriodError:
        return rows.none()
    return rows.filter(starts__lte=month.ends, ends__gte=month.starts)


def listing() -> Listing[Any]:
    return Listing(
        title=gettext_lazy("Reconciliation of volumes"),
        order=("-starts", "agency__sort_key", "pk"),
        columns=(
            Column(key="ky", label=gettext_lazy("Period"), sort="starts", kind=Kind.UNBROKEN,
                   value=lambda a: a.period.said,
                   link=lambda a: reverse("reconciliation", args=[a.pk])),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda a: a.agency.name,
                   under=lambda a: a.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="lech", label=gettext_lazy("Differences"), kind=Kind.NUMBER,
                   value=lambda a: a.found),
            Column(key="cho", label=gettext_lazy("To be resolved"), kind=Kind.NUMBER,
                   value=lambda a: a.unresolved, sort="unresolved"),
            Column(key="ky-ten", label=gettext_lazy("Steps signed"), kind=Kind.NUMBER,
                   value=lambda a: a.signed),
            Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY, value=lambda a: a.due,
                   sort="due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda a: state_chip(a.state)),
        ),
        filters=(
            TextFilter(key="ky", label=gettext_lazy("Period"), apply=_of_month,
                       hint=gettext_lazy("as 2026-01")),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(state.value, word) for state, word in STATE_LABELS.items()]),
            FlagFilter(key="lech", label=gettext_lazy("With open differences only"),
                       apply=lambda rows: rows.filter(unresolved__gt=0)),
            FlagFilter(key="giay", label=gettext_lazy("The paper is to be entered"),
                       apply=reads.to_be_stamped),
        ),
        row_link=lambda a: reverse("reconciliation", args=[a.pk]),
        empty=gettext_lazy("No period is frozen yet. The post freezes it when it is over."),
    )  # fmt: skip


def overdue_listing() -> Listing[Any]:
    """Who is late and since when; nothing of what differs."""
    return Listing(
        title=gettext_lazy("Accounts past their date"),
        order=("due", "agency__sort_key", "pk"),
        columns=(
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda a: a.agency.name,
                   under=lambda a: a.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="ky", label=gettext_lazy("Period"), sort="starts", kind=Kind.UNBROKEN,
                   value=lambda a: a.period.said),
            Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY, value=lambda a: a.due,
                   sort="due"),
        ),
        filters=(
            TextFilter(key="ky", label=gettext_lazy("Period"), apply=_of_month,
                       hint=gettext_lazy("as 2026-01")),
        ),
        empty=gettext_lazy("Every month that was frozen is agreed or still in time."),
    )  # fmt: skip


@require_GET
@acts_as(Role.REGULATOR, Role.PARTY_OFFICE)
def overdue(request: Request) -> HttpResponseBase:
    on = request.at.astimezone(ZONE).date()
    return answer(request, overdue_listing(), queries.overdue(request.actor, on))


def counted(rows: QuerySet[Account]) -> QuerySet[Any]:
    open_ = Q(differences__resolved_at=None, differences__isnull=False)
    return rows.annotate(
        found=Count("differences", distinct=True),
        unresolved=Count("differences", filter=open_, distinct=True),
        signed=Count("signatures", distinct=True),
    )


@require_GET
@acts_as(*SIDES)
def reconciliations(request: Request) -> HttpResponseBase:
    context = {
        "freezes": request.actor.role is Role.DISPATCHER,
        "last": last_period(request.at),
        "received": _received_alone(request),
    }
    rows = counted(queries.seen_by(request.actor))
    return answer(request, listing(), rows, template="reconciliation/list.html", context=context)


def _received_alone(request: Request) -> list[Period]:
    """Periods for which a body that only received may open its account here."""
    if request.actor.role is not Role.CLERK:
        return []
    periods = last_periods(request.at, LOOKED_BACK)
    return receiving.received_alone(request.actor.agency_id or 0, periods)


class PeriodForm(forms.Form):
    """A period by its first month; how many months it has is for the norms to say."""

    ky = forms.CharField(label=gettext_lazy("Period"), max_length=7)

    def __init__(self, *args: Any, months: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.months = months

    def clean_ky(self) -> Period:
        try:
            return period_of(self.cleaned_data["ky"], months=self.months)
        except NotAPeriodError:
            if self.months == 1:
                raise forms.ValidationError(_("Write the month as 2026-01.")) from None
            said = _("Write the first month of a period of %(n)d months, as 2026-01.")
            raise forms.ValidationError(said % {"n": self.months}) from None


@require_POST
@acts_as(Role.DISPATCHER)
def freeze_period(request: Request) -> HttpResponseBase:
    form = PeriodForm(request.POST, months=months_of(request.at))
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["ky"])))
        return redirect("reconciliations")
    try:
        new = actions.freeze(
            province_id=request.actor.province_id or 0,
            period=form.cleaned_data["ky"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except UnsetNormError:
        messages.error(request, _("No norms hold for this period. Make a set of norms active."))
        return redirect("reconciliations")
    said = ngettext("%(n)d account was frozen.", "%(n)d accounts were frozen.", new)
    messages.success(request, said % {"n": new})
    return redirect(f"{reverse('reconciliations')}?ky={form.cleaned_data['ky'].starts:%Y-%m}")


@require_POST
@acts_as(Role.CLERK)
def open_received(request: Request) -> HttpResponseBase:
    """The account of a period in which this body only received; next, its book is brought."""
    form = PeriodForm(request.POST, months=months_of(request.at))
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["ky"])))
        return redirect("reconciliations")
    try:
        account = receiving.open_received(
            period=form.cleaned_data["ky"], by=request.actor, at=request.at, once=once(request)
        )
    except UnsetNormError:
        messages.error(request, _("No norms hold for this period. Make a set of norms active."))
        return redirect("reconciliations")
    return redirect("reconciliation_book", account, "nhan")
