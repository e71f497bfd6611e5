"""Who read what: for the police of the province, and every look is itself in the log.

Row security hides the log from everybody; these functions lift it for themselves alone, inside
a transaction, after the permission.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import own_norms
from kt1.law.parameters.rules import UnsetNormError, count_of
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.permissions import why_not_read_log
from kt1.people.readings.rules import Bounds, Reader
from kt1.people.readings.steps import log_looking_into_log

ROWS_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A span of time, and whichever of reader, page and unit is asked about."""

    since: datetime
    until: datetime
    user_id: int | None = None
    page: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    id: int
    at: datetime
    user_id: int
    title: str
    role: Role
    page: str
    subjects: tuple[int, ...]


# The span is looked up by index; what row security lets through is then narrowed.
_READINGS = """
SELECT r.id, r.at, r.user_id, u.title, r.role, r.page, r.subjects
FROM people_readinglog r JOIN people_user u ON u.id = r.user_id
WHERE r.at >= %(since)s AND r.at < %(until)s
  AND (r.province_id = %(province)s OR r.province_id IS NULL)
  AND (%(user)s::bigint IS NULL OR r.user_id = %(user)s::bigint)
  AND (%(page)s::text IS NULL OR r.page = %(page)s::text)
  AND (%(unit)s::bigint IS NULL OR %(unit)s::bigint = ANY (r.subjects))
  AND r.id < %(before)s
ORDER BY r.id DESC LIMIT %(limit)s
"""

_READERS = """
WITH seen AS (
  SELECT r.user_id, r.role, count(*) AS readings, sum(cardinality(r.subjects)) AS shown,
         count(*) FILTER (
           WHERE extract(hour FROM r.at AT TIME ZONE 'Asia/Ho_Chi_Minh') NOT BETWEEN 6 AND 21
         ) AS at_night
  FROM people_readinglog r
  WHERE r.at >= %(since)s AND r.at < %(until)s
    AND (r.province_id = %(province)s OR r.province_id IS NULL)
  GROUP BY r.user_id, r.role
), usual AS (
  SELECT role, percentile_disc(0.5) WITHIN GROUP (ORDER BY shown) AS shown FROM seen GROUP BY role
)
SELECT seen.user_id, u.title, seen.role, seen.readings, seen.shown, seen.at_night, usual.shown
FROM seen JOIN usual USING (role) JOIN people_user u ON u.id = seen.user_id
ORDER BY seen.shown DESC, seen.user_id
"""

_NEWEST = 2**62


def who_read(
    by: Actor, at: datetime, asked: Filter, *, before: int = _NEWEST, limit: int = ROWS_MOST
) -> list[Reading]:
    """Readings in a span, newest first; go on with `before` the last id.

    Raises:
        NotAllowedError: `by` is not of the police.
    """
    with _log_open(by, at), connection.cursor() as cursor:
        cursor.execute(
            _READINGS,
            {
                "since": asked.since,
                "until": asked.until,
                "province": by.province_id,
                "user": asked.user_id,
                "page": asked.page,
                "unit": asked.unit_id,
                "before": before,
                "limit": min(limit, ROWS_MOST),
            },
        )
        rows = cursor.fetchall()
    return [
        Reading(id_, when, user_id, title, Role(role), page, tuple(subjects))
        for id_, when, user_id, title, role, page, subjects in rows
    ]


def readers(by: Actor, at: datetime, *, since: datetime, until: datetime) -> list[Reader]:
    """Each reader of a span with what is usual for their role; `Reader.stands_out` says why.

    Raises:
        NotAllowedError: `by` is not of the police.
    """
    with _log_open(by, at), connection.cursor() as cursor:
        cursor.execute(_READERS, {"since": since, "until": until, "province": by.province_id})
        rows = cursor.fetchall()
    asked = bounds(at)
    return [
        Reader(
            user_id=user_id,
            title=title,
            role=Role(role),
            readings=readings,
            shown=int(shown),
            at_night=at_night,
            usual=int(usual),
            bounds=asked,
        )
        for user_id, title, role, readings, shown, at_night, usual in rows
    ]


def bounds(at: datetime) -> Bounds | None:
    """From where on a reader stands out; None while the norms do not say all of it."""
    scopes = ("times", "few", "night_percent")
    wanted = [(Key.READING_ODD, scope) for scope in scopes]
    try:
        found = own_norms(at.astimezone(VIETNAM).date()).require(*wanted)
    except UnsetNormError:
        return None
    return Bounds(*map(count_of, found))


@contextmanager
def _log_open(by: Actor, at: datetime) -> Iterator[None]:
    if reason := why_not_read_log(by):
        raise NotAllowedError(reason)
    with transaction.atomic():
        log_looking_into_log(by, at)
        _set("on")
        yield
        _set("")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kt1.log_reader', %s, true)", [value])
