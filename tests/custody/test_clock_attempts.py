"""Which attempt stops the clock, and what a change of calendar would move."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.custody.clock.attempts import Judgement, Where, valid_attempt
from kt1.custody.clock.changes import Running, differences
from kt1.law.calendars.rules import DayKind, DeclaredDay
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.services.rules import Mark, Zone
from tests.custody.clockwork import (
    AS_SHIPPED,
    BOOK,
    EXPRESS,
    OFFICIALS,
    ORDINARY,
    TIMED,
    WITHIN,
    due,
    moment,
    norms,
)

ADDRESS, POINT = {Where.ADDRESS}, {Where.DESIGNATED_POINT}
NAMED, NOBODY = True, False


def judged(at: str, where, *, named: bool = NAMED, by=AS_SHIPPED, hours=None):
    return valid_attempt(
        at=moment(at), where=where, point_named=named, norms=by, calendar=OFFICIALS, hours=hours
    )


@pytest.mark.parametrize(
    ("at", "where", "named", "judgement"),
    [
        # working hours: the address
        ("2026-06-05T09:00", ADDRESS, NAMED, Judgement.AT_THE_ADDRESS),
        ("2026-06-05T09:00", ADDRESS | POINT, NAMED, Judgement.AT_THE_ADDRESS),
        ("2026-06-05T09:00", POINT, NAMED, Judgement.NOT_AT_THE_ADDRESS),
        ("2026-06-05T09:00", set(), NOBODY, Judgement.NOT_AT_THE_ADDRESS),
        # off hours: the point the agency named
        ("2026-06-05T22:40", POINT, NAMED, Judgement.AT_THE_POINT),
        ("2026-06-05T22:40", ADDRESS | POINT, NAMED, Judgement.AT_THE_POINT),
        ("2026-06-05T12:15", POINT, NAMED, Judgement.AT_THE_POINT),  # the midday break
        ("2026-06-06T09:00", POINT, NAMED, Judgement.AT_THE_POINT),  # Saturday
        ("2026-02-17T09:00", POINT, NAMED, Judgement.AT_THE_POINT),  # mùng 1
        # a knock at a shut gate at 23:50 does not meet the norm
        ("2026-06-05T23:50", ADDRESS, NAMED, Judgement.NOT_AT_THE_POINT),
        # and where nobody was named it is the receiver's doing
        ("2026-06-05T23:50", ADDRESS, NOBODY, Judgement.NOBODY_NAMED),
        # a make-up Saturday is a working day, a day swapped off is none
        ("2026-08-22T09:00", ADDRESS, NAMED, Judgement.AT_THE_ADDRESS),
        ("2026-08-31T09:00", ADDRESS, NAMED, Judgement.NOT_AT_THE_POINT),
        # the edges of working hours
        ("2026-06-05T07:30", ADDRESS, NAMED, Judgement.AT_THE_ADDRESS),
        ("2026-06-05T07:29", ADDRESS, NAMED, Judgement.NOT_AT_THE_POINT),
        ("2026-06-05T11:30", ADDRESS, NAMED, Judgement.NOT_AT_THE_POINT),
        ("2026-06-05T16:59", ADDRESS, NAMED, Judgement.AT_THE_ADDRESS),
        ("2026-06-05T17:00", ADDRESS, NAMED, Judgement.NOT_AT_THE_POINT),
    ],
)
def test_an_attempt_is_judged_by_its_hour_and_place(at, where, named, judgement) -> None:
    assert judged(at, where, named=named).judgement is judgement


def test_only_an_attempt_at_the_right_place_counts() -> None:
    assert judged("2026-06-05T09:00", ADDRESS).counts
    assert judged("2026-06-05T22:40", POINT).counts
    late = judged("2026-06-05T23:50", ADDRESS)
    assert not late.counts
    assert not late.due_to_receiver
    assert late.expected is Where.DESIGNATED_POINT
    unattended = judged("2026-06-05T23:50", ADDRESS, named=NOBODY)
    assert not unattended.counts
    assert unattended.due_to_receiver


def test_the_agency_s_own_hours_go_before_the_general_ones() -> None:
    evening = ((13 * 60, 20 * 60),)
    assert judged("2026-06-05T19:00", ADDRESS, hours=evening).counts
    assert not judged("2026-06-05T09:00", ADDRESS, hours=evening).counts
    shipped = judged("2026-06-05T09:00", ADDRESS).parameters
    assert "TT16-2017/working_hours@2017-08-15" in shipped
    own = judged("2026-06-05T19:00", ADDRESS, hours=evening).parameters
    assert own == tuple(one for one in shipped if "working_hours" not in one)


def test_norms_may_ask_no_place() -> None:
    by = norms(attempt_counts="any_place")
    assert judged("2026-06-05T23:50", ADDRESS, by=by).judgement is Judgement.ANYWHERE_COUNTS
    assert not judged("2026-06-05T23:50", set(), by=by).counts


def test_unset_norms_are_named() -> None:
    with pytest.raises(UnsetNormError) as unset:
        judged("2026-06-05T09:00", ADDRESS, by=BOOK.norms("TT26-2026", date(2026, 6, 5)))
    assert len(unset.value.missing) == 4


@given(st.integers(0, 3 * 365 * 24 * 60 - 60 * 24), st.sets(st.sampled_from(list(Where))))
def test_an_attempt_counts_only_where_it_was_expected(minutes: int, where) -> None:
    at = moment("2025-01-01T00:00") + timedelta(minutes=minutes)
    answer = valid_attempt(
        at=at, where=where, point_named=True, norms=AS_SHIPPED, calendar=OFFICIALS
    )
    assert answer.counts is (answer.expected in where)
    assert answer.in_hours is (answer.expected is Where.ADDRESS)


# --- differences


def running(unit: str, accepted: str, urgency=ORDINARY) -> Running:
    return Running(
        unit=unit,
        accepted=moment(accepted),
        urgency=urgency,
        mark=Mark.NONE,
        scope=WITHIN,
        deadline=due(accepted, urgency).deadline,
    )


def test_a_day_off_shows_the_deadlines_it_would_move_and_no_others() -> None:
    open_items = [
        running("before", "2026-05-27T09:00"),
        running("over", "2026-06-05T09:00"),
        running("after", "2026-06-10T09:00"),
    ]
    off = DeclaredDay(on=date(2026, 6, 8), kind=DayKind.HOLIDAY, name="thử")
    found = differences(open_items, norms=AS_SHIPPED, calendar=OFFICIALS.with_day(off))
    assert [(one.unit, one.before, one.after) for one in found] == [
        ("over", moment("2026-06-09T12:00"), moment("2026-06-10T12:00"))
    ]
    assert "Thứ Bảy 06/06, Chủ nhật 07/06: nghỉ hằng tuần, không tính" in found[0].steps
    assert differences(open_items, norms=AS_SHIPPED, calendar=OFFICIALS) == ()


def test_a_figure_shows_the_deadlines_it_would_move() -> None:
    found = differences(
        [running("one", "2026-06-05T09:00"), running("two", "2026-06-05T09:00", EXPRESS)],
        norms=norms(half_day_at="17:00"),
        calendar=OFFICIALS,
    )
    assert [(one.unit, one.after) for one in found] == [("one", moment("2026-06-09T17:00"))]


def test_an_agreed_time_is_moved_by_no_calendar() -> None:
    item = replace(
        running("one", "2026-06-05T09:00"),
        urgency=TIMED,
        agreed=moment("2026-06-08T08:00"),
        deadline=moment("2026-06-08T08:00"),
        zone=Zone.INNER,
    )
    off = DeclaredDay(on=date(2026, 6, 8), kind=DayKind.HOLIDAY, name="thử")
    assert differences([item], norms=AS_SHIPPED, calendar=OFFICIALS.with_day(off)) == ()
