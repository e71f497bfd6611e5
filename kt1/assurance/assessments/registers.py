"""Registers of the post: plans and their drills, sites of restricted entry and who came in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kt1.assurance.assessments import permissions, queries, steps
from kt1.assurance.assessments.registered import (
    PlanDrill,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.assessments.rules import PlanKind, Purpose, SiteUse, Visitors
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan: its kind, its paper, its next drill."""

    kind: PlanKind
    number: str
    dated: date
    place_code: str = ""
    drill_due: date | None = None


@transaction.atomic(durable=True)
def register_plan(*, planned: Planned, by: Actor, at: datetime, once: RequestKey) -> int:
    """Returns its id.

    Raises:
        NotAllowedError, RefusedTextError, Place.DoesNotExist, UnfitSafetyError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["plan"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    steps.not_future(planned.dated, at)
    province = by.province_id or 0
    place = None
    if planned.place_code:
        place = queries.houses(province, steps.day_of(at)).get(code=planned.place_code)
    try:
        with transaction.atomic():
            made = SafetyPlan.objects.create(
                province_id=province,
                kind=planned.kind,
                place=place,
                number=steps.number(planned.number),
                dated=planned.dated,
                drill_due=planned.drill_due,
                at=at,
                by_id=by.user_id,
            )
    except IntegrityError:
        raise UnfitSafetyError(_("This paper is entered already.")) from None
    body = {"kind": planned.kind.value, "dated": planned.dated.isoformat()}
    subject = f"safety-plan:{made.pk}"
    steps.told("plan.registered", subject, body, by=by, at=at, notes={"number": made.number})
    finish(once, actor=str(by), answer={"plan": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def hold_drill(
    *,
    plan_id: int,
    held_on: date,
    number: str,
    next_due: date | None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> None:
    """A drill was held, by these minutes; the next is due on a day, or none is.

    Raises:
        SafetyPlan.DoesNotExist, NotAllowedError, RefusedTextError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.plans_seen_by(by).select_for_update(of=("self",)).get(pk=plan_id)
    if reason := permissions.why_not_change_plan(by, found):
        raise NotAllowedError(reason)
    steps.not_future(held_on, at)
    if held_on < found.dated or (next_due is not None and next_due <= held_on):
        raise UnfitSafetyError(_("The days are in the wrong order."))
    if found.drills.filter(held_on=held_on).exists():
        raise UnfitSafetyError(_("This paper is entered already."))
    kept = steps.number(number)
    PlanDrill.objects.create(plan=found, held_on=held_on, number=kept, at=at, by_id=by.user_id)
    found.drill_due = next_due
    found.save(update_fields=["drill_due"])
    body = {"held_on": held_on.isoformat(), "next": next_due.isoformat() if next_due else ""}
    subject = f"safety-plan:{found.pk}"
    steps.told("plan.drilled", subject, body, by=by, at=at, notes={"number": kept})
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def end_plan(*, plan_id: int, on: date, by: Actor, at: datetime, once: RequestKey) -> None:
    """It was replaced or withdrawn.

    Raises:
        SafetyPlan.DoesNotExist, NotAllowedError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.plans_seen_by(by).select_for_update(of=("self",)).get(pk=plan_id)
    if reason := permissions.why_not_change_plan(by, found):
        raise NotAllowedError(reason)
    steps.between(found.dated, on, at)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    body = {"on": on.isoformat()}
    steps.told("plan.ended", f"safety-plan:{found.pk}", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """A site of restricted entry, by the paper that made it one."""

    place_code: str
    use: SiteUse
    number: str
    dated: date
    guarded: bool
    entry_book: bool


@transaction.atomic(durable=True)
def register_site(*, secured: Secured, by: Actor, at: datetime, once: RequestKey) -> int:
    """Returns its id.

    Raises:
        NotAllowedError, RefusedTextError, Place.DoesNotExist, UnfitSafetyError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["site"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    steps.not_future(secured.dated, at)
    place = queries.houses(by.province_id or 0, steps.day_of(at)).get(code=secured.place_code)
    if SecuredSite.objects.filter(place=place, use=secured.use, ended_on=None).exists():
        raise UnfitSafetyError(_("This site is registered already."))
    made = SecuredSite.objects.create(
        place=place,
        use=secured.use,
        number=steps.number(secured.number),
        dated=secured.dated,
        guarded=secured.guarded,
        entry_book=secured.entry_book,
        at=at,
        by_id=by.user_id,
    )
    body = {"place": place.code, "use": secured.use.value, "dated": secured.dated.isoformat()}
    subject = f"secured-site:{made.pk}"
    steps.told("site.registered", subject, body, by=by, at=at, notes={"number": made.number})
    finish(once, actor=str(by), answer={"site": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def end_site(*, site_id: int, on: date, by: Actor, at: datetime, once: RequestKey) -> None:
    """Entry is no longer restricted there.

    Raises:
        SecuredSite.DoesNotExist, NotAllowedError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.sites_seen_by(by).select_for_update(of=("self",)).get(pk=site_id)
    if reason := permissions.why_not_end_site(by, found):
        raise NotAllowedError(reason)
    steps.between(found.dated, on, at)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    steps.told("site.ended", f"secured-site:{found.pk}", {"on": on.isoformat()}, by=by, at=at)
    finish(once, actor=str(by), answer={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody came in: where the names stand on paper, what kind of people, how many, why."""

    site_id: int
    book: str
    line: int
    visitors: Visitors
    people: int
    purpose: Purpose
    entered_at: datetime
    with_user_id: int


@transaction.atomic(durable=True)
def enter_site(*, entered: Entered, by: Actor, at: datetime, once: RequestKey) -> int:
    """Returns its id.

    Raises:
        SecuredSite.DoesNotExist, User.DoesNotExist
        NotAllowedError, RefusedTextError, UnfitSafetyError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["entry"])
    if reason := permissions.why_not_keep_entries(by):
        raise NotAllowedError(reason)
    site = queries.sites_seen_by(by).get(pk=entered.site_id, ended_on=None)
    if entered.entered_at > at:
        raise UnfitSafetyError(_("The moment is in the future."))
    along = queries.staff(by.province_id or 0, at).get(pk=entered.with_user_id)
    book = steps.number(entered.book)
    if site.entries.filter(book=book, line=entered.line).exists():
        raise UnfitSafetyError(_("This line of the book is entered already."))
    made = SiteEntry.objects.create(
        site=site,
        book=book,
        line=entered.line,
        visitors=entered.visitors,
        people=entered.people,
        purpose=entered.purpose,
        entered_at=entered.entered_at,
        with_user=along,
        at=at,
        by_id=by.user_id,
    )
    body = {
        "site": site.pk,
        "line": entered.line,
        "visitors": entered.visitors.value,
        "people": entered.people,
        "purpose": entered.purpose.value,
        "entered_at": entered.entered_at.isoformat(),
    }
    subject = f"site-entry:{made.pk}"
    steps.told("site.entered", subject, body, by=by, at=at, notes={"book": book})
    finish(once, actor=str(by), answer={"entry": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def leave_site(*, entry_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """They have left, now.

    Raises:
        SiteEntry.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.entries_seen_by(by).select_for_update(of=("self",)).get(pk=entry_id)
    if reason := permissions.why_not_leave(by, found):
        raise NotAllowedError(reason)
    found.left_at = at
    found.save(update_fields=["left_at"])
    steps.told("site.left", f"site-entry:{found.pk}", {}, by=by, at=at)
    finish(once, actor=str(by), answer={})
