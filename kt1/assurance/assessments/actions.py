"""Assessing: a checklist in versions, and what is kept of each time it was gone through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kt1.assurance.assessments import permissions, queries, rules, steps
from kt1.assurance.assessments.models import Assessment, SafetyChecklist, SafetyCriterion
from kt1.assurance.assessments.rules import CRITERIA_MAX, OF_A_PLACE, Score, Topic, Verdict
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.places.models import Place
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def write_checklist(*, topic: Topic, typed: str, by: Actor, at: datetime, once: RequestKey) -> int:
    """A new version of what is looked at. Returns its number.

    Args:
        typed: one criterion a line, as `rules.read_checklist` reads them.

    Raises:
        NotAllowedError, RefusedTextError
        BadChecklistError: a line cannot be read.
        UnfitSafetyError: none or too many lines.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    written = rules.read_checklist(typed)
    if not 1 <= len(written) <= CRITERIA_MAX:
        raise UnfitSafetyError(_("From 1 to %(n)s lines.") % {"n": CRITERIA_MAX})
    for one in written:
        passed(one.text)
    province = by.province_id or 0
    newest = queries.checklist_in_force(province, topic)
    made = SafetyChecklist.objects.create(
        province_id=province,
        topic=topic,
        n=newest.n + 1 if newest else 1,
        made_at=at,
        made_by_id=by.user_id,
    )
    SafetyCriterion.objects.bulk_create(
        SafetyCriterion(
            checklist=made, n=n, text=one.text, points=one.points, critical=one.critical
        )
        for n, one in enumerate(written, 1)
    )
    body = {"topic": topic.value, "criteria": len(written)}
    subject = f"safety-checklist:{province}/{topic.value}/{made.n}"
    steps.told("safety.checklist_written", subject, body, by=by, at=at)
    finish(once, actor=str(by), answer={"n": made.n})
    return made.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A checklist gone through on a day, as its signed paper has it."""

    topic: Topic
    place_code: str
    checklist_id: int
    verdicts: Mapping[int, Verdict]
    done_on: date
    number: str
    kept_at: str


@transaction.atomic(durable=True)
def assess(*, gone: Gone, by: Actor, at: datetime, once: RequestKey) -> int:
    """Keep the totals of an assessment and when the next is due. Returns its id.

    The verdicts are counted and forgotten: which point was not met stays on the paper (W13).

    Raises:
        NotAllowedError, RefusedTextError, UnsetNormError
        Place.DoesNotExist, SafetyChecklist.DoesNotExist
        UnfitSafetyError: a line without a verdict, a future day, entered before.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["assessment"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    today = steps.day_of(at)
    if gone.done_on > today:
        raise UnfitSafetyError(_("The day is in the future."))
    place = _place(gone, by.province_id or 0, today)
    checklist = queries.checklists_seen_by(by).get(pk=gone.checklist_id, topic=gone.topic)
    criteria = list(checklist.criteria.order_by("n"))
    if {one.n for one in criteria} != set(gone.verdicts):
        raise UnfitSafetyError(_("Say of every line whether it is met."))
    found = rules.score(
        (rules.Criterion(points=one.points, critical=one.critical), gone.verdicts[one.n])
        for one in criteria
    )
    made = _kept(gone, checklist, place, found, by=by, at=at)
    _told(made, gone, checklist, place, by=by, at=at)
    finish(once, actor=str(by), answer={"assessment": made.pk})
    return made.pk


def _kept(
    gone: Gone,
    checklist: SafetyChecklist,
    place: Place | None,
    found: Score,
    *,
    by: Actor,
    at: datetime,
) -> Assessment:
    due, norm = steps.next_assessment(gone.topic, gone.done_on, today=steps.day_of(at))
    try:
        with transaction.atomic():
            return Assessment.objects.create(
                province_id=by.province_id or 0,
                topic=gone.topic,
                place=place,
                checklist=checklist,
                done_on=gone.done_on,
                number=steps.number(gone.number),
                kept_at=passed(gone.kept_at.strip()),
                met=found.met,
                unmet=found.unmet,
                not_concerned=found.not_concerned,
                critical_unmet=found.critical_unmet,
                points=found.points,
                points_max=found.points_max,
                next_due=due,
                due_norm=norm,
                at=at,
                by_id=by.user_id,
            )
    except IntegrityError:
        raise UnfitSafetyError(_("This paper is entered already.")) from None


def _told(
    made: Assessment,
    gone: Gone,
    checklist: SafetyChecklist,
    place: Place | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    body = {
        "topic": gone.topic.value,
        "place": place.code if place else "",
        "checklist": checklist.n,
        "done_on": gone.done_on.isoformat(),
        "points": [made.points, made.points_max],
        "critical_unmet": made.critical_unmet,
        "next_due": made.next_due.isoformat(),
    }
    notes = {"number": made.number, "kept_at": made.kept_at}
    steps.told("safety.assessed", f"assessment:{made.pk}", body, by=by, at=at, notes=notes)


def _place(gone: Gone, province_id: int, on: date) -> Place | None:
    if gone.topic not in OF_A_PLACE:
        return None
    return queries.places_for(province_id, gone.topic, on).get(code=gone.place_code)
