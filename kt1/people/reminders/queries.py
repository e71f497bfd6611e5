"""Reminders as an actor may see them."""

from django.db.models import Q, QuerySet

from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.actor import Actor
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule


def seen_by(actor: Actor) -> QuerySet[Reminder]:
    """Those that went to the actor's duty. The people of one body see what went to it."""
    roles = sorted(AGENCY_ROLES) if actor.is_agency else [actor.role]
    here = Q(agency=None) | Q(agency__isnull=False, agency=actor.agency_id)
    within = Q(province=None) | Q(province__isnull=False, province=actor.province_id)
    # Of a role of one body, only what is for that very body.
    theirs = Q(agency__isnull=False) if actor.is_agency else Q()
    return (
        Reminder.objects.filter(here, within, theirs, role__in=roles)
        .select_related("about", "agency")
        .order_by("due", "rule", "step", "pk")
    )


def waiting_for(actor: Actor, rule: ReminderRule | None = None) -> QuerySet[Reminder]:
    """Those nobody of them has seen, about what is still open."""
    found = seen_by(actor).filter(seen_at=None, settled_at=None)
    return found if rule is None else found.filter(rule=rule)
