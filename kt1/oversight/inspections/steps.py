"""What the acts on inspections share. Inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.oversight.inspections import published, queries
from kt1.oversight.inspections.checklists import Checklist
from kt1.oversight.inspections.models import Inspection
from kt1.people.actor import Actor


class UnfitInspectionError(Exception):
    """What was stated does not fit. The sentence says why."""


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def subject_of(inspection: Inspection) -> str:
    """As entries and holds name it."""
    return f"inspection:{inspection.pk}"


def locked(inspection_id: int, by: Actor) -> Inspection:
    """Lock one that `by` may see.

    Raises:
        Inspection.DoesNotExist
    """
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=inspection_id)


def checklist_of(inspection: Inspection) -> Checklist:
    """The version it was decided with.

    Raises:
        UnfitInspectionError: it does not ask any more what it asked then.
    """
    found = published.by_code(inspection.checklist)
    if found is None or found.digest != inspection.checklist_digest:
        raise UnfitInspectionError(_("This checklist was changed after the inspection began."))
    return found


def paper(number: str, dated: date, *, since: date | None, at: datetime) -> str:
    """The number of a public paper, where number and day make sense.

    Raises:
        RefusedTextError, UnfitInspectionError
    """
    text = number.strip()
    if not text:
        raise UnfitInspectionError(_("Number and date of the paper."))
    if dated > day_of(at):
        raise UnfitInspectionError(_("A paper cannot be dated in the future."))
    if since is not None and dated < since:
        raise UnfitInspectionError(
            _("It cannot be dated before %(day)s.") % {"day": f"{since:%d/%m/%Y}"}
        )
    return passed(text, names_a_paper=True)


def told(
    inspection: Inspection,
    what: str,
    body: Mapping[str, JSON],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    lines: Sequence[Mapping[str, JSON]] = (),
) -> None:
    """The act in the ledger; a remark is a note that redaction can destroy."""
    append(
        kind=f"inspection.{what}",
        subject=subject_of(inspection),
        actor=str(by),
        at=at,
        body=body,
        lines=lines,
        notes={"note": note.strip()} if note.strip() else None,
    )
