"""Making reports and their versions. What is owed is in `defining`, what follows in `sending`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.lines import Body
from kt1.network.agencies.queries import in_force
from kt1.network.units.models import AdminUnit
from kt1.oversight.reports import calendars, permissions, steps
from kt1.oversight.reports.models import (
    Report,
    ReportBody,
    ReportVersion,
)
from kt1.oversight.reports.rules import (
    PARTY_CODES,
    RECIPIENTS,
    Cause,
    Cycle,
    PeriodError,
    Recipient,
    words_of,
)
from kt1.oversight.reports.steps import ReportError
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import KEEPERS

#: The report that somebody asks for, of each office.
ON_DEMAND: Mapping[Body, str] = {
    Body.SCIENCE_DEPARTMENT: "kt1-on-demand",
    Body.PARTY_OFFICE: f"{PARTY_CODES}on-demand",
}
_YEARS_MAX = 3
#: More are told by a letter of their own.
BODIES_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked for, by their paper."""

    title: str
    first: date
    last: date
    due: date
    recipients: tuple[Recipient, ...]  # the superior bodies among them
    by: str
    number: str
    dated: date
    asker_id: int | None = None  # `by` is a body of the network
    bodies: tuple[int, ...] = ()  # of the network, that it goes to


@transaction.atomic(durable=True)
def make(*, code: str, period: str, by: Actor, at: datetime, once: RequestKey) -> ReportVersion:
    """Begin the report of a period: its days and its due day by the rule of then; count it.

    Raises:
        NotAllowedError.
        ReportError: no such definition or period, a window that has not begun, or one made already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ReportVersion.objects.get(pk=done["version"])
    if reason := permissions.why_not_report(by):
        raise NotAllowedError(reason)
    province = AdminUnit.objects.select_for_update().get(pk=by.province_id or 0)
    slot = _slot(by, code, period, _today(at))
    report = Report.objects.create(
        province=province,
        definition=slot.definition,
        agency_id=by.agency_id,
        code=code,
        period=period,
        title=f"{slot.definition.title} {words_of(Cycle(slot.definition.cycle), period)}",
        first=slot.span.first,
        last=slot.span.last,
        due=slot.due,
        recipients=slot.definition.recipients,
        made_by_id=by.user_id,
        made_at=at,
    )
    made = steps.count(report, cause=Cause.FIRST, by=by, at=at)
    finish(once, actor=str(by), answer={"version": made.pk})
    return made


def _slot(by: Actor, code: str, period: str, today: date) -> calendars.Slot:
    province = by.province_id or 0
    if not permissions.keeps(by, code):
        raise ReportError(_("No report is owed for this period."))
    if Report.objects.filter(province=province, code=code, period=period).exists():
        raise ReportError(_("The report of this period is made already."))
    try:
        found = calendars.slot_of(province, code, period, today)
    except PeriodError:
        found = None
    if found is None:
        raise ReportError(_("No report is owed for this period."))
    if found.span.first > today:
        raise ReportError(_("The period has not begun yet."))
    return found


@transaction.atomic(durable=True)
def answer_request(*, asked: Asked, by: Actor, at: datetime, once: RequestKey) -> ReportVersion:
    """Begin a report that somebody asked for: who, by which paper, for which days, by when.

    Raises:
        NotAllowedError, RefusedTextError.
        ReportError: days or recipients do not fit together.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ReportVersion.objects.get(pk=done["version"])
    if reason := permissions.why_not_report(by):
        raise NotAllowedError(reason)
    keeper = KEEPERS[by.role]
    code = ON_DEMAND[keeper]
    _must_fit(asked, keeper, by, _today(at))
    province = AdminUnit.objects.select_for_update().get(pk=by.province_id or 0)
    held = calendars.definitions_on(by.province_id or 0, _today(at), keeper)
    rules = {one.code: one for one in held}
    number = (
        Report.objects.filter(province=by.province_id, code=code).aggregate(
            n=Max(Cast("period", IntegerField()))
        )["n"]
        or 0
    )
    report = Report.objects.create(
        province=province,
        definition=rules[code],
        agency_id=by.agency_id,
        code=code,
        period=str(number + 1),
        title=passed(asked.title.strip()),
        first=asked.first,
        last=asked.last,
        due=asked.due,
        recipients=[
            *(one.value for one in asked.recipients),
            *([Recipient.BODY.value] if asked.bodies else []),
        ],
        asked_by=passed(asked.by.strip()),
        asker_id=asked.asker_id,
        asked_no=passed(asked.number.strip(), names_a_paper=True),
        asked_on=asked.dated,
        made_by_id=by.user_id,
        made_at=at,
    )
    ReportBody.objects.bulk_create(ReportBody(report=report, agency_id=one) for one in asked.bodies)
    steps.say(
        "report.asked", report, by=by, at=at, due=asked.due.isoformat(),
        dated=asked.dated.isoformat(),
        notes={"by": report.asked_by, "number": report.asked_no},
    )  # fmt: skip
    made = steps.count(report, cause=Cause.FIRST, by=by, at=at)
    finish(once, actor=str(by), answer={"version": made.pk})
    return made


def _must_fit(asked: Asked, keeper: Body, by: Actor, today: date) -> None:
    if not asked.by.strip() or not asked.number.strip():
        raise ReportError(_("Say who asked, and the number and date of their paper."))
    if not (asked.recipients or asked.bodies) or not (
        set(asked.recipients) <= set(RECIPIENTS[keeper])
    ):
        raise ReportError(_("Say to whom the report goes."))
    named = {*asked.bodies, *([asked.asker_id] if asked.asker_id else [])}
    ours = in_force(today).filter(province=by.province_id or 0, pk__in=named)
    if len(asked.bodies) > BODIES_MAX or ours.count() != len(named):
        raise ReportError(_("Name at most %(n)s bodies of the province.") % {"n": BODIES_MAX})
    if not asked.first <= asked.last or (asked.last - asked.first).days > 366 * _YEARS_MAX:
        raise ReportError(_("The days are in order and span at most three years."))
    if asked.first > today or asked.dated > today or asked.due < asked.dated:
        raise ReportError(_("The days have begun, and the report is due after it was asked for."))


@transaction.atomic(durable=True)
def count_again(
    *, version_id: int, cause: Cause, by: Actor, at: datetime, once: RequestKey
) -> ReportVersion:
    """The next version with everything counted now; the one before keeps its figures.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError.
        ReportError: a newer version stands already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ReportVersion.objects.get(pk=done["version"])
    last = steps.locked(version_id)
    if reason := permissions.why_not_count_again(by, last):
        raise NotAllowedError(reason)
    if cause is Cause.FIRST or not steps.is_newest(last):
        raise ReportError(_("A newer version stands: read that one."))
    made = steps.count(last.report, cause=cause, by=by, at=at)
    finish(once, actor=str(by), answer={"version": made.pk})
    return made


def _today(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
