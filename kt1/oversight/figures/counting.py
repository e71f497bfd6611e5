"""Counting the figures of a province: a bounded number of statements, however many bodies."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from kt1.assurance.adoption.queries import bodies, use
from kt1.assurance.adoption.rules import Span, Use
from kt1.assurance.quality import queries as quality
from kt1.assurance.quality.queries import Asked
from kt1.assurance.quality.rules import Figures, Group, together
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.rules import Line
from kt1.network.routes.models import Route, RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.network.successions.lineage import lineage
from kt1.oversight.figures.lines import Facts
from kt1.oversight.figures.overdue import overdue
from kt1.oversight.figures.queries import midnight
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.coverage.frames import lacking, with_frames

_HARMED = """
SELECT it.receiver_id, count(DISTINCT it.unit_id)
FROM custody_irregularity x
JOIN custody_clock c ON c.unit_id = x.unit_id
JOIN custody_item it ON it.unit_id = x.unit_id
WHERE x.kind IN ('lost', 'cover_torn', 'seal_broken')
    AND c.started_at >= %s AND c.started_at < %s AND it.to_province_id = %s
GROUP BY 1
"""
_MONTHS = """
SELECT month, sum(out)::bigint, sum(came)::bigint FROM (
    SELECT date_trunc('month', c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
        count(*) FILTER (WHERE i.from_province_id = %(province)s
            AND (%(bodies)s::bigint[] IS NULL OR i.sender_id = ANY(%(bodies)s))) AS out,
        count(*) FILTER (WHERE i.to_province_id = %(province)s
            AND (%(bodies)s::bigint[] IS NULL OR i.receiver_id = ANY(%(bodies)s))) AS came
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s
        AND (i.from_province_id = %(province)s OR i.to_province_id = %(province)s)
    GROUP BY 1) s
GROUP BY 1
"""


def as_department(province_id: int) -> Actor:
    """Figures of a province are counted once, as its Department counts them, whoever reads them."""
    return Actor(user_id=0, name="figures", role=Role.REGULATOR, province_id=province_id)


def served(province_id: int, on: date) -> list[Agency]:
    """The bodies served on a day, in Vietnamese order."""
    return list(bodies(province_id, on))


def of_bodies(
    listed: Collection[Agency],
    province_id: int,
    span: Span,
    *,
    at: datetime,
    followed: Collection[Line],
) -> dict[int, Facts]:
    """The facts of each body for these days; what is owed and lacking, as it stands now.

    Args:
        followed: the reader's lines. What a body of another owes, or whether anybody stands there
            off hours, is not theirs to know, not even in a sum (W7).
    """
    used = use(province_id=province_id, span=span, before=span.year_before)
    now = on_time(province_id, span, at)
    before = on_time(province_id, span.year_before, at)
    harmed = _harmed(province_id, span)
    short = _lacking([body.pk for body in listed if body.line in followed], at)
    late = overdue(province_id, at.astimezone(VIETNAM).date())
    return {
        body.pk: _facts(used.get(body.pk, Use()), now.get(body.pk), before.get(body.pk))
        + Facts(
            bodies=1,
            harmed=harmed.get(body.pk, 0),
            lacking=int(body.pk in short),
            overdue=late.of(body.pk) if body.line in followed else 0,
        )
        for body in listed
    }


def _facts(used: Use, now: Figures | None, before: Figures | None) -> Facts:
    return Facts(
        using=int(used.used),
        sent=used.sent,
        sent_before=used.sent_before,
        received=used.received,
        received_before=used.received_before,
        due=now.counted_whole if now else 0,
        on_time=now.on_time if now else 0,
        due_before=before.counted_whole if before else 0,
        on_time_before=before.on_time if before else 0,
    )


def on_time(province_id: int, span: Span, at: datetime) -> dict[int, Figures]:
    """Quality of what each body received, without what is measured apart."""
    asked = Asked(first=span.first, last=span.last, as_of=at, group=Group.MAIN)
    found = quality.figures(as_department(province_id), asked, "receiver")
    heirs = lineage().heirs
    sums: defaultdict[int, list[Figures]] = defaultdict(list)
    for (body, _group), figures in found.items():
        sums[heirs.get(body, body)].append(figures)
    return {body: together(each) for body, each in sums.items()}


def _harmed(province_id: int, span: Span) -> dict[int, int]:
    heirs = lineage().heirs
    found: defaultdict[int, int] = defaultdict(int)
    begins, ends = _moments(span)
    with connection.cursor() as cursor:
        cursor.execute(_HARMED, [begins, ends, province_id])
        for body, number in cursor.fetchall():
            found[heirs.get(body, body)] += number
    return dict(found)


def _lacking(ids: list[int], at: datetime) -> set[int]:
    rows = with_frames(Agency.objects.filter(pk__in=ids), at)
    return set(lacking(rows).values_list("pk", flat=True))


def of_months(
    province_id: int, span: Span, *, at: datetime, only: Collection[int] | None = None
) -> dict[date, Facts]:
    """The same by month of acceptance; `only` these bodies. Quality is that of both directions."""
    now = _months(province_id, span, at, only)
    before = _months(province_id, span.year_before, at, only)
    found = {}
    for month in months_of(span):
        facts = now.get(month, Facts())
        last = before.get(month.replace(year=month.year - 1), Facts())
        found[month] = replace(
            facts,
            sent_before=last.sent,
            received_before=last.received,
            due_before=last.due,
            on_time_before=last.on_time,
        )
    return found


def months_of(span: Span) -> list[date]:
    """First days of the months that the span touches."""
    first = span.first.year * 12 + span.first.month - 1
    last = span.last.year * 12 + span.last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1)]


def _months(
    province_id: int, span: Span, at: datetime, only: Collection[int] | None
) -> dict[date, Facts]:
    begins, ends = _moments(span)
    among = None if only is None else sorted(_with_forebears(only))
    with connection.cursor() as cursor:
        cursor.execute(
            _MONTHS, {"province": province_id, "begins": begins, "ends": ends, "bodies": among}
        )
        counted = {month: (int(out), int(came)) for month, out, came in cursor.fetchall()}
    bodies_asked = None if among is None else tuple(among)
    asked = Asked(first=span.first, last=span.last, as_of=at, group=Group.MAIN, bodies=bodies_asked)
    rates = quality.figures(as_department(province_id), asked, "month")
    told = {month: figures for (month, _group), figures in rates.items()}
    return {
        month: Facts(
            sent=counted.get(month, (0, 0))[0],
            received=counted.get(month, (0, 0))[1],
            due=told[month].counted_whole if month in told else 0,
            on_time=told[month].on_time if month in told else 0,
        )
        for month in {*counted, *told}
    }


def _with_forebears(only: Iterable[int]) -> set[int]:
    known = lineage().forebears
    return {one for body in only for one in (body, *known.get(body, ()))}


def routes_of(province_id: int, on: date) -> Mapping[int, tuple[Route, ...]]:
    """By body: the delivery routes that stop at one of its doors. Two statements."""
    routes = {
        route.pk: route
        for route in Route.objects.filter(
            province=province_id, kind=RouteKind.DELIVERY, valid_from__lte=on
        ).order_by("sort_key")
        if route.valid_to is None or route.valid_to >= on
    }
    stops: defaultdict[int, set[int]] = defaultdict(set)
    for place, route in RouteStop.objects.filter(route__in=routes).values_list("place", "route"):
        stops[place].add(route)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for body, point in AgencyPoint.objects.filter(point__in=stops).values_list("agency", "point"):
        found[body] |= stops[point]
    return {
        body: tuple(route for pk, route in routes.items() if pk in ids)
        for body, ids in found.items()
    }


def _moments(span: Span) -> tuple[datetime, datetime]:
    """Aware moments, the second one no longer in it."""
    after = date.fromordinal(span.last.toordinal() + 1)
    return midnight(span.first), midnight(after)
