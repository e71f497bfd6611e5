"""Steps of acts of two persons: find and lock what a proposal is about, and say what it does.

They write nothing and open no transaction: the same step tries an act out when it is proposed
and builds it when it is done.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.bags import queries as bags
from kt1.custody.bags.rules import SEAL_NEXT, SealState
from kt1.custody.clock import steps as clock
from kt1.custody.deliveries import corrections, permissions
from kt1.custody.deliveries.corrections import Tried, WrongHandover
from kt1.custody.deliveries.irregularities import close_for, open_of
from kt1.custody.deliveries.models import Attempt
from kt1.custody.deliveries.proposals import (
    Correction,
    Destruction,
    Found,
    Loss,
    Release,
    WrongAttemptSaid,
    WrongFactsSaid,
    WrongHandoverSaid,
)
from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.handovers.rules import HandoverKind
from kt1.custody.items import queries as items_of
from kt1.custody.items.models import Item
from kt1.custody.items.rules import PIECES_MAX, WEIGHT_MAX_G, HeldItem
from kt1.custody.units import queries as units_of
from kt1.custody.units import register
from kt1.custody.units.rules import JSON, Act, Kind, NotPossibleError, micros
from kt1.law.services.rules import Scope
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import lines_of
from kt1.people.actor import Actor, NotAllowedError

_OUT_OF_THE_POST = (HandoverKind.DELIVERY, HandoverKind.RETURN)


def build_loss(loss: Loss, key: UUID, *, by: Actor, at: datetime) -> Act:
    _must_be_post(by)
    units = units_of.lock(loss.codes, by=by)
    contents = [
        unit for bag in units if bag.kind != Kind.ITEM for unit in bags.lock_contents(bag.id)
    ]
    return corrections.lost(units, contents, key=key, at=at)


def build_release(release: Release, *, by: Actor, at: datetime) -> Act:
    _must_be_post(by)
    items = items_of.lock(release.codes, by=by)
    closing = open_of([i.id for i in items])
    done = corrections.released(items, back=release.back, closing=closing)
    close_for(done, closing, minutes=release.minutes, at=at)
    return done


def build_found(found: Found, *, by: Actor) -> Act:
    _must_be_post(by)
    if by.place_id is None:
        raise NotAllowedError(_("What is found is taken in at a place of the post."))
    units = units_of.lock(found.codes, by=by)
    return corrections.found(units, place=by.place_id, person=by.user_id, back=found.back)


def build_destruction(destruction: Destruction, *, by: Actor) -> Act:
    _must_be_post(by)
    seals = bags.lock_seals(destruction.numbers)
    wrong = [
        number
        for number in destruction.numbers
        if number not in seals
        or seals[number].place != by.place_id
        or SealState.DESTROYED not in SEAL_NEXT[SealState(seals[number].state)]
    ]
    if wrong or not destruction.numbers:
        raise NotPossibleError(
            _("Not to be destroyed here: %(numbers)s.") % {"numbers": ", ".join(wrong)}
        )
    return Act(
        kind="seal.destroyed",
        subject=f"place:{by.place_id}",
        seals=[
            {
                "seal": seal.number,
                "state": SealState.DESTROYED.value,
                "place": seal.place,
                "person": seal.person,
                "unit": seal.unit,
            }
            for seal in seals.values()
        ],
    )


def build_correction(said: Correction, *, by: Actor, at: datetime) -> Act:
    _must_be_post(by)
    (item,) = items_of.lock([said.code], by=by)
    if isinstance(said, WrongHandoverSaid):
        return _take_back(item, said, at)
    if isinstance(said, WrongAttemptSaid):
        return _untry(item, said, at)
    if isinstance(said, WrongFactsSaid):
        return _correct_facts(item, said)
    raise TypeError(type(said))


def _must_be_post(by: Actor) -> None:
    if reason := permissions.why_not_put_right(by):
        raise NotAllowedError(reason)


def _take_back(item: HeldItem, said: WrongHandoverSaid, at: datetime) -> Act:
    lines = HandoverLine.objects.filter(unit=item.id, corrected_at=None).values("handover")
    late = list(
        Handover.objects.filter(
            pk__in=lines, kind__in=[*_OUT_OF_THE_POST, HandoverKind.INSIDE]
        ).order_by("settled_at", "offered_at")
    )
    wrong = next((h for h in reversed(late) if h.kind in _OUT_OF_THE_POST), None)
    if wrong is None:
        raise NotPossibleError(_("This item was neither delivered nor given back."))
    entry = _entry(said.entry)
    if entry.subject != f"handover:{wrong.pk}":
        raise NotPossibleError(_("That entry does not say what is to be put right."))
    place, person = _holder(said, wrong)
    return corrections.taken_back(
        item,
        WrongHandover(
            entry=said.entry,
            handovers=[h.pk for h in late[late.index(wrong) :]],
            place=place,
            person=person,
            attempts=_tried(item),
        ),
        at=at,
    )


def _holder(said: WrongHandoverSaid, wrong: Handover) -> tuple[int, int | None]:
    """Who has the item now: whoever is named, else the giver of the wrong hand-over."""
    if said.place is None:
        return wrong.giver_place_id, wrong.giver_person_id
    place = register.place(said.place)
    if place is None or place.agency is not None:
        raise NotPossibleError(_("The item is with a place of the post."))
    return place.id, said.person


def _untry(item: HeldItem, said: WrongAttemptSaid, at: datetime) -> Act:
    tried = _tried(item)
    entry = _entry(said.entry)
    this = next((t for t in tried if t.n == said.n), None)
    if entry.kind != "item.attempted" or this is None or entry.at != this.at:
        raise NotPossibleError(_("That entry does not say what is to be put right."))
    _must_name(entry, item)
    return corrections.untried(item, said.entry, tried, said.n, at=at)


def _tried(item: HeldItem) -> list[Tried]:
    rows = Attempt.objects.filter(unit=item.id).order_by("n")
    return [
        Tried(
            n=row.n,
            at=row.at,
            valid=row.valid,
            succeeded=row.succeeded,
            corrected=row.corrected_at is not None,
        )
        for row in rows
    ]


def _correct_facts(item: HeldItem, said: WrongFactsSaid) -> Act:
    _must_name(_entry(said.entry), item)
    changes: dict[str, object] = {}
    if said.weight_g is not None:
        changes["weight_g"] = _within(said.weight_g, WEIGHT_MAX_G)
    if said.pieces is not None:
        changes["pieces"] = _within(said.pieces, PIECES_MAX)
    effects: dict[str, JSON] = {}
    anew: clock.Started | None = None
    if said.receiver is not None:
        changes |= _receiver(item, said.receiver)
        effects, anew = _clock_anew(item, said.receiver, str(changes["scope"]))
    if not changes:
        raise NotPossibleError(_("Say what is right: weight, covers or receiver."))
    done = corrections.facts_corrected(item, said.entry, changes, effects)
    if anew is not None:
        done.rows.append(("derivation", anew.derivations))
        done.sets.append(("clock", item.id, {"derivation": anew.starts[item.id].derivation}))
    return done


def _within(figure: int, most: int) -> int:
    if not 1 <= figure <= most:
        raise NotPossibleError(_("The figure lies outside what can be."))
    return figure


def _receiver(item: HeldItem, receiver: int) -> dict[str, object]:
    body = register.agency(receiver)
    if body is None or receiver == item.sender:
        raise NotPossibleError(_("The receiving body is not in the register."))
    start = Item.objects.values_list("from_province_id", flat=True).get(pk=item.id)
    scope = Scope.WITHIN if start == body.province else Scope.BETWEEN
    return {
        "receiver_id": receiver,
        "point_id": None,
        "to_province_id": body.province,
        "scope": scope.value,
    }


def _clock_anew(item: HeldItem, receiver: int, scope: str) -> tuple[dict[str, JSON], clock.Started]:
    """The deadline as it would have been: a receiver typed wrong is no change of the norm."""
    place = register.desk_of(item.sender) if item.place is None else item.place
    if item.started is None or place is None:
        raise NotPossibleError(item.code)
    right = replace(item, receiver=receiver, scope=scope, point=None)
    anew = clock.start([right], place=place, at=item.started)
    start = anew.starts[item.id]
    effects: dict[str, JSON] = {
        "deadline": micros(start.deadline),
        "expected": None if start.expected is None else micros(start.expected),
    }
    return effects, anew


def _entry(entry_id: UUID) -> Entry:
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotPossibleError(_("That entry does not say what is to be put right."))
    return found


def _must_name(entry: Entry, item: HeldItem) -> None:
    """The entry to be put right is one about this very item."""
    lines: Sequence[dict[str, object]] = lines_of(entry)
    if entry.subject != f"item:{item.code}" and all(line.get("unit") != item.id for line in lines):
        raise NotPossibleError(_("That entry does not say what is to be put right."))
