"""Keeping the watch list: thresholds, bodies put on it by hand, reminders given."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.inspections import permissions
from kt1.oversight.inspections.drawn import Threshold, WatchEntry, WatchNote
from kt1.oversight.inspections.permissions import WATCHERS
from kt1.oversight.inspections.steps import UnfitInspectionError, day_of
from kt1.oversight.inspections.watch import Channel, Measure, Reason
from kt1.people.actor import Actor, NotAllowedError

BOUND_MAX = 1_000_000


@transaction.atomic(durable=True)
def set_bound(*, measure: Measure, bound: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """From which figure on a body is watched. The one before is closed, never edited.

    Raises:
        NotAllowedError, UnfitInspectionError: not a whole number from 1 on.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["bound"])
    if reason := permissions.why_not_watch(by):
        raise NotAllowedError(reason)
    if not 1 <= bound <= BOUND_MAX:
        raise UnfitInspectionError(_("A whole number from 1 on."))
    province, body = by.province_id or 0, WATCHERS[by.role]
    rows = Threshold.objects.select_for_update().filter(
        province=province, body=body, measure=measure, until=None
    )
    before = rows.first()
    if before is None or before.bound != bound:
        rows.update(until=at)
        Threshold.objects.create(
            province_id=province, body=body, measure=measure, bound=bound, since=at,
            by_id=by.user_id,
        )  # fmt: skip
        append(
            kind="watch.bound_set",
            subject=f"watch:{province}/{body.value}",
            actor=str(by),
            at=at,
            body={"measure": measure.value, "bound": bound},
        )
    finish(once, actor=str(by), answer={"bound": bound})
    return bound


def _body(agency_id: int, by: Actor) -> Agency:
    """A body of the actor's province; of any other nothing is known."""
    return Agency.objects.get(pk=agency_id, province=by.province_id or 0)


@transaction.atomic(durable=True)
def put_on(
    *, agency_id: int, reason: Reason, paper: str, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Watch a body that no figure put on the list. Returns the entry's id.

    Raises:
        Agency.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["entry"])
    if why := permissions.why_not_watch(by):
        raise NotAllowedError(why)
    agency = _body(agency_id, by)
    if why := permissions.why_not_watch_body(by, agency):
        raise NotAllowedError(why)
    body = WATCHERS[by.role]
    Agency.objects.select_for_update().get(pk=agency.pk)
    stands = WatchEntry.objects.filter(body=body, agency=agency, until=None).first()
    if stands is None:
        stands = WatchEntry.objects.create(
            province_id=agency.province_id,
            body=body,
            agency=agency,
            reason=reason,
            paper=passed(paper.strip(), names_a_paper=True),
            since=at,
            by_id=by.user_id,
        )
        _told("put_on", agency, {"reason": reason.value}, by, at, paper=stands.paper)
    finish(once, actor=str(by), answer={"entry": stands.pk})
    return stands.pk


@transaction.atomic(durable=True)
def take_off(*, agency_id: int, by: Actor, at: datetime, once: RequestKey) -> bool:
    """It is no longer watched by hand; a figure may keep it on the list. False where it was not.

    Raises:
        Agency.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["taken"])
    if why := permissions.why_not_watch(by):
        raise NotAllowedError(why)
    agency = _body(agency_id, by)
    rows = WatchEntry.objects.filter(body=WATCHERS[by.role], agency=agency, until=None)
    taken = bool(rows.update(until=at))
    if taken:
        _told("taken_off", agency, {}, by, at)
    finish(once, actor=str(by), answer={"taken": taken})
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What a person notes: đã nhắc qua điện thoại, văn bản."""

    channel: Channel
    on: date
    measure: Measure | None = None
    paper: str = ""
    note: str = ""


@transaction.atomic(durable=True)
def remind(*, agency_id: int, said: Reminded, by: Actor, at: datetime, once: RequestKey) -> int:
    """Note a reminder that was given. Returns its id.

    Raises:
        Agency.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: in the future, or a letter without its number.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["note"])
    if why := permissions.why_not_watch(by):
        raise NotAllowedError(why)
    agency = _body(agency_id, by)
    if why := permissions.why_not_remind(by, agency):
        raise NotAllowedError(why)
    passed(said.note)
    paper = passed(said.paper.strip(), names_a_paper=True)
    if said.on > day_of(at):
        raise UnfitInspectionError(_("The reminder was given today or before."))
    if said.channel is Channel.LETTER and not paper:
        raise UnfitInspectionError(_("Number and date of the letter."))
    made = WatchNote.objects.create(
        province_id=agency.province_id,
        body=WATCHERS[by.role],
        agency=agency,
        measure="" if said.measure is None else said.measure,
        channel=said.channel,
        reminded_on=said.on,
        paper=paper,
        at=at,
        by_id=by.user_id,
    )
    body = {"channel": said.channel.value, "on": said.on.isoformat(), "measure": made.measure}
    _told("reminded", agency, body, by, at, paper=paper, note=said.note.strip())
    finish(once, actor=str(by), answer={"note": made.pk})
    return made.pk


def _told(
    what: str, agency: Agency, body: dict[str, str], by: Actor, at: datetime, **notes: str
) -> None:
    append(
        kind=f"watch.{what}",
        subject=f"agency:{agency.code}",
        actor=str(by),
        at=at,
        body={"watcher": WATCHERS[by.role].value, **body},
        notes={name: text for name, text in notes.items() if text} or None,
    )
