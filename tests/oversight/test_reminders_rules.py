"""When a matter rises, to whom, and that each thing is counted once. Pure: no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.network.agencies.rules import Line
from kt1.oversight.reminders.rules import (
    LATE,
    NEAR,
    RISEN,
    STEPS,
    TOP,
    Effect,
    Grace,
    LetterState,
    Owed,
    Rule,
    Scope,
    may_become,
    one_each,
    step_on,
    told,
)
from kt1.people.accounts.rules import Role

DUE = date(2026, 11, 10)
GRACE = Grace(3, 1, 7, 20)


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2026, 11, 6), None),
        (date(2026, 11, 7), NEAR),
        (date(2026, 11, 10), NEAR),  # the day itself is not late
        (date(2026, 11, 11), LATE),
        (date(2026, 11, 16), LATE),
        (date(2026, 11, 17), RISEN),
        (date(2026, 11, 30), TOP),
        (date(2030, 1, 1), TOP),
    ],
)
def test_a_matter_rises_on_its_days(on: date, step: int | None) -> None:
    assert step_on(DUE, on, GRACE) == step


@given(st.integers(-30, 60), st.integers(0, 30), st.integers(0, 10))
def test_it_never_sinks_as_days_go_by(days: int, ahead: int, more: int) -> None:
    grace = Grace(ahead, 1, 7, 20)
    before = step_on(DUE, DUE + timedelta(days=days), grace)
    after = step_on(DUE, DUE + timedelta(days=days + more), grace)
    assert before is None or (after is not None and after >= before)


def _roles(line: Line, step: int, *, on_paper: bool = False) -> set[Role]:
    return {
        one.role
        for one in told()
        if (one.line, one.step) == (line, step)
        and one.scope is not Scope.BODY
        and (on_paper or not one.on_paper)
    }


def test_it_rises_along_the_bodys_own_line() -> None:
    assert [_roles(Line.STATE, step) for step in STEPS] == [
        set(),
        set(),
        {Role.REGULATOR},
        {Role.REGULATOR, Role.PROVINCE_LEADER},
    ]
    assert _roles(Line.PARTY, TOP) == {Role.PARTY_OFFICE}
    assert _roles(Line.POST, NEAR) == {Role.DISPATCHER}


@pytest.mark.parametrize(
    "line", [Line.PARTY, Line.COURT, Line.PROCURACY, Line.POLICE, Line.MILITARY, Line.BANK]
)
def test_the_department_and_the_province_hear_nothing_of_bodies_not_theirs(line: Line) -> None:
    heard = {role for step in STEPS for role in _roles(line, step, on_paper=True)}
    assert not heard & {Role.REGULATOR, Role.PROVINCE_LEADER}


def test_a_body_on_paper_is_written_to_by_whoever_reminds_it_from_the_start() -> None:
    assert _roles(Line.STATE, NEAR, on_paper=True) == {Role.REGULATOR}
    assert _roles(Line.PARTY, LATE, on_paper=True) == {Role.PARTY_OFFICE}


def test_the_head_hears_of_it_once_it_is_late() -> None:
    steps = {one.step for one in told() if one.role is Role.HEAD and one.line is Line.STATE}
    assert steps == {LATE, RISEN, TOP}


def test_one_thing_is_owed_once_by_its_earliest_day() -> None:
    def owed(subject: str, day: int) -> Owed:
        due = date(2026, 11, day)
        return Owed(rule=Rule.MONTH, subject=subject, agency_id=1, province_id=24, due=due)

    assert one_each([owed("b", 9), owed("a", 5), owed("b", 3)]) == (owed("a", 5), owed("b", 3))


def test_a_letter_ends_once_and_its_effect_adds_up() -> None:
    assert may_become("draft", LetterState.ISSUED)
    assert not may_become("issued", LetterState.WITHDRAWN)
    assert Effect(named=5, in_time=2, later=1).still_open == 2
