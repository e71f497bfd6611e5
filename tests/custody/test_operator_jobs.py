"""A long file of events: checked and taken by the worker, shown between, stopped while it runs."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from kt1.custody.operator import planning
from kt1.custody.operator.actions import digest_of
from kt1.custody.operator.columns import Days
from kt1.custody.operator.faults import EventFaultsError, Wrong
from kt1.custody.operator.jobs import actions, parts, working
from kt1.custody.operator.jobs.models import EventFile, EventLayout
from kt1.custody.operator.jobs.queries import on_their_way, remembered, seen_by
from kt1.custody.operator.jobs.rules import FileState, Why
from kt1.custody.operator.jobs.steps import open_rows
from kt1.custody.operator.reading import Layout, opened, own, parse
from kt1.custody.units.models import Unit
from kt1.ledger.entries.models import Entry
from kt1.people.accounts.models import Duty
from tests.custody.factories import once
from tests.custody.test_operator_files import ACCEPTED, DELIVERED, STORY, TAKEN_AT, _csv
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture(autouse=True)
def told_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "_ROWS_TOLD", 2)
    monkeypatch.setattr(planning, "_ACTS_AT_ONCE", 3)


def now() -> datetime:
    return TAKEN_AT


def asked(world: World, *rows: dict[str, str]) -> EventFile:
    content = _csv(*rows)
    sheet = opened(content)
    layout, _faults = own(sheet)
    pk = actions.ask(
        rows=sheet.rows, parsed=parse(sheet.rows, layout), layout=layout,
        digest=digest_of(content), by=world.dispatcher, at=TAKEN_AT, once=once(),
    )  # fmt: skip
    return EventFile.objects.get(pk=pk)


def checked(world: World, *rows: dict[str, str]) -> EventFile:
    file = asked(world, *rows)
    working.work(file.pk, now=now)
    file.refresh_from_db()
    return file


def agreed(world: World, *rows: dict[str, str]) -> EventFile:
    file = checked(world, *rows)
    actions.agree(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())
    file.refresh_from_db()
    return file


def waiting(world: World, file: EventFile) -> list[tuple[int, list[str]]]:
    with transaction.atomic():
        open_rows(by=world.dispatcher, at=TAKEN_AT)
        return list(parts.of(file.pk))


def deferred() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args->>'file_id' FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def test_a_file_is_checked_shown_and_then_taken_once(world: World) -> None:
    file = asked(world, *STORY)
    assert actions.TASK in app.tasks
    assert deferred() == [(actions.TASK, str(file.pk))]
    with pytest.raises(actions.NotOpenError):
        actions.agree(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())
    working.work(file.pk, now=now)
    file.refresh_from_db()
    assert (file.state, file.done, file.rows) == (FileState.CHECKED, 6, 6)
    assert file.found is not None
    assert [file.found[name] for name in ("new", "unchanged", "conflicts")] == [6, 0, 0]
    assert not Unit.objects.exists()
    assert list(parts.of(file.pk)) == []  # nobody reads them without the reading log
    assert len(waiting(world, file)) == len(STORY)

    actions.agree(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())
    file.refresh_from_db()
    assert (file.state, file.done) == (FileState.AGREED, 0)
    for _ in range(2):
        working.work(file.pk, now=now)
    file.refresh_from_db()
    assert (file.state, file.ended_at, waiting(world, file)) == (FileState.DONE, TAKEN_AT, [])
    assert Unit.objects.filter(state="delivered").count() == 1
    assert Entry.objects.filter(kind="operator.taken").count() == 1

    again = checked(world, *STORY)
    assert again.found is not None
    assert [again.found[name] for name in ("new", "unchanged")] == [0, 6]


class _Slowed:
    """The worker's telling, which waits in its transaction until somebody pressed "stop"."""

    def __init__(self) -> None:
        self.told, self.stopped = threading.Event(), threading.Event()
        self._tell = working._Told.__call__

    def __call__(self, beside: working._Told, done: int) -> None:
        self._tell(beside, done)
        if beside._state is FileState.TAKING:
            self.told.set()
            assert self.stopped.wait(30)


@pytest.fixture
def slowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Slowed]:
    slow = _Slowed()

    def tell(beside: working._Told, done: int) -> None:
        slow(beside, done)

    monkeypatch.setattr(working._Told, "__call__", tell)
    yield slow
    slow.stopped.set()


def test_stopped_while_it_is_taken_nothing_of_it_is_there(world: World, slowed: _Slowed) -> None:
    rows = [{**ACCEPTED, "item": f"KT10000{n:04}"} for n in range(8)]
    rows = [{**row, "at": f"14/01/2026 09:{n:02}"} for n, row in enumerate(rows)]
    file = agreed(world, *rows)
    seen: list[int] = []

    def worker() -> None:
        try:
            working.work(file.pk, now=now)
        finally:
            connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    try:
        assert slowed.told.wait(30)
        file.refresh_from_db()
        seen = [file.done]
        assert file.state == FileState.TAKING  # others see how far it is, and nothing of it
        assert not Unit.objects.exists()
        assert actions.stop(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())
    finally:
        slowed.stopped.set()
        thread.join(30)
    assert not thread.is_alive()
    file.refresh_from_db()
    assert 0 < seen[0] < file.rows
    assert (file.state, waiting(world, file)) == (FileState.STOPPED, [])
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()
    assert not actions.stop(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())


def test_of_a_file_with_wrong_rows_only_these_wait_and_are_given_back_once(world: World) -> None:
    other = {**DELIVERED, "item": "KT100000009", "name": "Người nhận khác"}
    file = checked(world, ACCEPTED, other, DELIVERED)
    assert (file.state, file.found and file.found["wrong"]) == (
        FileState.FAULTY,
        [[3, "Số hiệu bưu gửi", Wrong.UNKNOWN_ITEM]],
    )
    assert [number for number, _cells in waiting(world, file)] == [3]
    ((number, cells),) = actions.give_back(
        file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once()
    )
    assert (number, cells[file.columns.index("name")]) == (3, "Người nhận khác")
    file.refresh_from_db()
    assert (file.state, waiting(world, file)) == (FileState.RETURNED, [])
    with pytest.raises(actions.NotOpenError):
        actions.give_back(file_id=file.pk, by=world.dispatcher, at=TAKEN_AT, once=once())
    assert not Unit.objects.exists()


def test_what_was_right_when_checked_is_judged_again_when_taken(world: World) -> None:
    file = agreed(world, ACCEPTED)
    Duty.objects.filter(pk=world.clerk.duty_id or 0).update(valid_to=TAKEN_AT)
    other = agreed(world, {**ACCEPTED, "receiver": "24-S2"})
    working.work(file.pk, now=now)
    working.work(other.pk, now=now)
    other.refresh_from_db()
    assert other.found is not None
    assert (other.state, other.found["conflicts"], other.found["reported"]) == ("done", 1, 1)


def test_a_file_waits_for_nobody_forever(world: World) -> None:
    late, gone = checked(world, ACCEPTED), agreed(world, ACCEPTED)
    assert working.sweep(at=TAKEN_AT + timedelta(minutes=59)) == 0
    assert working.sweep(at=TAKEN_AT + timedelta(minutes=61)) == 1
    Duty.objects.filter(pk=world.dispatcher.duty_id or 0).update(valid_to=TAKEN_AT)
    working.work(gone.pk, now=now)
    for file, why in ((late, Why.LATE), (gone, Why.GONE)):
        file.refresh_from_db()
        assert (file.state, file.why, waiting(world, file)) == (FileState.FAILED, why, [])
    assert not Unit.objects.exists()


def test_whose_file_it_is_and_a_wrong_row_is_not_left_to_the_worker(world: World) -> None:
    file = asked(world, ACCEPTED)
    assert list(seen_by(world.controller)) == [file] == list(on_their_way(world.dispatcher))
    assert not seen_by(world.far_controller).exists()
    assert not seen_by(world.clerk).exists()
    with pytest.raises(EventFile.DoesNotExist):
        actions.stop(file_id=file.pk, by=world.far_controller, at=TAKEN_AT, once=once())
    with pytest.raises(EventFaultsError):
        asked(world, {**ACCEPTED, "at": "hôm qua"})
    assert EventFile.objects.count() == 1


def test_columns_are_remembered_by_province_and_can_be_changed(world: World) -> None:
    def say(layout: Layout) -> None:
        actions.remember(
            headings="f" * 64, layout=layout, by=world.dispatcher, at=TAKEN_AT, once=once()
        )

    say(Layout({"kind": 1}))
    say(Layout({"kind": 2, "at": 0}, Days.MONTH_FIRST))
    assert EventLayout.objects.count() == 1
    home = world.dispatcher.province_id
    assert remembered(home, "f" * 64) == Layout({"kind": 2, "at": 0}, Days.MONTH_FIRST)
    assert remembered(world.far_controller.province_id, "f" * 64) is None
