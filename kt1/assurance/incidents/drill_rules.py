"""Drills (N22): the steps of each scenario, and the score. Pure.

A drill knows no item, no notice and no person to be told: whom one would tell is a step that is
ticked. So it can neither reach a real channel nor come into a real figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kt1.assurance.incidents.rules import Kind

FULL = 100
#: Done, but later than its mark, a step counts half.
LATE_COUNTS = 50
SCENARIOS = (Kind.BROKEN_SEAL, Kind.LOSS, Kind.OPENED, Kind.LEAK)
COVERS_MAX = 200


class Step(StrEnum):
    """One thing to do. What would go out is only ticked."""

    REPORT = "report"  # báo trưởng ca
    COUNT = "count"  # hai người đếm bì
    HOLD = "hold"  # giữ lại bì không nguyên vẹn
    REBAG = "rebag"  # đóng túi mới, niêm phong mới
    SEARCH = "search"  # tìm tại các nơi đã giữ
    HOLDERS = "holders"  # lập danh sách người đã giữ
    NOTIFY = "notify"  # báo lãnh đạo và các nơi phải báo
    MINUTES = "minutes"  # lập biên bản
    PAPER = "paper"  # chuyển xử lý trên giấy


STEPS: Mapping[Kind, Sequence[Step]] = {
    Kind.BROKEN_SEAL: (
        Step.REPORT,
        Step.COUNT,
        Step.HOLD,
        Step.REBAG,
        Step.HOLDERS,
        Step.NOTIFY,
        Step.MINUTES,
    ),
    Kind.LOSS: (Step.REPORT, Step.SEARCH, Step.HOLDERS, Step.NOTIFY, Step.MINUTES),
    Kind.OPENED: (Step.REPORT, Step.HOLD, Step.HOLDERS, Step.NOTIFY, Step.MINUTES),
    Kind.LEAK: (Step.REPORT, Step.HOLD, Step.NOTIFY, Step.PAPER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One step as it was done: after how long, and by when it should have been."""

    step: Step
    took: timedelta | None
    within: timedelta | None

    @property
    def points(self) -> int:
        if self.took is None:
            return 0
        if self.within is not None and self.took > self.within:
            return LATE_COUNTS
        return FULL

    @property
    def is_late(self) -> bool:
        return self.took is not None and self.points < FULL


def marks(
    scenario: Kind,
    started_at: datetime,
    done: Mapping[Step, datetime],
    within: Mapping[Step, timedelta],
) -> tuple[Mark, ...]:
    """Each step of the scenario with its time; a step without a norm is not timed."""
    return tuple(
        Mark(
            step=step,
            took=done[step] - started_at if step in done else None,
            within=within.get(step),
        )
        for step in STEPS[scenario]
    )


def score(found: Sequence[Mark]) -> int:
    """Percent, rounded down: whatever was left out counts nothing, what came late counts half."""
    return sum(mark.points for mark in found) // len(found)
