"""The yearly plan: lines, what is carried over from the year before, approval by a paper."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.inspections import permissions, queries
from kt1.oversight.inspections.models import Plan, PlanLine
from kt1.oversight.inspections.rules import Manner, Side, State
from kt1.oversight.inspections.steps import UnfitInspectionError, paper
from kt1.people.actor import Actor, NotAllowedError

YEARS_AHEAD = 1


def _plan(year: int, by: Actor, at: datetime) -> Plan:
    """The locked plan of a year; begun with its first line."""
    if reason := permissions.why_not_plan(by):
        raise NotAllowedError(reason)
    if not at.year - 1 <= year <= at.year + YEARS_AHEAD:
        raise UnfitInspectionError(_("The plan is of this year, the last or the next one."))
    province = by.province_id or 0
    Plan.objects.get_or_create(province_id=province, year=year)
    return Plan.objects.select_for_update().get(province_id=province, year=year)


def _told(
    plan: Plan, what: str, body: dict[str, JSON], by: Actor, at: datetime, **note: str
) -> None:
    append(
        kind=f"inspection_plan.{what}",
        subject=f"inspection_plan:{plan.province_id}/{plan.year}",
        actor=str(by),
        at=at,
        body=body,
        notes={name: text for name, text in note.items() if text} or None,
    )


@transaction.atomic(durable=True)
def add_line(
    *,
    year: int,
    agency_id: int,
    side: Side,
    manner: Manner,
    month: int,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Put a body into the plan of a year that is not approved yet. Returns the line's id.

    Raises:
        Agency.DoesNotExist, NotAllowedError
        UnfitInspectionError: approved already, or the body stands in it.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["line"])
    plan = _plan(year, by, at)
    agency = Agency.objects.get(pk=agency_id, valid_to=None)
    if reason := permissions.why_not_inspect(by, agency, side):
        raise NotAllowedError(reason)
    _open(plan)
    if plan.lines.filter(agency=agency, side=side, dropped_at=None).exists():
        raise UnfitInspectionError(_("This body stands in the plan already."))
    line = PlanLine.objects.create(plan=plan, agency=agency, side=side, manner=manner, month=month)
    _told(plan, "line_added", {"agency": agency.code, "side": side.value, "month": month}, by, at)
    finish(once, actor=str(by), answer={"line": line.pk})
    return line.pk


def _open(plan: Plan) -> None:
    if plan.approved_at is not None:
        raise UnfitInspectionError(
            _("The plan is approved: an inspection beside it is an ad hoc one.")
        )


@transaction.atomic(durable=True)
def carry_over(*, year: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """Take along what the plan of the year before left undone. Returns how many lines.

    Raises:
        NotAllowedError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["lines"])
    plan = _plan(year, by, at)
    _open(plan)
    stands = set(plan.lines.filter(dropped_at=None).values_list("agency_id", "side"))
    fresh = [
        PlanLine(
            plan=plan,
            agency=line.agency,
            side=line.side,
            manner=line.manner,
            month=1,
            carried_from=line,
        )
        for line in queries.undone(plan.province_id, year - 1)
        if (line.agency_id, line.side) not in stands
    ]
    PlanLine.objects.bulk_create(fresh)
    if fresh:
        _told(plan, "carried_over", {"lines": len(fresh), "from": year - 1}, by, at)
    finish(once, actor=str(by), answer={"lines": len(fresh)})
    return len(fresh)


@transaction.atomic(durable=True)
def drop_line(*, line_id: int, number: str, by: Actor, at: datetime, once: RequestKey) -> int:
    """Take a line out: before approval at once, afterwards by a paper. Returns the year.

    Raises:
        PlanLine.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: an inspection goes on, or no paper.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["year"])
    if reason := permissions.why_not_plan(by):
        raise NotAllowedError(reason)
    rows = PlanLine.objects.select_for_update(of=("self",)).select_related("plan", "agency")
    line = rows.get(pk=line_id, plan__province=by.province_id, dropped_at=None)
    going = getattr(line, "inspection", None)
    if going is not None and going.state != State.CALLED_OFF:
        raise UnfitInspectionError(_("Its inspection is under way already."))
    text = number.strip()
    if line.plan.approved_at is not None and not text:
        raise UnfitInspectionError(_("An approved plan is changed by a paper: give its number."))
    line.dropped_at = at
    line.dropped_by_paper = passed(text, names_a_paper=True)
    line.save(update_fields=["dropped_at", "dropped_by_paper"])
    _told(line.plan, "line_dropped", {"agency": line.agency.code}, by, at, paper=text)
    finish(once, actor=str(by), answer={"year": line.plan.year})
    return line.plan.year


@transaction.atomic(durable=True)
def approve(
    *, year: int, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Enter the decision that approves the plan. Returns how many lines it holds.

    Raises:
        NotAllowedError, RefusedTextError
        UnfitInspectionError: empty, approved before, or a paper of the future.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["lines"])
    plan = _plan(year, by, at)
    _open(plan)
    lines = plan.lines.filter(dropped_at=None).count()
    if not lines:
        raise UnfitInspectionError(_("Put bodies into the plan first."))
    plan.number = paper(number, dated, since=None, at=at)
    plan.dated, plan.approved_at = dated, at
    plan.save(update_fields=["number", "dated", "approved_at"])
    _told(plan, "approved", {"lines": lines, "dated": dated.isoformat()}, by, at, paper=plan.number)
    finish(once, actor=str(by), answer={"lines": lines})
    return lines
