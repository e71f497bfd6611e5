"""The key that signs cookies, when the environment gives none: made once and kept privately."""

import os
import secrets
from pathlib import Path

from kt1.config import embedded


def kept() -> str:
    """The key of this installation, from its own folder; made on the first call."""
    place = embedded.here()
    path = place.base / "secret-key"
    for _ in range(2):
        try:
            return path.read_text(encoding="ascii")
        except FileNotFoundError:
            place.make_base()
            _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    """Two processes may come here at once: the first name to stand is the key of both."""
    half = path.with_name(f"secret-key.{os.getpid()}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()
