"""Nhận thay as it happens: the courier rings and asks, the shift leader rings and confirms."""

from datetime import datetime, timedelta

from kt1.network.agencies.models import Agency
from kt1.people.focal_points.models import FocalPoint
from kt1.people.visits import actions
from tests.custody import factories as make
from tests.custody.world import World


def rung(body: Agency) -> int:
    """Somebody of the body's register, to ring."""
    return FocalPoint.objects.filter(agency=body).exclude(phone="").earliest("pk").pk


def asked(world: World, body: Agency, when: datetime) -> int:
    return actions.ask_substitute(
        point_id=world.door.pk,
        agency_id=body.pk,
        focal_point_id=rung(body),
        by=world.courier,
        at=when,
        once=make.once(),
    )


def confirmed(world: World, body: Agency, when: datetime) -> int:
    """A substitute for this body at the world's door that may receive at `when`."""
    found = asked(world, body, when - timedelta(minutes=5))
    actions.settle_substitute(
        substitution_id=found,
        agreed=True,
        focal_point_id=rung(body),
        by=world.controller,
        at=when - timedelta(minutes=2),
        once=make.once(),
    )
    return found
