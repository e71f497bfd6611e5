"""Rounds of self-review: opened, answered, signed off, put on paper, closed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.rules import Family
from kt1.oversight.reviews import permissions, queries, steps
from kt1.oversight.reviews.models import Questionnaire, Review, ReviewAnswer, ReviewRound
from kt1.oversight.reviews.rules import Paper, State, Unfit, why_unfit
from kt1.people.actor import Actor, NotAllowedError


class UnfitRoundError(Exception):
    """A round cannot be opened so. The sentence says why."""


class UnfitAnswersError(Exception):
    """Answers are missing or are none of the choices. Carries them by the code of the question."""

    def __init__(self, faults: Mapping[str, Unfit]) -> None:
        super().__init__(sorted(faults))
        self.faults = faults


class PaperNeededError(Exception):
    """Answers entered for another body need the number and day of its signed paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is asked about which days, until when, and by which public paper."""

    questionnaire_id: int
    name: str
    first: date
    last: date
    due: date
    families: Collection[Family]
    basis_number: str = ""
    basis_date: date | None = None


@transaction.atomic(durable=True)
def open_round(*, opening: Opening, by: Actor, at: datetime, once: RequestKey) -> int:
    """Ask the bodies of these families, as far as they are of the actor's line. Returns its id.

    Raises:
        Questionnaire.DoesNotExist, NotAllowedError, RefusedTextError, UnfitRoundError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["round"])
    if reason := permissions.why_not_open(by):
        raise NotAllowedError(reason)
    version = steps.locked_version(opening.questionnaire_id, by)
    today = at.astimezone(VIETNAM).date()
    if fault := _why_unfit(opening, version, today):
        raise UnfitRoundError(fault)
    bodies = list(
        queries.bodies_under(by, today).filter(family__in=list(opening.families))
        .order_by("pk").values_list("pk", "code")
    )  # fmt: skip
    if not bodies:
        raise UnfitRoundError(_("No body of these families can be asked by you."))
    made = ReviewRound.objects.create(
        province_id=by.province_id or 0,
        questionnaire=version,
        name=passed(opening.name.strip()),
        asked_by_role=by.role.value,
        first=opening.first,
        last=opening.last,
        basis_number=steps.public_number(opening.basis_number),
        basis_date=opening.basis_date,
        due=opening.due,
        opened_at=at,
        opened_by_id=by.user_id,
    )
    Review.objects.bulk_create(Review(round=made, agency_id=pk) for pk, _code in bodies)
    body: dict[str, JSON] = {
        "questionnaire": version.n,
        "span": [opening.first.isoformat(), opening.last.isoformat()],
        "due": opening.due.isoformat(),
        "agencies": [code for _pk, code in bodies],
    }
    notes = {"name": made.name, "basis": made.basis_number}
    steps.told("review.opened", f"review:{made.pk}", body, by=by, at=at, notes=notes)
    finish(once, actor=str(by), answer={"round": made.pk})
    return made.pk


def _why_unfit(opening: Opening, version: Questionnaire, today: date) -> str | None:
    if version.issued_at is None:
        return _("Issue this version of the questions first.")
    if opening.last < opening.first:
        return _("The end must be later than the beginning.")
    if opening.due < today:
        return _("The due day is past.")
    if bool(opening.basis_number.strip()) and opening.basis_date is None:
        return _("A paper with a number has a day.")
    return None


@transaction.atomic(durable=True)
def close_round(*, round_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Nothing is answered any more; what was not answered stays as it is.

    Raises:
        ReviewRound.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    seen = queries.rounds_seen_by(by).filter(pk=round_id).values("pk")
    found = ReviewRound.objects.select_for_update().get(pk__in=seen)
    if reason := permissions.why_not_close(by, found):
        raise NotAllowedError(reason)
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    steps.told("review.closed", f"review:{found.pk}", {}, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def answer(
    *,
    review_id: int,
    said: Mapping[str, str],
    paper: Paper | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> str:
    """All answers at once, in place of those before. Returns the state it stands in.

    Args:
        said: by the code of the question.
        paper: the signed paper that they are copied from, for a body that works on paper.

    Raises:
        Review.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitAnswersError, PaperNeededError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    review = steps.locked(review_id, by)
    if reason := permissions.why_not_fill(by, review):
        raise NotAllowedError(reason)
    copied = permissions.needs_paper(by, review)
    if copied and paper is None:
        raise PaperNeededError
    questions = list(review.round.questionnaire.questions.order_by("n", "pk"))
    if faults := why_unfit(map(queries.asked, questions), said):
        raise UnfitAnswersError(faults)
    review.answers.all().delete()
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(review=review, question=one, value=said[one.code]) for one in questions
    )
    review.filled_at, review.filled_by_id = at, by.user_id
    review.approved_at = review.approved_by_id = None
    review.state = State.FILLED
    if copied and paper is not None:
        steps.put_paper(review, paper)
        review.state = State.STAMPED
    review.save()
    body: dict[str, JSON] = {
        "said": {one.code: said[one.code] for one in questions},
        "state": review.state,
    }
    notes = {"paper": review.paper_number if copied else ""}
    steps.told("review.answered", steps.subject_of(review), body, by=by, at=at, notes=notes)
    finish(once, actor=str(by), answer={"state": review.state})
    return review.state


@transaction.atomic(durable=True)
def approve(*, review_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """The head agrees to it on the system.

    Raises:
        Review.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    review = steps.locked(review_id, by)
    if reason := permissions.why_not_approve(by, review):
        raise NotAllowedError(reason)
    review.state, review.approved_at, review.approved_by_id = State.APPROVED, at, by.user_id
    review.save(update_fields=["state", "approved_at", "approved_by"])
    steps.told("review.approved", steps.subject_of(review), {}, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def send_back(*, review_id: int, reason: str, by: Actor, at: datetime, once: RequestKey) -> None:
    """To be answered again; the answers stay until then.

    Raises:
        Review.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    review = steps.locked(review_id, by)
    if why_not := permissions.why_not_return(by, review):
        raise NotAllowedError(why_not)
    note = passed(reason.strip())
    review.state = State.RETURNED
    review.approved_at = review.approved_by_id = review.paper_date = None
    review.paper_number = review.paper_kept_at = ""
    review.save()
    steps.told("review.returned", steps.subject_of(review), {}, by=by, at=at, notes={"note": note})
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def enter_paper(*, review_id: int, paper: Paper, by: Actor, at: datetime, once: RequestKey) -> None:
    """The sheet was signed and sealed on paper: its number, its day, where it lies.

    Raises:
        Review.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    review = steps.locked(review_id, by)
    if reason := permissions.why_not_enter_paper(by, review):
        raise NotAllowedError(reason)
    steps.put_paper(review, paper)
    review.state = State.STAMPED
    review.save()
    body = {"dated": paper.dated.isoformat()}
    notes = {"paper": review.paper_number, "kept_at": review.paper_kept_at}
    steps.told("review.stamped", steps.subject_of(review), body, by=by, at=at, notes=notes)
    finish(once, actor=str(by), answer={})
