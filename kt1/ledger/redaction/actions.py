"""Redaction as an act of its own, for whoever has made sure of the two persons."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kt1.ledger.redaction import steps
from kt1.ledger.redaction.rules import Reason
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish


@transaction.atomic(durable=True)
def redact(
    *,
    note_id: UUID,
    first: str,
    second: str,
    minutes_number: str,
    reason: Reason,
    at: datetime,
    once: RequestKey,
) -> UUID:
    """As `steps.redact`, once."""
    if (done := begin(once, actor=first, at=at)) is not None:
        return UUID(done["entry"])
    entry_id = steps.redact(
        note_id=note_id,
        first=first,
        second=second,
        minutes_number=minutes_number,
        reason=reason,
        at=at,
    )
    finish(once, actor=first, answer={"entry": str(entry_id)})
    return entry_id
