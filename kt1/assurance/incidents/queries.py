"""Incidents as an actor may see them, who held what they watch, and the figures of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from kt1.assurance.incidents.models import Incident, IncidentNotice, IncidentReport, IncidentUnit
from kt1.assurance.incidents.permissions import HANDLERS, READS_AS
from kt1.assurance.incidents.rules import OPEN, Addressee
from kt1.law.calendars.rules import VIETNAM
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def seen_by(actor: Actor, at: datetime) -> QuerySet[Incident]:
    """The post sees those of its province. Whoever must be told sees one when they were told, and
    all the same when the time for telling has run out (N23)."""
    found = Incident.objects.select_related("place")
    if actor.role in HANDLERS and actor.province_id is not None:
        return found.filter(province=actor.province_id)
    addressee = READS_AS.get(actor.role)
    if addressee is None:
        return found.none()
    owed = IncidentNotice.objects.filter(addressee=addressee).filter(
        Q(told_at__isnull=False) | Q(due__lte=at)
    )
    told = Q(pk__in=owed.values("incident"))
    if addressee is Addressee.SENDER:
        bodies = bodies_behind(actor.agency_id)
        mine = IncidentUnit.objects.filter(
            Q(unit__item__sender__in=bodies) | Q(unit__item__receiver__in=bodies)
        )
        return found.filter((told & Q(pk__in=mine.values("incident"))) | Q(agency__in=bodies))
    return found.filter(told, province=actor.province_id or 0)


def to_handle(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    return rows.filter(state__in=OPEN)


def untold(actor: Actor) -> QuerySet[IncidentNotice]:
    """Notices that the post of this province owes, the one owed longest first."""
    return IncidentNotice.objects.filter(
        told_at=None, incident__province=actor.province_id or 0, incident__state__in=OPEN
    ).order_by("due", "pk")


def unsent(actor: Actor) -> QuerySet[IncidentReport]:
    """Stages of reports that the post of this province owes."""
    return IncidentReport.objects.filter(
        sent_at=None, incident__province=actor.province_id or 0
    ).exclude(incident__ending__in=["none", "recording"])


def to_acknowledge(actor: Actor, at: datetime) -> QuerySet[Incident]:
    """What this person's body was told, or should have been, and has not confirmed."""
    addressee = READS_AS.get(actor.role)
    if addressee is None or actor.role is Role.CLERK:
        return Incident.objects.none()
    owed = IncidentNotice.objects.filter(addressee=addressee, acknowledged_at=None)
    return seen_by(actor, at).filter(pk__in=owed.values("incident"))


def counted(*, province_id: int, span: tuple[date, date]) -> tuple[tuple[str, int], ...]:
    """How many incidents of each kind were found in a province from a day to a day, both included.

    Drills are in another table and never among these; what turned out to be none is left out.
    """
    first, last = (datetime.combine(day, time.min, VIETNAM) for day in span)
    rows = (
        Incident.objects.filter(
            province=province_id, found_at__gte=first, found_at__lt=last + timedelta(days=1)
        )
        .exclude(ending__in=["none", "recording"])
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by("kind")
    )
    return tuple((str(kind), n) for kind, n in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who held units of an incident, and from when until when. A title, never a name."""

    place: str
    title: str
    since: datetime
    until: datetime | None
    units: int

    def length(self, at: datetime) -> timedelta:
        return (self.until or at) - self.since


# Hand-overs of the units, and of the bags they stayed in meanwhile; each holder until the next.
_HOLDERS = """
WITH touched AS (
    SELECT l.unit_id AS unit, h.id, h.settled_at, h.taker_place_id, h.taker_person_id
    FROM custody_handover_line l JOIN custody_handover h ON h.id = l.handover
    WHERE l.unit_id = ANY(%(units)s) AND NOT l.refused AND l.corrected_at IS NULL
      AND h.outcome IN ('taken', 'partly')
  UNION
    SELECT s.unit_id, h.id, h.settled_at, h.taker_place_id, h.taker_person_id
    FROM custody_stay s JOIN custody_handover_line l ON l.unit_id = s.inside_id
    JOIN custody_handover h ON h.id = l.handover
    WHERE s.unit_id = ANY(%(units)s) AND NOT l.refused AND h.outcome IN ('taken', 'partly')
      AND h.offered_at >= s.since AND h.offered_at < coalesce(s.until, 'infinity')
), spans AS (
    SELECT unit, id, taker_place_id, taker_person_id, settled_at AS since,
           lead(settled_at) OVER (PARTITION BY unit ORDER BY settled_at, id) AS until
    FROM touched
)
SELECT p.name, coalesce(u.title, ''), s.since, s.until, count(*)
FROM spans s JOIN network_place p ON p.id = s.taker_place_id
LEFT JOIN people_user u ON u.id = s.taker_person_id
GROUP BY p.name, u.title, s.taker_person_id, s.since, s.until
ORDER BY s.since, s.until, p.name
LIMIT 300
"""


def holders(units: Collection[int]) -> list[Holding]:
    """Everybody who held any of these units, from acceptance on (N7). One query."""
    if not units:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, {"units": sorted(units)})
        return [_holding(row) for row in cursor.fetchall()]


def _holding(row: Sequence[Any]) -> Holding:
    return Holding(place=row[0], title=row[1], since=row[2], until=row[3], units=row[4])


def of_unit(unit_id: int, actor: Actor, at: datetime) -> QuerySet[Incident]:
    """Those that watch one unit, the newest first."""
    watching = IncidentUnit.objects.filter(unit=unit_id).values("incident")
    return seen_by(actor, at).filter(pk__in=watching).order_by("-found_at")
