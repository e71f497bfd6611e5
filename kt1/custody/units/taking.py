"""Whether a person of the post may take at this moment: vetted, trained, as the norms demand.

Asked once in every act of taking, after everything else that could speak against it. What somebody
holds already they give, deliver and hand back without being asked (N18, W8).
"""

import re
from datetime import datetime, time, timedelta
from typing import Any

from kt1.custody.units import book
from kt1.law.calendars.rules import VIETNAM
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting
from kt1.people.vetting.rules import Record, StandingKind, missing

_PEOPLE = "what workers hold"
_WORD = re.compile(r"[^\s,;:()/]+")


def cards_in(signed_by: str) -> frozenset[str]:
    """Words of what a taker wrote that may be a card's number: those with a digit, either case."""
    words = {word.strip(".") for word in _WORD.findall(signed_by) if re.search(r"\d", word)}
    return frozenset(words | {word.upper() for word in words})


def why_not_take(actor: Actor, at: datetime) -> str | None:
    """The sentence the taker is told, or None. One query; none while a history is in memory."""
    if (opened := book.current()) is None:
        return vetting.why_not_take(actor, at)
    return _why_not_in(opened.memory, actor.user_id, at)


def _why_not_in(memory: dict[Any, Any], user_id: int, at: datetime) -> str | None:
    """As long as the day lasts and nothing ends, a worker who could take may take again."""
    kept: tuple[datetime, datetime] | None = memory.get((_PEOPLE, user_id))
    if kept is not None and kept[0] <= at < kept[1]:
        return None
    people: dict[int, tuple[Record, ...]] | None = memory.get(_PEOPLE)
    if people is None:
        people = memory[_PEOPLE] = vetting.records()
    day = at.astimezone(VIETNAM).date()
    demanded: tuple[StandingKind, ...] | None = memory.get((_PEOPLE, day))
    if demanded is None:
        demanded = memory[_PEOPLE, day] = vetting.demanded(at)
    held = people.get(user_id, ())
    if lacking := missing(held, at, demanded):
        return vetting.sentence(lacking[0], None)
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    ends = [r.ends for r in held if r.ends is not None and r.ends > at]
    memory[_PEOPLE, user_id] = (at, min([midnight, *ends]))
    return None
