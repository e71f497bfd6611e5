"""What attempts, deliveries, returns and corrections do to units. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.rules import HandoverKind, Outcome
from kt1.custody.items.acts import Sides
from kt1.custody.items.rules import HeldItem
from kt1.custody.units.rules import (
    JSON,
    Act,
    NotPossibleError,
    State,
    micros,
    must_follow,
    not_free,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try at a door: when, where, by whom, and whether it was the right door for the hour."""

    at: datetime
    point: int
    place: int
    person: int | None  # none: told by the operator's file
    valid: bool
    called_ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who really received, in what capacity, how it was found that they may, and how witnessed.

    `desks` maps each receiving body to the desk that holds the item from now on; `off_hours`
    means that a duty officer took it and the records clerk has still to confirm.
    """

    handover: UUID
    capacity: str
    path: Sequence[str]
    witness: str
    sheet: str = ""
    off_hours: bool = False
    person: int | None = None
    desks: Mapping[int, int] = field(default_factory=dict)


def must_be_in_hand(items: Sequence[HeldItem], place: int, person: int | None) -> None:
    """Only what the courier holds loose can be tried, delivered or given back.

    Held by name it may lie elsewhere than at the courier's own place: in the vehicle of a run.

    Raises:
        NotPossibleError: naming the codes that are not in hand.
    """
    wrong = set(not_free(items))
    wrong |= {
        i.code
        for i in items
        if i.started is None
        or ((person is None or i.person != person) and (i.person, i.place) != (None, place))
    }
    if wrong:
        raise NotPossibleError(", ".join(sorted(wrong)))


def _place_of(items: Sequence[HeldItem]) -> int:
    """Where all of them lie: one hand-over starts from one place.

    Raises:
        NotPossibleError: they lie at different places.
    """
    here = items[0].place
    if here is None or any(i.place != here for i in items):
        raise NotPossibleError(", ".join(i.code for i in items))
    return here


def failed(items: Sequence[HeldItem], *, tried: Try, reason: str) -> Act:
    """A try that ended without delivery. A valid one stops the legal clock, any other does not."""
    must_be_in_hand(items, tried.place, tried.person)
    if wrong := [i.code for i in items if i.state != State.IN_POST]:
        raise NotPossibleError(", ".join(wrong))
    return Act(
        kind="item.attempted",
        subject=_about(items, tried.point),
        body={
            "point": tried.point,
            "reason": reason,
            "valid": tried.valid,
            "called_ahead": tried.called_ahead,
        },
        lines=[_tried(item, tried) for item in items],
        rows=[("attempt", [_attempt(i, tried, succeeded=False, reason=reason) for i in items])],
    )


def _about(items: Sequence[HeldItem], point: int) -> str:
    return f"item:{items[0].code}" if len(items) == 1 else f"place:{point}"


def _tried(item: HeldItem, tried: Try) -> dict[str, JSON]:
    line: dict[str, JSON] = {"unit": item.id, "code": item.code}
    if tried.valid and item.stopped is None:
        line["stopped"] = micros(tried.at)
    return line


def _attempt(item: HeldItem, tried: Try, *, succeeded: bool, reason: str = "") -> dict[str, object]:
    return {
        "unit_id": item.id,
        "n": item.attempts + 1,
        "at": tried.at,
        "point_id": tried.point,
        "by_id": tried.person,
        "succeeded": succeeded,
        "reason": reason,
        "valid": tried.valid or succeeded,
        "called_ahead": tried.called_ahead,
    }


def delivered(items: Sequence[HeldItem], *, tried: Try, receipt: Receipt) -> Act:
    """The last hand-over of the post. At night the guard's; one more follows inside the agency."""
    must_be_in_hand(items, tried.place, tried.person)
    state = State.AWAITING if receipt.off_hours else State.DELIVERED
    for item in items:
        must_follow(item, state)
    sides = Sides(
        giver_place=_place_of(items),
        giver_person=tried.person,
        taker_place=tried.point,
        taker_person=receipt.person,
    )
    return Act(
        kind="handover.settled",
        subject=f"handover:{receipt.handover}",
        body={
            "handover": str(receipt.handover),
            "kind": HandoverKind.DELIVERY.value,
            "outcome": Outcome.TAKEN.value,
            "witness": receipt.witness,
            "giver": [sides.giver_place, sides.giver_person],
            "taker": [sides.taker_place, sides.taker_person],
            "capacity": receipt.capacity,
            "path": list(receipt.path),
        },
        common={
            "state": state.value,
            "person": receipt.person,
            "delivered": micros(tried.at),
        },
        lines=[_delivered_line(item, tried, receipt) for item in items],
        rows=[
            ("handover", [_handover(receipt, sides, len(items), HandoverKind.DELIVERY, tried.at)]),
            ("line", [{"unit_id": i.id, "handover": receipt.handover} for i in items]),
            ("attempt", [_attempt(i, tried, succeeded=True) for i in items]),
            ("delivery", [_proof(i, tried, receipt) for i in items]),
            ("advised", [{"unit_id": i.id, "delivered_at": tried.at} for i in items]),
        ],
    )


def _delivered_line(item: HeldItem, tried: Try, receipt: Receipt) -> dict[str, JSON]:
    line: dict[str, JSON] = {"unit": item.id, "code": item.code}
    line["place"] = tried.point if receipt.off_hours else receipt.desks[item.receiver]
    if item.stopped is None:
        line["stopped"] = micros(tried.at)
    return line


def _handover(
    receipt: Receipt, sides: Sides, items: int, kind: HandoverKind, at: datetime
) -> dict[str, object]:
    return {
        "id": receipt.handover,
        "kind": kind.value,
        "giver_place_id": sides.giver_place,
        "giver_person_id": sides.giver_person,
        "taker_place_id": sides.taker_place,
        "taker_person_id": sides.taker_person,
        "outcome": Outcome.TAKEN.value,
        "witness": receipt.witness,
        "sheet": receipt.sheet,
        "offered_at": at,
        "lapses_at": at,
        "settled_at": at,
        "items": items,
        "bags": 0,
    }


def _proof(item: HeldItem, tried: Try, receipt: Receipt) -> dict[str, object]:
    return {
        "unit_id": item.id,
        "handover": receipt.handover,
        "point_id": tried.point,
        "at": tried.at,
        "capacity": receipt.capacity,
        "path": list(receipt.path),
        "off_hours": receipt.off_hours,
    }


def confirmed(
    items: Sequence[HeldItem], *, handover: UUID, desk: int, person: int, at: datetime
) -> Act:
    """trực → văn thư: what the guard took at night the clerk confirms next morning (W3)."""
    for item in items:
        must_follow(item, State.DELIVERED)
        if item.state != State.AWAITING:
            raise NotPossibleError(item.code)
    points = {i.place for i in items}
    if len(points) != 1 or (point := points.pop()) is None:
        raise NotPossibleError(", ".join(i.code for i in items))
    sides = Sides(giver_place=point, giver_person=None, taker_place=desk, taker_person=person)
    receipt = Receipt(handover=handover, capacity="", path=(), witness="two_sessions")
    return Act(
        kind="handover.settled",
        subject=f"handover:{handover}",
        body={
            "handover": str(handover),
            "kind": HandoverKind.INSIDE.value,
            "outcome": Outcome.TAKEN.value,
            "giver": [point, None],
            "taker": [desk, person],
        },
        common={"state": State.DELIVERED.value, "place": desk, "person": person},
        lines=[{"unit": i.id, "code": i.code} for i in items],
        rows=[
            ("handover", [_handover(receipt, sides, len(items), HandoverKind.INSIDE, at)]),
            ("line", [{"unit_id": i.id, "handover": handover} for i in items]),
            ("confirmed", [{"unit_id": i.id, "confirmed_at": at} for i in items]),
        ],
    )


def given_back(items: Sequence[HeldItem], *, tried: Try, receipt: Receipt) -> Act:
    """A returned or recalled item reaches its sender's desk again."""
    must_be_in_hand(items, tried.place, tried.person)
    for item in items:
        must_follow(item, State.RETURNED)
    sides = Sides(
        giver_place=_place_of(items),
        giver_person=tried.person,
        taker_place=tried.point,
        taker_person=receipt.person,
    )
    return Act(
        kind="handover.settled",
        subject=f"handover:{receipt.handover}",
        body={
            "handover": str(receipt.handover),
            "kind": HandoverKind.RETURN.value,
            "outcome": Outcome.TAKEN.value,
            "witness": receipt.witness,
            "giver": [sides.giver_place, sides.giver_person],
            "taker": [sides.taker_place, sides.taker_person],
        },
        common={
            "state": State.RETURNED.value,
            "place": tried.point,
            "person": receipt.person,
        },
        lines=[{"unit": i.id, "code": i.code} for i in items],
        rows=[
            ("handover", [_handover(receipt, sides, len(items), HandoverKind.RETURN, tried.at)]),
            ("line", [{"unit_id": i.id, "handover": receipt.handover} for i in items]),
        ],
    )


def turned(items: Sequence[HeldItem], *, why: str, reason: str, paper: str) -> Act:
    """An item starts its way back: returned by the post, or recalled by its sender (Đ.16, Đ.17).

    `why` is `returned` or `recalled`; `paper` the number of the letter or posting proof shown.
    What is held or lost turns back by two persons only.
    """
    for item in items:
        must_follow(item, State.RETURNING)
        if item.state != State.IN_POST:
            raise NotPossibleError(item.code)
    return Act(
        kind=f"item.{why}",
        subject=f"item:{items[0].code}",
        body={"reason": reason, "paper": paper},
        common={"state": State.RETURNING.value},
        lines=[{"unit": i.id, "code": i.code} for i in items],
    )


def forwarded(
    item: HeldItem, *, receiver: int, point: int | None, province: int, scope: str, reason: str
) -> Act:
    """The receiver or the door changes before delivery (Luật Bưu chính Đ.16)."""
    if item.state not in {State.IN_POST, State.HELD}:
        raise NotPossibleError(item.code)
    return Act(
        kind="item.forwarded",
        subject=f"item:{item.code}",
        body={"reason": reason, "from": item.receiver, "to": receiver, "point": point},
        lines=[{"unit": item.id, "code": item.code}],
        sets=[
            (
                "item",
                item.id,
                {
                    "receiver_id": receiver,
                    "point_id": point,
                    "to_province_id": province,
                    "scope": scope,
                },
            )
        ],
    )


def held(items: Sequence[HeldItem], *, findings: Sequence[str], key: UUID, at: datetime) -> Act:
    """A cover that is itself not intact is kept where it is until two persons clear it (W8)."""
    for item in items:
        must_follow(item, State.HELD)
        if item.place is None or item.offer is not None:
            raise NotPossibleError(item.code)
    first = items[0]
    return Act(
        kind="item.held",
        subject=f"item:{first.code}",
        body={"findings": list(findings)},
        common={"state": State.HELD.value},
        lines=[{"unit": i.id, "code": i.code} for i in items],
        rows=[
            (
                "irregularity",
                [
                    {
                        "id": key,
                        "kind": IrregularityKind.COVER_TORN.value,
                        "place_id": first.place,
                        "unit_id": first.id,
                        "findings": {i.code: list(findings) for i in items},
                        "opened_at": at,
                    }
                ],
            )
        ],
    )
