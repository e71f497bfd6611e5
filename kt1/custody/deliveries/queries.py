"""Reads that a delivery needs: the doors of the receiving bodies, and their desks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kt1.custody.clock.attempts import AttemptAnswer, Where, valid_attempt
from kt1.custody.clock.steps import day_of
from kt1.custody.items.rules import HeldItem
from kt1.law.calendars.queries import calendar
from kt1.law.parameters.queries import active_norms
from kt1.network.agencies.models import AgencyPoint
from kt1.network.agencies.rules import Hours
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import in_force


class WrongDoorError(LookupError):
    """The place is no delivery point of the receiving bodies."""


def desks_of(agencies: Iterable[int]) -> dict[int, int]:
    """The desk of each body, where its items lie once the clerk has them."""
    return dict(
        Place.objects.filter(
            agency__in=set(agencies), kind=PlaceKind.AGENCY_DESK, valid_to=None
        ).values_list("agency_id", "pk")
    )


def judge_attempt(items: Sequence[HeldItem], *, point: int, at: datetime) -> AttemptAnswer:
    """Whether a try at this door at this hour stops the clock (W4). Two queries.

    Raises:
        WrongDoorError: none of the receiving bodies is reached at that door.
    """
    receivers = {i.receiver for i in items}
    doors = list(
        AgencyPoint.objects.filter(agency__in=receivers).values_list(
            "agency_id", "point_id", "hours"
        )
    )
    here = {hours for _agency, door, hours in doors if door == point}
    if not here and all(i.point != point for i in items):
        raise WrongDoorError(point)
    where = set()
    if here & {Hours.ANY, Hours.WORKING} or all(i.point == point for i in items):
        where.add(Where.ADDRESS)
    named = FocalPoint.objects.filter(in_force(at), agency__in=receivers)
    if here & {Hours.ANY, Hours.OFF} and named.filter(point=point).exists():
        where.add(Where.DESIGNATED_POINT)
    return valid_attempt(
        at=at,
        where=where,
        point_named=Where.DESIGNATED_POINT in where or named.exists(),
        norms=active_norms(day_of(at)),
        calendar=calendar(),
    )
