"""The account of the operating system that the server runs as."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kt1.config.embedded.failure import EmbeddedError

SYSTEM_USER = "kt1"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the operating system, and whether we give up root to become it."""

    name: str
    uid: int
    gid: int
    drops: bool

    def popen(self) -> dict[str, Any]:
        """Arguments of `subprocess.Popen` that start a program as this account.

        Nothing of our own environment follows: a stray PGDATA or LD_LIBRARY_PATH would mislead it.
        """
        arguments: dict[str, Any] = {
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            "umask": 0o077,
        }
        if self.drops:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments


def invoking_name() -> str:
    """The name of the account that runs this program; the server knows people by it."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedError(
            f"The user id {os.geteuid()} has no line in /etc/passwd; the database needs a name to"
            " know its user by."
        ) from None


@cache
def server_account() -> Account:
    """The invoking account; for root the system account `kt1`, made if it is missing."""
    if os.geteuid() != 0:
        return Account(invoking_name(), os.geteuid(), os.getegid(), drops=False)
    found = _system_account() or _make_system_account()
    if found.pw_uid == 0:
        raise EmbeddedError(f"The user {SYSTEM_USER} is root; the database refuses to run as root.")
    return Account(found.pw_name, found.pw_uid, found.pw_gid, drops=True)


def may_enter(path: Path, account: Account) -> Path | None:
    """The first folder on the way to `path` that `account` may not enter; None if it may.

    Only needed when root gives up its rights: an ordinary user starts what it can reach.
    """
    if not account.drops:
        return None
    for folder in [*reversed(path.resolve().parents), path.resolve()]:
        seen = folder.stat()
        if seen.st_uid == account.uid:
            allowed = seen.st_mode & stat.S_IXUSR
        elif seen.st_gid == account.gid:
            allowed = seen.st_mode & stat.S_IXGRP
        else:
            allowed = seen.st_mode & stat.S_IXOTH
        if not allowed:
            return folder
    return None


def _system_account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _make_system_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise EmbeddedError(
            "The database does not run as root, and useradd is missing to make its user kt1:"
            " run `apt-get install passwd`, or start as an ordinary user."
        )
    command = [
        useradd,
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    found = _system_account()  # another process may have been first
    if found is None:
        raise EmbeddedError(f"The user {SYSTEM_USER} cannot be made: {made.stderr.strip()}")
    return found
