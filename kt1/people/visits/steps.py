"""What an act of the right side does to a substitute. Opens no transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.people.actor import Actor
from kt1.people.visits.models import Substitution
from kt1.people.visits.queries import stage
from kt1.people.visits.rules import Stage


class NotConfirmedError(Exception):
    """No substitute is confirmed for this. The sentence says why."""


def use(
    *,
    substitution_id: int,
    point_id: int,
    agencies: Collection[int],
    handover: UUID,
    by: Actor,
    at: datetime,
) -> None:
    """Spend a confirmed substitute on one delivery.

    Raises:
        NotConfirmedError: not confirmed, not for this door or agency, not this courier's, used.
    """
    found = Substitution.objects.select_for_update(of=("self",)).filter(pk=substitution_id).first()
    if sentence := _why_not(found, point_id, agencies, by, at):
        raise NotConfirmedError(sentence)
    Substitution.objects.filter(pk=substitution_id).update(handover=handover, used_at=at)


def _why_not(
    found: Substitution | None, point_id: int, agencies: Collection[int], by: Actor, at: datetime
) -> str | None:
    if found is None or found.asked_by_id != by.user_id or found.point_id != point_id:
        return _("No substitute was asked for by you at this door.")
    if set(agencies) != {found.agency_id}:
        return _("The substitute was confirmed for another body.")
    if stage(found, at) is not Stage.AGREED:
        return _("The shift leader has not confirmed this substitute, or it is too long ago.")
    return None
