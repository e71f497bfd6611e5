from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from kt1.web import moments
from kt1.web.days import NotADayError, read_day

NIGHT = datetime(2026, 2, 16, 15, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def test_a_moment_is_said_in_local_time() -> None:
    assert moments.moment(NIGHT) == "22:40 · Thứ Hai 16/02/2026"


def test_the_eve_of_tet_has_its_lunar_day() -> None:
    assert moments.lunar(NIGHT) == "29 tháng Chạp"
    assert moments.lunar(date(2026, 2, 17)) == "1 tháng Giêng"
    assert moments.lunar(date(2025, 8, 1)) == "8 tháng 6 nhuận"
    assert moments.lunar(date(2026, 9, 25)) == "15 tháng 8 âm lịch"


def test_midnight_is_the_end_of_the_day_before() -> None:
    midnight = datetime(2026, 4, 28, 17, 0, tzinfo=UTC)
    assert moments.deadline(midnight) == "24:00 · Thứ Ba 28/04/2026"
    assert moments.deadline_short(midnight) == "24:00 28/04"
    assert moments.deadline(NIGHT) == "22:40 · Thứ Hai 16/02/2026"


def test_in_english_the_names_of_days_are_english() -> None:
    with translation.override("en"):
        assert moments.moment(NIGHT) == "22:40 · Monday 16/02/2026"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "chưa đến 1 phút"),
        (timedelta(minutes=59), "59 phút"),
        (timedelta(hours=3, minutes=20), "3 giờ 20 phút"),
        (timedelta(days=2, hours=4, minutes=59), "2 ngày 4 giờ"),
        (timedelta(days=1), "1 ngày"),
    ],
)
def test_a_span_is_said_as_people_say_it(length: timedelta, said: str) -> None:
    assert moments.span(length) == said
    assert moments.left(NIGHT + length, NIGHT) == f"còn {said}"
    assert moments.left(NIGHT - length, NIGHT) == f"quá {said}"
    assert moments.relative(NIGHT - length, NIGHT) == f"{said} trước"


@pytest.mark.parametrize(
    "typed",
    ["16/02/2026", "16/2/26", "16-2-2026", "16.02.2026", " 16022026 ", "160226", "2026-02-16"],
)
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 2, 16)


@pytest.mark.parametrize("typed", ["", "31/02/2026", "16/02", "ngày mai", "16/02/9999", "1e9"])
def test_what_is_no_day_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NotADayError, match="ngày"):
        read_day(typed)
