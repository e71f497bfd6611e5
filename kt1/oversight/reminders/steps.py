"""Keeping what is owed, and telling people, in sets. Called inside an act; opens no transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.network.agencies.rules import Line as AgencyLine
from kt1.oversight.reminders.rules import WORKERS, Grace, Owed, Told, step_on, told
from kt1.oversight.reminders.sources import Gathered

Line = dict[str, JSON]
#: The ledger takes twice as many in one entry.
LINES_AN_ENTRY = 5_000

# Lists given as JSON and rows just put in are unknown to the planner, which takes them for few and
# would compare each with each.
_HASHED = "SET LOCAL enable_nestloop = off"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('oversight_owing'))"
_WANTED = """
    SELECT * FROM jsonb_to_recordset(%(owed)s::jsonb) AS w (
        rule text, subject text, agency_id bigint, due date, step smallint
    )
"""
# What is done, and what got another day: that begins anew, so that its people are told anew.
_SETTLE = f"""
WITH wanted AS MATERIALIZED ({_WANTED})
UPDATE oversight_owing o SET settled_at = %(at)s
WHERE o.province_id = %(province)s AND o.settled_at IS NULL AND o.rule = ANY(%(rules)s)
  AND NOT EXISTS (
      SELECT FROM wanted w WHERE w.rule = o.rule AND w.subject = o.subject AND w.due = o.due
  )
RETURNING o.id, o.rule, o.step
"""
_OPEN = f"""
WITH wanted AS MATERIALIZED ({_WANTED})
INSERT INTO oversight_owing
    (rule, subject, agency_id, province_id, due, since, step, step_at)
SELECT rule, subject, agency_id, %(province)s, due, %(at)s, step,
       CASE WHEN step IS NOT NULL THEN %(at)s::timestamptz END
FROM wanted ORDER BY rule, subject
ON CONFLICT (rule, subject) WHERE settled_at IS NULL DO NOTHING
RETURNING id, rule, step
"""
_RISE = f"""
WITH wanted AS MATERIALIZED ({_WANTED})
UPDATE oversight_owing o SET step = w.step, step_at = %(at)s
FROM wanted w
WHERE o.rule = w.rule AND o.subject = w.subject AND o.settled_at IS NULL
  AND o.province_id = %(province)s AND w.step > coalesce(o.step, -1)
RETURNING o.id, o.rule, o.step
"""
_DIGEST = """
WITH told AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(told)s::jsonb) AS t (
        line text, step smallint, role text, scope text, family text, on_paper boolean
    )
), duty AS MATERIALIZED (
    SELECT DISTINCT d.user_id, d.role, d.agency_id,
           coalesce(d.province_id, a.province_id) AS province_id,
           CASE WHEN a.commune_id IS NULL THEN a.family ELSE '' END AS family
    FROM people_duty d
    JOIN people_user u ON u.id = d.user_id AND u.is_active
    LEFT JOIN network_agency a ON a.id = d.agency_id
    WHERE d.valid_from <= %(at)s AND (d.valid_to IS NULL OR d.valid_to > %(at)s)
      AND d.role IN (SELECT role FROM told)
), reading AS MATERIALIZED (
    SELECT DISTINCT agency_id FROM duty WHERE agency_id IS NOT NULL AND role = ANY(%(workers)s)
), owed AS MATERIALIZED (
    SELECT o.id, o.agency_id, o.province_id, o.step, a.line,
           a.line <> %(post)s AND (a.works_on_paper OR r.agency_id IS NULL) AS on_paper
    FROM oversight_owing o
    JOIN network_agency a ON a.id = o.agency_id
    LEFT JOIN reading r ON r.agency_id = o.agency_id
    WHERE o.settled_at IS NULL AND o.step IS NOT NULL
), reached AS (
    SELECT o.id, o.step, d.user_id, d.role
    FROM owed o
    JOIN duty d ON d.agency_id = o.agency_id
    JOIN told t ON t.scope = 'body' AND t.line = o.line AND t.step = o.step AND t.role = d.role
    UNION ALL
    SELECT o.id, o.step, d.user_id, d.role
    FROM owed o
    JOIN told t ON t.scope = 'province' AND t.line = o.line AND t.step = o.step
               AND (o.on_paper OR NOT t.on_paper)
    JOIN duty d ON d.province_id = o.province_id AND d.role = t.role
    UNION ALL
    SELECT o.id, o.step, d.user_id, d.role
    FROM owed o
    JOIN told t ON t.scope = 'family' AND t.line = o.line AND t.step = o.step
               AND (o.on_paper OR NOT t.on_paper)
    JOIN duty d ON d.province_id = o.province_id AND d.role = t.role AND d.family = t.family
               AND d.agency_id <> o.agency_id
), fresh AS MATERIALIZED (
    SELECT DISTINCT ON (r.id, r.user_id) r.id, r.step, r.user_id, r.role
    FROM reached r
    LEFT JOIN oversight_digestline l
           ON l.owing_id = r.id AND l.step = r.step AND l."user" = r.user_id
    LEFT JOIN oversight_digest g ON g.user_id = r.user_id AND g."on" = %(on)s
    WHERE l.id IS NULL AND g.id IS NULL
    ORDER BY r.id, r.user_id, r.role
), made AS (
    INSERT INTO oversight_digest (user_id, "on", at, count)
    SELECT user_id, %(on)s, %(at)s, count(*) FROM fresh GROUP BY user_id ORDER BY user_id
    RETURNING id, user_id, count
), lines AS (
    INSERT INTO oversight_digestline (digest_id, owing_id, "user", step, role)
    SELECT made.id, fresh.id, fresh.user_id, fresh.step, fresh.role
    FROM fresh JOIN made ON made.user_id = fresh.user_id
)
SELECT id, user_id, count FROM made ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look changed: things newly owed, done or put off, and risen a step."""

    opened: int = 0
    settled: int = 0
    risen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digested:
    """How many people were told of how much."""

    people: int = 0
    lines: int = 0


def one_at_a_time() -> None:
    """Two workers at once: the second waits for the first and finds its work done."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def keep(
    gathered: Gathered,
    graces: Mapping[str, Grace],
    *,
    province_id: int,
    on: date,
    by: str,
    at: datetime,
) -> Looked:
    """Write down what is owed now: three statements, and an entry for every 5,000 changes."""
    asked: dict[str, Any] = {
        "owed": json.dumps([_row(one, graces[one.rule], on) for one in gathered.owed]),
        "rules": sorted(gathered.rules),
        "province": province_id,
        "at": at,
    }
    with connection.cursor() as cursor:
        found: dict[str, list[tuple[int, str, int | None]]] = {}
        cursor.execute(_HASHED)
        for name, sql in (("settled", _SETTLE), ("opened", _OPEN), ("risen", _RISE)):
            cursor.execute(sql, asked)
            found[name] = cursor.fetchall()
    looked = Looked(**{name: len(rows) for name, rows in found.items()})
    lines: list[Line] = [
        {"did": name, "id": id_, "rule": rule, "step": step}
        for name, rows in found.items()
        for id_, rule, step in rows
    ]
    _write("owing.looked", f"owings:{province_id}", lines, by=by, at=at)
    return looked


def _write(kind: str, subject: str, lines: list[Line], *, by: str, at: datetime) -> None:
    """As many entries as so many lines need; none where nothing was done."""
    for first in range(0, len(lines), LINES_AN_ENTRY):
        some = lines[first : first + LINES_AN_ENTRY]
        append(kind=kind, subject=subject, actor=by, at=at, body={"count": len(some)}, lines=some)


def tell(*, on: date, by: str, at: datetime) -> Digested:
    """One digest for each person who has something new and none of this day: one statement."""
    asked: dict[str, Any] = {
        "told": json.dumps([_told(one) for one in told()]),
        "workers": [role.value for role in WORKERS],
        "post": AgencyLine.POST.value,
        "on": on,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HASHED)
        cursor.execute(_DIGEST, asked)
        made: Sequence[tuple[int, int, int]] = cursor.fetchall()
    if not made:
        return Digested()
    digested = Digested(people=len(made), lines=sum(count for _id, _user, count in made))
    lines: list[Line] = [{"digest": id_, "user": user, "count": count} for id_, user, count in made]
    _write("reminder.digested", f"digests:{on.isoformat()}", lines, by=by, at=at)
    return digested


def _row(one: Owed, grace: Grace, on: date) -> dict[str, object]:
    return {
        "rule": one.rule,
        "subject": one.subject,
        "agency_id": one.agency_id,
        "due": one.due.isoformat(),
        "step": step_on(one.due, on, grace),
    }


def _told(one: Told) -> dict[str, object]:
    return {
        "line": one.line.value,
        "step": one.step,
        "role": one.role.value,
        "scope": one.scope.value,
        "family": one.family,
        "on_paper": one.on_paper,
    }
