"""What a person has scanned for an act that is not done yet.

Kept in the session, under the person: closing the browser's page, going back or a sign-in that
ran out lose nothing, and the next person at the same counter does not find it. It is not yet an
act; the ledger hears of it when the form is sent.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from kt1.web.request import Request

LINES_MAX = 5_000


@dataclass(slots=True)
class Line:
    """One scan: the code, and what was seen of it."""

    code: str
    kind: str = ""
    seal: str = ""
    intact: bool = True
    typed: bool = False
    refuse: bool = False


@dataclass(slots=True)
class Draft:
    """Scans in their order; the facts that were said before the first of them."""

    name: str
    lines: dict[str, Line] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def put(self, line: Line) -> bool:
        """Whether this code is new; a repeated scan corrects the first and stays in its place."""
        new = line.code not in self.lines
        if new and len(self.lines) >= LINES_MAX:
            return False
        self.lines[line.code] = line
        return new

    def take_back(self, code: str = "") -> str:
        """Remove one scan, by default the last. The code, or nothing."""
        chosen = code or next(reversed(self.lines), "")
        return chosen if self.lines.pop(chosen, None) else ""

    @property
    def codes(self) -> list[str]:
        return list(self.lines)

    @property
    def newest_first(self) -> list[Line]:
        return list(reversed(self.lines.values()))


def load(request: Request, name: str) -> Draft:
    kept: dict[str, Any] = request.session.get(_key(request, name), {})
    lines = {one["code"]: Line(**one) for one in kept.get("lines", ())}
    return Draft(name=name, lines=lines, facts=dict(kept.get("facts", {})))


def save(request: Request, draft: Draft) -> None:
    request.session[_key(request, draft.name)] = {
        "lines": [asdict(line) for line in draft.lines.values()],
        "facts": draft.facts,
    }


def drop(request: Request, name: str) -> None:
    request.session.pop(_key(request, name), None)


def _key(request: Request, name: str) -> str:
    return f"draft:{request.actor.user_id}:{name}"
