"""Requests for a second person, as an actor may see them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import RULES, Within


def seen_by(actor: Actor) -> QuerySet[Approval]:
    """One's own requests, and those to which one's duty may agree."""
    mine = Q(asked_by=actor.user_id)
    for kind, rule in RULES.items():
        if actor.role not in rule.approve:
            continue
        near = {
            Within.PLACE: Q(place=actor.place_id),
            Within.PROVINCE: Q(province=actor.province_id),
            Within.INSTALLATION: Q(),
        }[rule.within]
        mine |= Q(kind=kind) & near
    return Approval.objects.filter(mine).select_related("asked_by", "approved_by")


def waiting_for(actor: Actor, at: datetime) -> QuerySet[Approval]:
    """What waits for this person as the second one."""
    return (
        seen_by(actor)
        .filter(approved_at=None, refused_at=None, lapses_at__gt=at)
        .exclude(asked_by=actor.user_id)
        .order_by("asked_at", "pk")
    )
