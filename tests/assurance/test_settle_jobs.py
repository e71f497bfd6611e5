"""A long book is taken in by the worker, a part at a time, and can be stopped."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from kt1.assurance.books import steps
from kt1.assurance.books.actions import Layout
from kt1.assurance.books.columns import Fact
from kt1.assurance.books.jobs import actions as jobs
from kt1.assurance.books.jobs import rules
from kt1.assurance.books.jobs.models import BookJob
from kt1.assurance.books.jobs.rules import JobState
from kt1.assurance.books.models import Account, Book, Line, Mapping
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Side, period_of
from kt1.assurance.reconciliation import actions, signing
from kt1.network.sheets.long import percent
from kt1.people.accounts.models import Duty
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
LATER = make.at("2026-02-03")
NOTHING: list[tuple[Any, ...]] = []


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def account(world: World, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(jobs, "ROWS_A_STEP", 2)
    doing.accepted(world, 3)
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=LATER, once=once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender)


def book(account: Account, *, marks: dict[int, str] | None = None) -> Parsed:
    """The sender's book: all items of the post's and two more."""
    lines = list(Line.objects.filter(account=account.pk, side="P").order_by("n"))
    told = [(one.code, one.day, one.other) for one in lines]
    told += [(f"KHAC0000{n}", date(2026, 1, 9), lines[0].other) for n in range(2)]
    rows = tuple(
        (n, 0, code, day, other, "", "", 1, None, None)
        for n, (code, day, other) in enumerate(told, 1)
    )
    return Parsed(rows=rows, marks=marks or {})


def asked(account: Account, world: World, parsed: Parsed) -> BookJob:
    pk = jobs.ask(
        account_id=account.pk, side=Side.SENDER, parsed=parsed,
        layout=Layout("f" * 64, {Fact.DAY: 0}), by=world.clerk, at=LATER, once=once(),
    )  # fmt: skip
    return BookJob.objects.get(pk=pk)


def worked() -> list[int]:
    done = []
    while step := jobs.take_step(at=LATER):
        done.append(step)
    return done


def waiting_lines() -> int:
    return Line.objects.filter(account__lt=0).count()


def waiting_marks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kt1.reading', '1', false)")
        cursor.execute("SELECT count(*) FROM assurance_linemark")
        (number,) = cursor.fetchone()
        cursor.execute("SELECT set_config('kt1.reading', '', false)")
    return int(number)


def test_a_book_is_taken_in_steps_and_all_at_once(world: World, account: Account) -> None:
    job = asked(account, world, book(account))
    before = set(Line.objects.filter(account=account.pk, side="S").values_list("code", flat=True))
    assert jobs.take_step(at=LATER) == 2
    job.refresh_from_db()
    assert (job.state, job.done, percent(job.done, job.rows)) == (JobState.WRITING, 2, 40)
    held = set(Line.objects.filter(account=account.pk, side="S").values_list("code", flat=True))
    assert held == before
    worked()
    job.refresh_from_db()
    assert (job.state, job.done, job.changed, bytes(job.packed)) == (JobState.DONE, 5, True, b"")
    kinds = sorted(account.differences.values_list("kind", flat=True))
    assert kinds == ["only_sender", "only_sender"]
    assert Book.objects.get(account=account, side="S").rows == 5
    assert Mapping.objects.get().columns == {"day": 0}
    assert waiting_lines() == 0
    again = asked(account, world, book(account))
    worked()
    again.refresh_from_db()
    assert (again.state, again.changed) == (JobState.DONE, False)
    assert (waiting_lines(), Line.objects.filter(side="S", account=account.pk).count()) == (0, 5)


def test_stopping_leaves_the_book_of_before(world: World, account: Account) -> None:
    before = list(Book.objects.values_list("side", "digest"))
    job = asked(account, world, book(account))
    jobs.take_step(at=LATER)
    assert waiting_lines() == 2
    with pytest.raises(BookJob.DoesNotExist):
        jobs.stop(job_id=job.pk, by=world.receiving_clerk, at=LATER, once=once())
    assert jobs.stop(job_id=job.pk, by=world.clerk, at=LATER, once=once()) is True
    job.refresh_from_db()
    assert (job.state, bytes(job.packed), waiting_lines()) == (JobState.STOPPED, b"", 0)
    assert worked() == []
    assert list(Book.objects.values_list("side", "digest")) == before
    assert jobs.stop(job_id=job.pk, by=world.clerk, at=LATER, once=once()) is False


def test_a_new_book_stops_the_one_on_its_way(world: World, account: Account) -> None:
    first = asked(account, world, book(account))
    jobs.take_step(at=LATER)
    second = asked(account, world, Parsed(rows=book(account).rows[:1]))
    worked()
    states = dict(BookJob.objects.values_list("pk", "state"))
    assert states == {first.pk: JobState.STOPPED, second.pk: JobState.DONE}
    assert Line.objects.filter(account=account.pk, side="S").count() == 1


def test_marks_wait_under_their_guard_and_go_with_the_book(world: World, account: Account) -> None:
    mark = {1: "none", 3: "none"}
    job = asked(account, world, book(account, marks=mark))
    assert b"none" not in bytes(job.packed)
    assert waiting_marks() == 2
    jobs.stop(job_id=job.pk, by=world.clerk, at=LATER, once=once())
    assert waiting_marks() == 0
    asked(account, world, book(account, marks=mark))
    worked()
    assert waiting_marks() == 2
    lines = Line.objects.filter(account=account.pk, side="S", n__in=[1, 3])
    assert lines.count() == 2


@pytest.mark.parametrize("why", ["signed", "gone", "late"])
def test_what_may_no_longer_be_taken_is_not(world: World, account: Account, why: str) -> None:
    job = asked(account, world, book(account))
    jobs.take_step(at=LATER)
    at = LATER
    if why == "signed":
        signing.sign(account_id=account.pk, by=world.clerk, at=LATER, once=once())
    elif why == "gone":
        Duty.objects.filter(pk=world.clerk.duty_id or 0).update(valid_to=LATER)
    else:
        at = LATER + timedelta(hours=rules.HOURS_KEPT + 1)
    while jobs.take_step(at=at):
        pass
    job.refresh_from_db()
    assert (job.state, waiting_lines()) == (JobState.FAILED, 0)
    assert Book.objects.get(account=account, side="S").rows == 3


def test_the_digest_is_the_one_of_a_short_book(world: World, account: Account) -> None:
    parsed = book(account)
    job = asked(account, world, parsed)
    assert job.digest == steps.digest_of([*parsed.rows, sorted(parsed.marks.items())])
