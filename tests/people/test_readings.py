"""The log of readings: one row an answer, added by anybody, read by the police alone."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kt1.network.models import AdminUnit
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.labels import ODDITY_LABELS
from kt1.people.readings.models import ReadingLog
from kt1.people.readings.queries import Filter, Reading, readers, who_read
from kt1.people.readings.rules import Bounds, Oddity, Reader
from kt1.people.readings.steps import NoTransactionError, log_reading
from tests.people.conftest import NOON, MakeUser, actor, give

HOUR = timedelta(hours=1)
PAGE = "custody.item"


def setting(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        value: str | None = cursor.fetchone()[0]
    return value


@pytest.fixture
def police(make_user: MakeUser, province: AdminUnit) -> Actor:
    user = make_user("pa03", None)
    return actor(user, give(user, Role.POLICE_PA03, province=province))


@pytest.fixture
def clerk(clerk_user: User, clerk_duty: Duty, province: AdminUnit) -> Actor:
    return actor(clerk_user, clerk_duty, province.pk)


def seen(by: Actor, **asked: object) -> list[Reading]:
    span: dict[str, object] = {"since": NOON - HOUR, "until": NOON + HOUR}
    found = who_read(by, NOON, Filter(**{**span, **asked}))  # type: ignore[arg-type]  # shorthand
    return [row for row in found if row.page != "people.readings"]


@pytest.mark.django_db
def test_a_reading_is_one_row_and_opens_the_marks_for_this_transaction(
    clerk: Actor, police: Actor, django_assert_num_queries
) -> None:
    with transaction.atomic():
        with django_assert_num_queries(1):
            number = log_reading(clerk, NOON, PAGE, range(500))
        assert setting("kt1.reading") == str(number)
    rows = seen(police)
    assert [(row.id, row.user_id, row.page) for row in rows] == [(number, clerk.user_id, PAGE)]
    assert rows[0].subjects == tuple(range(500))
    assert rows[0].title == "Giao dịch viên quầy 1"


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_logged_or_opened(clerk: Actor) -> None:
    with pytest.raises(NoTransactionError):
        log_reading(clerk, NOON, PAGE, [1])
    with transaction.atomic():
        log_reading(clerk, NOON, PAGE, [1])
    assert setting("kt1.reading") in {None, ""}, "the marks close with the transaction"


@pytest.mark.django_db
def test_the_product_itself_reads_no_row(clerk: Actor) -> None:
    log_reading(clerk, NOON, PAGE, [1])
    assert not ReadingLog.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_readinglog SET page = 'other'",
        "DELETE FROM people_readinglog",
        "TRUNCATE people_readinglog",
        "ALTER TABLE people_readinglog DISABLE ROW LEVEL SECURITY",
        "DROP POLICY people_readinglog_only_its_readers_read ON people_readinglog",
    ],
)
def test_the_product_changes_no_row_and_lifts_no_guard(statement: str, clerk: Actor) -> None:
    log_reading(clerk, NOON, PAGE, [1])
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_only_the_police_read_the_log(clerk: Actor, admin: Actor) -> None:
    for by in (clerk, admin):
        with pytest.raises(NotAllowedError):
            who_read(by, NOON, Filter(since=NOON, until=NOON))
        with pytest.raises(NotAllowedError):
            readers(by, NOON, since=NOON, until=NOON)
    assert setting("kt1.log_reader") in {None, ""}


@pytest.mark.django_db
def test_the_log_closes_again_and_the_look_is_in_it(clerk: Actor, police: Actor) -> None:
    log_reading(clerk, NOON, PAGE, [1])
    assert seen(police)
    assert setting("kt1.log_reader") == ""
    assert not ReadingLog.objects.exists()
    looks = who_read(
        police, NOON, Filter(since=NOON - HOUR, until=NOON + HOUR, page="people.readings")
    )
    assert {row.user_id for row in looks} == {police.user_id}
    assert len(looks) == 2


@pytest.mark.django_db
def test_the_police_of_a_province_sees_its_readers(
    clerk: Actor, make_user: MakeUser, other_province: AdminUnit
) -> None:
    user = make_user("pa05", None)
    elsewhere = actor(user, give(user, Role.POLICE_PA05, province=other_province))
    national = make_user("cbdtw", None)
    ministry = actor(national, give(national, Role.MINISTRY))
    log_reading(clerk, NOON, PAGE, [1])
    log_reading(ministry, NOON, PAGE, [2])
    assert [row.user_id for row in seen(elsewhere)] == [ministry.user_id]


@pytest.mark.django_db
def test_readings_are_narrowed_and_paged(clerk: Actor, police: Actor) -> None:
    ids = [log_reading(clerk, NOON + n * HOUR / 10, f"page.{n % 2}", [n, n + 1]) for n in range(6)]
    log_reading(clerk, NOON + 2 * HOUR, PAGE, [1])
    assert [row.id for row in seen(police)] == ids[::-1]
    assert [row.id for row in seen(police, unit_id=3)] == [ids[3], ids[2]]
    assert [row.id for row in seen(police, page="page.1")] == [ids[5], ids[3], ids[1]]
    assert seen(police, user_id=police.user_id) == []
    span = Filter(since=NOON - HOUR, until=NOON + HOUR, user_id=clerk.user_id)
    first = who_read(police, NOON, span, limit=4)
    rest = who_read(police, NOON, span, before=first[-1].id)
    assert [row.id for row in first + rest] == ids[::-1]


def reader(**facts: object) -> Reader:
    known: dict[str, object] = {
        "user_id": 1,
        "title": "",
        "role": Role.REGULATOR,
        "readings": 10,
        "shown": 10,
        "at_night": 0,
        "usual": 10,
        "bounds": Bounds(times=4, few=20, night_percent=50),
    }
    return Reader(**{**known, **facts})  # type: ignore[arg-type]  # a shorthand of the tests


@pytest.mark.parametrize(
    ("who", "oddities"),
    [
        (reader(), set()),
        (reader(shown=40), set()),
        (reader(shown=41), {Oddity.FAR_MORE_THAN_USUAL}),
        (reader(shown=20, usual=1), set()),
        (reader(at_night=5), {Oddity.MOSTLY_AT_NIGHT}),
        (reader(at_night=4), set()),
        (reader(at_night=10, role=Role.COURIER), set()),
        (reader(readings=0), set()),
        (reader(shown=41, at_night=5, bounds=None), set()),
    ],
)
def test_who_stands_out(who: Reader, oddities: set[Oddity]) -> None:
    assert who.stands_out == oddities


def test_every_oddity_can_be_said() -> None:
    assert set(ODDITY_LABELS) == set(Oddity)


@pytest.mark.django_db
def test_readers_are_set_beside_the_usual_of_their_role(
    make_user: MakeUser, province: AdminUnit, police: Actor
) -> None:
    midnight = datetime(2026, 4, 24, 0, 30, tzinfo=NOON.tzinfo) - 7 * HOUR
    for n, shown in enumerate((5, 5, 200)):
        user = make_user(f"so-{n}", None)
        by = actor(user, give(user, Role.REGULATOR, province=province))
        log_reading(by, midnight if n == 0 else NOON, PAGE, range(shown))
    found = {
        row.title: row
        for row in readers(police, NOON, since=NOON - 24 * HOUR, until=NOON + HOUR)
        if row.role is Role.REGULATOR
    }
    assert [row.usual for row in found.values()] == [5, 5, 5]
    assert found["Người dùng so-2"].stands_out == {Oddity.FAR_MORE_THAN_USUAL}
    assert found["Người dùng so-0"].stands_out == {Oddity.MOSTLY_AT_NIGHT}
    assert found["Người dùng so-1"].stands_out == set()


@pytest.mark.django_db
def test_a_page_has_a_name(clerk: Actor) -> None:
    with pytest.raises(IntegrityError, match="readinglog_page_is_said"):
        log_reading(clerk, NOON, "", [1])
