"""The database killed again and again under load: no acknowledged act may be lost.

Writers declare, accept and try items through the actions. Each keeps, on disk and only after the
act was acknowledged, what was acknowledged. An act whose answer was lost is sent again under the
same key. In the end every acknowledged act must stand, once, and the ledger must hold.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from kt1.config.embedded.places import Place
from kt1.config.embedded.processes import postmaster

WRITERS = 4
_BACK_SECONDS_MAX = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one drill came to."""

    kills: int
    acknowledged: int
    lost: int
    twice: int
    verified: bool
    slowest_return_s: float


def drill(kills: int) -> Outcome:
    """Kill the database `kills` times under load, in a home of its own."""
    with TemporaryDirectory(prefix="kt1-drill-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        _kt1(home, "db", "start")
        try:
            _kt1(home, "migrate")
            _python(home, "kt1.config.drill.ground")
            slowest = _under_load(home, kills)
            return _count(home, kills, slowest)
        finally:
            _kt1(home, "db", "stop")


def _under_load(home: Path, kills: int) -> float:
    environment = _environment(home)
    command = [sys.executable, "-m", "kt1.config.drill.writer"]
    writers = [
        subprocess.Popen([*command, str(n), str(home)], env=environment)  # noqa: S603 - our own
        for n in range(WRITERS)
    ]
    draw, slowest = random.Random(kills), 0.0  # noqa: S311 - when to kill, not a secret
    try:
        for n in range(1, kills + 1):
            sleep(0.4 + draw.random())
            slowest = max(slowest, _kill(home))
            sys.stderr.write(f"  killed {n} of {kills}\n")
        sleep(2)
    finally:
        (home / "stop").touch()
        for writer in writers:
            writer.wait(_BACK_SECONDS_MAX)
    return slowest


def _kill(home: Path) -> float:
    """Kill -9 of the server's first process; returns the seconds until another answers."""
    place = Place(_base(home))
    first = postmaster(place)
    if first is None:
        return 0.0
    began = monotonic()
    os.kill(first, signal.SIGKILL)
    while monotonic() - began < _BACK_SECONDS_MAX:
        if postmaster(place) not in {None, first} and _answers(home):
            return monotonic() - began
        sleep(0.02)
    raise TimeoutError("the database did not come back")


def _answers(home: Path) -> bool:
    done = subprocess.run(  # noqa: S603 - our own command
        [_program(), "db", "psql", "--", "-c", "SELECT 1"],
        env=_environment(home),
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _count(home: Path, kills: int, slowest: float) -> Outcome:
    said = [
        json.loads(line)
        for n in range(WRITERS)
        for line in (home / f"said-{n}").read_text().splitlines()
    ]
    kept = json.loads(_python(home, "kt1.config.drill.ground", "count"))
    standing = Counter(kept["requests"])
    codes = set(kept["codes"])
    lost = [s for s in said if s["key"] not in standing or not set(s["codes"]) <= codes]
    return Outcome(
        kills=kills,
        acknowledged=len(said),
        lost=len(lost),
        twice=sum(1 for n in standing.values() if n > 1) + kept["attempts_twice"],
        verified=json.loads(_kt1(home, "verify", "--json", check=False))["ok"],
        slowest_return_s=round(slowest, 2),
    )


def _base(home: Path) -> Path:
    status = json.loads(_kt1(home, "db", "status", "--json"))
    return Path(status["home"])


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "KT1_HOME": str(home)}


def _program() -> str:
    return str(Path(sys.executable).with_name("kt1"))


def _kt1(home: Path, *words: str, check: bool = True) -> str:
    return _run([_program(), *words], home, check=check)


def _python(home: Path, module: str, *words: str) -> str:
    return _run([sys.executable, "-m", module, *words], home, check=True)


def _run(command: list[str], home: Path, *, check: bool) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=_environment(home), stdout=subprocess.PIPE, text=True, check=check
    )
    return done.stdout
