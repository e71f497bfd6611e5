"""Who may sign at a point, and the register of receivers as an actor may see it."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kt1.law.calendars.queries import calendar
from kt1.network.agencies.rules import Bloc
from kt1.network.models import Place
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Answer
from kt1.people.rosters.loading import receiver_of, registers_at
from kt1.people.rosters.signing import who_signs
from kt1.people.rosters.spans import Span

__all__ = ["in_force", "receiver_of", "seen_by", "who_may_sign_at"]

_INSTANT = timedelta(microseconds=1)


def seen_by(actor: Actor) -> QuerySet[FocalPoint]:
    """Off-hours contacts are Amber: the agency's own people, its Party line, the dispatcher.

    A courier asks about one door at one moment (`who_may_sign_at`) and gets no list.
    """
    found = FocalPoint.objects.select_related("point", "agency").order_by(
        "agency__sort_key", "point__sort_key", "rank", "from_time", "pk"
    )
    if actor.role in AGENCY_ROLES:
        return found.filter(agency=actor.agency_id)
    if actor.role is Role.PARTY_OFFICE:
        theirs = Q(agency__bloc=Bloc.PARTY, agency__province=actor.province_id)
        return found.filter(theirs | Q(agency=actor.agency_id))
    if actor.role is Role.DISPATCHER:
        return found.filter(agency__province=actor.province_id)
    return found.none()


def in_force(at: datetime) -> Q:
    return Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))


def who_may_sign_at(point_id: int, at: datetime, *, agency_id: int | None = None) -> Answer:
    """Who may sign at this door now, for one agency or for any that it serves. Three queries.

    Raises:
        Place.DoesNotExist: there is no such place.
    """
    point = Place.objects.only("name", "focal_only").get(pk=point_id)
    return who_signs(
        registers_at(point_id, Span(at, at + _INSTANT), agency_id=agency_id),
        point=point.name,
        moment=at,
        calendar=calendar(),
        only_focal=point.focal_only,
    )
