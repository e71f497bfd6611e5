"""`kt1 simulate`: simulated mail on the network of a demonstration."""

import argparse
import json
import sys
from datetime import date, datetime, time

from kt1.config import installation
from kt1.config.simulation import run as simulation
from kt1.config.simulation.mail import HANOI
from kt1.ledger.checkpoints.actions import sequence_all

HELP = "play days of mail through the actions, in a database for play"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--provinces", default="24,75", help="codes, with commas")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    parser.add_argument("--items-a-day", type=int, default=50, help="a day and province")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--letters", action="store_true", help="letter mode: some items marked")
    parser.add_argument("--bulk", action="store_true", help="act in memory, then COPY the rows")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    if installation.read().kind not in installation.MOVABLE:
        print("Mail is simulated only in a demonstration, drill or test.", file=sys.stderr)
        return 1
    plan = simulation.Plan(
        provinces=args.provinces.split(","),
        first=args.first,
        last=args.last,
        until=datetime.combine(args.last, time.max, HANOI),
        items_a_day=args.items_a_day,
        seed=args.seed,
        letters=args.letters,
    )
    player = simulation.in_bulk if args.bulk else simulation.live
    played = player(plan, progress=lambda text: print(f"  {text}", file=sys.stderr, flush=True))
    sequence_all()
    answer = {"items": played.items, "acts": played.acts, "rows": played.rows}
    print(json.dumps(answer) if args.json else " · ".join(f"{k}: {v}" for k, v in answer.items()))
    return 0
