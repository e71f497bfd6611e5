"""The register of connections: where, with whom, by which agreement, whom to call."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.assessments import connecting, permissions, queries
from kt1.assurance.assessments.registered import EXCHANGE_LABELS, NetworkConnection
from kt1.network.units.queries import provinces, units
from kt1.web.assessments.acting import Page, acted, allowed
from kt1.web.assessments.forms import ConnectionForm, OnForm
from kt1.web.assessments.labels import due_chip, tabs, today
from kt1.web.assessments.overview import guard
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Connections")


def listing(
    on: date, warning: int, names: Mapping[int, str], *, may: bool
) -> Listing[NetworkConnection]:
    def link(row: NetworkConnection) -> str | None:
        return reverse("connection_check", args=[row.pk]) if may and not row.ended_on else None

    def end(row: NetworkConnection) -> str | None:
        return reverse("connection_end", args=[row.pk]) if may and not row.ended_on else None

    def peer(row: NetworkConnection) -> str:
        return names.get(row.peer_id, "") if row.peer_id else _("the central network")

    def phone(row: NetworkConnection) -> str:
        return row.phone

    acts: tuple[Column[NetworkConnection], ...] = (
        Column(
            key="kiem", label=gettext_lazy("Check"), link=link,
            value=lambda c: "" if c.ended_on else _("enter a check"),
        ),
        Column(
            key="kt", label=gettext_lazy("End it"), link=end,
            value=lambda c: "" if c.ended_on else _("end"),
        ),
    )  # fmt: skip
    return Listing(
        title=TITLE,
        order=("place__sort_key", "exchange", "pk"),
        columns=(
            Column(key="noi", label=gettext_lazy("Point of connection"),
                   value=lambda c: c.place.name, under=lambda c: c.place.code,
                   sort="place__sort_key", roomy=True),
            Column(key="voi", label=gettext_lazy("Connected with"), value=peer,
                   under=lambda c: str(c.get_exchange_display())),
            Column(key="so", label=gettext_lazy("Agreement"), value=lambda c: c.number,
                   under=lambda c: day(c.dated)),
            Column(key="goi", label=gettext_lazy("Duty post to call"), value=lambda c: c.contact,
                   under=phone),
            Column(key="han", label=gettext_lazy("Next check by"), kind=Kind.DAY,
                   value=lambda c: c.check_due, sort="check_due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda c: due_chip(c.check_due, c.ended_on, on, warning)),
            *(acts if may else ()),
        ),
        filters=(
            ChoiceFilter(key="gi", label=gettext_lazy("What passes"), field="exchange",
                         choices=[(e.value, word) for e, word in EXCHANGE_LABELS.items()]),
            FlagFilter(key="qh", label=gettext_lazy("To be checked only"),
                       apply=lambda rows: rows.filter(ended_on=None, check_due__lt=on)),
            FlagFilter(key="hl", label=gettext_lazy("Only those in force"),
                       apply=lambda rows: rows.filter(ended_on=None)),
        ),
        empty=gettext_lazy("No connection is registered."),
    )  # fmt: skip


@require_GET
@signed_in
def connections(request: Request) -> HttpResponseBase:
    guard(request)
    on, may = today(request), permissions.why_not_manage(request.actor) is None
    rows = queries.connections_seen_by(request.actor)
    peers = [one for one in rows.values_list("peer", flat=True).distinct() if one is not None]
    names = {pk: one.title for pk, one in units(peers, on).items()}
    context: dict[str, Any] = {
        "tabs": tabs("connections", request),
        "lead": _("Where the post of the province meets another network, and whom to call there."),
    }
    if may:
        context |= {"act_url": reverse("connection_new"), "act_label": _("Register a connection")}
    shown = listing(on, queries.warning_days(on), names, may=may)
    return answer(request, shown, rows, template="assessments/tabbed.html", context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    allowed(permissions.why_not_manage(request.actor))
    on, here = today(request), request.actor.province_id or 0
    form = ConnectionForm(
        request.POST if request.method == "POST" else None,
        places=[(one.code, one.name) for one in queries.houses(here, on)],
        peers=[(one.code, one.title) for one in provinces(on) if one.id != here],
    )
    page = Page(heading=_("Register a connection"), lead="", back="connections", of=TITLE)
    more = {"connected": connecting.Connected(**form.cleaned_data)} if form.is_valid() else {}
    return acted(request, page, form, connecting.register_connection, **more)


def _known(request: Request, connection_id: int) -> NetworkConnection:
    found = get_object_or_404(queries.connections_seen_by(request.actor), pk=connection_id)
    allowed(permissions.why_not_change_connection(request.actor, found))
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def check(request: Request, connection_id: int) -> HttpResponseBase:
    found = _known(request, connection_id)
    form = OnForm(request.POST if request.method == "POST" else None)
    page = Page(
        heading=_("Enter a check"),
        lead=_("Agreement, place and telephone were looked at: %(number)s.")
        % {"number": found.number},
        back="connections",
        of=TITLE,
    )
    more = dict(form.cleaned_data) if form.is_valid() else {}
    return acted(request, page, form, connecting.check_connection, connection_id=found.pk, **more)


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: Request, connection_id: int) -> HttpResponseBase:
    found = _known(request, connection_id)
    form = OnForm(request.POST if request.method == "POST" else None)
    page = Page(heading=_("End the connection"), lead=found.number, back="connections", of=TITLE)
    more = dict(form.cleaned_data) if form.is_valid() else {}
    return acted(request, page, form, connecting.end_connection, connection_id=found.pk, **more)
