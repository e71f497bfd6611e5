"""Receivers of a body that works on paper: another enters its signed paper."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import actions
from kt1.people.focal_points.permissions import why_not_name
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.people.receiver_forms import NamingForm
from kt1.web.request import Request, acts_as, once

TRANSCRIBERS = (Role.DISPATCHER, Role.PARTY_OFFICE)
UNFIT = 422

ON_PAPER: Listing[Agency] = Listing(
    title=gettext_lazy("Agencies that work on paper"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("No agency here works on paper: each names its receivers itself."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
               sort="sort_key", link=lambda row: reverse("name_receiver_for", args=[row.code])),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda row: row.code, kind=Kind.CODE),
        Column(key="tb", label=gettext_lazy("Notice"), value=lambda _row: _("Tell the post"),
               link=lambda row: reverse("tell_post", args=[row.code])),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(pk__in=agencies_called(text))),
    ),
)  # fmt: skip


def on_paper(actor: Actor) -> QuerySet[Agency]:
    """Those for whom this person may enter a signed paper: `why_not_name` says the same of one."""
    found = Agency.objects.filter(works_on_paper=True, province=actor.province_id, valid_to=None)
    if actor.role is Role.PARTY_OFFICE:
        return found.filter(Q(bloc=Bloc.PARTY))
    return found


@require_GET
@acts_as(*TRANSCRIBERS)
def paper_agencies(request: Request) -> HttpResponseBase:
    lead = _("Choose the agency whose signed paper you hold. Its number and date are asked for.")
    crumbs = [(_("Receivers of KT1 items"), reverse("receivers")), (ON_PAPER.title, "")]
    context = {"lead": lead, "crumbs": crumbs}
    return answer(request, ON_PAPER, on_paper(request.actor), context=context)


@require_http_methods(["GET", "POST"])
@acts_as(*TRANSCRIBERS)
def name_receiver_for(request: Request, code: str) -> HttpResponseBase:
    """The same form as the agency's own; the entry says that it came from paper."""
    agency = get_object_or_404(Agency, code=code, province=request.actor.province_id)
    why_not = why_not_name(request.actor, agency)
    if why_not and request.method == "POST":
        raise NotAllowedError(why_not)
    form = NamingForm(request.POST or None, agency_id=agency.pk, at=request.at)
    if form.is_valid():
        try:
            actions.name_receiver(
                point_id=form.point_id,
                agency_id=agency.pk,
                naming=form.naming(),
                windows=form.windows(),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except actions.UnfitReceiverError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("The receiver is in the register."))
            return redirect("receivers")
    context = {"form": form, "agency": agency, "why_not": why_not}
    status = UNFIT if form.is_bound else 200
    return render(request, "receivers/name_for.html", context, status=status)
