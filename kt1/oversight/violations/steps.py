"""What the acts on violations share. Inside the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.parameters.rules import Parameter, UnsetNormError, count_of
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.holds import steps as holds
from kt1.oversight.inspections.models import Finding, Inspection
from kt1.oversight.violations import queries
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import OVER, Area, Origin, State, limit_of
from kt1.people.actor import Actor

_GENERAL = "CHUNG"


class UnfitViolationError(Exception):
    """What was stated does not fit. The sentence says why."""


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def subject_of(violation: Violation) -> str:
    """As entries and holds name it."""
    return f"violation:{violation.pk}"


def locked(violation_id: int, by: Actor) -> Violation:
    """Lock one that `by` may see.

    Raises:
        Violation.DoesNotExist
    """
    return queries.seen_by(by).select_for_update(of=("self",)).get(pk=violation_id)


def paper(number: str, dated: date, *, since: date | None, at: datetime) -> str:
    """The number of a public paper, where number and day make sense.

    Raises:
        RefusedTextError, UnfitViolationError
    """
    text = number.strip()
    if not text:
        raise UnfitViolationError(_("Number and date of the paper."))
    if dated > day_of(at):
        raise UnfitViolationError(_("A paper cannot be dated in the future."))
    if since is not None and dated < since:
        raise UnfitViolationError(
            _("It cannot be dated before %(day)s.") % {"day": f"{since:%d/%m/%Y}"}
        )
    return passed(text, names_a_paper=True)


def limit_norm(on: date) -> Parameter | None:
    """The norm of the limit for a sanction as it holds on a day; None while it is not set."""
    try:
        return norms(_GENERAL, on).one(Key.SANCTION_LIMIT_MONTHS)
    except UnsetNormError:
        return None


def limits(conduct: str, done_on: date, on: date) -> tuple[date | None, str]:
    """The last day for a sanction and the norm it comes from; nothing without a conduct or norm."""
    if not conduct or conducts()[conduct].is_secrecy:
        return None, ""
    norm = limit_norm(on)
    return (None, "") if norm is None else (limit_of(done_on, count_of(norm)), norm.id)


def open_of_findings(
    inspection: Inspection, areas: Mapping[str, Area], *, by: Actor, at: datetime
) -> list[Violation]:
    """A violation for each standing finding of an inspection that is concluded. In sets."""
    found = list(
        Finding.objects.filter(inspection=inspection, withdrawn_at=None)
        .select_related("repeats__violation")
        .order_by("n")
    )
    fresh = []
    for one in found:
        done = inspection.minutes_on or day_of(at)
        limit, norm = limits(one.conduct, done, day_of(at))
        before = getattr(one.repeats, "violation", None) if one.repeats else None
        secrecy = bool(one.conduct) and conducts()[one.conduct].is_secrecy
        fresh.append(
            Violation(
                province_id=inspection.province_id,
                agency_id=inspection.agency_id,
                finding=one,
                origin=Origin.INSPECTION,
                area=Area.SECRECY if secrecy else areas[one.question],
                conduct=one.conduct,
                done_on=done,
                ongoing=True,
                limit_on=limit,
                limit_norm=norm,
                repeats=before,
                at=at,
                by_id=by.user_id,
            )
        )
    made = Violation.objects.bulk_create(fresh)
    for fault in made:
        told(fault, "found", {"origin": fault.origin, "conduct": fault.conduct}, by=by, at=at)
    return made


def move(violation: Violation, after: State, *, at: datetime) -> None:
    """Into the next state; what is over holds no record any more."""
    violation.state = after
    violation.closed_at = at if after in OVER else None
    violation.save(update_fields=["state", "closed_at", "correct_by"])
    if after in OVER:
        holds.release(subject_of(violation), at=at)


def told(
    violation: Violation,
    what: str,
    body: Mapping[str, JSON],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    paper: str = "",
) -> None:
    """The act in the ledger; remark and number of the paper are notes."""
    notes = {"note": note.strip(), "paper": paper}
    append(
        kind=f"violation.{what}",
        subject=subject_of(violation),
        actor=str(by),
        at=at,
        body=body,
        notes={name: text for name, text in notes.items() if text} or None,
    )
