"""Who may sign at a point, and the register of receivers as an actor may see it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kt1.law.calendars.queries import calendar
from kt1.network.agencies.rules import Bloc
from kt1.network.models import Place
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import (
    Answer,
    DayOfDuty,
    Rank,
    Receiver,
    ReceiverKind,
    who_may_sign,
)


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
    """Who may sign at this door now, for one agency or for any that it serves. Two queries.

    Raises:
        Place.DoesNotExist: there is no such place.
    """
    point = Place.objects.only("name", "focal_only").get(pk=point_id)
    found = FocalPoint.objects.filter(in_force(at), point=point_id)
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    return who_may_sign(
        point=point.name,
        moment=at,
        calendar=calendar(),
        focal_points=[receiver_of(each) for each in found],
        only_focal=point.focal_only,
    )


def receiver_of(row: FocalPoint) -> Receiver:
    return Receiver(
        id=row.pk,
        agency_id=row.agency_id,
        kind=ReceiverKind(row.kind),
        rank=Rank(row.rank),
        name=row.name,
        title=row.title,
        phone=row.phone,
        days=frozenset(DayOfDuty(day) for day in row.day_kinds),
        from_time=row.from_time,
        to_time=row.to_time,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        authority=f"{row.authority_doc} ngày {row.authority_date:%d/%m/%Y}",
    )
