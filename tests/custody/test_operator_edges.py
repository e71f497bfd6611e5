"""Rows of the operator's files that are seldom, and what becomes of them."""

from datetime import date, datetime, time

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kt1.custody.clock.models import Clock
from kt1.custody.deliveries.models import Attempt, Delivery
from kt1.custody.operator import planning
from kt1.custody.operator.columns import Days, moment_of
from kt1.custody.operator.faults import CellError, Wrong
from kt1.custody.operator.reading import read
from kt1.network.agencies.models import Agency
from kt1.network.revisions.steps import rise
from kt1.network.sheets import mapping, opening
from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import Unreadable, UnreadableFileError
from kt1.network.sheets.mapping import kept
from tests.custody import factories as make
from tests.custody.doing import untold
from tests.custody.factories import at
from tests.custody.test_operator_files import (
    ACCEPTED,
    ARRIVED,
    BAGGED,
    DELIVERED,
    FAILED,
    SENT,
    _csv,
    _look,
    _take,
    _unit,
    _wrongs,
)
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def test_numbers_of_bags_and_items_are_not_mixed_up(world: World) -> None:
    _take(world, ACCEPTED, BAGGED)

    assert _wrongs(world, {**FAILED, "item": "TUI00001"}) == [
        (2, "Số hiệu bưu gửi", Wrong.NOT_AN_ITEM)
    ]
    assert _wrongs(world, {**SENT, "bag": "KT100000001"}) == [(2, "Số hiệu túi", Wrong.NOT_A_BAG)]


def test_a_text_longer_than_a_name_is_refused(world: World) -> None:
    long = {**DELIVERED, "name": "A" * 121}

    assert _wrongs(world, ACCEPTED, long) == [(3, "Người thực nhận", Wrong.BAD_TEXT)]


def test_a_timed_item_needs_a_zone_and_a_time_after_its_acceptance(world: World) -> None:
    timed = {**ACCEPTED, "service": "KT1-HG", "agreed": "14/01/2026 16:00"}
    assert _wrongs(world, timed) == [(2, "Giờ hẹn", Wrong.BAD_AGREED)]  # no zone of the receiver

    world.door.zone = "noi_thanh"
    world.door.save()
    rise()
    assert _look(world, timed).new == 1
    early = {**timed, "agreed": "14/01/2026 08:00"}
    assert _wrongs(world, early) == [(2, "Giờ hẹn", Wrong.BAD_AGREED)]


def test_a_refusal_at_night_is_only_not_taken_in_a_file_too(world: World) -> None:
    at_night = {
        **FAILED,
        "at": "14/01/2026 22:40",
        "reason": "từ chối vì bì không nguyên vẹn",
    }
    _take(world, ACCEPTED, at_night)

    assert Attempt.objects.get().reason == "not_taken"


def test_a_body_without_a_door_is_reached_at_its_desk(world: World) -> None:
    make.agency("24-S9")
    _take(world, {**ACCEPTED, "receiver": "24-S9"}, DELIVERED)

    assert Delivery.objects.get().point == make.desk(Agency.objects.get(code="24-S9"))


def test_what_is_bagged_anew_was_taken_out_of_the_bag_before(world: World) -> None:
    _take(world, ACCEPTED, BAGGED)
    _take(world, {**BAGGED, "at": "14/01/2026 10:30", "bag": "TUI00002"})

    assert _unit().inside_id == _unit("TUI00002").pk
    assert _unit("TUI00001").state == "open"


def test_more_lines_than_one_act_holds_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "LINES_MAX", 1)
    second = {**ACCEPTED, "item": "KT100000002"}

    assert [wrong for _row, _column, wrong in _wrongs(world, ACCEPTED, second)] == [
        Wrong.CANNOT_BE,
        Wrong.CANNOT_BE,
    ]


def test_a_moment_may_say_its_offset(world: World) -> None:
    _take(world, {**ACCEPTED, "at": "2026-01-14T02:00:00Z"})

    assert Clock.objects.get().started_at == at("2026-01-14", "09:00")
    assert _wrongs(world, {**ACCEPTED, "at": "hôm qua"}) == [(2, "Thời gian", Wrong.BAD_MOMENT)]


def test_a_file_without_rows_and_one_too_long(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFileError) as empty:
        read(_csv())
    monkeypatch.setattr(mapping, "ROWS_MAX", 1)
    with pytest.raises(UnreadableFileError) as long:
        read(_csv(ACCEPTED, BAGGED))
    with pytest.raises(UnreadableFileError) as large:
        read(b"x" * 50 * opening.MB)
    assert (empty.value.why, long.value.why) == (Unreadable.EMPTY, Unreadable.TOO_MANY_ROWS)
    assert (large.value.why, large.value.most) == (Unreadable.TOO_LARGE, 24)


STORY_OF_TWO = [
    ACCEPTED,
    {**ACCEPTED, "item": "KT100000002", "at": "14/01/2026 09:20", "receiver": "24-S2"},
    BAGGED,
    {**BAGGED, "item": "KT100000002"},
    SENT,
    ARRIVED,
    FAILED,
    DELIVERED,
    {**DELIVERED, "item": "KT100000002", "at": "15/01/2026 09:40"},
]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.permutations(STORY_OF_TWO),
    cut=st.integers(1, len(STORY_OF_TWO)),
    again=st.lists(st.sampled_from(STORY_OF_TWO), max_size=4),
)
def test_rows_in_any_order_come_to_the_same_and_twice_is_once(
    world: World, rows: list[dict[str, str]], cut: int, again: list[dict[str, str]]
) -> None:
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests do
    with block:
        first = sorted(STORY_OF_TWO[:cut], key=rows.index)  # a day's file, in any order
        _take(world, *first)
        _take(world, *rows)
        answer = _take(world, *rows, *again)

        assert (answer["new"], answer["conflicts"]) == (0, 0)
        assert answer["unchanged"] == len(STORY_OF_TWO)
        assert {_unit(f"KT10000000{n}").state for n in (1, 2)} == {"delivered"}
        assert Attempt.objects.count() == 3
        assert untold() == []
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("cell", "hour", "days", "expected"),
    [
        ("14/01/2026 09:05", None, Days.DAY_FIRST, "09:05"),
        ("9h05 14-01-2026", None, Days.DAY_FIRST, "09:05"),
        ("2026-01-14T09:05:00", None, Days.MONTH_FIRST, "09:05"),
        ("01/14/2026", "9 h 05", Days.MONTH_FIRST, "09:05"),
        (datetime(2026, 1, 14), time(9, 5), Days.DAY_FIRST, "09:05"),  # noqa: DTZ001 - a cell's
        (date(2026, 1, 14), "09:05:30", Days.MONTH_FIRST, "09:05:30"),
        ("2026-01-14 02:05:00+00:00", None, Days.DAY_FIRST, "09:05"),
        ("01/14/2026 09:05", None, Days.DAY_FIRST, None),
        ("14/01/26 09:05", None, Days.DAY_FIRST, None),
        ("14/01/2026 25:00", None, Days.DAY_FIRST, None),
        ("14/01/2026", None, Days.DAY_FIRST, None),
        ("14/01/2026", "sáng", Days.DAY_FIRST, None),
    ],
)
def test_moments_in_the_order_that_was_said(
    cell: Cell, hour: Cell, days: Days, expected: str | None
) -> None:
    if expected is None:
        with pytest.raises(CellError):
            moment_of(cell, hour, days=days)
        return
    assert moment_of(cell, hour, days=days) == datetime.fromisoformat(
        f"2026-01-14T{expected}+07:00"
    )
    assert moment_of(kept(cell), kept(hour), days=days) == moment_of(cell, hour, days=days)
