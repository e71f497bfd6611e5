"""What of bags, hand-overs, runs, seals and shifts waits for a person of the post."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.custody.deliveries import irregularities, permissions
from kt1.custody.handovers import queries as handovers
from kt1.custody.handovers.rules import HandoverKind, Outcome
from kt1.custody.shifts import queries as shifts
from kt1.custody.shifts.queries import Holder
from kt1.custody.trips import queries as trips
from kt1.custody.trips.rules import TripState
from kt1.custody.units.rules import State
from kt1.network.routes.models import Departure
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web import moments
from kt1.web.charts.bars import Bars
from kt1.web.handling import reads
from kt1.web.handling.day_picture import units_by_hour
from kt1.web.home.waiting import Act, Found, Urgency, Waiting

#: Fewer seals in one's hands than this: ask for more before the bags are full.
SEALS_FEW = 10
#: A shift lasts about so long; past it the count is due.
SHIFT_HOURS = 8
SOON = timedelta(minutes=10)
HELD_BY = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
#: The beginning of a run's number from which it is looked for.
NUMBER_MIN = 4
PACKS = (Role.COUNTER, Role.CONTROLLER)


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """At most a dozen short queries, whatever lies here."""
    if not actor.is_post:
        return []
    found = [*_to_take(actor, at), *_not_taken(actor, at), *_wrongs(actor)]
    if actor.role in PACKS:
        bags = _bags(actor)
        found += [*_due_out(actor, bags, at), *_due_in(bags), *_few_seals(actor)]
    if actor.role in HELD_BY:
        found += _shift(actor, at)
    if actor.role in {Role.DISPATCHER, Role.CONTROLLER}:
        found += _runs(actor, at)
    return found


def _urgency(due: datetime | None, at: datetime) -> Urgency:
    if due is None:
        return Urgency.NOW
    if due <= at:
        return Urgency.LATE
    return Urgency.RISK if due - at <= SOON else Urgency.NOW


def _to_take(actor: Actor, at: datetime) -> list[Waiting]:
    """Offers to me, or to my place without a person. One is opened by itself, more as a list."""
    if actor.role not in HELD_BY:
        return []
    mine = Q(taker_person=actor.user_id)
    if actor.place_id is not None:
        mine |= Q(taker_person=None, taker_place=actor.place_id)
    offers = list(
        handovers.seen_by(actor)
        .filter(mine, outcome=Outcome.OFFERED)
        .exclude(giver_person=actor.user_id)
        .select_related("giver_place")
        .order_by("lapses_at")[:4]
    )
    return [
        Waiting(
            title=_("Hand-over to take"),
            detail=_("%(giver)s: %(bags)s bags, %(items)s loose items")
            % {"giver": one.giver_place, "bags": one.bags, "items": one.items},
            url=reverse("handover", args=[one.pk]),
            count=one.bags + one.items,
            urgency=_urgency(one.lapses_at, at),
            due=one.lapses_at,
        )
        for one in offers
    ]


def _not_taken(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role is Role.DISPATCHER:
        mine = Q(giver_place__province=actor.province_id)
        title = _("Offers that nobody took yet")
    else:
        mine, title = Q(giver_person=actor.user_id), _("My offers not taken yet")
    found = (
        handovers.seen_by(actor)
        .filter(mine, outcome=Outcome.OFFERED, kind=HandoverKind.TRANSFER)
        .aggregate(n=Count("pk"), first=Min("lapses_at"))
    )
    if not found["n"]:
        return []
    return [
        Waiting(
            title=title,
            detail=_("The giver stays answerable until they are taken."),
            url=f"{reverse('handovers')}?kq=offered",
            count=found["n"],
            urgency=max(_urgency(found["first"], at), Urgency.RISK)
            if found["first"] > at
            else Urgency.LATE,
            due=found["first"],
        )
    ]


def _bags(actor: Actor) -> dict[str, int]:
    """How many bags lie open with contents, lie sealed, or come. One query."""
    found: dict[str, int] = reads.bags_seen_by(actor).aggregate(
        open_full=Count("pk", reads.mine(actor) & Q(state=State.OPEN, full=True)),
        sealed_here=Count("pk", reads.mine(actor) & Q(state=State.SEALED, offer=None)),
        coming=Count(
            "pk",
            Q(state=State.SEALED, bag__destination=actor.place_id or 0)
            & ~Q(place=actor.place_id or 0),
        ),
    )
    return found


def _due_out(actor: Actor, bags: dict[str, int], at: datetime) -> list[Waiting]:
    """Bags that must leave with the next departure. Loose items are told by the pages of items."""
    leaves = next_departure(actor, at)
    here = reverse("bags")
    found = [
        (bags["open_full"], _("Open bags with contents, to be sealed"), f"{here}?o=day&tt=mo"),
        (bags["sealed_here"], _("Sealed bags to hand over"), f"{here}?o=day&tt=niem-phong"),
    ]
    return [
        Waiting(
            title=title,
            detail=_("Next departure") if leaves else "",
            url=url,
            count=count,
            urgency=_urgency(leaves, at) if leaves else Urgency.LATER,
            due=leaves,
        )
        for count, title, url in found
        if count
    ]


def next_departure(actor: Actor, at: datetime) -> datetime | None:
    """The next hour of the timetable at which something leaves this place or its office today."""
    here = moments.local(at)
    found = Departure.objects.filter(
        Q(route__start=actor.place_id or 0) | Q(route__start__inner=actor.place_id or 0),
        route__valid_to=None,
        leaves__gt=here.time(),
    ).aggregate(first=Min("leaves"))
    if found["first"] is None:
        return None
    return datetime.combine(here.date(), found["first"], moments.ZONE)


def _due_in(bags: dict[str, int]) -> list[Waiting]:
    if not bags["coming"]:
        return []
    return [
        Waiting(
            title=_("Bags on the way to this place"),
            url=f"{reverse('bags')}?o=den",
            count=bags["coming"],
            urgency=Urgency.LATER,
        )
    ]


def _few_seals(actor: Actor) -> list[Waiting]:
    left = reads.issued_to(actor).count()
    if left >= SEALS_FEW:
        return []
    return [
        Waiting(
            title=_("Seals left in my hands"),
            detail=_("Ask the centre for more before the bags are full."),
            url=f"{reverse('seals')}?toi=1",
            count=left,
            urgency=Urgency.NOW if left == 0 else Urgency.LATER,
        )
    ]


def _wrongs(actor: Actor) -> list[Waiting]:
    if permissions.why_not_close(actor):
        return []
    found = irregularities.open_list(actor)
    if actor.place_id is not None and actor.role in PACKS:
        found = found.filter(place=actor.place_id)
    count = found.count()
    if not count:
        return []
    return [
        Waiting(
            title=_("Irregularities to close"),
            detail=_("Each is closed by the number of its minutes."),
            url=f"{reverse('irregularities')}?tt=mo",
            count=count,
            urgency=Urgency.NOW,
        )
    ]


def _shift(actor: Actor, at: datetime) -> list[Waiting]:
    """The count at the end of a shift, once its hours are over and something is held."""
    holder = Holder(actor.place_id or 0, actor.user_id)
    before = shifts.last(holder)
    due = before.until + timedelta(hours=SHIFT_HOURS) if before else None
    if due is None or due > at:
        return []
    held = shifts.on_record(holder)
    count = sum(len(each) for each in held.units.values())
    if not count:
        return []
    return [
        Waiting(
            title=_("Shift to count"),
            detail=_("Scan everything that you hold, then hand it to the next shift."),
            url=reverse("shift_count"),
            count=count,
            urgency=Urgency.NOW,
        )
    ]


def _runs(actor: Actor, at: datetime) -> list[Waiting]:
    """Runs that should have left, and those of the next hours."""
    found = trips.seen_by(actor).filter(
        state=TripState.PLANNED, leaves_at__lte=at + timedelta(hours=6)
    )
    said = found.aggregate(n=Count("pk"), first=Min("leaves_at"))
    if not said["n"]:
        return []
    return [
        Waiting(
            title=_("Planned runs to send off"),
            url=f"{reverse('trips')}?tt=planned",
            count=said["n"],
            urgency=_urgency(said["first"], at),
            due=said["first"],
        )
    ]


def acts(actor: Actor) -> list[Act]:
    by_role = {
        Role.CONTROLLER: (_hand_over, _bag_acts, _count),
        Role.COUNTER: (_bag_acts, _hand_over),
        Role.COURIER: (_hand_over,),
        Role.DISPATCHER: (_plan,),
    }
    return [make() for make in by_role.get(actor.role, ())]


def _hand_over() -> Act:
    return Act(label=_("Hand over"), url=reverse("offer"), hint=_("Scan what you give, to whom"))


def _bag_acts() -> Act:
    return Act(label=_("Bag and seal"), url=f"{reverse('bags')}?o=day", hint=_("Bags at hand"))


def _count() -> Act:
    return Act(label=_("Count the shift"), url=reverse("shift_count"), hint=_("By scan"))


def _plan() -> Act:
    return Act(
        label=_("Plan a run"), url=reverse("trip_new"), hint=_("Route, vehicle, courier, escort")
    )


def picture(actor: Actor, at: datetime) -> Bars | None:
    if actor.role not in HELD_BY or actor.place_id is None:
        return None
    return units_by_hour(actor.place_id, at)


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A run by its number, or the beginning of it. Units are found by the pages of items."""
    del at
    asked = text.strip().upper()
    if not actor.is_post or len(asked) < NUMBER_MIN:
        return []
    return [
        Found(
            title=one.number,
            url=reverse("trip", args=[one.pk]),
            kind=_("Run"),
            detail=one.route.name,
            exact=one.number == asked,
        )
        for one in trips.seen_by(actor).filter(number__startswith=asked).order_by("-leaves_at")[:5]
    ]
