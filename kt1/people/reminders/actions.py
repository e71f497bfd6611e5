"""Taking note of reminders. The only code that writes that one was seen."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders import permissions, queries
from kt1.people.reminders.models import Reminder


@transaction.atomic(durable=True)
def take_note(*, reminder_ids: Collection[int], by: Actor, at: datetime, once: RequestKey) -> int:
    """`by` has seen these and answers for what they ask. Returns how many were new to them.

    Raises:
        Reminder.DoesNotExist: not all of them went to `by`.
        NotAllowedError: one of them went to another duty of the same body.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["noted"])
    found = queries.seen_by(by).filter(pk__in=reminder_ids)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(set(reminder_ids)):
        raise Reminder.DoesNotExist
    for row in rows:
        if reason := permissions.why_not_see(by, row):
            raise NotAllowedError(reason)
    fresh = [row for row in rows if row.seen_at is None]
    if fresh:
        Reminder.objects.filter(pk__in=[row.pk for row in fresh]).update(
            seen_at=at, seen_by=by.user_id
        )
        append(
            kind="reminder.noted",
            subject=f"user:{by.user_id}",
            actor=str(by),
            at=at,
            body={"count": len(fresh)},
            lines=[{"id": row.pk, "subject": row.subject, "step": row.step} for row in fresh],
        )
    finish(once, actor=str(by), answer={"noted": len(fresh)})
    return len(fresh)
