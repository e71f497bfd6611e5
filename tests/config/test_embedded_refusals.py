"""Where the embedded server cannot run: one sentence each, and nothing of anybody's touched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kt1.config import embedded
from kt1.config.embedded import Place, accounts, cluster, failure
from kt1.config.embedded.accounts import server_account

AS_ROOT = os.geteuid() == 0


def refusal(base: Path) -> str:
    with pytest.raises(embedded.EmbeddedError) as refused:
        embedded.borrow(Place(base))
    said = str(refused.value)
    assert "\n" not in said
    assert said.endswith((".", ")"))
    return said


def test_somebody_s_own_folder_is_left_alone(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "thesis.txt").write_text("unfinished")

    assert "did not make" in refusal(home)
    assert (home / "data" / "thesis.txt").read_text() == "unfinished"


def test_a_cluster_that_kt1_did_not_make_is_left_alone(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("18\n")

    assert "did not make" in refusal(home)


def test_data_of_another_release_is_not_touched(home: Path) -> None:
    _made_by(home, "17")

    assert "was made by PostgreSQL 17 and this is 18" in refusal(home)


def test_data_of_another_user_is_not_taken_over(home: Path) -> None:
    _made_by(home, "18")
    if not AS_ROOT:
        pytest.skip("only root can give a folder to somebody else")
    os.chown(home / "data", 65534, 65534)

    assert "belongs to user id 65534" in refusal(home)


def _made_by(home: Path, version: str) -> None:
    data = home / "data"
    data.mkdir(mode=0o700)
    (data / "PG_VERSION").write_text(f"{version}\n")
    (data / cluster.MARK).write_text("made by kt1\n")
    os.chown(data, server_account().uid, server_account().gid)


@pytest.mark.skipif(not AS_ROOT, reason="root alone gives up its rights to run the server")
def test_a_home_closed_to_the_server_s_user_is_said(home: Path) -> None:
    (home / "closed").mkdir(mode=0o700)

    said = refusal(home / "closed" / "kt1")

    assert f"lies under {home / 'closed'}, which is closed to the system user kt1" in said


def test_a_home_that_cannot_be_made_is_said(home: Path) -> None:
    (home / "file").write_text("")

    assert "cannot be made" in refusal(home / "file" / "kt1")


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A disk of 30 megabytes."""
    disk = home / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=30m,mode=0755", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said(small_disk: Path) -> None:
    assert "is full: free some space" in refusal(small_disk / "kt1")
    assert not (small_disk / "kt1" / "data").exists(), "a half-made folder is never left"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("initdb: error: could not write: No space left on device", "is full"),
        ("FATAL:  database files are incompatible with server", "another version"),
        ("error while loading shared libraries: libz.so.1", "library of the system"),
        ("LOG: x\n2026 FATAL:  something new\n", "did not start: 2026 FATAL:  something new"),
        ("", "no message"),
    ],
)
def test_what_the_server_writes_becomes_one_sentence(written: str, said: str) -> None:
    sentence = failure.sentence(written, Path("/srv/kt1"))

    assert said in sentence
    assert "\n" not in sentence


def test_a_user_without_a_name_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    with pytest.raises(embedded.EmbeddedError, match="no line in /etc/passwd"):
        accounts.invoking_name()


def test_a_machine_without_useradd_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)

    with pytest.raises(embedded.EmbeddedError, match="apt-get install passwd"):
        accounts._make_system_account()


def test_programs_are_copied_where_the_wheel_is_closed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries go along: without them the programs find no libpq."""
    if not AS_ROOT:
        pytest.skip("an ordinary user runs the server as itself")
    monkeypatch.setattr(embedded.places, "may_enter", lambda path, _account: path)
    bin_folder = embedded.places.programs(Place(home))

    assert bin_folder.is_relative_to(home)
    shown = subprocess.run(
        [bin_folder / "psql", "--version"],
        capture_output=True,
        text=True,
        check=True,
        **server_account().popen(),
    )
    assert "psql (PostgreSQL) 18" in shown.stdout
    assert embedded.places.programs(Place(home)) == bin_folder, "copied once"


def test_the_command_line_says_it_in_one_line(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "x").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "kt1", "db", "start"],
        env={**os.environ, "KT1_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
