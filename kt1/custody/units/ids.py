"""Ids of the rows an act makes, derived from its request key: a replay makes the same ones."""

import hashlib
from datetime import datetime
from uuid import UUID

from kt1.custody.units.rules import micros
from kt1.ledger.requests.rules import RequestKey


def act_id(once: RequestKey, *, by: object, at: datetime, n: int = 0) -> UUID:
    """The n-th id of an act: ordered by its moment, otherwise as good as random."""
    digest = hashlib.sha256(once.key.bytes + f"{by}:{n}".encode()).digest()
    raw = bytearray((micros(at) // 1000).to_bytes(6, "big") + digest[:10])
    raw[6] = raw[6] & 0x0F | 0x80  # version 8 of RFC 9562: ours, ordered by time
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))
