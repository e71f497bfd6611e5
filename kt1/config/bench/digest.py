"""50,000 things owed, seen for the first time, risen a step and told: one digest a person.

As many bodies as the country has communes, each with a records clerk and a head, owe fifteen
things each that are past their day. Everything is committed, as the worker does it.
"""

from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import connection, transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.network.models import AdminUnit, Agency
from kt1.oversight.reminders import actions, steps
from kt1.oversight.reminders.rules import Owed, Rule
from kt1.oversight.reminders.sources import Gathered, graces

BODIES, EACH = 3_334, 15
DUE = date(2026, 11, 10)
AT = datetime(2026, 11, 12, 7, 37, tzinfo=VIETNAM)

_PEOPLE = (
    """INSERT INTO network_agency (code, name, sort_key, folded, family, bloc, line, province_id,
        works_on_paper, postcode, organ_id, contract_no, customer_code, budget_code, budget_level,
        tax_code, valid_from)
        SELECT 'OWES-' || n, 'Bench ' || n, lpad(n::text, 6, '0'), 'bench', 'khac',
        'chinh_quyen', 'ubnd', (SELECT min(id) FROM network_adminunit WHERE code = '24'),
        false, '', '', '', '', '', '', '', '2025-07-01' FROM generate_series(1, %(bodies)s) AS n""",
    """INSERT INTO people_user (password, username, title, is_active, language, card_number,
        password_is_temporary, is_demonstration)
        SELECT '!', 'owes-' || role || n, 'Bench', true, 'vi', '', false, false
        FROM generate_series(1, %(bodies)s) AS n, unnest('{clerk,head}'::text[]) AS role""",
    """INSERT INTO people_duty (user_id, role, agency_id, place_id, valid_from)
        SELECT u.id, r.role, a.id,
            CASE WHEN r.role = 'clerk' THEN (SELECT min(id) FROM network_place) END, '2025-07-01'
        FROM network_agency a, unnest('{clerk,head}'::text[]) AS r(role), people_user u
        WHERE a.code LIKE 'OWES-%%'
        AND u.username = 'owes-' || r.role || substr(a.code, 6)""",
)


def measure() -> dict[str, object]:
    """Seconds from the list of what is owed to the last person told, and that a repeat is mute.

    One round: what was told is not told again.
    """
    province = AdminUnit.objects.get(code="24").pk
    owed = build(province)
    rules = frozenset({Rule.TASK.value})
    began = perf_counter()
    with transaction.atomic():
        steps.keep(
            Gathered(owed=owed, rules=rules),
            graces(AT.date(), rules),
            province_id=province,
            on=AT.date(),
            by="bench",
            at=AT,
        )
    told = actions.digest(at=AT, by="bench")
    took = perf_counter() - began
    again = actions.digest(at=AT + timedelta(minutes=5), by="bench")
    if again.lines or told.people < BODIES:
        raise AssertionError("a digest was made twice, or not for everybody")
    return {
        "digest_50000_s": round(took, 2),
        "digest_owed": len(owed),
        "digest_lines": told.lines,
        "digest_people": told.people,
    }


def build(province: int) -> tuple[Owed, ...]:
    """Put the bodies and their people into the database; what they owe."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _PEOPLE:
            cursor.execute(statement, {"bodies": BODIES})
    ids = Agency.objects.filter(code__startswith="OWES-").values_list("pk", flat=True)
    return tuple(
        Owed(
            rule=Rule.TASK,
            subject=f"task:{n}.1/agency:{pk}",
            agency_id=pk,
            province_id=province,
            due=DUE,
        )
        for pk in ids
        for n in range(EACH)
    )
