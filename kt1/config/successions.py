"""The day of a reorganisation: the register changes; people, custody and reviews follow.

Each is an action of its own stratum in a transaction of its own. Whatever stops the worker in
between, the next beat goes on where it stopped: what is done says so in its own commit.
"""

import logging
from datetime import datetime, timedelta

from kt1.config import clock
from kt1.custody.succession import actions as custody
from kt1.custody.succession import queries as of_custody
from kt1.law.calendars.rules import VIETNAM
from kt1.network.successions import actions as network
from kt1.network.successions import queries as of_network
from kt1.network.successions.checks import UnfitOrderError
from kt1.oversight.reviews import following as reviews
from kt1.people.succession import actions as people
from kt1.people.succession import queries as of_people

#: What cannot be carried out is tried again after this; its page says what is wrong.
AGAIN = timedelta(minutes=1)

log = logging.getLogger("kt1.successions")
_refused: dict[int, datetime] = {}


def follow_successions() -> int:
    """Everything that is due at this moment. Returns how much was done."""
    return carry_out(at=clock.now())


def carry_out(*, at: datetime) -> int:
    """The same at a moment: first the register, then people, then custody, then open reviews."""
    done = sum(_registered(one, at) for one in of_network.due(at.astimezone(VIETNAM).date()))
    for one in of_people.not_followed():
        done += people.follow(reorganisation_id=one, at=at)
    for one in of_custody.not_followed(at):
        done += custody.follow(reorganisation_id=one, at=at)
    return done + reviews.follow(at=at)


def _registered(reorganisation_id: int, at: datetime) -> bool:
    if at - _refused.get(reorganisation_id, at - AGAIN) < AGAIN:
        return False
    try:
        done = network.carry_out(reorganisation_id=reorganisation_id, at=at)
    except UnfitOrderError as unfit:
        _refused[reorganisation_id] = at
        log.warning("Reorganisation %s cannot be carried out: %s", reorganisation_id, unfit)
        return False
    _refused.pop(reorganisation_id, None)
    return done
