"""`kt1 story`: the main job from desk to desk, played and checked."""

import argparse
import json

from kt1.config.story.play import as_json, tell
from kt1.law.services.rules import Mode

HELP = "play the main job through the actions, in letter and in flag mode; exits 1 if it differs"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    told = as_json({mode: tell(mode) for mode in (Mode.LETTER, Mode.FLAG)})
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    return 0 if told["verified"] else 1
