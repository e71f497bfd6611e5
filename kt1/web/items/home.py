"""What of items waits for a person, what they do all day, and finding an item by its code."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kt1.custody.items import listed, pickups
from kt1.custody.units import codes, queries
from kt1.custody.units.models import Alias, Unit
from kt1.custody.units.rules import Kind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web import moments
from kt1.web.charts.bars import Bars, Series
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.items import labels
from kt1.web.items.lead import lead_hours_most

DAYS_SHOWN = 14
FOUND_MOST = 8
PREFIX_MIN = 5
SENDERS = frozenset({Role.CLERK, Role.HEAD, Role.ACCOUNTANT, Role.PARTY_OFFICE})
TAKERS = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER})
LEADERS = frozenset({Role.DISPATCHER, Role.CONTROLLER})
_SOON = timedelta(hours=2)


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    found: list[Waiting] = []
    if actor.role is Role.CLERK:
        found += [*_received(actor), *_sent(actor, at), *_pickups(actor, at)]
    if actor.role in TAKERS:
        found += [*_pickups(actor, at), *_to_collect(actor, at), *_at_hand(actor, at)]
    if actor.role in LEADERS:
        found += _of_the_province(actor, at)
    return [line for line in found if line.count]


def _list(name: str, **asked: str) -> str:
    return f"{reverse(name)}?{urlencode(asked)}" if asked else reverse(name)


def _received(actor: Actor) -> Iterator[Waiting]:
    sums = listed.sums_of_receiver(actor)
    yield Waiting(
        title=_("Items taken off hours, to be confirmed"),
        detail=_("The duty officer signed for them: see that you have them in hand."),
        url=reverse("confirm_items"),
        count=sums["awaiting"],
        urgency=Urgency.NOW,
        due=sums["awaiting_since"],
    )
    yield Waiting(
        title=_("Items on their way to you"),
        url=_list("items_received", tt="in_post"),
        count=sums["coming"],
        urgency=Urgency.LATER,
        watch=True,
        due=sums["coming_due"],
    )


def _sent(actor: Actor, at: datetime) -> Iterator[Waiting]:
    sums = listed.sums_of_sender(actor, at)
    yield Waiting(
        title=_("Sent items past the legal limit"),
        url=_list("items_sent", tre="1"),
        count=sums["late"],
        urgency=Urgency.LATE,
        due=sums["late_due"],
    )
    yield Waiting(
        title=_("Sent items at risk of being late"),
        url=_list("items_sent", nguy_co="1"),
        count=sums["risk"],
        urgency=Urgency.RISK,
        due=sums["risk_due"],
    )
    yield Waiting(
        title=_("Sent items kept back for decision"),
        url=_list("items_sent", tt="held"),
        count=sums["held"],
        urgency=Urgency.NOW,
    )
    yield Waiting(
        title=_("Declared, not collected yet"),
        detail=_("Print the labels; ask for a pick-up."),
        url=_list("items_sent", tt="declared"),
        count=sums["declared"],
        urgency=Urgency.NOW,
    )
    yield Waiting(
        title=_("Advices of delivery to come back"),
        detail=_("Delivered; note the advice when it is in your hands."),
        url=_list("items_sent", bp="1"),
        count=sums["advice"],
        urgency=Urgency.LATER,
    )
    yield Waiting(
        title=_("Sent items not delivered yet"),
        url=_list("items_sent", mo="1"),
        count=sums["open"],
        urgency=Urgency.LATER,
        watch=True,
        due=sums["open_due"],
    )


def _pickups(actor: Actor, at: datetime) -> Iterator[Waiting]:
    wanted = list(pickups.open_pickups(actor).values_list("wanted_at", "state"))
    if not wanted:
        return
    first = wanted[0][0]
    yield Waiting(
        title=_("Pick-ups asked for"),
        detail=_("Not collected yet."),
        url=reverse("pickups"),
        count=len(wanted),
        urgency=Urgency.RISK if first < at - _SOON else Urgency.NOW,
        due=first,
    )


def _to_collect(actor: Actor, at: datetime) -> Iterator[Waiting]:
    sums = listed.sums_declared(actor)
    if sums["timed"]:
        latest = sums["agreed"] - timedelta(hours=lead_hours_most(at))
        yield Waiting(
            title=_("Timed items to accept before their lead time ends"),
            detail=_("Accepted later, the agreed time does not hold."),
            url=reverse("accept"),
            count=sums["timed"],
            urgency=_by_now(latest, at),
            due=latest,
        )
    yield Waiting(
        title=_("Declared items to collect"),
        detail=_("Express among them: %(n)s.") % {"n": sums["urgent"]} if sums["urgent"] else "",
        url=reverse("accept"),
        count=sums["all"],
        urgency=Urgency.NOW,
    )


def _by_now(due: datetime, at: datetime) -> Urgency:
    if due < at:
        return Urgency.LATE
    return Urgency.RISK if due < at + _SOON else Urgency.NOW


def _at_hand(actor: Actor, at: datetime) -> Iterator[Waiting]:
    sums = listed.sums_in_hand(actor, at)
    yield Waiting(
        title=_("Items in hand at risk of being late"),
        url=_list("items_work", tay="1", nguy_co="1"),
        count=sums["risk"],
        urgency=Urgency.RISK,
        due=sums["risk_due"],
    )
    yield Waiting(
        title=_("Items in hand, not in a bag yet"),
        url=_list("items_work", tay="1"),
        count=sums["loose"],
        urgency=Urgency.NOW,
        due=sums["loose_due"],
    )
    if actor.role is not Role.COURIER:
        yield Waiting(
            title=_("Items in hand to weigh"),
            url=reverse("weigh"),
            count=sums["unweighed"],
            urgency=Urgency.LATER,
        )


def _of_the_province(actor: Actor, at: datetime) -> Iterator[Waiting]:
    sums = listed.sums_of_post(actor, at)
    yield Waiting(
        title=_("Items past the legal limit"),
        bundle=Bundle.ITEMS,
        url=_list("items_work", tre="1"),
        count=sums["late"],
        urgency=Urgency.LATE,
        due=sums["late_due"],
    )
    yield Waiting(
        title=_("Items at risk, by the expected time"),
        bundle=Bundle.ITEMS,
        url=_list("items_work", nguy_co="1"),
        count=sums["risk"],
        urgency=Urgency.RISK,
        due=sums["risk_due"],
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role is Role.CLERK:
        return [
            Act(label=_("Declare items"), url=reverse("declare"), hint=_("Several covers at once")),
            Act(label=_("Ask for a pick-up"), url=reverse("pickups")),
            Act(label=_("Hand-over book"), url=reverse("handover_book")),
        ]
    if actor.role in {Role.COUNTER, Role.COURIER}:
        hint = _("Scan declared covers, or enter undeclared ones")
        return [Act(label=_("Accept items"), url=reverse("accept"), hint=hint)]
    if actor.role is Role.DISPATCHER:
        return [Act(label=_("Items by expected time"), url=reverse("items_work"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    if actor.role not in SENDERS and not actor.is_post:
        return None
    accepted, delivered = listed.volume(actor, at, DAYS_SHOWN)
    today = moments.local(at).date()
    days = [today - timedelta(days=n) for n in reversed(range(DAYS_SHOWN))]
    out, came = (
        (_("Items accepted"), _("Delivered")) if actor.is_post else (_("Sent"), _("Received"))
    )
    return Bars(
        title=_("Items of the last 14 days"),
        unit=_("items"),
        labels=[f"{day:%d/%m}" for day in days],
        series=(
            Series(out, [accepted.get(day, 0) for day in days]),
            Series(came, [delivered.get(day, 0) for day in days]),
        ),
    )


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A unit by its code, by the start of it, or by a number the operator gave it."""
    del at
    seen = queries.seen_by(actor).select_related("item__sender", "item__receiver")
    try:
        code = codes.parse(text)
    except codes.MalformedCodeError:
        return [_found(unit) for unit in _called(seen, text)]
    return [_found(unit, exact=True) for unit in seen.filter(code=code)]


def _called(seen: QuerySet[Unit], text: str) -> list[Unit]:
    bare = "".join(c for c in text.upper() if c.isalnum())
    if len(bare) < PREFIX_MIN or len(bare) > codes.LENGTH:
        return []
    named = Alias.objects.filter(number=bare).values("unit")
    begins = seen.filter(code__startswith=codes.beginning(bare)).order_by("code")
    return [*seen.filter(pk__in=named)[:FOUND_MOST], *begins[:FOUND_MOST]]


def _found(unit: Unit, *, exact: bool = False) -> Found:
    if unit.kind != Kind.ITEM:
        return Found(
            title=unit.code,
            url=reverse("bag", args=[unit.code]),
            kind=unit.get_kind_display(),
            exact=exact,
        )
    item = unit.item
    return Found(
        title=unit.code,
        url=reverse("item", args=[unit.code]),
        kind=str(labels.STATE_CHIPS[unit.state]),
        detail=f"{item.sender.name} → {item.receiver.name}",
        exact=exact,
    )
