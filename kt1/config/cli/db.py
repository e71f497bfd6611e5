"""`kt1 db`: the embedded database."""

import argparse
import json
import signal
import subprocess
import sys

from kt1.config import connections, embedded
from kt1.config.embedded import databases, supervisor
from kt1.config.embedded.accounts import server_account
from kt1.config.embedded.cluster import ADMIN
from kt1.config.embedded.places import programs

HELP = "start, stop and look into the embedded database"


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="db_verb", required=True, metavar="VERB")
    verbs.add_parser("run", help="serve in the foreground until Ctrl-C")
    verbs.add_parser("start", help="start in the background, and stay until `kt1 db stop`")
    verbs.add_parser("stop", help="stop it clean")
    status = verbs.add_parser("status", help="say whether it runs, and where it is")
    status.add_argument("--json", action="store_true")
    psql = verbs.add_parser("psql", help="open psql, or run it with the words that follow")
    psql.add_argument("--as", dest="role", choices=["app", "owner", "admin"], default="app")
    psql.add_argument("--database", default=None)
    psql.add_argument("words", nargs="*", help="after --: words for psql")
    verbs.add_parser("sql", help="print what an administrator of another server runs once")


def run(args: argparse.Namespace) -> int:
    if args.db_verb == "sql":
        print(databases.ROLES.strip())
        print(f"CREATE DATABASE {databases.DEFAULT_DATABASE} OWNER {databases.OWNER};")
        return 0
    if not connections.is_embedded():
        print("DATABASE_URL names another server; its administrator starts it.", file=sys.stderr)
        return 1
    place = embedded.here()
    match args.db_verb:
        case "run":
            return _serve(place)
        case "start":
            embedded.stay(place)
            print(f"The database runs; its socket is in {place.socket}.")
        case "stop":
            print("Stopped." if embedded.stop(place) else "It was not running.")
        case "status":
            return _status(place, as_json=args.json)
        case "psql":
            return _psql(place, args)
    return 0


def _serve(place: embedded.Place) -> int:
    answers: list[str] = []

    def report(word: str) -> None:
        answers.append(word)
        if word == supervisor.READY:
            print(f"The database runs; its socket is in {place.socket}.", flush=True)

    supervisor.Supervisor(place, stays=True).run(report)
    if answers == [supervisor.TAKEN]:
        print("The database runs already.", file=sys.stderr)
        return 1
    return 0


def _status(place: embedded.Place, *, as_json: bool) -> int:
    pid = embedded.running(place)
    facts = {"running": pid is not None, "supervisor": pid, "socket": str(place.socket)}
    facts |= {"home": str(place.base), "log": str(place.log)}
    if as_json:
        print(json.dumps(facts))
    elif pid is None:
        print(f"Not running; its home is {place.base}.")
    else:
        print(f"Running under process {pid}; socket in {place.socket}, log {place.log}.")
    return 0 if pid is not None else 3


def _conninfo(place: embedded.Place, role: str, database: str) -> str:
    match role:
        case "owner":
            return connections.owner_conninfo(database)
        case "admin":
            return embedded.conninfo(place, user=ADMIN, database=database)
    return connections.app_conninfo(database)


def _psql(place: embedded.Place, args: argparse.Namespace) -> int:
    conninfo = _conninfo(place, args.role, args.database or connections.database_name())
    with embedded.borrow(place):
        program = str(programs(place, server_account()) / "psql")
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for psql
        return subprocess.run([program, conninfo, *args.words], check=False).returncode  # noqa: S603 - our own program
