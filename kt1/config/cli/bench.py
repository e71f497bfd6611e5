"""`kt1 bench`: how fast it is, on a database that already holds a million items."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from time import monotonic

from kt1.config.bench import (
    coverage,
    digest,
    figures,
    handover,
    http,
    ledger,
    million,
    quality,
    reconcile,
    report,
)

HELP = "measure on a million items and print one JSON object"

PARTS: Mapping[str, Callable[[], dict[str, object]]] = {
    # First: the floors of others put rows there that no entry made.
    "verify": ledger.verify_million,
    "handover": handover.measure,
    "accept": http.accept,
    "item_page": http.item_page,
    "sequencer": ledger.sequencer,
    "reconcile": reconcile.measure,
    "start": http.cold_start,
    "home": figures.measure,
    # Last: they put rows of their own beside the million items.
    "quality": quality.measure,
    "report": report.measure,
    "coverage": coverage.measure,
    "digest": digest.measure,
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=sorted(PARTS), help="one part alone")


def run(args: argparse.Namespace) -> int:
    found: dict[str, object] = {}
    with million.database():
        for name, measure in PARTS.items():
            if args.only in {None, name}:
                began = monotonic()
                found |= measure()
                print(f"  {name}: {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps(found))
    return 0
