"""Variables of the environment, typed; secrets, kept."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kt1.config import connections, environment, secret_key


@pytest.mark.parametrize(
    ("value", "means"), [("on", True), ("1", True), ("", False), ("no", False)]
)
def test_a_flag(monkeypatch: pytest.MonkeyPatch, value: str, means: bool) -> None:  # noqa: FBT001 - a parameter
    monkeypatch.setenv("KT1_X", value)
    assert environment.flag("KT1_X") is means


def test_what_is_neither_on_nor_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KT1_X", "maybe")
    with pytest.raises(ImproperlyConfigured, match="KT1_X must be one of"):
        environment.flag("KT1_X")


def test_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.number("KT1_X", 7) == 7
    monkeypatch.setenv("KT1_X", "x")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number("KT1_X", 7)


def test_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KT1_X", "a.vn, b.vn c.vn")
    assert environment.words("KT1_X") == ["a.vn", "b.vn", "c.vn"]


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("of the file\n")
    monkeypatch.setenv("KT1_X", "of the environment")
    assert environment.secret("KT1_X") == "of the environment"
    monkeypatch.setenv("KT1_X_FILE", str(tmp_path / "key"))
    assert environment.secret("KT1_X") == "of the file"
    monkeypatch.setenv("KT1_X_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.secret("KT1_X")


def test_the_secret_key_is_made_once_and_privately(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("KT1_HOME", str(home))
    made = secret_key.kept()

    assert len(made) >= 50
    assert secret_key.kept() == made
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret-key"]


def test_another_server_takes_the_place_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KT1_DBNAME", raising=False)
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://kt1_app:s3cret@db.example:5433/kt1x?sslmode=require"
    )
    monkeypatch.setenv("MIGRATE_DATABASE_URL", "postgresql://kt1_migrate@db.example/kt1x")

    assert not connections.is_embedded()
    said = connections.django_settings(connections.app_conninfo())
    assert (said["HOST"], said["PORT"], said["NAME"]) == ("db.example", "5433", "kt1x")
    assert said["OPTIONS"]["sslmode"] == "require"
    assert "user=kt1_migrate" in connections.migrate_conninfo()
    assert "dbname=other" in connections.owner_conninfo("other")
    with connections.kept_running():
        pass  # nothing of ours is started for it
