"""`kt1 run`: everything, in one terminal, until Ctrl-C."""

import argparse
import importlib.util
import sys

from kt1.config import connections, embedded, installation
from kt1.config.children import Children
from kt1.config.installation import Kind

HELP = "serve everything from this terminal: database, demonstration, web, worker"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", help="of the web pages; else $PORT, else 8000")
    parser.add_argument(
        "--no-demo", action="store_true", help="leave a new database without demonstration data"
    )


def run(args: argparse.Namespace) -> int:
    children = Children()
    children.listen()
    lease = embedded.borrow(embedded.here()) if connections.is_embedded() else None
    try:
        return _serve(children, args)
    finally:
        children.stop()
        if lease:
            lease.release_and_wait()


def _serve(children: Children, args: argparse.Namespace) -> int:
    if not installation.is_migrated() and (code := children.finish("migrate")):
        return code
    if _wants_demonstration(args) and (code := children.finish("demo")):
        return code
    if children.stopping:
        return 0
    children.start("worker")
    children.start("web", *(["--port", args.port] if args.port else []))
    if ended := children.watch():
        print(f"Stopping everything, because a part ended: {ended}", file=sys.stderr)
        return 1
    return 0


def _wants_demonstration(args: argparse.Namespace) -> bool:
    """A new database becomes a demonstration; one that is in use for anything stays as it is."""
    known = importlib.util.find_spec("kt1.config.cli.demo") is not None
    return known and not args.no_demo and installation.read().kind is Kind.NEW
