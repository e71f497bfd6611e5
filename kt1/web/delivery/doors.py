"""The doors of what a person holds, as the courier's telephone shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.custody.deliveries import queries
from kt1.custody.trips.models import Trip
from kt1.custody.trips.runs import Door, InHand, run_of
from kt1.law.services.rules import Urgency
from kt1.network.agencies.models import AgencyPoint
from kt1.network.places.doors import guarded, notes_of
from kt1.network.places.models import Place
from kt1.people.actor import Actor
from kt1.people.focal_points.rules import Answer, Receiver
from kt1.people.visits.models import Call
from kt1.people.visits.queries import last_calls
from kt1.web.delivery import labels
from kt1.web.delivery.hours import off_hours
from kt1.web.items.labels import URGENCY_CHIPS
from kt1.web.parts import chips
from kt1.web.parts.chips import Chip
from kt1.web.words import Words

#: Stands in addresses for the door of bodies that have none in the register.
NO_DOOR = "chua-co-cua"
#: A call before this visit, not before yesterday's.
CALLED_WITHIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one body at one door: to be delivered, or to be given back to their sender."""

    body: int
    body_name: str
    goes_back: bool
    items: tuple[InHand, ...]
    answer: Answer | None

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.items]

    @property
    def focal_only(self) -> bool:
        return any(item.focal_only for item in self.items)

    @property
    def may_substitute(self) -> bool:
        return self.answer is not None and self.answer.substitute and not self.focal_only

    @property
    def people(self) -> tuple[Receiver, ...]:
        return self.answer.people if self.answer else ()

    @property
    def path(self) -> tuple[str, ...]:
        return self.answer.path if self.answer else ()

    @property
    def gap(self) -> Words:
        """Why nobody may sign now, when nobody may."""
        if self.goes_back or self.people:
            return ""
        if self.may_substitute:
            return _("Nobody named for this hour. A substitute confirmed by telephone may sign.")
        return _("Nobody may sign now, and no substitute is taken: keep it, record the try.")


@dataclass(slots=True, kw_only=True)
class Card:
    """One door as a card of the run."""

    place: Place | None
    groups: list[Group]
    passes_at: datetime | None = None
    now: datetime
    is_guarded: bool = True
    off_hours: bool = False
    #: The last call to a registered number of this door today.
    rung: Call | None = None

    @property
    def chip(self) -> Chip | None:
        return _chip(self.items, self.now)

    @property
    def key(self) -> str:
        return self.place.code if self.place else NO_DOOR

    @property
    def name(self) -> str:
        if self.place is not None:
            return self.place.name
        return ", ".join(dict.fromkeys(group.body_name for group in self.groups))

    @property
    def url(self) -> str:
        return reverse("door", args=[self.key])

    @property
    def items(self) -> list[InHand]:
        return [item for group in self.groups for item in group.items]

    @property
    def flags(self) -> tuple[Chip, ...]:
        return labels.flags_of(self.place) if self.place else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Gate, floor and hours to come to; nothing of what lies behind a guarded gate."""
        return notes_of(self.place, is_guarded=self.is_guarded) if self.place else ()

    @property
    def ring_first(self) -> bool:
        """At night nobody waits unasked: ring before coming (gọi báo trước)."""
        return self.off_hours and self.rung is None and bool(self.to_deliver)

    @property
    def urgent(self) -> Chip | None:
        found = {item.urgency for item in self.items}
        return next(
            (URGENCY_CHIPS[u] for u in (Urgency.EXPRESS, Urgency.TIMED) if u in found), None
        )

    @property
    def said(self) -> str:
        """3 items, 5 covers: what to take out of the bag."""
        items, pieces = len(self.items), sum(item.pieces for item in self.items)
        said = ngettext("%(n)s item", "%(n)s items", items) % {"n": items}
        if pieces == items:
            return said
        return f"{said}, {ngettext('%(n)s cover', '%(n)s covers', pieces) % {'n': pieces}}"

    @property
    def expected(self) -> datetime | None:
        return min((i.expected for i in self.items if i.expected), default=None)

    @property
    def deadline(self) -> datetime | None:
        running = [i.deadline for i in self.items if i.deadline and i.stopped is None]
        return min(running, default=None)

    @property
    def to_deliver(self) -> list[Group]:
        return [group for group in self.groups if not group.goes_back]

    @property
    def call(self) -> Receiver | None:
        """Whom to ring before coming (gọi báo trước)."""
        people = (one for group in self.to_deliver for one in group.people)
        return next((one for one in people if one.phone), None)

    @property
    def shared(self) -> tuple[Receiver, ...]:
        """Those who may sign for every body here at once: one post for a shared door."""
        groups = self.to_deliver
        if len(groups) < 2:  # noqa: PLR2004 - one body shares with nobody
            return ()
        rest = [{_identity(one) for one in group.people} for group in groups[1:]]
        return tuple(
            one for one in groups[0].people if all(_identity(one) in others for others in rest)
        )


def _identity(one: Receiver) -> tuple[str, ...]:
    return (one.kind, one.name, one.title, one.phone)


def _chip(items: Sequence[InHand], now: datetime) -> Chip | None:
    """The worst of the clocks that still run; by the expected time it is at risk (W11)."""
    running = [item for item in items if item.stopped is None and not item.goes_back]
    if any(item.deadline is not None and item.deadline < now for item in running):
        return chips.LATE
    if any(item.expected is not None and item.expected < now for item in running):
        return chips.AT_RISK
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    trip: Trip | None
    cards: tuple[Card, ...]

    @property
    def units(self) -> list[int]:
        return [item.unit for card in self.cards for item in card.items]


def run(actor: Actor, at: datetime) -> Doors:
    """All doors of what this person holds, the next one first."""
    found = run_of(actor, at)
    cards = tuple(_card(door, at) for door in found.doors)
    _know(cards, actor, at)
    return Doors(trip=found.trip, cards=cards)


def _card(door: Door, at: datetime) -> Card:
    groups = _groups(door.items, door.may_sign)
    return Card(place=door.place, groups=groups, passes_at=door.passes_at, now=at)


def _know(cards: Sequence[Card], actor: Actor, at: datetime) -> None:
    """What stands beside each door: whether it is guarded, and the last call. Two queries."""
    places = [card.place.pk for card in cards if card.place is not None]
    if not places:
        return
    behind, rung = guarded(places), last_calls(actor, places, at - CALLED_WITHIN)
    off = off_hours(at)
    for card in cards:
        pk = card.place.pk if card.place else 0
        card.is_guarded = pk in behind
        card.off_hours = off
        card.rung = rung.get(pk)


def _groups(items: Sequence[InHand], answers: dict[int, Answer]) -> list[Group]:
    by_body: dict[tuple[bool, int], list[InHand]] = {}
    for item in items:
        by_body.setdefault((item.goes_back, item.body), []).append(item)
    return [
        Group(
            body=body,
            body_name=found[0].body_name,
            goes_back=back,
            items=tuple(found),
            answer=None if back else answers.get(body),
        )
        for (back, body), found in by_body.items()
    ]


def at_door(actor: Actor, at: datetime, place: Place | None) -> tuple[Card, Doors]:
    """What this person holds for one door, also where the register would send them to another.

    A courier may stand at the second gate of a body: what goes to that body is delivered there.
    """
    everything = run(actor, at)
    found = (card for card in everything.cards if card.place == place)
    known = next(found, Card(place=place, groups=[], now=at))
    if not known.groups:
        _know([known], actor, at)
    elsewhere = [item for card in everything.cards if card is not known for item in card.items]
    if place is None or not elsewhere:
        return known, everything
    ties = AgencyPoint.objects.filter(point=place, agency__in={i.body for i in elsewhere})
    here = set(ties.values_list("agency_id", flat=True))
    also = [item for item in elsewhere if item.body in here and item.point is None]
    bodies = {i.body for i in also if not i.goes_back}
    answers = {body: queries.answer({body}, point=place.pk, at=at) for body in sorted(bodies)}
    known.groups += _groups(also, answers)
    return known, everything
