"""`kt1 run`: everything from one terminal, and nothing left behind."""

import http
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from kt1.config import embedded
from kt1.config.embedded import Place, processes
from tests.config.test_embedded import wait_for

READY_SECONDS_MAX = 120


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kt1", *words],
        env={**os.environ, "KT1_HOME": str(home), "KT1_DBNAME": "kt1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ready(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    said = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if line == f"KT1 ready on http://127.0.0.1:{port}\n":
            return
        assert time.monotonic() < deadline
    pytest.fail("it ended: " + "".join(said))


def of_this_home(home: Path) -> list[int]:
    """Living processes that were started with this home in their environment."""
    mark = b"KT1_HOME=" + os.fsencode(home) + b"\0"
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_serves_and_leaves_nothing_behind(lived_in: Path, how: signal.Signals) -> None:
    port = free_port()
    process = start(lived_in, "run", "--no-demo", "--port", str(port))
    ready(process, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200

    process.send_signal(how)
    process.communicate(timeout=180)

    wait_for(lambda: of_this_home(lived_in) == [], 120)
    assert processes.postmaster(Place(lived_in)) is None
    assert embedded.running(Place(lived_in)) is None
    assert process.returncode == (-9 if how is signal.SIGKILL else 0)


def test_it_outlives_its_database(lived_in: Path) -> None:
    """The server is killed, then the supervisor, which takes the server along."""
    port = free_port()
    process = start(lived_in, "run", "--no-demo", "--port", str(port))
    ready(process, port)
    place = Place(lived_in)
    for victim in (processes.postmaster, embedded.running, processes.postmaster):
        pid = victim(place)
        assert pid
        os.kill(pid, signal.SIGKILL)
        time.sleep(3)
        wait_for(lambda: is_healthy(port), 60)
    time.sleep(2)
    still_there = process.poll() is None
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=180)

    assert still_there, said
    assert process.returncode == 0, said
    wait_for(lambda: of_this_home(lived_in) == [], 120)


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            return bool(answer.status == http.HTTPStatus.OK)
    except OSError:
        return False


def test_an_interrupt_sent_to_make_alone_stops_everything(lived_in: Path, tmp_path: Path) -> None:
    port = free_port()
    recipe = f"run:\n\t@exec {sys.executable} -m kt1 run --no-demo --port {port}\n"
    (tmp_path / "Makefile").write_text(recipe)
    process = subprocess.Popen(
        ["make", "-C", str(tmp_path), "run"],
        env={**os.environ, "KT1_HOME": str(lived_in), "KT1_DBNAME": "kt1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Tests that a shell started in the background ignore the signal, and make with them.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - see above
    )
    ready(process, port)

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=180)

    wait_for(lambda: of_this_home(lived_in) == [], 120)


def test_a_demonstration_that_is_cut_off_leaves_nothing_in_the_way(home: Path) -> None:
    first = start(home, "run", "--port", str(free_port()))
    assert first.stdout
    assert any("Building the demonstration" in line for line in first.stdout)
    time.sleep(1)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=180)
    assert first.returncode == 0

    wait_for(lambda: of_this_home(home) == [], 120)
    with embedded.borrow(Place(home)):
        app = embedded.conninfo(Place(home), user="kt1_app")
        with psycopg.connect(app) as asking:
            kind = asking.execute("SELECT kind FROM kt1_installation").fetchone()
            users = asking.execute("SELECT count(*) FROM people_user").fetchone()
    assert (kind, users) == (("new",), (0,))

    again = start(home, "run", "--port", str(free_port()))
    assert again.stdout
    assert any("Building the demonstration" in line for line in again.stdout)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=180)


def test_a_taken_port_is_said(home: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(home, "web", "--port", str(port))
        said, _ = process.communicate(timeout=180)

    assert process.returncode == 1
    reason = "cannot be used (Address already in use); set PORT to another."
    assert said == f"Port {port} on 127.0.0.1 {reason}\n"


def test_an_empty_real_installation(home: Path) -> None:
    process = start(home, "init")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said

    again = start(home, "check")
    said, _ = again.communicate(timeout=120)
    assert (again.returncode, said) == (0, "No fault found.\n")
