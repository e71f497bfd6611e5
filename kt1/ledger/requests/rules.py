"""The key that makes a repeated request one act. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kt1.ledger.entries.canonical import JSON, canonical


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A key chosen by the client, and the hash of what it asked for under that key."""

    key: UUID
    digest: bytes

    @classmethod
    def of(cls, key: UUID, payload: Mapping[str, JSON]) -> "RequestKey":
        return cls(key=key, digest=hashlib.sha256(canonical(payload)).digest())
