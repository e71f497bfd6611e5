"""Working days: the rules, and the shipped days of three years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.book import files
from kt1.law.calendars.lunar import lunar_label
from kt1.law.calendars.rules import Calendar, CoveredYear, DayKind, DeclaredDay, NoCalendarError

OFFICIALS = files.book().calendar("CBCC")
IN_REACH = st.dates(date(2025, 1, 1), date(2027, 11, 30))


def days_off(year: int) -> list[str]:
    """Weekdays without work and weekend days with it, as a notice would list them."""
    found = []
    on = date(year, 1, 1)
    while on.year == year:
        if (on.weekday() < 5) != OFFICIALS.is_working(on):
            found.append(f"{on:%d/%m}{'+' if OFFICIALS.is_working(on) else ''}")
        on += timedelta(days=1)
    return found


# --- the three years, typed from the notices


def test_2025_is_as_the_notice_of_3_december_2024_says() -> None:
    assert days_off(2025) == [
        *("01/01", "27/01", "28/01", "29/01", "30/01", "31/01"),
        *("07/04", "26/04+", "30/04", "01/05", "02/05"),
        *("01/09", "02/09"),
    ]


def test_2026_is_as_the_notices_of_2025_say() -> None:
    assert days_off(2026) == [
        *("01/01", "02/01", "10/01+"),
        *("16/02", "17/02", "18/02", "19/02", "20/02"),
        *("27/04", "30/04", "01/05"),
        *("22/08+", "31/08", "01/09", "02/09"),
        "24/11",
    ]


def test_2027_has_the_days_of_the_labour_code() -> None:
    assert days_off(2027) == [
        *("01/01", "04/02", "05/02", "08/02", "09/02", "10/02"),
        *("16/04", "30/04", "03/05", "02/09", "03/09", "24/11"),
    ]


def test_days_without_a_notice_await_confirmation() -> None:
    awaiting = {on for on in OFFICIALS.declared if not OFFICIALS.is_confirmed(on)}
    assert {on for on in awaiting if on.year < 2027} == {date(2026, 11, 24)}
    assert date(2027, 2, 4) in awaiting
    assert date(2027, 1, 1) not in awaiting


def test_what_a_notice_may_still_move_is_said() -> None:
    assert OFFICIALS.is_settled(date(2025, 12, 31))
    assert OFFICIALS.is_settled(date(2026, 11, 22))
    assert not OFFICIALS.is_settled(date(2026, 11, 23))
    assert not OFFICIALS.is_settled(date(2027, 6, 1))
    assert not OFFICIALS.is_settled(date(2028, 6, 1))


def test_every_swap_names_its_pair_both_ways() -> None:
    swaps = {on: day.pair for on, day in OFFICIALS.declared.items() if day.pair}
    assert swaps
    assert all(swaps[pair] == on for on, pair in swaps.items())
    for on, pair in swaps.items():
        assert OFFICIALS.is_working(on) != OFFICIALS.is_working(pair)


def test_tet_days_bear_the_lunar_days_of_the_notices() -> None:
    assert lunar_label(date(2025, 1, 29)) == "mùng 1 tháng Giêng"
    assert lunar_label(date(2026, 2, 16)) == "29 tháng Chạp"
    assert lunar_label(date(2026, 2, 20)) == "mùng 4 tháng Giêng"
    assert lunar_label(date(2026, 4, 26)) == "mùng 10 tháng 3"
    assert lunar_label(date(2025, 8, 1)) == "mùng 8 tháng 6 nhuận"
    for row in files.rows("calendar_days"):
        told = row["note"].split(";")[0]
        if "tháng" in told:
            assert lunar_label(date.fromisoformat(row["date"])) == told


def test_hung_kings_day_is_the_tenth_of_the_third_month() -> None:
    for on, day in OFFICIALS.declared.items():
        if day.name == "Giỗ Tổ Hùng Vương":
            assert lunar_label(on) == "mùng 10 tháng 3"


# --- the rules


@pytest.mark.parametrize(
    ("on", "kind", "sentence"),
    [
        ("2026-06-05", DayKind.WORKING, "Thứ Sáu 05/06/2026: ngày làm việc"),
        ("2026-06-06", DayKind.SATURDAY, "Thứ Bảy 06/06/2026: nghỉ hằng tuần"),
        ("2026-06-07", DayKind.SUNDAY, "Chủ nhật 07/06/2026: nghỉ hằng tuần"),
        ("2026-02-16", DayKind.TET, "Thứ Hai 16/02/2026: nghỉ Tết Nguyên đán"),
        ("2026-04-26", DayKind.HOLIDAY, "Chủ nhật 26/04/2026: nghỉ Giỗ Tổ Hùng Vương"),
        ("2026-04-27", DayKind.HOLIDAY, "Thứ Hai 27/04/2026: nghỉ bù Giỗ Tổ Hùng Vương"),
        ("2026-08-22", DayKind.MAKE_UP, "Thứ Bảy 22/08/2026: làm bù cho thứ Hai 31/08/2026"),
        (
            "2026-08-31",
            DayKind.SWAPPED_OFF,
            "Thứ Hai 31/08/2026: nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026",
        ),
        (
            "2026-11-24",
            DayKind.HOLIDAY,
            "Thứ Ba 24/11/2026: nghỉ Ngày Văn hóa Việt Nam (chưa xác nhận)",
        ),
    ],
)
def test_each_day_says_what_it_is_and_why(on: str, kind: DayKind, sentence: str) -> None:
    day = date.fromisoformat(on)
    assert OFFICIALS.kind_of(day) is kind
    assert OFFICIALS.why(day) == sentence


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_never_guessed(on: date) -> None:
    for ask in (OFFICIALS.kind_of, OFFICIALS.is_working, OFFICIALS.why):
        with pytest.raises(NoCalendarError) as unknown:
            ask(on)
        assert unknown.value.missing == [on.isoformat()]


def test_counting_into_an_uncovered_year_is_refused() -> None:
    with pytest.raises(NoCalendarError):
        OFFICIALS.next_working_day(date(2027, 12, 31))


def test_no_days_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        OFFICIALS.add_working_days(date(2026, 6, 5), 0)


def test_a_swap_without_its_pair_still_says_what_it_is() -> None:
    bare = Calendar.of(
        "X",
        [CoveredYear(year=2026, settled_to=date(2026, 12, 31))],
        [
            DeclaredDay(on=date(2026, 6, 6), kind=DayKind.MAKE_UP, name="làm bù"),
            DeclaredDay(on=date(2026, 6, 8), kind=DayKind.SWAPPED_OFF, name="hoán đổi"),
        ],
    )
    assert bare.reason(date(2026, 6, 6)) == "làm bù"
    assert bare.reason(date(2026, 6, 8)) == "nghỉ hoán đổi"


@given(IN_REACH)
def test_the_next_working_day_is_the_first_one_later(on: date) -> None:
    found = OFFICIALS.next_working_day(on)
    assert found > on
    assert OFFICIALS.is_working(found)
    between = (on + timedelta(days=n) for n in range(1, (found - on).days))
    assert not any(map(OFFICIALS.is_working, between))


@given(IN_REACH, st.integers(1, 8))
def test_adding_days_one_by_one_is_adding_them_at_once(on: date, count: int) -> None:
    step = on
    for _ in range(count):
        step = OFFICIALS.add_working_days(step, 1)
    assert OFFICIALS.add_working_days(on, count) == step


@given(IN_REACH)
def test_what_if_leaves_the_calendar_as_it_was(on: date) -> None:
    day = DeclaredDay(on=on, kind=DayKind.HOLIDAY, name="thử")
    assert not OFFICIALS.with_day(day).is_working(on)
    assert OFFICIALS.with_day(day).without_day(on).declared == {
        kept: row for kept, row in OFFICIALS.declared.items() if kept != on
    }
    assert OFFICIALS.declared == files.book().calendar("CBCC").declared
