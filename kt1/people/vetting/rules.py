"""What a worker of the post must hold before they may take, and how long they hold it. Pure.

A worker holds something from one moment until another, or does not hold it: there is no third
answer here. Why somebody does not hold it is nobody's to know (docs/decisions/0058).
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kt1.people.accounts.rules import Role

#: Duties in which a person of the post has KT1 mail in hand, or decides who has.
WORKERS = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER})


class StandingKind(StrEnum):
    """What a paper says of a worker."""

    VETTING = "vetting"  # thẩm tra tiêu chuẩn chính trị
    TRAINING = "training"  # tập huấn nghiệp vụ và an ninh KT1
    PLEDGE = "pledge"  # cam kết bảo vệ bí mật nhà nước
    TOOL = "tool"  # được giao công cụ hỗ trợ
    COURSE = "course"  # tập huấn khác


class Authority(StrEnum):
    """Who issued the paper."""

    POST = "post"  # Bưu điện tỉnh
    POLICE = "police"  # Công an tỉnh
    CENTRAL = "central"  # Cục Bưu điện Trung ương


class Topic(StrEnum):
    """What a training event was about."""

    KT1 = "kt1"
    TOOLS = "tools"
    OTHER = "other"


#: What attending an event of this topic gives.
GIVES: Mapping[Topic, StandingKind] = {
    Topic.KT1: StandingKind.TRAINING,
    Topic.TOOLS: StandingKind.COURSE,
    Topic.OTHER: StandingKind.COURSE,
}

#: What a norm may demand before a worker takes, in the order in which it is looked for.
DEMANDABLE = (StandingKind.VETTING, StandingKind.TRAINING, StandingKind.PLEDGE)


@dataclass(frozen=True, slots=True)
class Record:
    """One paper's say: held from `begins` until just before `ends`; None holds until further."""

    kind: StandingKind
    begins: datetime
    ends: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class State:
    """Whether something is held at a moment, and until when without a break."""

    held: bool
    ends: datetime | None = None


def is_vetted(records: Iterable[Record], at: datetime) -> bool:
    """Whether a vetting holds at this moment. Source: CV-DONGNAI-2026 (D34); N18."""
    return any(r.kind is StandingKind.VETTING and r.holds(at) for r in records)


def missing(
    records: Iterable[Record], at: datetime, demanded: Sequence[StandingKind]
) -> tuple[StandingKind, ...]:
    """What is demanded and not held at this moment, in the order of the demand."""
    held = {r.kind for r in records if r.holds(at)}
    return tuple(kind for kind in demanded if kind not in held)


def state_of(records: Iterable[Record], kind: StandingKind, at: datetime) -> State:
    """Held or not; and the first later moment at which no paper in hand holds any more."""
    of_kind = [r for r in records if r.kind is kind]
    end: datetime | None = at
    while end is not None:
        now = end
        holding = [r.ends for r in of_kind if r.holds(now)]
        if not holding:
            break
        end = None if None in holding else max(one for one in holding if one is not None)
    return State(held=end is None or end > at, ends=end if end is None or end > at else None)


def step_of(ends: datetime, at: datetime, days: Iterable[int]) -> int | None:
    """The warning that is due: the smallest number of days that has been reached, else None."""
    left = (ends - at).total_seconds() / 86_400
    return min((d for d in days if left <= d), default=None)


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months later; the last day of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def end_of(begins: datetime, said: datetime | None, months: int | None) -> datetime | None:
    """When a paper ends: as it says, but never later than the norm lets it hold."""
    longest = None if months is None else months_after(begins, months)
    return min((one for one in (said, longest) if one is not None), default=None)


def demanded(switched_on: AbstractSet[str]) -> tuple[StandingKind, ...]:
    """What must be held, of all that a norm may demand."""
    return tuple(kind for kind in DEMANDABLE if kind.value in switched_on)
