"""What of people follows a reorganisation: for its preview, and for the action that does it."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from kt1.network.models import Reorganisation
from kt1.network.successions.queries import done_since
from kt1.network.successions.rules import Passing
from kt1.people.accounts.models import Duty, User
from kt1.people.focal_points.models import FocalPoint
from kt1.people.reminders.models import Reminder
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.models import Swap
from kt1.people.succession.models import PeopleFollowed


def not_followed() -> list[int]:
    """Reorganisations in effect that people have not followed, in the order of their effect."""
    return done_since(PeopleFollowed.objects.values("reorganisation_id"))


def of_effect(reorganisation_id: int) -> Reorganisation:
    return Reorganisation.objects.get(pk=reorganisation_id)


def not_over(at: datetime) -> Q:
    """In force at a moment, or later."""
    return Q(valid_to=None) | Q(valid_to__gt=at)


def duties(passing: Passing, at: datetime) -> QuerySet[Duty]:
    """Duties for bodies that end."""
    rows = Duty.objects.filter(not_over(at), agency__in=passing.bodies)
    return rows.select_related("user", "agency", "place").order_by("pk")


def receivers(passing: Passing, at: datetime) -> QuerySet[FocalPoint]:
    """Rows of the register for bodies that end, or at doors that are left."""
    wanted = [Q(agency__in=passing.bodies), _at_doors(passing.doors)]
    rows = FocalPoint.objects.filter(not_over(at)).filter(reduce(or_, wanted))
    return rows.select_related("agency", "point").order_by("agency__sort_key", "pk")


def swaps(receivers: Collection[int] | QuerySet[Any, int], at: datetime) -> QuerySet[Swap]:
    """Swaps with one of these on either side, not answered yet, of turns that are not over."""
    sides = Q(giver__in=receivers) | Q(taker__in=receivers)
    return Swap.objects.filter(sides, state=SwapState.ASKED, giver_ends__gt=at).order_by("pk")


def reminders(passing: Passing) -> QuerySet[Reminder]:
    """Reminders still open that went to bodies that end, or are about them."""
    theirs = Q(agency__in=passing.bodies) | Q(about__in=passing.bodies)
    return Reminder.objects.filter(theirs, settled_at=None).order_by("pk")


def titled(passing: Passing) -> QuerySet[User]:
    """Persons whose shown title holds a name that their body no longer bears."""
    none = Q(pk__in=[])
    called = (
        Q(title__contains=before, duties__agency=body)
        for body, (before, _after) in passing.names.items()
    )
    found = User.objects.filter(reduce(or_, called, none)).values("pk")
    return User.objects.filter(pk__in=found).order_by("pk")


def _at_doors(doors: Collection[tuple[int, int]]) -> Q:
    return reduce(or_, (Q(agency=body, point=door) for body, door in doors), Q(pk__in=[]))
