"""Which period the pages speak of when nobody says one."""

from datetime import datetime

from kt1.assurance.books.rules import Period, period_before, period_with
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.web.moments import ZONE


def last_period(at: datetime) -> Period:
    """The last period that is over."""
    return last_periods(at, 1)[0]


def months_of(at: datetime) -> int:
    """How many months a period has by the norms of the day; one where none hold."""
    try:
        return active_norms(at.astimezone(ZONE).date()).count(Key.RECONCILE_MONTHS)
    except UnsetNormError:
        return 1


def last_periods(at: datetime, number: int) -> list[Period]:
    """The last periods that are over, the latest first."""
    today, months = at.astimezone(ZONE).date(), months_of(at)
    found = [period_before(period_with(today, months=months), months=months)]
    while len(found) < number:
        found.append(period_before(found[-1], months=months))
    return found
