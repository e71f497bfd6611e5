"""What a token looks like. Pure."""

import hashlib

PREFIX = "kt1_"
SECRET_BYTES = 32
DAYS_MOST = 366
_LONGEST = 64


def digest_of(token: str) -> bytes | None:
    """What the table keeps of a token; None when the text cannot be one of ours."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST:
        return None
    return hashlib.sha256(token.encode()).digest()
