"""How budgets are worded and shaped on pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.oversight.budget.models import RETURN_LABELS, STAGE_LABELS, BudgetVersion
from kt1.oversight.budget.rules import Alarm, Return, Stage
from kt1.web.parts.chips import Chip, Tone

STAGE_TONES: Mapping[Stage, Tone] = {
    Stage.ESTIMATE: Tone.PLAIN,
    Stage.APPRAISED: Tone.MOVING,
    Stage.ALLOCATED: Tone.GOOD,
    Stage.ADJUSTED: Tone.GOOD,
    Stage.SETTLED: Tone.PLAIN,
}
ALARM_CHIPS: Mapping[Alarm, Chip | None] = {
    Alarm.OVER: Chip(gettext_lazy("more owed than there is"), Tone.LATE),
    Alarm.RUNS_OUT: Chip(gettext_lazy("runs out this year"), Tone.RISK),
    Alarm.NEARLY: Chip(gettext_lazy("nearly used"), Tone.UNCONFIRMED),
    Alarm.NONE: None,
}


def stage_chip(version: BudgetVersion) -> Chip:
    """What a version is, and where an estimate lies."""
    stage = Stage(version.stage)
    if stage is Stage.ESTIMATE and version.returned_at is not None:
        return Chip(_("sent back"), Tone.REFUSED)
    if stage is Stage.ESTIMATE and version.sent_at is not None:
        return Chip(_("under review"), Tone.MOVING)
    return Chip(STAGE_LABELS[stage], STAGE_TONES[stage])


def why_returned(version: BudgetVersion) -> str:
    if not version.returned_for:
        return ""
    return str(RETURN_LABELS[Return(version.returned_for)])


def per_cent(per_mille: int | None) -> str:
    """12,5 % for 125 per mille; nothing for nothing."""
    if per_mille is None:
        return ""
    sign = "-" if per_mille < 0 else "+" if per_mille > 0 else ""
    whole, rest = divmod(abs(per_mille), 10)
    return f"{sign}{whole},{rest} %" if rest else f"{sign}{whole} %"
