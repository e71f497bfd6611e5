"""Who may urge whom, and who may end a letter. Each answer is a reason why not, or None."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import RULES, Body, Verb
from kt1.network.agencies.rules import Line
from kt1.oversight.reminders.models import Owing, Urging
from kt1.oversight.reminders.rules import LATE, LetterState, may_become
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import reminded_by

#: Whose letters they are.
OFFICES = {Role.REGULATOR: Body.SCIENCE_DEPARTMENT, Role.PARTY_OFFICE: Body.PARTY_OFFICE}
URGERS = tuple(OFFICES)


def verbs(owings: Collection[Owing]) -> frozenset[Verb]:
    return frozenset(RULES[Line(one.agency.line)].verb for one in owings)


def why_not_urge(actor: Actor, owings: Collection[Owing]) -> str | None:
    """Only whoever may remind a line writes to its bodies, and one letter has one verb."""
    if actor.role not in OFFICES:
        return _("Only whoever follows these bodies' line urges them.")
    theirs = reminded_by(actor.role)
    if any(Line(one.agency.line) not in theirs for one in owings):
        return _("A body of another line is among them: its own superior urges it.")
    if any(not actor.is_in(one.province_id) for one in owings):
        return _("A body of another province is among them.")
    return _why_not_now(owings)


def _why_not_now(owings: Collection[Owing]) -> str | None:
    if any(one.settled_at is not None for one in owings):
        return _("Something among it was done in the meantime. Look at the list again.")
    if any(one.step is None or one.step < LATE for one in owings):
        return _("Something among it is not past its day yet.")
    if len(verbs(owings)) > 1:
        return _("Some are asked and others are told: make a letter for each.")
    return None


def why_not_end(actor: Actor, urging: Urging, wanted: LetterState) -> str | None:
    if OFFICES.get(actor.role) != urging.office or not actor.is_in(urging.province_id):
        return _("This letter is of another office.")
    if not may_become(urging.state, wanted):
        return _("This letter was issued or laid aside already.")
    return None
