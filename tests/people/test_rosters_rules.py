"""Who stands when: known hours, and agreement with an oracle that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, days_of_duty
from kt1.people.rosters.rules import (
    FOREVER,
    Override,
    Register,
    Rotation,
    Schedule,
    Shift,
    Source,
    Span,
    Turn,
    covered,
    gaps,
    same_person,
    turns,
)
from kt1.people.rosters.signing import standing_at, who_signs
from tests.people.test_who_may_sign import ALL_DAYS, CALENDAR, WORKING, at, receiver

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
A_DAY = 24 * 60
FIRST = datetime(2026, 2, 11, tzinfo=VIETNAM)
DAYS = 5
SPAN = Span(FIRST, FIRST + DAYS * DAY)


def person(number: int, rank: Rank = Rank.FOCAL, *, until: datetime | None = None) -> Receiver:
    """Someone who stands only where a roster names them."""
    return receiver(rank, frozenset(), title=f"Người {number}", number=number, until=until)


def rotation(*members: Receiver, **facts: object) -> Rotation:
    said: dict[str, object] = {
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
    return Rotation(**{**said, **facts})  # type: ignore[arg-type]  # a shorthand of the tests


def register(*receivers: Receiver, **layers: object) -> Register:
    return Register(agency_id=1, point_id=1, receivers=receivers, **layers)  # type: ignore[arg-type]


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


_minutes = st.integers(-A_DAY, DAYS * A_DAY).map(lambda n: FIRST + n * MINUTE)
_hours = st.integers(0, A_DAY - 1).map(lambda n: time(*divmod(n, 60)))
_ranks = st.sampled_from(Rank)
_day_sets = st.frozensets(st.sampled_from(DayOfDuty), min_size=1)
_CAST = [person(number) for number in range(1, 6)]


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    begins = draw(_minutes)
    return Span(begins, begins + draw(st.integers(1, 3 * A_DAY)) * MINUTE)


@st.composite
def _people(draw: st.DrawFn) -> Receiver:
    one = draw(st.sampled_from(_CAST))
    until = draw(st.one_of(st.none(), _minutes))
    return receiver(title=one.title, days=frozenset(), number=one.id, until=until)


@st.composite
def _registers(draw: st.DrawFn) -> Register:
    some = st.integers(0, 2)
    standing = tuple(
        receiver(
            draw(_ranks),
            draw(_day_sets),
            (f"{draw(_hours):%H:%M}", f"{draw(_hours):%H:%M}"),
            title=f"Người {number}",
            number=number,
            until=draw(st.one_of(st.none(), _minutes)),
        )
        for number in draw(st.lists(st.integers(1, 6), max_size=3))
    )
    rotations = tuple(
        rotation(
            *draw(st.lists(_people(), min_size=1, max_size=3)),
            rank=draw(_ranks),
            days=draw(_day_sets),
            from_time=draw(_hours),
            to_time=draw(_hours),
            days_each=draw(st.integers(1, 3)),
            starts_on=FIRST.date() + draw(st.integers(-3, 3)) * DAY,
            holds=draw(_spans()),
        )
        for _ in range(draw(some))
    )
    schedule = draw(st.one_of(st.none(), _spans()))
    shifts = st.lists(st.builds(Shift, _spans(), _people(), _ranks), max_size=3).map(tuple)
    overrides = st.lists(
        st.builds(
            Override,
            id=st.just(1),
            span=_spans(),
            receiver=_people(),
            rank=_ranks,
            instead_of=st.one_of(st.none(), _people()),
        ),
        max_size=2,
    ).map(tuple)
    return register(
        *standing,
        rotations=rotations,
        schedules=(Schedule(id=1, title="T", span=schedule, shifts=draw(shifts)),)
        if schedule
        else (),
        overrides=draw(overrides),
    )


def _holds(one: Receiver, minute: datetime) -> bool:
    return one.valid_from <= minute and (one.valid_to is None or minute < one.valid_to)


def _window_day(
    minute: datetime, days: frozenset[DayOfDuty], hours: tuple[time, time]
) -> date | None:
    """The served day whose window holds the minute, found by walking that window."""
    for day in (minute.date(), minute.date() - DAY):
        try:
            if days.isdisjoint(days_of_duty(day, CALENDAR)):
                continue
        except NoCalendarError:
            continue
        begins = datetime.combine(day, hours[0], VIETNAM)
        lasts = (60 * hours[1].hour + hours[1].minute) - (60 * hours[0].hour + hours[0].minute)
        lasts = lasts if lasts > 0 else lasts + A_DAY
        if 0 <= (minute - begins) / MINUTE < lasts:
            return day
    return None


def _of_the_rotation(one: Rotation, minute: datetime) -> Receiver | None:
    day = _window_day(minute, frozenset(one.days), (one.from_time, one.to_time))
    if day is None or day < one.starts_on or not one.holds.begins <= minute < one.holds.ends:
        return None
    queue = [member for member in one.members for _ in range(one.days_each)]
    member = queue[(day - one.starts_on).days % len(queue)]
    return member if _holds(member, minute) else None


def oracle(known: Register, minute: datetime) -> set[tuple[int, Rank, Source]]:
    """The four layers, spelt out for one minute."""
    there = [
        (one, one.rank, Source.WINDOW)
        for one in known.receivers
        if _holds(one, minute)
        and _window_day(minute, frozenset(one.days), (one.from_time, one.to_time)) is not None
    ]
    for turn in known.rotations:
        member = _of_the_rotation(turn, minute)
        if member is not None:
            there = [x for x in there if x[2] is not Source.WINDOW or x[1] is not turn.rank]
            there.append((member, turn.rank, Source.ROTATION))
    for schedule in known.schedules:
        if schedule.span.begins <= minute < schedule.span.ends:
            there = [
                (shift.receiver, shift.rank, Source.SCHEDULE)
                for shift in schedule.shifts
                if shift.span.begins <= minute < shift.span.ends and _holds(shift.receiver, minute)
            ]
    for over in known.overrides:
        if over.span.begins <= minute < over.span.ends and _holds(over.receiver, minute):
            gone = over.instead_of
            there = [
                x
                for x in there
                if x[1] is not over.rank or (gone is not None and not same_person(x[0], gone))
            ]
            there.append((over.receiver, over.rank, Source.OVERRIDE))
    return {(one.id, rank, source) for one, rank, source in there}


def _said(found: tuple[Turn, ...], minute: datetime) -> set[tuple[int, Rank, Source]]:
    return {(t.receiver.id, t.rank, t.source) for t in found if t.span.holds(minute)}


@settings(max_examples=60, deadline=None)
@given(_registers(), st.integers(0, 6))
def test_the_rule_agrees_with_an_oracle_minute_by_minute(known: Register, offset: int) -> None:
    """Every seventh minute, and each minute at or before which anything changes."""
    found = turns(known, span=SPAN, calendar=CALENDAR)
    there = covered(known, span=SPAN, calendar=CALENDAR)
    edges = {edge for turn in found for edge in (turn.span.begins, turn.span.ends)}
    minutes = {FIRST + n * MINUTE for n in range(offset, DAYS * A_DAY, 7)}
    for minute in minutes | {edge - k * MINUTE for edge in edges for k in (0, 1)}:
        if not SPAN.holds(minute):
            continue
        expected = oracle(known, minute)
        assert _said(found, minute) == expected, minute
        assert any(one.holds(minute) for one in there) is bool(expected), minute


@settings(max_examples=150, deadline=None)
@given(_registers())
def test_coverage_and_gaps_are_the_whole_span(known: Register) -> None:
    there = covered(known, span=SPAN, calendar=CALENDAR)
    missing = gaps(known, span=SPAN, calendar=CALENDAR)
    pieces = sorted([*there, *missing])
    assert [SPAN.begins, *(one.ends for one in pieces)] == [
        *(one.begins for one in pieces),
        SPAN.ends,
    ], "they touch and do not overlap"
    assert all(one.begins < one.ends for one in pieces)


@settings(max_examples=150, deadline=None)
@given(_registers(), st.lists(_minutes, min_size=1, max_size=20))
def test_a_change_of_turns_never_leaves_two_answers(
    known: Register, moments: list[datetime]
) -> None:
    """At the very moment of a change the later turn holds alone, whatever zone it is said in."""
    found = turns(known, span=SPAN, calendar=CALENDAR)
    edges = [edge for turn in found for edge in (turn.span.begins, turn.span.ends)]
    for moment in {*edges, *moments}:
        if not SPAN.holds(moment):
            continue
        rotating = [
            turn.roster
            for turn in found
            if turn.source is Source.ROTATION and turn.span.holds(moment)
        ]
        assert len(rotating) <= len(known.rotations)
        answers = {
            frozenset(_said(standing_at(known, said, CALENDAR), moment))
            for said in (
                moment,
                moment.astimezone(UTC),
                moment.astimezone(ZoneInfo("Europe/Paris")),
            )
        }
        assert answers == {frozenset(_said(found, moment))}


@settings(max_examples=100, deadline=None)
@given(_registers(), _minutes)
def test_a_span_cut_in_two_says_the_same(known: Register, cut: datetime) -> None:
    whole = covered(known, span=SPAN, calendar=CALENDAR)
    if not SPAN.begins < cut < SPAN.ends:
        return
    parts = [Span(SPAN.begins, cut), Span(cut, SPAN.ends)]
    halves = [one for part in parts for one in covered(known, span=part, calendar=CALENDAR)]
    total = sum(((one.ends - one.begins) for one in halves), timedelta())
    assert total == sum(((one.ends - one.begins) for one in whole), timedelta())
