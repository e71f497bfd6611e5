"""The lines of a table of figures, and what of them may be shared. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import reduce
from operator import add

from kt1.assurance.quality.rules import hidden, per_mille
from kt1.oversight.figures.rules import change_per_mille

#: Numbers of items: in a shared table their small cells are hidden.
ITEMS = ("sent", "sent_before", "received", "received_before", "due", "due_before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is counted of one body, or of several together.

    `…_before` is of the same days of the year before. Due are the items received whose deadline
    has passed and that their sender did not recall: of these, `on_time`. What was measured apart
    (Hẹn giờ, islands) is in neither.
    """

    bodies: int = 0
    using: int = 0  # sent or received anything
    sent: int = 0
    sent_before: int = 0
    received: int = 0
    received_before: int = 0
    due: int = 0
    on_time: int = 0
    due_before: int = 0
    on_time_before: int = 0
    harmed: int = 0  # lost, or cover or seal not intact
    lacking: int = 0  # bodies that name nobody for some time off hours
    overdue: int = 0  # tasks, reviews, months, sheets past their day

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(
            **{
                one.name: getattr(self, one.name) + getattr(other, one.name)
                for one in fields(Facts)
            }
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """Facts as they may be shown; None is hidden, or there is nothing to divide by."""

    facts: Facts
    gone: frozenset[str] = field(default_factory=frozenset)

    def _of(self, name: str) -> int | None:
        return None if name in self.gone else int(getattr(self.facts, name))

    @property
    def sent(self) -> int | None:
        return self._of("sent")

    @property
    def sent_before(self) -> int | None:
        return self._of("sent_before")

    @property
    def received(self) -> int | None:
        return self._of("received")

    @property
    def received_before(self) -> int | None:
        return self._of("received_before")

    @property
    def due(self) -> int | None:
        return self._of("due")

    @property
    def sent_change(self) -> int | None:
        """Thousandths of the year before; None where either is hidden or there was none."""
        return self._change(self.sent, self.sent_before)

    @property
    def received_change(self) -> int | None:
        return self._change(self.received, self.received_before)

    @staticmethod
    def _change(now: int | None, before: int | None) -> int | None:
        return None if now is None or before is None else change_per_mille(now, before)

    @property
    def rate(self) -> int | None:
        return None if "due" in self.gone else per_mille(self.facts.on_time, self.facts.due)

    @property
    def rate_before(self) -> int | None:
        if "due_before" in self.gone:
            return None
        return per_mille(self.facts.on_time_before, self.facts.due_before)

    @property
    def harmed(self) -> int | None:
        """Hidden with what was received: one of a few items would be known."""
        return None if "received" in self.gone else self.facts.harmed

    @property
    def share(self) -> int | None:
        """Thousandths of its bodies that used the service."""
        return per_mille(self.facts.using, self.facts.bodies)

    @property
    def hides(self) -> bool:
        return bool(self.gone)


def total_of(facts: Iterable[Facts]) -> Facts:
    return reduce(add, facts, Facts())


def share(facts: Sequence[Facts], least: int) -> list[Shown]:
    """Lines that stand under their sum: small cells hidden, and one more where that would tell.

    Each column of items is held for itself; sums across a line are not shown.
    """
    gone: list[set[str]] = [set() for _ in facts]
    for name in ITEMS:
        for n in hidden([getattr(one, name) for one in facts], least):
            gone[n].add(name)
    return [Shown(one, frozenset(names)) for one, names in zip(facts, gone, strict=True)]


def share_sum(facts: Facts, least: int) -> Shown:
    """A sum by itself: hidden only where it is small."""
    return Shown(facts, frozenset(name for name in ITEMS if 0 < getattr(facts, name) < least))
