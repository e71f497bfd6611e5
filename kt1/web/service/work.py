"""Pages of mail and of safety that a role may open and that its menu has no room for."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.assurance.assessments.permissions import READERS as SECURITY_READERS
from kt1.assurance.assessments.permissions import why_not_read as why_not_read_security
from kt1.assurance.incidents import drills
from kt1.assurance.incidents import permissions as incidents
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role
from kt1.people.actor import Actor
from kt1.web.frame.navigation import ENTRIES, ROLES
from kt1.web.words import Words

Link = tuple[Words, str, Words]

_FLOOR = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER})
_NAMED = AGENCY_ROLES | {Role.PARTY_OFFICE, Role.DISPATCHER}
#: Label, name of the page, what it is, and who opens it.
_PAGES: tuple[tuple[Words, str, Words, frozenset[Role]], ...] = (
    (_("All items"), "items", _("whatever you may see, by code, day and state"),
     POST_ROLES | AGENCY_ROLES | {Role.PARTY_OFFICE}),
    (_("Items received"), "items_received", "", frozenset({Role.PARTY_OFFICE})),
    (_("Items under way"), "items_work", _("what lies here, and what is late"), POST_ROLES),
    (_("Accept items"), "accept", _("at the counter or at the sender's address"), _FLOOR),
    (_("Weigh"), "weigh", _("what was collected without a scale"),
     frozenset({Role.COUNTER, Role.CONTROLLER})),
    (_("Collections asked for"), "pickups", _("who goes to which sender, and when"),
     POST_ROLES),
    (_("Bags"), "bags", "", POST_ROLES),
    (_("Seals"), "seals", _("and locks, keys, bags used again"), POST_ROLES),
    (_("Mail runs"), "trips", "", POST_ROLES),
    (_("Shift counts"), "shifts", "", POST_ROLES),
    (_("My run"), "my_run", _("the next door, and who may sign there now"), _FLOOR),
    (_("Who may sign when"), "who_signs", "", _FLOOR),
    (_("To deliver again"), "redelivery", "", POST_ROLES),
    (_("Receivers"), "receivers", _("and delivery points, notices, who comes today"), _NAMED),
    (_("Substitutes"), "substitutes", _("who signed for another, and the confirmation"),
     POST_ROLES | _NAMED),
    (_("Gaps"), "coverage", _("hours at which nobody may sign"),
     frozenset({Role.CLERK, Role.HEAD, Role.DISPATCHER})),
    (_("Vetting"), "workers", _("people of KT1, trainings, requests, what they leave open"),
     frozenset({Role.DISPATCHER})),
)  # fmt: skip


def work(actor: Actor) -> list[Link]:
    """Pages of mail that this role opens and its menu does not hold."""
    held = {ENTRIES[key].url_name for key in ROLES[actor.role]}
    return [
        (label, reverse(name), hint)
        for label, name, hint, roles in _PAGES
        if actor.role in roles and name not in held
    ]


def safety(actor: Actor) -> list[Link]:
    """Irregularities and incidents, what was learned, drills, measures, fines."""
    reads = incidents.why_not_read(actor) is None
    pages: Iterable[tuple[Words, str, Words, bool]] = (
        (_("Irregularities"), "irregularities", _("of work: torn, missing, too many"),
         actor.is_post),
        (_("Incidents"), "incidents", _("of security; opened, told, brought to an end here"),
         reads),
        (_("Lessons"), "lessons", _("of incidents that are over, for briefings"), reads),
        (_("Drills"), "drills", _("timed and scored; they tell nobody outside"),
         drills.why_not_read(actor) is None),
        (_("Security"), "assessments", _("scores, measures, plans, sites, connections"),
         why_not_read_security(actor) is None),
        (_("Corrective measures"), "measures", _("what has to be mended, by whom, by when"),
         actor.role in SECURITY_READERS | POST_ROLES),
        (_("Fines and competence"), "sanction_tables", _("NĐ 174/2026, for reference"), True),
    )  # fmt: skip
    return [(label, reverse(name), hint) for label, name, hint, shown in pages if shown]
