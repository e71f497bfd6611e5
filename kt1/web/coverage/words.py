"""How a gap, a length of time and a reminder are said."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.people.rosters.rules import Span
from kt1.web.moments import deadline, deadline_short, local, moment

_HOUR = timedelta(hours=1)


def gap_said(name: str, gap: Span) -> str:
    """For the sender of a Hỏa tốc item: when nobody may sign at the receiver."""
    return _(
        "%(name)s: from %(begins)s to %(ends)s nobody is named who may sign, "
        "before the deadline of the Express item."
    ) % {"name": name, "begins": moment(gap.begins), "ends": deadline(gap.ends)}


def span_said(gap: Span) -> str:
    """07:30 16/02 – 24:00 20/02, for narrow columns where the year is plain."""
    return f"{local(gap.begins):%H:%M %d/%m} – {deadline_short(gap.ends)}"


def hours_said(length: timedelta) -> str:
    """120 hours; less than one is said in minutes."""
    if length < _HOUR:
        minutes = int(length.total_seconds() // 60)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(length / _HOUR)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
