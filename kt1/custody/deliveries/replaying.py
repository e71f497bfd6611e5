"""Asking again what was answered at a door: who could sign there, by the register of that moment.

The proof of delivery keeps the path and, in its ledger entry, the rows of the register that could
sign. Replayed twice: as the register was known then, which must agree, and as it is known today,
which tells what was entered afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from kt1.custody.deliveries.models import Delivery
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import Calendar
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Answer
from kt1.people.rosters.models import RosterChange
from kt1.people.rosters.queries import Pair, registers
from kt1.people.rosters.rules import Register, Span
from kt1.people.rosters.signing import who_signs

_INSTANT = timedelta(microseconds=1)


class Verdict(StrEnum):
    """What came of asking again."""

    AGREES = "agrees"  # đúng với sổ trực lúc đó và nay
    CHANGED_SINCE = "changed_since"  # đúng với sổ trực lúc đó; sau đó sổ đã sửa
    DISAGREES = "disagrees"  # không đúng với sổ trực lúc đó


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One delivery, the answer it keeps, and the answers of today."""

    handover: UUID
    unit_id: int
    point_id: int
    at: datetime
    capacity: str
    path: tuple[str, ...]
    then: Answer
    now: Answer
    kept_people: tuple[tuple[int, str], ...] | None
    signer: int | None

    @property
    def verdict(self) -> Verdict:
        if not self._same(self.then):
            return Verdict.DISAGREES
        return Verdict.AGREES if self._same(self.now) else Verdict.CHANGED_SINCE

    def _same(self, answer: Answer) -> bool:
        """By the rows that could sign; where an old entry lacks them, by the sentences after the
        first, which names the door as it was called."""
        if self.kept_people is None:
            return self.path[1:] == answer.path[1:]
        return self.kept_people == tuple((one.id, one.rank.value) for one in answer.people)


def replay(delivery: Delivery) -> Replay:
    """Ask again about one delivery."""
    return replay_all([delivery])[0]


def replay_all(deliveries: Sequence[Delivery]) -> list[Replay]:
    """Ask again about each hand-over at a door among these, in the order they come.

    A bounded number of queries, and a few more for each door whose register changed since.
    """
    once = list({one.handover: one for one in deliveries}.values())
    if not once:
        return []
    bodies = _bodies([one.handover for one in once])
    kept = _kept([one.handover for one in once])
    pairs = {one.handover: _pairs(one, bodies[one.handover]) for one in once}
    every: set[Pair] = set().union(*pairs.values())
    span = Span(min(one.at for one in once), max(one.at for one in once) + _INSTANT)
    known, changed, days = registers(every, span), _changed_last(every), calendar()
    found = []
    for one in once:
        here = [known[pair] for pair in sorted(pairs[one.handover]) if pair in known]
        now = _ask(one, here, days)
        later = any(changed.get(pair, one.at) > one.at for pair in pairs[one.handover])
        then = _ask_as_known_then(one, pairs[one.handover], days) if later else now
        found.append(_replay(one, kept.get(one.handover, {}), then=then, now=now))
    return found


def _pairs(one: Delivery, bodies: set[int]) -> set[Pair]:
    return {(body, one.point_id) for body in bodies}


def _changed_last(pairs: set[Pair]) -> dict[Pair, datetime]:
    """When a roster or a row of the register was last entered for each body and door."""
    at = Q(agency__in={body for body, _ in pairs}, point__in={door for _, door in pairs})
    changes = RosterChange.objects.filter(at).values_list("agency_id", "point_id", "at")
    found: dict[Pair, datetime] = {}
    rows = list(FocalPoint.objects.filter(at).values_list("agency_id", "point_id", "entry"))
    entries = {entry for _, _, entry in rows if entry is not None}
    entered = dict(Entry.objects.filter(pk__in=entries).values_list("pk", "at"))
    named = [(body, door, entered[entry]) for body, door, entry in rows if entry in entered]
    for body, door, moment in [*changes, *named]:
        found[body, door] = max(moment, found.get((body, door), moment))
    return found


def _bodies(handovers: Iterable[UUID]) -> dict[UUID, set[int]]:
    """For which bodies each hand-over was: one post may sign for several at a shared door."""
    found: dict[UUID, set[int]] = {}
    rows = Delivery.objects.filter(handover__in=list(handovers))
    for handover, body in rows.values_list("handover", "unit__item__receiver").distinct():
        found.setdefault(handover, set()).add(body)
    return found


def _kept(handovers: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What each entry says of the answer; entries of before lack it."""
    subjects = {f"handover:{one}": one for one in handovers}
    found = {}
    for entry in Entry.objects.filter(subject__in=list(subjects), kind="handover.settled"):
        if said := body_of(entry).get("answer"):
            found[subjects[entry.subject]] = said
    return found


def _replay(one: Delivery, kept: dict[str, Any], *, then: Answer, now: Answer) -> Replay:
    people = kept.get("people")
    return Replay(
        handover=one.handover,
        unit_id=one.unit_id,
        point_id=one.point_id,
        at=one.at,
        capacity=one.capacity,
        path=tuple(one.path),
        then=then,
        now=now,
        kept_people=None if people is None else tuple((pk, rank) for pk, rank in people),
        signer=kept.get("signer"),
    )


def _ask(one: Delivery, known: list[Register], days: Calendar) -> Answer:
    return who_signs(
        known,
        point=one.point.name,
        moment=one.at,
        calendar=days,
        only_focal=one.point.focal_only,
    )


def _ask_as_known_then(one: Delivery, pairs: set[Pair], days: Calendar) -> Answer:
    known = registers(pairs, Span(one.at, one.at + _INSTANT), known_at=one.at)
    asked = [known[pair] for pair in sorted(pairs) if pair in known]
    return _ask(one, _without_later(asked, one.at), days)


def _without_later(known: list[Register], at: datetime) -> list[Register]:
    """Rows that were named after the moment, with a validity that reaches back, did not count."""
    rows = [one.id for register in known for one in register.receivers]
    named = dict(FocalPoint.objects.filter(pk__in=rows).values_list("pk", "entry"))
    entries = [entry for entry in named.values() if entry is not None]
    late = set(Entry.objects.filter(pk__in=entries, at__gt=at).values_list("pk", flat=True))
    return [
        replace(
            register,
            receivers=tuple(one for one in register.receivers if named.get(one.id) not in late),
        )
        for register in known
    ]
