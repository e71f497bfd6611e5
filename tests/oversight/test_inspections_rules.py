"""Procedure, sampling and the reference tables: pure rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kt1.law.calendars.rules import Calendar, CoveredYear
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms, Parameter
from kt1.law.screening.rules import screen
from kt1.oversight.inspections import rules
from kt1.oversight.inspections.checklists import (
    asks_for_a_register,
    changes,
    checklists,
    in_force,
    next_key,
)
from kt1.oversight.inspections.rules import NEXT, Basis, Side, State
from kt1.oversight.inspections.sampling import (
    Candidate,
    Risk,
    digest_of,
    ranked,
    seed_of,
    tickets_of,
)
from kt1.oversight.inspections.watch import SIDES, Measure, signs
from kt1.oversight.violations import rules as violations
from kt1.oversight.violations.reference import (
    competences,
    competent,
    conducts,
    own_competence,
)

ON = date(2026, 7, 20)
SEED = seed_of(root=b"\x01" * 32, log_size=7, inspection_id=3, n=1)


def calendar() -> Calendar:
    covered = CoveredYear(year=2026, settled_to=date(2026, 12, 31))
    return Calendar.of("VN", [covered], [])


def norms(**counts: int) -> Norms:
    """Keys with their scope after a dot, as 'inspection_notice_working_days__planned'."""
    rows = []
    for name, value in counts.items():
        key, _sep, scope = name.partition("__")
        rows.append(
            Parameter(norm_set="ND217-2025", key=Key(key), scope=scope, value=value, valid_from=ON)
        )
    return Norms.of("ND217-2025", ON, rows)


def test_an_empty_procedure_names_all_it_lacks_and_hinders_nothing() -> None:
    for given in (None, norms()):
        asked = rules.procedure(given, Basis.PLANNED)
        assert set(asked.missing) == set(rules.ASKED)
        assert rules.earliest_visit(ON, asked, calendar()) == ON
        assert rules.last_visit(ON, asked, calendar()) is None
        assert rules.conclusion_due(ON, asked, calendar()) is None


def test_a_procedure_once_confirmed_counts_working_days() -> None:
    found = norms(
        inspection_notice_working_days__planned=7,
        inspection_visit_working_days__planned=3,
        inspection_conclusion_working_days=10,
        inspection_team_min=2,
    )
    asked = rules.procedure(found, Basis.PLANNED)
    assert asked.missing == ()
    monday = date(2026, 7, 20)
    assert rules.earliest_visit(monday, asked, calendar()) == date(2026, 7, 29)
    assert rules.last_visit(monday, asked, calendar()) == date(2026, 7, 22)
    assert rules.conclusion_due(monday, asked, calendar()) == date(2026, 8, 3)
    assert rules.procedure(found, Basis.AD_HOC).notice_days is None


@pytest.mark.parametrize("table", [NEXT, violations.NEXT])
def test_every_state_has_a_way_on_or_is_an_end(table: dict[State, frozenset[State]]) -> None:
    states = type(next(iter(table)))
    assert set(table) == set(states)
    reached = {after for following in table.values() for after in following}
    assert set(states) - reached == {next(iter(states))}


WEIGHTS = {Risk.LATE: 4, Risk.IRREGULAR: 4, Risk.ONE_SIDED: 2, Risk.FAILED: 2, Risk.URGENT: 1}


def one_of(k: int, risks: frozenset[Risk]) -> Candidate:
    return Candidate(k, f"C{k:05d}", risks, tickets_of(risks, WEIGHTS))


def people(n: int, risky: int) -> list[Candidate]:
    worst = frozenset({Risk.LATE, Risk.IRREGULAR})
    return [one_of(k, worst if k < risky else frozenset()) for k in range(n)]


def test_a_sample_is_drawn_again_from_its_seed_alone() -> None:
    everyone = people(300, 20)
    first = [one.code for one in ranked(SEED, everyone)[:20]]
    again = [one.code for one in ranked(SEED, reversed(everyone))[:20]]
    assert first == again
    other = seed_of(root=b"\x01" * 32, log_size=7, inspection_id=3, n=2)
    assert [one.code for one in ranked(other, everyone)[:20]] != first
    assert digest_of(everyone) == digest_of(reversed(everyone))
    assert digest_of(everyone) != digest_of(people(300, 21))


def test_risk_raises_the_chance_as_its_tickets_say() -> None:
    """Over many seeds a risky item comes first about as often as its tickets are of all tickets."""
    everyone = people(12, 2)
    weight = 1 + WEIGHTS[Risk.LATE] + WEIGHTS[Risk.IRREGULAR]
    share = 2 * weight / (2 * weight + 10)
    rounds = 1500
    risky = 0
    for n in range(rounds):
        seed = seed_of(root=b"\x02" * 32, log_size=1, inspection_id=1, n=n)
        risky += bool(ranked(seed, everyone)[0].risks)
    assert abs(risky / rounds - share) < 0.05


def test_more_tickets_never_bring_an_item_further_back() -> None:
    plain = people(50, 0)
    place = [one.code for one in ranked(SEED, plain)].index("C00007")
    raised = [one_of(7, frozenset(Risk)) if one.code == "C00007" else one for one in plain]
    assert [one.code for one in ranked(SEED, raised)].index("C00007") <= place


def test_checklists_come_in_versions_and_never_ask_for_the_secret_registers() -> None:
    assert {one.version for one in checklists().values()} == {1, 2}
    for side in Side:
        found = [
            in_force(checklists().values(), side, date(year, 1, 1)) for year in (2017, 2018, 2026)
        ]
        assert [one and one.version for one in found] == [None, 1, 2]
    for one in checklists().values():
        keys = [question.key for question in one.questions]
        assert len(keys) == len(set(keys))
        for question in one.questions:
            assert "BMNN" not in question.words
            assert "bí mật" not in question.words.lower()
            assert not question.conduct or question.conduct in conducts()
            # Each may be worded anew as it stands, by whoever drafts the next version.
            assert screen(question.section) is screen(question.words) is None
            assert screen(question.provision, names_a_paper=True) is None
            assert not asks_for_a_register(question.words)


@pytest.mark.parametrize(
    "words",
    [
        "Cho xem Sổ đăng ký BMNN đi",
        "Sổ chuyển giao bí mật nhà nước ghi đủ",
        "SỔ TÀI LIỆU MẬT có chữ ký",
        "Số lượng so mat trong năm",
    ],
)
def test_a_question_on_how_secrets_are_kept_is_known(words: str) -> None:
    assert asks_for_a_register(words)


def test_the_provinces_own_version_goes_before_the_shipped_and_its_keys_are_its_own() -> None:
    shipped = checklists()["user-qd32"]
    own = replace(shipped, code="user-24-3", version=3, province_id=1, valid_from=ON)
    later = replace(shipped, code="user-later", version=4, valid_from=ON + timedelta(days=9))
    known = [shipped, own, later]
    assert in_force(known, Side.USER, ON - timedelta(days=1)) == shipped
    assert in_force(known, Side.USER, ON) == in_force(known, Side.USER, date(2027, 1, 1)) == own
    assert next_key(Side.USER, ["U01", "U13"]) == "UT01"
    assert next_key(Side.USER, ["U13", "UT09", "UT01"]) == "UT10"


def test_changes_of_a_version_are_told_by_the_keys_of_its_questions() -> None:
    before = checklists()["user-qd32"]
    first, second, *rest = before.questions
    reworded = replace(first, instrument="TT26-2026", number="26/2026/TT-BKHCN")
    fresh = replace(second, key="UT01")
    after = replace(before, questions=(reworded, *rest, fresh))
    found = changes(before, after)
    assert found.added == (fresh,)
    assert found.reworded == ((first, reworded),)
    assert found.dropped == (second,)
    assert reworded.basis == f"{first.provision}, 26/2026/TT-BKHCN"
    assert after.digest != before.digest
    assert not changes(before, replace(before, title="Tên khác"))


def test_competence_is_by_the_highest_fine_and_secrecy_has_none_here() -> None:
    own = own_competence(conducts()["ND174-2026/12.5.b"])
    assert own is not None
    assert own.most_vnd == 64_000_000
    # Everything listed of the post lies within the Sở's own competence (practice L1).
    for one in conducts().values():
        if one.has_frame:
            assert one.least_vnd <= one.most_vnd  # type: ignore[operator]  # a frame has both
            assert own_competence(one) is not None
    assert competent(conducts()["ND282-2025"]) == ()
    assert competent(conducts()["ND174-2026/13"]) == ()
    assert [one.most_vnd for one in competences().values() if one.own] == [64_000_000]


def test_the_limit_of_a_year_ends_on_the_same_day() -> None:
    assert violations.limit_of(date(2026, 7, 20), 12) == date(2027, 7, 20)
    assert violations.limit_of(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert rules.years_later(date(2028, 2, 29), 2) == date(2030, 2, 28)
    assert rules.months_earlier(date(2026, 3, 31), 1) == date(2026, 2, 28)


def test_only_what_has_a_threshold_is_watched() -> None:
    assert set(SIDES) == set(Measure)
    found = signs({Measure.HARMED: {1: 2, 2: 0}, Measure.MONTHS_OPEN: {3: 5}}, {Measure.HARMED: 1})
    assert [(one.agency_id, one.measure, one.value) for one in found] == [(1, Measure.HARMED, 2)]
