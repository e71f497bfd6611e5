"""What directives, outreach, inspections, violations and incidents add to a report."""

from datetime import datetime

from kt1.oversight.reports.rules import Span

Counts = dict[str, int]


def counted(province_id: int, span: Span, at: datetime) -> Counts:
    del province_id, span, at
    return {}


def unanswered(province_id: int, on: object) -> dict[str, set[int]]:
    del province_id, on
    return {}
