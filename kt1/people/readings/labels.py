"""What is said of a reader who stands out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kt1.people.readings.rules import Oddity

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ODDITY_LABELS: Mapping[Oddity, "StrPromise"] = {
    Oddity.FAR_MORE_THAN_USUAL: _("was shown far more than is usual for the role"),
    Oddity.MOSTLY_AT_NIGHT: _("reads mostly between 22:00 and 6:00"),
}
