"""What there is of an item besides itself: one question, so that a page asks for nothing empty."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kt1.custody.clock.models import Derivation

_TRACES = """
SELECT EXISTS (SELECT FROM custody_attempt WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_delivery WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_advice WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_irregularity WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_alias WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM custody_passed WHERE unit_id = %(unit)s),
    EXISTS (SELECT FROM people_approval WHERE subject = %(subject)s
        AND used_at IS NULL AND refused_at IS NULL),
    d.norm_set, d.steps, d.parameters
FROM (VALUES (%(derivation)s::bigint)) AS of (id)
LEFT JOIN custody_derivation d ON d.id = of.id
"""
#: Where the columns of the derivation begin.
_DERIVED = 7


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
    #: How its deadline came about; None before it was accepted.
    derivation: Derivation | None


def traces_of(unit_id: int, code: str, derivation: int | None) -> Traces:
    """Of the item with this id and code, and the derivation its clock names."""
    asked: dict[str, int | str | None] = {
        "unit": unit_id,
        "subject": f"item:{code}",
        "derivation": derivation,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, asked)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - VALUES has one row
    return Traces(*(*row[:_DERIVED], _derivation(derivation, row[_DERIVED:])))


def _derivation(pk: int | None, row: Sequence[Any]) -> Derivation | None:
    norm_set, steps, parameters = row
    if pk is None or norm_set is None:
        return None
    return Derivation(
        id=pk, norm_set=norm_set, steps=json.loads(steps), parameters=json.loads(parameters)
    )
