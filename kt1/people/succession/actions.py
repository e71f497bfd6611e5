"""People come after bodies: duties, receivers, shown titles. Called by the worker, once each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.network.successions.queries import passing as passing_after
from kt1.network.successions.rules import Passing
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.focal_points.models import FocalPoint
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster
from kt1.people.succession import queries, rosters, waiting
from kt1.people.succession.models import PeopleFollowed
from kt1.people.succession.rows import Pairs, again, columns_of, end, lasts_of
from kt1.people.succession.rules import called_after, follows


@transaction.atomic(durable=True)
def follow(*, reorganisation_id: int, at: datetime) -> bool:
    """Bring duties and receivers after one reorganisation. False when that was done before.

    Rows end, and rows of the same content begin for the heir: who signed last year signed for
    the body of last year. The row of `PeopleFollowed` is written first and is the request key.
    """
    found = queries.of_effect(reorganisation_id)
    _mine, made = PeopleFollowed.objects.get_or_create(
        reorganisation=found, defaults={"at": at, "moved": {}}
    )
    if not made:
        return False
    moved = _taken_back(found.undoes_id, at) if found.undoes_id else {}
    passing = passing_after(found)
    if not found.undoes_id:
        receivers = _receivers(passing, at)
        moved = {
            "duties": _duties(passing, at),
            "receivers": receivers,
            "rosters": _rosters(passing, receivers, at),
            "swaps": waiting.swaps(receivers, at),
            "reminders": waiting.reminders(passing, at),
        }
    moved["titles"] = _titles(passing)
    PeopleFollowed.objects.filter(pk=reorganisation_id).update(moved=moved)
    _entry(reorganisation_id, moved, at)
    return True


def _duties(passing: Passing, at: datetime) -> Pairs:
    ending = list(queries.duties(passing, at).select_for_update(of=("self",)))
    lasts = lasts_of(ending)
    held = _held(passing, at)
    coming: dict[int, Duty] = {}
    for row in ending:
        heir = passing.bodies[row.agency_id or 0]
        place = passing.desks.get(row.place_id or 0, row.place_id)
        key = (row.user_id, row.role, place, heir, row.province_id)
        if follows(row.role) and heir and key not in held:
            held.add(key)
            coming[row.pk] = Duty(
                user_id=row.user_id,
                role=row.role,
                place_id=place,
                agency_id=heir,
                province_id=row.province_id,
                valid_from=max(at, row.valid_from),
                valid_to=row.valid_to,
            )
    end(Duty, ending, at)
    Duty.objects.bulk_create(coming.values())
    _notify([row.user_id for row in ending], NoticeKind.DUTY_ENDED, at)
    _notify([row.user_id for row in coming.values()], NoticeKind.DUTY_GIVEN, at)
    return [(old, coming[old].pk if old in coming else None, last) for old, last in lasts]


def _held(passing: Passing, at: datetime) -> set[tuple[Any, ...]]:
    """Duties that people have for the heirs already: nobody gets the same one twice."""
    rows = Duty.objects.filter(queries.not_over(at), agency__in=set(passing.bodies.values()))
    return set(rows.values_list("user_id", "role", "place_id", "agency_id", "province_id"))


def _receivers(passing: Passing, at: datetime) -> Pairs:
    """Receivers of an ended body receive for the heir where it is reached; of a mover, there."""
    ending = list(queries.receivers(passing, at).select_for_update(of=("self",)))
    lasts = lasts_of(ending)
    coming: dict[int, FocalPoint] = {}
    for row in ending:
        body = passing.bodies.get(row.agency_id, row.agency_id)
        door = passing.doors.get((row.agency_id, row.point_id), row.point_id)
        stays = body == row.agency_id or (body, door) in passing.keeps
        if body and door is not None and stays:
            begins = max(at, row.valid_from)
            there = {"agency_id": body, "point_id": door, "valid_from": begins}
            coming[row.pk] = FocalPoint(**{**columns_of(row), **there})
    end(FocalPoint, ending, at)
    FocalPoint.objects.bulk_create(coming.values())
    return [(old, coming[old].pk if old in coming else None, last) for old, last in lasts]


def _titles(passing: Passing) -> list[int]:
    people = list(queries.titled(passing).select_for_update(of=("self",))) if passing.names else []
    for person in people:
        for before, after in passing.names.values():
            person.title = called_after(person.title, before, after)[:160]
    User.objects.bulk_update(people, ["title"])
    return [person.pk for person in people]


def _notify(users: Sequence[int], kind: NoticeKind, at: datetime) -> None:
    SecurityNotice.objects.bulk_create(
        SecurityNotice(user_id=user, kind=kind, at=at) for user in dict.fromkeys(users)
    )


def _rosters(passing: Passing, receivers: Pairs, at: datetime) -> Pairs:
    """The rosters of the doors at which these receivers stood, with the rows that came instead."""
    people = {old: new for old, new, _last in receivers if new is not None}
    rows = FocalPoint.objects.in_bulk([*people, *people.values()])
    to = {_door(rows[old]): _door(rows[new]) for old, new in people.items()}
    left = [*to, *((body, door) for body, door in passing.doors)]
    return rosters.follow(rosters.standing(sorted(set(left)), at), to, people, at)


def _door(row: FocalPoint) -> rosters.Door:
    return row.agency_id, row.point_id


def _taken_back(wrong_id: int, at: datetime) -> dict[str, Any]:
    """What came by a wrong order ends; what it ended begins again, as rows of their own."""
    before = PeopleFollowed.objects.filter(pk=wrong_id).first()
    if before is None:
        return {}
    moved = before.moved
    receivers = again(FocalPoint, moved.get("receivers", []), ("agency_id", "point_id"), at)
    return {
        "duties": again(Duty, moved.get("duties", []), ("place_id", "agency_id"), at),
        "receivers": receivers,
        "rosters": _rosters_again(moved.get("rosters", []), receivers, at),
        "swaps": waiting.swaps(receivers, at),
        "reminders": waiting.reminders_again(moved.get("reminders", []), at),
    }


def _rosters_again(pairs: Pairs, receivers: Pairs, at: datetime) -> Pairs:
    came = {new: old for old, new, _last in pairs if new is not None}
    originals = Roster.objects.in_bulk(list(came.values()))
    copies = Roster.objects.filter(pk__in=came)
    to = {_where(copy): _where(originals[came[copy.pk]]) for copy in copies}
    standing = [row for row in rosters.standing(sorted(to), at) if row.pk in came]
    open_ones = [row for row in originals.values() if _goes_on(row, at)]
    rosters.withdraw([*standing, *open_ones], at)
    people = {old: new for old, new, _last in receivers if new is not None}
    return rosters.follow(standing, to, people, at)


def _where(row: Roster) -> rosters.Door:
    return row.agency_id, row.point_id


def _goes_on(row: Roster, at: datetime) -> bool:
    """A temporary schedule of the old body makes room for the one that begins again."""
    if row.kind != RosterKind.SCHEDULE:
        return False
    return row.withdrawn_at is None and (row.ends is None or row.ends > at)


def _entry(reorganisation_id: int, moved: dict[str, Any], at: datetime) -> None:
    lines: list[dict[str, JSON]] = [
        {"what": what, "row": row, "to": to}
        for what in ("duties", "receivers", "rosters")
        for row, to, _last in moved.get(what, ())
    ]
    same = ((what, row) for what in ("titles", "swaps") for row in moved.get(what, ()))
    lines += [{"what": what, "row": row, "to": row} for what, row in same]
    reminders = moved.get("reminders", ())
    lines += [{"what": "reminders", "row": row, "to": row} for row, *_before in reminders]
    append(
        kind="people.succession_followed",
        subject=f"reorganisation:{reorganisation_id}",
        actor="system",
        at=at,
        body={what: len(rows) for what, rows in sorted(moved.items())},
        lines=lines,
    )
