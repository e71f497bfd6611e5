"""Checklists as an actor may see them: what is shipped, and what a province made for itself."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kt1.law.parameters.keys import Evidence
from kt1.oversight.inspections import checklists as shipped
from kt1.oversight.inspections.checklists import Checklist, Question
from kt1.oversight.inspections.permissions import why_not_read
from kt1.oversight.inspections.rules import Side
from kt1.oversight.inspections.versions import ChecklistQuestion, ChecklistVersion
from kt1.oversight.violations.rules import Area
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[ChecklistVersion]:
    """The Department all of its province, its head with the drafts, others what is published."""
    rows = ChecklistVersion.objects.select_related("instrument", "province")
    if why_not_read(actor) is not None or actor.province_id is None:
        return rows.none()
    rows = rows.filter(province=actor.province_id)
    if actor.role is Role.REGULATOR:
        return rows
    if actor.role is Role.HEAD and actor.agency_id is not None:
        return rows.filter(Q(published_at__isnull=False) | Q(agency=actor.agency_id))
    return rows.filter(published_at__isnull=False)


def to_publish(actor: Actor) -> QuerySet[ChecklistVersion]:
    """Drafts with questions that somebody else wrote in last: theirs to publish or to go on with.

    The Department's people and its head; nobody else sees a draft.
    """
    rows = seen_by(actor).filter(published_at=None).exclude(changed_by=actor.user_id)
    return rows.order_by("side")


def loaded(rows: Iterable[ChecklistVersion]) -> list[Checklist]:
    """Each with its questions in their order. One query more than the rows."""
    versions = list(rows)
    questions: dict[int, list[Question]] = {one.pk: [] for one in versions}
    asked = ChecklistQuestion.objects.filter(version__in=list(questions))
    for row in asked.select_related("instrument").order_by("version", "n", "pk"):
        questions[row.version_id].append(question_of(row))
    return [
        Checklist(
            code=one.code,
            side=Side(one.side),
            version=one.n,
            valid_from=one.valid_from or date.max,
            instrument=one.instrument.code,
            title=one.title,
            evidence=Evidence(one.instrument.evidence),
            note=one.paper,
            questions=tuple(questions[one.pk]),
            province_id=one.province_id,
            published_at=one.published_at,
        )
        for one in versions
    ]


def question_of(row: ChecklistQuestion) -> Question:
    paper = row.instrument
    return Question(
        key=row.key,
        section=row.section,
        area=Area(row.area),
        words=row.words,
        provision=row.provision,
        conduct=row.conduct,
        instrument=paper.code if paper else "",
        number=(paper.number or paper.code) if paper else "",
    )


def of_province(province_id: int, side: Side | None = None) -> list[Checklist]:
    """What is shipped and what the province published, oldest first. Two queries."""
    rows = ChecklistVersion.objects.select_related("instrument").filter(
        province=province_id, published_at__isnull=False
    )
    own = loaded(rows.order_by("side", "n"))
    found = [*shipped.checklists().values(), *own]
    return [one for one in found if side is None or one.side is side]


def in_force(province_id: int, side: Side, on: date) -> Checklist | None:
    """What is asked at a visit that begins on a day."""
    return shipped.in_force(of_province(province_id, side), side, on)


def by_code(code: str) -> Checklist | None:
    """One version, a draft too. What is shipped costs no query, another two."""
    if (one := shipped.checklists().get(code)) is not None:
        return one
    rows = ChecklistVersion.objects.select_related("instrument").filter(code=code)
    return next(iter(loaded(rows)), None)


def keys_given(province_id: int, side: Side) -> set[str]:
    """Keys of the questions that the province ever asked on this side: none is given twice."""
    own = ChecklistQuestion.objects.filter(version__province=province_id, version__side=side)
    return set(own.values_list("key", flat=True))
