"""Random rosters: the rule agrees with a walker by minutes, and leaves no hole."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.law.calendars.rules import VIETNAM, NoCalendarError
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, days_of_duty
from kt1.people.rosters.rules import (
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
from kt1.people.rosters.signing import standing_at
from tests.people.test_rosters_rules import DAY, FIRST, person, register, rotation
from tests.people.test_who_may_sign import CALENDAR, receiver

MINUTE, A_DAY = timedelta(minutes=1), 24 * 60
DAYS = 5
SPAN = Span(FIRST, FIRST + DAYS * DAY)
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
