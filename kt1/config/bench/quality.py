"""The quality page of a province over a year of 200,000 items.

A year of its own, before the million items, so that every item counted was put there: one in
twelve late, one in a hundred of them still open, two events of force majeure.
"""

import statistics
from datetime import UTC, date, datetime

import psycopg
from django.db import connection, transaction
from django.db.models import Q

from kt1.assurance.quality import queries
from kt1.assurance.quality.queries import Asked
from kt1.config import connections
from kt1.config.bench.http import serving
from kt1.config.bench.web import openings
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

ITEMS, ROUNDS, PROVINCE = 200_000, 7, "24"
YEAR = Asked(
    first=date(2001, 1, 1), last=date(2001, 12, 31), as_of=datetime(2002, 1, 8, tzinfo=UTC)
)

_FILL = (
    """INSERT INTO custody_unit (code, kind, state, place_id, since)
        SELECT 'QUALITY' || lpad(n::text, 10, '0'), 'item', 'delivered',
        (SELECT min(id) FROM network_place), '2001-01-01'
        FROM generate_series(1, %(items)s) AS n""",
    """INSERT INTO custody_item (unit_id, sender_id, receiver_id, from_province_id, to_province_id,
        urgency, scope, content, pieces, focal_only, locator, declared_at)
        SELECT u.id, b.ids[1 + u.id %% b.size], b.ids[1 + (u.id + 7) %% b.size], p.id, p.id,
        CASE WHEN u.id %% 5 = 0 THEN 'HT' ELSE 'none' END, 'noi_tinh', 'letter', 1, false, false,
        '2001-01-01' FROM custody_unit u
        CROSS JOIN (SELECT id FROM network_adminunit WHERE code = %(province)s) p
        CROSS JOIN (SELECT array_agg(a.id) AS ids, count(*)::int AS size FROM network_agency a
            JOIN network_adminunit q ON q.id = a.province_id AND q.code = %(province)s) b
        WHERE u.code LIKE 'QUALITY%%'""",
    """INSERT INTO custody_clock (unit_id, started_at, deadline, stopped_at, derivation)
        SELECT id, started, started + interval '36 hours', CASE WHEN id %% 1200 = 0 THEN NULL
        WHEN id %% 12 = 0 THEN started + interval '40 hours'
        ELSE started + interval '20 hours' END, 0
        FROM (SELECT id, timestamptz '2001-01-01 01:00+07' + (id %% 364) * interval '1 day'
            + (id %% 9) * interval '1 hour' AS started
            FROM custody_unit WHERE code LIKE 'QUALITY%%') s""",
    """INSERT INTO assurance_forcemajeure (id, province_id, kind, begins, ends, evidence, state,
        refusal, entered_by_id, entered_at, decided_by_id, decided_at)
        SELECT gen_random_uuid(), p.id, 'storm', timestamptz '2001-09-01' + n * interval '20 days',
        timestamptz '2001-09-03' + n * interval '20 days', '1/PCTT', 'approved', '',
        (SELECT min(id) FROM people_user), '2001-12-01', (SELECT max(id) FROM people_user),
        '2001-12-02' FROM generate_series(0, 1) AS n
        CROSS JOIN (SELECT id FROM network_adminunit WHERE code = %(province)s) p""",
)


def measure() -> dict[str, object]:
    """How long the page of the year takes to open over HTTP, in ms; the median of some."""
    fill(ITEMS)
    # The planner knows nothing yet of rows that came all at once.
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(connections.owner_conninfo(name), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    province = AdminUnit.objects.get(code=PROVINCE)
    actor = Actor(user_id=1, name="bench", role=Role.DISPATCHER, province_id=province.pk)
    months = queries.figures_by(actor, YEAR, "month")["month"]
    people = Duty.objects.select_related("user").filter(
        Q(province=province) | Q(place__province=province), role=Role.DISPATCHER
    )
    username = people.order_by("pk")[0].user.username
    with serving(("web",)) as port:
        times = openings(port, username, "/chat-luong?theo=truc&tu=01/2001&den=12/2001", ROUNDS)
    return {
        "quality_year_ms": round(statistics.median(times) * 1000, 1),
        "quality_year_items": sum(one.population for one in months.values()),
    }


def fill(items: int) -> None:
    """Put a year of so many items into the database this process is connected to."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, {"items": items, "province": PROVINCE})
