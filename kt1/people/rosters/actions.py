"""Making and withdrawing rosters. With `swapping`, the only code that writes them.

A row is never changed: a new one takes its place and the old one says by which change it was
withdrawn, so that the history shows differences and any day can be answered as it was known then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty
from kt1.people.rosters import permissions, queries, steps
from kt1.people.rosters.facts import NewOverride, NewRotation, NewSchedule, Person, Who
from kt1.people.rosters.kinds import Act, RosterKind
from kt1.people.rosters.models import Roster, RosterLine
from kt1.people.rosters.steps import Here, UnfitRosterError
from kt1.people.rosters.unfit import why_unfit_override, why_unfit_rotation, why_unfit_schedule

__all__ = [
    "UnfitRosterError",
    "end_rotation",
    "set_override",
    "set_rotation",
    "set_schedule",
    "withdraw_roster",
]


@transaction.atomic(durable=True)
def set_schedule(
    *,
    agency_id: int,
    point_id: int,
    schedule: NewSchedule,
    replaces: int | None = None,
    imported: bool = False,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Enter a temporary schedule for as many people as it names, all of it or nothing.

    Whoever of them the register does not know is named by its paper, for its span. Returns the
    roster's id.

    Args:
        replaces: a standing temporary schedule that this one takes the place of.

    Raises:
        Agency.DoesNotExist, Place.DoesNotExist, Roster.DoesNotExist
        NotAllowedError: `by` does not keep this agency's rosters.
        UnfitRosterError: it overlaps another, is over, or a text was refused.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["roster"])
    act = Act.SCHEDULE_IMPORTED if imported else Act.SCHEDULE_SET
    here = steps.open_change(agency_id, point_id, act, by=by, at=at)
    old = _replaced(here, replaces, RosterKind.SCHEDULE)
    where, besides = (agency_id, point_id), [row.pk for row in old]
    if reason := why_unfit_schedule(where, schedule, besides=besides, at=at):
        raise UnfitRosterError(reason)
    steps.withdraw(old, here)
    said = [(shift.who, shift.rank) for shift in schedule.shifts]
    span = schedule.span
    ids, new = steps.named(here, said, schedule.paper, begins=span.begins, ends=span.ends)
    roster, lines = _put_schedule(here, schedule, ids)
    entry = _write(here, roster, lines, old, by=by, names=_names(ids, new))
    FocalPoint.objects.filter(pk__in=[row.pk for row in new]).update(entry=entry)
    finish(once, actor=str(by), answer={"roster": roster.pk})
    return roster.pk


@transaction.atomic(durable=True)
def set_rotation(
    *,
    agency_id: int,
    point_id: int,
    rotation: NewRotation,
    replaces: int | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Let people stand in turn. Whoever the register does not know is named by its paper.

    Returns the roster's id.

    Raises:
        Agency.DoesNotExist, Place.DoesNotExist, Roster.DoesNotExist
        NotAllowedError: `by` does not keep this agency's rosters.
        UnfitRosterError: somebody would never stand, or a text was refused.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["roster"])
    here = steps.open_change(agency_id, point_id, Act.ROTATION_SET, by=by, at=at)
    old = _replaced(here, replaces, RosterKind.ROTATION)
    if reason := why_unfit_rotation(rotation, at):
        raise UnfitRosterError(reason)
    steps.withdraw(old, here)
    said = [(who, rotation.rank) for who in rotation.members]
    ids, new = steps.named(here, said, rotation.paper, begins=rotation.begins, ends=rotation.ends)
    roster = Roster.objects.create(
        **steps.facts(here, RosterKind.ROTATION),
        title=rotation.title.strip(),
        begins=rotation.begins,
        ends=rotation.ends,
        day_kinds=[day for day in DayOfDuty if day in rotation.days],
        from_time=rotation.from_time,
        to_time=rotation.to_time,
        days_each=rotation.days_each,
        authority_doc=rotation.paper.number.strip(),
        authority_date=rotation.paper.on,
    )
    lines = RosterLine.objects.bulk_create(
        [
            RosterLine(roster=roster, position=n, receiver_id=ids[who], rank=rotation.rank)
            for n, who in enumerate(rotation.members)
        ]
    )
    entry = _write(here, roster, lines, old, by=by, names=_names(ids, new))
    FocalPoint.objects.filter(pk__in=[row.pk for row in new]).update(entry=entry)
    finish(once, actor=str(by), answer={"roster": roster.pk})
    return roster.pk


@transaction.atomic(durable=True)
def end_rotation(
    *, roster_id: int, ends_at: datetime, by: Actor, at: datetime, once: RequestKey
) -> int:
    """From `ends_at` on nobody stands by this rotation. Returns the id of the row that says so.

    Raises:
        Roster.DoesNotExist: `by` knows of no such rotation that still stands.
        NotAllowedError: `by` does not keep this agency's rosters.
        UnfitRosterError: it would end before it begins.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["roster"])
    seen = queries.standing(queries.seen_by(by))
    row = seen.get(pk=roster_id, kind=RosterKind.ROTATION)
    here = steps.open_change(row.agency_id, row.point_id, Act.ROTATION_ENDED, by=by, at=at)
    old = _replaced(here, roster_id, RosterKind.ROTATION)
    if ends_at <= row.begins or (row.ends is not None and ends_at > row.ends):
        raise UnfitRosterError(_("The end must be later than the beginning."))
    steps.withdraw(old, here)
    kept = list(row.lines.order_by("position"))
    row.pk, row.ends, row.made, row.made_at = None, ends_at, here.change, at
    row.withdrawn, row.withdrawn_at = None, None
    row.save(force_insert=True)
    lines = RosterLine.objects.bulk_create(
        [
            RosterLine(roster=row, position=n, receiver_id=one.receiver_id, rank=one.rank)
            for n, one in enumerate(kept)
        ]
    )
    _write(here, row, lines, old, by=by)
    finish(once, actor=str(by), answer={"roster": row.pk})
    return row.pk


@transaction.atomic(durable=True)
def set_override(
    *,
    agency_id: int,
    point_id: int,
    override: NewOverride,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Let somebody stand in for a span. Returns the roster's id.

    Raises:
        Agency.DoesNotExist, Place.DoesNotExist
        NotAllowedError: `by` does not keep this agency's rosters.
        UnfitRosterError: the span is over or too long, or it stands in for itself.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["roster"])
    here = steps.open_change(agency_id, point_id, Act.OVERRIDE_SET, by=by, at=at)
    wanted = {override.who, *([override.instead_of] if override.instead_of else [])}
    people = steps.known(here, wanted)
    if reason := why_unfit_override(override, people, at):
        raise UnfitRosterError(reason)
    roster, line = steps.put_override(here, override)
    _write(here, roster, [line], (), by=by)
    finish(once, actor=str(by), answer={"roster": roster.pk})
    return roster.pk


@transaction.atomic(durable=True)
def withdraw_roster(*, roster_id: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """Withdraw a temporary schedule or a stand-in: what lies beneath stands again.

    What was answered by it before stays as it was. Returns the id of the change.

    Raises:
        Roster.DoesNotExist: `by` knows of no such roster.
        NotAllowedError: it is withdrawn already, or `by` does not keep this agency's rosters.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["change"])
    row = queries.seen_by(by).get(pk=roster_id)
    schedule = row.kind == RosterKind.SCHEDULE
    act = Act.SCHEDULE_WITHDRAWN if schedule else Act.OVERRIDE_WITHDRAWN
    here = steps.open_change(row.agency_id, row.point_id, act, by=by, at=at)
    row = queries.seen_by(by).get(pk=roster_id)  # after the lock: another may have been faster
    if reason := permissions.why_not_withdraw(by, row):
        raise NotAllowedError(reason)
    steps.withdraw([row], here)
    steps.write(here, by=by, body={"withdrawn": [row.pk]})
    finish(once, actor=str(by), answer={"change": here.change.pk})
    return here.change.pk


def _put_schedule(
    here: Here, schedule: NewSchedule, ids: Mapping[Who, int]
) -> tuple[Roster, list[RosterLine]]:
    roster = Roster.objects.create(
        **steps.facts(here, RosterKind.SCHEDULE),
        title=schedule.title.strip(),
        begins=schedule.span.begins,
        ends=schedule.span.ends,
        authority_doc=schedule.paper.number.strip(),
        authority_date=schedule.paper.on,
    )
    lines = RosterLine.objects.bulk_create(
        [
            RosterLine(
                roster=roster,
                position=n,
                receiver_id=ids[shift.who],
                rank=shift.rank,
                begins=shift.span.begins,
                ends=shift.span.ends,
            )
            for n, shift in enumerate(sorted(schedule.shifts, key=lambda one: one.span))
        ],
        batch_size=500,
    )
    return roster, lines


def _replaced(here: Here, roster_id: int | None, kind: RosterKind) -> list[Roster]:
    """Read after the agency is locked: of two who replace the same, one finds it gone."""
    if roster_id is None:
        return []
    rows = Roster.objects.filter(agency=here.agency, point=here.point, kind=kind, withdrawn=None)
    return [rows.get(pk=roster_id)]


def _names(ids: Mapping[Who, int], new: Sequence[FocalPoint]) -> dict[str, str]:
    """Of those newly named, as notes that can be destroyed when the names are."""
    people = [one for one in ids if isinstance(one, Person)]
    if not people or not new:
        return {}
    said = [f"{ids[one]}: {one.name.strip()}" for one in people if one.name.strip()]
    phones = [f"{ids[one]}: {one.phone.strip()}" for one in people if one.phone.strip()]
    return {"name": "\n".join(said), "phone": "\n".join(phones)}


def _write(
    here: Here,
    roster: Roster,
    lines: Sequence[RosterLine],
    old: Sequence[Roster],
    *,
    by: Actor,
    names: Mapping[str, str] | None = None,
) -> UUID:
    body: dict[str, JSON] = {
        "roster": roster.pk,
        "withdrawn": [row.pk for row in old],
        "begins": roster.begins.isoformat(),
        "ends": roster.ends.isoformat() if roster.ends else None,
    }
    if roster.kind == RosterKind.ROTATION:
        body |= {
            "days": [str(day) for day in roster.day_kinds],
            "from": f"{roster.from_time:%H:%M}",
            "to": f"{roster.to_time:%H:%M}",
            "days_each": roster.days_each,
        }
    if roster.instead_of_id:
        body["instead_of"] = roster.instead_of_id
    return steps.write(
        here,
        by=by,
        body=body,
        lines=[steps.line_of(line) for line in lines],
        notes={
            "title": roster.title,
            "authority": roster.authority_doc,
            **(names or {}),
        },
    )
