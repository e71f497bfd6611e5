"""The database itself holds which marks are stored, and shows none without a line in the log."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from kt1.config.connections import owner_conninfo
from kt1.custody.units import folding
from kt1.custody.units.models import MarkOf
from kt1.law.modes.models import InstallationMode
from kt1.law.services.rules import Mode
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.approvals import steps as approvals
from kt1.people.approvals.steps import NotApprovedError
from kt1.people.readings.steps import log_reading
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, once
from tests.custody.world import World


@pytest.mark.django_db
def test_a_mark_is_seen_only_beside_a_line_in_the_reading_log(world: World) -> None:
    (code,) = doing.declared(world, mark="F")
    assert not MarkOf.objects.exists()

    with transaction.atomic():
        log_reading(world.clerk, MORNING, "test", [doing.unit(code).pk])
        assert MarkOf.objects.get().mark == "F"

    _close_reading()
    assert not MarkOf.objects.exists()


def _close_reading() -> None:
    """What the end of a transaction does; a test's own transaction has not ended yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kt1.reading', '', true)")


@pytest.mark.django_db
def test_a_mark_changes_only_where_it_can_be_read(world: World) -> None:
    (code,) = doing.declared(world, mark="F")
    chosen = MarkOf.objects.filter(unit=doing.unit(code))

    _close_reading()
    assert chosen.update(mark="none") == 0  # to choose rows is to read them
    with transaction.atomic():
        log_reading(world.clerk, MORNING, "test", [])
        assert chosen.update(mark="none") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "refused"),
    [(Mode.FLAG, "ABC"), (Mode.LETTER, "F"), (Mode.LAN, "F")],
)
def test_the_database_holds_marks_to_the_mode(world: World, mode: Mode, refused: str) -> None:
    if mode is not Mode.FLAG:
        make.mode(mode)
    codes = doing.declared(world, 4)
    unit = doing.unit(codes[0])
    log_reading(world.clerk, MORNING, "test", [unit.pk])
    for mark in refused:
        with pytest.raises(IntegrityError, match="mode of this installation"), transaction.atomic():
            MarkOf.objects.filter(unit=unit).update(mark=mark)
        bag = doing.unit(doing.bag_of([], world.controller))
        with pytest.raises(IntegrityError, match="mode of this installation"), transaction.atomic():
            MarkOf(unit=bag, mark=mark).save(force_insert=True)
    for mark in {"A", "B", "C", "F", "none"} - set(refused):
        MarkOf.objects.filter(unit=unit).update(mark=mark)


@pytest.fixture
def owner(transactional_db: None) -> Iterator[psycopg.Connection]:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(owner_conninfo(name), autocommit=True) as found:
        yield found


@pytest.mark.django_db(transaction=True)
def test_even_the_owner_reads_no_mark_without_saying_so(
    owner: psycopg.Connection, world: World
) -> None:
    doing.declared(world, mark="F")

    assert owner.execute("SELECT count(*) FROM custody_mark").fetchone() == (0,)
    owner.execute("SET kt1.reading = 'owner'")
    assert owner.execute("SELECT mark FROM custody_mark").fetchone() == ("F",)


@pytest.mark.django_db(transaction=True)
def test_a_change_of_mode_waits_for_marks_being_written(
    owner: psycopg.Connection, world: World
) -> None:
    changed = threading.Event()
    unit = doing.unit(doing.bag_of([], world.controller))

    def change() -> None:
        with psycopg.connect(owner.info.dsn, autocommit=True) as other:
            other.execute("UPDATE law_installationmode SET valid_to = now() WHERE valid_to IS NULL")
        changed.set()

    changer = threading.Thread(target=change)
    with transaction.atomic():
        # Inside a transaction that has written a mark and not committed it.
        MarkOf(unit=unit, mark="F").save(force_insert=True)
        changer.start()
        assert not changed.wait(0.3)
    assert changed.wait(5)
    changer.join()


@pytest.mark.django_db
def test_going_back_to_the_flag_folds_the_letters_of_open_items(world: World) -> None:
    make.mode(Mode.LETTER)
    plain, lettered, over = (doing.accepted(world, mark=mark)[0] for mark in ("none", "B", "C"))
    doing.delivered(world, [over], when=AFTERNOON)
    second = make.actor(Role.ADMIN)
    with pytest.raises(NotApprovedError):
        folding.back_to_flag(by=world.dispatcher, at=AFTERNOON, once=once())
    with pytest.raises(NotAllowedError):
        folding.ask_back_to_flag(by=world.controller, at=AFTERNOON, once=once())
    key = once()
    asked = folding.ask_back_to_flag(by=world.dispatcher, at=AFTERNOON, once=key)
    assert folding.ask_back_to_flag(by=world.dispatcher, at=AFTERNOON, once=key) == asked
    approvals.approve(approval_id=asked["approval"], by=second, at=AFTERNOON)

    key = once()
    answer = folding.back_to_flag(by=second, at=AFTERNOON, once=key)

    assert answer["folded"] == 1
    assert folding.back_to_flag(by=second, at=AFTERNOON, once=key) == answer
    mode = InstallationMode.objects.get(valid_to=None)
    assert (mode.mode, mode.set_by, mode.seconded_by) == (
        "flag",
        str(second),
        str(world.dispatcher),
    )
    log_reading(world.clerk, AFTERNOON, "test", [])
    marks = dict(MarkOf.objects.values_list("unit__code", "mark"))
    assert marks == {plain: "none", lettered: "F", over: "C"}
    assert "folded" not in doing.said("marks.folded")  # how many had a letter is told nowhere
