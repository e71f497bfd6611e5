"""Who may sign now? Known answers, and agreement with a naive oracle that counts minutes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.law.calendars.rules import VIETNAM, Calendar, CoveredYear, DayKind, DeclaredDay
from kt1.people.focal_points.rules import (
    Answer,
    DayOfDuty,
    Rank,
    Receiver,
    ReceiverKind,
    days_of_duty,
    who_may_sign,
)

TET = [date(2026, 2, day) for day in (16, 17, 18, 19, 20)]
CALENDAR = Calendar.of(
    "cbcc",
    [CoveredYear(year=2026, settled_to=date(2026, 12, 31))],
    [
        *(DeclaredDay(on=on, kind=DayKind.TET, name="Tết Nguyên đán") for on in TET),
        # Invented for the test: a day off next to Tết, swapped for a Saturday.
        DeclaredDay(on=date(2026, 2, 13), kind=DayKind.SWAPPED_OFF, name="hoán đổi"),
        DeclaredDay(on=date(2026, 2, 28), kind=DayKind.MAKE_UP, name="làm bù"),
        DeclaredDay(on=date(2026, 4, 30), kind=DayKind.HOLIDAY, name="ngày Chiến thắng"),
        DeclaredDay(on=date(2026, 12, 31), kind=DayKind.SWAPPED_OFF, name="hoán đổi"),
        DeclaredDay(on=date(2026, 6, 5), kind=DayKind.SWAPPED_OFF, name="hoán đổi"),
    ],
)
PAPER = "12/QĐ-UBND ngày 01/07/2025"
ALL_WORDS = "ngày làm việc, thứ Bảy, Chủ nhật, ngày lễ, Tết"
ALWAYS = datetime(2025, 1, 1, tzinfo=VIETNAM)
WORKING, ALL_DAYS = frozenset({DayOfDuty.WORKING}), frozenset(DayOfDuty)


def receiver(
    rank: Rank = Rank.FOCAL,
    days: frozenset[DayOfDuty] = ALL_DAYS,
    hours: tuple[str, str] = ("00:00", "00:00"),
    *,
    title: str = "",
    since: datetime = ALWAYS,
    until: datetime | None = None,
    number: int = 1,
) -> Receiver:
    return Receiver(
        id=number,
        agency_id=1,
        kind=ReceiverKind.DUTY_POST,
        rank=rank,
        name="",
        title=title or rank.value,
        phone="",
        days=days,
        from_time=time.fromisoformat(hours[0]),
        to_time=time.fromisoformat(hours[1]),
        valid_from=since,
        valid_to=until,
        authority=PAPER,
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def ask(moment: str, *receivers: Receiver, only_focal: bool = False) -> Answer:
    return who_may_sign(
        point="Văn phòng UBND phường Kinh Bắc",
        moment=at(moment),
        calendar=CALENDAR,
        focal_points=receivers,
        only_focal=only_focal,
    )


def titles(answer: Answer) -> list[str]:
    return [person.title for person in answer.people]


BY_DAY = receiver(days=WORKING, hours=("07:30", "17:00"), title="Văn thư")
NIGHT = receiver(days=WORKING, hours=("17:00", "07:30"), title="Phòng trực", number=2)


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        ("2026-04-24T07:29:59", ["Phòng trực"]),  # Thursday's night ends on Friday morning
        ("2026-04-24T07:30", ["Văn thư"]),
        ("2026-04-24T16:59:59", ["Văn thư"]),
        ("2026-04-24T17:00", ["Phòng trực"]),
        ("2026-04-24T23:59", ["Phòng trực"]),
        ("2026-04-25T00:00", ["Phòng trực"]),  # Friday's night, on a Saturday
        ("2026-04-25T07:29", ["Phòng trực"]),
        ("2026-04-25T07:30", []),
        ("2026-04-27T02:00", []),  # the night of a Sunday
        ("2026-04-29T23:59", ["Phòng trực"]),
        ("2026-04-30T00:00", ["Phòng trực"]),  # begun on a working day
        ("2026-04-30T12:00", []),
        ("2026-05-01T03:00", []),  # the night of a holiday
        ("2026-02-28T12:00", ["Văn thư"]),  # a make-up Saturday is a working day
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(moment: str, who: list[str]) -> None:
    answer = ask(moment, BY_DAY, NIGHT)
    assert titles(answer) == who
    assert answer.gap is (not who)


@pytest.mark.parametrize(
    ("on", "duties"),
    [
        (date(2026, 4, 24), {DayOfDuty.WORKING}),
        (date(2026, 2, 28), {DayOfDuty.WORKING}),
        (date(2026, 4, 25), {DayOfDuty.SATURDAY}),
        (date(2026, 4, 26), {DayOfDuty.SUNDAY}),
        (date(2026, 4, 30), {DayOfDuty.HOLIDAY}),
        (date(2026, 2, 17), {DayOfDuty.TET}),
        (date(2026, 2, 13), {DayOfDuty.HOLIDAY, DayOfDuty.TET}),
        (date(2026, 6, 5), {DayOfDuty.HOLIDAY}),
        (date(2026, 2, 14), {DayOfDuty.SATURDAY}),
        (date(2026, 12, 31), {DayOfDuty.HOLIDAY}),  # beyond it the calendar says nothing
    ],
)
def test_kinds_of_days(on: date, duties: set[DayOfDuty]) -> None:
    assert days_of_duty(on, CALENDAR) == duties


def test_the_order_is_focal_then_deputy_then_named() -> None:
    focal = receiver()
    deputy, named = receiver(Rank.DEPUTY), receiver(Rank.NAMED, until=at("2026-05-01"))
    answer = ask("2026-04-24T10:00", named, deputy, focal)
    assert titles(answer) == ["focal", "deputy", "named"]
    assert answer.path[-1] == "Được ký nhận: focal."
    assert titles(ask("2026-04-24T10:00", named, deputy)) == ["deputy", "named"]
    assert titles(ask("2026-04-24T10:00", named)) == ["named"]


def test_the_path_is_read_by_a_clerk() -> None:
    answer = ask("2026-02-17T22:40", BY_DAY, receiver(Rank.DEPUTY, title="Trực lãnh đạo"))
    assert answer.path == (
        "Văn phòng UBND phường Kinh Bắc, 22:40 Thứ Ba 17/02/2026: nghỉ Tết Nguyên đán.",
        "Đầu mối: không có ai trong khung giờ này.",
        f"Dự phòng: Trực lãnh đạo (00:00–00:00 hôm sau; {ALL_WORDS}), theo văn bản {PAPER}.",
        "Người được thủ trưởng cử bằng văn bản: không có ai trong khung giờ này.",
        "Được ký nhận: Trực lãnh đạo.",
    )


def test_nobody_means_hold_and_perhaps_a_substitute() -> None:
    answer = ask("2026-02-17T22:40", BY_DAY)
    assert (answer.gap, answer.substitute, answer.people) == (True, True, ())
    assert "nhận thay" in answer.path[-1]


def test_a_door_for_focal_points_only_takes_no_substitute() -> None:
    answer = ask("2026-02-17T22:40", BY_DAY, only_focal=True)
    assert (answer.gap, answer.substitute) == (True, False)
    assert "không nhận thay" in answer.path[-1]
    present = ask("2026-04-24T10:00", BY_DAY, only_focal=True)
    assert (titles(present), present.substitute) == (["Văn thư"], False)


def test_validity_ends_to_the_moment() -> None:
    deputy = receiver(Rank.DEPUTY, since=at("2026-04-01"), until=at("2026-04-25"))
    assert not ask("2026-04-24T23:59:59", deputy).gap
    assert ask("2026-04-25T00:00", deputy).gap
    assert ask("2026-03-31T23:59:59", deputy).gap
    assert not ask("2026-04-01T00:00", deputy).gap


def test_a_day_without_a_calendar_is_never_guessed() -> None:
    answer = ask("2027-01-04T10:00", receiver())
    assert (answer.gap, answer.substitute) == (True, False)
    assert "Chưa có lịch làm việc năm 2027" in answer.path[1]


def test_the_night_before_the_first_day_of_a_calendar_is_served_by_nobody() -> None:
    assert ask("2026-01-01T03:00", receiver(hours=("17:00", "07:30"))).gap


def test_the_zone_of_the_question_does_not_matter() -> None:
    in_vietnam = at("2026-04-24T22:40")
    answers = {
        who_may_sign(
            point="P",
            moment=moment,
            calendar=CALENDAR,
            focal_points=[NIGHT],
            only_focal=False,
        )
        for moment in (in_vietnam, in_vietnam.astimezone(UTC))
    }
    assert len(answers) == 1


_MINUTES = 24 * 60
_FIRST = datetime(2026, 2, 11, tzinfo=VIETNAM)
_SPAN_DAYS = 20
_clock_times = st.integers(0, _MINUTES - 1).map(lambda minute: time(*divmod(minute, 60)))
_moments = st.integers(0, _SPAN_DAYS * _MINUTES - 1).map(
    lambda minute: _FIRST + timedelta(minutes=minute)
)


@st.composite
def _receivers(draw: st.DrawFn) -> list[Receiver]:
    made = []
    for number in range(draw(st.integers(0, 4))):
        since = draw(st.one_of(st.just(ALWAYS), _moments))
        length = draw(st.one_of(st.none(), st.integers(0, 10 * _MINUTES)))
        made.append(
            Receiver(
                id=number,
                agency_id=1,
                kind=ReceiverKind.DUTY_ROOM,
                rank=draw(st.sampled_from(Rank)),
                name="",
                title=f"T{number}",
                phone="",
                days=draw(st.frozensets(st.sampled_from(DayOfDuty), min_size=1)),
                from_time=draw(_clock_times),
                to_time=draw(_clock_times),
                valid_from=since,
                valid_to=None if length is None else since + timedelta(minutes=length),
                authority="1 ngày 01/01/2026",
            )
        )
    return made


def _minutes_on_duty(receiver: Receiver) -> set[datetime]:
    """Every minute of the span in which this receiver is there, walked one by one."""
    found = set()
    for offset in range(-1, _SPAN_DAYS):
        day = _FIRST.date() + timedelta(days=offset)
        if not receiver.days & days_of_duty(day, CALENDAR):
            continue
        minute = datetime.combine(day, receiver.from_time, VIETNAM)
        while True:
            found.add(minute)
            minute += timedelta(minutes=1)
            if minute.time() == receiver.to_time:
                break
    return {
        minute
        for minute in found
        if minute >= receiver.valid_from
        and (receiver.valid_to is None or minute < receiver.valid_to)
    }


@settings(max_examples=60, deadline=None)
@given(_receivers(), st.lists(_moments, min_size=20, max_size=40))
def test_the_rule_agrees_with_counting_minutes(
    receivers: list[Receiver], moments: list[datetime]
) -> None:
    there = {receiver.id: _minutes_on_duty(receiver) for receiver in receivers}
    for moment in moments:
        answer = who_may_sign(
            point="P",
            moment=moment,
            calendar=CALENDAR,
            focal_points=receivers,
            only_focal=False,
        )
        expected = {number for number, minutes in there.items() if moment in minutes}
        assert {person.id for person in answer.people} == expected
        assert answer.gap is (not expected)
        ranks = [list(Rank).index(person.rank) for person in answer.people]
        assert ranks == sorted(ranks)
