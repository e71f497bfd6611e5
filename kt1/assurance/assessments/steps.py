"""What the acts on security share. Inside the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from kt1.assurance.assessments.rules import Topic
from kt1.assurance.complaints.rules import months_later
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import count_of
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.people.actor import Actor


class UnfitSafetyError(Exception):
    """It cannot be entered so. The sentence says why."""


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def number(text: str) -> str:
    """The number of a paper, screened.

    Raises:
        RefusedTextError
    """
    return passed(text.strip(), names_a_paper=True)


def next_assessment(topic: Topic, done_on: date, *, today: date) -> tuple[date, str]:
    """When the next one is due, and the norm of today that says so.

    Raises:
        UnsetNormError: no norm says how often.
    """
    found = active_norms(today).one(Key.ASSESSMENT_MONTHS, topic.value)
    return months_later(done_on, count_of(found)), found.id


def next_check(checked_on: date, *, today: date) -> date:
    """When a connection is to be checked again, by the norms of today.

    Raises:
        UnsetNormError: no norm says how often.
    """
    return months_later(checked_on, active_norms(today).count(Key.CONNECTION_CHECK_MONTHS))


def not_future(day: date, at: datetime) -> None:
    """Raises:
    UnfitSafetyError
    """
    if day > day_of(at):
        raise UnfitSafetyError(_("The day is in the future."))


def between(first: date, day: date, at: datetime) -> None:
    """Raises:
    UnfitSafetyError
    """
    if not first <= day <= day_of(at):
        raise UnfitSafetyError(_("The day lies between the one before and today."))


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
