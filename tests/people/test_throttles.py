"""Token buckets: how many tries, how they come back, and that racing gains none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from kt1.people.throttles import actions
from kt1.people.throttles.models import Bucket
from kt1.people.throttles.rules import Allowance, Want
from tests.people.conftest import NOON

THREE = Allowance("test", burst=3, per_second=1 / 10)
EVERYBODY = Allowance("test.all", burst=100, per_second=1)


def granted(who: str, seconds: float = 0) -> bool:
    at = NOON + timedelta(seconds=seconds)
    return not actions.take(wants=[Want(THREE, who)], at=at)


@pytest.mark.django_db
def test_a_burst_then_one_every_ten_seconds() -> None:
    assert [granted("a") for _ in range(4)] == [True, True, True, False]
    assert not granted("a", 9.9)
    assert granted("a", 10.1)
    assert not granted("a", 10.2)
    assert granted("b")


@pytest.mark.django_db
def test_a_bucket_never_holds_more_than_its_burst() -> None:
    granted("a")
    later = 1_000_000
    assert [granted("a", later) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_refused_try_says_which_bucket_refused() -> None:
    mine, all_ = Want(THREE, "a"), Want(EVERYBODY)
    for _ in range(3):
        assert actions.take(wants=[mine, all_], at=NOON) == frozenset()
    assert actions.take(wants=[mine, all_], at=NOON) == {mine}


@pytest.mark.django_db
def test_the_clock_going_back_gives_nothing() -> None:
    for _ in range(3):
        granted("a", 0)
    assert not granted("a", -3600)
    assert not granted("a", 0)


@pytest.mark.django_db
def test_what_was_typed_is_not_kept() -> None:
    granted("mật khẩu gõ nhầm ô")
    assert "mật" not in Bucket.objects.get().key


@pytest.mark.django_db
def test_old_buckets_are_forgotten() -> None:
    granted("a")
    assert actions.sweep(at=NOON + timedelta(hours=23)) == 0
    assert actions.sweep(at=NOON + timedelta(hours=25)) == 1
    granted("a")
    assert actions.sweep(at=NOON - timedelta(hours=25)) == 1, "written by a clock that was wrong"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_share_three_tries() -> None:
    def press(n: int) -> bool:
        wants = [Want(THREE, "a"), Want(EVERYBODY)]
        try:
            # Half of them in the other order: rows are locked in the order of their keys.
            return not actions.take(wants=wants if n % 2 else wants[::-1], at=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press, range(8)))

    assert sum(results) == 3
    assert Bucket.objects.get(key__startswith="test.all").tokens == 92
