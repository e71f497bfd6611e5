"""What the worker does every second: entries get their place, old offers are ended."""

import hashlib

from kt1.config import clock
from kt1.custody.handovers import actions
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.requests.rules import RequestKey

_AT_A_TIME = 100


def give_places() -> int:
    """One batch of the ledger's sequencer, at the moment of this installation."""
    return sequence(at=clock.now())


def lapse_offers() -> int:
    """End each lapsed offer in a transaction of its own. Returns how many were ended."""
    at = clock.now()
    ended = 0
    for handover in actions.lapsed(at=at, limit=_AT_A_TIME):
        # The key follows from the hand-over: two workers, or one after a crash, end it once.
        once = RequestKey(key=handover, digest=hashlib.sha256(handover.bytes).digest())
        try:
            actions.lapse(handover_id=handover, at=at, once=once)
        except (AlreadySettledError, NotPossibleError):
            continue
        ended += 1
    return ended
