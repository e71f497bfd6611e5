"""Self-reviews: what is an answer, what departs, which states follow. Pure."""

import pytest

from kt1.law.screening.rules import screen
from kt1.oversight.reviews import standard
from kt1.oversight.reviews.models import (
    CARRIER_LABELS,
    KIND_LABELS,
    PART_LABELS,
    SAID_LABELS,
    STAGE_LABELS,
    STATE_LABELS,
)
from kt1.oversight.reviews.rules import (
    DONE,
    NEXT,
    OPTIONS,
    TEXT_CHARS_MAX,
    WRITABLE,
    Ask,
    Asked,
    Carrier,
    Part,
    RuleKind,
    RuleStage,
    Said,
    State,
    Unfit,
    band,
    departs,
    is_overdue,
    may_follow,
    percent,
    progress,
    tally,
    why_unfit,
)
from tests.custody import factories as make

YES_NO = Asked(code="G1", ask=Ask.YES_NO, wanted="yes")
BAND = Asked(code="G2", ask=Ask.BAND)


def test_every_answer_is_a_code_of_its_question() -> None:
    assert why_unfit([YES_NO, BAND], {"G1": "yes", "G2": "1-5"}) == {}
    assert why_unfit([YES_NO, BAND], {"G1": "1-5", "G2": ""}) == {
        "G1": Unfit.UNKNOWN,
        "G2": Unfit.MISSING,
    }
    assert why_unfit([BAND], {"G2": "17"}) == {"G2": Unfit.UNKNOWN}


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [("yes", "no", True), ("yes", "yes", False), ("no", "yes", True), ("", "no", False),
     ("yes", "na", False), ("no", "na", False)],
)  # fmt: skip
def test_what_departs(wanted: str, value: str, *, expected: bool) -> None:
    assert departs(wanted, value) is expected


def test_a_tally_counts_every_choice() -> None:
    found = tally(YES_NO, {"yes": 3, "no": 2, "na": 1})
    assert dict(found.counts) == {Said.YES: 3, Said.NO: 2, Said.NOT_CONCERNED: 1}
    assert (found.answered, found.departing) == (6, 2)
    assert tally(BAND, {}).answered == 0


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, Said.ZERO), (1, Said.FEW), (5, Said.FEW), (6, Said.SOME), (20, Said.SOME),
     (21, Said.MANY), (100, Said.MANY), (101, Said.OVER)],
)  # fmt: skip
def test_bands_meet_without_a_gap(n: int, expected: Said) -> None:
    assert band(n) is expected


def test_states_lead_on_and_all_have_words() -> None:
    assert set(NEXT) == set(State) == set(STATE_LABELS)
    assert not DONE & WRITABLE
    assert may_follow(State.APPROVED, State.STAMPED)
    assert not may_follow(State.OPEN, State.APPROVED)
    reached = {State.OPEN}
    for _ in State:
        reached |= {after for state in reached for after in NEXT[state]}
    assert reached == set(State)


def test_every_code_has_words() -> None:
    assert set(SAID_LABELS) == set(Said) == {one for those in OPTIONS.values() for one in those}
    assert set(PART_LABELS) == set(Part)
    assert set(KIND_LABELS) == set(RuleKind)
    assert set(STAGE_LABELS) == set(RuleStage)
    assert set(CARRIER_LABELS) == set(Carrier)


def test_overdue_is_after_the_day_and_only_without_the_head() -> None:
    day, before = make.at("2026-01-14").date(), make.at("2026-01-13").date()
    assert is_overdue(State.FILLED, before, day)
    assert not is_overdue(State.FILLED, day, day)
    assert not is_overdue(State.STAMPED, before, day)


def test_shares() -> None:
    assert percent(1, 3) == 33
    assert percent(2, 3) == 67
    assert percent(0, 0) is None
    assert progress({"open": 3, "approved": 2, "stamped": 1}) == (3, 6)


def test_the_shipped_questions_ask_receiving_too_and_nothing_of_documents() -> None:
    codes = [one.code for one in standard.QUESTIONS]
    assert len(codes) == len(set(codes))
    assert {one.part for one in standard.QUESTIONS} == set(Part)
    for one in standard.QUESTIONS:
        assert len(one.text) <= TEXT_CHARS_MAX
        assert one.ask is Ask.YES_NO or not one.wanted
    receiving = [one for one in standard.QUESTIONS if one.part is Part.RECEIVING]
    assert {one.ask for one in receiving} == {Ask.YES_NO, Ask.BAND}
    assert all(screen(line, names_a_paper=True) != "secrecy_level" for line in standard.CLAUSE)
