"""What a paper may order of bodies and units: merge, split, rename, move, change of kind. Pure.

A paper takes effect at the beginning of its day in Vietnam. What was wrong is put right by a later
one that names it; nothing is ever edited.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from kt1.law.calendars.rules import VIETNAM

HEIRS_MAX = 4
OLD_MAX = 6
#: Number and day of a paper come in together; older ones are a slip of the keys.
PAPER_OLDEST = timedelta(days=3 * 366)


class Kind(StrEnum):
    """What is ordered."""

    MERGE = "merge"  # sáp nhập, hợp nhất
    SPLIT = "split"  # chia, tách
    RENAME = "rename"  # đổi tên
    MOVE = "move"  # chuyển trụ sở
    UNIT = "unit"  # đơn vị hành chính đổi cấp, đổi tên
    UNDO = "undo"  # takes back what was entered wrongly


class Stage(StrEnum):
    """How far it is. Only a draft may be dropped without a trace in the registers."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"  # waits for its day
    DONE = "done"
    DROPPED = "dropped"
    UNDONE = "undone"


# docs/states are drawn from such tables; `may_follow` refuses everything else.
NEXT: Mapping[Stage, AbstractSet[Stage]] = {
    Stage.DRAFT: {Stage.CONFIRMED, Stage.DROPPED},
    Stage.CONFIRMED: {Stage.DONE, Stage.UNDONE},
    Stage.DONE: {Stage.UNDONE},
    Stage.DROPPED: set(),
    Stage.UNDONE: set(),
}


def may_follow(before: str, after: Stage) -> bool:
    return after in NEXT[Stage(before)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBody:
    """A body that the paper founds; the rest of it is as its first predecessor's."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What one paper orders, by codes, as a form states it.

    `heirs` come into the place of `old`; the first of them takes what is under way, the people
    and the history. A body that is in both goes on.
    """

    kind: Kind
    on: date
    paper_number: str
    paper_date: date
    old: tuple[str, ...] = ()
    heirs: tuple[str, ...] = ()
    founded: tuple[NewBody, ...] = ()
    keep_doors: bool = True  # the heir is reached at the doors of the old bodies too
    name: str = ""
    customer_code: str = ""
    point: str = ""  # move: the new door
    from_point: str = ""  # move: the door that is left; empty for all
    unit: str = ""
    unit_kind: str = ""
    with_bodies: bool = True  # unit: bodies named after it are renamed with it
    undoes: int | None = None

    @property
    def ended(self) -> tuple[str, ...]:
        """Bodies whose last day is the day before."""
        if self.kind not in {Kind.MERGE, Kind.SPLIT}:
            return ()
        return tuple(code for code in self.old if code not in self.heirs)

    @property
    def main(self) -> str:
        return self.heirs[0] if self.heirs else ""

    @property
    def last_day(self) -> date:
        """The last day of what was before."""
        return self.on - timedelta(days=1)

    def as_json(self) -> dict[str, Any]:
        said = asdict(self)
        return {**said, "on": self.on.isoformat(), "paper_date": self.paper_date.isoformat()}


def ordered_of(said: Mapping[str, Any]) -> Ordered:
    """The other way round of `as_json`."""
    return Ordered(
        **{
            **said,
            "kind": Kind(said["kind"]),
            "on": date.fromisoformat(said["on"]),
            "paper_date": date.fromisoformat(said["paper_date"]),
            "old": tuple(said["old"]),
            "heirs": tuple(said["heirs"]),
            "founded": tuple(NewBody(**one) for one in said["founded"]),
        }
    )


def begins(on: date) -> datetime:
    """The moment at which a day begins in Vietnam."""
    return datetime.combine(on, time.min, VIETNAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What people and custody follow: from body to body, from door to door, from name to name.

    In a preview the heir may not be founded yet; it is then 0.

    Attributes:
        bodies: id of a body that ended -> id of the heir of what is under way.
        desks: id of its desk -> id of the heir's.
        doors: (body, door left) -> the door instead; None where there is none, and the
            register of the receiver decides.
        names: id of a body -> its name before and after.
        keeps: pairs of (heir, door) at which the heir is reached from then on.
    """

    bodies: Mapping[int, int] = field(default_factory=dict)
    desks: Mapping[int, int] = field(default_factory=dict)
    doors: Mapping[tuple[int, int], int | None] = field(default_factory=dict)
    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    keeps: AbstractSet[tuple[int, int]] = frozenset()

    def as_json(self) -> dict[str, Any]:
        return {
            "bodies": sorted(self.bodies.items()),
            "desks": sorted(self.desks.items()),
            "doors": [[*pair, to] for pair, to in sorted(self.doors.items())],
            "names": [[body, *both] for body, both in sorted(self.names.items())],
            "keeps": sorted(self.keeps),
        }


def passing_of(said: Mapping[str, Any]) -> Passing:
    return Passing(
        bodies={old: new for old, new in said.get("bodies", ())},  # noqa: C416 - pairs are lists in JSON
        desks={old: new for old, new in said.get("desks", ())},  # noqa: C416 - as above
        doors={(body, door): to for body, door, to in said.get("doors", ())},
        names={body: (before, after) for body, before, after in said.get("names", ())},
        keeps=frozenset((body, door) for body, door in said.get("keeps", ())),
    )


def renamed(name: str, before: str, after: str) -> str:
    """A body's name with its unit's title of `before` written as `after`; as it was, else.

    UBND tỉnh Bắc Ninh becomes UBND thành phố Bắc Ninh; Sở Tài chính Bắc Ninh stays.
    """
    return name.replace(before, after) if before in name else name


def why_wrong_days(said: Ordered, today: date) -> str | None:
    """The code of what is wrong with the days, or None."""
    if said.paper_date > today:
        return "paper_in_the_future"
    if said.on < said.paper_date:
        return "before_its_paper"
    if today - said.paper_date > PAPER_OLDEST:
        return "paper_too_old"
    return None
