"""Preparing an inspection, its team and decision; what the body inspected says to it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.queries import calendar
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.inspections import permissions, published, queries, rules, steps
from kt1.oversight.inspections.models import Inspection, PlanLine, TeamMember
from kt1.oversight.inspections.rules import Basis, Ground, Manner, Part, Side, State
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an inspection is to be. `line_id`: of the plan; else body, side and ground."""

    manner: Manner
    period_from: date
    period_to: date
    visit_from: date
    visit_to: date
    line_id: int | None = None
    agency_id: int | None = None
    side: Side | None = None
    ground: Ground | None = None
    paper: str = ""


@transaction.atomic(durable=True)
def prepare(*, wanted: Prepared, by: Actor, at: datetime, once: RequestKey) -> int:
    """Prepare an inspection of the plan or an ad hoc one. Returns its id.

    Raises:
        PlanLine.DoesNotExist, Agency.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: days out of order, the plan not approved, no ground, no checklist.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["inspection"])
    if reason := permissions.why_not_plan(by):
        raise NotAllowedError(reason)
    line = _line(wanted.line_id, by) if wanted.line_id else None
    agency = line.agency if line else Agency.objects.get(pk=wanted.agency_id or 0, valid_to=None)
    side = Side(line.side) if line else wanted.side
    if side is None:
        raise UnfitInspectionError(_("Say what is inspected."))
    if reason := permissions.why_not_inspect(by, agency, side):
        raise NotAllowedError(reason)
    _in_order(wanted, at)
    if line is None and wanted.ground is None:
        raise UnfitInspectionError(_("An ad hoc inspection says why it is held."))
    if wanted.ground is Ground.ORDER and not wanted.paper.strip():
        raise UnfitInspectionError(_("Number and date of the paper of whoever asks for it."))
    version = published.in_force(agency.province_id, side, wanted.visit_from)
    if version is None:
        raise UnfitInspectionError(_("No checklist holds on the day of the visit."))
    made = Inspection.objects.create(
        province_id=agency.province_id,
        agency=agency,
        side=side,
        basis=Basis.PLANNED if line else Basis.AD_HOC,
        manner=wanted.manner,
        plan_line=line,
        ground="" if line or wanted.ground is None else wanted.ground,
        asked_by_paper=passed(wanted.paper.strip(), names_a_paper=True),
        checklist=version.code,
        checklist_digest=version.digest,
        period_from=wanted.period_from,
        period_to=wanted.period_to,
        visit_from=wanted.visit_from,
        visit_to=wanted.visit_to,
        made_at=at,
        made_by_id=by.user_id,
    )
    body = {"agency": agency.code, "side": made.side, "basis": made.basis,
            "checklist": version.code, "ground": made.ground}  # fmt: skip
    steps.told(made, "prepared", body, by=by, at=at)
    finish(once, actor=str(by), answer={"inspection": made.pk})
    return made.pk


def _line(line_id: int, by: Actor) -> PlanLine:
    rows = PlanLine.objects.select_for_update(of=("self",)).select_related("plan", "agency")
    line = rows.get(pk=line_id, plan__province=by.province_id, dropped_at=None)
    if line.plan.approved_at is None:
        raise UnfitInspectionError(_("The plan of this year is not approved yet."))
    if Inspection.objects.filter(plan_line=line).exists():
        raise UnfitInspectionError(_("This line of the plan has its inspection already."))
    return line


def _in_order(wanted: Prepared, at: datetime) -> None:
    if wanted.period_to < wanted.period_from or wanted.visit_to < wanted.visit_from:
        raise UnfitInspectionError(_("The last day comes after the first one."))
    if wanted.period_to > wanted.visit_to:
        raise UnfitInspectionError(_("What is looked at ends before the visit does."))
    if wanted.visit_to < steps.day_of(at):
        raise UnfitInspectionError(_("The visit lies in the future."))


@transaction.atomic(durable=True)
def put_member(
    *,
    inspection_id: int,
    duty_id: int | None,
    office: str,
    position: str,
    part: Part,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Put a person with an account, or an office and title alone, into the team. Returns the id.

    Raises:
        Inspection.DoesNotExist, Duty.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: full, in it already, or there is a head.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["member"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_staff(by, found):
        raise NotAllowedError(reason)
    if found.team.count() >= rules.TEAM_MAX:
        raise UnfitInspectionError(_("The team is full."))
    if part is Part.LEAD and found.team.filter(part=Part.LEAD).exists():
        raise UnfitInspectionError(_("The team has its head already."))
    member = TeamMember(inspection=found, part=part)
    if duty_id is not None:
        duty = queries.candidates(found.province_id, found, steps.day_of(at)).get(pk=duty_id)
        member.user = duty.user
        member.position = duty.user.title[: rules.TITLE_CHARS_MAX]
        body = duty.agency.name if duty.agency else duty.get_role_display()
        member.office = str(body)[: rules.TITLE_CHARS_MAX]
    else:
        member.office, member.position = passed(office.strip()), passed(position.strip())
    if not member.office or not member.position:
        raise UnfitInspectionError(_("Name the office and the title, never a person."))
    member.save()
    steps.told(found, "member_put", {"user": member.user_id, "part": part.value}, by=by, at=at)
    finish(once, actor=str(by), answer={"member": member.pk})
    return member.pk


@transaction.atomic(durable=True)
def take_member(
    *, inspection_id: int, member_id: int, by: Actor, at: datetime, once: RequestKey
) -> bool:
    """Take somebody out of the team. False where they were out already.

    Raises:
        Inspection.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["taken"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_staff(by, found):
        raise NotAllowedError(reason)
    member = found.team.filter(pk=member_id).first()
    if member is not None:
        body = {"user": member.user_id, "part": member.part}
        member.delete()
        steps.told(found, "member_taken", body, by=by, at=at)
    finish(once, actor=str(by), answer={"taken": member is not None})
    return member is not None


@transaction.atomic(durable=True)
def decide(
    *,
    inspection_id: int,
    number: str,
    dated: date,
    notified_on: date,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> date:
    """Enter the signed decision and when it went to the body. Returns the first day of the visit.

    What the procedure asks is checked as far as it is set.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: no head, too few persons, too short a notice.
        NoCalendarError: the notice cannot be counted.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["visit"]))
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.DECIDED):
        raise NotAllowedError(reason)
    text = steps.paper(number, dated, since=None, at=at)
    if not dated <= notified_on <= steps.day_of(at):
        raise UnfitInspectionError(_("It is sent between its own day and today."))
    if fault := why_unready(found, dated, notified_on):
        raise UnfitInspectionError(fault)
    found.state = State.DECIDED
    found.decision_number, found.decision_on, found.notified_on = text, dated, notified_on
    found.save(update_fields=["state", "decision_number", "decision_on", "notified_on"])
    body = {"dated": dated.isoformat(), "notified": notified_on.isoformat()}
    steps.told(found, "decided", body, by=by, at=at, note=text)
    finish(once, actor=str(by), answer={"visit": found.visit_from.isoformat()})
    return found.visit_from


def why_unready(found: Inspection, dated: date, notified_on: date) -> str | None:
    """What the team or the days lack, as far as the procedure says."""
    asked = queries.procedure_on(dated, Basis(found.basis))
    team = list(found.team.values_list("part", flat=True))
    if Part.LEAD not in team:
        return _("The team needs its head.")
    if asked.team_min is not None and len(team) < asked.team_min:
        return _("The team needs at least %(n)s persons.") % {"n": asked.team_min}
    first = rules.earliest_visit(notified_on, asked, calendar())
    if found.visit_from < first:
        return _("The body is told in time only for a visit from %(day)s.") % {
            "day": f"{first:%d/%m/%Y}"
        }
    last = rules.last_visit(found.visit_from, asked, calendar())
    if last is not None and found.visit_to > last:
        return _("The visit may last until %(day)s.") % {"day": f"{last:%d/%m/%Y}"}
    return None


@transaction.atomic(durable=True)
def move_visit(
    *,
    inspection_id: int,
    visit_from: date,
    visit_to: date,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> date:
    """Other days for the visit, before the team begins. Returns the first of them.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["visit"]))
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.CALLED_OFF):
        raise NotAllowedError(reason)
    passed(note)
    if visit_to < visit_from or visit_from < steps.day_of(at) or found.period_to > visit_to:
        raise UnfitInspectionError(_("The visit lies in the future."))
    found.visit_from, found.visit_to = visit_from, visit_to
    if found.decision_on is not None and found.notified_on is not None:
        fault = why_unready(found, found.decision_on, found.notified_on)
        if fault is not None:
            raise UnfitInspectionError(fault)
    found.save(update_fields=["visit_from", "visit_to"])
    body = {"from": visit_from.isoformat(), "to": visit_to.isoformat()}
    steps.told(found, "visit_moved", body, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"visit": visit_from.isoformat()})
    return visit_from


@transaction.atomic(durable=True)
def call_off(*, inspection_id: int, note: str, by: Actor, at: datetime, once: RequestKey) -> str:
    """It is not held. A line of the plan may be taken over to the next year.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.CALLED_OFF):
        raise NotAllowedError(reason)
    passed(note)
    found.state = State.CALLED_OFF
    found.save(update_fields=["state"])
    steps.told(found, "called_off", {}, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state
