"""What is held, and what one act does to it. Pure: no database, no clock, no settings.

An act states its effect on units once, as an `Act`. The same statement is written into the
ledger, applied to the tables in sets (`steps.write`), replayed by `kt1 verify` (`replay`) and
gathered in memory by the bulk simulator. So none of the four can say something else.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from kt1.ledger.entries.canonical import JSON as JSON  # noqa: PLC0414 - said again for custody

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What a unit is: an item lies in a bag, a bag in a box, no deeper."""

    ITEM = "item"
    BAG = "bag"
    BOX = "box"


class State(StrEnum):
    """Where a unit stands in its life. Items use the first group, bags and boxes the second."""

    DECLARED = "declared"  # đã khai gửi, còn ở người gửi
    WITHDRAWN = "withdrawn"  # đã hủy khai
    IN_POST = "in_post"  # đang trong mạng
    HELD = "held"  # giữ lại chờ xử lý
    AWAITING = "awaiting"  # trực đã nhận, chờ văn thư xác nhận
    DELIVERED = "delivered"  # đã phát
    RETURNING = "returning"  # đang chuyển hoàn
    RETURNED = "returned"  # đã chuyển hoàn
    LOST = "lost"  # mất

    OPEN = "open"  # túi đang mở
    SEALED = "sealed"  # túi đã niêm phong
    RETIRED = "retired"  # túi thôi dùng


# docs/states/item.md and bag.md are drawn from these tables; `make check` compares them.
ITEM_NEXT: Mapping[State, AbstractSet[State]] = {
    State.DECLARED: {State.IN_POST, State.WITHDRAWN},
    State.WITHDRAWN: set(),
    State.IN_POST: {State.HELD, State.AWAITING, State.DELIVERED, State.RETURNING, State.LOST},
    State.HELD: {State.IN_POST, State.RETURNING, State.LOST},
    State.AWAITING: {State.DELIVERED, State.LOST, State.IN_POST},
    State.DELIVERED: {State.IN_POST},
    State.RETURNING: {State.RETURNED, State.HELD, State.LOST},
    State.RETURNED: {State.RETURNING},
    State.LOST: {State.IN_POST, State.RETURNING},
}
BAG_NEXT: Mapping[State, AbstractSet[State]] = {
    State.OPEN: {State.SEALED, State.RETIRED, State.LOST},
    State.SEALED: {State.OPEN, State.LOST},
    State.RETIRED: set(),
    State.LOST: {State.OPEN},
}
MOVING = frozenset({State.IN_POST, State.RETURNING, State.OPEN, State.SEALED})
CLOSED = frozenset({State.WITHDRAWN, State.DELIVERED, State.RETURNED, State.RETIRED})


class NotPossibleError(Exception):
    """The act does not fit the state the thing is in; the sentence tells the clerk why."""


class Standing(Protocol):
    """Whatever stands in a state: a unit or an item as read under its lock."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def inside(self) -> int | None: ...
    @property
    def offer(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One unit as it was read under its lock."""

    id: int
    code: str
    kind: str
    state: str
    place: int | None
    person: int | None
    inside: int | None
    offer: UUID | None


#: Effects on the unit itself: name in a ledger line -> (column, SQL type).
UNIT_FIELDS: Mapping[str, tuple[str, str]] = {
    "state": ("state", "text"),
    "place": ("place_id", "bigint"),
    "person": ("person_id", "bigint"),
    "inside": ("inside_id", "bigint"),
    "offer": ("offer", "uuid"),
}
#: Effects on its clock, microseconds since 1970 in a line.
CLOCK_FIELDS: Mapping[str, str] = {
    "started": "started_at",
    "deadline": "deadline",
    "expected": "expected_at",
    "stopped": "stopped_at",
    "delivered": "delivered_at",
}


@dataclass(slots=True, kw_only=True)
class Act:
    """One act: what is said of it in the ledger, and what it does to the tables.

    `common` holds the effects that every unit of the act shares, `lines` what differs; each
    line names its unit by id (`unit`) and by code (`code`). `rows` are rows of act tables to
    insert, `sets` are changes of single rows by their key.
    """

    kind: str
    subject: str
    body: dict[str, JSON] = field(default_factory=dict)
    common: dict[str, JSON] = field(default_factory=dict)
    lines: list[dict[str, JSON]] = field(default_factory=list)
    seals: list[dict[str, JSON]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, list[dict[str, object]]]] = field(default_factory=list)
    sets: list[tuple[str, object, dict[str, object]]] = field(default_factory=list)

    @property
    def unit_ids(self) -> list[int]:
        return [line["unit"] for line in self.lines if isinstance(line["unit"], int)]

    def ledger_body(self) -> dict[str, JSON]:
        """The body as the ledger keeps it: facts, and the shared effect beside the lines."""
        said = dict(self.body)
        if self.common:
            said["effect"] = self.common
        if self.seals:
            said["seals"] = list(self.seals)
        return said


@lru_cache(maxsize=10_000)  # the items of an act share few deadlines
def micros(moment: datetime) -> int:
    """Microseconds since 1970, exact: a whole number may stand in canonical JSON."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


def line_of(unit: Held, **effects: JSON) -> dict[str, JSON]:
    return {"unit": unit.id, "code": unit.code, **effects}


def must_follow(unit: Standing, state: State) -> None:
    """Refuse a jump that the state tables do not allow.

    Raises:
        NotPossibleError: naming the code and both states.
    """
    table = ITEM_NEXT if unit.kind == Kind.ITEM else BAG_NEXT
    if state not in table.get(State(unit.state), set()):
        raise NotPossibleError(f"{unit.code}: {unit.state} → {state}")


def not_free(units: Iterable[Standing]) -> list[str]:
    """Codes of units that an open offer or a bag binds: they cannot be moved by themselves."""
    return [u.code for u in units if u.offer is not None or u.inside is not None]
