"""Bloc and line: who may remind whom (W7)."""

import pytest

from kt1.network.agencies.lines import AT_THE_GATE, RULES, USUAL, Body, Verb, fits
from kt1.network.agencies.rules import Bloc, Family, Line

OUTSIDE_UBND = [
    Line.PARTY, Line.FRONT, Line.COUNCIL, Line.COURT, Line.PROCURACY, Line.POLICE, Line.MILITARY,
    Line.BANK,
]  # fmt: skip


def test_every_line_has_its_rule_and_every_family_its_usual_place():
    assert set(RULES) == set(Line)
    assert set(USUAL) == set(Family) - {Family.OTHER}


@pytest.mark.parametrize("line", OUTSIDE_UBND)
def test_who_does_not_report_to_ubnd_is_asked_and_never_inspected(line):
    rule = RULES[line]
    assert rule.verb is Verb.REQUEST
    assert not rule.inspected_by_province
    assert rule.rises_to is not Body.PROVINCE


def test_party_bodies_rise_to_the_office_of_the_provincial_committee():
    assert RULES[Line.PARTY].rises_to is Body.PARTY_OFFICE
    assert RULES[Line.PARTY].reminded_by is Body.PARTY_OFFICE
    assert Body.SCIENCE_DEPARTMENT not in RULES[Line.PARTY].figures_seen_by


def test_the_department_reminds_and_inspects_the_state_line_and_the_post():
    for line in (Line.STATE, Line.POST):
        assert RULES[line].reminded_by is Body.SCIENCE_DEPARTMENT
        assert RULES[line].inspected_by_province
        assert RULES[line].verb is Verb.ORDER


@pytest.mark.parametrize("line", [Line.POLICE, Line.MILITARY, Line.COURT, Line.PROCURACY])
def test_only_their_own_superior_sees_the_figures_of_closed_lines(line):
    assert RULES[line].figures_seen_by == {Body.OWN_SUPERIOR}


def test_a_family_fits_its_bloc_and_line_and_no_other():
    assert fits(Family.COMMUNE_PARTY, Bloc.PARTY, Line.PARTY)
    assert not fits(Family.COMMUNE_PARTY, Bloc.GOVERNMENT, Line.STATE)
    assert fits(Family.OTHER, Bloc.VERTICAL, Line.BANK)


def test_party_police_and_army_are_reached_at_the_gate():
    assert {Family.POLICE, Family.MILITARY, Family.PROVINCIAL_PARTY_OFFICE} <= AT_THE_GATE
    assert Family.COMMUNE_UBND not in AT_THE_GATE
