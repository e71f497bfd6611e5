"""What a department owes, by which rule, to whom."""

from datetime import date

import pytest

from kt1.law.parameters.keys import Evidence
from kt1.ledger.entries.models import Entry
from kt1.oversight.reports import calendars, defining, queries
from kt1.oversight.reports.defining import Rule
from kt1.oversight.reports.models import ReportDefinition
from kt1.oversight.reports.rules import Cycle, Recipient, Span, Standing, Window
from kt1.oversight.reports.steps import ReportError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

HALF, PERIOD = "kt1-half-year", "2025H2"
NOW = make.at("2026-01-10")


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"), body=world.receiver)


@pytest.fixture
def province(world: World) -> Actor:
    return make.actor(Role.PROVINCE_LEADER, at_province=make.province("24"))


def test_the_calendar_says_what_is_due_and_what_is_late(world: World, science: Actor) -> None:
    here = make.province("24").pk
    slots = {(one.definition.code, one.period): one for one in calendars.calendar(here, NOW.date())}
    half = slots[HALF, PERIOD]
    assert (half.due, half.standing) == (date(2026, 1, 19), Standing.TO_WRITE)
    assert slots[HALF, "2026H1"].standing is Standing.RUNNING
    late = calendars.calendar(here, date(2026, 1, 20))
    assert {one.standing for one in late if one.period == PERIOD} == {Standing.LATE}
    owed = queries.owed(province_id=here, on=date(2026, 1, 20))
    subjects = {one.subject.partition("/agency:")[0] for one in owed}
    assert subjects >= {f"report:{HALF}/{PERIOD}", "report:kt1-year/2025"}
    assert {one.agency_id for one in owed} == {world.receiver.pk}
    # The Ministry sees that it did not come; a province without a department owes nothing.
    absent = calendars.missing(Recipient.MINISTRY, date(2026, 1, 20))
    assert {province for province, _slot in absent} == {here}
    assert PERIOD in {slot.period for _province, slot in absent}
    assert calendars.missing(Recipient.MINISTRY, date(2026, 1, 19)) == []


def test_a_definition_of_the_province_goes_before_the_shipped_one(
    world: World, science: Actor, province: Actor
) -> None:
    rule = Rule(
        title="Báo cáo dịch vụ KT1", cycle=Cycle.HALF_YEAR, window=Window.FIFTEENTH, due_months=0,
        due_day=20, due_excluded=False, recipients=(Recipient.PROVINCE,), names=("UBND tỉnh",),
        basis="Công văn số 12/UBND-CDS", evidence=Evidence.OFFICIAL,
    )  # fmt: skip

    def defined(since: date, by: Actor = science) -> ReportDefinition:
        return defining.define(code=HALF, rule=rule, since=since, by=by, at=NOW, once=once())

    with pytest.raises(NotAllowedError):
        defined(date(2026, 1, 1), province)
    first = defined(date(2025, 7, 1))
    with pytest.raises(ReportError):
        defined(date(2025, 7, 1))
    defined(date(2026, 7, 1))
    first.refresh_from_db()
    assert first.valid_to == date(2026, 6, 30)
    slots = {
        (o.definition.code, o.period): o for o in calendars.calendar(make.province().pk, NOW.date())
    }
    assert slots[HALF, PERIOD].span == Span(date(2025, 6, 15), date(2025, 12, 14))
    assert slots[HALF, PERIOD].due == date(2025, 12, 20)
    # Before it began the shipped one held, and elsewhere it still does.
    earlier = calendars.slot_of(make.province().pk, HALF, "2025H1", NOW.date())
    assert earlier is not None
    assert earlier.span.first == date(2025, 1, 1)
    assert (HALF, "2025H1") not in slots  # the Department did not act here yet
    elsewhere = calendars.calendar(make.province("75").pk, NOW.date())
    assert all(one.definition.province_id is None for one in elsewhere)
    assert Entry.objects.filter(kind="report.defined").count() == 2


def test_a_report_that_the_province_alone_asks_for_is_owed_until_it_is_ended(
    world: World, science: Actor, province: Actor
) -> None:
    rule = Rule(
        title="Báo cáo tháng về dịch vụ KT1", cycle=Cycle.MONTH, window=Window.CALENDAR,
        due_months=1, due_day=5, due_excluded=False, recipients=(Recipient.PROVINCE,),
        names=("UBND tỉnh",), basis="Công văn số 12/UBND-CDS", evidence=Evidence.OFFICIAL,
    )  # fmt: skip
    here, since = make.province().pk, date(2025, 11, 1)
    own = defining.define(code="", rule=rule, since=since, by=science, at=NOW, once=once())
    other = defining.define(code="", rule=rule, since=since, by=science, at=NOW, once=once())
    assert (own.code, other.code) == ("own-1", "own-2")

    def owed(on: date) -> dict[str, tuple[date, Standing]]:
        slots = calendars.calendar(here, on)
        return {o.period: (o.due, o.standing) for o in slots if o.definition.code == own.code}

    assert owed(NOW.date())["2025M12"] == (date(2026, 1, 5), Standing.LATE)
    assert owed(NOW.date())["2026M01"][1] is Standing.RUNNING

    def ended(last: date, by: Actor = science, code: str = own.code) -> None:
        paper = "Công văn số 20/UBND-CDS"
        defining.end(code=code, last=last, paper=paper, by=by, at=NOW, once=once())

    with pytest.raises(NotAllowedError):
        ended(date(2025, 12, 31), province)
    for last, code in ((date(2025, 10, 31), own.code), (date(2025, 12, 31), HALF)):
        with pytest.raises(ReportError):
            ended(last, code=code)
    ended(date(2025, 12, 31))
    # What fell due while it held stays owed; no month after it is.
    left = owed(date(2026, 2, 10))
    assert left["2025M12"][1] is Standing.LATE
    assert "2026M01" not in left
    with pytest.raises(ReportError):
        defining.define(
            code=own.code, rule=rule, since=date(2025, 12, 1), by=science, at=NOW, once=once()
        )
    assert Entry.objects.filter(kind="report.ended").count() == 1
