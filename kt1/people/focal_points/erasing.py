"""Removing names and telephones from the register once nobody needs them. A job of the night.

The title stays, and so the path beside a proof of delivery can be read for ever. A duty room's
number belongs to a house, not to a person, and stays too. See docs/decisions/0053.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, count_of
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.models import Note
from kt1.ledger.redaction import steps as redaction
from kt1.ledger.redaction.rules import Reason
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import ReceiverKind

#: One night's share; the rest waits for the next.
ROWS_MOST = 500
#: Who destroys the notes: no two persons decide each, a rule does and the norm that sets it.
RULE, NORM = "rule:focal-data", "norm:focal_data_days"
_PERSONAL = ("name", "phone")


@transaction.atomic(durable=True)
def erase_ended(*, at: datetime) -> int:
    """Empty the names and telephones of appointments that ended long enough ago.

    Returns how many rows were emptied; none where the norm is not set.
    """
    if (before := _ended_before(at)) is None:
        return 0
    rows = list(_due(before).select_for_update(of=("self",), skip_locked=True)[:ROWS_MOST])
    if not rows:
        return 0
    for row in rows:
        row.name = ""
        row.phone = row.phone if row.kind == ReceiverKind.DUTY_ROOM else ""
        row.user = None
        row.erased_at = at
    FocalPoint.objects.bulk_update(rows, ["name", "phone", "user", "erased_at"])
    append(
        kind="focal_point.erased",
        subject="focal_points",
        actor=RULE,
        at=at,
        body={"ended_before": before.isoformat()},
        lines=[{"id": row.pk} for row in rows],
    )
    _destroy_notes({row.entry for row in rows if row.entry}, at)
    return len(rows)


def _ended_before(at: datetime) -> datetime | None:
    try:
        norm = active_norms(at.astimezone(VIETNAM).date()).one(Key.FOCAL_DATA_DAYS)
    except UnsetNormError:
        return None
    return at - timedelta(days=count_of(norm))


def _due(before: datetime) -> QuerySet[FocalPoint]:
    kept = ~Q(name="") | (~Q(kind=ReceiverKind.DUTY_ROOM) & ~Q(phone="")) | Q(user__isnull=False)
    return FocalPoint.objects.filter(kept, erased_at=None, valid_to__lt=before).order_by("pk")


def _destroy_notes(entries: Iterable[UUID], at: datetime) -> None:
    """The notes of entries of which no row is needed any more. Few a night: one by one."""
    alive = FocalPoint.objects.filter(entry__in=set(entries), erased_at=None)
    gone = set(entries) - set(alive.values_list("entry", flat=True))
    notes = Note.objects.filter(entry__in=gone, field__in=_PERSONAL, content__isnull=False)
    for note in notes.order_by("pk").values_list("pk", flat=True):
        redaction.redact(
            note_id=note,
            first=RULE,
            second=NORM,
            minutes_number=f"XDL-{at.astimezone(VIETNAM):%Y%m%d}",
            reason=Reason.PERSONAL,
            at=at,
        )
