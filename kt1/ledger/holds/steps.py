"""Beginning and ending holds. Inside the caller's transaction; opens none of its own."""

from collections.abc import Collection
from datetime import datetime

from kt1.ledger.holds.models import Hold


def hold(held: Collection[str], *, holder: str, at: datetime) -> None:
    """Keep the notes of entries about these. What the holder holds already stays held."""
    Hold.objects.bulk_create(
        [Hold(held=one, holder=holder, since=at) for one in sorted(set(held))],
        ignore_conflicts=True,
    )


def release(holder: str, *, at: datetime) -> int:
    """End every hold of one matter. Returns how many were open."""
    return Hold.objects.filter(holder=holder, ended_at=None).update(ended_at=at)
