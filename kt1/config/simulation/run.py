"""Simulated days, one after another: the phases of a day in the order of the clock."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kt1.config.simulation import bulk, cast, doors, roads
from kt1.config.simulation.mail import Mail, Posted, spread
from kt1.config.simulation.play import Stage, on
from kt1.custody.units import book
from kt1.law.calendars.queries import calendar

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to simulate: `until` ends the last day early, `letters` is letter mode."""

    provinces: Sequence[str]
    first: date
    last: date
    until: datetime
    items_a_day: int
    seed: int
    letters: bool
    evening: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    items: int
    acts: int
    rows: int


def live(plan: Plan, *, progress: Progress) -> Played:
    """Play through the database, act by act."""
    return _play(plan, progress)


def in_bulk(plan: Plan, *, progress: Progress) -> Played:
    """Play in memory with the same actions, then copy what they did into the tables."""
    kept = bulk.opened()
    first = kept.next_unit
    with _in_memory(kept):
        played = _play(plan, progress)
        progress("copying")
        return replace(played, rows=bulk.copy(kept, first_unit=first))


def beside(plan: Plan, *, progress: Progress) -> Played:
    """The same with a second process, which writes what was played while the play goes on."""
    kept = bulk.opened()
    scribe = bulk.Scribe(kept)
    with _in_memory(kept):
        played = _play(plan, progress, scribe.go_on)
        progress("copying")
        return replace(played, rows=scribe.finish())


@contextmanager
def _in_memory(kept: book.Book) -> Iterator[None]:
    # Millions of objects live until the end; looking for garbage among them finds none.
    gc.disable()
    try:
        with book.opened(kept):
            yield
    finally:
        gc.enable()


def _play(plan: Plan, progress: Progress, after_day: Callable[[], None] = lambda: None) -> Played:
    people = cast.gather(list(plan.provinces))
    stage = Stage(people, plan.seed, plan.until)
    days = [plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)]
    counts = spread(plan.items_a_day * len(days), days, calendar())
    mails = {p: Mail(people, p, plan.seed, letters=plan.letters) for p in plan.provinces}
    items = 0
    for n, (day, count) in enumerate(zip(days, counts, strict=True)):
        mail = {p: mails[p].of_day(day, count) for p in plan.provinces}
        items += sum(len(m) for m in mail.values())
        _day(stage, day, mail)
        after_day()
        if n % 30 == 0:
            progress(f"{day:%d/%m/%Y}")
    if plan.evening:
        doors.evening(stage, [people.offices[code] for code in sorted(people.offices)])
    return Played(items=items, acts=stage.acts, rows=0)


def _day(stage: Stage, day: date, mail: dict[str, list[Posted]]) -> None:
    days = calendar()
    working = days.is_working(day)
    if working and not stage.over(on(day, 8)):
        doors.confirm(stage, on(day, 8))
        doors.advices(stage, on(day, 8, 20))
    offices = [stage.cast.offices[code] for code in sorted(stage.cast.offices)]
    for office in offices:
        doors.deliver(stage, office, on(day, 8, 30), days, urgent_only=not working)
    for province, posted in mail.items():
        by_site: dict[str, list[Posted]] = {}
        for one in posted:
            by_site.setdefault(one.sender.site, []).append(one)
        for site, group in sorted(by_site.items()):
            doors.collect(stage, stage.cast.offices[site], group, day)
        roads.to_centre(stage, province, day)
    for province in mail:
        roads.from_central(stage, province, day)
        roads.to_offices(stage, province, day)
        roads.to_central(stage, province, day)
    for office in offices:
        doors.deliver(stage, office, on(day, 20, 30), days, urgent_only=True)
