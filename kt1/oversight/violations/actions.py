"""Recording a violation, its correction, and the re-check."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.violations import permissions, sources, steps
from kt1.oversight.violations.models import Violation, ViolationStep
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import Act, Area, Origin, State
from kt1.oversight.violations.steps import UnfitViolationError
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is recorded of a violation that no inspection found."""

    agency_id: int
    origin: Origin
    area: Area
    done_on: date
    ongoing: bool = False
    conduct: str = ""
    source: str = ""  # code of the incident or complaint
    note: str = ""


@transaction.atomic(durable=True)
def record(*, stated: Stated, by: Actor, at: datetime, once: RequestKey) -> int:
    """Record a violation from the watch list, a complaint, an incident or a report. Returns its id.

    Raises:
        Agency.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitViolationError: in the future, an unknown conduct, a line that is not followed here,
            or a code of no incident or complaint that has come to the Sở.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["violation"])
    if reason := permissions.why_not_record(by):
        raise NotAllowedError(reason)
    agency = Agency.objects.get(pk=stated.agency_id, province=by.province_id or 0)
    if fault := _why_unfit(agency, stated, at):
        raise UnfitViolationError(fault)
    if stated.area is Area.SECRECY and stated.note.strip():
        raise UnfitViolationError(_("Nothing of a matter of secrecy is written here."))
    passed(stated.note)
    source = sources.named(stated.origin, stated.source, by=by, at=at)
    limit, norm = steps.limits(stated.conduct, stated.done_on, steps.day_of(at))
    same = Violation.objects.filter(agency__in=bodies_behind(agency.pk), conduct=stated.conduct)
    made = Violation.objects.create(
        province_id=agency.province_id,
        agency=agency,
        origin=stated.origin,
        incident=source.incident,
        complaint=source.complaint,
        area=stated.area,
        conduct=stated.conduct,
        done_on=stated.done_on,
        ongoing=stated.ongoing,
        limit_on=limit,
        limit_norm=norm,
        repeats=same.order_by("-at").first() if stated.conduct else None,
        at=at,
        by_id=by.user_id,
    )
    body: dict[str, JSON] = {"agency": agency.code, "origin": made.origin, "conduct": made.conduct}
    if comes_from := source.incident or source.complaint:
        body["source"] = str(comes_from)
    steps.told(made, "found", body, by=by, at=at, note=stated.note)
    finish(once, actor=str(by), answer={"violation": made.pk})
    return made.pk


def _why_unfit(agency: Agency, stated: Stated, at: datetime) -> str | None:
    if Body.SCIENCE_DEPARTMENT not in RULES[Line(agency.line)].figures_seen_by:
        return _("Bodies of this line answer to their own superior: nothing is recorded here.")
    if stated.origin is Origin.INSPECTION:
        return _("What an inspection finds is recorded by its conclusion.")
    if stated.conduct and stated.conduct not in conducts():
        return _("There is no such conduct in the table.")
    if stated.conduct and conducts()[stated.conduct].is_secrecy != (stated.area is Area.SECRECY):
        return _("A matter of secrecy has its own area, and no other conduct.")
    if stated.done_on > steps.day_of(at):
        return _("It happened today or before.")
    return None


def _step(found: Violation, kind: Act, **facts: object) -> ViolationStep:
    return ViolationStep.objects.create(
        violation=found, n=found.steps.count() + 1, kind=kind, **facts
    )


@transaction.atomic(durable=True)
def ask(
    *,
    violation_id: int,
    paper: str,
    dated: date,
    due: date,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> date:
    """Ask the body in writing to correct it by a day. Returns the day.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError, UnfitViolationError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["due"]))
    found = steps.locked(violation_id, by)
    if reason := permissions.why_not_move(by, found, State.ASKED):
        raise NotAllowedError(reason)
    if found.area == Area.SECRECY:
        raise UnfitViolationError(_("A matter of secrecy goes to the police; refer it."))
    text = steps.paper(paper, dated, since=None, at=at)
    if due < max(dated, steps.day_of(at)):
        raise UnfitViolationError(_("The day to correct it by lies ahead."))
    found.correct_by = due
    steps.move(found, State.ASKED, at=at)
    made = _step(found, Act.ASKED, paper=text, dated=dated, due=due, at=at, by_id=by.user_id)
    body: dict[str, JSON] = {"n": made.n, "dated": dated.isoformat(), "due": due.isoformat()}
    steps.told(found, "asked", body, by=by, at=at, paper=text)
    finish(once, actor=str(by), answer={"due": due.isoformat()})
    return due


@transaction.atomic(durable=True)
def report(
    *,
    violation_id: int,
    paper: str,
    dated: date,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> bool:
    """The body reports its correction by a paper: the proof of remedy. Returns whether in time.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError, UnfitViolationError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["in_time"])
    found = steps.locked(violation_id, by)
    if reason := permissions.why_not_report(by, found):
        raise NotAllowedError(reason)
    passed(note)
    text = steps.paper(paper, dated, since=found.done_on, at=at)
    steps.move(found, State.REPORTED, at=at)
    made = _step(found, Act.REPORTED, paper=text, dated=dated, at=at, by_id=by.user_id)
    in_time = found.correct_by is None or dated <= found.correct_by
    body: dict[str, JSON] = {"n": made.n, "dated": dated.isoformat(), "in_time": in_time}
    steps.told(found, "reported", body, by=by, at=at, note=note, paper=text)
    finish(once, actor=str(by), answer={"in_time": in_time})
    return in_time


@transaction.atomic(durable=True)
def recheck(
    *,
    violation_id: int,
    met: bool,
    dated: date,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
    inspection_id: int | None = None,
) -> str:
    """Check again whether it is corrected; in a later inspection, or by itself. Returns the state.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError, UnfitViolationError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(violation_id, by)
    after = State.REMEDIED if met else State.FAILED
    if reason := permissions.why_not_move(by, found, after):
        raise NotAllowedError(reason)
    passed(note)
    if not found.done_on <= dated <= steps.day_of(at):
        raise UnfitViolationError(_("It was checked between the day it was found and today."))
    steps.move(found, after, at=at)
    made = _step(
        found,
        Act.RECHECKED,
        dated=dated,
        met=met,
        inspection_id=inspection_id,
        at=at,
        by_id=by.user_id,
    )
    body: dict[str, JSON] = {"n": made.n, "met": met, "inspection": inspection_id}
    steps.told(found, "rechecked", body, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


@transaction.atomic(durable=True)
def drop(*, violation_id: int, note: str, by: Actor, at: datetime, once: RequestKey) -> str:
    """It was no violation after all. Returns the state.

    Raises:
        Violation.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(violation_id, by)
    if reason := permissions.why_not_move(by, found, State.DROPPED):
        raise NotAllowedError(reason)
    passed(note)
    steps.move(found, State.DROPPED, at=at)
    steps.told(found, "dropped", {}, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state
