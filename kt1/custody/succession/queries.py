"""What of custody follows a reorganisation: for its preview, and for the action that does it."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from kt1.custody.items.models import Item, Pickup
from kt1.custody.items.pickups import OPEN
from kt1.custody.succession.acts import Standing
from kt1.custody.succession.models import CustodyFollowed, Passed
from kt1.custody.units.rules import CLOSED
from kt1.network.models import Reorganisation
from kt1.network.successions.queries import done_since
from kt1.network.successions.rules import Passing
from kt1.people.models import PeopleFollowed

#: What an open offer binds is looked at again after this.
AGAIN = timedelta(minutes=1)


def not_followed(at: datetime) -> list[int]:
    """Those that people have followed and custody has not, or not wholly, a minute ago."""
    resting = CustodyFollowed.objects.filter(Q(left=0) | Q(at__gt=at - AGAIN))
    people = set(PeopleFollowed.objects.values_list("reorganisation_id", flat=True))
    return [one for one in done_since(resting.values("reorganisation_id")) if one in people]


def of_effect(reorganisation_id: int) -> Reorganisation:
    return Reorganisation.objects.get(pk=reorganisation_id)


def items(passing: Passing) -> QuerySet[Item]:
    """Items under way from or to bodies that end, or to doors that are left."""
    bodies = list(passing.bodies)
    wanted = [Q(sender__in=bodies), Q(receiver__in=bodies)]
    wanted += [Q(receiver=body, point=door) for body, door in passing.doors]
    return Item.objects.filter(reduce(or_, wanted)).exclude(unit__state__in=CLOSED)


def history(passing: Passing) -> QuerySet[Item]:
    """Items that are over: they keep the name of their day, and the heir may look at them."""
    bodies = list(passing.bodies)
    over = Item.objects.filter(unit__state__in=CLOSED)
    return over.filter(Q(sender__in=bodies) | Q(receiver__in=bodies))


def pickups(passing: Passing) -> QuerySet[Pickup]:
    """Pick-ups asked for at a desk that ends."""
    return Pickup.objects.filter(agency__in=list(passing.bodies), state__in=OPEN)


def standing(rows: QuerySet[Item]) -> list[Standing]:
    """The items with their units locked, in the order of their ids."""
    locked = rows.select_for_update(of=("self", "unit")).select_related("unit").order_by("pk")
    return [
        Standing(
            id=row.pk,
            code=row.unit.code,
            state=row.unit.state,
            place=row.unit.place_id,
            offer=row.unit.offer,
            sender=row.sender_id,
            receiver=row.receiver_id,
            point=row.point_id,
        )
        for row in locked
    ]


def passed_by(reorganisation_id: int) -> dict[int, Passed]:
    """Item -> whose it was before a reorganisation."""
    return {row.unit_id: row for row in Passed.objects.filter(reorganisation=reorganisation_id)}


def passed_on(unit_id: int) -> list[Passed]:
    """Whose an item was before each reorganisation that it came through, the oldest first."""
    rows = Passed.objects.filter(unit=unit_id).select_related(
        "sender", "receiver", "reorganisation"
    )
    return list(rows.order_by("at"))
