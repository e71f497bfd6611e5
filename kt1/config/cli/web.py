"""`kt1 web`: the pages and the API over HTTP."""

import argparse
import http.client
import os
import socket
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kt1.config import connections, environment, pages

HELP = "serve the pages and the API"
#: Two processes of two threads: as fast as more when measured, with the least memory.
WORKERS, THREADS = 2, 2
READY_SECONDS_MAX = 120.0
HOST = "127.0.0.1"
CHECKOUT = Path(__file__).resolve().parents[3]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help="address to listen on")
    parser.add_argument("--port", type=int, help="else $PORT, else 8000")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes")
    parser.add_argument(
        "--when-told",
        action="store_true",
        help="load everything, then wait for a line on standard input before serving",
    )


def run(args: argparse.Namespace) -> int:
    port = args.port or environment.number("PORT", 8000)
    if reason := why_not_listen(port, args.host):
        print(reason, file=sys.stderr)
        return 1
    pages.load()  # once, here: the processes that serve are forked with all of it
    if args.when_told and not sys.stdin.readline():
        return 0  # whoever started us is gone
    with connections.kept_running():
        os.environ["KT1_WEB_PARENT"] = str(os.getpid())
        server = Server(
            "kt1.config.wsgi:application",
            address=args.host,
            port=port,
            interface=Interfaces.WSGI,
            workers=args.workers,
            blocking_threads=THREADS,
            log_level=LogLevels.warning,
            websockets=False,
            workers_kill_timeout=10,
            working_dir=CHECKOUT,
        )
        waiter = threading.Thread(target=_announce, args=(args.host, port), daemon=True)
        server.on_startup(waiter.start)
        server.serve()
    return 0


def why_not_listen(port: int, host: str = HOST) -> str | None:
    """The server would share a port that another program of ours already listens on."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            return f"Port {port} on {host} cannot be used ({error.strerror}); set PORT to another."
    return None


def answers(port: int, host: str = HOST) -> bool:
    """Whether it serves there by now, database and all."""
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
            connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
            return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def _announce(host: str, port: int) -> None:
    """Say that it serves when it really answers."""
    asked = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        if answers(port, asked):
            print(f"KT1 ready on http://{asked}:{port}", flush=True)
            return
        time.sleep(0.05)
    print("The pages do not answer; see the messages above.", file=sys.stderr, flush=True)
