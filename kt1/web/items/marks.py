"""Reading marks: every answer that shows one writes the reading log in its own transaction."""

from collections.abc import Sequence

from django.db import transaction

from kt1.custody.units.models import MarkOf
from kt1.law.services.rules import Mark
from kt1.people.readings.steps import log_reading
from kt1.web.request import Request


def marks_shown(request: Request, page: str, unit_ids: Sequence[int]) -> dict[int, Mark]:
    """The marks of these items, and one row of the log that says who was shown them, where."""
    with transaction.atomic():
        log_reading(request.actor, request.at, page, unit_ids)
        rows = MarkOf.objects.filter(unit__in=unit_ids).values_list("unit_id", "mark")
        return {unit: Mark(mark) for unit, mark in rows}
