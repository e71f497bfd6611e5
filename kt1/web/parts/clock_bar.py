"""The legal clock of one item as a bar: from acceptance to the deadline, with now on it."""

from dataclasses import dataclass
from datetime import datetime

from kt1.web.parts import chips
from kt1.web.parts.chips import Chip

#: The bar's own units; the drawing stretches them over whatever width there is.
WIDTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBar:
    accepted: datetime
    deadline: datetime
    now: datetime
    #: When the next run that can carry it should deliver (giờ phát dự kiến).
    expected: datetime | None = None
    #: When the first valid attempt stopped the clock.
    stopped: datetime | None = None
    #: How the deadline came about, sentence by sentence.
    steps: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def reached(self) -> datetime:
        return self.stopped or self.now

    @property
    def late(self) -> bool:
        return self.reached > self.deadline

    @property
    def chip(self) -> Chip:
        if self.late:
            return chips.LATE
        if self.stopped:
            return chips.ON_TIME
        if self.expected and (self.expected > self.deadline or self.expected < self.now):
            return chips.AT_RISK
        return chips.RUNNING

    @property
    def tone(self) -> str:
        return self.chip.tone.value

    @property
    def elapsed_x(self) -> int:
        """Where the used part of the allowed time ends."""
        return self._x(min(self.reached, self.deadline))

    @property
    def deadline_x(self) -> int:
        return self._x(self.deadline)

    @property
    def reached_x(self) -> int:
        return self._x(self.reached)

    @property
    def overrun_width(self) -> int:
        return max(0, self.reached_x - self.deadline_x)

    @property
    def expected_x(self) -> int | None:
        return self._x(self.expected) if self.expected and not self.stopped else None

    @property
    def percent(self) -> int:
        """How much of the allowed time is used, for those who hear the page."""
        allowed = (self.deadline - self.accepted).total_seconds()
        used = (self.reached - self.accepted).total_seconds()
        return max(0, round(100 * used / allowed)) if allowed > 0 else 100

    def _x(self, value: datetime) -> int:
        end = max(self.deadline, self.reached, self.expected or self.deadline)
        whole = (end - self.accepted).total_seconds()
        if whole <= 0:
            return WIDTH
        part = (value - self.accepted).total_seconds()
        return max(0, min(WIDTH, round(WIDTH * part / whole)))
