"""How the words of figures are said, and the pages side by side."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.assurance.adoption.rules import Contrast, Standing
from kt1.oversight.figures.board import Lack
from kt1.oversight.figures.overdue import Owing
from kt1.oversight.figures.permissions import OF_PROVINCE
from kt1.people.actor import Actor
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

BY_LABELS: Mapping[str, Words] = {
    "xa": _("commune"),
    "tuyen": _("delivery route"),
    "khoi": _("bloc"),
    "co-quan": _("agency"),
    "dich-vu": _("urgency and scope"),
    "thang": _("month"),
    "tinh": _("province"),
}
STANDING_CHIPS: Mapping[Standing, Chip] = {
    Standing.NEVER: Chip(_("sends nothing"), Tone.RISK),
    Standing.STOPPED: Chip(_("sends no more"), Tone.RISK),
    Standing.FALLING: Chip(_("sends less"), Tone.RISK),
    Standing.STEADY: Chip(_("about as before"), Tone.GOOD),
    Standing.RISING: Chip(_("sends more"), Tone.GOOD),
    Standing.STARTED: Chip(_("has begun to send"), Tone.GOOD),
}
CONTRAST_LABELS: Mapping[Contrast, Words] = {
    Contrast.SAID_SENDS: _("the self-review says that it sends, and nothing was sent by KT1"),
    Contrast.SAID_NOT: _("the self-review says that it sends nothing, and items were sent"),
}
LACK_LABELS: Mapping[Lack, Words] = {
    Lack.FOCAL: _("no paper names receivers"),
    Lack.OFF_HOURS: _("nobody for some time off hours"),
    Lack.RULES: _("no rule with the clause on KT1"),
    Lack.CONTRACT: _("no contract"),
    Lack.REVIEW: _("self-review not done"),
    Lack.MONTH: _("a period not reconciled"),
    Lack.QUALITY: _("quality not confirmed"),
    Lack.USE: _("no mail"),
    Lack.OVERDUE: _("something past its day"),
}
OWING_LABELS: Mapping[Owing, Words] = {
    Owing.TASK: _("tasks of directives"),
    Owing.REVIEW: _("self-reviews"),
    Owing.MONTH: _("periods to reconcile"),
    Owing.SHEET: _("sheets of quality"),
}

_PAGES: tuple[tuple[str, Words], ...] = (
    ("figures", _("Figures")),
    ("figures_map", _("Map")),
    ("figures_board", _("Board of duties")),
    ("adoption", _("Use of the service")),
)


def tabs(actor: Actor, here: str) -> list[tuple[Words, str, bool]]:
    """Label, address, whether it is this one; the ministry has the figures alone."""
    shown = _PAGES if actor.role in OF_PROVINCE else _PAGES[:1]
    return [(label, reverse(name), name == here) for name, label in shown]


def signed_per_cent(per_mille: int | None) -> str:
    """+12,5 % or −3,0 %; a dash where there was nothing before."""
    if per_mille is None:
        return "–"
    whole, rest = divmod(abs(per_mille), 10)
    sign = "+" if per_mille > 0 else "−" if per_mille < 0 else ""
    return f"{sign}{whole},{rest} %"
