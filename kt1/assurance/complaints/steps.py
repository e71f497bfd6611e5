"""What the acts on complaints share. Inside the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime

from kt1.assurance.complaints import queries
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import OVER, State
from kt1.law.screening.rules import RefusedTextError, screen
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.holds import steps as holds
from kt1.people.actor import Actor


def subject_of(complaint: Complaint) -> str:
    """As entries and holds name it."""
    return f"complaint:{complaint.pk}"


def locked(complaint_id: int, by: Actor) -> Complaint:
    """Lock one that `by` may see.

    Raises:
        Complaint.DoesNotExist
    """
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=complaint_id)


def screened(text: str, *, names_a_paper: bool = False) -> None:
    """Refuse what may not be kept.

    Raises:
        RefusedTextError
    """
    if refusal := screen(text, names_a_paper=names_a_paper):
        raise RefusedTextError(refusal)


def move(complaint: Complaint, after: State, *, at: datetime) -> None:
    """Into the next state; what is over no longer holds any record."""
    complaint.state = after
    complaint.closed_at = at if after in OVER else None
    complaint.save(update_fields=["state", "closed_at"])
    if after in OVER:
        holds.release(subject_of(complaint), at=at)


def told(
    complaint: Complaint,
    what: str,
    body: Mapping[str, JSON],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    paper: str = "",
) -> None:
    """`paper`: number and date of a body's signed paper, where the post enters what it says."""
    texts = {"note": note.strip(), "paper": paper.strip()}
    append(
        kind=f"complaint.{what}",
        subject=subject_of(complaint),
        actor=str(by),
        at=at,
        body=body,
        notes={name: text for name, text in texts.items() if text} or None,
    )
