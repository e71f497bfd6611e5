"""Who may ask for a second person, and who may be it. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.people.approvals.rules import RULES, ApprovalKind, Within


def why_not_ask(actor: Actor, kind: ApprovalKind) -> str | None:
    if actor.role not in RULES[kind].ask:
        return _("Your duty does not include this act.")
    return None


def why_not_approve(actor: Actor, approval: Approval) -> str | None:
    rule = RULES[ApprovalKind(approval.kind)]
    if actor.user_id == approval.asked_by_id:
        return _("Another person must agree: you asked for this yourself.")
    if actor.role not in rule.approve:
        return _("Your duty does not include agreeing to this act.")
    if rule.within is Within.PLACE and not actor.is_at(approval.place_id):
        return _("The second person must act at the same place.")
    if rule.within is Within.PROVINCE and not actor.is_in(approval.province_id):
        return _("The second person must act in the same province.")
    return None


def why_not_withdraw(actor: Actor, approval: Approval) -> str | None:
    """Who asked may take it back; who may agree may refuse."""
    if actor.user_id == approval.asked_by_id:
        return None
    return why_not_approve(actor, approval)
