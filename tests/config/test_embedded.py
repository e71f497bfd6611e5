"""The embedded server: started, shared, killed, mistreated."""

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest

from kt1.config import embedded
from kt1.config.embedded import Place, processes, supervisor
from kt1.config.embedded.accounts import server_account
from kt1.config.embedded.server import admin_conninfo

AS_ROOT = os.geteuid() == 0
#: Borrows a server in a process of its own, asks it something, holds it until told to let go.
BORROWER = """
import sys, pathlib, psycopg
from kt1.config import embedded
place = embedded.Place(pathlib.Path(sys.argv[1]))
with embedded.borrow(place):
    with psycopg.connect(embedded.conninfo(place, user="kt1_app")) as connection:
        connection.execute("SELECT 1")
    print("borrowed", flush=True)
    sys.stdin.read()
"""


def wait_for(true: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def ask(place: Place, query: str) -> object:
    with psycopg.connect(admin_conninfo(place), autocommit=True) as connection:
        found = connection.execute(query)
        row = found.fetchone() if found.description else None
        return row[0] if row else None


def stopped(place: Place) -> bool:
    return embedded.running(place) is None and processes.postmaster(place) is None


def test_it_starts_and_stops_with_its_last_user(home: Path) -> None:
    place = Place(home)
    with embedded.borrow(place):
        assert ask(place, "SHOW listen_addresses") == ""
        assert str(ask(place, "SHOW data_checksums")) == "on"
        assert ask(place, "SELECT datname FROM pg_database WHERE datname = 'kt1'") == "kt1"
        with embedded.borrow(place):
            pass
        time.sleep(1.5)
        assert ask(place, "SELECT 1") == 1, "the first borrower still holds it"

    wait_for(lambda: stopped(place))
    assert "database system is shut down" in place.log.read_text()


def test_everything_of_it_is_private(home: Path) -> None:
    place = Place(home)
    parent = stat.S_IMODE(home.parent.stat().st_mode)
    with embedded.borrow(place):
        for folder in (place.data, place.socket, place.log.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder.stat().st_uid == server_account().uid
        assert stat.S_IMODE(home.parent.stat().st_mode) == parent, "a parent is never changed"
        owner = Path(f"/proc/{processes.postmaster(place)}").stat().st_uid
    assert owner == server_account().uid
    assert owner != 0


def test_started_six_times_at_once_it_runs_once(home: Path) -> None:
    command = [sys.executable, "-c", BORROWER, str(home)]
    pipe = subprocess.PIPE
    borrowers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(6)]
    said = [borrower.stdout.readline() for borrower in borrowers if borrower.stdout]
    for borrower in borrowers:
        borrower.communicate("")

    assert said == ["borrowed\n"] * 6
    assert Place(home).log.read_text().count("database system is ready to accept") == 1


def test_told_to_stay_it_stays_until_told_to_stop(home: Path) -> None:
    place = Place(home)
    embedded.stay(place)
    time.sleep(2.5)
    assert ask(place, "SELECT 1") == 1
    assert supervisor.STAYS in place.supervisor_lock.read_text()

    assert embedded.stop(place) is True
    assert stopped(place)
    assert embedded.stop(place) is False


def test_a_killed_server_comes_back_with_what_it_acknowledged(home: Path) -> None:
    place = Place(home)
    with embedded.borrow(place):
        ask(place, "CREATE TABLE kept (n int)")
        for n in range(3):
            ask(place, f"INSERT INTO kept VALUES ({n})")
            killed = processes.postmaster(place)
            assert killed
            os.kill(killed, signal.SIGKILL)
            wait_for(partial(_another, place, killed))
            wait_for(lambda: _answers(place))
            assert ask(place, "SELECT count(*) FROM kept") == n + 1


def _another(place: Place, killed: int) -> bool:
    return processes.postmaster(place) not in {None, killed}


def _answers(place: Place) -> bool:
    try:
        return ask(place, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def test_a_killed_supervisor_takes_the_server_with_it(home: Path) -> None:
    place = Place(home)
    with embedded.borrow(place):
        pid = embedded.running(place)
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: stopped(place))

    with embedded.borrow(place):
        assert ask(place, "SELECT 1") == 1


def test_supervisor_and_server_killed_together(home: Path) -> None:
    place = Place(home)
    with embedded.borrow(place):
        for pid in (embedded.running(place), processes.postmaster(place)):
            assert pid
            os.kill(pid, signal.SIGKILL)
    with embedded.borrow(place):  # at once, whatever is left of the first
        assert ask(place, "SELECT 1") == 1


@pytest.mark.parametrize("kind", ["stranger", "zombie", "gone"])
def test_a_lock_file_that_lies_is_not_believed(home: Path, kind: str) -> None:
    place = Place(home)
    with embedded.borrow(place):
        written = (place.data / "postmaster.pid").read_text().splitlines()
    wait_for(lambda: stopped(place))

    account = server_account()
    words = ["sleep", "60"] if kind == "stranger" else ["true"]
    other = subprocess.Popen(words, **account.popen())
    if kind == "gone":
        other.wait()
    elif kind == "zombie":  # nobody has asked for its exit status yet
        wait_for(lambda: Path(f"/proc/{other.pid}/cmdline").read_bytes() == b"")
    lie = place.data / "postmaster.pid"
    lie.write_text("\n".join([str(other.pid), *written[1:]]) + "\n")
    os.chown(lie, account.uid, account.gid)
    try:
        with embedded.borrow(place):
            assert ask(place, "SELECT 1") == 1
        assert kind != "stranger" or other.poll() is None, "the stranger is left alone"
    finally:
        other.kill()
        other.wait()


def test_a_long_path_gets_a_short_private_socket_folder(home: Path) -> None:
    place = Place(home / ("d" * 60) / ("e" * 60))
    assert place.socket.parent != place.base
    assert len(os.fsencode(place.socket)) < 80
    try:
        with embedded.borrow(place):
            assert ask(place, "SELECT 1") == 1
            assert stat.S_IMODE(place.socket.stat().st_mode) == 0o700
        wait_for(lambda: stopped(place))
        place.socket.rmdir()

        place.socket.mkdir(mode=0o755)  # somebody was there first
        place.socket.chmod(0o755)
        with pytest.raises(embedded.EmbeddedError, match="is not a folder of"):
            embedded.borrow(place)
    finally:
        place.socket.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="only root may try as somebody else")
def test_another_account_of_the_machine_is_refused(home: Path) -> None:
    place = Place(home)
    nobody = pwd.getpwnam("nobody")
    for role in ("kt1_app", "kt1_admin"):
        with embedded.borrow(place):
            assert "Permission denied" in _as(nobody, place, role)
            place.socket.chmod(0o755)  # even with the door open they are not who they say
            assert "Peer authentication failed" in _as(nobody, place, role)
            place.socket.chmod(0o700)


def _as(person: pwd.struct_passwd, place: Place, role: str) -> str:
    """What psql says to another account. The programs may lie where it cannot go: ours are not."""
    psql = embedded.places.programs(place) / "psql"
    done = subprocess.run(
        [psql, embedded.conninfo(place, user=role), "-c", "SELECT 1"],
        user=person.pw_uid,
        group=person.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr
