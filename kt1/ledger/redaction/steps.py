"""Destroying a note's text. Inside the caller's transaction; opens none of its own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kt1.ledger.entries.actions import append
from kt1.ledger.entries.models import Note
from kt1.ledger.holds.queries import holders_of
from kt1.ledger.redaction.models import Redaction
from kt1.ledger.redaction.rules import (
    KIND,
    PASSES_HOLDS,
    Reason,
    is_minutes_number,
    subject_of,
)


class NeedsTwoPersonsError(Exception):
    """One person named twice. Destroying what the ledger points to takes two."""


class AlreadyRedactedError(Exception):
    """The note is empty already."""


class HeldError(Exception):
    """An open matter, as a complaint, holds this text as evidence. Names the matters."""

    def __init__(self, holders: Sequence[str]) -> None:
        super().__init__(", ".join(holders))
        self.holders = list(holders)


class BadMinutesNumberError(ValueError):
    """Not the number of minutes, as 12/BB-BĐT."""


def redact(
    *,
    note_id: UUID,
    first: str,
    second: str,
    minutes_number: str,
    reason: Reason,
    at: datetime,
) -> UUID:
    """Destroy text and salt of a note; its hash, its leaf and every proof stay.

    Args:
        note_id: as `kt1 verify` and the pages name it.
        first: who asked, as the ledger names actors.
        second: who agreed; not the first.
        minutes_number: of the minutes both signed.
        reason: coded, because a sentence could repeat what must go.
        at: the moment of the act.

    Returns:
        The id of the entry that reports it.

    Raises:
        Note.DoesNotExist, NeedsTwoPersonsError, AlreadyRedactedError, BadMinutesNumberError.
        HeldError: an open matter holds it, and the reason is not one that goes before evidence.
    """
    if first == second:
        raise NeedsTwoPersonsError
    if not is_minutes_number(minutes_number):
        raise BadMinutesNumberError
    note = Note.objects.select_for_update().get(pk=note_id)
    if note.content is None:
        raise AlreadyRedactedError
    if reason not in PASSES_HOLDS and (holders := holders_of(note.entry)):
        raise HeldError(holders)
    entry_id = append(
        kind=KIND,
        subject=subject_of(note_id),
        actor=first,
        at=at,
        body={
            "first": first,
            "minutes_number": minutes_number,
            "reason_code": reason,
            "second": second,
        },
    )
    # The redaction first: the note's trigger lets its text go only where one stands.
    Redaction.objects.create(
        note=note,
        entry_id=entry_id,
        first=first,
        second=second,
        minutes_number=minutes_number,
        reason_code=reason,
        at=at,
    )
    Note.objects.filter(pk=note_id).update(salt=None, content=None)
    return entry_id
