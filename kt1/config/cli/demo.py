"""`kt1 demo`: fill a new database with the demonstration."""

import argparse
import sys
from time import monotonic

import psycopg

from kt1.config import connections, installation
from kt1.config.installation import Kind, KindError
from kt1.config.simulation import demonstration

HELP = "fill a new database with a demonstration: two provinces, months of mail"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--items-a-day", type=int, default=50, help="a day and province")
    parser.add_argument("--seed", type=int, default=demonstration.Scene().seed)


def run(args: argparse.Namespace) -> int:
    scene = demonstration.Scene(items_a_day=args.items_a_day, seed=args.seed)
    if installation.read().kind is not Kind.NEW:
        print("This database is in use already; a demonstration needs a new one.", file=sys.stderr)
        return 1
    started = monotonic()
    _say(f"Building the demonstration: {scene.first:%d/%m/%Y} to {scene.until:%d/%m/%Y %H:%M}")
    played = demonstration.build(scene, progress=_say)
    # The planner knows nothing yet of rows that came all at once.
    with psycopg.connect(connections.owner_conninfo(), autocommit=True) as owner:
        owner.execute("ANALYZE")
    try:
        # Last: a demonstration that was cut off is never taken for a whole one.
        installation.declare(Kind.DEMONSTRATION, now_is=scene.until)
    except KindError as error:
        print(error, file=sys.stderr)
        return 1
    _say(f"{played.items} items, {played.acts} acts, {monotonic() - started:.0f} s")
    return 0


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)
