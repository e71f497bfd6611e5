"""`kt1 api`: the schema of the API and its refusals, as committed in docs/."""

import argparse
import json
import sys
from pathlib import Path

from kt1.api.problems import PROBLEMS
from kt1.api.urls import api

DATABASE = False
HELP = "write docs/openapi.json and docs/api-problems.md, or compare them"

_DOCS = Path(__file__).resolve().parents[3] / "docs"
_HEAD = """# Refusals of the API

Every refusal is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`
and `instance`. `type` is `/api/v1/problems/` and the name below. No refusal repeats what was
sent: it may be part of a secret. Drawn from `kt1/api/problems.py`.

| Name | Status | Meaning |
|---|---|---|
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["write", "check"])


def run(args: argparse.Namespace) -> int:
    drawn = {_DOCS / "openapi.json": schema(), _DOCS / "api-problems.md": problems()}
    if args.act == "write":
        for path, text in drawn.items():
            path.write_text(text, encoding="utf8")
        return 0
    differing = [
        path.name
        for path, text in drawn.items()
        if not path.exists() or path.read_text(encoding="utf8") != text
    ]
    for name in differing:
        print(f"docs/{name} differs from the code: run `kt1 api write`.", file=sys.stderr)
    return 1 if differing else 0


def schema() -> str:
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def problems() -> str:
    """One row a name, whatever the number of exceptions behind it."""
    rows = {p.name: f"| `{p.name}` | {p.status} | {p.meaning} |" for p in PROBLEMS}
    return _HEAD + "\n".join(rows.values()) + "\n"
