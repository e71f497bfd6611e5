"""What planning and riding a run do. Pure: the caller has read and locked already.

A run changes no custody by itself: its hand-overs do, and name it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kt1.custody.trips.rules import NEXT, TripState, escort_missing
from kt1.custody.units.rules import JSON, Act, NotPossibleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run as it is planned. `dedicated` is what the vehicle was registered as then."""

    id: UUID
    number: str
    route: int
    vehicle: int
    courier: int
    escort: int | None
    dedicated: bool
    day: date
    leaves_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTrip:
    """One run as it was read under its lock."""

    id: UUID
    number: str
    state: str
    courier: int
    escort: int | None
    dedicated: bool


def number_of(route_code: str, day: date, serial: int) -> str:
    """24-BC01-PH1-260114-02: the route, the day it leaves on, and which run of that day."""
    return f"{route_code}-{day:%y%m%d}-{serial:02}"


def planned(plan: Plan) -> Act:
    """A run comes into being.

    Raises:
        NotPossibleError: the vehicle needs an escort, or escort and courier are one person.
    """
    if escort_missing(dedicated=plan.dedicated, escort=plan.escort) or plan.escort == plan.courier:
        raise NotPossibleError(plan.number)
    return Act(
        kind="trip.planned",
        subject=f"trip:{plan.number}",
        body={
            "trip": str(plan.id),
            "route": plan.route,
            "vehicle": plan.vehicle,
            "courier": plan.courier,
            "escort": plan.escort,
            "dedicated": plan.dedicated,
            "leaves_at": plan.leaves_at.isoformat(),
        },
        rows=[
            (
                "trip",
                [
                    {
                        "id": plan.id,
                        "number": plan.number,
                        "route_id": plan.route,
                        "vehicle_id": plan.vehicle,
                        "courier_id": plan.courier,
                        "escort_id": plan.escort,
                        "dedicated": plan.dedicated,
                        "day": plan.day,
                        "leaves_at": plan.leaves_at,
                    }
                ],
            )
        ],
    )


def crewed(trip: HeldTrip, *, courier: int, escort: int | None) -> Act:
    """Another courier or escort, as long as the run has not left.

    Raises:
        NotPossibleError: it has left or was cancelled, or there is no escort where one must be.
    """
    alone = escort_missing(dedicated=trip.dedicated, escort=escort)
    if trip.state != TripState.PLANNED or alone or escort == courier:
        raise NotPossibleError(trip.number)
    return _changed(
        trip,
        "crewed",
        {"courier": courier, "escort": escort},
        {"courier_id": courier, "escort_id": escort},
    )


def went_on(trip: HeldTrip, state: TripState, *, at: datetime) -> Act:
    """The run departs, arrives, is closed or cancelled.

    Raises:
        NotPossibleError: the state does not follow the one it is in.
    """
    if state not in NEXT[TripState(trip.state)]:
        raise NotPossibleError(trip.number)
    changes: dict[str, object] = {"state": state.value}
    if state in {TripState.DEPARTED, TripState.ARRIVED}:
        changes[f"{state.value}_at"] = at
    return _changed(trip, state.value, {}, changes)


def _changed(trip: HeldTrip, what: str, body: dict[str, JSON], changes: dict[str, object]) -> Act:
    return Act(
        kind=f"trip.{what}",
        subject=f"trip:{trip.number}",
        body={"trip": str(trip.id), **body},
        sets=[("trip", trip.id, changes)],
    )
