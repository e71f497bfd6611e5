"""What the operator's word does to units where no act of ours says it. Pure.

All of it is one-sided and marked so. What the operator's files leave out (the opening of a bag,
a leg nobody wrote down) is said as *implied*: it is known to have happened, and not how.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kt1.custody.handovers.rules import HandoverKind, Outcome, Witness
from kt1.custody.units.rules import Act, Held, Kind, State, line_of, must_follow


def transferred(
    units: Sequence[Held],
    *,
    handover: UUID,
    giver: int,
    taker: int,
    dispatch: str,
    at: datetime,
) -> Act:
    """Units that arrived somewhere; without a dispatch number the leg is only implied."""
    loose = sum(1 for u in units if u.kind == Kind.ITEM)
    return Act(
        kind="handover.settled",
        subject=f"handover:{handover}",
        body={
            "handover": str(handover),
            "kind": HandoverKind.TRANSFER.value,
            "outcome": Outcome.TAKEN.value,
            "witness": Witness.OPERATOR_FILE.value,
            "giver": [giver, None],
            "taker": [taker, None],
            "sheet": dispatch,
            "implied": not dispatch,
        },
        common={"place": taker, "person": None},
        lines=[line_of(u) for u in units],
        rows=[
            (
                "handover",
                [
                    {
                        "id": handover,
                        "kind": HandoverKind.TRANSFER.value,
                        "giver_place_id": giver,
                        "giver_person_id": None,
                        "taker_place_id": taker,
                        "taker_person_id": None,
                        "outcome": Outcome.TAKEN.value,
                        "witness": Witness.OPERATOR_FILE.value,
                        "offered_at": at,
                        "lapses_at": at,
                        "settled_at": at,
                        "items": loose,
                        "bags": len(units) - loose,
                        "sheet": dispatch,
                    }
                ],
            ),
            ("line", [{"unit_id": u.id, "handover": handover} for u in units]),
        ],
    )


def emptied(bag: Held, contents: Sequence[Held]) -> Act:
    """Something that lay in the bag is told of by itself: the bag was opened meanwhile."""
    act = Act(
        kind="bag.opened",
        subject=f"bag:{bag.code}",
        body={"implied": True, "contents": len(contents)},
        lines=[line_of(u, inside=None, place=bag.place, person=None) for u in contents],
    )
    if bag.state == State.SEALED:
        act.lines.append(line_of(bag, state=State.OPEN.value))
        act.sets.append(("bag", bag.id, {"seal": "", "lock": "", "packed_at": None}))
    return act


def closed(bag: Held, *, seal: str, destination: int | None, at: datetime) -> Act:
    """The operator's seals are not in our register: the number is kept beside the bag."""
    must_follow(bag, State.SEALED)
    return Act(
        kind="bag.sealed",
        subject=f"bag:{bag.code}",
        body={"seal_told": seal, "destination": destination},
        lines=[line_of(bag, state=State.SEALED.value)],
        sets=[
            ("bag", bag.id, {"seal": seal, "destination_id": destination, "packed_at": at}),
        ],
    )
