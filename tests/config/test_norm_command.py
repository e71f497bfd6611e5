"""`kt1 norm`: what an operator at the console enters, confirms and chooses."""

import argparse
import io
import json
from typing import Any

import pytest

from kt1.config.cli import norm
from kt1.law.parameters.models import LegalParameter
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from tests.custody import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu dài của người thử"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """One command with --json: its exit code and what it printed."""

    def run(*words: str) -> tuple[int, Any]:
        parser = argparse.ArgumentParser()
        norm.configure(parser)
        code = norm.run(parser.parse_args([*words, "--json"]))
        return code, json.loads(capsys.readouterr().out)

    return run


def test_an_operator_enters_chooses_and_has_a_person_confirm(
    said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said("list")[1]["active"] is None
    code, chosen = said("activate", "--set", "TT16-2017", "--since", "2025-07-01")
    assert (code, chosen["set"]) == (0, "TT16-2017")
    assert said("activate", "--set", "TT15-2022", "--since", "2025-07-01")[0] == 1
    assert said("list")[1]["active"] == "TT16-2017"

    add = ["add", "--set", "ND217-2025", "--key", "inspection_team_min", "--since", "2025-08-05"]
    assert said(*add, "--value", "hai")[0] == 1
    assert said(*add, "--value", "3", "--evidence", "official_text")[0] == 1  # names no paper
    assert said(*add, "--value", "3", "--paper", "TT99")[0] == 1
    code, made = said(*add, "--value", "3", "--paper", "ND217-2025", "--evidence", "official_text")
    assert (code, made["value"]) == (0, 3)
    areas = ["add", "--set", "CHUNG", "--key", "special_geography", "--since", "2026-01-01"]
    assert said(*areas, "--scope", "99", "--value", "dac_khu")[0] == 1
    assert "00000" in said(*areas, "--scope", "24", "--value", "00000 xa")[1]["error"]
    assert said(*areas, "--scope", "24", "--value", "xa")[1]["value"] == "xa"
    held = said("list", "--set", "ND217-2025")[1]
    assert [one["id"] for one in held["figures"]] == [made["id"]]
    assert "inspection_team_min" not in {one["key"] for one in held["missing"]}

    science = make.actor(Role.REGULATOR, at_province=make.province("24"))
    user = User.objects.get(pk=science.user_id)
    user.set_password(PASSWORD)
    user.password_is_temporary = False
    user.save()
    confirm = ["confirm", "--id", str(made["id"]), "--by", user.username]
    for typed, wanted in (("sai", 1), (PASSWORD, 0), (PASSWORD, 1)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        assert said(*confirm)[0] == wanted
    assert LegalParameter.objects.get(pk=made["id"]).confirmed_by == f"user:{user.pk}"
