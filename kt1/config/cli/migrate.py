"""`kt1 migrate`: bring the tables of a database to this release."""

import argparse
import sys

from kt1.config import migrations

HELP = "bring the tables of the database to this release"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="exit 1 if there is something to do")


def run(args: argparse.Namespace) -> int:
    if args.check:
        waiting = migrations.unapplied()
        for name in waiting:
            print(name)
        return 1 if waiting else 0
    migrations.apply(verbosity=1 if sys.stdout.isatty() else 0)
    return 0
