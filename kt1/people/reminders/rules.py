"""Reminders: what is asked of whom, how long before, and whose place it is to ask. Pure.

A reminder has a *rule* (why), a *subject* (about what) and a *step* (how many days before). The
same rule, subject and step never goes to the same people twice, however often it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from kt1.network.agencies.lines import RULES, Body, Verb
from kt1.network.agencies.rules import Line
from kt1.people.accounts.rules import Role

#: Coded facts: codes, ids, numbers and ISO moments, as a ledger entry takes them.
Facts: TypeAlias = Mapping[str, str | int]


class ReminderRule(StrEnum):
    """Why people are reminded."""

    COVERAGE = "coverage"  # a break is near and a door has nobody to sign
    VETTING = "vetting"  # a vetting, training or pledge is about to lapse


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One reminder that should exist.

    Attributes:
        subject: what it is about, as "agency:24-STC/2027-02-04"; stable from one run to the next.
        step: days before, as the cascade has them: 90, 60, 30 …; 0 for one sent by hand.
        role: who is told. With `agency_id` those of that body, with `province_id` those of that
            province; with neither, all of the role.
        due: what they are reminded of begins or ends then.
        about_id: the agency it is about, where it is about one.
        facts: what the page needs to say it in words; never a name, a telephone or a free text.
    """

    subject: str
    step: int
    role: Role
    agency_id: int | None = None
    province_id: int | None = None
    due: datetime
    about_id: int | None = None
    facts: Facts = field(default_factory=dict)


#: The body's people in the system, where it has any. A body that is not here (the superior of a
#: vertical sector) is written to on paper.
ROLES: Mapping[Body, Role] = {
    Body.SCIENCE_DEPARTMENT: Role.REGULATOR,
    Body.FINANCE_DEPARTMENT: Role.FINANCE,
    Body.PROVINCE: Role.PROVINCE_LEADER,
    Body.PARTY_OFFICE: Role.PARTY_OFFICE,
    Body.CENTRAL_POST: Role.MINISTRY,
}


#: Who acts where a body follows its line without people of a duty for it here (decision 0100).
ACTS_FOR: Mapping[Body, Body] = {Body.FRONT_COMMITTEE: Body.PARTY_OFFICE}
#: Who keeps what is for the bodies of its lines (rounds, guides, events, reports), and as whom.
KEEPERS: Mapping[Role, Body] = {
    Role.REGULATOR: Body.SCIENCE_DEPARTMENT,
    Role.PARTY_OFFICE: Body.PARTY_OFFICE,
}


@dataclass(frozen=True, slots=True)
class Cascade:
    """Who is told at each of three steps before a break, along one line (practice: W7)."""

    reminded_by: Body
    rises_to: Body
    verb: Verb


def cascade(line: Line) -> Cascade:
    """To whom a matter of this line goes after the body itself, and in which words."""
    rule = RULES[line]
    return Cascade(rule.reminded_by, rule.rises_to, rule.verb)


def lines_of(role: Role) -> frozenset[Line]:
    """The lines that people of this role remind or that rise to them; empty for the others."""
    return frozenset(
        line
        for line, rule in RULES.items()
        if role in {role_of(rule.reminded_by), role_of(rule.rises_to)}
    )


def role_of(body: Body) -> Role | None:
    """Whose duty it is to follow bodies for this one; None where only paper reaches it."""
    return ROLES.get(body) or ROLES.get(ACTS_FOR.get(body, body))


def reminded_by(role: Role) -> frozenset[Line]:
    """The lines whose bodies people of this role may remind themselves."""
    return frozenset(line for line, rule in RULES.items() if role_of(rule.reminded_by) is role)
