"""Who publishes, invites, enters who came, reads and tries. Each answer is a reason why not."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.outreach.models import Campaign, Material, MaterialVersion, OutreachEvent
from kt1.oversight.outreach.rules import EVENT_NEXT, EventState
from kt1.oversight.papers import enters_for
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS, reminded_by

#: Who sees how far bodies were reached, and as which body (W7).
WATCHERS: Mapping[Role, Body] = {
    Role.REGULATOR: Body.SCIENCE_DEPARTMENT,
    Role.PROVINCE_LEADER: Body.PROVINCE,
    Role.PARTY_OFFICE: Body.PARTY_OFFICE,
}
#: Who reads the library and tries the quiz for a body.
READERS = AGENCY_ROLES | {Role.PARTY_OFFICE}
LIBRARY = READERS | POST_ROLES | {Role.REGULATOR, Role.PROVINCE_LEADER, Role.FINANCE}


def lines_seen(role: Role) -> frozenset[Line]:
    body = WATCHERS.get(role)
    return frozenset(line for line, rule in RULES.items() if body in rule.figures_seen_by)


def why_not_open(actor: Actor) -> str | None:
    if actor.role in LIBRARY:
        return None
    return _("The library is read by agencies, the post and the Department.")


def why_not_publish(actor: Actor, material: Material | None = None) -> str | None:
    if actor.role not in KEEPERS or actor.province_id is None:
        return _("The Department publishes the library, and the Party office for its own bloc.")
    if material is not None:
        return _why_not_keep(actor, material.province_id, material.keeper)
    return None


def _why_not_keep(actor: Actor, province_id: int, keeper: str) -> str | None:
    if not actor.is_in(province_id):
        return _("This belongs to another province.")
    if KEEPERS[actor.role] != keeper:
        return _("Only who made it changes it.")
    return None


def why_not_read(actor: Actor, material: Material) -> str | None:
    """To say that one has read it, and to try its quiz."""
    if actor.role in READERS and actor.agency_id and actor.is_in(material.province_id):
        return None
    return _("The people of an agency of this province say that they have read it.")


def why_not_read_for(actor: Actor, material: Material, agency: Agency) -> str | None:
    """To enter the signed paper by which a body that works on paper says that it has read it."""
    if enters_for(actor, agency) and actor.is_in(material.province_id):
        return None
    return _("Whoever follows its line enters the paper of a body that works on paper.")


def why_not_enter_reading(actor: Actor, version: MaterialVersion) -> str | None:
    """To be asked for such papers at all; which bodies' is said by each."""
    if actor.role not in KEEPERS or not actor.is_in(version.material.province_id):
        return _("Whoever follows its line enters the paper of a body that works on paper.")
    return None if version.withdrawn_at is None else _("A newer version stands: read that one.")


def why_not_plan(actor: Actor, event: OutreachEvent | None = None) -> str | None:
    """To plan an event, and to enter what became of it."""
    if actor.role not in KEEPERS or actor.province_id is None:
        return _("The Department keeps the events, and the Party office those of its own bloc.")
    if event is not None:
        return _why_not_keep(actor, event.province_id, event.keeper)
    return None


def why_not_change_campaign(actor: Actor, campaign: Campaign, on: date) -> str | None:
    """To give it other days or end it."""
    if actor.role not in KEEPERS:
        return _("The Department keeps the events, and the Party office those of its own bloc.")
    if reason := _why_not_keep(actor, campaign.province_id, campaign.keeper):
        return reason
    return _("This campaign is over.") if campaign.last < on else None


def why_not_settle(actor: Actor, event: OutreachEvent, after: EventState) -> str | None:
    if reason := why_not_plan(actor, event):
        return reason
    if after not in EVENT_NEXT[EventState(event.state)]:
        return _("This event is over already.")
    return None


def why_not_invite(actor: Actor, agency: Agency) -> str | None:
    if not actor.is_in(agency.province_id):
        return _("This agency belongs to another province.")
    if actor.role is Role.PARTY_OFFICE and Line(agency.line) not in reminded_by(actor.role):
        return _("The Party office invites the bodies of its own bloc.")
    return None


def why_not_watch(actor: Actor) -> str | None:
    if actor.role in WATCHERS:
        return None
    return _("How far bodies were reached is read by who follows their line.")
