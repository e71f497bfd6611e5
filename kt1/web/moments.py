"""How a moment is written: 22:40 · Thứ Hai 16/02/2026 (29 tháng Chạp).

Pure: a moment comes in, a sentence goes out in the language in force.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from lunar_vn import solar_to_lunar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
FIRST_LUNAR_MONTH, LAST_LUNAR_MONTH = 1, 12


def local(value: datetime) -> datetime:
    return value.astimezone(ZONE)


def clock(value: datetime) -> str:
    return f"{local(value):%H:%M}"


def day(value: date) -> str:
    """16/02/2026, of a date or of a moment's local day."""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value:%d/%m/%Y}"


def day_with_name(value: date) -> str:
    """Thứ Hai 16/02/2026."""
    if isinstance(value, datetime):
        value = local(value)
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def moment(value: datetime) -> str:
    """22:40 · Thứ Hai 16/02/2026."""
    return f"{clock(value)} · {day_with_name(value)}"


def deadline(value: datetime) -> str:
    """The same; midnight is said as the end of the day before, as the law says it."""
    here = local(value)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"24:00 · {day_with_name(here.date() - timedelta(days=1))}"
    return moment(value)


def deadline_short(value: datetime) -> str:
    """24:00 16/02, for narrow columns where the year is plain."""
    here = local(value)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"24:00 {here.date() - timedelta(days=1):%d/%m}"
    return f"{here:%H:%M %d/%m}"


def lunar(value: date) -> str:
    """29 tháng Chạp: the day of the lunar calendar, as people say it around Tết."""
    here = local(value).date() if isinstance(value, datetime) else value
    found = solar_to_lunar(here)
    if found.leap:
        return _("day %(day)s of leap month %(month)s") % {"day": found.day, "month": found.month}
    if found.month == FIRST_LUNAR_MONTH:
        return _("day %(day)s of the first lunar month") % {"day": found.day}
    if found.month == LAST_LUNAR_MONTH:
        return _("day %(day)s of the last lunar month") % {"day": found.day}
    return _("day %(day)s of lunar month %(month)s") % {"day": found.day, "month": found.month}


def span(length: timedelta) -> str:
    """3 giờ 20 phút; 2 ngày 4 giờ. Below one minute: under a minute."""
    minutes = abs(int(length.total_seconds())) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    said = []
    if days:
        said.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        said.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes and not days:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(said) or _("under a minute")


def relative(value: datetime, now: datetime) -> str:
    """in 3 hours 20 minutes; 2 days ago. Only ever beside the absolute time."""
    if value >= now:
        return _("in %(span)s") % {"span": span(value - now)}
    return _("%(span)s ago") % {"span": span(now - value)}


def left(due: datetime, now: datetime) -> str:
    """còn 3 giờ; quá 20 phút: how far a due time is."""
    if due >= now:
        return _("%(span)s left") % {"span": span(due - now)}
    return _("%(span)s over") % {"span": span(now - due)}
