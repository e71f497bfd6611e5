"""How a gap, a length of time and a reminder are said."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kt1.network.agencies.lines import Body, Verb
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.people.accounts.rules import Role
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import cascade
from kt1.people.rosters.rules import Span
from kt1.web.coverage.looking import Looked
from kt1.web.coverage.reads import OfBody
from kt1.web.moments import deadline, deadline_short, local, moment
from kt1.web.network.labels import BODY_LABELS

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


def letter(agency: Agency, found: OfBody, looked: Looked) -> str:
    """The sentence of a letter to a body, with the verb of its line (practice: W7)."""
    facts = {
        "name": agency.name,
        "when": looked.title,
        "first": span_said(found.first),
        "hours": hours_said(found.lasts),
    }
    if cascade(Line(agency.line)).verb is Verb.ORDER:
        return (
            _(
                "%(name)s is ordered to name who receives KT1 items in the time of %(when)s: "
                "nobody may sign for %(hours)s, first %(first)s."
            )
            % facts
        )
    return (
        _(
            "%(name)s is asked to help and name who receives KT1 items in the time of %(when)s: "
            "nobody may sign for %(hours)s, first %(first)s."
        )
        % facts
    )


def told_said(reminder: Reminder) -> str:
    """The verb that the line asks for; for the dispatcher, to whom a letter goes on paper."""
    asked = str(reminder.facts.get("to", "")).split(",")
    others = [str(BODY_LABELS[Body(one)]) for one in asked if one in set(Body)]
    verb = Verb[str(reminder.facts.get("verb", Verb.REQUEST.name))].value
    if not others:
        return ""
    if reminder.role != Role.DISPATCHER:
        return _("remind with the verb “%(verb)s”") % {"verb": verb}
    said = _("letter to %(bodies)s, verb “%(verb)s”")
    return said % {"bodies": ", ".join(others), "verb": verb}


def step_said(reminder: Reminder) -> str:
    """30 days before; or by hand."""
    if not reminder.step:
        return _("by hand")
    said = ngettext("%(n)s day before", "%(n)s days before", reminder.step)
    return said % {"n": reminder.step}


def hours_said(length: timedelta) -> str:
    """120 hours; less than one is said in minutes."""
    if length < _HOUR:
        minutes = int(length.total_seconds() // 60)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(length / _HOUR)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
