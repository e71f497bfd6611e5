"""Recording what workers hold, ending it, and warning before it lapses. Writes standings."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import ReminderRule, Wanted
from kt1.people.reminders.steps import remind
from kt1.people.vetting import permissions, queries, rules, steps
from kt1.people.vetting.models import Standing, TrainingEvent
from kt1.people.vetting.rules import StandingKind, Topic
from kt1.people.vetting.steps import Paper, UnfitPaperError

#: What a dispatcher records for one person; training is recorded by its event.
RECORDED = (StandingKind.VETTING, StandingKind.PLEDGE, StandingKind.TOOL)


@transaction.atomic(durable=True)
def record(
    *,
    user_id: int,
    kind: StandingKind,
    paper: Paper,
    valid_from: datetime,
    valid_to: datetime | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Record from a signed paper that a worker holds something. Returns the standing's id.

    Raises:
        NotAllowedError: `by` is no dispatcher, or it is about themselves.
        UnfitPaperError: the paper has no number, or the person does not work here.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["standing"])
    if reason := permissions.why_not_record(by, user_id):
        raise NotAllowedError(reason)
    if kind not in RECORDED:
        raise UnfitPaperError(_("A training is recorded by its event."))
    paper = steps.must_be_fit(paper, at)
    steps.must_work_here([user_id], by.province_id, at)
    row = Standing.objects.create(
        user_id=user_id,
        kind=kind,
        valid_from=valid_from,
        valid_to=steps.end_of(kind, valid_from, valid_to),
        reference=paper.number,
        dated_on=paper.dated_on,
        authority=paper.authority,
    )
    append(
        kind="standing.recorded",
        subject=f"user:{user_id}",
        actor=str(by),
        at=at,
        body={"count": 1},
        lines=[steps.line(row)],
        notes={"reference": paper.number},
    )
    steps.settle_reminders([row], by=str(by), at=at)
    finish(once, actor=str(by), answer={"standing": row.pk})
    return row.pk


@transaction.atomic(durable=True)
def end(
    *, standing_id: int, ends_at: datetime, by: Actor, at: datetime, once: RequestKey
) -> datetime:
    """From `ends_at` on, never in the past, the paper holds no more. Returns that moment.

    Raises:
        Standing.DoesNotExist: there is none that `by` may know of.
        NotAllowedError: `by` is no dispatcher, or it is their own.
        UnfitPaperError: it has ended already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return datetime.fromisoformat(done["ends_at"])
    found = queries.standings_seen_by(by).select_for_update(of=("self",))
    row = found.get(pk=standing_id)
    if reason := permissions.why_not_record(by, row.user_id):
        raise NotAllowedError(reason)
    if row.valid_to is not None and row.valid_to <= at:
        raise UnfitPaperError(_("It has ended already."))
    row.valid_to = max(ends_at, at, row.valid_from)
    row.save(update_fields=["valid_to"])
    append(
        kind="standing.ended",
        subject=f"user:{row.user_id}",
        actor=str(by),
        at=at,
        body={"standing": row.pk, "ends_at": row.valid_to.isoformat()},
    )
    finish(once, actor=str(by), answer={"ends_at": row.valid_to.isoformat()})
    return row.valid_to


@transaction.atomic(durable=True)
def train(
    *,
    topic: Topic,
    held_on: date,
    paper: Paper,
    user_ids: Sequence[int],
    valid_to: datetime | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Record a training that was held and who attended. Returns the event's id.

    What attending gives holds from the day of the event on.

    Raises:
        NotAllowedError: `by` is no dispatcher.
        UnfitPaperError: the event lies ahead, nobody attended, or somebody does not work here.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["event"])
    if (reason := permissions.why_not_train(by)) or by.province_id is None:
        raise NotAllowedError(reason or "")
    paper = steps.must_be_fit(paper, at)
    if held_on > at.astimezone(VIETNAM).date():
        raise UnfitPaperError(_("A training is recorded after it was held."))
    steps.must_work_here(user_ids, by.province_id, at)
    event = TrainingEvent.objects.create(
        province_id=by.province_id,
        topic=topic,
        held_on=held_on,
        authority=paper.authority,
        reference=paper.number,
    )
    rows = _attend(event, paper, user_ids, valid_to)
    append(
        kind="training.recorded",
        subject=f"training:{event.pk}",
        actor=str(by),
        at=at,
        body={"event": event.pk, "topic": topic.value, "held_on": held_on.isoformat()},
        lines=[steps.line(row) for row in rows],
        notes={"reference": paper.number},
    )
    steps.settle_reminders(rows, by=str(by), at=at)
    finish(once, actor=str(by), answer={"event": event.pk})
    return event.pk


def _attend(
    event: TrainingEvent, paper: Paper, user_ids: Sequence[int], valid_to: datetime | None
) -> list[Standing]:
    begins = datetime.combine(event.held_on, time(), VIETNAM)
    kind = rules.GIVES[Topic(event.topic)]
    ends = steps.end_of(kind, begins, valid_to)
    return Standing.objects.bulk_create(
        [
            Standing(
                user_id=user,
                kind=kind,
                valid_from=begins,
                valid_to=ends,
                reference=event.reference,
                dated_on=paper.dated_on,
                authority=paper.authority,
                event=event,
            )
            for user in dict.fromkeys(user_ids)
        ]
    )


@transaction.atomic(durable=True)
def warn(*, at: datetime, provinces: Sequence[int]) -> int:
    """Remind the dispatchers of these provinces of every lapse whose next step is reached.

    That of what is demanded of who takes, and of the support tools a worker was given.

    Called each night, as often as one likes: a step is sent once. Returns how many were sent.
    """
    days = queries.warning_days(at)
    if not days:
        return 0
    ends = at + timedelta(days=max(days))
    kinds = (*queries.demanded(at), StandingKind.TOOL)
    wanted = [
        Wanted(
            subject=f"user:{user.pk}/{kind.value}/{lapses:%Y-%m-%d}",
            step=step,
            role=Role.DISPATCHER,
            province_id=province,
            due=lapses,
            facts={"user": user.pk, "kind": kind.value},
        )
        for province in provinces
        for user in queries.ending(at, ends, province, kinds)
        for kind in kinds
        if (lapses := getattr(user, f"{kind.value}_until")) is not None
        and at < lapses <= ends
        and (step := rules.step_of(lapses, at, days)) is not None
    ]
    return len(remind(ReminderRule.VETTING, wanted, by="worker", at=at)) if wanted else 0
