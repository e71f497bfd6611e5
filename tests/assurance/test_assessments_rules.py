"""Scores, days that come round, trends, checklists as typed. Pure."""

from datetime import date, timedelta

import pytest

from kt1.assurance.assessments import rules, standard
from kt1.assurance.assessments.models import MEASURE_LABELS, NATURE_LABELS, TOPIC_LABELS
from kt1.assurance.assessments.registered import (
    EXCHANGE_LABELS,
    PLAN_LABELS,
    PURPOSE_LABELS,
    USE_LABELS,
    VISITORS_LABELS,
)
from kt1.assurance.assessments.rules import (
    MEASURE_NEXT,
    Alarm,
    Criterion,
    MeasureState,
    Topic,
    Trend,
    Verdict,
)
from kt1.law.screening.rules import screen

DAY = date(2026, 1, 14)
PLAIN, MUST = Criterion(points=1, critical=False), Criterion(points=3, critical=True)


def test_a_score_counts_only_what_concerns() -> None:
    found = rules.score(
        [(PLAIN, Verdict.MET), (MUST, Verdict.UNMET), (PLAIN, Verdict.NOT_CONCERNED),
         (MUST, Verdict.MET)]
    )  # fmt: skip
    assert (found.met, found.unmet, found.not_concerned) == (2, 1, 1)
    assert (found.points, found.points_max, found.critical_unmet) == (4, 7, 1)
    assert found.percent == 57
    assert rules.score([]).percent == 100


def test_a_hundred_means_that_all_is_met() -> None:
    assert rules.percent_of(999, 1000) == 99
    assert rules.percent_of(0, 1) == 0


@pytest.mark.parametrize(
    ("days", "expected"),
    [(None, Alarm.NEVER), (-1, Alarm.OVERDUE), (0, Alarm.SOON), (30, Alarm.SOON),
     (31, Alarm.FINE)],
)  # fmt: skip
def test_alarms(days: int | None, expected: Alarm) -> None:
    due = None if days is None else DAY + timedelta(days=days)
    assert rules.alarm(due, DAY, 30) is expected


def test_trends() -> None:
    assert rules.trend(None, 50) is Trend.FIRST
    assert rules.trend(50, 50) is Trend.LEVEL
    assert rules.trend(50, 60) is Trend.UP
    assert rules.trend(60, 50) is Trend.DOWN


def test_a_checklist_is_read_as_it_is_written() -> None:
    typed = "3! Phòng có khóa\n\nĐèn sáng\n2 Sổ đủ dòng"
    rows = rules.read_checklist(typed)
    assert [(one.points, one.critical, one.text) for one in rows] == [
        (3, True, "Phòng có khóa"), (1, False, "Đèn sáng"), (2, False, "Sổ đủ dòng"),
    ]  # fmt: skip
    assert rules.read_checklist(rules.write_checklist(rows)) == rows


@pytest.mark.parametrize("typed", ["6 quá điểm", "0 không điểm", "2!", "x" * 301])
def test_a_line_that_cannot_be_read_is_named(typed: str) -> None:
    with pytest.raises(rules.BadChecklistError) as bad:
        rules.read_checklist(f"1 tốt\n{typed}")
    assert bad.value.line == 2


def test_what_is_shipped_can_be_read_and_kept() -> None:
    assert set(standard.CHECKLISTS) == set(Topic)
    for typed in standard.CHECKLISTS.values():
        rows = rules.read_checklist(typed)
        assert any(one.critical for one in rows)
        assert [one.text for one in rows if screen(one.text)] == []


def test_every_code_has_words_and_every_state_is_reached() -> None:
    assert set(MEASURE_NEXT) == set(MeasureState) == set(MEASURE_LABELS)
    reached = {MeasureState.OPEN}
    for _ in MeasureState:
        reached |= {after for state in reached for after in MEASURE_NEXT[state]}
    assert reached == set(MeasureState)
    assert set(TOPIC_LABELS) == set(Topic)
    assert set(NATURE_LABELS) == set(rules.Nature)
    assert set(PLAN_LABELS) == set(rules.PlanKind)
    assert set(USE_LABELS) == set(rules.SiteUse)
    assert set(VISITORS_LABELS) == set(rules.Visitors)
    assert set(PURPOSE_LABELS) == set(rules.Purpose)
    assert set(EXCHANGE_LABELS) == set(rules.Exchange)
