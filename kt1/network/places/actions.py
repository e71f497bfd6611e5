"""Changing what a courier must know of one door. Who may is asked before (decision 0010)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import screen
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.places.doors import facts_of, guarded
from kt1.network.places.models import Place
from kt1.network.places.rules import DoorFacts, DoorReason, PlaceKind

_FIELDS = [
    "gate_only", "no_phones", "focal_only", "access_gate", "access_floor", "access_hours",
]  # fmt: skip


class UnfitDoorError(Exception):
    """What was said about the door cannot be kept. The sentence says why, not what."""


@transaction.atomic(durable=True)
def describe_door(
    *,
    place_id: int,
    facts: DoorFacts,
    reason: DoorReason,
    paper: str = "",
    by: str,
    at: datetime,
    once: RequestKey,
) -> bool:
    """Set the flags and access notes of a delivery point. Returns whether anything changed.

    Args:
        reason: coded; it stands in the entry beside what was before and after.
        paper: number of the letter that asks for it, where there is one.

    Raises:
        Place.DoesNotExist: there is no such delivery point.
        UnfitDoorError: a text was refused, or nothing may be said behind this gate.
    """
    if (done := begin(once, actor=by, at=at)) is not None:
        return bool(done["changed"])
    doors = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT)
    place = doors.select_for_update(of=("self",)).get(pk=place_id)
    if sentence := _why_unfit(place, facts, paper):
        raise UnfitDoorError(sentence)
    before = facts_of(place)
    changed = before != facts
    if changed:
        _write(place, facts)
        append(
            kind="place.described",
            subject=f"place:{place.code}",
            actor=by,
            at=at,
            body=_body(before, facts, reason, paper),
            notes=_notes(facts),
        )
    finish(once, actor=by, answer={"changed": changed})
    return changed


def _why_unfit(place: Place, facts: DoorFacts, paper: str) -> str | None:
    texts = (facts.gate, facts.floor, facts.hours)
    if any(screen(text) for text in texts if text):
        return _("A field holds words that this system must not keep. Nothing was saved.")
    behind = bool(facts.gate or facts.floor)
    if behind and (facts.gate_only or place.pk in guarded([place.pk])):
        return _("Of this door only the duty gate may be named: leave gate, floor and room empty.")
    if len(paper) > 40 or " " in paper:  # noqa: PLR2004 - as every number of a paper
        return _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
    return None


def _write(place: Place, facts: DoorFacts) -> None:
    place.gate_only = facts.gate_only
    place.no_phones = facts.no_phones
    place.focal_only = facts.focal_only
    place.access_gate = facts.gate
    place.access_floor = facts.floor
    place.access_hours = facts.hours
    place.save(update_fields=_FIELDS)


def _body(before: DoorFacts, after: DoorFacts, reason: DoorReason, paper: str) -> dict[str, JSON]:
    flags = ("gate_only", "no_phones", "focal_only")
    return {
        "reason": reason.value,
        "paper": paper,
        **{f"{name}_before": bool(getattr(before, name)) for name in flags},
        **{name: bool(getattr(after, name)) for name in flags},
    }


def _notes(facts: DoorFacts) -> dict[str, str]:
    texts = {"gate": facts.gate, "floor": facts.floor, "hours": facts.hours}
    return {field: text for field, text in texts.items() if text}
