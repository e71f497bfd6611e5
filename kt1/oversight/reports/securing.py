"""Connections of the network and what security was assessed: numbers for section III."""

from datetime import date

from django.db.models import Q

from kt1.assurance.assessments.models import Assessment, SafetyMeasure
from kt1.assurance.assessments.registered import NetworkConnection
from kt1.assurance.assessments.rules import MeasureState
from kt1.oversight.reports.rules import Span

Counts = dict[str, int]


def counted(province_id: int, span: Span, on: date) -> Counts:
    """Three queries. What was done is counted in the days, what stands on the day `on`.

    Only whether and how many: which points are weak stays on the paper of the assessment (W13).
    """
    connections = NetworkConnection.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), province=province_id, dated__lte=on
    )
    due = list(connections.values_list("check_due", flat=True))
    done = Assessment.objects.filter(
        province=province_id, done_on__gte=span.first, done_on__lte=span.last
    )
    found = [met == most for met, most in done.values_list("points", "points_max")]
    measures = SafetyMeasure.objects.filter(province=province_id, paper_date__lte=on)
    states = list(measures.values_list("state", "due", "verified_on"))
    return {
        "connections.in_force": len(due),
        "connections.unchecked": sum(1 for day in due if day < on),
        "assessed.done": len(found),
        "assessed.full": sum(found),
        "measures.verified": sum(
            1 for _state, _due, day in states if day and span.first <= day <= span.last
        ),
        "measures.overdue": sum(
            1 for state, day, _verified in states if state == MeasureState.OPEN and day < on
        ),
    }
