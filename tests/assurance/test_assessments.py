"""Assessing, correcting, verifying, and the registers of the post."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kt1.assurance.assessments import (
    actions,
    connecting,
    measuring,
    queries,
    registers,
    standard,
)
from kt1.assurance.assessments.models import Assessment, SafetyCriterion, SafetyMeasure
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    PlanDrill,
    SafetyPlan,
    SiteEntry,
)
from kt1.assurance.assessments.rules import (
    Alarm,
    BadChecklistError,
    Exchange,
    MeasureState,
    Nature,
    PlanKind,
    Purpose,
    SiteUse,
    Topic,
    Trend,
    Verdict,
    Visitors,
)
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 14)


@pytest.fixture
def world(db: None) -> World:
    return build()


def who(by: Actor, at: Any = make.MORNING) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def listed(world: World, topic: Topic = Topic.SITE) -> int:
    actions.write_checklist(topic=topic, typed=standard.CHECKLISTS[topic], **who(world.dispatcher))
    found = queries.checklist_in_force(make.province().pk, topic)
    assert found is not None
    return found.pk


def gone(world: World, checklist: int, *unmet: int, **more: Any) -> actions.Gone:
    lines = SafetyCriterion.objects.filter(checklist=checklist).values_list("n", flat=True)
    verdicts = {n: Verdict.UNMET if n in unmet else Verdict.MET for n in lines}
    said: dict[str, Any] = {
        "topic": Topic.SITE, "place_code": world.centre.code, "checklist_id": checklist,
        "verdicts": verdicts, "done_on": DAY, "number": "3/BB-BĐT", "kept_at": "tủ 1",
    }  # fmt: skip
    return actions.Gone(**said | more)


def test_an_assessment_keeps_totals_and_never_which_line(world: World) -> None:
    checklist = listed(world)
    made = actions.assess(gone=gone(world, checklist, 1, 9), **who(world.dispatcher))
    one = Assessment.objects.get(pk=made)
    assert (one.met, one.unmet, one.critical_unmet) == (7, 2, 1)
    assert (one.points, one.points_max, one.percent) == (13, 17, 76)
    assert one.next_due == date(2026, 7, 14)
    assert one.due_norm.startswith("CHUNG/assessment_months/site")
    entry = Entry.objects.get(kind="safety.assessed")
    assert set(body_of(entry)) == {
        "topic", "place", "checklist", "done_on", "points", "critical_unmet", "next_due",
    }  # fmt: skip
    for change in (Assessment.objects.all().delete, lambda: Assessment.objects.update(met=9)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_who_may_not_assess_and_what_cannot_be_kept(world: World) -> None:
    checklist = listed(world)
    with pytest.raises(NotAllowedError):
        actions.assess(gone=gone(world, checklist), **who(world.controller))
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(UnfitSafetyError):
        actions.assess(gone=gone(world, checklist, done_on=tomorrow), **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        actions.assess(
            gone=gone(world, checklist, verdicts={1: Verdict.MET}), **who(world.dispatcher)
        )
    far = gone(world, checklist, place_code=world.far_centre.code)
    with pytest.raises(Place.DoesNotExist):
        actions.assess(gone=far, **who(world.dispatcher))
    actions.assess(gone=gone(world, checklist), **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        actions.assess(gone=gone(world, checklist), **who(world.dispatcher))
    with pytest.raises(BadChecklistError):
        actions.write_checklist(topic=Topic.SITE, typed="9 x", **who(world.dispatcher))
    typed = "1 Công văn số 12/UBND được treo"
    with pytest.raises(RefusedTextError):
        actions.write_checklist(topic=Topic.SITE, typed=typed, **who(world.dispatcher))


def test_everything_to_be_assessed_is_seen_with_trend_and_alarm(world: World) -> None:
    checklist, province = listed(world), make.province().pk
    before = gone(world, checklist, 1, done_on=date(2025, 7, 20), number="1/BB")
    actions.assess(gone=before, **who(world.dispatcher))
    actions.assess(gone=gone(world, checklist), **who(world.dispatcher))
    with CaptureQueriesContext(connection) as asked:
        rows = {one.key: one for one in queries.assessed(province, DAY)}
    assert len(asked) <= 5
    assert set(rows) == {"network", "people", "24-TT", "24-BC01", "24-XE1", "24-XE2"}
    centre = rows["24-TT"]
    assert (centre.alarm, centre.trend) == (Alarm.FINE, Trend.UP)
    assert rows["24-BC01"].alarm is Alarm.NEVER
    assert queries.overdue(province, DAY) == 5
    later = {one.key: one.alarm for one in queries.assessed(province, date(2026, 7, 15))}
    assert later["24-TT"] is Alarm.OVERDUE


def wanted(world: World, **more: Any) -> measuring.Wanted:
    said: dict[str, Any] = {
        "nature": Nature.CORRECTIVE, "paper": "3/BB-BĐT", "paper_date": DAY, "item": 1,
        "owner_id": world.courier.user_id, "due": DAY + timedelta(days=7),
    }  # fmt: skip
    return measuring.Wanted(**said | more)


def test_a_measure_is_done_by_one_and_verified_by_another(world: World) -> None:
    made = measuring.set_measure(wanted=wanted(world), **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        measuring.set_measure(wanted=wanted(world), **who(world.dispatcher))
    stranger = wanted(world, owner_id=world.clerk.user_id, item=2)
    with pytest.raises(User.DoesNotExist):
        measuring.set_measure(wanted=stranger, **who(world.dispatcher))
    done: dict[str, Any] = {"measure_id": made, "done_on": DAY, "paper": "8/BC"}
    with pytest.raises(NotAllowedError):
        measuring.finish_measure(**done, **who(world.controller))
    measuring.finish_measure(**done, **who(world.courier))
    check: dict[str, Any] = {"measure_id": made, "verified_on": DAY}
    with pytest.raises(NotAllowedError):
        measuring.verify(**check, **who(world.courier))
    again = DAY + timedelta(days=3)
    measuring.reopen(measure_id=made, due=again, note="chưa đủ", **who(world.controller))
    one = SafetyMeasure.objects.get()
    assert (one.state, one.due, one.done_on) == (MeasureState.OPEN, again, None)
    measuring.finish_measure(**done, **who(world.dispatcher))
    with pytest.raises(NotAllowedError):
        measuring.verify(**check, **who(world.dispatcher))
    measuring.verify(**check, **who(world.controller))
    one.refresh_from_db()
    assert (one.state, one.verified_by_id) == (MeasureState.VERIFIED, world.controller.user_id)
    kinds = Entry.objects.filter(subject=f"measure:{made}")
    assert sorted(entry.kind.removeprefix("measure.") for entry in kinds) == [
        "done", "done", "reopened", "set", "verified",
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyMeasure.objects.update(verified_by=one.done_by_id)
    with pytest.raises(SafetyMeasure.DoesNotExist):
        measuring.give_up(measure_id=made, note="thôi", **who(world.far_controller))


def test_a_plan_is_a_number_a_day_and_the_next_drill(world: World) -> None:
    columns = {field.name for field in SafetyPlan._meta.get_fields()}
    assert columns == {
        "id", "province", "kind", "place", "number", "dated", "drill_due", "ended_on", "at", "by",
        "drills",
    }  # fmt: skip
    planned = registers.Planned(
        kind=PlanKind.RESPONSE, number="7/PA-BĐT", dated=DAY, drill_due=DAY + timedelta(days=5)
    )
    made = registers.register_plan(planned=planned, **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        registers.register_plan(planned=planned, **who(world.dispatcher))
    seen = queries.plans_seen_by(world.dispatcher)
    assert queries.to_drill(seen, DAY).count() == 1
    held: dict[str, Any] = {"plan_id": made, "held_on": DAY, "number": "2/BB-DT"}
    with pytest.raises(UnfitSafetyError):
        registers.hold_drill(**held, next_due=DAY, **who(world.dispatcher))
    with pytest.raises(NotAllowedError):
        registers.hold_drill(**held, next_due=None, **who(world.controller))
    registers.hold_drill(**held, next_due=date(2027, 1, 14), **who(world.dispatcher))
    assert PlanDrill.objects.get().number == "2/BB-DT"
    assert queries.to_drill(seen, DAY).count() == 0
    registers.end_plan(plan_id=made, on=DAY, **who(world.dispatcher))
    with pytest.raises(NotAllowedError):
        registers.end_plan(plan_id=made, on=DAY, **who(world.dispatcher))


def test_who_came_in_is_a_line_of_the_paper_book(world: World) -> None:
    secured = registers.Secured(
        place_code=world.centre.code, use=SiteUse.HANDLING, number="4/QĐ-BĐT", dated=DAY,
        guarded=True, entry_book=True,
    )  # fmt: skip
    site = registers.register_site(secured=secured, **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        registers.register_site(secured=secured, **who(world.dispatcher))
    said: dict[str, Any] = {
        "site_id": site, "book": "SRV-1", "line": 12, "visitors": Visitors.CONTRACTOR,
        "people": 2, "purpose": Purpose.MAINTENANCE, "entered_at": make.MORNING,
        "with_user_id": world.controller.user_id,
    }  # fmt: skip
    with pytest.raises(NotAllowedError):
        registers.enter_site(entered=registers.Entered(**said), **who(world.courier))
    made = registers.enter_site(entered=registers.Entered(**said), **who(world.controller))
    with pytest.raises(UnfitSafetyError):
        registers.enter_site(entered=registers.Entered(**said), **who(world.controller))
    later = registers.Entered(**said | {"line": 13, "entered_at": make.NOON})
    with pytest.raises(UnfitSafetyError):
        registers.enter_site(entered=later, **who(world.controller))
    with pytest.raises(SiteEntry.DoesNotExist):
        registers.leave_site(entry_id=made, **who(world.far_controller, make.NOON))
    registers.leave_site(entry_id=made, **who(world.controller, make.NOON))
    assert SiteEntry.objects.get().left_at == make.NOON
    so = make.actor(Role.REGULATOR, at_province=make.province())
    assert queries.entries_seen_by(so).count() == 0
    assert queries.sites_seen_by(so).count() == 1
    registers.end_site(site_id=site, on=DAY, **who(world.dispatcher))


def test_a_connection_is_checked_again_and_again(world: World) -> None:
    connected = connecting.Connected(
        place_code=world.centre.code, peer_code="75", exchange=Exchange.BAGS, number="9/BB-KN",
        dated=date(2025, 1, 10), contact="Trực ca khai thác", phone="0222 3 822 999",
    )  # fmt: skip
    made = connecting.register_connection(connected=connected, **who(world.dispatcher))
    with pytest.raises(UnfitSafetyError):
        connecting.register_connection(connected=connected, **who(world.dispatcher))
    one = NetworkConnection.objects.get()
    assert one.check_due == date(2026, 1, 10)
    early = date(2025, 1, 9)
    with pytest.raises(UnfitSafetyError):
        connecting.check_connection(connection_id=made, on=early, **who(world.dispatcher))
    connecting.check_connection(connection_id=made, on=DAY, **who(world.dispatcher))
    one.refresh_from_db()
    assert (one.checked_on, one.check_due) == (DAY, date(2027, 1, 14))
    connecting.end_connection(connection_id=made, on=DAY, **who(world.dispatcher))
    with pytest.raises(NotAllowedError):
        connecting.check_connection(connection_id=made, on=DAY, **who(world.dispatcher))
