"""What a checkpoint says, and how each is tied to the one before. Pure."""

import hashlib
from datetime import datetime

from kt1.ledger.entries.canonical import JSON, canonical
from kt1.ledger.entries.rules import stamp

#: The log of this installation. A new signing key begins a new log with the next number.
LOG = 1

#: What the first checkpoint of a log names as the one before it.
NO_CHAIN = bytes(32)


def chain_of(before: bytes, *, log: int, size: int, root: bytes, at: datetime) -> bytes:
    """SHA-256 over the chain value before and what this checkpoint says.

    The tree proves sizes and roots; the chain also ties the moments, and shows a
    checkpoint that was taken out.
    """
    said: dict[str, JSON] = {"at": stamp(at), "log": log, "root": root.hex(), "size": size}
    return hashlib.sha256(before + canonical(said)).digest()
