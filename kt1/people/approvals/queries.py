"""Requests for a second person, as an actor may see them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import RULES, ApprovalKind, Within


def seen_by(actor: Actor) -> QuerySet[Approval]:
    """One's own requests, and those near by of acts that one's duty may ask for or agree to."""
    found = Q(asked_by=actor.user_id)
    for kind, rule in RULES.items():
        if actor.role in rule.ask | rule.approve:
            found |= _near(actor, kind)
    return Approval.objects.filter(found).select_related("asked_by", "approved_by")


def waiting_for(actor: Actor, at: datetime) -> QuerySet[Approval]:
    """What waits for this person as the second one."""
    mine = Q(pk=None)
    for kind, rule in RULES.items():
        if actor.role in rule.approve:
            mine |= _near(actor, kind)
    return (
        Approval.objects.filter(mine, approved_at=None, refused_at=None, lapses_at__gt=at)
        .exclude(asked_by=actor.user_id)
        .select_related("asked_by")
        .order_by("asked_at", "pk")
    )


def _near(actor: Actor, kind: ApprovalKind) -> Q:
    match RULES[kind].within:
        case Within.PLACE:
            return Q(kind=kind, place__isnull=False, place=actor.place_id)
        case Within.PROVINCE:
            return Q(kind=kind, province__isnull=False, province=actor.province_id)
        case Within.INSTALLATION:
            return Q(kind=kind)
