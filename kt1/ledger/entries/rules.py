"""What an entry is: its canonical bytes, its leaf, its lines and its notes. Pure.

`docs/ledger-format.md` says the same in words, with an example that a test recomputes.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from kt1.ledger.entries.canonical import JSON, canonical
from kt1.ledger.tree.rules import root_of

SALT_BYTES = 32
LINES_MAX = 10_000
NOTE_BYTES_MAX = 2_000
CANONICAL_BYTES_MAX = 65_536
NAME_CHARS_MAX = 128
KIND_CHARS_MAX = 64
FIELD_CHARS_MAX = 32

_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"[!-~]+")  # visible ASCII: ids and codes, never a person's name
_sha256 = hashlib.sha256
_INNER = bytes(byte ^ 0x36 for byte in range(256))  # the two pads of HMAC (RFC 2104)
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Gives `n` bytes nobody can guess. Another source is for known answers in tests only.
Entropy: TypeAlias = Callable[[int], bytes]


class BadEntryError(ValueError):
    """The caller asked for an entry that the ledger's format cannot hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of `ledger_entry`; its fields are the columns, in their order."""

    id: UUID
    kind: str
    subject: str
    actor: str
    at: datetime
    canonical: bytes
    salt: bytes
    lines: bytes | None
    lines_seed: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One row of `ledger_note`; its fields are the columns, in their order (content: `bytes`)."""

    id: UUID
    entry_id: UUID
    field: str
    salt: bytes
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRows:
    """All rows of one entry, ready for INSERT or COPY."""

    entry: Row
    notes: tuple[NoteRow, ...]
    leaf_hash: bytes


def rows_of(
    *,
    kind: str,
    subject: str,
    actor: str,
    at: datetime,
    body: Mapping[str, JSON],
    lines: Sequence[Mapping[str, JSON]] = (),
    notes: Mapping[str, str] | None = None,
    entropy: Entropy = os.urandom,
    entry_id: UUID | None = None,
) -> EntryRows:
    """The rows that say `actor` did `kind` to `subject` at `at`.

    Args:
        entry_id: one that `entry_id_at` made for it before; by default one is made here.

    Raises:
        BadEntryError: a name, moment or size outside the format.
        NotCanonicalError: the body or a line holds a fraction, a huge number or a foreign type.
    """
    _check_names(kind, subject, actor)
    stamped = stamp(at)
    entry_id = entry_id or entry_id_at(at, entropy)
    whole: dict[str, JSON] = {
        "actor": actor,
        "at": stamped,
        "body": body,
        "id": str(entry_id),
        "kind": kind,
        "subject": subject,
    }
    note_rows = tuple(_note(entry_id, field, text, entropy) for field, text in _each(notes))
    if note_rows:
        whole["notes"] = {row.field: note_hash(row.salt, row.content).hex() for row in note_rows}
    lines_bytes, lines_seed = None, None
    if lines:
        each = [canonical(line) for line in lines]
        lines_seed = entropy(SALT_BYTES)
        lines_bytes = joined(each)
        whole["lines_count"] = len(each)
        whole["lines_root"] = lines_root(lines_seed, each).hex()
    data = canonical(whole)
    _check_sizes(data, len(lines))
    salt = entropy(SALT_BYTES)
    return EntryRows(
        entry=Row(
            id=entry_id,
            kind=kind,
            subject=subject,
            actor=actor,
            at=at,
            canonical=data,
            salt=salt,
            lines=lines_bytes,
            lines_seed=lines_seed,
        ),
        notes=note_rows,
        leaf_hash=leaf_of(salt, data),
    )


def leaf_of(salt: bytes, data: bytes) -> bytes:
    """The leaf hash of an entry or a line: a commitment that gives nothing away without salt.

    RFC 6962's leaf hash over SHA-256(salt, data), written out: a check of the whole log
    passes here a million times.
    """
    return _sha256(b"\x00" + _sha256(salt + data).digest()).digest()


def note_hash(salt: bytes, data: bytes) -> bytes:
    return hashlib.sha256(salt + data).digest()


def note_id(digest: bytes) -> UUID:
    """A note is found by the hash that its entry holds; the first half names it."""
    return UUID(bytes=digest[:16])


def joined(each: Sequence[bytes]) -> bytes:
    """Canonical lines as one JSON array, a line of text for each.

    Canonical JSON has no raw line break, so the lines are found again without parsing.
    """
    return b"[" + b",\n".join(each) + b"]"


def split(lines: bytes) -> list[bytes]:
    """The canonical lines in what `joined` made."""
    if lines[:1] != b"[" or lines[-1:] != b"]":
        raise ValueError("lines are not one JSON array")
    return lines[1:-1].split(b",\n")


def line_salt(seed: bytes, index: int) -> bytes:
    """HMAC-SHA256(seed, index as 8 bytes), so that showing one line shows no other salt."""
    return hmac.digest(seed, index.to_bytes(8), "sha256")


def line_leaves(seed: bytes, each: Sequence[bytes]) -> list[bytes]:
    """`leaf_of(line_salt(seed, i), line)` for each line.

    HMAC by hand, its two keyed states made once: a third of the time of `hmac.digest`.
    """
    key = seed.ljust(64, b"\x00")
    inner = _sha256(key.translate(_INNER))
    outer = _sha256(key.translate(_OUTER))
    leaves = []
    for index, line in enumerate(each):
        first, salt = inner.copy(), outer.copy()
        first.update(index.to_bytes(8))
        salt.update(first.digest())
        leaves.append(_sha256(b"\x00" + _sha256(salt.digest() + line).digest()).digest())
    return leaves


def lines_root(seed: bytes, each: Sequence[bytes]) -> bytes:
    return root_of(line_leaves(seed, each))


def stamp(at: datetime) -> str:
    """`at` in UTC with microseconds, the only form in which a moment enters the ledger."""
    if at.utcoffset() is None:
        raise BadEntryError("a moment without zone cannot enter the ledger")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def entry_id_at(at: datetime, entropy: Entropy = os.urandom) -> UUID:
    """A UUID of version 7 for `at`: neighbours in time are neighbours in the index."""
    millis = (at - _EPOCH) // timedelta(milliseconds=1)
    chance = int.from_bytes(entropy(10))
    number = millis << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & (1 << 62) - 1
    return UUID(int=number)


def _each(notes: Mapping[str, str] | None) -> list[tuple[str, str]]:
    return sorted(notes.items()) if notes else []


def _note(entry_id: UUID, field: str, text: str, entropy: Entropy) -> NoteRow:
    if not _FIELD.fullmatch(field) or len(field) > FIELD_CHARS_MAX:
        raise BadEntryError(f"{field!r} is not the name of a note such as receiver")
    data = text.encode()
    if len(data) > NOTE_BYTES_MAX:
        raise BadEntryError(f"note {field!r} is longer than {NOTE_BYTES_MAX} bytes")
    salt = entropy(SALT_BYTES)
    return NoteRow(
        id=note_id(note_hash(salt, data)), entry_id=entry_id, field=field, salt=salt, content=data
    )


def _check_names(kind: str, subject: str, actor: str) -> None:
    if not _KIND.fullmatch(kind) or len(kind) > KIND_CHARS_MAX:
        raise BadEntryError(f"{kind!r} is not a kind such as handover.settled")
    for name in (subject, actor):
        if not _NAME.fullmatch(name) or len(name) > NAME_CHARS_MAX:
            raise BadEntryError(f"{name!r} is not an id such as unit:7 or user:7")


def _check_sizes(data: bytes, lines_count: int) -> None:
    if len(data) > CANONICAL_BYTES_MAX:
        raise BadEntryError(f"an entry of {len(data)} bytes is longer than {CANONICAL_BYTES_MAX}")
    if lines_count > LINES_MAX:
        raise BadEntryError(f"an entry of {lines_count} lines has more than {LINES_MAX}")
