"""Calls, substitutes and announcements as an actor may see them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms, count_on
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.visits.models import Announcement, Call, Substitution
from kt1.people.visits.rules import Facts, Stage, stage_of

#: Where the norm is not set the paper is due at once: nothing is let pass by silence.
_AT_ONCE = timedelta(0)


def substitutions_seen_by(actor: Actor) -> QuerySet[Substitution]:
    """The agency's own, its Party line's, and those of the post's province."""
    found = Substitution.objects.select_related("point", "agency", "asked_by", "settled_by")
    if actor.role in AGENCY_ROLES:
        return found.filter(agency=actor.agency_id)
    if actor.role is Role.PARTY_OFFICE:
        theirs = Q(agency__bloc=Bloc.PARTY, agency__province=actor.province_id)
        return found.filter(theirs | Q(agency=actor.agency_id))
    if actor.role is Role.COURIER:
        return found.filter(asked_by=actor.user_id)
    if actor.role in POST_ROLES:
        return found.filter(point__province=actor.province_id)
    return found.none()


def to_settle(actor: Actor, at: datetime) -> QuerySet[Substitution]:
    """A courier stands at a door and waits: who may be confirmed now."""
    fresh = Q(settled_at=None)
    if (lasts := agreed_for(at)) is not None:
        fresh &= Q(asked_at__gt=at - lasts)
    return substitutions_seen_by(actor).filter(fresh).exclude(asked_by=actor.user_id)


def unwritten(actor: Actor) -> QuerySet[Substitution]:
    """Delivered to a substitute, the agency's paper to come."""
    return substitutions_seen_by(actor).filter(handover__isnull=False, written_at=None)


def write_within(on: datetime) -> timedelta:
    """How long after the delivery the paper may take."""
    try:
        norms = active_norms(on.astimezone(VIETNAM).date())
        return timedelta(hours=norms.count(Key.SUBSTITUTE_CONFIRM_HOURS))
    except UnsetNormError:
        return _AT_ONCE


def agreed_for(on: datetime) -> timedelta | None:
    """How long a word given for one visit holds; None: no norm, until it is used."""
    minutes = count_on(on.astimezone(VIETNAM).date(), Key.SUBSTITUTE_AGREED_MINUTES)
    return None if minutes is None else timedelta(minutes=minutes)


def facts_of(row: Substitution) -> Facts:
    return Facts(
        asked_at=row.asked_at,
        settled_at=row.settled_at,
        agreed=row.agreed,
        used_at=row.used_at,
        written_at=row.written_at,
    )


def stage(row: Substitution, at: datetime) -> Stage:
    return stage_of(
        facts_of(row),
        at=at,
        write_within=write_within(row.used_at or at),
        agreed_for=agreed_for(row.asked_at),
    )


def asked_at_door(
    actor: Actor, point_id: int, agencies: Collection[int], at: datetime
) -> dict[int, Substitution]:
    """What this courier asked for at this door and has not used yet, by agency. One query."""
    rows = Substitution.objects.select_related("settled_by").filter(
        point=point_id,
        agency__in=agencies,
        asked_by=actor.user_id,
        handover=None,
    )
    if (lasts := agreed_for(at)) is not None:  # asked, and agreed to as late as can be
        rows = rows.filter(asked_at__gt=at - 2 * lasts)
    return {row.agency_id: row for row in rows.order_by("asked_at")}


def registered(point_id: int, agency_id: int, at: datetime) -> list[FocalPoint]:
    """Whom of the agency's register one may ring at this hour, on duty or not: its numbers.

    Those named at the door first; few an agency.
    """
    rows = FocalPoint.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at), agency=agency_id, valid_from__lte=at
    ).exclude(phone="")
    once: dict[str, FocalPoint] = {}
    for row in sorted(rows, key=lambda one: (one.point_id != point_id, one.pk)):
        once.setdefault(row.phone, row)
    return list(once.values())


def calls_at(point_id: int, agencies: Collection[int], since: datetime) -> QuerySet[Call]:
    """Who was rung for this door since then, the last first."""
    found = Call.objects.filter(point=point_id, agency__in=agencies, at__gte=since)
    return found.select_related("focal_point", "by").order_by("-at", "-pk")


def last_calls(by: Actor, points: Collection[int], since: datetime) -> dict[int, Call]:
    """The last call this person made for each door since then. One query."""
    found = Call.objects.filter(point__in=points, by=by.user_id, at__gte=since)
    return {call.point_id: call for call in found.order_by("at", "pk")}


def announced(routes: Collection[int], day: date) -> dict[int, Announcement]:
    """Who is announced to come on these routes on a day. One query."""
    rows = Announcement.objects.select_related("courier").filter(
        route__in=routes, from_day__lte=day, to_day__gte=day, withdrawn_at=None
    )
    return {row.route_id: row for row in rows.order_by("at", "pk")}


def announcements_seen_by(actor: Actor) -> QuerySet[Announcement]:
    found = Announcement.objects.select_related("route", "courier", "by")
    if actor.role is Role.DISPATCHER:
        return found.filter(route__province=actor.province_id)
    return found.none()
