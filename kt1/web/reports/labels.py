"""How reports are worded and shaped on pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kt1.oversight.reports.models import STATE_LABELS, ReportDefinition, ReportVersion
from kt1.oversight.reports.rules import Standing, State
from kt1.web.parts.chips import Chip, Tone

STANDING_CHIPS: Mapping[Standing, Chip] = {
    Standing.RUNNING: Chip(_("the period is running"), Tone.PLAIN),
    Standing.TO_WRITE: Chip(_("to be sent"), Tone.RISK),
    Standing.LATE: Chip(_("report is late"), Tone.LATE),
    Standing.SENT: Chip(_("sent in time"), Tone.GOOD),
    Standing.SENT_LATE: Chip(_("sent late"), Tone.LATE),
}
_TONES: Mapping[State, Tone] = {
    State.DRAFT: Tone.PLAIN,
    State.PRESENTED: Tone.MOVING,
    State.RETURNED: Tone.REFUSED,
    State.APPROVED: Tone.GOOD,
    State.ISSUED: Tone.GOOD,
}


def state_chip(version: ReportVersion) -> Chip:
    state = State(version.state)
    return Chip(STATE_LABELS[state], _TONES[state])


def due_words(definition: ReportDefinition) -> str:
    """The due rule as people say it: trước ngày 20 của tháng thứ nhất sau kỳ."""
    how = "trước ngày" if definition.due_excluded else "chậm nhất ngày"
    months = definition.due_months
    when = "tháng cuối kỳ" if months == 0 else f"tháng thứ {months} sau kỳ"
    return f"{how} {definition.due_day} của {when}"
