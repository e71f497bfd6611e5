"""Materials that the product brings along: a province takes them as its first versions."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kt1.oversight.outreach.actions import Published
from kt1.oversight.outreach.rules import Topic, lines_of, questions_of

_DATA = Path(__file__).parent / "data"
_HEAD, _QUIZ = "@ ", "= quiz"


@cache
def known() -> Mapping[str, Published]:
    """All of them by code, in the order of their codes."""
    return {path.stem: _read(path) for path in sorted(_DATA.glob("*.txt"))}


def _read(path: Path) -> Published:
    text = path.read_text(encoding="utf8")
    head = [row.removeprefix(_HEAD) for row in text.splitlines() if row.startswith(_HEAD)]
    body = "\n".join(row for row in text.splitlines() if not row.startswith(_HEAD))
    told, _mark, quiz = body.partition(_QUIZ)
    return Published(
        code=path.stem,
        topic=Topic(head[0]),
        title=head[1],
        basis=head[2],
        lines=lines_of(told),
        questions=questions_of(quiz),
    )
