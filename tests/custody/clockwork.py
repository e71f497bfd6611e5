"""What the tests of the clock share: the shipped law, and short ways to ask it."""

from dataclasses import replace
from datetime import date, datetime

from kt1.custody.clock.rules import Derivation, derive
from kt1.law.book import files
from kt1.law.calendars.rules import VIETNAM, Calendar
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms
from kt1.law.services.rules import Mark, Scope, Urgency

BOOK = files.book()
OFFICIALS = BOOK.calendar("CBCC")
SET = "TT16-2017"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def norms(**values) -> Norms:
    """The norms of 2017 with some figures replaced, by the names of their keys."""
    held = BOOK.norms(SET, date(2026, 6, 1))
    changed = dict(held.parameters)
    for name, value in values.items():
        at = (Key(name), "")
        changed[at] = replace(changed[at], value=value)
    return replace(held, parameters=changed)


AS_SHIPPED = norms()


def due(
    accepted: str,
    urgency: Urgency = Urgency.NONE,
    scope: Scope = Scope.WITHIN,
    *,
    by: Norms = AS_SHIPPED,
    calendar: Calendar = OFFICIALS,
) -> Derivation:
    return derive(
        accepted=moment(accepted),
        urgency=urgency,
        mark=Mark.NONE,
        scope=scope,
        norms=by,
        calendar=calendar,
    )


WITHIN, BETWEEN = Scope.WITHIN, Scope.BETWEEN
ORDINARY, EXPRESS, TIMED = Urgency.NONE, Urgency.EXPRESS, Urgency.TIMED
