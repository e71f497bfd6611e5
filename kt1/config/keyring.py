"""The file of keys that codes are made and checked with.

It lies in KT1_HOME, readable by its owner alone, and is made at first use. Losing it means that
no code printed so far can be checked offline: it belongs in the backup, apart from the database.
"""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kt1.custody.units.codes import KEY_BYTES, KEY_NUMBERS, Keyring, UnknownKeyError


class KeyringError(Exception):
    """The keyring cannot be used. Its sentence is for the administrator."""


def load_keyring(path: Path | None = None) -> Keyring:
    """The keys in force; a first key is made when there is no file yet.

    Raises:
        KeyringError: the file is open to others, damaged, or cannot be read or made.
    """
    path = path or _path()
    try:
        if not path.exists():
            _create(path)
        return _read(path)
    except OSError as error:
        raise KeyringError(
            _("The keyring %(path)s cannot be used: %(reason)s.")
            % {"path": path, "reason": error.strerror}
        ) from error


def rotate_keyring(path: Path | None = None) -> Keyring:
    """Add a key and make new codes with it. Codes of the older keys stay good."""
    path = path or _path()
    load_keyring(path)
    with _locked(path.parent):
        ring = load_keyring(path)
        free = [number for number in KEY_NUMBERS if number not in ring.keys]
        if not free:
            raise KeyringError(_("The keyring is full: it holds 32 keys."))
        keys = {**ring.keys, free[0]: secrets.token_bytes(KEY_BYTES)}
        rotated = Keyring(issuing=free[0], keys=keys)
        _write_beside(path, rotated).replace(path)
    return rotated


def _path() -> Path:
    return Path(settings.KT1_HOME) / "keyring.json"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One at a time: a key lost between two rotations would orphan the codes made with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = _write_beside(path, Keyring(issuing=0, keys={0: secrets.token_bytes(KEY_BYTES)}))
    try:
        # A link, not a rename: of two processes that start at once the first one's key stays.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _write_beside(path: Path, ring: Keyring) -> Path:
    """The keyring in a whole file of its own beside `path`, on disk before anyone is led to it."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    content = json.dumps(
        {
            "version": 1,
            "issuing": ring.issuing,
            "keys": {str(number): key.hex() for number, key in sorted(ring.keys.items())},
        },
        indent=1,
    )
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _read(path: Path) -> Keyring:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyringError(
            _("The keyring %(path)s is open to others. Close it with: chmod 600 %(path)s")
            % {"path": path}
        )
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        keys = {int(number): bytes.fromhex(key) for number, key in content["keys"].items()}
        return Keyring(issuing=content["issuing"], keys=keys)
    except (ValueError, TypeError, KeyError, AttributeError, UnknownKeyError):
        # Not chained: the text of a parser's error may hold a key.
        raise KeyringError(
            _("The keyring %(path)s is damaged. Restore it from the backup.") % {"path": path}
        ) from None
