"""Looking at what is owed, telling people once, and urging. The only writer of its tables."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.reminders import permissions, queries, sources, steps
from kt1.oversight.reminders.models import Digest, Owing, UrgedLine, Urging
from kt1.oversight.reminders.rules import Channel, LetterState, SignedAs
from kt1.oversight.reminders.steps import Digested, Looked
from kt1.people.actor import Actor, NotAllowedError

WORKER = "worker"
#: Told of in one letter or call.
OWINGS_MOST = 500


class NothingToUrgeError(ValueError):
    """A letter names at least one thing owed."""


class DayPastError(ValueError):
    """The day that a letter sets is past, or the day it bears is yet to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a letter or a call asks: by which channel, until when, signed by whom."""

    channel: Channel
    until: date
    signed_as: SignedAs | None = None


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


@transaction.atomic(durable=True)
def look(*, province_id: int, at: datetime, by: str = WORKER) -> Looked:
    """See what bodies of a province owe. As often as one likes: what is known is not new.

    Raises:
        UnsetNormError: nobody has set after how many days the steps are reached.
    """
    on = _day(at)
    steps.one_at_a_time()
    gathered = sources.gather(province_id, on)
    graces = sources.graces(on, gathered.rules)
    return steps.keep(gathered, graces, province_id=province_id, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def digest(*, at: datetime, by: str = WORKER) -> Digested:
    """Tell everybody of what is new to them, each on one page, at most once a day.

    A worker killed half way has told nobody of anything; the next one tells all of it.
    """
    steps.one_at_a_time()
    return steps.tell(on=_day(at), by=by, at=at)


@transaction.atomic(durable=True)
def take_note(*, by: Actor, at: datetime, once: RequestKey) -> int:
    """`by` has read their digests. Returns how many were new to them."""
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["noted"])
    unseen = Digest.objects.filter(user=by.user_id, seen_at=None).order_by("pk")
    ids = list(unseen.select_for_update().values_list("pk", flat=True))
    if ids:
        Digest.objects.filter(pk__in=ids).update(seen_at=at)
        append(
            kind="digest.noted",
            subject=f"user:{by.user_id}",
            actor=str(by),
            at=at,
            body={"count": len(ids)},
            lines=[{"digest": id_} for id_ in ids],
        )
    finish(once, actor=str(by), answer={"noted": len(ids)})
    return len(ids)


@transaction.atomic(durable=True)
def urge(
    *, owing_ids: Collection[int], asked: Asked, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Draft a letter to the bodies that owe these, or note a call. Returns the urging's id.

    Raises:
        Owing.DoesNotExist: not all of them are known to `by`.
        NotAllowedError: a body is of another line, or not yet late.
        DayPastError: the day it sets is past.
        NothingToUrgeError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["urging"])
    found = queries.seen_by(by).filter(pk__in=owing_ids).select_related("agency")
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        raise NothingToUrgeError
    if len(rows) != len(set(owing_ids)) or len(rows) > OWINGS_MOST:
        raise Owing.DoesNotExist
    if reason := permissions.why_not_urge(by, rows):
        raise NotAllowedError(reason)
    if asked.until < _day(at):
        raise DayPastError
    (verb,) = permissions.verbs(rows)
    called = asked.channel is Channel.PHONE
    urging = Urging.objects.create(
        province_id=rows[0].province_id,
        office=permissions.OFFICES[by.role],
        channel=asked.channel,
        verb=verb.name,
        signed_as=asked.signed_as or "",
        until=asked.until,
        state=LetterState.ISSUED if called else LetterState.DRAFT,
        made_by_id=by.user_id,
        made_at=at,
        ended_at=at if called else None,
    )
    UrgedLine.objects.bulk_create(UrgedLine(urging=urging, owing=row) for row in rows)
    append(
        kind="urging.made",
        subject=f"urging:{urging.pk}",
        actor=str(by),
        at=at,
        body={"channel": asked.channel.value, "until": asked.until.isoformat(), "count": len(rows)},
        lines=[{"owing": row.pk, "agency": row.agency_id, "step": row.step} for row in rows],
    )
    finish(once, actor=str(by), answer={"urging": urging.pk})
    return urging.pk


@transaction.atomic(durable=True)
def issue(
    *, urging_id: int, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """The letter was signed: its number and day are entered from the paper.

    Raises:
        Urging.DoesNotExist
        NotAllowedError: it is another office's, or no draft any more.
        DayPastError: it bears a day yet to come.
        ScreenedError: the number looks like something else.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    urging = queries.urgings_seen_by(by).select_for_update(of=("self",)).get(pk=urging_id)
    if reason := permissions.why_not_end(by, urging, LetterState.ISSUED):
        raise NotAllowedError(reason)
    if dated > _day(at):
        raise DayPastError
    urging.number = passed(number.strip(), names_a_paper=True)
    urging.dated, urging.state, urging.ended_at = dated, LetterState.ISSUED, at
    urging.save(update_fields=["number", "dated", "state", "ended_at"])
    append(
        kind="urging.issued",
        subject=f"urging:{urging.pk}",
        actor=str(by),
        at=at,
        body={"dated": dated.isoformat()},
        notes={"number": urging.number},
    )
    finish(once, actor=str(by), answer={"urging": urging.pk})


@transaction.atomic(durable=True)
def lay_aside(*, urging_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """A draft is not sent after all.

    Raises:
        Urging.DoesNotExist
        NotAllowedError: it is another office's, or no draft any more.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    urging = queries.urgings_seen_by(by).select_for_update(of=("self",)).get(pk=urging_id)
    if reason := permissions.why_not_end(by, urging, LetterState.WITHDRAWN):
        raise NotAllowedError(reason)
    urging.state, urging.ended_at = LetterState.WITHDRAWN, at
    urging.save(update_fields=["state", "ended_at"])
    append(
        kind="urging.laid_aside",
        subject=f"urging:{urging.pk}",
        actor=str(by),
        at=at,
        body={"state": LetterState.WITHDRAWN.value},
    )
    finish(once, actor=str(by), answer={"urging": urging.pk})
