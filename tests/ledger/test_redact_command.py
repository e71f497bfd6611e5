"""`kt1 redact`: two persons at one keyboard, each with their own password."""

import io
import json

import pytest

from kt1.config.cli import main
from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.entries.models import Note
from kt1.ledger.holds.steps import hold
from kt1.ledger.redaction.models import Redaction
from kt1.people.accounts.rules import Role
from tests.ledger.acts import NOON, do
from tests.people.conftest import PASSWORD, MakeUser, give, make_user

__all__ = ["make_user"]

WORDS = ["--minutes", "12/BB-BĐT", "--reason", "personal", "--json"]


@pytest.fixture
def note(transactional_db: None, make_user: MakeUser) -> Note:
    for name in ("quantri-1", "quantri-2"):
        give(make_user(name), Role.ADMIN)
    make_user("khach")
    do(range(8), lines=())  # of no units
    sequence()
    return Note.objects.filter(field="receiver").first() or pytest.fail("no note")


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(passwords) + "\n"))


def test_two_persons_redact(
    note: Note, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, PASSWORD, PASSWORD)
    persons = ["--first", "quantri-1", "--second", "quantri-2"]

    which = ["--entry", str(note.entry_id), "--field", "receiver"]
    assert main(["redact", *which, *persons, *WORDS]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["note"] == str(note.id)
    assert str(Redaction.objects.get().entry_id) == said["entry"]
    assert main(["verify", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["redacted"], report["redactions"][0]["minutes_number"]) == (1, "12/BB-BĐT")
    assert main(["verify"]) == 0
    assert "12/BB-BĐT" in capsys.readouterr().out


@pytest.mark.parametrize(
    "case",
    [
        ("quantri-1", PASSWORD, "hai người"),
        ("quantri-2", "another password", "không đúng"),
        ("khach", PASSWORD, "không bao gồm"),
    ],
)
def test_without_two_persons_nothing_is_done(
    note: Note,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[str, str, str],
) -> None:
    second, password, reason = case
    typed(monkeypatch, PASSWORD, password)

    words = ["--note", str(note.id), "--first", "quantri-1", "--second", second]
    assert main(["redact", *words, *WORDS]) == 1

    assert reason in json.loads(capsys.readouterr().out)["error"]
    note.refresh_from_db()
    assert note.content is not None


def test_a_person_with_an_issued_password_is_not_one_of_the_two(
    note: Note,
    make_user: MakeUser,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    give(make_user("quantri-3", password_is_temporary=True), Role.ADMIN)
    typed(monkeypatch, PASSWORD, PASSWORD)

    words = ["--note", str(note.id), "--first", "quantri-1", "--second", "quantri-3"]
    assert main(["redact", *words, "--minutes", "1/BB", "--reason", "ordered"]) == 1

    assert "quantri-3" in capsys.readouterr().err


def test_what_an_open_complaint_holds_is_not_destroyed(
    note: Note, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hold([note.entry.subject], holder="complaint:7", at=NOON)
    typed(monkeypatch, PASSWORD, PASSWORD)

    words = ["--note", str(note.id), "--first", "quantri-1", "--second", "quantri-2"]
    assert main(["redact", *words, *WORDS]) == 1

    assert "đang giữ" in json.loads(capsys.readouterr().out)["error"]
    note.refresh_from_db()
    assert note.content is not None
