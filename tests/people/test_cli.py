"""`kt1 user` and `kt1 token`, as whoever holds the server's command line uses them."""

import argparse
import json
from collections.abc import Callable
from typing import Any

import pytest

from kt1.config import clock
from kt1.config.cli import token, user
from kt1.network.models import Agency, Place
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins.models import SessionLimit
from kt1.people.tokens.queries import actor_of_token
from tests.people.conftest import give

Run = Callable[..., tuple[int, dict[str, Any]]]


def _runner(verb: Any, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, dict[str, Any]]:
        parser = argparse.ArgumentParser()
        verb.configure(parser)
        code = verb.run(parser.parse_args([*words, "--json"]))
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def kt1_user(db: None, capsys: pytest.CaptureFixture[str]) -> Run:
    return _runner(user, capsys)


@pytest.fixture
def kt1_token(db: None, capsys: pytest.CaptureFixture[str]) -> Run:
    return _runner(token, capsys)


def test_the_first_administrator_of_an_empty_installation(kt1_user: Run) -> None:
    code, said = kt1_user("new", "--user", "quantri", "--title", "Quản trị", "--role", "admin")
    assert code == 0
    made = User.objects.get(username="quantri")
    assert made.check_password(said["password"])
    assert Duty.objects.get(pk=said["duty"]).role == Role.ADMIN


def test_a_clerks_desk_follows_from_the_agency(kt1_user: Run, agency: Agency, desk: Place) -> None:
    code, said = kt1_user(
        "new", "--user", "vt", "--title", "Văn thư", "--role", "clerk", "--agency", agency.code
    )
    assert code == 0
    assert Duty.objects.get(pk=said["duty"]).place == desk


@pytest.mark.parametrize(
    "words",
    [
        ("new", "--user", "Số 1", "--title", "x"),
        ("new", "--user", "a1", "--title", "x", "--role", "counter"),
        ("new", "--user", "a1", "--title", "x", "--role", "clerk", "--agency", "NOWHERE"),
        ("duty", "--user", "nobody", "--role", "admin"),
        ("password", "--user", "nobody"),
        ("end", "--duty", "999999"),
        ("limit", "--role", "clerk", "--idle", "60", "--absolute", "30"),
    ],
)
def test_a_mistake_is_one_sentence(kt1_user: Run, words: tuple[str, ...]) -> None:
    code, said = kt1_user(*words)
    assert code == 1
    assert list(said) == ["error"]
    assert said["error"]


def test_duties_are_given_listed_and_ended(kt1_user: Run, counter: Place) -> None:
    kt1_user("new", "--user", "gdv", "--title", "Giao dịch viên")
    words = ("duty", "--user", "gdv", "--role", "counter", "--place", counter.code)
    _, given = kt1_user(*words)
    assert kt1_user(*words)[0] == 1, "it is held already"
    _, listed = kt1_user("list", "--role", "counter")
    assert listed["users"] == [
        {
            "user": "gdv",
            "title": "Giao dịch viên",
            "active": True,
            "duties": [{"id": given["duty"], "role": "counter", "where": "Quầy 1"}],
        }
    ]
    kt1_user("end", "--duty", str(given["duty"]))
    assert kt1_user("list", "--role", "counter")[1]["users"] == []


def test_accounts_are_disabled_enabled_and_given_passwords(kt1_user: Run) -> None:
    _, first = kt1_user("new", "--user", "gdv", "--title", "Giao dịch viên")
    _, second = kt1_user("password", "--user", "gdv")
    assert second["password"] != first["password"]
    assert kt1_user("disable", "--user", "gdv")[1]["active"] is False
    assert not User.objects.get().is_active
    assert kt1_user("enable", "--user", "gdv")[1]["active"] is True


def test_limits_are_set(kt1_user: Run) -> None:
    kt1_user("limit", "--role", "counter", "--idle", "10", "--absolute", "480")
    limit = SessionLimit.objects.get(role="counter")
    assert (limit.idle.total_seconds(), limit.absolute.total_seconds()) == (600, 28_800)


def test_a_token_is_made_listed_and_revoked(kt1_token: Run, clerk_duty: Duty) -> None:
    code, made = kt1_token("new", "--user", "gdv-1", "--days", "30")
    assert code == 0
    assert actor_of_token(made["token"], clock.now())
    _, listed = kt1_token("list", "--user", "gdv-1")
    assert [row["state"] for row in listed["tokens"]] == ["open"]
    assert made["token"] not in json.dumps(listed)
    kt1_token("revoke", str(made["id"]))
    assert actor_of_token(made["token"], clock.now()) is None
    assert kt1_token("list")[1]["tokens"][0]["state"] == "revoked"


def test_a_person_with_two_duties_says_which(
    kt1_token: Run, clerk_duty: Duty, other_counter: Place
) -> None:
    second = give(clerk_duty.user, Role.COUNTER, place=other_counter)
    assert kt1_token("new", "--user", "gdv-1", "--days", "1")[0] == 1
    code, made = kt1_token("new", "--user", "gdv-1", "--days", "1", "--duty", str(second.pk))
    assert code == 0
    found = actor_of_token(made["token"], clock.now())
    assert found is not None
    assert found.place_id == other_counter.pk


@pytest.mark.parametrize(
    "words",
    [
        ("new", "--user", "nobody", "--days", "1"),
        ("new", "--user", "gdv-1", "--days", "0"),
        ("new", "--user", "gdv-1", "--days", "1", "--duty", "999999"),
        ("revoke", "999999"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    kt1_token: Run, clerk_duty: Duty, words: tuple[str, ...]
) -> None:
    code, said = kt1_token(*words)
    assert code == 1
    assert list(said) == ["error"]


def test_a_person_without_a_duty_gets_no_token(kt1_token: Run, clerk_user: User) -> None:
    assert kt1_token("new", "--user", "gdv-1", "--days", "1")[0] == 1


def test_a_province_is_named_by_its_code(kt1_user: Run) -> None:
    code, said = kt1_user(
        "new", "--user", "dd", "--title", "Điều độ", "--role", "dispatcher", "--province", "24"
    )
    assert code == 0
    duty = Duty.objects.get(pk=said["duty"])
    assert duty.province is not None
    assert duty.province.code == "24"


def test_without_json_a_mistake_goes_to_standard_error(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    user.configure(parser)
    assert user.run(parser.parse_args(["password", "--user", "nobody"])) == 1
    written = capsys.readouterr()
    assert written.err
    assert not written.out


def test_without_json_only_the_secret_is_printed(
    clerk_duty: Duty, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    token.configure(parser)
    assert token.run(parser.parse_args(["new", "--user", "gdv-1", "--days", "1"])) == 0
    assert actor_of_token(capsys.readouterr().out.strip(), clock.now())
    assert token.run(parser.parse_args(["revoke", "999999"])) == 1
    assert capsys.readouterr().err
