"""What the coded causes and endings of acts of two persons are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.rules import Ending

CAUSE_LABELS: Mapping[Cause, Promise] = {
    Cause.NOT_FOUND: _("cannot be found"),
    Cause.ACCIDENT: _("accident"),
    Cause.STOLEN: _("stolen"),
    Cause.FORCE_MAJEURE: _("force majeure"),
    Cause.COVERED_ANEW: _("covered anew, signed by two"),
    Cause.FOUND_WHOLE: _("looked at again: whole"),
    Cause.WRONG_DOOR: _("given at the wrong door"),
    Cause.WRONG_ITEM: _("recorded for the wrong item"),
    Cause.TYPED_WRONG: _("typed wrong"),
    Cause.FOUND_AGAIN: _("found again"),
    Cause.END_OF_LIFE: _("kept for as long as it must be"),
}
ENDING_LABELS: Mapping[Ending, Promise] = {
    Ending.RESOLVED: _("cleared up and dealt with"),
    Ending.NO_FAULT: _("nothing was wrong"),
    Ending.PASSED_ON: _("passed on to whom it belongs"),
}
