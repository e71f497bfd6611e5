"""Acts that fill a ledger in tests."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from kt1.ledger.checkpoints.models import Leaf
from kt1.ledger.entries.actions import append_many
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.rules import EntryRows, rows_of
from kt1.ledger.tree import rules

NOON = datetime(2026, 2, 16, 5, 0, tzinfo=UTC)
LINES: list[dict[str, JSON]] = [{"unit": f"unit:{n}", "outcome": "taken", "n": n} for n in range(7)]
NOTES = {"receiver": "Trực ban", "phone": "024 3333 4444"}


def act(n: int = 0, **more: object) -> EntryRows:
    """The rows of the n-th act; every fifth has lines, every seventh notes."""
    facts: dict[str, object] = {
        "kind": "handover.settled",
        "subject": f"handover:{n}",
        "actor": f"user:{n % 3}",
        "at": NOON + timedelta(seconds=n),
        "body": {"handover": n, "outcome": "taken"},
        "lines": LINES if n % 5 == 0 else (),
        "notes": NOTES if n % 7 == 0 else {},
    }
    return rows_of(**facts | more)  # type: ignore[arg-type] # the facts of one act, some replaced


def do(numbers: Iterable[int], **more: object) -> list[EntryRows]:
    """Write these acts in one commit."""
    rows = [act(n, **more) for n in numbers]
    with transaction.atomic():
        append_many(rows)
    return rows


def subjects_in_order() -> list[str]:
    """Subjects of the entries with an index, by index."""
    return list(
        Entry.objects.filter(leaf__log=1).order_by("leaf__idx").values_list("subject", flat=True)
    )


def naive_root() -> bytes:
    """Root over all leaves as they stand in the table."""
    hashes = Leaf.objects.order_by("idx").values_list("leaf_hash", flat=True)
    return rules.root_of([bytes(each) for each in hashes])
