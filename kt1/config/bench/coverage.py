"""Gaps of 17,000 doors over a Tết fortnight, as many as the country has, with rosters among them.

Each door has a clerk's window and a duty room's. Every third goes by a temporary schedule at Tết
with a person a day, every tenth by a rotation, every eleventh has nobody for Tết.
"""

import statistics
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection, transaction

from kt1.config import connections
from kt1.law.calendars.rules import VIETNAM
from kt1.people.coverage.queries import gaps_of
from kt1.people.rosters.rules import Span

DOORS, ROUNDS = 17_000, 5
FORTNIGHT = Span(
    datetime(2026, 2, 9, tzinfo=VIETNAM), datetime(2026, 2, 9, tzinfo=VIETNAM) + timedelta(days=14)
)

_BODIES = (
    """INSERT INTO network_agency (code, name, sort_key, folded, family, bloc, line, province_id,
        works_on_paper, postcode, organ_id, contract_no, customer_code, budget_code, budget_level,
        tax_code, valid_from)
        SELECT 'BENCH-' || n, 'Bench ' || n, lpad(n::text, 6, '0'), 'bench', 'khac',
        'chinh_quyen', 'ubnd', (SELECT min(id) FROM network_adminunit WHERE code = '24'),
        false, '', '', '', '', '', '', '', '2025-07-01' FROM generate_series(1, %(doors)s) AS n""",
    """INSERT INTO network_agencypoint (agency_id, point_id, day_kind, hours)
        SELECT a.id, p.id, 'any', 'any' FROM network_agency a
        CROSS JOIN LATERAL (SELECT id FROM network_place WHERE kind = 'delivery_point'
            ORDER BY id OFFSET a.id %% 200 LIMIT 1) p
        WHERE a.code LIKE 'BENCH-%%'""",
)
#: Title, rank, days, from, to; the last is named for Tết alone.
_WINDOWS = (
    ("Văn thư", "focal", ["working"], "07:30", "17:00"),
    ("Chánh văn phòng", "deputy", ["working"], "07:30", "17:00"),
    ("Phòng trực", "focal", ["working"], "17:00", "07:30"),
    ("Phòng trực", "focal", ["saturday", "sunday", "holiday"], "07:30", "07:30"),
    ("Trực Tết", "focal", ["tet"], "07:30", "07:30"),
)
_NAMED = """
INSERT INTO people_focalpoint (point_id, agency_id, kind, name, title, phone, rank, day_kinds,
    from_time, to_time, authority_doc, authority_date, valid_from)
SELECT t.point_id, t.agency_id, 'duty_post', '', %(title)s::text, '', %(rank)s, %(days)s,
    %(from)s, %(to)s, '1/QĐ', '2025-07-01', '2025-07-01' FROM network_agencypoint t
JOIN network_agency a ON a.id = t.agency_id AND a.code LIKE 'BENCH-%%'
WHERE NOT (%(title)s::text = 'Trực Tết' AND a.id %% 11 = 0)
"""
_ROSTERS = (
    """INSERT INTO people_rosterchange (agency_id, point_id, act, at)
        SELECT t.agency_id, t.point_id, 'schedule_set', '2026-01-05' FROM network_agencypoint t
        JOIN network_agency a ON a.id = t.agency_id AND a.code LIKE 'BENCH-%'
        WHERE a.id % 3 = 0 OR a.id % 10 = 0""",
    """INSERT INTO people_roster (agency_id, point_id, kind, title, begins, ends, day_kinds,
        authority_doc, authority_date, made_id, made_at)
        SELECT c.agency_id, c.point_id, 'schedule', 'Trực Tết', '2026-02-14 00:00+07',
        '2026-02-23 00:00+07', '{}', '2/QĐ', '2026-01-05', c.id, c.at FROM people_rosterchange c
        JOIN network_agency a ON a.id = c.agency_id AND a.code LIKE 'BENCH-%'
        WHERE agency_id % 3 = 0""",
    """INSERT INTO people_roster (agency_id, point_id, kind, title, begins, day_kinds, from_time,
        to_time, days_each, authority_doc, authority_date, made_id, made_at)
        SELECT c.agency_id, c.point_id, 'rotation', 'Trực đêm', '2026-01-05 00:00+07', '{working}',
        '17:00', '07:30', 1, '2/QĐ', '2026-01-05', c.id, c.at FROM people_rosterchange c
        JOIN network_agency a ON a.id = c.agency_id AND a.code LIKE 'BENCH-%'
        WHERE agency_id % 3 <> 0""",
    """INSERT INTO people_rosterline (roster_id, position, receiver_id, rank, begins, ends)
        SELECT r.id, n, f.id, 'focal', r.begins + n * interval '1 day',
        r.begins + (n + 1) * interval '1 day'
        FROM people_roster r JOIN network_agency a ON a.id = r.agency_id AND a.code LIKE 'BENCH-%'
        JOIN people_focalpoint f
        ON f.agency_id = r.agency_id AND f.point_id = r.point_id AND f.title = 'Chánh văn phòng'
        CROSS JOIN generate_series(0, 8) AS n WHERE r.kind = 'schedule' AND n <> 4""",
    """INSERT INTO people_rosterline (roster_id, position, receiver_id, rank)
        SELECT r.id, row_number() OVER (PARTITION BY r.id ORDER BY f.id), f.id, 'focal'
        FROM people_roster r JOIN network_agency a ON a.id = r.agency_id AND a.code LIKE 'BENCH-%'
        JOIN people_focalpoint f
        ON f.agency_id = r.agency_id AND f.point_id = r.point_id AND f.title <> 'Trực Tết'
        WHERE r.kind = 'rotation'""",
)


def measure() -> dict[str, object]:
    """The median of five looks over everything, and how many doors had a gap."""
    build()
    times, found = [], 0
    for _round in range(ROUNDS):
        began = perf_counter()
        found = len(gaps_of(None, FORTNIGHT))
        times.append(perf_counter() - began)
    return {
        "coverage_17000_s": round(statistics.median(times), 2),
        "coverage_points": DOORS,
        "coverage_gaps": found,
    }


def build() -> None:
    """Put the doors into the database this process is connected to."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _BODIES:
            cursor.execute(statement, {"doors": DOORS})
        for title, rank, days, since, until in _WINDOWS:
            named: dict[str, Any] = {
                "title": title,
                "rank": rank,
                "days": days,
                "from": since,
                "to": until,
            }
            cursor.execute(_NAMED, named)
        for statement in _ROSTERS:
            cursor.execute(statement)
    # The planner knows nothing yet of rows that came all at once.
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(connections.owner_conninfo(name), autocommit=True) as owner:
        owner.execute("ANALYZE")
