"""Looking for gaps before each break and reminding whoever must close them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family, Line
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage import permissions, queries
from kt1.people.coverage.escalation import CLERKS_OF, Gapped, by_hand, matter_of, wanted
from kt1.people.coverage.rules import Break, DoorGaps, by_agency, day_of, due_step
from kt1.people.reminders import steps
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule, Wanted

WORKER = "worker"


class NoSuchBreakError(LookupError):
    """No break of this key is on or near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one check found and did."""

    breaks: int = 0
    bodies: int = 0
    sent: int = 0
    settled: int = 0


@transaction.atomic(durable=True)
def check(*, at: datetime, by: str = WORKER) -> Checked:
    """Look for gaps in the break that is on and those near; remind, and close what is done.

    May run as often as one likes and by several workers at once: a step that was sent is not sent
    again, and a step that was missed while the worker stood still is sent when it is back.
    """
    try:
        ahead = queries.breaks_ahead(at)
        found = {one: _gaps_in(one, at) for one in ahead}
        days = queries.steps_before(day_of(at))
    except (NoCalendarError, UnsetNormError):
        return Checked()  # without a calendar or norms no day is a break: they are asked for first
    bodies = _bodies({body for each in found.values() for body in each}, at)
    superiors = _superiors()
    reminders: list[Wanted] = []
    open_matters = set()
    for one, gapped in found.items():
        step = due_step((one.first - day_of(at)).days, days)
        for body, gaps in gapped.items():
            open_matters.add(f"{one.key}:{bodies[body].code}")
            if step is not None:
                stage = sorted(days, reverse=True).index(step)
                reminders += wanted(
                    bodies[body], gaps, one, step=step, stage=stage, superiors=superiors
                )
    sent = steps.remind(ReminderRule.COVERAGE, reminders, by=by, at=at)
    closed = steps.settle(ReminderRule.COVERAGE, _done(open_matters), by=by, at=at)
    gapped_bodies = {body for each in found.values() for body in each}
    return Checked(
        breaks=len(ahead), bodies=len(gapped_bodies), sent=len(sent), settled=len(closed)
    )


def _gaps_in(one: Break, at: datetime) -> Mapping[int, Collection[DoorGaps]]:
    """Gaps of a break by body; of one that is on, what is left of it."""
    return by_agency(queries.gaps_of(None, queries.left_of(one, at)))


def _done(open_matters: Collection[str]) -> list[str]:
    """Subjects of open reminders whose gap is closed or past."""
    subjects = (
        Reminder.objects.filter(rule=ReminderRule.COVERAGE, settled_at=None)
        .values_list("subject", flat=True)
        .distinct()
    )
    return [subject for subject in subjects if matter_of(subject) not in open_matters]


def _bodies(ids: Collection[int], at: datetime) -> dict[int, Gapped]:
    reading = set(
        Duty.objects.filter(in_force(at), role=Role.CLERK, agency__in=ids).values_list(
            "agency_id", flat=True
        )
    )
    rows = Agency.objects.filter(pk__in=ids).order_by("pk")
    return {
        row.pk: Gapped(
            id=row.pk,
            code=row.code,
            line=Line(row.line),
            province_id=row.province_id,
            has_clerk=row.pk in reading and not row.works_on_paper,
        )
        for row in rows
    }


def _superiors() -> dict[tuple[int, Family], int]:
    """Provincial bodies that remind a line or to which it rises."""
    rows = Agency.objects.filter(
        family__in=list(CLERKS_OF.values()), commune=None, valid_to=None
    ).order_by("-pk")
    return {(row.province_id, Family(row.family)): row.pk for row in rows}


@transaction.atomic(durable=True)
def remind_by_hand(
    *,
    agency_ids: Collection[int],
    break_key: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Remind bodies of `by`'s line of their gaps in a break. Returns how many were reminded.

    A body without a gap, or reminded by hand today, is passed over.

    Raises:
        Agency.DoesNotExist: not all of them are known to `by`.
        NotAllowedError: one of them is of another line.
        NoSuchBreakError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["reminded"])
    rows = list(queries.seen_by(by, day_of(at)).filter(pk__in=agency_ids))
    if len(rows) != len(set(agency_ids)):
        raise Agency.DoesNotExist
    for row in rows:
        if reason := permissions.why_not_remind(by, row):
            raise NotAllowedError(reason)
    found = next((one for one in queries.breaks_ahead(at) if one.key == break_key), None)
    if found is None:
        raise NoSuchBreakError(break_key)
    gapped = by_agency(queries.gaps_of([row.pk for row in rows], queries.left_of(found, at)))
    bodies = _bodies(gapped, at)
    reminders = [by_hand(bodies[body], gaps, found, on=day_of(at)) for body, gaps in gapped.items()]
    sent = steps.remind(ReminderRule.COVERAGE, reminders, by=str(by), at=at)
    finish(once, actor=str(by), answer={"reminded": len(sent)})
    return len(sent)
