"""A scan of the taker that was not meant: taken back before settlement, like a hand from a pile.

A scan is an observation, not yet an act: the ledger hears of it with the settlement.
"""

from uuid import UUID

from django.db import transaction

from kt1.custody.handovers import acts, permissions, queries
from kt1.custody.handovers.models import HandoverScan
from kt1.custody.handovers.rules import Outcome
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic
def unscan(*, handover_id: UUID, code: str, by: Actor) -> bool:
    """Forget one's own scan of this code. Whether there was one.

    Raises:
        AlreadySettledError: the hand-over was settled meanwhile.
    """
    handover = queries.lock(handover_id, by=by)
    if reason := permissions.why_not_be_taker(by, handover):
        raise NotAllowedError(reason)
    acts.must_be_open(handover, Outcome.TAKEN)
    found = HandoverScan.objects.filter(handover=handover_id, code=code, by=by.user_id)
    return bool(found.delete()[0])
