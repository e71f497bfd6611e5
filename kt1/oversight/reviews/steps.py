"""What the acts on reviews share. Inside the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.oversight.reviews import queries
from kt1.oversight.reviews.models import Questionnaire, Review
from kt1.oversight.reviews.rules import Paper
from kt1.people.actor import Actor


def subject_of(review: Review) -> str:
    """As entries name it."""
    return f"review:{review.round_id}/agency:{review.agency.code}"


def locked(review_id: int, by: Actor) -> Review:
    """Lock one that `by` may see.

    Raises:
        Review.DoesNotExist
    """
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=review_id)


def locked_version(questionnaire_id: int, by: Actor) -> Questionnaire:
    """Lock one version that `by` may see.

    Raises:
        Questionnaire.DoesNotExist
    """
    return queries.versions_seen_by(by).select_for_update(of=("self",)).get(pk=questionnaire_id)


def public_number(text: str) -> str:
    """The number of a public paper, screened.

    Raises:
        RefusedTextError
    """
    return passed(text.strip(), names_a_paper=True)


def put_paper(review: Review, paper: Paper) -> None:
    """Raises:
    RefusedTextError
    """
    review.paper_number = public_number(paper.number)
    review.paper_date = paper.dated
    review.paper_kept_at = passed(paper.kept_at.strip())


def told(
    what: str,
    subject: str,
    body: Mapping[str, JSON],
    *,
    by: Actor,
    at: datetime,
    notes: Mapping[str, str] | None = None,
) -> None:
    said = {name: text for name, text in (notes or {}).items() if text}
    append(kind=what, subject=subject, actor=str(by), at=at, body=body, notes=said or None)
