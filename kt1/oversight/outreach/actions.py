"""Publishing the library, saying that it was read, and trying its quiz."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.outreach import permissions, queries
from kt1.oversight.outreach.models import (
    Material,
    MaterialLine,
    MaterialReceipt,
    MaterialVersion,
    QuizAttempt,
    QuizChoice,
    QuizQuestion,
)
from kt1.oversight.outreach.rules import LINES_MAX, QUESTIONS_MAX, Line, Question, Topic
from kt1.oversight.outreach.rules import passed as enough
from kt1.oversight.papers import SignedPaper, written
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.people.reminders.rules import KEEPERS


class UnfitMaterialError(ValueError):
    """It cannot be published so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a version says. Public text alone: every line is screened."""

    code: str
    topic: Topic
    title: str
    basis: str
    lines: tuple[Line, ...]
    questions: tuple[Question, ...] = ()


@transaction.atomic(durable=True)
def publish(*, said: Published, by: Actor, at: datetime, once: RequestKey) -> int:
    """Publish the next version of a material, its first where there is none. Returns its id.

    Raises:
        NotAllowedError, UnfitMaterialError.
        RefusedTextError: a line holds what may not be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["version"])
    if reason := permissions.why_not_publish(by):
        raise NotAllowedError(reason)
    _must_be_fit(said)
    material, _new = Material.objects.get_or_create(
        province_id=by.province_id,
        keeper=KEEPERS[by.role],
        code=said.code,
        defaults={"topic": said.topic},
    )
    material = Material.objects.select_for_update().get(pk=material.pk)
    n = material.versions.count() + 1
    material.versions.filter(withdrawn_at=None).update(withdrawn_at=at)
    made = MaterialVersion.objects.create(
        material=material,
        n=n,
        title=passed(said.title.strip(), names_a_paper=True),
        basis=passed(said.basis.strip(), names_a_paper=True),
        published_at=at,
        published_by_id=by.user_id,
    )
    _write(made, said)
    append(
        kind="material.published",
        subject=f"material:{material.pk}",
        actor=str(by),
        at=at,
        body={"version": n, "topic": material.topic, "lines": len(said.lines),
              "questions": len(said.questions)},
    )  # fmt: skip
    finish(once, actor=str(by), answer={"version": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def withdraw(*, version_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Take a material out of the library; what was read of it stays known.

    Raises:
        MaterialVersion.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    row = queries.versions_seen_by(by).select_for_update(of=("self",)).get(pk=version_id)
    if reason := permissions.why_not_publish(by, row.material):
        raise NotAllowedError(reason)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        append(
            kind="material.withdrawn",
            subject=f"material:{row.material_id}",
            actor=str(by),
            at=at,
            body={"version": row.n},
        )
    finish(once, actor=str(by), answer={"version": row.pk})


@transaction.atomic(durable=True)
def read(*, version_ids: Collection[int], by: Actor, at: datetime, once: RequestKey) -> int:
    """Say that `by` has read these. Returns how many were not said to be read before.

    Raises:
        MaterialVersion.DoesNotExist, NotAllowedError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["read"])
    rows = list(queries.versions_seen_by(by).filter(pk__in=version_ids))
    if len(rows) != len(set(version_ids)):
        raise MaterialVersion.DoesNotExist
    for row in rows:
        if reason := permissions.why_not_read(by, row.material):
            raise NotAllowedError(reason)
    said = MaterialReceipt.objects.filter(version__in=rows, user=by.user_id, paper="")
    known = set(said.values_list("version_id", flat=True))
    fresh = [row for row in rows if row.pk not in known]
    MaterialReceipt.objects.bulk_create(
        [
            MaterialReceipt(
                version=row, agency_id=by.agency_id or 0, user_id=by.user_id, read_at=at
            )
            for row in fresh
        ],
        ignore_conflicts=True,  # pressed twice at one moment is read once
    )
    if fresh:
        append(
            kind="material.read",
            subject="library",
            actor=str(by),
            at=at,
            body={"agency": by.agency_id},
            lines=[{"material": row.material_id, "version": row.n} for row in fresh],
        )
    finish(once, actor=str(by), answer={"read": len(fresh)})
    return len(fresh)


@transaction.atomic(durable=True)
def read_on_paper(
    *, version_id: int, agency_id: int, paper: SignedPaper, by: Actor, at: datetime,
    once: RequestKey,
) -> bool:  # fmt: skip
    """Enter the signed paper by which a body says that it has read a version. False: known before.

    Raises:
        MaterialVersion.DoesNotExist, Agency.DoesNotExist, NotAllowedError.
        RefusedTextError, UnfitPaperError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["new"])
    row = queries.versions_seen_by(by).get(pk=version_id)
    body = Agency.objects.get(pk=agency_id)
    if reason := permissions.why_not_read_for(by, row.material, body):
        raise NotAllowedError(reason)
    text = written(paper, at=at)
    new = not MaterialReceipt.objects.filter(version=row, agency=body).exists()
    if new:
        MaterialReceipt.objects.create(
            version=row, agency=body, user_id=by.user_id, read_at=at, paper=text
        )
        append(
            kind="material.read",
            subject="library",
            actor=str(by),
            at=at,
            body={"agency": body.pk, "by_paper": 1},
            lines=[{"material": row.material_id, "version": row.n}],
            notes={"paper": text},
        )
    finish(once, actor=str(by), answer={"new": new})
    return new


@transaction.atomic(durable=True)
def attempt(
    *, version_id: int, answers: Mapping[int, int], by: Actor, at: datetime, once: RequestKey
) -> int:
    """Try the quiz of a version. The score is kept, not what was answered. Returns its id.

    Args:
        answers: the number of the choice by the number of the question, both from 1.

    Raises:
        MaterialVersion.DoesNotExist, NotAllowedError.
        UnfitMaterialError: it has no quiz, or a question is not answered.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["attempt"])
    row = queries.versions_seen_by(by).get(pk=version_id)
    if reason := permissions.why_not_read(by, row.material):
        raise NotAllowedError(reason)
    right = dict(
        QuizChoice.objects.filter(question__version=row, right=True).values_list("question__n", "n")
    )
    if not right:
        raise UnfitMaterialError(_("There is no quiz here."))
    if missing := sorted(right.keys() - answers.keys()):
        raise UnfitMaterialError(
            _("Answer every question: %(numbers)s.") % {"numbers": ", ".join(map(str, missing))}
        )
    got = sum(answers[n] == choice for n, choice in right.items())
    good = enough(got, len(right), percent=queries.pass_percent(day_of(at)))
    made = QuizAttempt.objects.create(
        version=row,
        agency_id=by.agency_id or 0,
        user_id=by.user_id,
        right=got,
        of=len(right),
        passed=good,
        at=at,
    )
    append(
        kind="quiz.tried",
        subject=f"material:{row.material_id}",
        actor=str(by),
        at=at,
        body={"version": row.n, "right": got, "of": len(right), "passed": int(good)},
    )
    finish(once, actor=str(by), answer={"attempt": made.pk})
    return made.pk


def _must_be_fit(said: Published) -> None:
    if not said.title.strip() or not said.lines:
        raise UnfitMaterialError(_("Give it a title and at least one line."))
    if len(said.lines) > LINES_MAX or len(said.questions) > QUESTIONS_MAX:
        raise UnfitMaterialError(
            _("At most %(lines)d lines and %(questions)d questions.")
            % {"lines": LINES_MAX, "questions": QUESTIONS_MAX}
        )


def _write(made: MaterialVersion, said: Published) -> None:
    MaterialLine.objects.bulk_create(
        MaterialLine(version=made, n=n, kind=line.kind, text=passed(line.text, names_a_paper=True))
        for n, line in enumerate(said.lines, 1)
    )
    questions = QuizQuestion.objects.bulk_create(
        QuizQuestion(
            version=made,
            n=n,
            text=passed(one.text, names_a_paper=True),
            why=passed(one.why, names_a_paper=True),
        )
        for n, one in enumerate(said.questions, 1)
    )
    QuizChoice.objects.bulk_create(
        QuizChoice(
            question=row, n=n, text=passed(choice, names_a_paper=True), right=n == one.right + 1
        )
        for row, one in zip(questions, said.questions, strict=True)
        for n, choice in enumerate(one.choices, 1)
    )
