"""What assurance holds of an item: one question, so that a page asks for nothing empty."""

from dataclasses import dataclass

from django.db import connection

_TRACES = """
SELECT EXISTS (SELECT FROM assurance_complaint WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM assurance_incidentunit WHERE unit_id = %(unit)s)
"""


@dataclass(frozen=True, slots=True)
class Traces:
    """Whether there is any; who may read of it is asked elsewhere."""

    complaints: bool
    incidents: bool


def traces_of(unit_id: int) -> Traces:
    """Of the item with this id."""
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, {"unit": unit_id})
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    return Traces(*row)
