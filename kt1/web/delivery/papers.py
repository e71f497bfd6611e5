"""Bản kê phát: one paper a door, never one for many (W8): each door learns only of itself."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from kt1.custody.items.models import Item
from kt1.custody.units.codes import Code
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import Mode, Scope, Urgency
from kt1.people.accounts.models import User
from kt1.people.focal_points.models import RANK_LABELS
from kt1.web.delivery.door import DELIVERING, here_at, read_by
from kt1.web.delivery.doors import Card
from kt1.web.handling import sheets
from kt1.web.moments import local
from kt1.web.papers.forms.delivery import DeliveryLine, DeliverySheet, MaySign
from kt1.web.papers.rules import Services
from kt1.web.request import Request, acts_as


@require_GET
@acts_as(*DELIVERING)
def delivery_sheet(request: Request, key: str) -> HttpResponseBase:
    """What I hold for this door, to be signed there."""
    here = here_at(request, key)
    place = here.card.place
    lines = _lines(here.card)
    if place is None or not lines:
        raise Http404
    read_by(request, here)
    trip = here.every.trip
    return sheets.answer(
        DeliverySheet(
            sheet=sheets.sheet_of(request),
            number=f"{place.code}/{local(request.at):%d%m%y-%H%M}",
            run=trip.number if trip else "",
            courier=sheets.person_of(User.objects.get(pk=request.actor.user_id)),
            point=place.name,
            address=place.address,
            may_sign=_may_sign(here.card),
            no_phones=place.no_phones,
            focal_only=place.focal_only,
            call_first=here.card.call is not None,
            lines=lines,
        )
    )


def _lines(card: Card) -> tuple[DeliveryLine, ...]:
    items = [item for group in card.to_deliver for item in group.items]
    facts = {
        pk: (scope, agreed)
        for pk, scope, agreed in Item.objects.filter(pk__in=[i.unit for i in items]).values_list(
            "pk", "scope", "agreed_at"
        )
    }
    mode: Mode = current_mode()
    return tuple(
        DeliveryLine(
            code=Code(item.code),
            services=Services(
                mode=mode,
                urgency=Urgency(item.urgency),
                scope=Scope(facts[item.unit][0]),
                agreed=facts[item.unit][1],
            ),
            pieces=item.pieces,
        )
        for item in items
    )


def _may_sign(card: Card) -> tuple[MaySign, ...]:
    """Titles and telephones of this hour; the name of who really signs is written by hand."""
    return tuple(
        {
            one.id: MaySign(who=one.title, rank=str(RANK_LABELS[one.rank]), telephone=one.phone)
            for group in card.to_deliver
            for one in group.people
        }.values()
    )
