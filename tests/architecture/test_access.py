"""docs/access.csv: who gets which answer at every address of the product.

`route,method,role,relation,status`: the name of a route, GET or POST, a role (`*` for every role
without a row of its own, `anonymous`), the relation to the thing named in the address, and what
is answered. 404 to a stranger, 403 with the reason to a person who may know but not act.

`KT1_PROPOSE=1 pytest tests/architecture/test_access.py` appends what is missing, with the answers
as they are now: read every line before committing it.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kt1.config import clock
from kt1.people.accounts.rules import Role
from tests.architecture import access, scene
from tests.architecture.access import ANYBODY, METHODS, NOBODY, Case, Knocker
from tests.custody import factories as make

BY_ROUTE: dict[str, list[Case]] = defaultdict(list)
for _case in access.cases():
    BY_ROUTE[_case.route].append(_case)


@pytest.fixture(scope="module")
def knocker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Knocker]:
    """One world for all the doors, in a transaction that is taken back at the end."""
    clock.set_offset(make.MORNING - datetime.now(UTC))
    with django_db_blocker.unblock(), access.taken_back():
        yield Knocker(scene.build(), make.MORNING)
    clock.set_offset(clock.offset() * 0)


def expected() -> set[tuple[str, str, str, str]]:
    """Every question the list must answer."""
    people = [NOBODY, *(role.value for role in Role)]
    return {
        (route, method, role, relation)
        for route in access.routes()
        for method in METHODS
        for relation in access.relations(route)
        for role in people
    }


def answered() -> set[tuple[str, str, str, str]]:
    return {(case.route, case.method, case.role, case.relation) for case in access.cases()}


def _short(answers: dict[str, int]) -> dict[str, int]:
    """The commonest answer of signed-in people as one row, the others by name."""
    signed_in = [status for role, status in answers.items() if role != NOBODY]
    if len(signed_in) < len(Role):
        return answers
    common = max(set(signed_in), key=signed_in.count)
    named = {role: status for role, status in answers.items() if role == NOBODY or status != common}
    return {**named, ANYBODY: common}


def _propose(knocker: Knocker) -> None:
    missing = sorted(expected() - answered())
    seen: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    asked = [Case(route, method, role, relation, 0) for route, method, role, relation in missing]
    for case, status in knocker.answers(asked):
        seen[case.route, case.method, case.relation][case.role] = status
    with access.LIST.open("a", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if file.tell() == 0:
            writer.writerow(access.COLUMNS)
        for (route, method, relation), answers in seen.items():
            for role, status in _short(answers).items():
                writer.writerow([route, method, role, relation, status])


if "KT1_PROPOSE" in os.environ:
    test_propose = _propose


def test_every_door_has_its_rows() -> None:
    missing = sorted(expected() - answered())
    assert not missing, f"{len(missing)} rows missing in docs/access.csv, such as {missing[:5]}"


def test_no_row_names_a_door_that_is_gone() -> None:
    gone = sorted({case.route for case in access.cases()} - set(access.routes()))
    assert gone == []
    assert sorted(answered() - expected()) == []


def test_no_row_is_written_twice() -> None:
    written = [(row.route, row.method, row.role, row.relation) for row in access.rows()]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("route", sorted(BY_ROUTE))
def test_the_door_answers_as_written(route: str, knocker: Knocker) -> None:
    clock.set_offset(make.MORNING - datetime.now(UTC))  # nobody's session grows old meanwhile
    answers = list(knocker.answers(BY_ROUTE[route]))
    assert len(answers) == len(BY_ROUTE[route])
    wrong = {
        f"{case.method} {case.role} {case.relation}": f"{status}, not {case.status}"
        for case, status in answers
        if status != case.status
    }
    assert wrong == {}
