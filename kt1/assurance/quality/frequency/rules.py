"""How often a day the post came, against how often it owed to. Pure.

A visit is one coming to a delivery point, however many items it brought: tries that follow each
other within the norm are one visit, and a run that left with the point among its stops is one even
where nothing was to be delivered. The greater of the two counts. Only working days are owed.

Source: TT16-2017 Đ.4.3; TT15-2022 Đ.4
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PER_MILLE = 1000
#: Scope of the parameter `deliveries_per_day` that still has a meaning: districts were abolished.
SCOPE = "commune"

#: Working days, each with the deliveries owed on it; None: no norm is set for the day.
Owed = Mapping[date, int | None]


@dataclass(frozen=True, slots=True)
class Frequency:
    """Of so many working days owed, on how many the post came often enough; visits in all."""

    days: int
    met: int
    visits: int
    norm: int | None  # times a working day, the last that is set; None: nothing is owed

    @property
    def rate(self) -> int | None:
        """Thousandths of the days; None where no norm is set or no day was owed."""
        if self.norm is None or not self.days:
            return None
        return self.met * PER_MILLE // self.days


def frequency(visits: Mapping[date, int], owed: Owed) -> Frequency:
    """Args: visits by day, of any day; the working days of the span with what each owes."""
    met = sum(1 for day, norm in owed.items() if is_met(visits.get(day, 0), norm))
    norms = [owed[day] for day in sorted(owed) if owed[day] is not None]
    return Frequency(len(owed), met, sum(visits.values()), norms[-1] if norms else None)


def is_met(visits: int, norm: int | None) -> bool:
    return norm is not None and visits >= norm


def together(found: Iterable[Frequency]) -> Frequency:
    """Of several points: days and visits add up; a norm stands only where all have the same.

    Days without a norm count only where none of them has one.
    """
    rows = list(found)
    norms = {one.norm for one in rows}
    owed = [one for one in rows if one.norm is not None] or rows
    return Frequency(
        sum(one.days for one in owed),
        sum(one.met for one in owed),
        sum(one.visits for one in rows),
        norms.pop() if len(norms) == 1 else max((n for n in norms if n), default=None),
    )


def apart(moments: Sequence[datetime], minutes: int | None) -> list[list[datetime]]:
    """Tries of one day at one place, in order of time, by visit; without a norm all are one."""
    found: list[list[datetime]] = []
    for moment in sorted(set(moments)):
        near = minutes is None or (found and moment - found[-1][-1] <= timedelta(minutes=minutes))
        if found and near:
            found[-1].append(moment)
        else:
            found.append([moment])
    return found
