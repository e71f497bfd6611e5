"""The legal clock: known answers, how they are explained, and what is a parameter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kt1.custody.clock.rules import derive, is_on_time, on_screen
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Parameter, UnsetNormError
from kt1.law.services.rules import Mark, Scope, Urgency
from tests.custody.clockwork import (
    AS_SHIPPED,
    BETWEEN,
    BOOK,
    EXPRESS,
    OFFICIALS,
    ORDINARY,
    SET,
    WITHIN,
    due,
    moment,
    norms,
)


@pytest.mark.parametrize(
    ("accepted", "urgency", "scope", "deadline"),
    [
        # the seven vectors of the dossier
        ("2026-06-01T09:00", ORDINARY, WITHIN, "2026-06-03T12:00"),
        ("2026-06-05T16:40", ORDINARY, WITHIN, "2026-06-09T12:00"),
        ("2026-06-06T09:00", ORDINARY, WITHIN, "2026-06-09T12:00"),
        ("2026-01-09T09:00", ORDINARY, WITHIN, "2026-01-12T12:00"),
        ("2026-02-13T17:00", ORDINARY, BETWEEN, "2026-02-26T12:00"),
        ("2026-08-21T09:00", EXPRESS, WITHIN, "2026-08-23T00:00"),
        ("2026-08-27T09:00", EXPRESS, BETWEEN, "2026-09-04T12:00"),
        # the example of practice: Friday before a Monday off
        ("2026-04-24T19:00", EXPRESS, WITHIN, "2026-04-29T00:00"),
        # the edge of a day
        ("2026-06-01T00:00", ORDINARY, WITHIN, "2026-06-03T12:00"),
        ("2026-06-01T23:59:59", ORDINARY, WITHIN, "2026-06-03T12:00"),
        ("2026-06-02T00:00", ORDINARY, WITHIN, "2026-06-04T12:00"),
        # Sunday, holiday, make-up Saturday and day swapped off as J
        ("2026-06-07T09:00", EXPRESS, WITHIN, "2026-06-09T00:00"),
        ("2026-09-02T09:00", EXPRESS, WITHIN, "2026-09-04T00:00"),
        ("2026-08-22T09:00", EXPRESS, WITHIN, "2026-08-25T00:00"),
        ("2026-08-31T09:00", EXPRESS, WITHIN, "2026-09-04T00:00"),
        # on the eve of Tết and inside it
        ("2026-02-16T17:00", EXPRESS, WITHIN, "2026-02-24T00:00"),
        ("2026-02-20T23:00", ORDINARY, WITHIN, "2026-02-24T12:00"),
        # over the turn of the year, with 02/01 off and 10/01 worked
        ("2025-12-31T09:00", ORDINARY, WITHIN, "2026-01-06T12:00"),
        ("2026-01-08T09:00", ORDINARY, BETWEEN, "2026-01-13T12:00"),
        # 2025: Tết, the swap of 02/05, National Day
        ("2025-01-24T09:00", ORDINARY, BETWEEN, "2025-02-06T12:00"),
        ("2025-04-25T09:00", EXPRESS, WITHIN, "2025-04-27T00:00"),
        ("2025-04-29T09:00", ORDINARY, WITHIN, "2025-05-06T12:00"),
        ("2025-08-29T09:00", EXPRESS, BETWEEN, "2025-09-05T12:00"),
        ("2025-07-01T09:00", ORDINARY, BETWEEN, "2025-07-07T12:00"),
    ],
)
def test_known_answers(accepted: str, urgency: Urgency, scope: Scope, deadline: str) -> None:
    assert due(accepted, urgency, scope).deadline == moment(deadline)


def test_the_day_is_the_day_in_vietnam_whatever_the_zone_of_the_moment() -> None:
    late_in_utc = datetime(2026, 6, 5, 18, 0, tzinfo=UTC)  # 01:00 of Saturday there
    derived = derive(
        accepted=late_in_utc,
        urgency=ORDINARY,
        mark=Mark.NONE,
        scope=WITHIN,
        norms=AS_SHIPPED,
        calendar=OFFICIALS,
    )
    assert derived.steps[0] == "Ngày J: thứ Bảy 06/06/2026 (dấu ngày chấp nhận)"


def test_a_clerk_can_read_how_it_came_about() -> None:
    assert due("2026-06-05T16:40").steps == (
        "Ngày J: thứ Sáu 05/06/2026 (dấu ngày chấp nhận)",
        (
            "Thời gian toàn trình tối đa: J+1,5 ngày làm việc (thường, nội tỉnh; "
            "điểm c khoản 4 Điều 4 Thông tư 16/2017/TT-BTTTT)"
        ),
        "Thứ Bảy 06/06, Chủ nhật 07/06: nghỉ hằng tuần, không tính",
        "J+1: thứ Hai 08/06",
        "J+1,5: 12:00 thứ Ba 09/06/2026",
    )


def test_tet_is_told_as_one_run() -> None:
    assert due("2026-02-13T17:00", ORDINARY, BETWEEN).steps[2:] == (
        "Thứ Bảy 14/02, Chủ nhật 15/02: nghỉ hằng tuần, không tính",
        "Thứ Hai 16/02 – thứ Sáu 20/02: nghỉ Tết Nguyên đán, không tính",
        "Thứ Bảy 21/02, Chủ nhật 22/02: nghỉ hằng tuần, không tính",
        "J+1: thứ Hai 23/02",
        "J+2: thứ Ba 24/02",
        "J+3: thứ Tư 25/02",
        "J+3,5: 12:00 thứ Năm 26/02/2026",
    )


def test_a_day_off_as_j_and_a_made_up_saturday_are_explained() -> None:
    assert (
        "Ngày J là ngày không làm việc (nghỉ hằng tuần): vẫn là ngày J, không phải J+1"
        in due("2026-06-06T09:00").steps
    )
    assert due("2026-08-21T09:00", EXPRESS).steps[-1] == (
        "J+1: 24:00 thứ Bảy 22/08/2026 (làm bù cho thứ Hai 31/08/2026)"
    )


def test_an_unconfirmed_day_and_an_open_notice_are_said() -> None:
    steps = due("2026-11-20T09:00").steps
    assert "Thứ Ba 24/11: nghỉ Ngày Văn hóa Việt Nam (chưa xác nhận), không tính" in steps
    assert steps[-1] == (
        "Lịch nghỉ từ sau 22/11/2026 chưa đủ thông báo chính thức: có thông báo thì xem lại"
    )


def test_the_parameters_used_are_named() -> None:
    assert due("2026-06-05T16:40").parameters == (
        "TT16-2017/transit_days/none.noi_tinh@2017-08-15",
        "TT16-2017/half_day_at@2017-08-15",
        "TT16-2017/accept_cutoff@2017-08-15",
        "TT16-2017/j_on_nonworking_day@2017-08-15",
        "TT16-2017/working_calendar@2017-08-15",
    )
    assert "TT16-2017/day_end@2017-08-15" in due("2026-06-05T16:40", EXPRESS).parameters


# --- every undefined thing is a parameter


@pytest.mark.parametrize(
    ("values", "accepted", "urgency", "deadline"),
    [
        ({"half_day_at": "10:30"}, "2026-06-05T16:40", ORDINARY, "2026-06-09T10:30"),
        ({"day_end": "17:00"}, "2026-06-05T16:40", EXPRESS, "2026-06-08T17:00"),
        ({"accept_cutoff": "16:00"}, "2026-06-03T16:00", EXPRESS, "2026-06-05T00:00"),
        ({"accept_cutoff": "16:00"}, "2026-06-03T16:00:01", EXPRESS, "2026-06-06T00:00"),
        ({"accept_cutoff": "16:00"}, "2026-06-05T16:40", EXPRESS, "2026-06-09T00:00"),
        ({"j_on_nonworking_day": False}, "2026-06-06T09:00", ORDINARY, "2026-06-10T12:00"),
        ({"j_on_nonworking_day": False}, "2026-02-16T09:00", EXPRESS, "2026-02-25T00:00"),
        ({"j_on_nonworking_day": False}, "2026-06-05T09:00", EXPRESS, "2026-06-09T00:00"),
        (
            {"accept_cutoff": "16:00", "j_on_nonworking_day": False},
            "2026-06-05T16:40",
            EXPRESS,
            "2026-06-10T00:00",
        ),
    ],
)
def test_a_figure_changed_changes_the_answer(
    values, accepted: str, urgency: Urgency, deadline: str
) -> None:
    assert due(accepted, urgency, by=norms(**values)).deadline == moment(deadline)


def test_a_cut_off_and_a_moved_j_are_explained() -> None:
    steps = due(
        "2026-06-05T16:40", by=norms(accept_cutoff="16:00", j_on_nonworking_day=False)
    ).steps
    assert steps[1:3] == (
        "Nhận gửi sau 16:00: ngày J là thứ Bảy 06/06/2026",
        "Thứ Bảy 06/06/2026: nghỉ hằng tuần, nên ngày J chuyển sang thứ Hai 08/06/2026",
    )


@pytest.mark.parametrize("code", ["TT26-2026", "TT15-2022"])
def test_norms_not_set_are_all_named(code: str) -> None:
    with pytest.raises(UnsetNormError) as unset:
        due("2026-06-05T16:40", by=BOOK.norms(code, date(2026, 6, 5)))
    assert f"{code}/transit_days/none.noi_tinh" in unset.value.missing
    assert f"{code}/half_day_at" in unset.value.missing
    assert len(unset.value.missing) == 6


@pytest.mark.parametrize("accepted", ["2024-06-05T09:00", "2027-12-31T09:00", "2030-01-01T09:00"])
def test_a_day_without_a_calendar_has_no_deadline(accepted: str) -> None:
    with pytest.raises(NoCalendarError) as unknown:
        due(accepted)
    assert unknown.value.missing


def test_another_calendar_than_the_norms_name_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="CBCC"):
        due("2026-06-05T09:00", calendar=replace(OFFICIALS, code="BUUCHINH"))


def test_on_time_is_at_the_deadline_or_before() -> None:
    deadline = moment("2026-06-09T12:00")
    assert is_on_time(deadline, deadline)
    assert not is_on_time(deadline + timedelta(microseconds=1), deadline)


def test_the_end_of_a_day_is_shown_as_24_00() -> None:
    assert on_screen(moment("2026-08-23T00:00")) == "24:00 thứ Bảy 22/08/2026"
    assert on_screen(moment("2026-06-09T12:00")) == "12:00 thứ Ba 09/06/2026"
    assert on_screen(datetime(2026, 8, 22, 17, 0, tzinfo=UTC)) == "24:00 thứ Bảy 22/08/2026"


def test_whole_days_only_are_counted_whole() -> None:
    three = Parameter(
        norm_set=SET,
        key=Key.TRANSIT_DAYS,
        scope="none.noi_tinh",
        value="3",
        valid_from=date(2026, 6, 1),
    )
    by = replace(
        AS_SHIPPED,
        parameters={**AS_SHIPPED.parameters, (Key.TRANSIT_DAYS, "none.noi_tinh"): three},
    )
    derived = due("2026-06-05T09:00", by=by)
    assert derived.deadline == moment("2026-06-11T00:00")
    assert derived.steps[-1] == "J+3: 24:00 thứ Tư 10/06/2026"


def test_half_a_day_alone_ends_on_the_next_working_day() -> None:
    half = replace(AS_SHIPPED.one(Key.TRANSIT_DAYS, "HT.noi_tinh"), value="0.5")
    by = replace(
        AS_SHIPPED,
        parameters={**AS_SHIPPED.parameters, (Key.TRANSIT_DAYS, "HT.noi_tinh"): half},
    )
    derived = due("2026-06-05T09:00", EXPRESS, by=by)
    assert derived.deadline == moment("2026-06-08T12:00")
    assert derived.steps[-1] == "J+0,5: 12:00 thứ Hai 08/06/2026"
