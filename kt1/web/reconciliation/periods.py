"""Which period the pages speak of when nobody says one."""

from datetime import datetime

from kt1.assurance.books.rules import Period, period_before, period_with
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError
from kt1.web.moments import ZONE


def last_period(at: datetime) -> Period:
    """The last period that is over."""
    today = at.astimezone(ZONE).date()
    try:
        months = active_norms(today).count(Key.RECONCILE_MONTHS)
    except UnsetNormError:
        months = 1
    return period_before(period_with(today, months=months), months=months)
