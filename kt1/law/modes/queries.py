"""The mode now, and how the installation came to it."""

from django.db.models import QuerySet

from kt1.law.book.queries import Kept
from kt1.law.modes.models import InstallationMode
from kt1.law.services.rules import Mode


def _read() -> Mode:
    return Mode(InstallationMode.objects.values_list("mode", flat=True).get(valid_to=None))


_mode = Kept(_read)


def current_mode() -> Mode:
    return _mode.now()


def history() -> QuerySet[InstallationMode]:
    """Latest first."""
    return InstallationMode.objects.order_by("-valid_from")
