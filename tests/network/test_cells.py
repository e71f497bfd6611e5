"""Cells of the files: generous in form, strict in meaning."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.calendars.rules import DayKind
from kt1.network.routes.rules import RunFacts
from kt1.network.sheets.cells import Column, Shape, days_in_words
from kt1.network.sheets.faults import BadCellError, Reason

CODES = st.from_regex(r"\A[0-9A-Z][0-9A-Z.-]{0,20}\Z")
RUNS = st.lists(
    st.builds(
        RunFacts,
        leaves=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        arrives=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        nights=st.integers(0, 7),
        day_kinds=st.sets(st.sampled_from(DayKind), min_size=1).map(lambda s: tuple(sorted(s))),
    ),
    max_size=4,
).map(lambda runs: tuple(sorted(runs)))


def column(shape: Shape, **facts) -> Column:
    return Column(fills="x", heading="X", shape=shape, **facts)


def fault(shape: Shape, cell, **facts) -> Reason:
    with pytest.raises(BadCellError) as caught:
        column(shape, **facts).read(cell)
    return caught.value.reason


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("16/02/2026", date(2026, 2, 16)),
        ("6/2/2026", date(2026, 2, 6)),
        ("2026-02-16", date(2026, 2, 16)),
        (datetime(2026, 2, 16, 9, 30, tzinfo=UTC), date(2026, 2, 16)),
        (date(2026, 2, 16), date(2026, 2, 16)),
    ],
)
def test_a_date_is_read_as_people_and_programs_write_it(cell, wanted):
    assert column(Shape.DATE).read(cell) == wanted


@pytest.mark.parametrize("cell", ["31/02/2026", "16.02.2026", "Thứ Hai", 46_069.0])
def test_what_is_no_date_is_refused(cell):
    assert fault(Shape.DATE, cell) is Reason.BAD_DATE


@pytest.mark.parametrize("cell", ["07210", " 07210 ", 7210, 7210.0, "7210"])
def test_the_zeros_a_spreadsheet_ate_are_put_back(cell):
    assert column(Shape.CODE, digits=5).read(cell) == "07210"


@pytest.mark.parametrize("cell", ["0721O", "107210", "-7210", "7210.5"])
def test_a_code_of_another_length_or_sign_is_refused(cell):
    assert fault(Shape.CODE, cell, digits=5) is Reason.BAD_CODE


def test_a_code_is_written_in_capitals():
    assert column(Shape.CODE).read("24-stc") == "24-STC"
    assert fault(Shape.CODE, "24 STC") is Reason.BAD_CODE
    assert fault(Shape.CODE, "Đ-1") is Reason.BAD_CODE


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("có", True), ("X", True), (True, True), (1, True), ("Không", False), ("0", False)],
)
def test_yes_and_no_in_their_many_forms(cell, wanted):
    assert column(Shape.FLAG).read(cell) is wanted


def test_a_doubtful_yes_is_refused():
    assert fault(Shape.FLAG, "chắc là có") is Reason.BAD_FLAG


def test_a_word_is_known_in_any_case_and_unicode_form_but_not_without_accents():
    choices = {"dang": "Đảng", "xa": "Xã"}
    assert column(Shape.CHOICE, choices=choices).read("ĐẢNG") == "dang"
    assert column(Shape.CHOICE, choices=choices).read("Đảng") == "dang"
    assert column(Shape.CHOICE, choices=choices).read("dang") == "dang"
    assert fault(Shape.CHOICE, "Dâng", choices=choices) is Reason.NOT_A_CHOICE


def test_text_is_tidied_and_measured():
    assert column(Shape.TEXT).read("  Sở \n Tài  chính ") == "Sở Tài chính"
    assert fault(Shape.TEXT, "a" * 161) is Reason.TOO_LONG
    assert fault(Shape.TEXT, "a\u202eb") is Reason.BAD_LETTER


@pytest.mark.parametrize("said", ["Tài liệu Tuyệt mật", "trích yếu: việc A", "CV 12/QĐ-UBND"])
def test_text_that_may_not_be_stored_is_refused(said):
    assert fault(Shape.TEXT, said) is Reason.REFUSED_TEXT


def test_a_column_for_papers_takes_their_numbers_and_nothing_worse():
    assert column(Shape.TEXT, paper=True).read("Quyết định số 32/2025/QĐ-TTg")
    assert fault(Shape.TEXT, "Tối mật", paper=True) is Reason.REFUSED_TEXT


@pytest.mark.parametrize("cell", ["-1", "1.5", "nhiều", 40_000])
def test_what_is_no_small_number_is_refused(cell):
    assert fault(Shape.NUMBER, cell) is Reason.BAD_NUMBER


@pytest.mark.parametrize("cell", ["24-P", "24-P:", "24-P:x", "24-P:10, 24-Q:20", "24-P:99999"])
def test_stops_are_codes_with_minutes(cell):
    assert fault(Shape.STOPS, cell) is Reason.BAD_STOPS


@pytest.mark.parametrize(
    "cell",
    ["08:30", "08:30-10:00", "08:30-10:00 ()", "25:00-26:00 (mọi ngày)", "8h30-10h (mọi ngày)"],
)
def test_runs_are_hours_with_days(cell):
    assert fault(Shape.RUNS, cell) is Reason.BAD_RUNS


def test_a_timetable_is_read_as_it_is_spoken():
    runs = column(Shape.RUNS).read("23:30-0:30+1 (Mọi ngày); 8:30-10:00 (ngày làm việc, làm bù)")
    assert runs == (
        RunFacts(leaves=time(8, 30), arrives=time(10), day_kinds=("make_up", "working")),
        RunFacts(
            leaves=time(23, 30), arrives=time(0, 30), nights=1, day_kinds=tuple(sorted(DayKind))
        ),
    )


def test_kinds_of_day_are_said_in_words():
    assert days_in_words(tuple(DayKind)) == "mọi ngày"
    assert days_in_words((DayKind.SUNDAY, DayKind.TET)) == "Chủ nhật, Tết"


def test_an_empty_cell_says_nothing_unless_it_has_to():
    assert column(Shape.DATE).read("  ") is None
    assert fault(Shape.DATE, None, needed=True) is Reason.EMPTY


@given(RUNS)
def test_runs_written_are_read_again(runs):
    cell = column(Shape.RUNS).write(runs)
    assert (column(Shape.RUNS).read(cell) or ()) == runs


@given(st.lists(st.tuples(CODES, st.integers(0, 9_999)), max_size=5).map(tuple))
def test_stops_written_are_read_again(stops):
    cell = column(Shape.STOPS).write(stops)
    assert (column(Shape.STOPS).read(cell) or ()) == stops


@given(st.dates(date(1900, 1, 1)))
def test_days_written_are_read_again(day):
    assert column(Shape.DATE).read(column(Shape.DATE).write(day)) == day
