"""Reads that a delivery needs: the doors of the receiving bodies, and their desks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from kt1.custody.clock.attempts import AttemptAnswer, Where, valid_attempt
from kt1.custody.clock.steps import day_of
from kt1.custody.items.models import Advice
from kt1.custody.items.rules import HeldItem
from kt1.custody.units import book, register
from kt1.law.calendars.queries import calendar
from kt1.law.parameters.queries import active_norms
from kt1.network.agencies.rules import Hours
from kt1.network.places.models import Place
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.focal_points.rules import Answer
from kt1.people.rosters.queries import every_register, registers
from kt1.people.rosters.rules import ALWAYS, Span
from kt1.people.rosters.signing import who_signs

_INSTANT = timedelta(microseconds=1)


class WrongDoorError(LookupError):
    """The place is no delivery point of the receiving bodies."""


def desks_of(agencies: Iterable[int]) -> dict[int, int]:
    """The desk of each body, where its items lie once the clerk has them."""
    found = {a: register.desk_of(a) for a in set(agencies)}
    return {a: desk for a, desk in found.items() if desk is not None}


def advices_waiting(unit_ids: Sequence[int]) -> int:
    """How many of these items have an advice of delivery that has not come back yet."""
    if (opened := book.current()) is not None:
        rows = (opened.table("advice").get(unit) for unit in unit_ids)
        waits = [r for r in rows if r and r.get("delivered_at") and not r.get("returned_at")]
        return len(waits)
    return Advice.objects.filter(
        unit__in=unit_ids, delivered_at__isnull=False, returned_at=None
    ).count()


def judge_attempt(items: Sequence[HeldItem], *, point: int, at: datetime) -> AttemptAnswer:
    """Whether a try at this door at this hour stops the clock (W4). One query a body.

    Raises:
        WrongDoorError: none of the receiving bodies is reached at that door.
    """
    receivers = {i.receiver for i in items}
    here = {h for a in receivers for door, h in register.doors_of(a) if door == point}
    if not here and all(i.point != point for i in items):
        raise WrongDoorError(point)
    where = set()
    if here & {Hours.ANY, Hours.WORKING} or all(i.point == point for i in items):
        where.add(Where.ADDRESS)
    named = {p for a in receivers for p in points_named(a, at=at)}
    if here & {Hours.ANY, Hours.OFF} and point in named:
        where.add(Where.DESIGNATED_POINT)
    return valid_attempt(
        at=at,
        where=where,
        point_named=Where.DESIGNATED_POINT in where or bool(named),
        norms=active_norms(day_of(at)),
        calendar=calendar(),
    )


def points_named(agency: int, *, at: datetime) -> set[int]:
    """Delivery points for which this body has named somebody, at that moment."""
    rows = _focal_points(agency)
    return {
        row.point_id
        for row in rows
        if row.valid_from <= at and (row.valid_to is None or row.valid_to > at)
    }


def _focal_points(agency: int) -> list[FocalPoint]:
    opened = book.current()
    if opened is None:
        return list(FocalPoint.objects.filter(agency=agency))
    if "focal_points" not in opened.memory:
        by_body: dict[int, list[FocalPoint]] = {}
        for row in FocalPoint.objects.order_by("pk"):
            by_body.setdefault(row.agency_id, []).append(row)
        opened.memory["focal_points"] = by_body
    return list(opened.memory["focal_points"].get(agency, ()))


def answer(receivers: Collection[int], *, point: int, at: datetime) -> Answer:
    """Who may sign at this door now for these bodies."""
    if book.current() is not None:
        return _answer_of_book(receivers, point, at)
    if len(receivers) == 1:
        return who_may_sign_at(point, at, agency_id=next(iter(receivers)))
    door = Place.objects.only("name", "focal_only").get(pk=point)
    known = registers({(body, point) for body in receivers}, Span(at, at + _INSTANT))
    return who_signs(
        [known[pair] for pair in sorted(known)],
        point=door.name,
        moment=at,
        calendar=calendar(),
        only_focal=door.focal_only,
    )


def _answer_of_book(receivers: Collection[int], point: int, at: datetime) -> Answer:
    """The same from what a history in memory has read once; whoever asks again is told again."""
    opened = book.current()
    assert opened is not None  # noqa: S101 - asked by `answer` only
    asked = (frozenset(receivers), point, at)
    if opened.memory.get("asked") == asked:
        told: Answer = opened.memory["told"]
        return told
    if "doors" not in opened.memory:
        opened.memory["doors"] = Place.objects.only("name", "focal_only").in_bulk()
        opened.memory["registers"] = every_register(ALWAYS)
    door, known = opened.memory["doors"][point], opened.memory["registers"]
    told = who_signs(
        [known[body, point] for body in sorted(receivers) if (body, point) in known],
        point=door.name,
        moment=at,
        calendar=calendar(),
        only_focal=door.focal_only,
    )
    opened.memory["asked"], opened.memory["told"] = asked, told
    return told
