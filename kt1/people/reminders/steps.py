"""Sending reminders and closing them. Called inside the transaction of the act; opens none.

`remind` may be called as often as one likes, by several workers, after a crash: what was sent
before is not sent again, and the ledger says only what was.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from kt1.ledger.entries.actions import append
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule, Wanted

# A row that another worker is just putting in makes this one wait and then pass it over.
_SEND = """
INSERT INTO people_reminder
    (rule, subject, step, role, agency_id, province_id, about_id, facts, due, at)
SELECT %s, w.subject, w.step, w.role, w.agency_id, w.province_id, w.about_id, w.facts, w.due, %s
FROM jsonb_to_recordset(%s::jsonb) AS w (
    subject text, step smallint, role text, agency_id bigint, province_id bigint,
    about_id bigint, facts jsonb, due timestamptz
)
ORDER BY w.subject, w.step, w.role, w.agency_id, w.province_id
ON CONFLICT DO NOTHING
RETURNING id
"""


def remind(
    rule: ReminderRule, wanted: Sequence[Wanted], *, by: str, at: datetime
) -> list[Reminder]:
    """Send those that were not sent yet, in two statements and one entry. Returns only these.

    Args:
        by: who sends, as the ledger names them: `str(actor)`, or "worker".
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEND, [rule.value, at, json.dumps([_row(one) for one in wanted])])
        ids = [id_ for (id_,) in cursor.fetchall()]
    if not ids:
        return []
    sent = list(Reminder.objects.filter(pk__in=ids).order_by("pk"))
    append(
        kind="reminder.sent",
        subject=f"reminders:{rule.value}",
        actor=by,
        at=at,
        body={"rule": rule.value, "count": len(sent)},
        lines=[_line(one) for one in sent],
    )
    return sent


def settle(
    rule: ReminderRule, subjects: Collection[str], *, by: str, at: datetime
) -> list[Reminder]:
    """What these were about is done: they wait for nobody any more. Returns those closed now."""
    open_ones = Reminder.objects.filter(rule=rule, subject__in=subjects, settled_at=None)
    closed = list(open_ones.select_for_update(of=("self",)).order_by("pk"))
    if not closed:
        return []
    for one in closed:
        one.settled_at = at
    Reminder.objects.filter(pk__in=[one.pk for one in closed]).update(settled_at=at)
    append(
        kind="reminder.settled",
        subject=f"reminders:{rule.value}",
        actor=by,
        at=at,
        body={"rule": rule.value, "count": len(closed)},
        lines=[_line(one) for one in closed],
    )
    return closed


def _row(one: Wanted) -> dict[str, object]:
    return {
        "subject": one.subject,
        "step": one.step,
        "role": one.role.value,
        "agency_id": one.agency_id,
        "province_id": one.province_id,
        "about_id": one.about_id,
        "facts": dict(one.facts),
        "due": one.due.isoformat(),
    }


def _line(one: Reminder) -> dict[str, str | int | None]:
    return {
        "id": one.pk,
        "subject": one.subject,
        "step": one.step,
        "role": one.role,
        "agency": one.agency_id,
        "province": one.province_id,
    }
