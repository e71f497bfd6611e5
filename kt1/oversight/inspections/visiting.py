"""The visit: beginning, answers to the checklist in sets, findings, the minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.queries import calendar
from kt1.law.screening.rules import passed
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.inspections import permissions, queries, rules, steps
from kt1.oversight.inspections.drawn import Sampled
from kt1.oversight.inspections.models import Answer, Finding, Inspection
from kt1.oversight.inspections.rules import COPIES_MAX, Evidence, Opinion, State, Verdict
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.violations.reference import conducts
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def start(*, inspection_id: int, by: Actor, at: datetime, once: RequestKey) -> str:
    """The decision was read out and the team is at work. Returns the state.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, UnfitInspectionError: before its day.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.OPEN):
        raise NotAllowedError(reason)
    if steps.day_of(at) < found.visit_from:
        raise UnfitInspectionError(
            _("The visit begins on %(day)s.") % {"day": f"{found.visit_from:%d/%m/%Y}"}
        )
    found.state = State.OPEN
    found.save(update_fields=["state"])
    steps.told(found, "begun", {}, by=by, at=at)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


@transaction.atomic(durable=True)
def answer(
    *,
    inspection_id: int,
    verdicts: Mapping[str, Verdict],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Answer some of the questions, or answer them anew. Returns how many changed.

    Raises:
        Inspection.DoesNotExist, NotAllowedError
        UnfitInspectionError: no question of this checklist.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["changed"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    known = {one.key for one in steps.checklist_of(found).questions}
    if not verdicts.keys() <= known:
        raise UnfitInspectionError(_("There is no such question in this checklist."))
    before = dict(found.answers.values_list("question", "verdict"))
    changed = {key: said for key, said in verdicts.items() if before.get(key) != said}
    Answer.objects.bulk_create(
        [
            Answer(inspection=found, question=key, verdict=said, at=at, by_id=by.user_id)
            for key, said in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["inspection", "question"],
        update_fields=["verdict", "at", "by"],
    )
    if changed:
        lines: list[dict[str, JSON]] = [
            {"question": key, "verdict": said.value} for key, said in sorted(changed.items())
        ]
        steps.told(found, "answered", {"changed": len(changed)}, by=by, at=at, lines=lines)
    finish(once, actor=str(by), answer={"changed": len(changed)})
    return len(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the team enters. `unit_id`: of an item of its samples."""

    question: str
    evidence: Evidence
    conduct: str = ""
    evidence_paper: str = ""
    unit_id: int | None = None
    note: str = ""


@transaction.atomic(durable=True)
def find(*, inspection_id: int, said: Found, by: Actor, at: datetime, once: RequestKey) -> int:
    """Enter a finding; the question counts as not met. Returns its number in the inspection.

    A finding of the same question within the repeat span is linked by itself.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: no such question or conduct, or an item that is in no sample.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    passed(said.note)
    if fault := _why_unfit(found, said):
        raise UnfitInspectionError(fault)
    before = queries.earlier_findings(found.agency_id, said.question, steps.day_of(at)).first()
    made = Finding.objects.create(
        inspection=found,
        n=found.findings.count() + 1,
        question=said.question,
        conduct=said.conduct,
        unit_id=said.unit_id,
        evidence=said.evidence,
        evidence_paper=passed(said.evidence_paper.strip(), names_a_paper=True),
        repeats=before,
        at=at,
        by_id=by.user_id,
    )
    Answer.objects.update_or_create(
        inspection=found,
        question=said.question,
        defaults={"verdict": Verdict.NOT_MET, "at": at, "by_id": by.user_id},
    )
    body: dict[str, JSON] = {
        "n": made.n,
        "question": made.question,
        "conduct": made.conduct,
        "evidence": made.evidence,
        "repeats": before is not None,
    }
    steps.told(found, "found", body, by=by, at=at, note=said.note)
    finish(once, actor=str(by), answer={"n": made.n})
    return made.n


def _why_unfit(found: Inspection, said: Found) -> str | None:
    if steps.checklist_of(found).find(said.question) is None:
        return _("There is no such question in this checklist.")
    if said.conduct and said.conduct not in conducts():
        return _("There is no such conduct in the table.")
    sampled = Sampled.objects.filter(draw__inspection=found)
    if said.unit_id is not None and not sampled.filter(unit=said.unit_id).exists():
        return _("This item is in no sample of the inspection.")
    if said.evidence is Evidence.SAMPLE and said.unit_id is None:
        return _("Say which item of the sample shows it.")
    return None


@transaction.atomic(durable=True)
def withdraw(
    *, inspection_id: int, n: int, note: str, by: Actor, at: datetime, once: RequestKey
) -> bool:
    """Take back a finding before the minutes. False where it was taken back already.

    Raises:
        Inspection.DoesNotExist, Finding.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["withdrawn"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    passed(note)
    one = found.findings.get(n=n)
    fresh = one.withdrawn_at is None
    if fresh:
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        steps.told(found, "finding_withdrawn", {"n": n}, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"withdrawn": fresh})
    return fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The signed biên bản."""

    number: str
    dated: date
    copies: int
    stamped: bool
    opinion: Opinion
    note: str = ""


@transaction.atomic(durable=True)
def minute(
    *, inspection_id: int, said: Minutes, by: Actor, at: datetime, once: RequestKey
) -> date | None:
    """Enter the signed minutes. Returns by when the conclusion is owed; None while no norm says.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: questions are open, or something not met has no finding.
        NoCalendarError: the conclusion's day cannot be counted.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["due"])) if done["due"] else None
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    passed(said.note)
    number = steps.paper(said.number, said.dated, since=found.visit_from, at=at)
    if not 1 <= said.copies <= COPIES_MAX:
        raise UnfitInspectionError(_("Between 1 and 9 copies."))
    if fault := why_not_whole(found):
        raise UnfitInspectionError(fault)
    asked = queries.procedure_on(found.decision_on or said.dated, rules.Basis(found.basis))
    due = rules.conclusion_due(said.dated, asked, calendar())
    found.state = State.MINUTED
    found.minutes_number, found.minutes_on = number, said.dated
    found.minutes_copies, found.minutes_stamped = said.copies, said.stamped
    found.opinion, found.conclusion_due = said.opinion, due
    found.save()
    body: dict[str, JSON] = {
        "dated": said.dated.isoformat(),
        "findings": queries.standing(found).count(),
        "opinion": said.opinion.value,
    }
    steps.told(found, "minuted", body, by=by, at=at, note=said.note)
    finish(once, actor=str(by), answer={"due": due.isoformat() if due else ""})
    return due


def why_not_whole(found: Inspection) -> str | None:
    """What is missing before minutes can be made."""
    open_ones = queries.unanswered(
        found, tuple(one.key for one in steps.checklist_of(found).questions)
    )
    if open_ones:
        return _("Questions without an answer: %(keys)s.") % {"keys": ", ".join(open_ones)}
    not_met = set(found.answers.filter(verdict=Verdict.NOT_MET).values_list("question", flat=True))
    bare = sorted(not_met - set(queries.standing(found).values_list("question", flat=True)))
    if bare:
        return _("Not met, and no finding says why: %(keys)s.") % {"keys": ", ".join(bare)}
    return None
