"""The norms of complaints as they hold on a day, and the dates they give."""

from dataclasses import dataclass
from datetime import date, datetime

from kt1.assurance.complaints.rules import (
    Limit,
    Matter,
    Term,
    answer_due,
    window,
)
from kt1.custody.items.models import Item
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import Norms, UnsetNormError, count_of, name_of


@dataclass(frozen=True, slots=True)
class Times:
    """How many times the price is owed at least, and within how many days."""

    times: int | None
    days: int


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _term(norms: Norms, key: Key, scope: str = "") -> Term | None:
    found = norms.find(key, scope)
    return None if found is None else Term(count_of(found), found.id)


def window_of(item: Item, matter: Matter, on: date) -> Limit:
    """The last day to complain of an accepted item, by the norms of the day.

    Raises:
        UnsetNormError: no norm says how long.
    """
    norms, clock = active_norms(on), item.unit.clock
    law = _term(norms, Key.COMPLAINT_LAW_WINDOW_MONTHS, matter.value)
    found = window(
        matter,
        norm_ended=day_of(clock.deadline),
        delivered=None if clock.delivered_at is None else day_of(clock.delivered_at),
        kt1=_term(norms, Key.COMPLAINT_WINDOW_MONTHS),
        law=law,
    )
    if found is None:
        raise UnsetNormError([name_of(norms.code, Key.COMPLAINT_WINDOW_MONTHS, "")])
    return found


def due_of(filed: date) -> Limit:
    """The last day for the answer to what came in on a day.

    Raises:
        UnsetNormError: no norm says how long.
        NoCalendarError: the calendar does not reach so far.
    """
    norms = active_norms(filed)
    found = answer_due(
        filed,
        kt1=_term(norms, Key.COMPLAINT_ANSWER_WORKING_DAYS),
        law=_term(norms, Key.COMPLAINT_LAW_ANSWER_MONTHS),
        calendar=calendar(),
    )
    if found is None:
        raise UnsetNormError([name_of(norms.code, Key.COMPLAINT_ANSWER_WORKING_DAYS, "")])
    return found


def compensation(matter: Matter, on: date) -> Times:
    """What a liability record of the day owes.

    Raises:
        UnsetNormError: no norm says within how many days.
    """
    norms = active_norms(on)
    times = _term(norms, Key.COMPENSATION_TIMES, matter.value)
    return Times(None if times is None else times.length, norms.count(Key.COMPENSATION_PAY_DAYS))
