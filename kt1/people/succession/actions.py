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
from kt1.people.succession import queries
from kt1.people.succession.models import PeopleFollowed
from kt1.people.succession.rules import called_after, follows

#: Id of a row that ended, of the row that came instead or None, and when it would have ended.
Pairs = list[tuple[int, int | None, str | None]]


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
    moved |= {
        "duties": moved.get("duties", []) + _duties(passing, at),
        "receivers": moved.get("receivers", []) + _receivers(passing, at),
        "titles": _titles(passing),
    }
    PeopleFollowed.objects.filter(pk=reorganisation_id).update(moved=moved)
    _entry(reorganisation_id, moved, at)
    return True


def _duties(passing: Passing, at: datetime) -> Pairs:
    ending = list(queries.duties(passing, at).select_for_update(of=("self",)))
    lasts = _lasts(ending)
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
    _end(Duty, ending, at)
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
    lasts = _lasts(ending)
    coming: dict[int, FocalPoint] = {}
    for row in ending:
        body = passing.bodies.get(row.agency_id, row.agency_id)
        door = passing.doors.get((row.agency_id, row.point_id), row.point_id)
        stays = body == row.agency_id or (body, door) in passing.keeps
        if body and door is not None and stays:
            coming[row.pk] = _copy(row, agency=body, point=door, at=at)
    _end(FocalPoint, ending, at)
    FocalPoint.objects.bulk_create(coming.values())
    return [(old, coming[old].pk if old in coming else None, last) for old, last in lasts]


def _copy(row: FocalPoint, *, agency: int, point: int, at: datetime) -> FocalPoint:
    """The same receiver for another body or door, every other column as it is."""
    columns = {
        field.attname: getattr(row, field.attname)
        for field in FocalPoint._meta.concrete_fields
        if not field.primary_key
    }
    begins = max(at, row.valid_from)
    return FocalPoint(**{**columns, "agency_id": agency, "point_id": point, "valid_from": begins})


def _lasts(rows: Sequence[Any]) -> list[tuple[int, str | None]]:
    return [(row.pk, row.valid_to.isoformat() if row.valid_to else None) for row in rows]


def _end(model: Any, rows: Sequence[Any], at: datetime) -> None:
    """These hold until now; one that had not begun never does."""
    for row in rows:
        row.valid_to = max(at, row.valid_from)
    model.objects.bulk_update(rows, ["valid_to"])


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


def _taken_back(wrong_id: int, at: datetime) -> dict[str, Any]:
    """What came by a wrong order ends; what it ended begins again, as rows of their own."""
    before = PeopleFollowed.objects.filter(pk=wrong_id).first()
    if before is None:
        return {}
    moved = before.moved
    return {
        "duties": _again(Duty, moved.get("duties", []), at),
        "receivers": _again(FocalPoint, moved.get("receivers", []), at),
    }


def _again(model: Any, pairs: Pairs, at: datetime) -> Pairs:
    """Only where nobody ended the successor meanwhile: that was somebody's own word."""
    came = {new: old for old, new, _last in pairs if new is not None}
    rows = model.objects.select_for_update(of=("self",)).filter(queries.not_over(at), pk__in=came)
    standing = list(rows)
    lasts = {came[row.pk]: row.valid_to for row in standing}
    lasts |= {old: _moment(last) for old, new, last in pairs if new is None}
    ends = _lasts(standing)
    _end(model, standing, at)
    due = {old: last for old, last in lasts.items() if last is None or last > at}
    originals = model.objects.in_bulk(list(due))
    fresh = {old: _anew(model, row, due[old], at) for old, row in originals.items()}
    model.objects.bulk_create(fresh.values())
    back = [(new, fresh[came[new]].pk, last) for new, last in ends if came[new] in fresh]
    lone = {old: last for old, new, last in pairs if new is None and old in fresh}
    return back + [(old, fresh[old].pk, last) for old, last in lone.items()]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _anew(model: Any, row: Any, valid_to: datetime | None, at: datetime) -> Any:
    columns = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    return model(**{**columns, "valid_from": at, "valid_to": valid_to})


def _entry(reorganisation_id: int, moved: dict[str, Any], at: datetime) -> None:
    lines: list[dict[str, JSON]] = [
        {"what": what, "row": row, "to": to}
        for what in ("duties", "receivers")
        for row, to, _last in moved[what]
    ]
    lines += [{"what": "titles", "row": row, "to": row} for row in moved["titles"]]
    append(
        kind="people.succession_followed",
        subject=f"reorganisation:{reorganisation_id}",
        actor="system",
        at=at,
        body={what: len(rows) for what, rows in sorted(moved.items())},
        lines=lines,
    )
