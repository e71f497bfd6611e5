"""Half-open spans of time, merged and subtracted. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Aware moments, half-open: `ends` no longer belongs to it."""

    begins: datetime
    ends: datetime

    def within(self, other: "Span") -> "Span | None":
        """The part of this span that lies in the other, or None."""
        begins, ends = max(self.begins, other.begins), min(self.ends, other.ends)
        return Span(begins, ends) if begins < ends else None

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same moments in the fewest spans, in the order of time."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.begins <= found[-1].ends:
            if one.ends > found[-1].ends:
                found[-1] = Span(found[-1].begins, one.ends)
        else:
            found.append(one)
    return tuple(found)


def minus(spans: Iterable[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of the spans where none of the merged `taken` lies."""
    left = []
    for one in spans:
        begins = one.begins
        for hole in taken:
            if hole.ends <= begins:
                continue
            if hole.begins >= one.ends:
                break
            if hole.begins > begins:
                left.append(Span(begins, hole.begins))
            begins = hole.ends
        if begins < one.ends:
            left.append(Span(begins, one.ends))
    return tuple(left)
