"""Visits by point and day, in one statement, and what they come to against the norm."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db import connection

from kt1.assurance.quality.frequency.rules import SCOPE, VISIT_MINUTES, Frequency, frequency
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, count_of
from kt1.network.agencies.models import AgencyPoint

_VISITS = f"""
WITH came AS (
    SELECT DISTINCT point_id, at FROM custody_attempt
    WHERE at >= %(since)s AND at < %(until)s AND corrected_at IS NULL
        AND point_id = ANY(%(points)s)
), apart AS (
    SELECT point_id, at, at - lag(at) OVER (PARTITION BY point_id ORDER BY at) AS since FROM came
), visits AS (
    SELECT point_id, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        count(*) FILTER (WHERE since IS NULL OR since > interval '{VISIT_MINUTES} minutes') AS n
    FROM apart GROUP BY 1, 2
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
    with connection.cursor() as cursor:
        cursor.execute(
            _VISITS,
            {
                "points": list(points),
                "first": first,
                "last": last,
                "since": datetime.combine(first, time(), VIETNAM),
                "until": datetime.combine(last + timedelta(days=1), time(), VIETNAM),
            },
        )
        for point, day, number in cursor.fetchall():
            found[point][day] = number
    return found


def norm_on(on: date) -> int | None:
    """Deliveries owed on a working day; None where the norms in force say nothing of it."""
    try:
        found = active_norms(on).find(Key.DELIVERIES_PER_DAY, SCOPE)
    except UnsetNormError:
        return None
    return None if found is None or found.value is None else count_of(found)


def working_days(first: date, last: date) -> list[date]:
    """Of a span, both ends included; a year that no calendar covers has none."""
    known = calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    try:
        return [day for day in days if known.is_working(day)]
    except NoCalendarError:
        return []


def of_bodies(bodies: Collection[int], first: date, last: date) -> dict[int, Frequency]:
    """How often the post came to any point of each body. Two queries, however many bodies.

    A body without a registered point is left out: nobody can say whether anyone came.
    """
    points: dict[int, set[int]] = defaultdict(set)
    rows = AgencyPoint.objects.filter(agency__in=bodies).values_list("agency_id", "point_id")
    for body, point in rows:
        points[body].add(point)
    came = visits({one for found in points.values() for one in found}, first, last)
    days, norm = working_days(first, last), norm_on(last)
    return {
        body: frequency(_together(came[one] for one in sorted(found) if one in came), days, norm)
        for body, found in points.items()
    }


def _together(found: Iterable[Mapping[date, int]]) -> Counter[date]:
    total: Counter[date] = Counter()
    for one in found:
        total.update(one)
    return total
