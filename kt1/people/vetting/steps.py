"""What several acts on standings share. They open no transaction."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.screening.rules import Refusal, screen
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule
from kt1.people.reminders.steps import settle
from kt1.people.vetting import rules
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import Authority, StandingKind

_PAPER_NUMBER = re.compile(r"[\w./-]{1,40}")
_MONTHS = {
    StandingKind.VETTING: Key.VETTING_VALID_MONTHS,
    StandingKind.TRAINING: Key.TRAINING_VALID_MONTHS,
}


class UnfitPaperError(Exception):
    """What was said of a paper or of the people in it cannot be kept. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A signed paper: its number as written on it, its date, and who issued it."""

    number: str
    dated_on: date
    authority: Authority


def must_be_fit(paper: Paper, at: datetime) -> Paper:
    """The paper with its number cleaned.

    Raises:
        UnfitPaperError: no number, a number that is none, or a date that lies ahead.
    """
    number = paper.number.strip()
    if not _PAPER_NUMBER.fullmatch(number):
        raise UnfitPaperError(
            _("The number of a paper has no blanks and at most 40 signs, as 12/QĐ-UBND.")
        )
    # The number is asked for, so that it is a number refuses nothing.
    if screen(number) not in {None, Refusal.DOCUMENT_NUMBER}:
        raise UnfitPaperError(
            _("A field holds words that this system must not keep. Nothing was saved.")
        )
    if paper.dated_on > at.astimezone(VIETNAM).date():
        raise UnfitPaperError(_("The paper is dated ahead of today."))
    return Paper(number=number, dated_on=paper.dated_on, authority=paper.authority)


def must_work_here(user_ids: Collection[int], province_id: int | None, at: datetime) -> None:
    """Everybody named is a person of the post on duty in the province.

    Raises:
        UnfitPaperError: somebody is not, or nobody is named.
    """
    here = Q(province=province_id) | Q(place__province=province_id)
    found = Duty.objects.filter(in_force(at), here, user__in=user_ids, role__in=rules.WORKERS)
    if not user_ids or set(found.values_list("user", flat=True)) != set(user_ids):
        raise UnfitPaperError(_("Choose people of the post who are on duty in this province."))


def end_of(kind: StandingKind, begins: datetime, said: datetime | None) -> datetime | None:
    """The end of a paper: as it says, within what the norm of that day lets it hold.

    Raises:
        UnfitPaperError: it would end before it begins.
    """
    if said is not None and said <= begins:
        raise UnfitPaperError(_("The end must be later than the beginning."))
    key = _MONTHS.get(kind)
    norm = active_norms(begins.astimezone(VIETNAM).date()).find(key) if key else None
    months = norm.value if norm is not None and isinstance(norm.value, int) else None
    return rules.end_of(begins, said, months)


def line(row: Standing) -> dict[str, str | int | None]:
    """One standing as the ledger says it; the number of its paper is a note."""
    return {
        "id": row.pk,
        "user": row.user_id,
        "kind": row.kind,
        "authority": row.authority,
        "dated_on": row.dated_on.isoformat(),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def settle_reminders(rows: Sequence[Standing], *, by: str, at: datetime) -> None:
    """A new paper answers what was reminded of for the same person and kind."""
    about = Q()
    for user, kind in sorted({(row.user_id, row.kind) for row in rows}):
        about |= Q(subject__startswith=f"user:{user}/{kind}/")
    if not about:
        return
    waiting = Reminder.objects.filter(about, rule=ReminderRule.VETTING, settled_at=None)
    subjects = set(waiting.values_list("subject", flat=True))
    if subjects:
        settle(ReminderRule.VETTING, subjects, by=by, at=at)
