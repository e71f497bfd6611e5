"""How often a day the post came, against how often it owed to. Pure.

A visit is one coming to a delivery point, however many items it brought: tries within an hour of
each other are one visit, and a run that left with the point among its stops is one even where
nothing was to be delivered. The greater of the two counts. Only working days are owed.

Source: TT16-2017 Đ.4.3; TT15-2022 Đ.4
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

PER_MILLE = 1000
#: Two tries at one door further apart than this are two visits. An assumption.
VISIT_MINUTES = 60
#: Scope of the parameter `deliveries_per_day` that still has a meaning: districts were abolished.
SCOPE = "commune"


@dataclass(frozen=True, slots=True)
class Frequency:
    """Of so many working days owed, on how many the post came often enough; visits in all."""

    days: int
    met: int
    visits: int
    norm: int | None  # times a working day; None: no norm is set, nothing is owed

    @property
    def rate(self) -> int | None:
        """Thousandths of the days; None where no norm is set or no day was owed."""
        if self.norm is None or not self.days:
            return None
        return self.met * PER_MILLE // self.days


def frequency(visits: Mapping[date, int], working: Collection[date], norm: int | None) -> Frequency:
    """Args: visits by day, of any day; the working days of the span; the norm a working day."""
    days = set(working)
    met = sum(1 for day in days if norm is not None and visits.get(day, 0) >= norm)
    return Frequency(len(days), met, sum(visits.values()), norm)


def together(found: Iterable[Frequency]) -> Frequency:
    """Of several points: days and visits add up; a norm stands only where all have the same."""
    rows = list(found)
    norms = {one.norm for one in rows}
    owed = [one for one in rows if one.norm is not None]
    return Frequency(
        sum(one.days for one in owed),
        sum(one.met for one in owed),
        sum(one.visits for one in rows),
        norms.pop() if len(norms) == 1 else max((n for n in norms if n), default=None),
    )
