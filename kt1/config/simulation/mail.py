"""Which mail there is on each day: seeded, the same on every machine. Pure but for the cast."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from kt1.config.simulation.cast import Body, Cast
from kt1.law.calendars.rules import Calendar
from kt1.network.agencies.rules import Family

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
#: Mail of a day off against a working day, in percent.
_OFF_DAY_PERCENT = 12
_BETWEEN_PERCENT = 12
_EXPRESS_PERCENT, _TIMED_PERCENT = 8, 2
_LETTER_PERCENT = 55
_FLAG_PERCENT = 20
_DECLARED_PERCENT = 60
_ADVICE_PERCENT = 6
_WEIGHTS = {
    Family.COMMUNE_UBND: 10,
    Family.DEPARTMENT: 40,
    Family.COMMUNE_PARTY: 5,
    Family.COMMUNE_COUNCIL: 2,
}
_OTHER_WEIGHT = 12
_LETTERED = frozenset({Family.COMMUNE_UBND, Family.DEPARTMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One cover that a body wants to send, and how its way will go."""

    number: int
    sender: Body
    receiver: Body
    ready_at: datetime
    mark: str
    urgency: str
    agreed_at: datetime | None
    declared: bool
    advice: bool
    pieces: int
    weight_g: int
    fate: int  # 0..9999, drawn once: decides what goes wrong with it, if anything


def spread(total: int, days: Sequence[date], calendar: Calendar) -> list[int]:
    """How many items each day gets: `total` in all, few on days off."""
    weights = [100 if calendar.is_working(day) else _OFF_DAY_PERCENT for day in days]
    whole = sum(weights)
    ends = [total * part // whole for part in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


class Mail:
    """The mail of one province, day by day, from one seed."""

    def __init__(self, cast: Cast, province: str, seed: int, *, letters: bool) -> None:
        self._draw = random.Random(f"{seed}:{province}")  # noqa: S311 - a play, not a secret
        self._letters = letters
        self._own = [b for b in cast.bodies if b.province == province]
        self._others = [b for b in cast.bodies if b.province != province]
        self._own_weights = list(accumulate(_weight(b) for b in self._own))
        self._other_weights = list(accumulate(_weight(b) for b in self._others))
        self._number = 0

    def of_day(self, day: date, count: int) -> list[Posted]:
        """The covers of one day in the order in which they are ready."""
        found = [self._one(day) for _ in range(count)]
        return sorted(found, key=lambda p: (p.ready_at, p.number))

    def _one(self, day: date) -> Posted:
        draw = self._draw
        self._number += 1
        sender = draw.choices(self._own, cum_weights=self._own_weights)[0]
        receiver = self._receiver(sender)
        urgency = self._urgency()
        minutes = 7 * 60 + 45 + draw.randrange(9 * 60)
        return Posted(
            number=self._number,
            sender=sender,
            receiver=receiver,
            ready_at=datetime.combine(day, time(), HANOI) + timedelta(minutes=minutes),
            mark=self._mark(sender, receiver),
            urgency=urgency,
            agreed_at=_agreed(day) if urgency == "HG" else None,
            declared=draw.randrange(100) < _DECLARED_PERCENT,
            advice=draw.randrange(100) < _ADVICE_PERCENT,
            pieces=1 if draw.randrange(10) else 2,
            weight_g=20 + draw.randrange(480),
            fate=draw.randrange(10_000),
        )

    def _receiver(self, sender: Body) -> Body:
        while True:
            if self._others and self._draw.randrange(100) < _BETWEEN_PERCENT:
                found = self._draw.choices(self._others, cum_weights=self._other_weights)[0]
            else:
                found = self._draw.choices(self._own, cum_weights=self._own_weights)[0]
            if found.id != sender.id:
                return found

    def _urgency(self) -> str:
        drawn = self._draw.randrange(100)
        if drawn < _EXPRESS_PERCENT:
            return "HT"
        return "HG" if drawn < _EXPRESS_PERCENT + _TIMED_PERCENT else "none"

    def _mark(self, sender: Body, receiver: Body) -> str:
        """Letters only between communes' UBND and departments (W14); else a flag, or nothing."""
        drawn = self._draw.randrange(100)
        if not self._letters:
            return "F" if drawn < _FLAG_PERCENT else "none"
        if {sender.family, receiver.family} <= _LETTERED and drawn < _LETTER_PERCENT:
            return "CCCCBBA"[drawn % 7]
        return "none"


def _weight(body: Body) -> int:
    return _WEIGHTS.get(Family(body.family), _OTHER_WEIGHT)


def _agreed(day: date) -> datetime:
    """Three days ahead: long enough for every lead time there is."""
    return datetime.combine(day + timedelta(days=3), time(15), HANOI)
