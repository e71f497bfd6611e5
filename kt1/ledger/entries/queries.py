"""Reading entries. The ledger knows no persons: who may read is for its callers to say."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kt1.ledger.entries.canonical import parse, parse_object
from kt1.ledger.entries.models import Entry, Note


def entries_about(subject: str) -> QuerySet[Entry]:
    """The entries about one thing, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("id")


def body_of(entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = parse_object(bytes(entry.canonical))["body"]
    return body


def lines_of(entry: Entry) -> list[dict[str, Any]]:
    return parse(bytes(entry.lines)) if entry.lines is not None else []


def notes_of(entry_ids: Iterable[UUID]) -> dict[UUID, dict[str, str | None]]:
    """Texts by entry and field; None for a text that was redacted."""
    found: dict[UUID, dict[str, str | None]] = {}
    for note in Note.objects.filter(entry__in=list(entry_ids)):
        text = None if note.content is None else bytes(note.content).decode()
        found.setdefault(note.entry_id, {})[note.field] = text
    return found
