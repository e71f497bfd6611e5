"""Need, gaps and breaks: over random doors and rosters, against a naive look at each minute."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.law.book import files
from kt1.law.calendars.rules import VIETNAM, Calendar, DayKind, NoCalendarError
from kt1.network.agencies.rules import ANY_DAY, Hours
from kt1.people.coverage.rules import (
    Break,
    breaks,
    doorless,
    due_step,
    gaps_at,
    need,
    total,
    uncovered,
)
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, ReceiverKind
from kt1.people.rosters.rules import (
    Override,
    Register,
    Rotation,
    Schedule,
    Shift,
    Span,
    covered,
    merge,
)

KINDS: Calendar = files.book().calendar("CBCC")
OFFICE = ((450, 690), (810, 1020))
START = datetime(2026, 2, 10, tzinfo=VIETNAM)
FORTNIGHT = Span(START, START + timedelta(days=14))
MINUTE = timedelta(minutes=1)
#: Edges fall on quarters of an hour, so every quarter stands for its fifteen minutes.
QUARTER = timedelta(minutes=15)

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
moments = st.integers(0, 14 * 96).map(lambda n: START + n * QUARTER)
spans = st.tuples(moments, moments).filter(lambda two: two[0] < two[1]).map(lambda two: Span(*two))
ranks = st.sampled_from(Rank)
duties = st.sets(st.sampled_from(DayOfDuty), min_size=1).map(frozenset)
whens = st.frozensets(
    st.tuples(
        st.sampled_from([ANY_DAY, *(kind.value for kind in DayKind)]),
        st.sampled_from([hours.value for hours in Hours]),
    ),
    max_size=3,
)


@st.composite
def receivers(draw: st.DrawFn) -> Receiver:
    begins, ends = draw(st.one_of(st.none(), moments)), draw(st.one_of(st.none(), moments))
    return Receiver(
        id=draw(st.integers(1, 99)),
        agency_id=1,
        kind=ReceiverKind.DUTY_POST,
        rank=draw(ranks),
        name="",
        title=draw(st.sampled_from(["Trực ban", "Văn thư", "Bảo vệ"])),
        phone="",
        days=draw(duties),
        from_time=draw(quarters),
        to_time=draw(quarters),
        valid_from=begins or datetime(2025, 1, 1, tzinfo=VIETNAM),
        valid_to=ends,
        authority="1/QĐ ngày 01/01/2026",
    )


@st.composite
def registers(draw: st.DrawFn) -> Register:
    people = draw(st.lists(receivers(), max_size=3))
    crowd = st.sampled_from(people) if people else receivers()
    return Register(
        agency_id=1,
        point_id=2,
        receivers=tuple(people),
        rotations=tuple(
            draw(
                st.lists(
                    st.builds(
                        Rotation,
                        id=st.just(1),
                        title=st.just("Trực đêm"),
                        rank=ranks,
                        days=duties,
                        from_time=quarters,
                        to_time=quarters,
                        days_each=st.integers(1, 3),
                        starts_on=st.just(START.date()),
                        holds=spans,
                        members=st.lists(crowd, min_size=1, max_size=3).map(tuple),
                    ),
                    max_size=1,
                )
            )
        ),
        schedules=tuple(
            draw(
                st.lists(
                    st.builds(
                        Schedule,
                        id=st.just(1),
                        title=st.just("Trực Tết"),
                        span=spans,
                        shifts=st.lists(st.builds(Shift, spans, crowd, ranks), max_size=3).map(
                            tuple
                        ),
                    ),
                    max_size=1,
                )
            )
        ),
        overrides=tuple(
            draw(
                st.lists(
                    st.builds(
                        Override,
                        id=st.just(1),
                        span=spans,
                        receiver=crowd,
                        rank=ranks,
                        instead_of=st.one_of(st.none(), crowd),
                    ),
                    max_size=1,
                )
            )
        ),
    )


def is_needed(when: tuple[str, str], moment: datetime) -> bool:
    """As the runs read a door: the kind of the calendar's day, and in hours or not."""
    local = moment.astimezone(VIETNAM)
    kind = KINDS.kind_of(local.date())
    minute = local.hour * 60 + local.minute
    worked = kind in {DayKind.WORKING, DayKind.MAKE_UP}
    inside = worked and any(start <= minute < end for start, end in OFFICE)
    hours = {Hours.ANY.value, (Hours.WORKING if inside else Hours.OFF).value}
    return when[0] in {ANY_DAY, kind.value} and when[1] in hours


def holds(found: tuple[Span, ...], moment: datetime) -> bool:
    return any(one.begins <= moment < one.ends for one in found)


@settings(max_examples=150, deadline=None)
@given(whens, registers(), spans)
def test_coverage_and_gaps_are_the_need(
    when: frozenset[tuple[str, str]], register: Register, span: Span
) -> None:
    needed = need(when, span=span, calendar=KINDS, office=OFFICE)
    stands = covered(register, span=span, calendar=KINDS)
    gaps = gaps_at(needed, stands)
    both = merge(
        part for one in needed for other in stands if (part := one.within(other)) is not None
    )
    assert total(both) + total(gaps) == total(needed)
    assert merge([*both, *gaps]) == needed
    assert all(one.within(other) is None for one in gaps for other in stands)


@settings(max_examples=60, deadline=None)
@given(whens, spans)
def test_the_need_is_what_the_runs_read_at_each_quarter(
    when: frozenset[tuple[str, str]], span: Span
) -> None:
    needed = need(when, span=span, calendar=KINDS, office=OFFICE)
    moment = span.begins
    while moment < span.ends:
        assert holds(needed, moment) == any(is_needed(one, moment) for one in when)
        moment += QUARTER
    assert needed == merge(needed)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(whens, registers()), max_size=3))
def test_a_body_is_shut_when_each_of_its_doors_is(
    doors: list[tuple[frozenset[tuple[str, str]], Register]],
) -> None:
    known = [
        (
            need(when, span=FORTNIGHT, calendar=KINDS, office=OFFICE),
            covered(register, span=FORTNIGHT, calendar=KINDS),
        )
        for when, register in doors
    ]
    shut = uncovered(known, span=FORTNIGHT)
    nowhere = doorless((needed for needed, _stands in known), span=FORTNIGHT)
    moment = FORTNIGHT.begins
    while moment < FORTNIGHT.ends:
        served = any(holds(needed, moment) and holds(on, moment) for needed, on in known)
        assert holds(shut, moment) != served
        assert holds(nowhere, moment) != any(holds(needed, moment) for needed, _on in known)
        moment += QUARTER


def test_a_split_door_is_needed_at_lunch_by_the_off_hours_door() -> None:
    friday = Span(datetime(2026, 4, 24, tzinfo=VIETNAM), datetime(2026, 4, 25, tzinfo=VIETNAM))
    by_day = need(frozenset({("any", "working")}), span=friday, calendar=KINDS, office=OFFICE)
    by_night = need(frozenset({("any", "off")}), span=friday, calendar=KINDS, office=OFFICE)
    assert [f"{one.begins:%H:%M}-{one.ends:%H:%M}" for one in by_day] == [
        "07:30-11:30",
        "13:30-17:00",
    ]
    assert merge([*by_day, *by_night]) == (friday,)
    assert doorless([by_day], span=friday) == by_night


def test_a_year_without_a_calendar_has_no_need_guessed() -> None:
    far = datetime(2040, 1, 1, tzinfo=VIETNAM)
    with pytest.raises(NoCalendarError):
        need(
            frozenset({("any", "any")}),
            span=Span(far, far + MINUTE),
            calendar=KINDS,
            office=OFFICE,
        )


def test_breaks_hold_the_weekends_beside_them_and_swapped_days() -> None:
    found = breaks(KINDS, since=date(2026, 1, 5), until=date(2026, 9, 30))
    assert [(one.first, one.last, one.is_tet) for one in found] == [
        (date(2026, 2, 14), date(2026, 2, 22), True),
        (date(2026, 4, 25), date(2026, 4, 27), False),
        (date(2026, 4, 30), date(2026, 5, 3), False),
        (date(2026, 8, 29), date(2026, 9, 2), False),
    ]
    assert found[0].name == "Tết Nguyên đán"


def test_a_break_that_is_on_is_found_whole_on_each_of_its_days() -> None:
    whole = breaks(KINDS, since=date(2026, 2, 14), until=date(2026, 2, 14))
    for day in range(14, 23):
        on = date(2026, 2, day)
        assert breaks(KINDS, since=on, until=on) == whole
    assert breaks(KINDS, since=date(2026, 2, 23), until=date(2026, 2, 23)) == ()


def test_a_break_is_looked_at_from_closing_to_opening() -> None:
    tet = Break(first=date(2026, 2, 14), last=date(2026, 2, 22), name="Tết", is_tet=True)
    assert tet.span(OFFICE) == Span(
        datetime(2026, 2, 13, 17, tzinfo=VIETNAM), datetime(2026, 2, 23, 7, 30, tzinfo=VIETNAM)
    )


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(31, None), (30, 30), (15, 30), (14, 14), (4, 14), (3, 3), (0, 3), (-2, 3)],
)
def test_a_missed_step_is_made_good_by_the_next(days_left: int, step: int | None) -> None:
    assert due_step(days_left, (30, 14, 3)) == step
