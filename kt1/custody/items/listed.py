"""Items as lists and home pages read them, always from an actor's point of view.

Work goes by the expected time, quality by the legal one (W11): an item is at risk when its run
has passed without it or will come too late; it is late when the legal maximum has passed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateTimeField, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate

from kt1.custody.clock.models import Clock
from kt1.custody.items.models import Item
from kt1.custody.units.rules import State
from kt1.law.services.rules import Urgency
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import bearing
from kt1.network.successions.lineage import bodies_behind, with_forebears
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role
from kt1.people.actor import Actor

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
#: Where the clock still runs and somebody of the post has work to do.
UNDER_WAY = (State.IN_POST, State.HELD)
_READERS = AGENCY_ROLES | {Role.PARTY_OFFICE}


def seen_by(actor: Actor) -> QuerySet[Item]:
    """A body sees what it sent, and what was accepted for it; the post what touches its province.

    The same rule as `units.queries.visible`, said for lists.
    """
    if actor.role in _READERS and actor.agency_id is not None:
        bodies = bodies_behind(actor.agency_id)
        received = Q(receiver__in=bodies) & ~Q(unit__state__in=[State.DECLARED, State.WITHDRAWN])
        return Item.objects.filter(Q(sender__in=bodies) | received)
    if actor.role in POST_ROLES:
        touches = Q(from_province=actor.province_id) | Q(to_province=actor.province_id)
        return Item.objects.filter(touches).exclude(unit__state=State.WITHDRAWN)
    return Item.objects.none()


def sent_by(actor: Actor) -> QuerySet[Item]:
    return seen_by(actor).filter(sender__in=bodies_behind(actor.agency_id))


def received_by(actor: Actor) -> QuerySet[Item]:
    return seen_by(actor).filter(receiver__in=bodies_behind(actor.agency_id))


def with_all(rows: QuerySet[Item], at: datetime) -> QuerySet[Item]:
    """Each with what a line of a list shows; one query, however many lines. `now` is `at`."""
    return rows.select_related(
        "unit", "unit__clock", "unit__place", "unit__inside", "sender", "receiver"
    ).annotate(now=Value(at, DateTimeField()))


def running() -> Q:
    return Q(unit__state__in=UNDER_WAY, unit__clock__stopped_at=None, unit__clock__isnull=False)


def late(at: datetime) -> Q:
    return running() & Q(unit__clock__deadline__lt=at)


def at_risk(at: datetime) -> Q:
    """Not late yet, but the run that should have brought it is over, or comes too late."""
    missed = Q(unit__clock__expected_at__lt=at)
    too_late = Q(unit__clock__expected_at__gt=F("unit__clock__deadline"))
    return running() & Q(unit__clock__deadline__gte=at) & (missed | too_late)


def by_expected(rows: QuerySet[Item]) -> QuerySet[Item]:
    """In the order of work: Hỏa tốc first among equals, then by the next run, else by the law."""
    first = Case(When(urgency=Urgency.EXPRESS, then=Value(0)), default=Value(1))
    due = Coalesce("unit__clock__expected_at", "unit__clock__deadline")
    return rows.annotate(due=due, urgent_first=first)


def in_hand(actor: Actor) -> QuerySet[Item]:
    """Loose items that this person or their place answers for."""
    mine = Q(unit__person=actor.user_id) | Q(unit__person=None, unit__place=actor.place_id)
    states = [State.IN_POST, State.RETURNING, State.HELD]
    return Item.objects.filter(mine, unit__state__in=states, unit__inside=None)


def declared_here(actor: Actor) -> QuerySet[Item]:
    """Declared items of the province that nobody has collected yet."""
    return Item.objects.filter(unit__state=State.DECLARED, from_province=actor.province_id)


def sums_of_sender(actor: Actor, at: datetime) -> Mapping[str, Any]:
    """What a body sent and still waits for, in one query."""
    open_ = Q(unit__state__in=[*UNDER_WAY, State.AWAITING, State.RETURNING])
    advice = Q(unit__advice__delivered_at__isnull=False, unit__advice__returned_at=None)
    return sent_by(actor).aggregate(
        declared=Count("pk", filter=Q(unit__state=State.DECLARED)),
        open=Count("pk", filter=open_),
        open_due=Min("unit__clock__expected_at", filter=running()),
        late=Count("pk", filter=late(at)),
        late_due=Min("unit__clock__deadline", filter=late(at)),
        risk=Count("pk", filter=at_risk(at)),
        risk_due=Min("unit__clock__deadline", filter=at_risk(at)),
        advice=Count("pk", filter=advice),
        held=Count("pk", filter=Q(unit__state=State.HELD)),
    )


def sums_of_receiver(actor: Actor) -> Mapping[str, Any]:
    """What came for a body in its duty officer's hands, and what is on the way to it."""
    return received_by(actor).aggregate(
        awaiting=Count("pk", filter=Q(unit__state=State.AWAITING)),
        awaiting_since=Min("unit__since", filter=Q(unit__state=State.AWAITING)),
        coming=Count("pk", filter=running()),
        coming_due=Min("unit__clock__expected_at", filter=running()),
    )


def sums_of_post(actor: Actor, at: datetime) -> Mapping[str, Any]:
    """What is late and at risk in the province, in one query over the clocks that run."""
    return (
        seen_by(actor)
        .filter(running())
        .aggregate(
            late=Count("pk", filter=late(at)),
            late_due=Min("unit__clock__deadline", filter=late(at)),
            risk=Count("pk", filter=at_risk(at)),
            risk_due=Min("unit__clock__expected_at", filter=at_risk(at)),
        )
    )


def sums_in_hand(actor: Actor, at: datetime) -> Mapping[str, Any]:
    """What this person or place holds loose, what of it is at risk, what is not weighed."""
    return in_hand(actor).aggregate(
        loose=Count("pk", filter=Q(unit__state=State.IN_POST, unit__offer=None)),
        loose_due=Min("unit__clock__expected_at", filter=running()),
        risk=Count("pk", filter=at_risk(at) | late(at)),
        risk_due=Min("unit__clock__expected_at", filter=at_risk(at) | late(at)),
        unweighed=Count("pk", filter=Q(weight_g=None, unit__state=State.IN_POST)),
    )


def sums_declared(actor: Actor) -> Mapping[str, Any]:
    """What waits at the desks of the province; Hẹn giờ by the time agreed."""
    return declared_here(actor).aggregate(
        all=Count("pk"),
        urgent=Count("pk", filter=Q(urgency=Urgency.EXPRESS)),
        timed=Count("pk", filter=Q(urgency=Urgency.TIMED)),
        agreed=Min("agreed_at", filter=Q(urgency=Urgency.TIMED)),
    )


def volume(actor: Actor, at: datetime, days: int) -> tuple[dict[Any, int], dict[Any, int]]:
    """Items accepted and items delivered a day, of the last days until today. Two queries.

    A body: what it sent, and what reached it. The post: what its province accepted and delivered.
    """
    since = _midnight(at) - timedelta(days=days - 1)
    is_post = actor.role in POST_ROLES
    out: dict[str, Any] = (
        {"unit__item__from_province": actor.province_id}
        if is_post
        else {"unit__item__sender__in": bodies_behind(actor.agency_id)}
    )
    came: dict[str, Any] = (
        {"unit__item__to_province": actor.province_id}
        if is_post
        else {"unit__item__receiver__in": bodies_behind(actor.agency_id)}
    )
    # An item is delivered some days after it started: further back there is nothing to find.
    started = Clock.objects.filter(started_at__gte=since - timedelta(days=days))
    accepted = started.filter(started_at__gte=since, **out)
    delivered = started.filter(delivered_at__gte=since, **came)
    return _by_day(accepted, "started_at"), _by_day(delivered, "delivered_at")


def _by_day(rows: QuerySet[Clock], field: str) -> dict[Any, int]:
    day = TruncDate(field, tzinfo=HANOI)
    counted = rows.annotate(day=day).values("day").annotate(n=Count("pk")).order_by("day")
    return dict(counted.values_list("day", "n"))


def _midnight(at: datetime) -> datetime:
    return at.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)


def agencies_called(text: str) -> QuerySet[Any]:
    """Ids of bodies called so, accents or not: for narrowing items by sender or receiver.

    A body that came after others finds what they sent and received as well.
    """
    return with_forebears(bearing(Agency.objects.all(), text)).values("pk")
