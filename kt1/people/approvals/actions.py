"""Answering a request for a second person, from the page where such requests wait.

The act itself, and the asking for it, belong to the stratum that does the act: it calls `steps`
inside its own transaction.
"""

from datetime import datetime

from django.db import transaction

from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor
from kt1.people.approvals import steps


@transaction.atomic(durable=True)
def approve(*, approval_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Agree, as the second person. Raises as `steps.approve`."""
    if begin(once, actor=str(by), at=at) is not None:
        return
    steps.approve(approval_id=approval_id, by=by, at=at)
    finish(once, actor=str(by), answer={"approval": approval_id})


@transaction.atomic(durable=True)
def refuse(*, approval_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Refuse as the second person, or withdraw as the first. Raises as `steps.refuse`."""
    if begin(once, actor=str(by), at=at) is not None:
        return
    steps.refuse(approval_id=approval_id, by=by, at=at)
    finish(once, actor=str(by), answer={"approval": approval_id})
