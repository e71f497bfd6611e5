"""The command line: every verb has the same shape, and answers programs in one object."""

import json
from inspect import signature

import pytest

from kt1.config import cli
from kt1.config.embedded import databases


@pytest.mark.parametrize("name", cli.verbs())
def test_every_verb_has_the_same_shape(name: str) -> None:
    verb = cli._module_of(name)

    assert verb.HELP
    assert len(signature(verb.configure).parameters) == 1
    assert len(signature(verb.run).parameters) == 1


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--help"])

    assert done.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in cli.verbs() if name not in shown] == []


def test_a_verb_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["conquer"])

    assert done.value.code == 2
    assert "invalid choice: 'conquer'" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_state_of_the_database_as_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["db", "status", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert code == (0 if shown["running"] else 3)
    assert set(shown) == {"running", "supervisor", "socket", "home", "log"}


def test_what_an_administrator_of_another_server_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "sql"]) == 0

    shown = capsys.readouterr().out
    for role in (databases.OWNER, databases.MIGRATE, databases.APP):
        assert f"CREATE ROLE {role}" in shown
    assert "NOBYPASSRLS" in shown


def test_another_server_is_not_ours_to_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://kt1_app@db.example/kt1")

    assert cli.main(["db", "start"]) == 1
    assert "its administrator starts it" in capsys.readouterr().err


@pytest.mark.django_db
def test_nothing_waits_to_be_migrated(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate", "--check"]) == 0
    assert capsys.readouterr().out == ""
