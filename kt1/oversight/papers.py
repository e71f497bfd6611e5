"""Signed papers of bodies that work on paper: whoever follows their line enters them here (W7)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS, reminded_by

#: As much of its number as the columns take beside the date.
NUMBER_CHARS_MAX = 60


class UnfitPaperError(Exception):
    """The paper cannot be so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper:
    """A public paper that a body signed: its number and its day, never what it says."""

    number: str
    dated: date


def written(paper: SignedPaper, *, at: datetime) -> str:
    """As it is kept with what it says: "12/CV-ĐU ngày 03/04/2026".

    Raises:
        UnfitPaperError, RefusedTextError
    """
    number = passed(paper.number.strip(), names_a_paper=True)
    if not number or len(number) > NUMBER_CHARS_MAX:
        raise UnfitPaperError(_("Number and date of the paper are needed."))
    if paper.dated > at.astimezone(VIETNAM).date():
        raise UnfitPaperError(_("The day of the paper is in the future."))
    return f"{number} ngày {paper.dated:%d/%m/%Y}"


def enters_for(actor: Actor, agency: Agency) -> bool:
    """Whether this person enters the papers of a body that works on paper."""
    return (
        agency.works_on_paper
        and actor.role in KEEPERS
        and actor.is_in(agency.province_id)
        and Line(agency.line) in reminded_by(actor.role)
    )
