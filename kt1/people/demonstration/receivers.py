"""Who receives for each body of the demonstration: clerks by day, duty rooms otherwise. Pure.

Some doors have nobody at Tết, as in life: the page that looks for gaps has something to find.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.rules import Hours
from kt1.network.units.reference import TWO_TIERS_FROM
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind

# Every eleventh commune door is without a Tết duty; those of the story never are.
GAP_EVERY = 11
# At every fifth door another post of the same office may receive too.
_DEPUTY_EVERY = 5
_MORNING, _NOON, _EVENING, _MIDNIGHT = time(7, 30), time(11, 30), time(17, 0), time(0, 0)
_WORKING = (DayOfDuty.WORKING,)
_DAYS_OFF = (DayOfDuty.SATURDAY, DayOfDuty.SUNDAY, DayOfDuty.HOLIDAY)
_CLERK, _ROOM = "Văn thư", "Phòng trực"
SINCE = datetime.combine(TWO_TIERS_FROM, time(0, 0), VIETNAM)
_TET_FROM = datetime(2026, 2, 14, 7, 30, tzinfo=VIETNAM)
_TET_TO = datetime(2026, 2, 23, 7, 30, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Door:
    """A body at a delivery point, and at which hours the point stands for it."""

    agency: int
    agency_code: str
    name: str  # of the body
    point: int
    point_name: str
    hours: Hours
    gate: bool
    told: bool  # whether the story comes here
    clerk: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Who receives in a window, said of any door."""

    rank: Rank = Rank.FOCAL
    title: str
    days: tuple[DayOfDuty, ...]
    from_time: time = _MORNING
    to_time: time = _MORNING
    valid_from: datetime = SINCE
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """One row of the register to be."""

    door: Door
    number: int
    shift: Shift

    @property
    def is_room(self) -> bool:
        return self.shift.title == _ROOM

    @property
    def kind(self) -> ReceiverKind:
        return ReceiverKind.DUTY_ROOM if self.is_room else ReceiverKind.DUTY_POST

    @property
    def title(self) -> str:
        """A room is that of the house, a post that of the body."""
        return f"{self.shift.title} {self.door.point_name if self.is_room else self.door.name}"

    @property
    def phone(self) -> str:
        """No telephone in Việt Nam begins so: nobody is rung by a demonstration."""
        return f"0000{self.number:06}"

    @property
    def user(self) -> int | None:
        return self.door.clerk if self.shift.title == _CLERK else None


def receivers(doors: Iterable[Door]) -> list[Named]:
    """The register, in the order of the doors."""
    numbers: dict[int, int] = {}
    made: list[Named] = []
    for door in doors:
        # A duty room serves every body of its house, so a gap is a gap for all of them.
        number = numbers.setdefault(door.point, len(numbers) + 1)
        made.extend(Named(door, number, shift) for shift in _shifts(door, number))
    return made


def has_gap_at_tet(number: int, door: Door) -> bool:
    return number % GAP_EVERY == 0 and not (door.told or door.gate)


def _shifts(door: Door, number: int) -> Iterator[Shift]:
    if door.gate:
        yield Shift(title="Trực ban", days=tuple(DayOfDuty), from_time=_MIDNIGHT, to_time=_MIDNIGHT)
        return
    if door.hours is not Hours.OFF:
        yield Shift(title=_CLERK, days=_WORKING, to_time=_EVENING)
        if number % _DEPUTY_EVERY == 0 or door.told:
            yield Shift(rank=Rank.DEPUTY, title="Chánh văn phòng", days=_WORKING, to_time=_EVENING)
    if door.hours is not Hours.WORKING:
        # Of a body with another door by day, the room's hours off are those of lunch too.
        since = _NOON if door.hours is Hours.OFF else _EVENING
        yield Shift(title=_ROOM, days=_WORKING, from_time=since)
        yield Shift(title=_ROOM, days=_DAYS_OFF)
        if not has_gap_at_tet(number, door):
            yield Shift(title=_ROOM, days=(DayOfDuty.TET,))
        if door.told:
            yield Shift(
                rank=Rank.NAMED,
                title="Cán bộ trực Tết",
                days=tuple(DayOfDuty),
                from_time=_MIDNIGHT,
                to_time=_MIDNIGHT,
                valid_from=_TET_FROM,
                valid_to=_TET_TO,
            )
