"""Ids of the rows an act makes, derived from its request key: a replay makes the same ones."""

import hashlib
from datetime import datetime
from uuid import UUID

from kt1.custody.units.rules import micros
from kt1.ledger.requests.rules import RequestKey


def act_id(once: RequestKey, *, by: object, at: datetime, n: int = 0) -> UUID:
    """The n-th id of an act: ordered by its moment, otherwise as good as random."""
    digest = hashlib.sha256(once.key.bytes + f"{by}:{n}".encode()).digest()
    raw = (micros(at) // 1000).to_bytes(6, "big") + digest[:10]
    return UUID(bytes=raw, version=8)
