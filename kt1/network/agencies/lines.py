"""Bloc and line: who may remind a body, to whom a matter rises, in which words. Pure.

Party bodies, the Front, the courts, the procuracy, army, police and the State Bank do not report
to the People's Committee: a reminder, an escalation or an inspection from there would be void.
The table is judgement of practice (practice: W7), to be confirmed with a real office; it is data
in one place so that it can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kt1.network.agencies.rules import Bloc, Family, Line


class Body(StrEnum):
    """A body as seen from another: who reminds, who is told, who reads the figures."""

    SCIENCE_DEPARTMENT = "so_khcn"
    FINANCE_DEPARTMENT = "so_tai_chinh"
    PROVINCE = "ubnd_tinh"
    PARTY_OFFICE = "vp_tinh_uy"
    ASSEMBLY_OFFICE = "vp_dbqh_hdnd"
    FRONT_COMMITTEE = "mttq_tinh"
    OWN_SUPERIOR = "cap_tren_nganh"
    CENTRAL_POST = "cuc_bdtw"


class Verb(StrEnum):
    """The verb of a letter: an order downwards, or a request sideways."""

    ORDER = "yêu cầu"
    REQUEST = "đề nghị phối hợp"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRule:
    """How one line is dealt with."""

    reminded_by: Body
    rises_to: Body
    verb: Verb
    figures_seen_by: frozenset[Body]
    inspected_by_province: bool


def _closed(superior: Body) -> LineRule:
    """A line that answers to its own superior alone."""
    return LineRule(
        reminded_by=superior,
        rises_to=superior,
        verb=Verb.REQUEST,
        figures_seen_by=frozenset({superior}),
        inspected_by_province=False,
    )


RULES: Mapping[Line, LineRule] = {
    Line.PARTY: _closed(Body.PARTY_OFFICE),
    Line.FRONT: LineRule(
        reminded_by=Body.FRONT_COMMITTEE,
        rises_to=Body.PARTY_OFFICE,
        verb=Verb.REQUEST,
        figures_seen_by=frozenset({Body.FRONT_COMMITTEE, Body.PARTY_OFFICE}),
        inspected_by_province=False,
    ),
    Line.COUNCIL: LineRule(
        reminded_by=Body.SCIENCE_DEPARTMENT,
        rises_to=Body.ASSEMBLY_OFFICE,
        verb=Verb.REQUEST,
        figures_seen_by=frozenset({Body.SCIENCE_DEPARTMENT, Body.ASSEMBLY_OFFICE}),
        inspected_by_province=False,
    ),
    Line.STATE: LineRule(
        reminded_by=Body.SCIENCE_DEPARTMENT,
        rises_to=Body.PROVINCE,
        verb=Verb.ORDER,
        figures_seen_by=frozenset(
            {Body.SCIENCE_DEPARTMENT, Body.FINANCE_DEPARTMENT, Body.PROVINCE}
        ),
        inspected_by_province=True,
    ),
    Line.POST: LineRule(
        reminded_by=Body.SCIENCE_DEPARTMENT,
        rises_to=Body.PROVINCE,
        verb=Verb.ORDER,
        figures_seen_by=frozenset({Body.SCIENCE_DEPARTMENT, Body.PROVINCE, Body.CENTRAL_POST}),
        inspected_by_province=True,
    ),
    Line.COURT: _closed(Body.OWN_SUPERIOR),
    Line.PROCURACY: _closed(Body.OWN_SUPERIOR),
    Line.POLICE: _closed(Body.OWN_SUPERIOR),
    Line.MILITARY: _closed(Body.OWN_SUPERIOR),
    Line.BANK: _closed(Body.OWN_SUPERIOR),
}

# The usual bloc and line of each family. A family that is absent may have any.
USUAL: Mapping[Family, tuple[Bloc, Line]] = {
    Family.PROVINCIAL_PARTY_OFFICE: (Bloc.PARTY, Line.PARTY),
    Family.PARTY_BOARD: (Bloc.PARTY, Line.PARTY),
    Family.PARTY_OF_PARTY_BODIES: (Bloc.PARTY, Line.PARTY),
    Family.PARTY_OF_UBND: (Bloc.PARTY, Line.PARTY),
    Family.COMMUNE_PARTY: (Bloc.PARTY, Line.PARTY),
    Family.ASSEMBLY_OFFICE: (Bloc.GOVERNMENT, Line.COUNCIL),
    Family.COMMUNE_COUNCIL: (Bloc.GOVERNMENT, Line.COUNCIL),
    Family.COMMUNE_UBND: (Bloc.GOVERNMENT, Line.STATE),
    Family.DEPARTMENT: (Bloc.GOVERNMENT, Line.STATE),
    Family.FRONT: (Bloc.FRONT, Line.FRONT),
    Family.SOCIO_POLITICAL: (Bloc.FRONT, Line.FRONT),
    Family.PROCURACY: (Bloc.JUSTICE, Line.PROCURACY),
    Family.COURT: (Bloc.JUSTICE, Line.COURT),
    Family.POLICE: (Bloc.ARMED, Line.POLICE),
    Family.MILITARY: (Bloc.ARMED, Line.MILITARY),
    Family.STATE_BANK: (Bloc.VERTICAL, Line.BANK),
    Family.POST: (Bloc.VERTICAL, Line.POST),
}

COMMUNE_FAMILIES = frozenset({Family.COMMUNE_PARTY, Family.COMMUNE_COUNCIL, Family.COMMUNE_UBND})

# Nothing is noted of the inside of their buildings: the duty gate is the delivery point.
AT_THE_GATE = frozenset(
    {Family.POLICE, Family.MILITARY, Family.PROVINCIAL_PARTY_OFFICE, Family.PARTY_BOARD}
)


def fits(family: Family, bloc: Bloc, line: Line) -> bool:
    """Whether a body of this family can be of this bloc and line."""
    return family not in USUAL or USUAL[family] == (bloc, line)
