"""What waits for an answer comes after its body: swaps asked for, reminders still open.

Neither is history yet, so the rows themselves pass on; they keep who asked and when. What was
answered stays with the body of its day. Opens no transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kt1.network.agencies.models import Agency
from kt1.network.successions.rules import Passing
from kt1.people.focal_points.models import FocalPoint
from kt1.people.reminders.models import Reminder
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.models import Swap
from kt1.people.succession import queries
from kt1.people.succession.rows import Pairs

#: A reminder as it was: its id, to whom it went, whom it is about, its subject.
Before = tuple[int, int | None, int | None, str]


def swaps(receivers: Pairs, at: datetime) -> list[int]:
    """Swaps not answered yet stand between the same people where these receive now.

    One that loses a side, or whose sides come to different doors, is withdrawn: nobody could
    accept it. Returns the ids of those that changed.
    """
    came = {old: new for old, new, _last in receivers}
    rows = list(queries.swaps(came, at).select_for_update(of=("self",)))
    people = FocalPoint.objects.in_bulk(
        {pk for row in rows for pk in _sides(row, came) if pk is not None}
    )
    for row in rows:
        giver, taker = (None if pk is None else people.get(pk) for pk in _sides(row, came))
        if giver and taker and _door(giver) == _door(taker):
            row.giver, row.taker = giver, taker
            row.agency_id, row.point_id = _door(giver)
        else:
            row.state, row.answered_at = SwapState.WITHDRAWN, at
    Swap.objects.bulk_update(rows, ["giver", "taker", "agency", "point", "state", "answered_at"])
    return [row.pk for row in rows]


def _sides(row: Swap, came: Mapping[int, int | None]) -> tuple[int | None, int | None]:
    return came.get(row.giver_id, row.giver_id), came.get(row.taker_id, row.taker_id)


def _door(row: FocalPoint) -> tuple[int, int]:
    return row.agency_id, row.point_id


def reminders(passing: Passing, at: datetime) -> list[Before]:
    """Open reminders to a body that ended, or about it, are the heir's. Returns what they were.

    Without an heir, or where the heir has the same reminder already, they ask nobody any more.
    """
    rows = list(queries.reminders(passing).select_for_update(of=("self",)))
    before = [_said(row) for row in rows]
    codes = dict(
        Agency.objects.filter(pk__in={*passing.bodies, *passing.bodies.values()}).values_list(
            "pk", "code"
        )
    )
    wanted = {row.pk: _after(row, passing.bodies, codes) for row in rows}
    _become(rows, wanted, at)
    return before


def reminders_again(before: Sequence[Before], at: datetime) -> list[Before]:
    """A wrong order is undone: what is still open goes back to whom it was for."""
    wanted = {pk: (pk, agency, about, subject) for pk, agency, about, subject in before}
    rows = list(
        Reminder.objects.filter(pk__in=wanted, settled_at=None).select_for_update(of=("self",))
    )
    found = [_said(row) for row in rows]
    _become(rows, wanted, at)
    return found


def _said(row: Reminder) -> Before:
    return (row.pk, row.agency_id, row.about_id, row.subject)


def _after(row: Reminder, bodies: Mapping[int, int], codes: Mapping[int, str]) -> Before | None:
    """The same reminder for the heirs; None where one of its bodies has none."""
    agency = bodies.get(row.agency_id, row.agency_id) if row.agency_id else None
    about = bodies.get(row.about_id, row.about_id) if row.about_id else None
    if (row.agency_id and not agency) or (row.about_id and not about):
        return None
    subject = row.subject
    if row.about_id and about and about != row.about_id:
        parts = subject.split(":")
        old, new = codes.get(row.about_id, ""), codes.get(about, "")
        subject = ":".join(new if part == old else part for part in parts)
    return (row.pk, agency, about, subject)


def _become(rows: Sequence[Reminder], wanted: Mapping[int, Before | None], at: datetime) -> None:
    subjects = [said[3] for said in wanted.values() if said is not None]
    taken = {_key(row) for row in Reminder.objects.filter(subject__in=subjects)}
    for row in rows:
        said = wanted[row.pk]
        if said is None:
            row.settled_at = at
            continue
        now = _key(row)
        _pk, agency, about, subject = said
        key = (row.rule, subject, row.step, row.role, agency, row.province_id)
        if key != now and key in taken:
            row.settled_at = at
            continue
        taken = (taken - {now}) | {key}
        row.agency_id, row.about_id, row.subject = agency, about, subject
    Reminder.objects.bulk_update(rows, ["agency", "about", "subject", "settled_at"])


def _key(row: Reminder) -> tuple[object, ...]:
    return (row.rule, row.subject, row.step, row.role, row.agency_id, row.province_id)
