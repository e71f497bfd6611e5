"""Items under way that come to another body, as one act. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kt1.custody.units.rules import JSON, Act, State
from kt1.network.successions.rules import Passing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One item as read under its lock."""

    id: int
    code: str
    state: str
    place: int | None
    offer: UUID | None
    sender: int
    receiver: int
    point: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    """Whose it is from now on, at which door, and on which desk if it lies on one."""

    item: Standing
    sender: int
    receiver: int
    point: int | None
    place: int | None


def after(item: Standing, passing: Passing) -> Becomes:
    """What one item becomes when its bodies pass on."""
    return Becomes(
        item=item,
        sender=passing.bodies.get(item.sender, item.sender),
        receiver=passing.bodies.get(item.receiver, item.receiver),
        point=_door(item, passing),
        place=item.place if item.place is None else passing.desks.get(item.place, item.place),
    )


def _door(item: Standing, passing: Passing) -> int | None:
    if item.point is None:
        return None
    return passing.doors.get((item.receiver, item.point), item.point)


def back(
    item: Standing, *, was: Standing, wrong: Passing, desks: Mapping[int, int]
) -> Becomes | None:
    """What one item becomes when a wrong order is taken back; None when others moved it since.

    Args:
        was: whose it was before the wrong order.
        desks: desk of each body that exists again.
    """
    one = after(was, wrong)
    if (item.sender, item.receiver) != (one.sender, one.receiver):
        return None
    holder = was.sender if item.state == State.DECLARED else was.receiver
    on_a_desk = item.place is not None and item.place in wrong.desks.values()
    return Becomes(
        item=item,
        sender=was.sender,
        receiver=was.receiver,
        point=was.point if item.point == one.point else item.point,
        place=desks.get(holder, item.place) if on_a_desk else item.place,
    )


def passed(
    items: Sequence[Becomes],
    pickups: Sequence[Mapping[str, object]],
    *,
    reorganisation: int,
    at: datetime,
) -> Act:
    """The act of all of them. The deadline stays: a reorganisation is no change of the norm."""
    return Act(
        kind="custody.succession_followed",
        subject=f"reorganisation:{reorganisation}",
        body={"items": len(items), "pickups": len(pickups)},
        lines=[_line(one) for one in items],
        rows=[
            ("succeeded", [_item(one) for one in items]),
            ("passed", [_passed(one, reorganisation, at) for one in items]),
            ("collected_elsewhere", [dict(row) for row in pickups]),
        ],
    )


def _line(one: Becomes) -> dict[str, JSON]:
    line: dict[str, JSON] = {
        "unit": one.item.id,
        "code": one.item.code,
        "sender": one.sender,
        "receiver": one.receiver,
    }
    return line if one.place == one.item.place else {**line, "place": one.place}


def _item(one: Becomes) -> dict[str, object]:
    return {
        "unit_id": one.item.id,
        "sender_id": one.sender,
        "receiver_id": one.receiver,
        "point_id": one.point,
    }


def _passed(one: Becomes, reorganisation: int, at: datetime) -> dict[str, object]:
    return {
        "unit_id": one.item.id,
        "reorganisation_id": reorganisation,
        "sender_id": one.item.sender,
        "receiver_id": one.item.receiver,
        "point_id": one.item.point,
        "at": at,
    }
