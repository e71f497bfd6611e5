"""What of doors, tries and acts of two persons waits for a person."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.custody.deliveries.permissions import DELIVERERS, LEADERS
from kt1.custody.items import listed
from kt1.custody.items.models import Advice
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.web.charts.bars import Bars
from kt1.web.delivery import listings
from kt1.web.home.waiting import Act, Found, Urgency, Waiting

RETURNING = LEADERS | {Role.COUNTER}


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if not actor.is_post:
        return []
    lines = [_agreed(actor, at)]
    if actor.role in RETURNING:
        lines += [_redelivery(actor), _advices(actor)]
    return [line for line in lines if line.count]


def _agreed(actor: Actor, at: datetime) -> Waiting:
    open_ = Approval.objects.filter(
        asked_by=actor.user_id,
        approved_at__isnull=False,
        used_at=None,
        refused_at=None,
        lapses_at__gt=at,
    )
    found = open_.aggregate(count=Count("pk"), due=Min("lapses_at"))
    return Waiting(
        title=_("Agreed to by a second person, to be done"),
        url=reverse("approvals"),
        count=found["count"],
        due=found["due"],
    )


def _redelivery(actor: Actor) -> Waiting:
    return Waiting(
        title=_("Tried without success, to deliver again"),
        detail=_("Plan the next run, or send back with the reason."),
        url=reverse("redelivery"),
        count=listings.tried(actor).count(),
    )


def _advices(actor: Actor) -> Waiting:
    seen = listed.seen_by(actor).values("pk")
    open_ = Advice.objects.filter(unit__in=seen, delivered_at__isnull=False, returned_at=None)
    return Waiting(
        title=_("Advices of delivery to bring back"),
        url=f"{reverse('advices')}?con=1",
        count=open_.count(),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role is Role.COURIER:
        return [Act(label=_("Who may sign when"), url=reverse("who_signs"))]
    if actor.role in RETURNING:
        return [Act(label=_("To deliver again"), url=reverse("redelivery"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A door by its code, for those who stand before it."""
    del at
    return list(_doors(actor, text.strip().upper())) if actor.role in DELIVERERS else []


def _doors(actor: Actor, code: str) -> Iterator[Found]:
    kind = PlaceKind.DELIVERY_POINT
    for place in Place.objects.filter(code=code, province=actor.province_id, kind=kind):
        yield Found(
            title=place.name,
            url=reverse("door", args=[place.code]),
            kind=_("door of my run"),
            detail=place.address,
        )
