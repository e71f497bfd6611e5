"""Making versions of the questionnaire: a draft is written, then issued and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.lines import Body
from kt1.oversight.reviews import permissions, standard, steps
from kt1.oversight.reviews.models import Questionnaire, ReviewQuestion
from kt1.oversight.reviews.rules import QUESTIONS_MAX, Ask, Part
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import KEEPERS


class UnfitQuestionnaireError(Exception):
    """It cannot be done to this version now. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A question as typed."""

    part: Part
    ask: Ask
    text: str
    wanted: str = ""


@transaction.atomic(durable=True)
def draft(*, name: str, by: Actor, at: datetime, once: RequestKey) -> int:
    """Begin a new version: a copy of the newest, or of the shipped one. Returns its id.

    Raises:
        NotAllowedError, RefusedTextError
        UnfitQuestionnaireError: a draft is open already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["questionnaire"])
    if reason := permissions.why_not_edit_questions(by):
        raise NotAllowedError(reason)
    kept = {"province_id": by.province_id or 0, "keeper": KEEPERS[by.role].value}
    known = Questionnaire.objects.select_for_update().filter(**kept)
    if known.filter(issued_at=None).exists():
        raise UnfitQuestionnaireError(_("A version is being written already: go on with that one."))
    newest = known.order_by("-n").first()
    made = Questionnaire.objects.create(
        **kept,
        n=newest.n + 1 if newest else 1,
        name=passed(name.strip()),
        made_at=at,
        made_by_id=by.user_id,
    )
    rows: Iterable[ReviewQuestion | standard.Standard] = standard.QUESTIONS
    if newest is not None:
        rows = newest.questions.order_by("n", "pk")
    ReviewQuestion.objects.bulk_create(
        ReviewQuestion(
            questionnaire=made, n=n, code=one.code, part=one.part, ask=one.ask, text=one.text,
            wanted=one.wanted,
        )
        for n, one in enumerate(rows, 1)
    )  # fmt: skip
    _told("drafted", made, by=by, at=at)
    finish(once, actor=str(by), answer={"questionnaire": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def add(*, questionnaire_id: int, worded: Worded, by: Actor, at: datetime, once: RequestKey) -> str:
    """Put a question at the end of its part. Returns its code.

    Raises:
        Questionnaire.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitQuestionnaireError: too many.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["code"])
    version = _changing(questionnaire_id, by)
    if version.questions.count() >= QUESTIONS_MAX:
        raise UnfitQuestionnaireError(_("At most %(n)s questions.") % {"n": QUESTIONS_MAX})
    highest = version.questions.aggregate(n=Max("n"))["n"] or 0
    codes = ReviewQuestion.objects.filter(
        questionnaire__province=version.province_id, questionnaire__keeper=version.keeper
    )
    code = f"T{codes.filter(code__startswith='T').values('code').distinct().count() + 1}"
    ReviewQuestion.objects.create(
        questionnaire=version,
        n=highest + 1,
        code=code,
        part=worded.part,
        ask=worded.ask,
        text=passed(worded.text.strip()),
        wanted="" if worded.ask is Ask.BAND else worded.wanted,
    )
    _told("question_added", version, by=by, at=at, code=code)
    finish(once, actor=str(by), answer={"code": code})
    return code


@transaction.atomic(durable=True)
def drop(*, questionnaire_id: int, code: str, by: Actor, at: datetime, once: RequestKey) -> None:
    """Take a question out of a draft.

    Raises:
        Questionnaire.DoesNotExist, ReviewQuestion.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    version = _changing(questionnaire_id, by)
    version.questions.get(code=code).delete()
    _told("question_dropped", version, by=by, at=at, code=code)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def issue(*, questionnaire_id: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """From now on this version can be asked and never changes. Returns its number.

    Raises:
        Questionnaire.DoesNotExist, NotAllowedError
        UnfitQuestionnaireError: it asks nothing.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    version = _changing(questionnaire_id, by)
    if not version.questions.exists():
        raise UnfitQuestionnaireError(_("It asks nothing yet: add a question."))
    version.issued_at, version.issued_by_id = at, by.user_id
    version.save(update_fields=["issued_at", "issued_by"])
    _told("issued", version, by=by, at=at, questions=version.questions.count())
    finish(once, actor=str(by), answer={"n": version.n})
    return version.n


def _changing(questionnaire_id: int, by: Actor) -> Questionnaire:
    version = steps.locked_version(questionnaire_id, by)
    if reason := permissions.why_not_change(by, version):
        raise NotAllowedError(reason)
    return version


def _told(what: str, version: Questionnaire, *, by: Actor, at: datetime, **more: str | int) -> None:
    office = "" if version.keeper == Body.SCIENCE_DEPARTMENT else f"{version.keeper}/"
    subject = f"questionnaire:{version.province_id}/{office}{version.n}"
    steps.told(f"questionnaire.{what}", subject, dict(more), by=by, at=at)
