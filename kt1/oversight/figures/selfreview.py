"""What bodies said of their sending in self-reviews, and what others reported of it (W15)."""

from collections.abc import Collection

from kt1.assurance.adoption.rules import Span
from kt1.oversight.reviews.models import OutsideReport, Review, ReviewAnswer
from kt1.oversight.reviews.rules import DONE, Ask, Part, Said


def said_to_send(bodies: Collection[int], span: Span) -> dict[int, bool]:
    """By body, whether the newest review its head agreed to says that it sends. Two statements.

    A body that gave no band of what it sent, or was asked of other days only, is not in it.
    """
    newest = (
        Review.objects.filter(
            agency__in=bodies,
            state__in=DONE,
            round__last__gte=span.before.first,
            round__first__lte=span.last,
        )
        .order_by("agency_id", "-round__last", "-pk")
        .distinct("agency_id")
    )
    of = dict(newest.values_list("pk", "agency_id"))
    answers = ReviewAnswer.objects.filter(
        review__in=of, question__part=Part.SENDING, question__ask=Ask.BAND
    )
    found: dict[int, bool] = {}
    for review, value in answers.values_list("review_id", "value"):
        sends = value not in {Said.ZERO, Said.NOT_CONCERNED}
        found[of[review]] = found.get(of[review], False) or sends
    return found


def reported(bodies: Collection[int], span: Span) -> set[int]:
    """Senders of whom others reported a cover that came another way, in these days."""
    rows = OutsideReport.objects.filter(
        sender__in=bodies,
        withdrawn_at=None,
        received_on__gte=span.first,
        received_on__lte=span.last,
    )
    return {body for body in rows.values_list("sender_id", flat=True).distinct() if body}
