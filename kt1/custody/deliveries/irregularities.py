"""Irregularities of work (sự vụ): who may know of them, which are open, and closing them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.models import Handover
from kt1.custody.units.rules import Act, NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

#: What sender and receiver of an item are told of.
TOLD = (IrregularityKind.COVER_TORN, IrregularityKind.LOST, IrregularityKind.DISPUTED)


class UnknownIrregularityError(LookupError):
    """There is none that the actor may know of."""


def seen_by(actor: Actor) -> QuerySet[Irregularity]:
    """The post sees those of its province, a courier their own; a body what befell its items."""
    found = Irregularity.objects.select_related("place", "unit")
    if actor.is_agency:
        return found.filter(
            Q(unit__item__sender=actor.agency_id) | Q(unit__item__receiver=actor.agency_id),
            kind__in=TOLD,
        )
    if actor.role is Role.COURIER:
        mine = Handover.objects.filter(
            Q(giver_person=actor.user_id) | Q(taker_person=actor.user_id)
        )
        return found.filter(
            Q(place=actor.place_id)
            | Q(handover__in=mine.values("pk"))
            | Q(unit__person=actor.user_id)
        )
    if actor.is_post:
        return found.filter(place__province=actor.province_id)
    return found.none()


def open_list(actor: Actor) -> QuerySet[Irregularity]:
    """Those still to be closed, the oldest first."""
    return seen_by(actor).filter(closed_at=None).order_by("opened_at", "pk")


def lock_open(irregularity_id: UUID, *, by: Actor) -> Irregularity:
    """Lock one that is still open.

    Raises:
        UnknownIrregularityError: there is none that `by` may know of.
        NotPossibleError: it is closed already.
    """
    known = seen_by(by).filter(pk=irregularity_id).values("pk")
    found = Irregularity.objects.select_for_update(of=("self",)).filter(pk__in=known).first()
    if found is None:
        raise UnknownIrregularityError(str(irregularity_id))
    if found.closed_at is not None:
        raise NotPossibleError(_("This irregularity is closed already."))
    return found


def open_of(unit_ids: Sequence[int]) -> list[UUID]:
    """Open irregularities over torn covers of these units, locked."""
    return list(
        Irregularity.objects.select_for_update()
        .filter(unit__in=unit_ids, kind=IrregularityKind.COVER_TORN, closed_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def close_for(act: Act, keys: Sequence[UUID], *, minutes: str, at: datetime) -> None:
    """Let an act close these with its minutes."""
    if keys:
        act.rows.append(
            ("closed", [{"id": key, "minutes": minutes, "closed_at": at} for key in keys])
        )
