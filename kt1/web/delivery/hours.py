"""Whether offices are closed at a moment: then one rings before coming."""

from datetime import datetime

from kt1.custody.clock.attempts import is_in_hours
from kt1.custody.clock.steps import day_of
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, spans_of


def off_hours(at: datetime) -> bool:
    """Off the working hours of the norms in force. Not known counts as open."""
    try:
        office = spans_of(active_norms(day_of(at)).one(Key.WORKING_HOURS))
        return not is_in_hours(at, calendar=calendar(), hours=office)
    except (NoCalendarError, UnsetNormError):
        return False
