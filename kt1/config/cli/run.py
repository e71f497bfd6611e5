"""`kt1 run`: everything, in one terminal, until Ctrl-C."""

import argparse
import sys
from collections.abc import Callable
from subprocess import Popen

from kt1.config import connections, embedded, environment, installation
from kt1.config.children import Children
from kt1.config.cli import web
from kt1.config.embedded import databases

HELP = "serve everything from this terminal: database, demonstration, web, worker"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="of the web pages; else $PORT, else 8000")
    parser.add_argument(
        "--no-demo", action="store_true", help="leave a new database without demonstration data"
    )


def run(args: argparse.Namespace) -> int:
    port = args.port or environment.number("PORT", 8000)
    if reason := web.why_not_listen(port):
        print(reason, file=sys.stderr)
        return 1
    children = Children()
    children.listen()
    lease = embedded.borrow(embedded.here()) if connections.is_embedded() else None
    try:
        keep = lease.keep if lease else _nothing
        # It has seconds of loading to do, and making the database leaves it a processor.
        pages = children.start("web", "--port", str(port), "--when-told", told=True)
        return _prepare(children, demonstrate=not args.no_demo) or _serve(
            children, pages, port, keep
        )
    finally:
        children.stop()
        if lease:
            lease.release_and_wait()


def _prepare(children: Children, *, demonstrate: bool) -> int:
    for step in (_migrate, _demonstrate) if demonstrate else (_migrate,):
        code = step(children)
        if children.stopping:
            return 0
        if code:
            return code
    return 0


def _serve(children: Children, pages: Popen[bytes], port: int, keep: Callable[[], None]) -> int:
    if children.stopping:
        return 0
    children.tell(pages)
    # The pages first: a worker that starts beside them takes seconds of their processor.
    while not (children.stopping or pages.poll() is not None or web.answers(port)):
        children.pause()
    if not children.stopping:
        children.start("worker")
    if ended := children.watch(keep):
        print(f"Stopping everything, because a part ended: {ended}", file=sys.stderr)
        return 1
    return 0


def _nothing() -> None:
    """Another server is its administrator's to keep."""


def _migrate(children: Children) -> int:
    return 0 if installation.is_migrated() else children.finish("migrate")


def _demonstrate(children: Children) -> int:
    """Fill a new, untouched database with the demonstration.

    It is built beside and takes the place of the empty one when it is whole: one that was cut
    off leaves nothing in the way of the next try.
    """
    name = connections.database_name()
    if not installation.is_untouched(name):
        return 0
    if not connections.is_embedded():  # elsewhere we may not make and rename databases
        return children.finish("demo")
    server, half = connections.migrate_conninfo("postgres"), f"{name}_building"
    there = {"KT1_DBNAME": half}
    databases.drop(server, half)
    databases.create(server, half, template=name)  # it has all tables, and nothing in them
    if code := children.finish("demo", environment=there):
        return code
    databases.drop(server, name)
    databases.rename(server, half, name)
    return 0
