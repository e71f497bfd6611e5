"""The keyring in force, found where the settings say; custody does not know of files."""

import secrets
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from kt1.custody.units.codes import Code, Keyring, new_many


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """Read once a process: a new key is used after a restart, old codes stay good."""
    ring: Keyring = import_string(settings.KT1_KEYRING)()
    return ring


def new_codes(count: int) -> tuple[Code, ...]:
    """Codes that nobody can guess, made with the key in force."""
    ring = keyring()
    return new_many(ring.keys, ring.issuing, count, secrets.token_bytes)
