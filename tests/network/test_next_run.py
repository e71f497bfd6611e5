"""The next run that can carry an item, against a slow and simple way of finding it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.law.calendars.rules import VIETNAM, DayKind, NoCalendarError
from kt1.network.routes.rules import (
    HORIZON_DAYS,
    Path,
    RouteKind,
    Run,
    Timetable,
    next_run,
    rides_of,
    timetable,
)

HUB, OFFICE, DOOR, FAR = 1, 2, 10, 9
BIRTH = date(2025, 7, 1)
EVERY = frozenset(DayKind)
WEEKDAYS = frozenset({DayKind.WORKING})


def kind_of(day: date) -> DayKind:
    return {5: DayKind.SATURDAY, 6: DayKind.SUNDAY}.get(day.weekday(), DayKind.WORKING)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def at(text: str) -> datetime:
    """In Vietnam."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


def path(kind: RouteKind, start: int, *, end=None, stops=(), runs, **facts) -> Path:
    return Path(
        code=f"{kind}-{start}-{end}",
        kind=kind,
        start=start,
        end=end,
        stops=tuple((place, minutes(after)) for place, after in stops),
        runs=tuple(
            Run(day_kinds=days, leaves=time(hour, minute), takes=minutes(takes))
            for hour, minute, takes, days in runs
        ),
        **{"valid_from": BIRTH, **facts},
    )


DELIVERY = path(
    RouteKind.DELIVERY,
    OFFICE,
    stops=[(DOOR, 20), (11, 40)],
    runs=[(8, 0, 60, WEEKDAYS), (14, 0, 60, EVERY)],
)
TRUNK = path(RouteKind.TRUNK, HUB, end=OFFICE, runs=[(6, 30, 60, EVERY), (23, 30, 60, EVERY)])
COLLECTION = path(RouteKind.COLLECTION, OFFICE, stops=[(DOOR, 30)], runs=[(16, 0, 60, EVERY)])
BACK = path(RouteKind.TRUNK, OFFICE, end=HUB, runs=[(17, 0, 60, EVERY)])


def found(table: Timetable, origin: int, goal: int, after: str):
    return next_run(table, origins={origin}, goals={goal}, after=at(after), kind_of=kind_of)


def test_an_item_goes_on_with_the_first_run_that_it_can_make():
    table = timetable([DELIVERY, TRUNK], {OFFICE: minutes(20)})
    journey = found(table, HUB, DOOR, "20/04/2026 05:00")  # a Monday
    assert [(leg.leaves, leg.arrives) for leg in journey.legs] == [
        (at("20/04/2026 06:30"), at("20/04/2026 07:30")),
        (at("20/04/2026 08:00"), at("20/04/2026 08:20")),
    ]


def test_without_time_to_handle_it_the_item_waits_for_the_run_after():
    table = timetable([DELIVERY, TRUNK], {OFFICE: minutes(45)})
    assert found(table, HUB, DOOR, "20/04/2026 05:00").arrives == at("20/04/2026 14:20")


def test_a_run_that_leaves_at_that_very_minute_is_caught():
    table = timetable([DELIVERY], {})
    assert found(table, OFFICE, DOOR, "20/04/2026 14:00").arrives == at("20/04/2026 14:20")
    assert found(table, OFFICE, DOOR, "20/04/2026 14:01").arrives == at("21/04/2026 08:20")


def test_a_run_of_working_days_does_not_go_on_sunday():
    table = timetable([DELIVERY], {})
    assert found(table, OFFICE, DOOR, "19/04/2026 00:00").arrives == at("19/04/2026 14:20")


def test_a_run_over_midnight_arrives_the_next_day():
    table = timetable([TRUNK], {})
    assert found(table, HUB, OFFICE, "20/04/2026 23:00").arrives == at("21/04/2026 00:30")


def test_a_run_that_left_yesterday_still_passes_today():
    late = path(
        RouteKind.DELIVERY, OFFICE, stops=[(DOOR, 5), (11, 90)], runs=[(23, 30, 120, EVERY)]
    )
    trunk = path(RouteKind.TRUNK, HUB, end=FAR, stops=[(OFFICE, 90)], runs=[(23, 30, 300, EVERY)])
    assert found(timetable([late], {}), OFFICE, 11, "20/04/2026 23:00").arrives == at(
        "21/04/2026 01:00"
    )
    assert found(timetable([trunk], {}), OFFICE, FAR, "21/04/2026 00:30").arrives == at(
        "21/04/2026 04:30"
    )


def test_collection_takes_from_the_door_and_nowhere_else():
    table = timetable([COLLECTION, BACK], {})
    assert found(table, DOOR, HUB, "20/04/2026 12:00").arrives == at("20/04/2026 18:00")
    assert found(table, HUB, DOOR, "20/04/2026 12:00") is None


def test_delivery_does_not_lead_through_a_door():
    onward = path(RouteKind.TRUNK, DOOR, end=FAR, runs=[(9, 0, 60, EVERY)])
    assert found(timetable([DELIVERY, onward], {}), OFFICE, FAR, "20/04/2026 05:00") is None


def test_an_item_that_is_there_has_no_legs():
    journey = found(timetable([], {}), HUB, HUB, "20/04/2026 05:00")
    assert journey.legs == ()
    assert journey.arrives == at("20/04/2026 05:00")


def test_a_route_runs_only_while_it_is_valid():
    ended = path(
        RouteKind.TRUNK, HUB, end=OFFICE, runs=[(6, 0, 60, EVERY)], valid_to=date(2026, 4, 20)
    )
    table = timetable([ended], {})
    assert found(table, HUB, OFFICE, "20/04/2026 05:00").arrives == at("20/04/2026 07:00")
    assert found(table, HUB, OFFICE, "20/04/2026 06:01") is None
    assert found(table, HUB, OFFICE, "30/06/2025 05:00").arrives == at("01/07/2025 07:00")


def test_the_moment_may_be_in_any_zone():
    table = timetable([DELIVERY], {})
    utc = datetime(2026, 4, 20, 0, 30, tzinfo=UTC)  # 07:30 in Vietnam
    journey = next_run(table, origins={OFFICE}, goals={DOOR}, after=utc, kind_of=kind_of)
    assert journey is not None
    assert journey.arrives == at("20/04/2026 08:20")


def only_2026(day: date) -> DayKind:
    if day.year != 2026:
        raise NoCalendarError([day.isoformat()])
    return kind_of(day)


def test_a_day_without_calendar_is_refused_not_guessed():
    table = timetable([DELIVERY], {})
    with pytest.raises(NoCalendarError):
        next_run(
            table,
            origins={OFFICE},
            goals={DOOR},
            after=at("31/12/2026 15:00"),
            kind_of=only_2026,
        )


def test_an_answer_that_does_not_need_the_unknown_day_is_given():
    table = timetable([DELIVERY], {})
    journey = next_run(
        table, origins={OFFICE}, goals={DOOR}, after=at("31/12/2026 13:00"), kind_of=only_2026
    )
    assert journey is not None
    assert journey.arrives == at("31/12/2026 14:20")


PLACES = st.integers(min_value=1, max_value=6)
RUNS = st.lists(
    st.tuples(
        st.integers(0, 23),
        st.sampled_from([0, 15, 30]),
        st.integers(1, 1600),
        st.sampled_from([EVERY, WEEKDAYS, frozenset({DayKind.SUNDAY})]),
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def paths(draw) -> Path:
    kind = draw(st.sampled_from(list(RouteKind)))
    start = draw(PLACES)
    end = draw(PLACES.filter(lambda place: place != start))
    if kind is not RouteKind.TRUNK:
        end = draw(st.sampled_from([None, end]))
    stops = draw(
        st.lists(st.tuples(PLACES, st.integers(0, 400)), max_size=3, unique_by=lambda s: s[0])
    )
    return path(kind, start, end=end, stops=sorted(stops, key=lambda s: s[1]), runs=draw(RUNS))


def events(all_paths, origin: int, goal: int, around: date):
    """Every ride of every day that may be taken at all: from, to, leaves, arrives."""
    for route in all_paths:
        for ride in rides_of(route):
            if route.kind is RouteKind.COLLECTION and ride.start != origin:
                continue
            if route.kind is RouteKind.DELIVERY and ride.end != goal:
                continue
            for n in range(-3, HORIZON_DAYS + 1):
                day = around + timedelta(days=n)
                leaves = datetime.combine(day, ride.run.leaves, VIETNAM) + ride.offset
                if kind_of(day) in ride.run.day_kinds:
                    yield ride.start, ride.end, leaves, leaves + ride.takes


def slow(all_paths, handling, origin: int, goal: int, after: datetime) -> datetime | None:
    """All of them, tried again and again until nothing gets better."""
    best = {origin: after}
    tried = list(events(all_paths, origin, goal, after.date()))
    better = True
    while better:
        better = False
        for start, end, leaves, arrives in tried:
            if start not in best:
                continue
            wait = timedelta(0) if start == origin else handling.get(start, timedelta(0))
            if leaves >= best[start] + wait and (end not in best or arrives < best[end]):
                best[end] = arrives
                better = True
    return best.get(goal)


@settings(max_examples=150, deadline=None)
@given(
    all_paths=st.lists(paths(), max_size=6),
    handling=st.dictionaries(PLACES, st.integers(0, 90).map(minutes)),
    origin=PLACES,
    goal=PLACES,
    offset=st.integers(0, 7 * 24 * 60),
)
def test_it_is_never_later_and_never_sooner_than_the_slow_way(
    all_paths, handling, origin, goal, offset
):
    after = at("18/04/2026 00:00") + minutes(offset)
    journey = next_run(
        timetable(all_paths, handling),
        origins={origin},
        goals={goal},
        after=after,
        kind_of=kind_of,
    )
    wanted = slow(all_paths, handling, origin, goal, after)
    assert (journey and journey.arrives) == wanted


@settings(max_examples=100, deadline=None)
@given(all_paths=st.lists(paths(), max_size=6), origin=PLACES, goal=PLACES)
def test_a_journey_is_a_chain_of_legs_in_time(all_paths, origin, goal):
    after = at("18/04/2026 09:00")
    journey = next_run(
        timetable(all_paths, {}), origins={origin}, goals={goal}, after=after, kind_of=kind_of
    )
    if journey is None or not journey.legs:
        return
    assert journey.legs[0].start == origin
    assert journey.legs[-1].end == goal
    moments = [after]
    for leg in journey.legs:
        moments += [leg.leaves, leg.arrives]
    assert moments == sorted(moments)
    assert all(a.end == b.start for a, b in zip(journey.legs, journey.legs[1:], strict=False))
