"""The mode of the installation: how it changes, by whom, and what the database holds of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from kt1.law.acting import NotAllowedError
from kt1.law.modes.actions import begin_letters
from kt1.law.modes.models import InstallationMode
from kt1.law.modes.queries import current_mode, history
from kt1.law.modes.rules import Papers, folds_letters
from kt1.law.modes.steps import change_mode
from kt1.law.screening.rules import RefusedTextError
from kt1.law.services.rules import Mode
from kt1.ledger.entries.models import Entry
from tests.law.people import AT, CLERK, KEEPER, MANAGER, SECOND_KEEPER, once

pytestmark = pytest.mark.django_db

PAPERS = Papers(
    opinion_number="12/CAT-PA03",
    opinion_date=date(2026, 5, 4),
    level_number="34/QĐ-UBND",
    level_date=date(2026, 5, 20),
)
LATER = AT + timedelta(days=1)


def test_letters_begin_with_the_papers_that_allow_them() -> None:
    key = uuid4()
    for _ in range(2):
        begin_letters(mode=Mode.LETTER, papers=PAPERS, by=KEEPER, at=AT, once=once(key))
    assert current_mode() is Mode.LETTER
    now, before = history()
    assert (now.mode, now.opinion_number, now.set_by) == ("letter", "12/CAT-PA03", "user:1")
    assert (before.mode, before.valid_to) == ("flag", AT)
    entry = Entry.objects.get()
    assert entry.kind == "law.mode_changed"


@pytest.mark.parametrize("mode", [Mode.LETTER, Mode.LAN])
@pytest.mark.parametrize(
    "lacking", ["opinion_number", "opinion_date", "level_number", "level_date"]
)
def test_letters_without_a_paper_are_refused(mode: Mode, lacking: str) -> None:
    facts = {name: getattr(PAPERS, name) for name in Papers.__slots__ if name != lacking}
    with pytest.raises(NotAllowedError):
        begin_letters(mode=mode, papers=Papers(**facts), by=KEEPER, at=AT, once=once())
    assert current_mode() is Mode.FLAG


def test_going_back_to_the_flag_takes_two_persons() -> None:
    begin_letters(mode=Mode.LETTER, papers=PAPERS, by=KEEPER, at=AT, once=once())
    with pytest.raises(NotAllowedError):
        begin_letters(mode=Mode.FLAG, papers=Papers(), by=KEEPER, at=LATER, once=once())
    for second in (None, KEEPER, CLERK):
        with pytest.raises(NotAllowedError):
            change_mode(mode=Mode.FLAG, papers=Papers(), by=KEEPER, second=second, at=LATER)
    begun = change_mode(mode=Mode.FLAG, papers=Papers(), by=KEEPER, second=SECOND_KEEPER, at=LATER)
    assert (begun.set_by, begun.seconded_by) == ("user:1", "user:2")
    assert current_mode() is Mode.FLAG


def test_a_clerk_changes_no_mode_and_nobody_changes_it_to_itself() -> None:
    with pytest.raises(NotAllowedError):
        begin_letters(mode=Mode.LETTER, papers=PAPERS, by=CLERK, at=AT, once=once())
    with pytest.raises(NotAllowedError):
        change_mode(mode=Mode.FLAG, papers=Papers(), by=KEEPER, second=MANAGER, at=AT)


def test_a_number_that_says_too_much_is_refused() -> None:
    papers = Papers(
        opinion_number="12/CAT văn bản mật",
        opinion_date=PAPERS.opinion_date,
        level_number=PAPERS.level_number,
        level_date=PAPERS.level_date,
    )
    with pytest.raises(RefusedTextError):
        begin_letters(mode=Mode.LETTER, papers=papers, by=KEEPER, at=AT, once=once())


def test_only_the_way_back_folds_letters() -> None:
    assert folds_letters(Mode.LETTER, Mode.FLAG)
    assert folds_letters(Mode.LAN, Mode.FLAG)
    assert not folds_letters(Mode.FLAG, Mode.LETTER)
    assert not folds_letters(Mode.LETTER, Mode.LAN)


def test_the_database_knows_the_mode_too() -> None:
    begin_letters(mode=Mode.LETTER, papers=PAPERS, by=KEEPER, at=AT, once=once())
    with connection.cursor() as cursor:
        cursor.execute("SELECT law_current_mode()")
        assert cursor.fetchone() == ("letter",)


def _row(**changed) -> InstallationMode:
    facts = {"mode": "flag", "valid_from": AT, "valid_to": LATER, "set_by": "install"}
    return InstallationMode(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"mode": "open"}, "mode_is_known"),
        ({"valid_to": None}, "mode_now_is_one"),
        ({"valid_to": AT}, "mode_ends_after_it_begins"),
        ({"mode": "letter"}, "mode_with_letters_has_opinion_and_level"),
        ({"mode": "lan"}, "mode_with_letters_has_opinion_and_level"),
        ({"set_by": "user:1"}, "mode_back_to_flag_takes_two_persons"),
        ({"set_by": "user:1", "seconded_by": "user:1"}, "mode_back_to_flag_takes_two_persons"),
    ],
)
def test_the_database_refuses_a_mode_that_makes_no_sense(changed, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        _row(**changed).save()


def test_the_database_refuses_to_rewrite_history() -> None:
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        InstallationMode.objects.update(set_by="user:9")
    with pytest.raises(DatabaseError, match="keeps its history"), transaction.atomic():
        InstallationMode.objects.filter(pk=0)._raw_delete("default")
    InstallationMode.objects.update(valid_to=AT)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        InstallationMode.objects.update(valid_to=LATER)
