"""What declaring and accepting do to units. Pure: the caller has read and locked already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kt1.custody.handovers.rules import HandoverKind, Outcome
from kt1.custody.items.rules import Declaration, HeldItem, Refusal
from kt1.custody.units.rules import (
    JSON,
    Act,
    Kind,
    NotPossibleError,
    State,
    micros,
    must_follow,
)
from kt1.law.services.rules import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A declaration with what the act looked up for it."""

    unit: int
    code: str
    sender: int
    desk: int
    from_province: int
    to_province: int
    declaration: Declaration

    @property
    def scope(self) -> str:
        return "noi_tinh" if self.from_province == self.to_province else "lien_tinh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A clock about to start: what derivation and routes answered."""

    deadline: datetime
    expected: datetime | None
    derivation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who gives and who takes; a person may be unnamed on a side that has no account."""

    giver_place: int
    giver_person: int | None
    taker_place: int
    taker_person: int | None


def declared(items: Sequence[NewItem], *, person: int | None, at: datetime) -> Act:
    """Units come into being at the sender's desk. The mark is kept apart from the ledger."""
    desks = {new.desk for new in items}
    if len(desks) != 1:
        raise NotPossibleError("one desk")
    return Act(
        kind="item.declared",
        subject=f"item:{items[0].code}" if len(items) == 1 else f"place:{items[0].desk}",
        common={
            "kind": Kind.ITEM.value,
            "state": State.DECLARED.value,
            "place": items[0].desk,
            "person": person,
        },
        lines=[_declared_line(new) for new in items],
        rows=[
            ("item", [_item_row(new, at) for new in items]),
            ("mark", [{"unit_id": n.unit, "mark": n.declaration.mark} for n in items]),
            ("advice", [_advice_row(new) for new in items if new.declaration.advice]),
        ],
    )


def _declared_line(new: NewItem) -> dict[str, JSON]:
    said = new.declaration
    return {
        "unit": new.unit,
        "code": new.code,
        "sender": new.sender,
        "receiver": said.receiver,
        "urgency": said.urgency,
        "scope": new.scope,
        "pieces": said.pieces,
    }


def _item_row(new: NewItem, at: datetime) -> dict[str, object]:
    said = new.declaration
    return {
        "unit_id": new.unit,
        "sender_id": new.sender,
        "receiver_id": said.receiver,
        "from_province_id": new.from_province,
        "to_province_id": new.to_province,
        "point_id": said.point,
        "urgency": said.urgency,
        "scope": new.scope,
        "content": said.content,
        "pieces": said.pieces,
        "agreed_at": said.agreed_at,
        "focal_only": said.focal_only,
        "locator": said.locator,
        "declared_at": at,
    }


def _advice_row(new: NewItem) -> dict[str, object]:
    """The advice carries the item's own number: one thing less to mistype."""
    return {"unit_id": new.unit, "number": f"BP{new.code.upper()}"}


def withdrawn(items: Sequence[HeldItem]) -> Act:
    for item in items:
        must_follow(item, State.WITHDRAWN)
    return Act(
        kind="item.withdrawn",
        subject=f"item:{items[0].code}",
        common={"state": State.WITHDRAWN.value},
        lines=[{"unit": i.id, "code": i.code} for i in items],
    )


def as_stamped(item: HeldItem) -> HeldItem:
    """The item as its cover is stamped: Hỏa tốc. The sender was asked."""
    return replace(item, urgency=Urgency.EXPRESS.value, agreed_at=None)


def say_stamped(done: Act, items: Sequence[HeldItem]) -> None:
    """Let an acceptance say which items go by their stamp and not by their declaration."""
    if items:
        done.body["stamped"] = [i.code for i in items]
        done.sets += [("item", i.id, {"urgency": i.urgency, "agreed_at": None}) for i in items]


def refused(items: Sequence[HeldItem], *, desk: int, reason: Refusal, pieces: int) -> Act:
    """Covers not accepted: they stay in their sender's hands, declared or not."""
    for item in items:
        if item.state != State.DECLARED or item.place != desk:
            raise NotPossibleError(item.code)
    return Act(
        kind="item.refused_at_acceptance",
        subject=f"item:{items[0].code}" if items else f"place:{desk}",
        body={"desk": desk, "reason": reason.value, "pieces": pieces},
        lines=[{"unit": i.id, "code": i.code} for i in items],
    )


def weighed(items: Sequence[HeldItem], weights: Mapping[str, int]) -> Act:
    return Act(
        kind="item.weighed",
        subject=f"item:{items[0].code}" if len(items) == 1 else f"place:{items[0].place}",
        lines=[{"unit": i.id, "code": i.code, "weight_g": weights[i.code]} for i in items],
        rows=[("weighed", [{"unit_id": i.id, "weight_g": weights[i.code]} for i in items])],
    )


def accepted(
    items: Sequence[HeldItem],
    *,
    handover: UUID,
    sides: Sides,
    starts: Mapping[int, Start],
    derivations: Sequence[dict[str, object]],
    witness: str,
    sheet: str,
    checks: Sequence[str],
    at: datetime,
) -> Act:
    """The first change of holder: the clock starts with it (W4: also at the sender's desk)."""
    for item in items:
        must_follow(item, State.IN_POST)
        if item.state != State.DECLARED:
            raise NotPossibleError(item.code)
    facts: dict[str, JSON] = {
        "handover": str(handover),
        "kind": HandoverKind.ACCEPTANCE.value,
        "outcome": Outcome.TAKEN.value,
        "witness": witness,
        "giver": [sides.giver_place, sides.giver_person],
        "taker": [sides.taker_place, sides.taker_person],
        "checks": list(checks),
    }
    return Act(
        kind="handover.settled",
        subject=f"handover:{handover}",
        body=facts,
        common={
            "state": State.IN_POST.value,
            "place": sides.taker_place,
            "person": sides.taker_person,
            "started": micros(at),
        },
        lines=[_started(item, starts[item.id]) for item in items],
        rows=[
            ("derivation", list(derivations)),
            ("handover", [_handover_row(handover, sides, len(items), witness, sheet, at)]),
            ("line", [{"unit_id": i.id, "handover": handover} for i in items]),
        ],
    )


def _started(item: HeldItem, start: Start) -> dict[str, JSON]:
    return {
        "unit": item.id,
        "code": item.code,
        "deadline": micros(start.deadline),
        "expected": None if start.expected is None else micros(start.expected),
        "derivation": start.derivation,
    }


def _handover_row(  # noqa: PLR0917 - the columns of one row
    handover: UUID, sides: Sides, items: int, witness: str, sheet: str, at: datetime
) -> dict[str, object]:
    return {
        "id": handover,
        "kind": HandoverKind.ACCEPTANCE.value,
        "giver_place_id": sides.giver_place,
        "giver_person_id": sides.giver_person,
        "taker_place_id": sides.taker_place,
        "taker_person_id": sides.taker_person,
        "outcome": Outcome.TAKEN.value,
        "witness": witness,
        "offered_at": at,
        "lapses_at": at,
        "settled_at": at,
        "items": items,
        "bags": 0,
        "sheet": sheet,
    }
