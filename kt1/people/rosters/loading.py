"""Rows of the register and of the rosters, made into what the rule takes. Two queries,
four where rosters stand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import Q

from kt1.law.calendars.rules import VIETNAM
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, ReceiverKind
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster, RosterLine
from kt1.people.rosters.rules import FOREVER, Override, Register, Rotation, Schedule, Shift
from kt1.people.rosters.spans import Span

#: An agency and the delivery point at which it receives.
Pair = tuple[int, int]
Layer = Rotation | Schedule | Override

_RECEIVER = (
    "id", "agency_id", "kind", "rank", "name", "title", "phone", "day_kinds",
    "from_time", "to_time", "valid_from", "valid_to", "authority_doc", "authority_date",
)  # fmt: skip
_ROSTER = (
    "id", "agency_id", "point_id", "kind", "title", "begins", "ends", "day_kinds", "from_time",
    "to_time", "days_each", "instead_of_id",
)  # fmt: skip
_LINE = ("roster_id", "position", "receiver_id", "rank", "begins", "ends")
_Line = tuple[int, int, int, str, datetime | None, datetime | None]
_POSITION = itemgetter(1)


def registers(
    pairs: Collection[Pair], span: Span, *, known_at: datetime | None = None
) -> dict[Pair, Register]:
    """What is known of each agency at each point, as far as it touches the span. At most
    four queries.

    Args:
        known_at: the rosters as they stood at that moment, instead of those that stand now.
            The windows of the register itself are those of today.
    """
    wanted = set(pairs)
    at = Q(agency__in={body for body, _ in wanted}, point__in={door for _, door in wanted})
    return _registers(at, wanted, span, known_at)


def registers_at(
    point_id: int, span: Span, *, agency_id: int | None = None, known_at: datetime | None = None
) -> list[Register]:
    """The register of each agency that has named somebody at this point. At most four queries."""
    at = Q(point=point_id)
    if agency_id is not None:
        at &= Q(agency=agency_id)
    return list(_registers(at, None, span, known_at).values())


def every_register(span: Span) -> dict[Pair, Register]:
    """All registers there are. At most four queries."""
    return _registers(Q(), None, span, None)


def _registers(
    at: Q, wanted: set[Pair] | None, span: Span, known_at: datetime | None
) -> dict[Pair, Register]:
    named, people = _receivers(at, span)
    rosters = _layers(at, span, known_at, people)
    found = {}
    for pair in named.keys() | rosters.keys() if wanted is None else wanted:
        here = rosters.get(pair, ())
        found[pair] = Register(
            agency_id=pair[0],
            point_id=pair[1],
            receivers=tuple(named.get(pair, ())),
            rotations=tuple(one for one in here if isinstance(one, Rotation)),
            schedules=tuple(one for one in here if isinstance(one, Schedule)),
            overrides=tuple(one for one in here if isinstance(one, Override)),
        )
    return found


def receiver_of(row: FocalPoint) -> Receiver:
    return _receiver([getattr(row, name) for name in _RECEIVER])


def _receivers(at: Q, span: Span) -> tuple[dict[Pair, list[Receiver]], dict[int, Receiver]]:
    """Rows of the register that hold at some moment of the span, by agency and point and by id."""
    rows = FocalPoint.objects.filter(
        at, Q(valid_to=None) | Q(valid_to__gt=span.begins), valid_from__lt=span.ends
    ).order_by("pk")
    by_pair: dict[Pair, list[Receiver]] = {}
    by_id = {}
    for point, *columns in rows.values_list("point_id", *_RECEIVER):
        one = by_id[columns[0]] = _receiver(columns)
        by_pair.setdefault((one.agency_id, point), []).append(one)
    return by_pair, by_id


def _layers(
    at: Q, span: Span, known_at: datetime | None, people: dict[int, Receiver]
) -> dict[Pair, list[Layer]]:
    """Rosters that touch the span, by agency and point; overrides in the order they were made.

    Plain columns instead of model instances: 17,000 doors at Tết have 60,000 lines.
    """
    touching = Q(begins__lt=span.ends) & (Q(ends=None) | Q(ends__gt=span.begins))
    if known_at is None:
        known = Q(withdrawn=None)
    else:
        later = Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)
        known = Q(made_at__lte=known_at) & later
    standing = Roster.objects.filter(at, touching, known)
    rosters = list(standing.order_by("made_at", "pk").values_list(*_ROSTER, named=True))
    if not rosters:
        return {}
    lines = RosterLine.objects.filter(roster__in=standing.order_by()).order_by("pk")
    by_roster: dict[int, list[_Line]] = {}
    for line in lines.values_list(*_LINE):
        by_roster.setdefault(line[0], []).append(line)
    _add_missing(people, by_roster, rosters)
    found: dict[Pair, list[Layer]] = {}
    for row in rosters:
        layer = _layer(row, sorted(by_roster[row.id], key=_POSITION), people)
        found.setdefault((row.agency_id, row.point_id), []).append(layer)
    return found


def _add_missing(
    people: dict[int, Receiver], by_roster: dict[int, list[_Line]], rosters: list[Any]
) -> None:
    """Whom a roster names and no paper any more: they are needed to say that they are left out."""
    ids = {line[2] for lines in by_roster.values() for line in lines}
    ids |= {row.instead_of_id for row in rosters if row.instead_of_id is not None}
    missing = ids - people.keys()
    if missing:
        for columns in FocalPoint.objects.filter(pk__in=missing).values_list(*_RECEIVER):
            people[columns[0]] = _receiver(columns)


def _layer(row: Any, lines: list[_Line], people: dict[int, Receiver]) -> Layer:
    holds = Span(row.begins.astimezone(VIETNAM), _ends(row.ends))
    if row.kind == RosterKind.SCHEDULE:
        shifts = tuple(_shift(line, holds, people) for line in lines)
        return Schedule(id=row.id, title=row.title, span=holds, shifts=shifts)
    rank = _RANKS[lines[0][3]]
    if row.kind == RosterKind.OVERRIDE:
        return Override(
            id=row.id,
            span=holds,
            receiver=people[lines[0][2]],
            rank=rank,
            instead_of=None if row.instead_of_id is None else people[row.instead_of_id],
        )
    return Rotation(
        id=row.id,
        title=row.title,
        rank=rank,
        days=_days(tuple(row.day_kinds)),
        from_time=row.from_time,
        to_time=row.to_time,
        days_each=row.days_each,
        starts_on=holds.begins.date(),
        holds=holds,
        members=tuple(people[line[2]] for line in lines),
    )


def _shift(line: _Line, whole: Span, people: dict[int, Receiver]) -> Shift:
    _roster, _position, who, rank, begins, ends = line
    if begins is None or ends is None:
        return Shift(whole, people[who], _RANKS[rank])
    return Shift(
        Span(begins.astimezone(VIETNAM), ends.astimezone(VIETNAM)), people[who], _RANKS[rank]
    )


def _ends(moment: datetime | None) -> datetime:
    return FOREVER if moment is None else moment.astimezone(VIETNAM)


def _receiver(columns: Sequence[Any]) -> Receiver:
    (number, agency, kind, rank, name, title, phone, days,
     from_time, to_time, valid_from, valid_to, paper, paper_date) = columns  # fmt: skip
    return Receiver(
        id=number,
        agency_id=agency,
        kind=_KINDS[kind],
        rank=_RANKS[rank],
        name=name,
        title=title,
        phone=phone,
        days=_days(tuple(days)),
        from_time=from_time,
        to_time=to_time,
        valid_from=valid_from,
        valid_to=valid_to,
        authority=f"{paper} ngày {paper_date:%d/%m/%Y}",
    )


_KINDS = {kind.value: kind for kind in ReceiverKind}
_RANKS = {rank.value: rank for rank in Rank}


@lru_cache(maxsize=64)
def _days(kinds: tuple[str, ...]) -> frozenset[DayOfDuty]:
    return frozenset(DayOfDuty(kind) for kind in kinds)
