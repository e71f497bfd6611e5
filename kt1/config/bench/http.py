"""Acceptance over HTTP by eight keep-alive clients, the item page, start-up and memory.

The web server, the worker and the clients are processes of their own, as in an installation.
"""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep
from uuid import uuid4

from kt1.config.bench import million, waiting
from kt1.config.bench.web import page_times
from kt1.custody.units.models import Unit
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor, console
from kt1.people.tokens import actions as tokens

CLIENTS, ROUNDS, EACH = 8, 3, 250
_READY_SECONDS_MAX = 60
_KT1 = str(Path(sys.executable).with_name("kt1"))


@contextmanager
def serving(parts: Sequence[str] = ("web", "worker")) -> Iterator[int]:
    """Web and worker, or one alone, on the copy of the million; yields the port."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    environment = {**os.environ, "KT1_DBNAME": "kt1_bench", "PORT": str(port)}
    started = [
        subprocess.Popen(  # noqa: S603 - our own command
            [_KT1, part], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for part in parts
    ]
    try:
        _wait(port)
        yield port
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(20)


def _wait(port: int) -> None:
    began = perf_counter()
    while perf_counter() - began < _READY_SECONDS_MAX:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as asking:
                asking.request("GET", "/healthz")
                if asking.getresponse().status == http.HTTPStatus.OK:
                    return
        except OSError:
            sleep(0.02)
    raise TimeoutError("the pages do not answer")


def accept() -> dict[str, object]:
    desks = list(islice(waiting.by_desk(500), 6 * ROUNDS))
    work = [(_token(courier), codes) for courier, codes in desks]
    rates, p95s, noops, lost = [], [], [], 0
    with serving() as port, ProcessPoolExecutor(CLIENTS) as pool:
        for n in range(ROUNDS):
            shares = _shares(work[6 * n : 6 * n + 6])
            noops.append(_rate(pool, port, [(token, []) for token, _codes in shares])[0])
            rate, times, accepted = _rate(pool, port, shares)
            rates.append(rate)
            p95s.append(statistics.quantiles(times, n=20)[-1] * 1000)
            standing = Unit.objects.filter(code__in=accepted).exclude(state="declared").count()
            lost += len(accepted) - standing
    return {
        "accept_per_s": round(statistics.median(rates)),
        "accept_p95_ms": round(statistics.median(p95s), 1),
        "accept_ratio_to_noop": round(statistics.median(rates) / statistics.median(noops), 2),
        "accept_lost": lost,
    }


def _token(courier: Actor) -> str:
    duty = Duty.objects.get(user=courier.user_id)
    made = tokens.make(
        user_id=courier.user_id,
        duty_id=duty.pk,
        days=30,
        by=console(),
        at=million.SCENE.until,
        once=RequestKey.of(uuid4(), {"bench": courier.user_id}),
    )
    if made.secret is None:
        raise LookupError("a token is shown once")
    return made.secret


def _shares(work: Sequence[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Eight shares of one desk's items each, several clients at one desk as in life."""
    shares = []
    for client in range(CLIENTS):
        token, codes = work[client % len(work)]
        start = EACH * (client // len(work))
        shares.append((token, codes[start : start + EACH]))
    return shares


def _rate(
    pool: ProcessPoolExecutor, port: int, shares: Sequence[tuple[str, list[str]]]
) -> tuple[float, list[float], list[str]]:
    began = perf_counter()
    found = list(pool.map(_client, [(port, token, codes) for token, codes in shares]))
    took = perf_counter() - began
    times = [t for each, _done in found for t in each]
    return len(times) / took, times, [code for _each, done in found for code in done]


def _client(work: tuple[int, str, list[str]]) -> tuple[list[float], list[str]]:
    """One client on one connection: acceptances, or as many looks at oneself."""
    port, token, codes = work
    times, done = [], []
    body = json.dumps({"checks": ["cover", "seal"]})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asking:
        for n in range(EACH):
            began = perf_counter()
            if codes:
                headers["Idempotency-Key"] = str(uuid4())
                asking.request("POST", f"/api/v1/items/{codes[n]}/acceptance", body, headers)
            else:
                asking.request("GET", "/api/v1/me", headers=headers)
            answer = asking.getresponse()
            answer.read()
            times.append(perf_counter() - began)
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"answered {answer.status}")
            if codes:
                done.append(codes[n])
    return times, done


def item_page() -> dict[str, object]:
    # Without the worker: on a fresh copy it would read a million entries from the first.
    with serving(("web",)) as port:
        p95s = [statistics.quantiles(page_times(port), n=20)[-1] for _round in range(ROUNDS)]
    return {"item_page_p95_ms": round(statistics.median(p95s) * 1000, 1)}


def cold_start() -> dict[str, object]:
    """From the command to the first answer, database running; and memory when nothing happens."""
    taken = []
    for _round in range(ROUNDS):
        began = perf_counter()
        with serving():
            taken.append(perf_counter() - began)
    with serving() as port:
        _wait(port)
        sleep(5)
        pss = sum(_pss_kb(pid) for pid in _ours())
    return {
        "cold_start_s": round(statistics.median(taken), 2),
        "idle_pss_mb": round(pss / 1024),
    }


def _ours() -> list[int]:
    """Processes of the web and the worker: this process's children and theirs."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found: set[int] = set()
    fresh = {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return [pid for pid in found if "postgres" not in _command(pid)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return "postgres"


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
