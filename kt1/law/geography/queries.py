"""Lists of special geography over time, kept while the law stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from kt1.law.book.queries import Kept, book
from kt1.law.geography.rules import Areas, areas
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last day the same lists named the same communes."""

    first: date
    last: date
    areas: Areas

    def says_the_same(self, other: Areas) -> bool:
        return set(self.areas.kinds) == set(other.kinds) and set(self.areas.codes) == set(
            other.codes
        )


def periods() -> tuple[Period, ...]:
    """In order of days, only those in which a list names anything. No query while kept."""
    return _kept.now()


def _work_out() -> tuple[Period, ...]:
    found: list[Period] = []
    days = _days_of_change()
    for n, first in enumerate(days):
        last = days[n + 1] - _ONE_DAY if n + 1 < len(days) else date.max
        named = areas(own_norms(first))
        if not named.kinds and not named.codes:
            continue
        before = found[-1] if found else None
        if before and before.last + _ONE_DAY == first and before.says_the_same(named):
            found[-1] = Period(first=before.first, last=last, areas=named)
        else:
            found.append(Period(first=first, last=last, areas=named))
    return tuple(found)


def _days_of_change() -> list[date]:
    """On which a list begins or has ended, or another norm set is gone by."""
    law = book()
    spans = [
        (one.valid_from, one.valid_to)
        for held in law.parameters.values()
        for one in held
        if one.key is Key.SPECIAL_GEOGRAPHY
    ]
    spans += [(one.active_from, one.active_to) for one in law.norm_sets.values() if one.active_from]
    changes = {first for first, _last in spans}
    return sorted(changes | {last + _ONE_DAY for _first, last in spans if last is not None})


_kept = Kept(_work_out)
