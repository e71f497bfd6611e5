"""Reading what people type on forms of items: a moment, several codes."""

import re
from datetime import datetime, time

from django.utils.translation import gettext as _

from kt1.custody.units import codes
from kt1.law.calendars.rules import VIETNAM
from kt1.web.days import NotADayError, read_day

_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[:hH.]|giờ)\s*(\d{2})?(?!\d|/)", re.ASCII)
CODES_MOST = 100
SEPARATOR = "."


class NotAMomentError(ValueError):
    """What was typed is no day and hour."""


def read_moment(text: str) -> datetime:
    """16/02/2026 08:30, 8h30 16/2/2026, or as a browser sends it; in Vietnamese time."""
    text = text.strip().replace("T", " ").replace("·", " ")
    found = _HOUR.search(text)
    if found is None:
        raise NotAMomentError(_("Type day and hour as dd/mm/yyyy hh:mm, as 16/02/2026 08:30."))
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,-")
    try:
        hour = time(int(found[1]), int(found[2] or 0))
        day = read_day(rest)
    except NotADayError as fault:
        raise NotAMomentError(str(fault)) from None
    except ValueError:
        raise NotAMomentError(_("There is no such hour of the day.")) from None
    return datetime.combine(day, hour, VIETNAM)


def read_codes(text: str) -> list[str]:
    """Codes as an address carries them; what is no code is left out."""
    found: list[str] = []
    for part in text.split(SEPARATOR)[:CODES_MOST]:
        try:
            found.append(codes.parse(part))
        except codes.MalformedCodeError:
            continue
    return list(dict.fromkeys(found))


def write_codes(listed: list[str]) -> str:
    return SEPARATOR.join(listed)
