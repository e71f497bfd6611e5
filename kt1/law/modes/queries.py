"""The mode now, and how the installation came to it."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from kt1.law.book.queries import Kept
from kt1.law.modes.models import InstallationMode
from kt1.law.services.rules import Mode


def _read() -> Mode:
    return Mode(InstallationMode.objects.values_list("mode", flat=True).get(valid_to=None))


_mode = Kept(_read)


def current_mode() -> Mode:
    return _mode.now()


def modes_on(moments: Collection[datetime]) -> dict[datetime, Mode]:
    """The mode at each moment; the flag before all. One query."""
    since = list(InstallationMode.objects.order_by("valid_from").values_list("valid_from", "mode"))
    starts = [at for at, _mode_then in since]
    found = {}
    for moment in moments:
        n = bisect_right(starts, moment)
        found[moment] = Mode(since[n - 1][1]) if n else Mode.FLAG
    return found


def history() -> QuerySet[InstallationMode]:
    """Latest first."""
    return InstallationMode.objects.order_by("-valid_from")
