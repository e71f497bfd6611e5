"""The same request twice is one act: repeated, raced, half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kt1.ledger.entries.actions import append
from kt1.ledger.entries.models import Entry
from kt1.ledger.requests.actions import forget
from kt1.ledger.requests.models import Request
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import KeyReusedError, NotBegunError, begin, finish
from tests.ledger.acts import NOON

ME = "user:7"


def once(key: UUID | None = None, **payload: int) -> RequestKey:
    return RequestKey.of(key or uuid4(), payload)


def take(key: RequestKey, *, actor: str = ME, fail: bool = False) -> dict[str, Any]:
    """An act in miniature: one entry, and its id as the answer."""
    with transaction.atomic():
        if (done := begin(key, actor=actor, at=NOON)) is not None:
            return done
        entry_id = append(kind="bag.taken", subject="bag:1", actor=actor, at=NOON, body={})
        if fail:
            raise ZeroDivisionError
        answer = {"entry": str(entry_id)}
        finish(key, actor=actor, answer=answer)
    return answer


@pytest.mark.django_db
def test_a_repeated_request_is_answered_and_not_done() -> None:
    key = once(bag=1)

    assert take(key) == take(key) == take(key)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_one_statement_each_on_the_first_time() -> None:
    key = once(bag=1)

    with CaptureQueriesContext(connection) as queries:
        assert begin(key, actor=ME, at=NOON) is None
        finish(key, actor=ME, answer={"done": True})

    assert len(queries) == 2


@pytest.mark.django_db
def test_a_key_with_another_request_is_refused() -> None:
    key = uuid4()
    take(once(key, bag=1))

    with pytest.raises(KeyReusedError):
        take(once(key, bag=2))

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_two_actors_may_choose_the_same_key() -> None:
    key = once(bag=1)

    take(key)
    take(key, actor="user:8")

    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_an_act_that_failed_leaves_its_key_free() -> None:
    key = once(bag=1)
    with pytest.raises(ZeroDivisionError):
        take(key, fail=True)
    assert not Request.objects.exists()

    take(key)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_begin_twice_or_finish_alone_is_a_fault_of_the_program() -> None:
    key = once(bag=1)
    with pytest.raises(NotBegunError):
        finish(key, actor=ME, answer={})
    begin(key, actor=ME, at=NOON)

    with pytest.raises(NotBegunError):
        begin(key, actor=ME, at=NOON)


def test_the_order_of_fields_is_no_other_request() -> None:
    key = uuid4()

    assert RequestKey.of(key, {"a": 1, "b": 2}) == RequestKey.of(key, {"b": 2, "a": 1})


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_acts_and_all_get_its_answer() -> None:
    key = once(bag=1)
    together = Barrier(8)

    def press(_: int) -> str:
        together.wait()
        try:
            return str(take(key)["entry"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(press, range(8)))

    assert answers == {str(Entry.objects.get().id)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("end", "by"), [("commit", "first"), ("rollback", "second")])
def test_a_request_that_still_runs_is_waited_for(end: str, by: str) -> None:
    key = once(bag=1)
    begun, go_on = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            begin(key, actor=ME, at=NOON)
            begun.set()
            assert go_on.wait(10)
            finish(key, actor=ME, answer={"by": "first"})
            transaction.set_rollback(end == "rollback")

    def second() -> None:
        with transaction.atomic():
            if begin(key, actor=ME, at=NOON) is None:
                finish(key, actor=ME, answer={"by": "second"})

    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(alone, first)
        assert begun.wait(10)
        waiting = pool.submit(alone, second)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        go_on.set()
        running.result(10)
        waiting.result(10)

    assert Request.objects.get().answer == {"by": by}


def alone(act: Callable[[], None]) -> None:
    """In a thread, with connections of its own."""
    try:
        act()
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_old_requests_are_forgotten_the_oldest_first() -> None:
    for days in range(5):
        begin(once(bag=days), actor=f"user:{days}", at=NOON - timedelta(days=days))

    assert forget(before=NOON - timedelta(days=1), limit=2) == 2
    assert set(Request.objects.values_list("actor", flat=True)) == {"user:0", "user:1", "user:2"}
    assert forget(before=NOON - timedelta(days=1)) == 1
    assert forget(before=NOON - timedelta(days=1)) == 0
