"""Pick-ups: a records clerk asks, the post gives it to a courier, who collects at the desk.

A pick-up is work to plan, not custody: nothing changes hands before the acceptance, which
closes it in the same act (`collected`).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kt1.custody.items import permissions
from kt1.custody.items.models import Pickup
from kt1.custody.items.rules import PICKUP_NEXT, PickupState
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import JSON, Act, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import AgencyPoint
from kt1.network.routes.models import RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting import queries as vetting

PICKUP_PIECES_MAX = 999
OPEN = (PickupState.REQUESTED, PickupState.ASSIGNED)
#: A form opened a while ago still says "from now on".
_GRACE = timedelta(hours=1)
_ROUNDS = (RouteKind.DELIVERY, RouteKind.COLLECTION)


class UnknownPickupError(LookupError):
    """There is none that the actor may know of."""


def seen_by(actor: Actor) -> QuerySet[Pickup]:
    """A body sees its own; the post those of its province; a courier theirs and their round's."""
    found = Pickup.objects.select_related("desk", "agency", "courier")
    if actor.is_agency:
        return found.filter(agency=actor.agency_id)
    if actor.role is Role.COURIER:
        return found.filter(
            Q(courier=actor.user_id)
            | Q(state=PickupState.REQUESTED, agency__in=_on_the_rounds_of(actor.place_id))
        )
    if actor.is_post:
        return found.filter(desk__province=actor.province_id)
    return found.none()


def open_pickups(actor: Actor) -> QuerySet[Pickup]:
    """Those still to be collected, first the ones that were ready first."""
    return seen_by(actor).filter(state__in=OPEN).order_by("wanted_at", "pk")


def _on_the_rounds_of(place_id: int | None) -> QuerySet[Any]:
    """Bodies whose doors lie on a round that starts from this place, or from the site around it."""
    stops = RouteStop.objects.filter(
        Q(route__start=place_id) | Q(route__start__inner=place_id),
        route__kind__in=_ROUNDS,
        route__valid_to=None,
    )
    return AgencyPoint.objects.filter(point__in=stops.values("place")).values("agency")


def request_pickup(
    *, pieces: int, wanted_at: datetime, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Ask that a courier comes to one's desk, for about so many covers."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if reason := permissions.why_not_request_pickup(by):
            raise NotAllowedError(reason)
        if not 1 <= pieces <= PICKUP_PIECES_MAX:
            raise NotPossibleError(_("A pick-up is for 1 to 999 covers."))
        if wanted_at < at - _GRACE:
            raise NotPossibleError(_("The time of a pick-up lies ahead."))
        key = act_id(once, by=by, at=at)
        row: dict[str, object] = {
            "id": key,
            "desk_id": by.place_id,
            "agency_id": by.agency_id,
            "pieces": pieces,
            "wanted_at": wanted_at,
            "requested_at": at,
        }
        body: dict[str, JSON] = {
            "desk": by.place_id,
            "pieces": pieces,
            "wanted_at": wanted_at.isoformat(),
        }
        write(_act(key, "requested", body, rows=[("pickup", [row])]), by=by, at=at)
        return act.store({"pickup": str(key)})


def assign_pickup(
    *, pickup_id: UUID, courier_id: int, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Give a pick-up to a courier of the province; giving it to another one later is the same."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if reason := permissions.why_not_assign_pickup(by):
            raise NotAllowedError(reason)
        pickup = _lock(pickup_id, by)
        _must_follow(pickup, PickupState.ASSIGNED)
        if not _rides_here(courier_id, by, at):
            raise NotPossibleError(_("There is no such courier in this province."))
        if vetting.lacking([courier_id], at):
            raise NotPossibleError(
                _("This courier may not take now: vetting or training is not in force.")
            )
        _change(pickup, PickupState.ASSIGNED, {"courier_id": courier_id}, by, at)
        return act.store({"pickup": str(pickup_id), "courier": courier_id})


def cancel_pickup(*, pickup_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Call a pick-up off: the body that asked, or the post when the body says so by telephone."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        pickup = _lock(pickup_id, by)
        if reason := permissions.why_not_cancel_pickup(by):
            raise NotAllowedError(reason)
        _must_follow(pickup, PickupState.CANCELLED)
        _change(pickup, PickupState.CANCELLED, {"closed_at": at}, by, at)
        return act.store({"pickup": str(pickup_id)})


def collected(act: Act, pickup_id: UUID, *, desk: int, by: Actor, at: datetime) -> None:
    """Let an acceptance at this desk close the pick-up as well. A step: opens no transaction.

    Raises:
        UnknownPickupError: there is none that `by` may know of.
        NotPossibleError: it is closed already, or it was for another desk.
    """
    pickup = _lock(pickup_id, by)
    _must_follow(pickup, PickupState.COLLECTED)
    if pickup.desk_id != desk:
        raise NotPossibleError(_("This pick-up is for another desk."))
    act.body["pickup"] = str(pickup_id)
    act.sets.append(
        (
            "pickup",
            pickup_id,
            {"state": PickupState.COLLECTED.value, "closed_at": at, "courier_id": by.user_id},
        )
    )


def _lock(pickup_id: UUID, by: Actor) -> Pickup:
    known = seen_by(by).filter(pk=pickup_id).values("pk")
    found = Pickup.objects.select_for_update(of=("self",)).filter(pk__in=known).first()
    if found is None:
        raise UnknownPickupError(str(pickup_id))
    return found


def _must_follow(pickup: Pickup, state: PickupState) -> None:
    if state not in PICKUP_NEXT[PickupState(pickup.state)]:
        raise NotPossibleError(_("This pick-up is over already."))


def _rides_here(courier_id: int, by: Actor, at: datetime) -> bool:
    return (
        Duty.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=at),
            user=courier_id,
            user__is_active=True,
            role=Role.COURIER,
            place__province=by.province_id,
            valid_from__lte=at,
        )
    ).exists()


def _change(
    pickup: Pickup, state: PickupState, changes: dict[str, object], by: Actor, at: datetime
) -> None:
    done = _act(pickup.pk, state.value, {"desk": pickup.desk_id})
    if "courier_id" in changes:
        done.body["courier"] = int(str(changes["courier_id"]))
    done.sets.append(("pickup", pickup.pk, {"state": state.value, **changes}))
    write(done, by=by, at=at)


def _act(
    key: UUID,
    what: str,
    body: dict[str, JSON],
    rows: list[tuple[str, list[dict[str, object]]]] | None = None,
) -> Act:
    return Act(kind=f"pickup.{what}", subject=f"pickup:{key}", body=body, rows=rows or [])
