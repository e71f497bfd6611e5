"""`kt1 check`: whether this installation is set up right."""

import argparse
import sys

from django.core.checks import ERROR, run_checks

from kt1.config import migrations

HELP = "look over this installation: settings, roles, guards, migrations"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    found = [
        str(message) for message in run_checks(databases=["default"]) if message.level >= ERROR
    ]
    found += [f"Not yet applied: {name} (run `kt1 migrate`)" for name in migrations.unapplied()]
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(found)} faults." if found else "No fault found.")
    return 1 if found else 0
