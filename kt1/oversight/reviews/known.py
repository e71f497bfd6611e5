"""What this system knows already of the answers: offered, never put in the agency's mouth."""

from datetime import date, datetime, time, timedelta

from kt1.custody.items.models import Item
from kt1.law.calendars.rules import VIETNAM
from kt1.oversight.reviews.models import InternalRule, OutsideReport, Review
from kt1.oversight.reviews.rules import RuleStage, Said, band
from kt1.people.focal_points.models import FocalPoint

#: Codes of the shipped questions whose answer can be looked up.
SENT, CAME_ANY, CAME, CLAUSE, FOCAL = "G2", "N1", "N2", "Q1", "D1"


def offered(review: Review) -> dict[str, Said]:
    """By the code of a question, the answer that the records here suggest. Four queries."""
    body, first, last = review.agency_id, review.round.first, review.round.last
    sent = Item.objects.filter(
        sender=body,
        unit__clock__started_at__gte=_midnight(first),
        unit__clock__started_at__lt=_midnight(last + timedelta(days=1)),
    ).count()
    came = OutsideReport.objects.filter(
        agency=body, received_on__range=(first, last), withdrawn_at=None
    ).count()
    found = {SENT: band(sent)}
    if came:
        found |= {CAME_ANY: Said.YES, CAME: band(came)}
    clause = InternalRule.objects.filter(agency=body, stage=RuleStage.ISSUED, has_clause=True)
    if clause.exists():
        found[CLAUSE] = Said.YES
    if FocalPoint.objects.filter(agency=body, valid_to=None).exists():
        found[FOCAL] = Said.YES
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
