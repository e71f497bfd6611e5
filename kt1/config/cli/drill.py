"""`kt1 drill`: kill the database under load and count what was lost."""

import argparse
import json
from dataclasses import asdict

from kt1.config.drill.crash import drill

#: It starts, kills and stops one of its own.
DATABASE = False
HELP = "kill -9 of a database of its own, 40 times under load; exits 1 when an act was lost"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=40)


def run(args: argparse.Namespace) -> int:
    outcome = drill(args.kills)
    print(json.dumps(asdict(outcome)))
    return 0 if outcome.verified and not outcome.lost and not outcome.twice else 1
