"""What the coded differences of a shift's count are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kt1.custody.shifts.rules import Difference

DIFFERENCE_LABELS: Mapping[Difference, Promise] = {
    Difference.MISSING: _("on record, not scanned"),
    Difference.EXTRA: _("scanned, not on record"),
    Difference.SUM: _("the sum does not come out"),
    Difference.EMPTIES: _("number of empty bags differs"),
    Difference.SEALS: _("number of unused seals differs"),
}
