"""`kt1 states`: draw the state pages of the documentation, or compare them with the code."""

import argparse
import sys

from django.conf import settings

from kt1.config.states import FOLDER, documents

HELP = "draw docs/states from the code, or check that they say what the code does"
DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["draw", "check"], help="write the pages, or compare them")


def run(args: argparse.Namespace) -> int:
    """0: drawn, or all pages are as the code says. 1: a page differs."""
    wanted = {settings.BASE_DIR / path: text for path, text in documents().items()}
    kept = set((settings.BASE_DIR / FOLDER).glob("*.md"))
    if args.what == "draw":
        for path in kept - wanted.keys():
            path.unlink()
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    wrong = [path for path in wanted if path not in kept or path.read_text("utf-8") != wanted[path]]
    for path in sorted([*wrong, *(kept - wanted.keys())]):
        sys.stderr.write(f"{path.relative_to(settings.BASE_DIR)}: run `kt1 states draw`\n")
    return 1 if wrong or kept - wanted.keys() else 0
