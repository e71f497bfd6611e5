"""The clocks of an incident, from the norms of the day on which it was found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kt1.assurance.incidents.rules import (
    Addressee,
    Gap,
    Kind,
    Listed,
    Stage,
    demanded,
    is_reported,
    notify_by,
    scope_of,
)
from kt1.law.calendars.rules import VIETNAM
from kt1.law.modes.rules import LETTERED
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms, own_norms
from kt1.law.parameters.rules import Norms, Parameter, UnsetNormError, count_of, word_of
from kt1.law.services.rules import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Until when each addressee is owed the news, and each stage of the report is owed."""

    notices: tuple[tuple[Addressee, datetime], ...]
    reports: tuple[tuple[Stage, datetime], ...]


def clocks(
    kind: Kind, gap: Gap, found_at: datetime, *, party: bool, mode: Mode = Mode.FLAG
) -> Clocks:
    """Without a norm the news is owed at once; without one for reports none is owed.

    Args:
        mode: of the installation when it was found; in one that stores letters more are told.
    """
    norms = _norms(found_at)
    minutes = _count(norms, Key.INCIDENT_NOTIFY_MINUTES, kind.value) or 0
    due = notify_by(found_at, minutes)
    reports = []
    if is_reported(kind, gap):
        for stage, key, unit in _STAGES:
            if (length := _count(norms, key)) is not None:
                reports.append((stage, found_at + length * unit))
    told = demanded(kind, gap, _listed(found_at), party=party, letters=mode in LETTERED)
    return Clocks(notices=tuple((one, due) for one in told), reports=tuple(reports))


def telling(kind: Kind, gap: Gap, found_at: datetime) -> Parameter | None:
    """The norm that says whom such an incident demanded to be told."""
    return own_norms(found_at.astimezone(VIETNAM).date()).find(
        Key.INCIDENT_TELLS, scope_of(kind, gap)
    )


def _listed(found_at: datetime) -> Listed:
    """Of the set gone by, or of the general one: whom to tell is asked on every installation."""
    held = own_norms(found_at.astimezone(VIETNAM).date()).parameters
    return {
        scope: tuple(Addressee(one) for one in word_of(said).split())
        for (key, scope), said in held.items()
        if key is Key.INCIDENT_TELLS
    }


def contain_minutes(at: datetime) -> int | None:
    return _count(_norms(at), Key.INCIDENT_CONTAIN_MINUTES)


def drill_minutes(step: str, at: datetime) -> int | None:
    """By when a step of a drill should be done; None: not set, the step is not timed."""
    return _count(_norms(at), Key.DRILL_MINUTES, step)


_STAGES = (
    (Stage.FIRST, Key.INCIDENT_FIRST_REPORT_HOURS, timedelta(hours=1)),
    (Stage.FULL, Key.INCIDENT_FULL_REPORT_DAYS, timedelta(days=1)),
)


def _norms(at: datetime) -> Norms | None:
    try:
        return active_norms(at.astimezone(VIETNAM).date())
    except UnsetNormError:
        return None


def _count(norms: Norms | None, key: Key, scope: str = "") -> int | None:
    found = None if norms is None else norms.find(key, scope)
    return None if found is None or found.value is None else count_of(found)
