"""What two persons do together: record a loss, release, put right. Pure.

A correction is a new entry that names the old one. It never edits: the old hand-over, attempt
and entry stay where they are, marked as taken back, and the unit is brought to where it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.items.rules import HeldItem
from kt1.custody.units.rules import (
    JSON,
    Act,
    Held,
    Kind,
    NotPossibleError,
    Standing,
    State,
    line_of,
    micros,
    must_follow,
)


class Cause(StrEnum):
    """Why two persons act. Coded: what else there is to say stands in the biên bản."""

    NOT_FOUND = "not_found"  # tìm không thấy
    ACCIDENT = "accident"  # tai nạn
    STOLEN = "stolen"  # bị lấy mất
    FORCE_MAJEURE = "force_majeure"  # bất khả kháng
    COVERED_ANEW = "covered_anew"  # gói bọc lại, hai người ký
    FOUND_WHOLE = "found_whole"  # xem lại: nguyên vẹn
    WRONG_DOOR = "wrong_door"  # giao nhầm nơi
    WRONG_ITEM = "wrong_item"  # ghi nhầm bưu gửi
    TYPED_WRONG = "typed_wrong"  # gõ nhầm
    FOUND_AGAIN = "found_again"  # tìm lại được
    END_OF_LIFE = "end_of_life"  # hết hạn lưu


#: Which causes stand behind which act.
CAUSES: Mapping[str, frozenset[Cause]] = {
    "loss": frozenset({Cause.NOT_FOUND, Cause.ACCIDENT, Cause.STOLEN, Cause.FORCE_MAJEURE}),
    "release": frozenset({Cause.COVERED_ANEW, Cause.FOUND_WHOLE}),
    "handover": frozenset({Cause.WRONG_DOOR, Cause.WRONG_ITEM, Cause.TYPED_WRONG}),
    "attempt": frozenset({Cause.WRONG_DOOR, Cause.WRONG_ITEM, Cause.TYPED_WRONG}),
    "facts": frozenset({Cause.TYPED_WRONG}),
    "found": frozenset({Cause.FOUND_AGAIN}),
    "destruction": frozenset({Cause.END_OF_LIFE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt as it stands. A corrected one counts for nothing."""

    n: int
    at: datetime
    valid: bool
    succeeded: bool
    corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongHandover:
    """The last hand-over out of the post of one item, as it is about to be taken back."""

    entry: UUID
    handovers: Sequence[UUID]  # the wrong one, and the one inside the body that followed it
    place: int  # who has the item now: the giver, unless another was named
    person: int | None
    attempts: Sequence[Tried]


def lost(units: Sequence[Held], contents: Sequence[Held], *, key: UUID, at: datetime) -> Act:
    """Units that cannot be found, in one holder's hands; a lost bag takes its contents along.

    Raises:
        NotPossibleError: they lie in a bag, are under an offer, or in different hands.
    """
    first = units[0]
    for unit in (*units, *contents):
        must_follow(unit, State.LOST)
    wrong = [
        u.code
        for u in units
        if u.inside is not None
        or u.offer is not None
        or (u.place, u.person) != (first.place, first.person)
    ]
    if wrong:
        raise NotPossibleError(", ".join(wrong))
    every = [*units, *contents]
    return Act(
        kind="item.lost",
        subject=subject_of(first),
        common={"state": State.LOST.value},
        lines=[
            *(line_of(u, held_by=[u.place, u.person, u.kind]) for u in units),
            *(line_of(u) for u in contents),
        ],
        rows=[
            (
                "irregularity",
                [
                    {
                        "id": key,
                        "kind": IrregularityKind.LOST.value,
                        "place_id": first.place,
                        "unit_id": first.id,
                        "findings": {u.code: [IrregularityKind.LOST.value] for u in every},
                        "opened_at": at,
                    }
                ],
            )
        ],
    )


def subject_of(unit: Standing) -> str:
    return f"{'item' if unit.kind == Kind.ITEM else 'bag'}:{unit.code}"


def found(units: Sequence[Held], *, place: int, person: int, back: bool) -> Act:
    """What was lost is found: it is with the finder, and goes on or back."""
    first = units[0]
    for unit in units:
        must_follow(unit, _after_found(unit, back=back))
    return Act(
        kind="item.found",
        subject=subject_of(first),
        common={"place": place, "person": person},
        lines=[_found_line(unit, back=back) for unit in units],
    )


def _after_found(unit: Held, *, back: bool) -> State:
    if unit.kind != Kind.ITEM:
        return State.OPEN
    return State.RETURNING if back else State.IN_POST


def _found_line(unit: Held, *, back: bool) -> dict[str, JSON]:
    state: dict[str, JSON] = {"state": _after_found(unit, back=back).value}
    return line_of(unit, **state, inside=None) if unit.inside else line_of(unit, **state)


def released(items: Sequence[HeldItem], *, back: bool, closing: Sequence[UUID]) -> Act:
    """Held items go on, or back, after two persons covered them anew or found them whole."""
    state = State.RETURNING if back else State.IN_POST
    for item in items:
        must_follow(item, state)
        if item.state != State.HELD:
            raise NotPossibleError(item.code)
    return Act(
        kind="item.released",
        subject=f"item:{items[0].code}",
        body={"irregularities": [str(key) for key in closing]},
        common={"state": state.value},
        lines=[{"unit": i.id, "code": i.code} for i in items],
    )


def taken_back(item: HeldItem, wrong: WrongHandover, *, at: datetime) -> Act:
    """A delivery or return recorded wrongly: the item is in the post again, with whoever has it.

    Its clock says again what the attempts that remain say.
    """
    state = State.RETURNING if item.state == State.RETURNED else State.IN_POST
    must_follow(item, state)
    gone = [t.n for t in wrong.attempts if t.succeeded and not t.corrected]
    line: dict[str, JSON] = {
        "unit": item.id,
        "code": item.code,
        "state": state.value,
        "place": wrong.place,
        "person": wrong.person,
    }
    act = Act(
        kind="delivery.corrected",
        subject=f"item:{item.code}",
        body={"corrects": str(wrong.entry), "handovers": [str(h) for h in wrong.handovers]},
        lines=[line],
        rows=[
            (
                "line_corrected",
                [{"unit_id": item.id, "handover": h, "corrected_at": at} for h in wrong.handovers],
            )
        ],
    )
    if state is State.IN_POST:
        line |= {"delivered": None, "stopped": stopped_by(wrong.attempts, without=gone)}
        act.rows += [
            ("undelivered", [{"unit_id": item.id}]),
            ("advised", [{"unit_id": item.id, "delivered_at": None, "returned_at": None}]),
            ("tried_wrong", [_tried_wrong(item, n, at) for n in gone]),
        ]
    return act


def untried(item: HeldItem, entry: UUID, tried: Sequence[Tried], n: int, *, at: datetime) -> Act:
    """An attempt recorded wrongly counts for nothing; the clock stops where the others say."""
    if item.state not in {State.IN_POST, State.HELD, State.RETURNING} or not any(
        t.n == n and not t.corrected and not t.succeeded for t in tried
    ):
        raise NotPossibleError(item.code)
    return Act(
        kind="attempt.corrected",
        subject=f"item:{item.code}",
        body={"corrects": str(entry), "attempt": n},
        lines=[{"unit": item.id, "code": item.code, "stopped": stopped_by(tried, without=[n])}],
        rows=[("tried_wrong", [_tried_wrong(item, n, at)])],
    )


def _tried_wrong(item: HeldItem, n: int, at: datetime) -> dict[str, object]:
    return {"unit_id": item.id, "n": n, "corrected_at": at}


def stopped_by(tried: Sequence[Tried], *, without: Sequence[int]) -> int | None:
    """The moment of the first valid attempt that still counts."""
    left = [t.at for t in tried if t.valid and not t.corrected and t.n not in without]
    return micros(min(left)) if left else None


def facts_corrected(
    item: HeldItem, entry: UUID, changes: Mapping[str, object], effects: Mapping[str, JSON]
) -> Act:
    """A weight, number of covers or receiver typed wrong, before delivery."""
    if item.state not in {State.IN_POST, State.HELD, State.RETURNING}:
        raise NotPossibleError(item.code)
    said: dict[str, JSON] = {
        name: value for name, value in changes.items() if isinstance(value, str | int)
    }
    return Act(
        kind="item.corrected",
        subject=f"item:{item.code}",
        body={"corrects": str(entry), "facts": said},
        lines=[{"unit": item.id, "code": item.code, **effects}],
        sets=[("item", item.id, dict(changes))],
    )
