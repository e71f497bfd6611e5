"""The lines of a home page, in the order of a day's work: what is due, what else is mine, the rest.

What several sources say of one matter becomes one line: the others of its bundle are links under
it, so that nothing is counted twice and every page stays one press away. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kt1.web.home.waiting import Bundle, Urgency, Waiting
from kt1.web.moments import ZONE
from kt1.web.words import Words

#: Fewer lines than this are read at a glance: headings over them would only take room.
HEADED_FROM = 7


class When(StrEnum):
    """The parts of the page, in their order."""

    TODAY = "today"
    MINE = "mine"
    WATCH = "watch"


HEADINGS: dict[When, Words] = {
    When.TODAY: _("Due today or late"),
    When.MINE: _("To be done by me"),
    When.WATCH: _("To follow"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; an empty heading where there are few lines."""

    key: str
    heading: Words
    lines: Sequence[Waiting]


def grouped(lines: Iterable[Waiting], at: datetime) -> list[Group]:
    """Groups that hold something; one group without a heading where there are few lines."""
    rows = bundled(lines)
    if len(rows) < HEADED_FROM:
        return [Group("all", "", rows)] if rows else []
    held: dict[When, list[Waiting]] = {when: [] for when in When}
    for row in rows:
        held[_when(row, at)].append(row)
    return [Group(when.value, HEADINGS[when], found) for when, found in held.items() if found]


def bundled(lines: Iterable[Waiting]) -> list[Waiting]:
    """One line of each bundle with the others under it; the most urgent line first."""
    alone: list[Waiting] = []
    bundles: dict[Bundle, list[Waiting]] = {}
    for line in lines:
        if line.bundle is None:
            alone.append(line)
        else:
            bundles.setdefault(line.bundle, []).append(line)
    for each in bundles.values():
        first, *rest = sorted(each, key=lambda line: (not line.heads, line.rank))
        alone.append(replace(first, also=tuple(rest)))
    return sorted(alone, key=lambda line: line.rank)


def _when(line: Waiting, at: datetime) -> When:
    """What others have to do is followed, however late; what is mine is due or waits."""
    if line.watch:
        return When.WATCH
    today = at.astimezone(ZONE).date()
    midnight = datetime.combine(today + timedelta(days=1), time.min, ZONE)
    is_due = line.due is not None and line.due <= midnight
    return When.TODAY if line.urgency is Urgency.LATE or is_due else When.MINE
