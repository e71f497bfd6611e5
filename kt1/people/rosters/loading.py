"""Rows of the register and of the rosters, made into what the rule takes. Two queries."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Q

from kt1.law.calendars.rules import VIETNAM
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, ReceiverKind
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import RosterLine
from kt1.people.rosters.rules import FOREVER, Override, Register, Rotation, Schedule, Shift
from kt1.people.rosters.spans import Span

#: An agency and the delivery point at which it receives.
Pair = tuple[int, int]
Layer = Rotation | Schedule | Override

_RECEIVER = (
    "id", "agency_id", "kind", "rank", "name", "title", "phone", "day_kinds",
    "from_time", "to_time", "valid_from", "valid_to", "authority_doc", "authority_date",
)  # fmt: skip
_MIDNIGHT = time(0, 0)


def registers(
    pairs: Collection[Pair], span: Span, *, known_at: datetime | None = None
) -> dict[Pair, Register]:
    """What is known of each agency at each point, as far as it touches the span. Two queries.

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
    """The register of each agency that has named somebody at this point. Two queries."""
    at = Q(point=point_id)
    if agency_id is not None:
        at &= Q(agency=agency_id)
    return list(_registers(at, None, span, known_at).values())


def every_register(span: Span) -> dict[Pair, Register]:
    """All registers there are. Two queries."""
    return _registers(Q(), None, span, None)


def _registers(
    at: Q, wanted: set[Pair] | None, span: Span, known_at: datetime | None
) -> dict[Pair, Register]:
    named = receivers(at, span)
    rosters = layers(at, span, known_at)
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


def receivers(at: Q, span: Span) -> dict[Pair, list[Receiver]]:
    """Rows of the register that hold at some moment of the span, by agency and point."""
    rows = (
        FocalPoint.objects.filter(
            at, Q(valid_to=None) | Q(valid_to__gt=span.begins), valid_from__lt=span.ends
        )
        .order_by("pk")
        .values_list("point_id", *_RECEIVER)
    )
    found: dict[Pair, list[Receiver]] = {}
    for point, *columns in rows:
        found.setdefault((columns[1], point), []).append(_receiver(columns))
    return found


def layers(at: Q, span: Span, known_at: datetime | None = None) -> dict[Pair, list[Layer]]:
    """Rosters that touch the span, by agency and point; overrides in the order they were made.

    `at` speaks of an agency and a point, as of a row of the register.
    """
    touching = Q(roster__begins__lt=span.ends) & (
        Q(roster__ends=None) | Q(roster__ends__gt=span.begins)
    )
    if known_at is None:
        known = Q(roster__withdrawn=None)
    else:
        later = Q(roster__withdrawn_at=None) | Q(roster__withdrawn_at__gt=known_at)
        known = Q(roster__made_at__lte=known_at) & later
    rows = (
        RosterLine.objects.filter(_of_roster(at), touching, known)
        .order_by("roster__made_at", "roster_id", "position")
        .select_related("roster__instead_of", "receiver")
    )
    found: dict[Pair, list[Layer]] = {}
    for _roster, lines in groupby(rows, key=lambda line: line.roster_id):
        listed = list(lines)
        roster = listed[0].roster
        found.setdefault((roster.agency_id, roster.point_id), []).append(_layer(listed))
    return found


def layer_of(lines: Iterable[RosterLine]) -> Layer:
    """One roster from its lines in order, each with its roster and receiver at hand."""
    return _layer(list(lines))


def receiver_of(row: FocalPoint) -> Receiver:
    return _receiver([getattr(row, name) for name in _RECEIVER])


def _of_roster(at: Q) -> Q:
    """The same condition said of the roster of a line."""
    return Q(
        *(
            _of_roster(child) if isinstance(child, Q) else (f"roster__{child[0]}", child[1])
            for child in at.children
            if isinstance(child, Q | tuple)
        ),
        _connector=at.connector,
        _negated=at.negated,
    )


def _layer(lines: list[RosterLine]) -> Layer:
    roster = lines[0].roster
    holds = Span(roster.begins.astimezone(VIETNAM), _ends(roster.ends))
    if roster.kind == RosterKind.SCHEDULE:
        shifts = tuple(_shift(line) for line in lines)
        return Schedule(id=roster.pk, title=roster.title, span=holds, shifts=shifts)
    rank = Rank(lines[0].rank)
    if roster.kind == RosterKind.OVERRIDE:
        replaced = roster.instead_of
        return Override(
            id=roster.pk,
            span=holds,
            receiver=receiver_of(lines[0].receiver),
            rank=rank,
            instead_of=receiver_of(replaced) if replaced is not None else None,
        )
    return Rotation(
        id=roster.pk,
        title=roster.title,
        rank=rank,
        days=_days(tuple(roster.day_kinds)),
        from_time=roster.from_time or _MIDNIGHT,
        to_time=roster.to_time or _MIDNIGHT,
        days_each=roster.days_each or 1,
        starts_on=holds.begins.date(),
        holds=holds,
        members=tuple(receiver_of(line.receiver) for line in lines),
    )


def _shift(line: RosterLine) -> Shift:
    begins = line.begins or line.roster.begins
    return Shift(
        Span(begins.astimezone(VIETNAM), _ends(line.ends or line.roster.ends)),
        receiver_of(line.receiver),
        Rank(line.rank),
    )


def _ends(moment: datetime | None) -> datetime:
    return FOREVER if moment is None else moment.astimezone(VIETNAM)


def _receiver(columns: list[Any]) -> Receiver:
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
