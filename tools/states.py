"""docs/states: one page for each table of transitions in the code.

A table is a constant `NEXT` of a `rules` module, or one whose name ends in `_NEXT`: a mapping
from each state to the states that may follow it.
"""

import importlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def documents() -> dict[str, str]:
    drawn = {}
    for path in sorted(ROOT.glob("kt1/*/*/*rules.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        for constant, table in sorted(vars(module).items()):
            if not (constant == "NEXT" or constant.endswith("_NEXT")):
                continue
            kind = type(next(iter(table)))
            if kind.__module__ == name:
                drawn[f"docs/states/{_page(path, constant)}.md"] = _draw(table, kind, name)
    return drawn


def _page(path: Path, constant: str) -> str:
    stratum, capability = path.parts[-3:-1]
    more = constant.removesuffix("NEXT").strip("_").lower()
    return "-".join(filter(None, (stratum, capability, more))).replace("_", "-")


def _draw(table: Mapping[Enum, AbstractSet[Enum]], kind: type[Enum], module: str) -> str:
    said = (kind.__doc__ or "").strip().splitlines()
    order = list(kind)
    lines = [f"# {kind.__name__}", ""]
    lines += [said[0], ""] if said and "An enumeration" not in said[0] else []
    lines += [f"Drawn from `{module}`; do not edit.", "", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {order[0].name}")
    for state in order:
        following = sorted(table.get(state, ()), key=order.index)
        lines += [f"    {state.name} --> {after.name}" for after in following]
        if not following:
            lines.append(f"    {state.name} --> [*]")
    lines += ["```", "", "| From | To |", "|---|---|"]
    for state in order:
        following = sorted(table.get(state, ()), key=order.index)
        lines.append(f"| {state.name} | {', '.join(after.name for after in following) or '–'} |")
    return "\n".join(lines) + "\n"
