"""Calendars as calculations take them."""

from kt1.law.book.queries import book
from kt1.law.calendars.rules import Calendar

#: The officials of the State (cán bộ, công chức): the calendar the norms name by default.
OFFICIALS = "CBCC"


def calendar(code: str = OFFICIALS) -> Calendar:
    """The calendar now.

    Raises:
        NoCalendarError: there is none of this code.
    """
    return book().calendar(code)
