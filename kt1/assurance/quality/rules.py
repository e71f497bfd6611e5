"""What is on time, what is late, what stands apart, and whose a failure was. Pure.

Population: items accepted in the window whose deadline has passed. On time: the first valid
attempt came at the deadline or before it (W4). Still open past the deadline is late. Nothing takes
a delay away silently (N23): an exclusion has a reason, and both figures, with and without, stand
beside each other.

Source: practice of quality measurement, domain §4.4; TT16-2017 Đ.4; N17, N23
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PER_MILLE = 1000


class Group(StrEnum):
    """Each has a measure of its own: Hẹn giờ and special geography stand apart."""

    MAIN = "main"
    TIMED = "timed"
    SPECIAL = "special"


class Outcome(StrEnum):
    """What became of one item of the population. Exactly one holds."""

    ON_TIME = "on_time"
    LATE_POST = "late_post"
    LATE_RECEIVER = "late_receiver"  # the receiver had named nobody: late all the same
    FORCE_MAJEURE = "force_majeure"  # late, under an approved event
    RECALLED = "recalled"  # by its sender, before the deadline


#: Late and counted as late, whoever's it was.
LATE = frozenset({Outcome.LATE_POST, Outcome.LATE_RECEIVER})


class FactKind(StrEnum):
    """What the ledger says of an item that its tables do not keep."""

    RECALLED = "recalled"
    NOBODY_NAMED = "nobody_named"  # tried off hours; the agency had named no point
    ENTERED_LATE = "entered_late"


class EventKind(StrEnum):
    """Kinds of force majeure (bất khả kháng)."""

    STORM = "storm"
    FLOOD = "flood"
    LANDSLIDE = "landslide"
    EPIDEMIC = "epidemic"
    UNREST = "unrest"
    ROAD_CLOSED = "road_closed"
    OTHER_EVENT = "other_event"


class EventState(StrEnum):
    ENTERED = "entered"
    APPROVED = "approved"
    REFUSED = "refused"


EVENT_NEXT: Mapping[EventState, frozenset[EventState]] = {
    EventState.ENTERED: frozenset({EventState.APPROVED, EventState.REFUSED}),
    EventState.APPROVED: frozenset(),
    EventState.REFUSED: frozenset(),
}


class Refusal(StrEnum):
    """Why the Department did not approve an event."""

    NO_EVIDENCE = "no_evidence"
    FORESEEABLE = "foreseeable"
    WRONG_SPAN = "wrong_span"
    WRONG_AREA = "wrong_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One item, as far as quality asks. Moments are aware; None: it has not happened."""

    accepted: datetime
    deadline: datetime
    stopped: datetime | None
    timed: bool = False
    special: bool = False
    recalled: datetime | None = None
    nobody_named: datetime | None = None
    #: An approved event touched its way and the time the post had for it: see `covers`.
    force_majeure: bool = False
    #: The post said so, or it was so decided, when the quality of a period was confirmed.
    found_late: bool = False


def is_in_population(facts: Facts, as_of: datetime) -> bool:
    """Whether its deadline has passed."""
    return facts.deadline < as_of


def group_of(facts: Facts) -> Group:
    """Hẹn giờ first: its time is agreed, wherever it goes."""
    if facts.timed:
        return Group.TIMED
    return Group.SPECIAL if facts.special else Group.MAIN


def outcome_of(facts: Facts) -> Outcome:
    """What became of an item of the population.

    A recall after the deadline takes no delay away, nor does one after the first valid attempt.
    """
    if facts.found_late:
        return Outcome.LATE_POST
    if facts.stopped is not None and facts.stopped <= facts.deadline:
        return Outcome.ON_TIME
    if facts.stopped is None and _is_by(facts.recalled, facts.deadline):
        return Outcome.RECALLED
    if facts.force_majeure:
        return Outcome.FORCE_MAJEURE
    if _is_by(facts.nobody_named, facts.deadline):
        return Outcome.LATE_RECEIVER
    return Outcome.LATE_POST


def _is_by(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment <= limit


def covers(begins: datetime, ends: datetime, facts: Facts) -> bool:
    """Whether an event, both ends known, touched the time the post had for the item.

    What came after the deadline explains nothing; what was over before acceptance neither.
    """
    return begins < facts.deadline and ends > facts.accepted


@dataclass(frozen=True, slots=True)
class Figures:
    """Numerator, denominator and exclusions by reason; rates are in thousandths."""

    counts: Mapping[Outcome, int] = field(default_factory=dict)

    def of(self, outcome: Outcome) -> int:
        return self.counts.get(outcome, 0)

    @property
    def population(self) -> int:
        """Every item whose deadline has passed, whatever became of it."""
        return sum(self.counts.values())

    @property
    def on_time(self) -> int:
        return self.of(Outcome.ON_TIME)

    @property
    def late(self) -> int:
        """Late and not excused by force majeure."""
        return sum(self.of(one) for one in LATE)

    @property
    def late_in_all(self) -> int:
        """Late, force majeure among them."""
        return self.late + self.of(Outcome.FORCE_MAJEURE)

    @property
    def excluded(self) -> int:
        """What force majeure takes out of the second figure."""
        return self.of(Outcome.FORCE_MAJEURE)

    @property
    def counted_whole(self) -> int:
        """Denominator where force majeure is counted: all but what its sender recalled."""
        return self.population - self.of(Outcome.RECALLED)

    @property
    def counted(self) -> int:
        """Denominator where force majeure is left out."""
        return self.counted_whole - self.excluded

    @property
    def rate_whole(self) -> int | None:
        """On time of all, force majeure counted as late. None where there is nothing to count."""
        return per_mille(self.on_time, self.counted_whole)

    @property
    def rate(self) -> int | None:
        """On time of what force majeure leaves."""
        return per_mille(self.on_time, self.counted)


def per_mille(part: int, whole: int) -> int | None:
    """Thousandths, rounded down: 999 of 1000 never reads as all."""
    return part * PER_MILLE // whole if whole else None


def measured(items: Iterable[Facts], as_of: datetime) -> dict[Group, Figures]:
    """Figures of each group, item by item: what the statements in SQL must say too."""
    counts: dict[Group, dict[Outcome, int]] = {group: {} for group in Group}
    for one in items:
        if is_in_population(one, as_of):
            counted, outcome = counts[group_of(one)], outcome_of(one)
            counted[outcome] = counted.get(outcome, 0) + 1
    return {group: Figures(found) for group, found in counts.items()}


def together(figures: Iterable[Figures]) -> Figures:
    """The sum of several."""
    total: dict[Outcome, int] = {}
    for one in figures:
        for outcome, number in one.counts.items():
            total[outcome] = total.get(outcome, 0) + number
    return Figures(total)


def hidden(sizes: Sequence[int], least: int) -> frozenset[int]:
    """Which lines of a table that adds up may not be shown to others (N11).

    Lines with fewer than `least` items, and, so that none of them can be worked out from the
    sum, the smallest other line when they are alone or together still too few. Empty lines hide
    nothing.
    """
    small = {n for n, size in enumerate(sizes) if 0 < size < least}
    if not small:
        return frozenset()
    others = sorted((size, n) for n, size in enumerate(sizes) if size >= least)
    if (len(small) == 1 or sum(sizes[n] for n in small) < least) and others:
        small.add(others[0][1])
    return frozenset(small)


def safety(items: int, harmed: Collection[int]) -> int | None:
    """Thousandths of items that arrived whole: not lost, cover and seal intact."""
    return per_mille(items - len(harmed), items)
