"""What packing, sealing and opening do to units and seals. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kt1.custody.bags.rules import CONTENTS_MAX, SEAL_NEXT, SealState
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.rules import same_seal
from kt1.custody.units.rules import (
    JSON,
    Act,
    Held,
    Kind,
    NotPossibleError,
    State,
    line_of,
    must_follow,
    not_free,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeal:
    number: str
    state: str
    place: int
    person: int | None
    unit: int | None


class SealFaultError(Exception):
    """A seal that is unknown, repeated or out of order: an incident at once (N6)."""

    def __init__(self, number: str, kind: IrregularityKind) -> None:
        super().__init__(number)
        self.number, self.kind = number, kind


def made(
    *, unit: int, code: str, kind: Kind, place: int, person: int | None, destination: int | None
) -> Act:
    return Act(
        kind="bag.made",
        subject=f"bag:{code}",
        lines=[
            {
                "unit": unit,
                "code": code,
                "kind": kind.value,
                "state": State.OPEN.value,
                "place": place,
                "person": person,
            }
        ],
        rows=[("bag", [{"unit_id": unit, "destination_id": destination}])],
    )


def packed(bag: Held, units: Sequence[Held], *, already: int) -> Act:
    """Units go into an open bag; from then on the bag's holder is theirs.

    What another person holds by name is not packed: that would change hands without a hand-over.

    Raises:
        NotPossibleError: the bag is closed or full, or a unit is elsewhere, bound or held.
    """
    if bag.state != State.OPEN or bag.offer is not None:
        raise NotPossibleError(bag.code)
    if already + len(units) > CONTENTS_MAX:
        raise NotPossibleError(bag.code)
    wrong = set(not_free(units))
    wrong |= {
        u.code
        for u in units
        if u.place != bag.place or u.person not in {None, bag.person} or not _may_lie_in(u, bag)
    }
    if wrong:
        raise NotPossibleError(", ".join(sorted(wrong)))
    return Act(
        kind="bag.packed",
        subject=f"bag:{bag.code}",
        common={"inside": bag.id, "place": None, "person": None},
        lines=[line_of(u) for u in units],
    )


def _may_lie_in(unit: Held, bag: Held) -> bool:
    """Item in bag, bag in box, no deeper; bags go in sealed."""
    if bag.kind == Kind.BOX:
        return unit.kind == Kind.BAG and unit.state == State.SEALED
    return unit.kind == Kind.ITEM and unit.state in {State.IN_POST, State.RETURNING}


def unpacked(bag: Held, units: Sequence[Held]) -> Act:
    """Units come out of an open bag, into the hands of whoever holds the bag."""
    if bag.state != State.OPEN or bag.place is None:
        raise NotPossibleError(bag.code)
    if wrong := [u.code for u in units if u.inside != bag.id]:
        raise NotPossibleError(", ".join(wrong))
    return Act(
        kind="bag.unpacked",
        subject=f"bag:{bag.code}",
        common={"inside": None, "place": bag.place, "person": bag.person},
        lines=[line_of(u) for u in units],
    )


def sealed(
    bag: Held,
    *,
    seal: HeldSeal | None,
    number: str,
    person: int,
    lock: str,
    locator: str,
    destination: int | None,
    weight_g: int | None,
    at: datetime,
) -> Act:
    """A bag is closed by a seal issued to the one who applies it, or by a lock, or both.

    Raises:
        SealFaultError: the number is unknown, was used before, or was issued to another.
    """
    must_follow(bag, State.SEALED)
    if bag.offer is not None or bag.place is None:
        raise NotPossibleError(bag.code)
    if not number and not lock:
        raise NotPossibleError(bag.code)
    act = Act(
        kind="bag.sealed",
        subject=f"bag:{bag.code}",
        body={"lock": lock, "locator": locator, "destination": destination},
        lines=[line_of(bag, state=State.SEALED.value)],
        sets=[
            (
                "bag",
                bag.id,
                {
                    "seal": number,
                    "lock": lock,
                    "locator": locator,
                    "destination_id": destination,
                    "weight_g": weight_g,
                    "packed_at": at,
                },
            )
        ],
    )
    if number:
        act.seals.append(_apply(seal, number, bag, person))
    return act


def _apply(seal: HeldSeal | None, number: str, bag: Held, person: int) -> dict[str, JSON]:
    if seal is None:
        raise SealFaultError(number, IrregularityKind.SEAL_UNKNOWN)
    if SealState.APPLIED not in SEAL_NEXT[SealState(seal.state)] or seal.person != person:
        raise SealFaultError(number, IrregularityKind.SEAL_REPEATED)
    return {
        "seal": number,
        "state": SealState.APPLIED.value,
        "place": seal.place,
        "person": person,
        "unit": bag.id,
    }


def seal_reported(bag: Held, fault: SealFaultError, *, key: UUID, at: datetime) -> Act:
    """A seal that is unknown, repeated or out of order: the bag stays open, a sự vụ opens."""
    return Act(
        kind="seal.reported",
        subject=f"bag:{bag.code}",
        body={"seal_seen": fault.number, "irregularity": str(key), "fault": fault.kind.value},
        rows=[
            (
                "irregularity",
                [
                    {
                        "id": key,
                        "kind": fault.kind.value,
                        "place_id": bag.place,
                        "unit_id": bag.id,
                        "findings": {bag.code: [fault.kind.value]},
                        "opened_at": at,
                    }
                ],
            )
        ],
    )


def opened(
    bag: Held,
    contents: Sequence[Held],
    *,
    seal: HeldSeal | None,
    number_seen: str,
    intact: bool,
    person: int | None,
    irregularity: UUID,
    at: datetime,
) -> Act:
    """A sealed bag is opened by its holder, who first says what the seal looks like.

    A seal that is broken or differs is a fact: it is recorded, a sự vụ opens, and the contents
    are counted; the journey goes on in a new bag (W8).
    """
    must_follow(bag, State.OPEN)
    if bag.place is None or bag.offer is not None:
        raise NotPossibleError(bag.code)
    whole = intact and (seal is None or same_seal(seal.number, number_seen))
    act = Act(
        kind="bag.opened",
        subject=f"bag:{bag.code}",
        body={"seal_seen": number_seen, "intact": whole, "contents": len(contents)},
        lines=[line_of(bag, state=State.OPEN.value)],
        sets=[("bag", bag.id, {"seal": "", "lock": "", "packed_at": None})],
    )
    if seal is not None:
        act.seals.append(
            {
                "seal": seal.number,
                "state": (SealState.INTACT if whole else SealState.BROKEN).value,
                "place": bag.place,
                "person": person,
                "unit": bag.id,
            }
        )
    if not whole:
        act.rows.append(
            (
                "irregularity",
                [
                    {
                        "id": irregularity,
                        "kind": IrregularityKind.SEAL_BROKEN.value,
                        "place_id": bag.place,
                        "unit_id": bag.id,
                        "findings": {bag.code: ["seal_broken" if not intact else "seal_differs"]},
                        "opened_at": at,
                    }
                ],
            )
        )
    return act


def take_out(
    act: Act,
    bag: Held,
    contents: Sequence[Held],
    counted: Sequence[str] | None,
    *,
    key: UUID,
    at: datetime,
) -> None:
    """What was counted at the opening comes out in the same act; what was not is a finding."""
    if counted is None or bag.place is None:
        return
    seen = set(counted)
    out: dict[str, JSON] = {"inside": None, "place": bag.place, "person": bag.person}
    act.lines.extend(line_of(u, **out) for u in contents if u.code in seen)
    missing = sorted(u.code for u in contents if u.code not in seen)
    extra = sorted(seen - {u.code for u in contents})
    if missing or extra:
        act.body["missing"], act.body["extra"] = list(missing), list(extra)
        act.rows.append(
            (
                "irregularity",
                [
                    {
                        "id": key,
                        "kind": IrregularityKind.LINES_REFUSED.value,
                        "place_id": bag.place,
                        "unit_id": bag.id,
                        "findings": {
                            **{code: ["missing"] for code in missing},
                            **{code: ["extra"] for code in extra},
                        },
                        "opened_at": at,
                    }
                ],
            )
        )
