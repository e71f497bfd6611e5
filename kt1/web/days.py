"""Reading a day as people type it: 16/02/2026, 16-2-2026, 160226; or as a browser sends it."""

import re
from datetime import date

from django.utils.translation import gettext as _

YEAR_MIN, YEAR_MAX = 1945, 2100
SHORT_YEAR_LENGTH = 2
CENTURY = 2000

WITH_MARKS = re.compile(r"^(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4}|\d{2})$")
RUN_TOGETHER = re.compile(r"^(\d{2})(\d{2})(\d{4}|\d{2})$")
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


class NotADayError(ValueError):
    """What was typed is no day of the calendar."""


def read_day(text: str) -> date:
    text = text.strip()
    if found := ISO.match(text):
        year, month, day = found.groups()
    elif found := WITH_MARKS.match(text) or RUN_TOGETHER.match(text):
        day, month, year = found.groups()
    else:
        raise NotADayError(_("Type the day as dd/mm/yyyy, for example 16/02/2026."))
    whole_year = int(year) + (CENTURY if len(year) == SHORT_YEAR_LENGTH else 0)
    if not YEAR_MIN <= whole_year <= YEAR_MAX:
        raise NotADayError(_("Type the day as dd/mm/yyyy, for example 16/02/2026."))
    try:
        return date(whole_year, int(month), int(day))
    except ValueError:
        raise NotADayError(_("There is no such day in the calendar.")) from None
