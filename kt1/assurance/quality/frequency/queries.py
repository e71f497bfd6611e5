"""Visits by point and day, in one statement, and what they come to against the norms."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db import connection

from kt1.assurance.quality.frequency.rules import (
    SCOPE,
    Frequency,
    Owed,
    frequency,
    together,
)
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms, count_on
from kt1.law.parameters.rules import UnsetNormError, count_of
from kt1.network.agencies.models import AgencyPoint

_VISITS = """
WITH norm (day, minutes) AS (
    SELECT * FROM unnest(%(days)s::date[], %(minutes)s::int[])
), came AS (
    SELECT DISTINCT point_id, at, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM custody_attempt
    WHERE at >= %(since)s AND at < %(until)s AND corrected_at IS NULL
        AND point_id = ANY(%(points)s)
), apart AS (
    SELECT point_id, day, at - lag(at) OVER nearby AS since,
        day = lag(day) OVER nearby AS again FROM came
    WINDOW nearby AS (PARTITION BY point_id ORDER BY at)
), visits AS (
    SELECT point_id, day, count(*) FILTER (WHERE since IS NULL OR (CASE
        WHEN minutes IS NULL THEN NOT again
        ELSE since > minutes * interval '1 minute' END)) AS n
    FROM apart JOIN norm USING (day) GROUP BY 1, 2
), runs AS (
    SELECT s.place_id AS point_id, t.day, count(*) AS n
    FROM custody_trip t JOIN network_routestop s ON s.route_id = t.route_id
    JOIN network_route r ON r.id = t.route_id AND r.kind = 'delivery'
    WHERE t.departed_at IS NOT NULL AND t.day >= %(first)s AND t.day <= %(last)s
        AND s.place_id = ANY(%(points)s)
    GROUP BY 1, 2
)
SELECT point_id, day, greatest(visits.n, runs.n) FROM visits FULL JOIN runs USING (point_id, day)
"""

ByPoint = Mapping[int, Mapping[date, int]]


def visits(points: Collection[int], first: date, last: date) -> ByPoint:
    """How often the post came to each point on each day, both ends included. One query."""
    found: dict[int, Counter[date]] = defaultdict(Counter)
    if not points:
        return found
    days = _days(first, last)
    with connection.cursor() as cursor:
        cursor.execute(
            _VISITS,
            {
                "points": list(points),
                "first": first,
                "last": last,
                "since": datetime.combine(first, time(), VIETNAM),
                "until": datetime.combine(last + timedelta(days=1), time(), VIETNAM),
                "days": days,
                "minutes": [minutes_apart(day) for day in days],
            },
        )
        for point, day, number in cursor.fetchall():
            found[point][day] = number
    return found


def minutes_apart(on: date) -> int | None:
    """Two tries further apart are two visits; None: no norm, those of a day are one."""
    return count_on(on, Key.VISIT_APART_MINUTES)


def norm_on(on: date) -> int | None:
    """Deliveries owed on a working day; None where the norms in force say nothing of it."""
    try:
        found = active_norms(on).find(Key.DELIVERIES_PER_DAY, SCOPE)
    except UnsetNormError:
        return None
    return None if found is None or found.value is None else count_of(found)


def owed(first: date, last: date) -> Owed:
    """Working days of a span, both ends included, each with the norm of that day.

    A span that no calendar covers has none.
    """
    known = calendar()
    try:
        return {day: norm_on(day) for day in _days(first, last) if known.is_working(day)}
    except NoCalendarError:
        return {}


def points_of(bodies: Collection[int]) -> dict[int, set[int]]:
    """Registered delivery points of each body that has one. One query."""
    points: dict[int, set[int]] = defaultdict(set)
    rows = AgencyPoint.objects.filter(agency__in=bodies).values_list("agency_id", "point_id")
    for body, point in rows:
        points[body].add(point)
    return points


def of_bodies(bodies: Collection[int], first: date, last: date) -> dict[int, Frequency]:
    """How often the post came to any point of each body. Two queries, however many bodies.

    A body without a registered point is left out: nobody can say whether anyone came.
    """
    points = points_of(bodies)
    came = visits({one for found in points.values() for one in found}, first, last)
    due = owed(first, last)
    return {body: frequency(at_any(found, came), due) for body, found in points.items()}


def at_any(points: Iterable[int], came: ByPoint) -> Counter[date]:
    """Visits to any of these points, by day."""
    total: Counter[date] = Counter()
    for point in sorted(points):
        if point in came:
            total.update(came[point])
    return total


def at_each(points: Iterable[int], came: ByPoint, due: Owed) -> Frequency:
    """Each of these points is owed each day, as the stops of a route are."""
    return together(frequency(came.get(point, {}), due) for point in sorted(points))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
