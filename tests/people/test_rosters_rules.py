"""Who stands when, at hours of which the answer is known."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kt1.law.calendars.rules import VIETNAM
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver
from kt1.people.rosters.rules import (
    FOREVER,
    Override,
    Register,
    Rotation,
    Schedule,
    Shift,
    Span,
)
from kt1.people.rosters.signing import standing_at, who_signs
from tests.people.test_who_may_sign import ALL_DAYS, CALENDAR, WORKING, at, receiver

DAY = timedelta(days=1)
FIRST = datetime(2026, 2, 11, tzinfo=VIETNAM)


def person(number: int, rank: Rank = Rank.FOCAL, *, until: datetime | None = None) -> Receiver:
    """Someone who stands only where a roster names them."""
    return receiver(rank, frozenset(), title=f"Người {number}", number=number, until=until)


def rotation(*members: Receiver, **facts: Any) -> Rotation:
    said: dict[str, Any] = {
        "id": 1,
        "title": "Trực đêm",
        "rank": Rank.FOCAL,
        "days": ALL_DAYS,
        "from_time": time(17),
        "to_time": time(7, 30),
        "days_each": 1,
        "starts_on": date(2026, 2, 11),
        "holds": Span(FIRST, FOREVER),
        "members": members,
    }
    return Rotation(**{**said, **facts})


def register(*receivers: Receiver, **layers: Any) -> Register:
    return Register(agency_id=1, point_id=1, receivers=receivers, **layers)


def titles(known: Register, moment: str) -> list[str]:
    return [turn.receiver.title for turn in standing_at(known, at(moment), CALENDAR)]


def span(begins: str, ends: str) -> Span:
    return Span(at(begins), at(ends))


A, B, C = person(1), person(2), person(3)
CLERK = receiver(days=WORKING, hours=("07:30", "17:00"), title="Văn thư", number=9)
GUARD = receiver(days=ALL_DAYS, hours=("17:00", "07:30"), title="Phòng trực", number=8)


def test_people_of_a_rotation_follow_each_other_and_hide_the_window_of_their_rank() -> None:
    known = register(CLERK, GUARD, rotations=(rotation(A, B, C),))
    assert titles(known, "2026-02-11T16:59") == ["Văn thư"]
    assert titles(known, "2026-02-11T17:00") == ["Người 1"]
    assert titles(known, "2026-02-12T07:29") == ["Người 1"]
    assert titles(known, "2026-02-12T17:00") == ["Người 2"]
    assert titles(known, "2026-02-14T23:59") == ["Người 1"]
    assert titles(known, "2026-02-11T07:00") == ["Phòng trực"], "before the rotation began"


def test_a_week_each_changes_on_the_day_of_the_week_it_began() -> None:
    known = register(rotations=(rotation(A, B, days_each=7),))
    assert titles(known, "2026-02-18T07:29") == ["Người 1"]
    assert titles(known, "2026-02-18T17:00") == ["Người 2"]
    assert titles(known, "2026-02-25T17:00") == ["Người 1"]


TET = Schedule(
    id=5,
    title="Trực Tết Bính Ngọ",
    span=span("2026-02-14T07:30", "2026-02-23T07:30"),
    shifts=(
        Shift(span("2026-02-16T07:30", "2026-02-17T07:30"), A, Rank.FOCAL),
        Shift(span("2026-02-17T07:30", "2026-02-18T07:30"), B, Rank.FOCAL),
        Shift(span("2026-02-17T07:30", "2026-02-18T07:30"), C, Rank.DEPUTY),
    ),
)


def test_a_temporary_schedule_replaces_everything_for_its_span() -> None:
    known = register(CLERK, GUARD, rotations=(rotation(C),), schedules=(TET,))
    assert titles(known, "2026-02-14T07:29") == ["Người 3"]
    assert titles(known, "2026-02-14T07:30") == [], "whom it does not name does not stand"
    assert titles(known, "2026-02-17T07:29") == ["Người 1"]
    assert titles(known, "2026-02-17T22:40") == ["Người 2", "Người 3"]
    assert titles(known, "2026-02-23T07:30") == ["Văn thư"]


def test_an_override_inside_a_temporary_schedule_stands_for_one_person() -> None:
    swap = Override(
        id=7,
        span=span("2026-02-17T20:00", "2026-02-18T00:00"),
        receiver=GUARD,
        rank=Rank.FOCAL,
        instead_of=B,
    )
    known = register(CLERK, schedules=(TET,), overrides=(swap,))
    assert titles(known, "2026-02-17T19:59") == ["Người 2", "Người 3"]
    assert titles(known, "2026-02-17T20:00") == ["Phòng trực", "Người 3"]
    assert titles(known, "2026-02-17T23:59") == ["Phòng trực", "Người 3"]
    assert titles(known, "2026-02-18T00:00") == ["Người 2", "Người 3"]
    answer = who_signs(
        [known], point="P", moment=at("2026-02-17T22:40"), calendar=CALENDAR, only_focal=False
    )
    assert answer.path == (
        "P, 22:40 Thứ Ba 17/02/2026: nghỉ Tết Nguyên đán.",
        (
            "Lịch trực tạm thời “Trực Tết Bính Ngọ” (07:30 14/02/2026 – 07:30 23/02/2026) thay "
            "lịch thường: chỉ người có tên trong lịch này."
        ),
        "Trực thay (20:00 17/02/2026 – 00:00 18/02/2026): Phòng trực thay Người 2.",
        (
            "Đầu mối: Phòng trực (trực thay đã ghi trong lịch trực), theo văn bản "
            "12/QĐ-UBND ngày 01/07/2025."
        ),
        (
            "Dự phòng: Người 3 (lịch trực tạm thời “Trực Tết Bính Ngọ”), theo văn bản "
            "12/QĐ-UBND ngày 01/07/2025."
        ),
        "Người được thủ trưởng cử bằng văn bản: không có ai trong khung giờ này.",
        "Được ký nhận: Phòng trực.",
    )
    assert [one.title for one in answer.people] == ["Phòng trực", "Người 3"]


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        ("2026-04-29T23:59", ["Người 1"]),  # the night of Wednesday, a working day
        ("2026-04-30T00:00", ["Người 1"]),  # the holiday has begun, its own duty not yet
        ("2026-04-30T07:29", ["Người 1"]),
        ("2026-04-30T07:30", ["Người 2"]),
        ("2026-04-30T23:59", ["Người 2"]),
        ("2026-05-01T00:00", ["Người 2"]),
        ("2026-05-01T07:30", ["Văn thư"]),
    ],
)
def test_the_eve_and_the_end_of_a_holiday(moment: str, who: list[str]) -> None:
    holiday = rotation(
        B, id=2, days=frozenset({DayOfDuty.HOLIDAY}), from_time=time(7, 30), to_time=time(7, 30)
    )
    known = register(CLERK, rotations=(rotation(A, days=WORKING), holiday))
    assert titles(known, moment) == who


def test_whose_paper_has_ended_is_left_out_and_the_path_says_so() -> None:
    deputy = person(4, Rank.DEPUTY, until=at("2026-02-18"))
    roster = Schedule(
        id=1,
        title="Trực Tết",
        span=span("2026-02-14", "2026-02-20"),
        shifts=(Shift(span("2026-02-14", "2026-02-20"), deputy, Rank.DEPUTY),),
    )
    known = register(schedules=(roster,))
    assert titles(known, "2026-02-17T23:59") == ["Người 4"]
    assert titles(known, "2026-02-18T00:00") == []
    answer = who_signs(
        [known], point="P", moment=at("2026-02-18"), calendar=CALENDAR, only_focal=False
    )
    assert answer.gap
    assert "Người 4: văn bản hết hiệu lực từ 00:00 18/02/2026, không tính." in answer.path


def test_where_the_member_may_not_stand_the_window_beneath_does() -> None:
    lapsed = person(4, until=at("2026-02-12"))
    known = register(GUARD, rotations=(rotation(lapsed),))
    assert titles(known, "2026-02-11T23:59") == ["Người 4"]
    assert titles(known, "2026-02-12T00:00") == ["Phòng trực"]


def test_a_make_up_saturday_is_a_working_day_for_rotations_too() -> None:
    known = register(CLERK, rotations=(rotation(A, days=WORKING),))
    assert titles(known, "2026-02-28T09:00") == ["Văn thư"]
    assert titles(known, "2026-02-28T18:00") == ["Người 1"]
    assert titles(known, "2026-03-07T18:00") == [], "an ordinary Saturday"


def test_what_is_said_in_hours_holds_where_no_calendar_speaks() -> None:
    roster = Schedule(
        id=1,
        title="Trực Tết Đinh Mùi",
        span=span("2027-02-04", "2027-02-10"),
        shifts=(Shift(span("2027-02-04", "2027-02-10"), A, Rank.FOCAL),),
    )
    known = register(GUARD, schedules=(roster,))
    assert titles(known, "2027-02-05T22:40") == ["Người 1"]
    assert titles(known, "2027-03-05T22:40") == []
    answer = who_signs(
        [known], point="P", moment=at("2027-02-05T22:40"), calendar=CALENDAR, only_focal=False
    )
    assert not answer.gap
    assert "chưa có lịch làm việc năm 2027" in answer.path[0]


def test_the_hour_that_is_struck_twice_elsewhere_has_one_answer_here() -> None:
    """At 02:30 of 25/10/2026 the clocks of Europe go back: two moments, two turns here."""
    known = register(rotations=(rotation(A, from_time=time(7, 45), to_time=time(8)),))
    paris = ZoneInfo("Europe/Paris")
    first = datetime(2026, 10, 25, 2, 50, tzinfo=paris)
    answers = [
        [turn.receiver.id for turn in standing_at(known, moment, CALENDAR)]
        for moment in (first, first.replace(fold=1), first.astimezone(UTC))
    ]
    assert answers == [[1], [], [1]]
