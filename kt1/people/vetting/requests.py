"""Asking the police about workers, and their answer: by number and date, never by a file.

The answer says for whom a vetting holds, from when until when. Of anybody else it says nothing,
and afterwards the request names nobody: no row, no entry of the ledger tells who was asked about
and has no vetting (docs/decisions/0058).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting import permissions, queries, steps
from kt1.people.vetting.models import AskedAbout, Standing, VettingRequest
from kt1.people.vetting.rules import Authority, StandingKind
from kt1.people.vetting.steps import Paper, UnfitPaperError

PEOPLE_MAX = 200


@dataclass(frozen=True, slots=True)
class Vetted:
    """One person of the answer: qualified from, and until where the answer says so."""

    user_id: int
    begins: datetime
    ends: datetime | None = None


@transaction.atomic(durable=True)
def ask(
    *,
    number: str,
    dated_on: date,
    user_ids: Sequence[int],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Say that an official letter asks the police about these workers. Returns the request's id.

    Raises:
        NotAllowedError: `by` is no dispatcher.
        UnfitPaperError: no number, too many people, or somebody does not work here.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["request"])
    if (reason := permissions.why_not_ask(by)) or by.province_id is None:
        raise NotAllowedError(reason or "")
    asked = Paper(number=number, dated_on=dated_on, authority=Authority.POST)
    paper = steps.must_be_fit(asked, at)
    if len(user_ids) > PEOPLE_MAX:
        raise UnfitPaperError(_("One letter asks about at most 200 people."))
    steps.must_work_here(user_ids, by.province_id, at)
    try:
        with transaction.atomic():
            request = VettingRequest.objects.create(
                province_id=by.province_id,
                number=paper.number,
                dated_on=paper.dated_on,
                asked_by_id=by.user_id,
                asked_at=at,
            )
    except IntegrityError:
        raise UnfitPaperError(_("A letter of this number and date is recorded already.")) from None
    AskedAbout.objects.bulk_create(
        [AskedAbout(request=request, user_id=user) for user in dict.fromkeys(user_ids)]
    )
    append(
        kind="vetting.asked",
        subject=f"vetting_request:{request.pk}",
        actor=str(by),
        at=at,
        body={"request": request.pk, "dated_on": dated_on.isoformat()},
        notes={"number": paper.number},
    )
    finish(once, actor=str(by), answer={"request": request.pk})
    return request.pk


@transaction.atomic(durable=True)
def answer(
    *,
    request_id: int,
    number: str,
    dated_on: date,
    vetted: Sequence[Vetted],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Record the answer of the police. Returns for how many people a vetting holds by it.

    Raises:
        VettingRequest.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` is neither PA03 nor a dispatcher of the province, or it is about
            themselves.
        UnfitPaperError: it was answered before, the letter has no number, somebody was not asked
            about, or a vetting would end before it begins.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["vetted"])
    request = queries.requests_seen_by(by).select_for_update(of=("self",)).get(pk=request_id)
    if reason := permissions.why_not_answer(by, request.province_id):
        raise NotAllowedError(reason)
    if by.user_id in {one.user_id for one in vetted}:
        raise NotAllowedError(_("Another dispatcher records your own papers."))
    if request.answered_at is not None:
        raise UnfitPaperError(_("This request is answered already."))
    written = Paper(number=number, dated_on=dated_on, authority=Authority.POLICE)
    paper = steps.must_be_fit(written, at)
    if paper.dated_on < request.dated_on:
        raise UnfitPaperError(_("The answer is dated before the letter it answers."))
    rows = _put(request, vetted, paper)
    request.answer_number = paper.number
    request.answer_dated_on = paper.dated_on
    request.answered_by_id = by.user_id
    request.answered_at = at
    request.save()
    AskedAbout.objects.filter(request=request).delete()
    append(
        kind="vetting.answered",
        subject=f"vetting_request:{request.pk}",
        actor=str(by),
        at=at,
        body={
            "request": request.pk,
            "dated_on": paper.dated_on.isoformat(),
            "from_paper": by.role is Role.DISPATCHER,
        },
        lines=[steps.line(row) for row in rows],
        notes={"number": paper.number},
    )
    steps.settle_reminders(rows, by=str(by), at=at)
    finish(once, actor=str(by), answer={"vetted": len(rows)})
    return len(rows)


def _put(request: VettingRequest, vetted: Sequence[Vetted], paper: Paper) -> list[Standing]:
    asked = set(request.people.values_list("user", flat=True))
    people = [one.user_id for one in vetted]
    if len(set(people)) != len(people) or not asked.issuperset(people):
        raise UnfitPaperError(_("The answer names somebody whom the letter does not ask about."))
    return Standing.objects.bulk_create(
        [
            Standing(
                user_id=one.user_id,
                kind=StandingKind.VETTING,
                valid_from=one.begins,
                valid_to=steps.end_of(StandingKind.VETTING, one.begins, one.ends),
                reference=paper.number,
                dated_on=paper.dated_on,
                authority=Authority.POLICE,
                request=request,
            )
            for one in vetted
        ]
    )
