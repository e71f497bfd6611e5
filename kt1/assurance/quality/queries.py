"""Quality in sets: one statement a table, however many items. `rules` says what each word means."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kt1.assurance.quality import areas
from kt1.assurance.quality.counting import DIMENSIONS, ITEMS, Counting, Where
from kt1.assurance.quality.models import ForceMajeure
from kt1.assurance.quality.permissions import OF_BODY, OF_PROVINCE
from kt1.assurance.quality.rules import FactKind, Figures, Group, Outcome
from kt1.assurance.quality.telling import telling
from kt1.law.calendars.rules import VIETNAM
from kt1.law.services.rules import Urgency
from kt1.network.successions.lineage import bodies_behind
from kt1.people.actor import Actor

_FACT = """EXISTS (SELECT 1 FROM assurance_qualityfact f WHERE f.unit_id = c.unit_id
    AND f.kind = '{kind}' AND f.at <= c.deadline)"""
#: What was found to be the post's delay is a few items, then on time is asked: only what is late
#: asks the other tables. As `rules.outcome_of`.
OUTCOME = f"""CASE
    WHEN c.unit_id IN (SELECT unit_id FROM assurance_qualityruling) THEN '{Outcome.LATE_POST}'
    WHEN c.stopped_at <= c.deadline THEN '{Outcome.ON_TIME}'
    WHEN c.stopped_at IS NULL AND {_FACT.format(kind=FactKind.RECALLED)}
        THEN '{Outcome.RECALLED}'
    WHEN EXISTS (SELECT 1 FROM assurance_forcemajeure e
        WHERE e.state = 'approved' AND e.begins < c.deadline AND e.ends > c.started_at
        AND e.province_id IN (it.from_province_id, it.to_province_id)
        AND (e.commune_id IS NULL OR EXISTS (SELECT 1 FROM network_agency b
            WHERE b.id IN (it.sender_id, it.receiver_id) AND b.commune_id = e.commune_id)))
        THEN '{Outcome.FORCE_MAJEURE}'
    WHEN {_FACT.format(kind=FactKind.NOBODY_NAMED)} THEN '{Outcome.LATE_RECEIVER}'
    ELSE '{Outcome.LATE_POST}' END"""
#: Its four places are filled by `areas.given`.
GROUP = f"""CASE
    WHEN it.urgency = '{Urgency.TIMED}' THEN '{Group.TIMED}'
    WHEN r.commune_id = ANY(%s::bigint[]) AND EXISTS (
        SELECT 1 FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS s (unit, since, until)
        WHERE s.unit = r.commune_id
        AND (c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN s.since AND s.until)
        THEN '{Group.SPECIAL}'
    ELSE '{Group.MAIN}' END"""
_FROM = f"""{ITEMS}
    JOIN network_agency r ON r.id = it.receiver_id
    WHERE """
_AT_POINTS = """(it.point_id = ANY(%s::bigint[])
    OR EXISTS (SELECT 1 FROM custody_attempt a WHERE a.unit_id = c.unit_id
        AND a.corrected_at IS NULL AND a.point_id = ANY(%s::bigint[]))
    OR (c.stopped_at IS NULL AND it.point_id IS NULL AND EXISTS (
        SELECT 1 FROM network_agencypoint t WHERE t.agency_id = it.receiver_id
        AND t.point_id = ANY(%s::bigint[]))))"""

HARMED_KINDS = ("lost", "cover_torn", "seal_broken")
HARMED = f"""SELECT i.unit_id FROM custody_irregularity i
    WHERE i.kind IN {HARMED_KINDS} AND i.unit_id IS NOT NULL"""
_ENTERED_LATE = f"""SELECT f.unit_id FROM assurance_qualityfact f
    WHERE f.kind = '{FactKind.ENTERED_LATE}'"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is measured: accepted from the first to the last day, deadline before `as_of`.

    Empty means all. `points` are delivery points, of a place or of the stops of a route.
    """

    first: date
    last: date
    as_of: datetime
    bodies: tuple[int, ...] | None = None
    points: tuple[int, ...] | None = None
    urgency: str = ""
    scope: str = ""
    group: Group | None = None
    outcomes: tuple[Outcome, ...] = ()
    sender: int | None = None
    receiver: int | None = None
    #: Only what was lost or not intact, or only what was entered late; "" for all.
    only: str = ""


HARMED_ONLY, ENTERED_LATE_ONLY = "harmed", "entered_late"


Broken = dict[tuple[Any, Group], Figures]


def figures(actor: Actor, asked: Asked, by: str) -> Broken:
    """Figures by one of `DIMENSIONS` and group. One statement."""
    return figures_by(actor, asked, by)[by]


def figures_by(actor: Actor, asked: Asked, *dimensions: str) -> dict[str, Broken]:
    """The same by several dimensions at once: still one statement, one look at the items."""
    told = telling(moments(asked)[0], asked.as_of)
    where = _where(actor, replace(asked, group=None, outcomes=()))
    if asked.group is not None:
        where.add(f"{told.group} = %s", *told.grouped, asked.group.value)
    if asked.outcomes:
        where.add(f"{told.outcome} = ANY(%s)", *told.said, [one.value for one in asked.outcomes])
    months = _months(asked)
    wanted = tuple(dict.fromkeys(dimensions))
    starts = [[datetime.combine(month, time(), VIETNAM) for month in months]]
    counting = Counting(wanted, told, where, starts if "month" in wanted else [])
    rows = counting.rows(None if _narrow(actor, asked) else moments(asked))
    return _folded(rows, wanted, months)


def _narrow(actor: Actor, asked: Asked) -> bool:
    """Whether an index leads to the few items asked for, and not every item must be looked at."""
    few = (asked.bodies, asked.points, asked.sender, asked.receiver)
    return actor.role not in OF_PROVINCE or bool(asked.only) or any(one is not None for one in few)


def moments(asked: Asked) -> tuple[datetime, datetime]:
    """From when on, and before when, an item was accepted."""
    after = asked.last + timedelta(days=1)
    return datetime.combine(asked.first, time(), VIETNAM), datetime.combine(after, time(), VIETNAM)


def _folded(rows: list[Any], wanted: tuple[str, ...], months: list[date]) -> dict[str, Broken]:
    counts: dict[str, dict[tuple[Any, Group], Counter[Outcome]]] = {one: {} for one in wanted}
    for row in rows:
        group, outcome, number = Group(row[-3]), Outcome(row[-2]), row[-1]
        at = 0
        for one in wanted:
            key: Any = row[at]
            if one == "month":
                key = months[key - 1]
            elif one == "axis":
                key = f"{row[at]}.{row[at + 1]}"
            at += len(DIMENSIONS[one])
            counts[one].setdefault((key, group), Counter())[outcome] += number
    return {
        one: {key: Figures(dict(told)) for key, told in found.items()}
        for one, found in counts.items()
    }


def _months(asked: Asked) -> list[date]:
    """First days of the months asked for."""
    first = asked.first.year * 12 + asked.first.month - 1
    last = asked.last.year * 12 + asked.last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1)]


def harmed(actor: Actor, asked: Asked) -> tuple[int, int]:
    """How many items were lost or arrived with cover or seal broken; how many entered late.

    Both begin at the few rows that say so, not at the many items.
    """
    where = _where(actor, replace(asked, outcomes=()))
    counted = [
        f"(SELECT count(DISTINCT c.unit_id) {_FROM}{' AND '.join(where.parts)} AND c.unit_id IN"
        f" ({few}))"
        for few in (HARMED, _ENTERED_LATE)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}", where.params * 2)
        lost, late = cursor.fetchone()
    return int(lost), int(late)


def events(actor: Actor) -> QuerySet[ForceMajeure]:
    """The register of one's province; whoever reads quality reads what is left out of it."""
    rows = ForceMajeure.objects.select_related("entered_by", "decided_by", "commune")
    if actor.role in OF_PROVINCE | OF_BODY and actor.province_id is not None:
        return rows.filter(province=actor.province_id)
    return rows.none()


def _where(actor: Actor, asked: Asked) -> Where:
    where = Where()
    where.add("c.started_at >= %s AND c.started_at < %s", *moments(asked))
    where.add("c.deadline < %s", asked.as_of)
    _theirs(where, actor)
    if asked.bodies is not None:
        bodies = list(asked.bodies)
        where.add("(it.sender_id = ANY(%s) OR it.receiver_id = ANY(%s))", bodies, bodies)
    if asked.points is not None:
        where.add(_AT_POINTS, *[list(asked.points)] * 3)
    for column, value in (
        ("it.urgency", asked.urgency or None),
        ("it.scope", asked.scope or None),
        ("it.sender_id", asked.sender),
        ("it.receiver_id", asked.receiver),
    ):
        if value is not None:
            where.add(f"{column} = %s", value)
    if asked.group is not None:
        where.add(f"{GROUP} = %s", *areas.given(areas.spans()), asked.group.value)
    if asked.only:
        few = HARMED if asked.only == HARMED_ONLY else _ENTERED_LATE
        where.add(f"c.unit_id IN ({few})")
    if asked.outcomes:
        where.add(f"{OUTCOME} = ANY(%s)", [one.value for one in asked.outcomes])
    return where


def _theirs(where: Where, actor: Actor) -> None:
    if actor.role in OF_PROVINCE and actor.province_id is not None:
        province = actor.province_id
        where.add("(it.from_province_id = %s OR it.to_province_id = %s)", province, province)
    elif actor.role in OF_BODY and actor.agency_id is not None:
        bodies = list(bodies_behind(actor.agency_id))
        where.add("(it.sender_id = ANY(%s) OR it.receiver_id = ANY(%s))", bodies, bodies)
    else:
        where.add("FALSE")
