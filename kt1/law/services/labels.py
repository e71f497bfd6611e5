"""The axes in the language of the screen. Papers use the Vietnamese names in rules.py."""

from django.utils.translation import gettext_lazy as _

from kt1.law.services.rules import Mark, Mode, Scope, Urgency, Zone

MARK_LABELS = {
    Mark.NONE: _("no mark"),
    Mark.FLAG: _("priority flag"),
    Mark.A: "A",
    Mark.B: "B",
    Mark.C: "C",
}
URGENCY_LABELS = {
    Urgency.NONE: _("ordinary"),
    Urgency.EXPRESS: _("express (Hỏa tốc)"),
    Urgency.TIMED: _("at an agreed time (Hẹn giờ)"),
}
SCOPE_LABELS = {
    Scope.WITHIN: _("within the province"),
    Scope.BETWEEN: _("between provinces"),
}
MODE_LABELS = {
    Mode.FLAG: _("priority flag only"),
    Mode.LETTER: _("letters A/B/C"),
    Mode.LAN: _("independent LAN"),
}
ZONE_LABELS = {
    Zone.INNER: _("inner city"),
    Zone.OUTER: _("outskirts"),
}
