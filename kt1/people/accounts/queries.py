"""Reads of accounts, duties and notices."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from kt1.people.accounts.models import Duty, SecurityNotice, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[User]:
    """The accounts an actor may know of: an administrator all, anyone else their own."""
    if actor.role is Role.ADMIN:
        return User.objects.all()
    return User.objects.filter(pk=actor.user_id)


def notices_seen_by(actor: Actor) -> QuerySet[SecurityNotice]:
    """Security notices, newest first: an administrator's of everybody, anyone else's own."""
    notices = SecurityNotice.objects.select_related("user").order_by("-at", "-pk")
    return notices if actor.role is Role.ADMIN else notices.filter(user=actor.user_id)


def in_force(at: datetime) -> Q:
    """The condition that a duty holds at a moment and its person may still sign in."""
    return Q(valid_from__lte=at, user__is_active=True) & (Q(valid_to=None) | Q(valid_to__gt=at))


def duties_of(user_id: int, at: datetime) -> list[Duty]:
    """The duties a person may act in at a moment, the oldest first."""
    return list(
        Duty.objects.filter(in_force(at), user=user_id)
        .select_related("place", "agency", "province")
        .order_by("valid_from", "pk")
    )


def acting(duty_id: int) -> Actor:
    """The person of a duty as actions take them: for work that a worker does in their name.

    Whether the duty is still in force is another question.
    """
    duty = Duty.objects.select_related("user", "place", "agency").get(pk=duty_id)
    provinces = [duty.province_id, *(of.province_id for of in (duty.place, duty.agency) if of)]
    return Actor(
        user_id=duty.user_id,
        name=duty.user.title,
        role=Role(duty.role),
        place_id=duty.place_id,
        agency_id=duty.agency_id,
        province_id=next((one for one in provinces if one is not None), None),
        duty_id=duty.pk,
    )


def on_duty(
    *,
    at: datetime,
    roles: Collection[Role],
    place_id: int | None = None,
    province_id: int | None = None,
) -> QuerySet[Duty]:
    """Who holds one of these roles at a place, or anywhere in a province, at a moment."""
    found = Duty.objects.filter(in_force(at), role__in=roles).select_related("user", "place")
    if place_id is not None:
        found = found.filter(place=place_id)
    if province_id is not None:
        found = found.filter(Q(province=province_id) | Q(place__province=province_id))
    return found.order_by("user__title", "pk")
