"""docs/duties.md: every duty of the directives has a place where it is done and a test.

The table is read as it is written: a page by the name of its route, a command by its verb.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kt1.config import cli
from kt1.oversight.directives.templates import known
from kt1.web.directives.labels import DOORS
from tests.architecture import access

ROOT = Path(__file__).resolve().parents[2]
DUTIES = ROOT / "docs" / "duties.md"
ALL = [f"D{n}" for n in range(1, 37)]
_CODED = re.compile(r"`([^`]+)`")
_CELLS = 5


@dataclass(frozen=True)
class Row:
    duty: str
    says: str
    bearer: str
    places: tuple[str, ...]
    tests: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    found = []
    for line in DUTIES.read_text(encoding="utf8").splitlines():
        if not re.match(r"\| D\d+ \|", line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        assert len(cells) == _CELLS, line
        duty, says, bearer, places, tests = cells
        found.append(
            Row(duty, says, bearer, tuple(_CODED.findall(places)), tuple(_CODED.findall(tests)))
        )
    return tuple(found)


def test_every_duty_stands_there_once_and_in_order() -> None:
    assert [row.duty for row in rows()] == ALL
    assert all(row.says and row.bearer and row.places and row.tests for row in rows())


def test_every_page_and_command_is_there() -> None:
    routes = access.routes()
    verbs = {path.stem for path in Path(cli.__file__).parent.glob("*.py")}
    gone = {
        f"{row.duty}: {place}"
        for row in rows()
        for place in row.places
        if (place.removeprefix("kt1 ") not in verbs if place.startswith("kt1 ") else
            place not in routes)
    }  # fmt: skip
    assert gone == set()


def test_every_test_is_there() -> None:
    gone = {f"{row.duty}: {one}" for row in rows() for one in row.tests if not _is_there(one)}
    assert gone == set()


def _is_there(test: str) -> bool:
    path, _sign, name = test.partition("::")
    file = ROOT / path
    if not name or not file.is_file():
        return False
    body = ast.parse(file.read_text(encoding="utf8")).body
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in body)


def test_the_duties_are_those_of_the_papers() -> None:
    """Each is a task of one of the two directives, and each task of theirs is a duty."""
    of_papers = [task.duty for one in known().values() for task in one.tasks]
    assert sorted(of_papers, key=ALL.index) == ALL


def test_a_task_leads_to_a_page_that_is_there() -> None:
    routes = access.routes()
    assert {duty: name for duty, (name, _label) in DOORS.items() if name not in routes} == {}
