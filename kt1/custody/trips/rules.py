"""Rules for runs. Pure: no database, no clock, no settings."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum


class TripState(StrEnum):
    PLANNED = "planned"  # đã lập
    DEPARTED = "departed"  # đã khởi hành
    ARRIVED = "arrived"  # đã đến
    CLOSED = "closed"  # đã kết thúc
    CANCELLED = "cancelled"  # đã hủy


# docs/states/trip.md is drawn from this table.
NEXT: Mapping[TripState, AbstractSet[TripState]] = {
    TripState.PLANNED: {TripState.DEPARTED, TripState.CANCELLED},
    TripState.DEPARTED: {TripState.ARRIVED},
    TripState.ARRIVED: {TripState.CLOSED},
    TripState.CLOSED: set(),
    TripState.CANCELLED: set(),
}


def escort_missing(*, dedicated: bool, escort: int | None) -> bool:
    """A vehicle that is not a dedicated postal one needs an escort all the way.

    Source: TT16-2017 Đ.9 and QD32-2025 (security article).
    """
    return not dedicated and escort is None
