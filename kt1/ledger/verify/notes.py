"""Notes against the salted hashes that entries hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from kt1.ledger.entries.rules import note_id
from kt1.ledger.tree.tiles import HASH_BYTES
from kt1.ledger.verify.rules import Faults, reason_against_note
from kt1.ledger.verify.source import Source


@dataclass(frozen=True, slots=True)
class Expected:
    """A note that an entry names."""

    id: UUID
    entry_id: str
    field: str
    digest: bytes


@dataclass(slots=True)
class Seen:
    """How many notes were found where entries name them, and how many of them are redacted."""

    found: int = 0
    redacted: int = 0


def named_in(entry_id: str, notes: Mapping[str, str]) -> Iterator[Expected]:
    for field, text in notes.items():
        digest = bytes.fromhex(text)
        if len(digest) != HASH_BYTES:
            raise ValueError("a note is named by its SHA-256")
        yield Expected(note_id(digest), entry_id, field, digest)


def check(source: Source, expected: Sequence[Expected], seen: Seen, faults: Faults) -> None:
    if not expected:
        return
    rows = {row[0]: row[1:] for row in source.notes([note.id for note in expected])}
    for note in expected:
        row = rows.get(note.id)
        if row is None:
            faults.add("ledger_note", note.id, f"{note.field} of entry {note.entry_id} is missing")
            continue
        seen.found += 1
        entry_id, field, salt, content, has_redaction = row
        reason: str | None
        if (entry_id, field) != (note.entry_id, note.field):
            reason = f"belongs to {note.field} of entry {note.entry_id}"
        elif content is not None:
            reason = reason_against_note(note.digest, salt, content)
        elif has_redaction:
            seen.redacted += 1
            continue
        else:
            reason = "is empty without a redaction"
        if reason:
            faults.add("ledger_note", note.id, reason)


def check_strays(source: Source, seen: Seen, faults: Faults) -> None:
    """Notes that no entry names. Looked for only when the count says there are some."""
    if source.note_count() == seen.found:
        return
    for row_id, entry_id, field, data in source.all_notes():
        if not _is_named(row_id, field, data):
            faults.add("ledger_note", row_id, f"no entry names it ({field} of {entry_id})")


def _is_named(row_id: UUID, field: str, data: bytes | None) -> bool:
    try:
        whole: Any = orjson.loads(data or b"{}")
        return note_id(bytes.fromhex(whole["notes"][field])) == row_id
    except (KeyError, TypeError, ValueError):
        return False
