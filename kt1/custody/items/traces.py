"""What there is of an item besides itself: one question, so that a page asks for nothing empty."""

from dataclasses import dataclass

from django.db import connection

_TRACES = """
SELECT EXISTS (SELECT FROM custody_attempt WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_delivery WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_advice WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_irregularity WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_alias WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_passed WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM people_approval WHERE subject = %(subject)s
        AND used_at IS NULL AND refused_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Traces:
    """Whether it was tried at a door, delivered …; who may read of it is asked elsewhere."""

    attempts: bool
    delivery: bool
    advice: bool
    irregularities: bool
    aliases: bool
    passed: bool
    approvals: bool


def traces_of(unit_id: int, code: str) -> Traces:
    """Of the item with this id and code."""
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, {"unit": unit_id, "subject": f"item:{code}"})
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    return Traces(*row)
