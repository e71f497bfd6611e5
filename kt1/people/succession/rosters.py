"""Rotations, temporary schedules and stand-ins come after their bodies. Opens no transaction.

Rosters are never changed: the heir gets rosters of its own with the same people. Those of the old
body stay as they are: its receivers have ended, so nobody stands in them any more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from kt1.people.rosters.kinds import Act, RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine
from kt1.people.succession.rows import Pairs, columns_of

_SET = {
    RosterKind.ROTATION: Act.ROTATION_SET,
    RosterKind.SCHEDULE: Act.SCHEDULE_SET,
    RosterKind.OVERRIDE: Act.OVERRIDE_SET,
}
_ENDED = {
    RosterKind.ROTATION: Act.ROTATION_ENDED,
    RosterKind.SCHEDULE: Act.SCHEDULE_WITHDRAWN,
    RosterKind.OVERRIDE: Act.OVERRIDE_WITHDRAWN,
}
#: An agency and the door at which it receives.
Door = tuple[int, int]


def standing(doors: Sequence[Door], at: datetime) -> list[Roster]:
    """Rosters at these doors that hold now or later, with their lines. Two queries."""
    if not doors:
        return []
    here = Q(*(Q(agency=body, point=door) for body, door in doors), _connector=Q.OR)
    rows = Roster.objects.filter(here, Q(ends=None) | Q(ends__gt=at), withdrawn=None)
    return list(rows.select_for_update(of=("self",)).prefetch_related("lines").order_by("pk"))


def follow(
    rows: Sequence[Roster], to: Mapping[Door, Door], people: Mapping[int, int], at: datetime
) -> Pairs:
    """Rosters of the same content at other doors, with the people as they are called there.

    A temporary schedule that would overlap one of the heir's own does not come: theirs stands.

    Args:
        to: where a roster's body and door have gone; a roster without one comes nowhere.
        people: row of the register -> the row that came instead.
    """
    taken = _schedules(set(to.values()))
    coming: dict[int, Roster] = {}
    for row in rows:
        door = to.get((row.agency_id, row.point_id))
        if door is None or _overlaps(row, taken.get(door, ()), at):
            continue
        coming[row.pk] = _copy(row, door, people, at)
    changes = _changes([(row.kind, row.agency_id, row.point_id) for row in coming.values()], at)
    for row in coming.values():
        row.made = changes[row.kind, row.agency_id, row.point_id]
    Roster.objects.bulk_create(coming.values())
    RosterLine.objects.bulk_create(
        line for row in rows if row.pk in coming for line in _lines(row, coming[row.pk], people, at)
    )
    return [(row.pk, coming[row.pk].pk if row.pk in coming else None, None) for row in rows]


def withdraw(rows: Sequence[Roster], at: datetime) -> None:
    """Rosters that a wrong order brought no longer stand."""
    gone = _changes([(r.kind, r.agency_id, r.point_id) for r in rows], at, ended=True)
    for row in rows:
        row.withdrawn, row.withdrawn_at = gone[row.kind, row.agency_id, row.point_id], at
    Roster.objects.bulk_update(rows, ["withdrawn", "withdrawn_at"])


def _copy(row: Roster, door: Door, people: Mapping[int, int], at: datetime) -> Roster:
    """A rotation keeps its first day, and so whose turn it is; others begin now at the earliest."""
    begins = row.begins if row.kind == RosterKind.ROTATION else max(at, row.begins)
    stood_in = row.instead_of_id
    return Roster(
        **{
            **columns_of(row),
            "agency_id": door[0],
            "point_id": door[1],
            "begins": begins,
            "instead_of_id": None if stood_in is None else people.get(stood_in, stood_in),
            "made_at": at,
            "withdrawn_id": None,
            "withdrawn_at": None,
        }
    )


def _lines(row: Roster, copy: Roster, people: Mapping[int, int], at: datetime) -> list[RosterLine]:
    return [
        RosterLine(
            roster=copy,
            position=line.position,
            receiver_id=people.get(line.receiver_id, line.receiver_id),
            rank=line.rank,
            begins=line.begins,
            ends=line.ends,
        )
        for line in row.lines.all()
        if line.ends is None or line.ends > at
    ]


def _schedules(doors: set[Door]) -> dict[Door, list[Roster]]:
    if not doors:
        return {}
    here = Q(*(Q(agency=body, point=door) for body, door in doors), _connector=Q.OR)
    found: dict[Door, list[Roster]] = {}
    for row in Roster.objects.filter(here, kind=RosterKind.SCHEDULE, withdrawn=None):
        found.setdefault((row.agency_id, row.point_id), []).append(row)
    return found


def _overlaps(row: Roster, theirs: Sequence[Roster], at: datetime) -> bool:
    if row.kind != RosterKind.SCHEDULE:
        return False
    begins = max(at, row.begins)
    return any(
        (one.ends is None or one.ends > begins) and (row.ends is None or one.begins < row.ends)
        for one in theirs
    )


def _changes(
    wanted: Sequence[tuple[str, int, int]], at: datetime, *, ended: bool = False
) -> dict[tuple[str, int, int], RosterChange]:
    """One change a kind, body and door: what the history of rosters shows."""
    acts = _ENDED if ended else _SET
    made = {
        key: RosterChange(agency_id=key[1], point_id=key[2], act=acts[RosterKind(key[0])], at=at)
        for key in dict.fromkeys(wanted)
    }
    RosterChange.objects.bulk_create(made.values())
    return made
