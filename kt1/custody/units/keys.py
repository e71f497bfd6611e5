"""The keyring in force, found where the settings say; custody does not know of files."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from kt1.custody.units.codes import Keyring


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """Read once a process: a new key is used after a restart, old codes stay good."""
    ring: Keyring = import_string(settings.KT1_KEYRING)()
    return ring
