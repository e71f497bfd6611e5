"""The library, events and whom they reached, as an actor may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.oversight.outreach.models import (
    Attendance,
    Campaign,
    MaterialReceipt,
    MaterialVersion,
    OutreachEvent,
    QuizAttempt,
)
from kt1.oversight.outreach.permissions import LIBRARY, READERS, lines_seen
from kt1.oversight.outreach.rules import EventState, Reached
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS, reminded_by

_GENERAL = "CHUNG"


def pass_percent(on: date) -> int:
    return norms(_GENERAL, on).count(Key.QUIZ_NEEDED_PERCENT)


def versions_seen_by(actor: Actor) -> QuerySet[MaterialVersion]:
    """The library of one's province, versions that no longer stand too."""
    rows = MaterialVersion.objects.select_related("material", "published_by")
    if actor.role not in LIBRARY or actor.province_id is None:
        return rows.none()
    return rows.filter(material__province=actor.province_id)


def library(actor: Actor) -> QuerySet[MaterialVersion]:
    """What stands now, with how many have read it and whether there is a quiz."""
    return (
        versions_seen_by(actor)
        .filter(withdrawn_at=None)
        .annotate(
            readers=Count("receipts__agency", distinct=True),
            asked=Count("questions", distinct=True),
        )
        .order_by("material__topic", "title", "pk")
    )


def unread_by(actor: Actor) -> QuerySet[MaterialVersion]:
    """What stands and nobody of the actor's body has said to have read."""
    if actor.role not in READERS or actor.agency_id is None:
        return MaterialVersion.objects.none()
    read = MaterialReceipt.objects.filter(version=OuterRef("pk"), agency=actor.agency_id)
    rows = library(actor).filter(~Exists(read))
    # What the Party office publishes is asked of the bodies that it reminds, and of itself.
    lines = sorted(reminded_by(Role.PARTY_OFFICE))
    if Agency.objects.filter(pk=actor.agency_id, line__in=lines).exists():
        return rows
    return rows.exclude(material__keeper=Body.PARTY_OFFICE)


def not_read_on_paper(actor: Actor, version: MaterialVersion, on: date) -> QuerySet[Agency]:
    """Bodies that work on paper, whose papers this person enters, that have not read a version."""
    read = MaterialReceipt.objects.filter(version=version, agency=OuterRef("pk"))
    lines = sorted(reminded_by(actor.role)) if actor.role in KEEPERS else []
    return (
        in_force(on)
        .filter(~Exists(read), province=actor.province_id, line__in=lines, works_on_paper=True)
        .order_by("sort_key", "pk")
    )


def invitable(actor: Actor, on: date) -> QuerySet[Agency]:
    """Bodies that an event of the actor's office may be for."""
    rows = in_force(on).filter(province=actor.province_id)
    if actor.role is Role.PARTY_OFFICE:
        rows = rows.filter(line__in=sorted(reminded_by(actor.role)))
    return rows


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """Those that the actor's office began, the newest first."""
    rows = Campaign.objects.filter(province=actor.province_id, keeper=KEEPERS.get(actor.role, ""))
    return rows.order_by("-first", "-pk")


def events_seen_by(actor: Actor) -> QuerySet[OutreachEvent]:
    """Whoever keeps or watches them all of the province; a body those it is invited to."""
    rows = OutreachEvent.objects.select_related("campaign", "material").order_by("-begins", "-pk")
    if actor.role in {Role.REGULATOR, Role.PROVINCE_LEADER}:
        return rows.filter(province=actor.province_id, keeper=Body.SCIENCE_DEPARTMENT)
    if actor.role is Role.PARTY_OFFICE:
        invited = Attendance.objects.filter(event=OuterRef("pk"), agency=actor.agency_id)
        kept = Q(keeper=Body.PARTY_OFFICE, province=actor.province_id)
        return rows.filter(kept | Exists(invited))
    if actor.role in READERS and actor.agency_id is not None:
        mine = Attendance.objects.filter(event=OuterRef("pk"), agency=actor.agency_id)
        return rows.filter(Exists(mine))
    if actor.role is Role.DISPATCHER:
        post = Attendance.objects.filter(event=OuterRef("pk"), agency__family=Family.POST)
        return rows.filter(Exists(post), province=actor.province_id)
    return rows.none()


def ahead_for(actor: Actor, at: datetime) -> QuerySet[OutreachEvent]:
    """Events that one's body is invited to and that are still to come."""
    if actor.role not in READERS:
        return OutreachEvent.objects.none()
    mine = Attendance.objects.filter(event=OuterRef("pk"), agency=actor.agency_id)
    return events_seen_by(actor).filter(Exists(mine), state=EventState.PLANNED, ends__gte=at)


def to_settle(actor: Actor, at: datetime) -> QuerySet[OutreachEvent]:
    """Events that are over and of which nobody said who came."""
    kept = events_seen_by(actor).filter(keeper=KEEPERS.get(actor.role, ""))
    return kept.filter(state=EventState.PLANNED, ends__lt=at)


def watched(actor: Actor, on: date) -> QuerySet[Agency]:
    """Bodies whose being reached this person sees (W7); the post itself is not counted."""
    lines = lines_seen(actor.role)
    found = in_force(on).filter(province=actor.province_id, line__in=lines)
    return found.exclude(family=Family.POST)


def reached(
    rows: QuerySet[Agency], since: datetime, until: datetime, *, campaign_id: int | None = None
) -> QuerySet[Agency]:
    """Each with `events`, `reads` and `passes` of the span; of one campaign only its events."""
    span = Q(event__begins__gte=since, event__begins__lt=until)
    held = Q(event__campaign=campaign_id) if campaign_id else span
    return rows.annotate(
        events=_of(Attendance.objects.filter(held, came__gt=0, event__state=EventState.HELD)),
        reads=_of(MaterialReceipt.objects.filter(read_at__gte=since, read_at__lt=until)),
        passes=_of(QuizAttempt.objects.filter(passed=True, at__gte=since, at__lt=until)),
    )


def _of(rows: "QuerySet[Attendance] | QuerySet[MaterialReceipt] | QuerySet[QuizAttempt]") -> Exists:
    return Exists(rows.filter(agency=OuterRef("pk")))


def not_reached() -> Q:
    return Q(events=False, reads=False, passes=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many bodies there are, and how many were reached in which way."""

    bodies: int
    events: int
    reads: int
    passes: int
    anyhow: int

    @property
    def missed(self) -> int:
        return self.bodies - self.anyhow


def coverage(rows: QuerySet[Agency]) -> Coverage:
    """Of rows of `reached`. One query."""
    found: Mapping[str, int] = rows.order_by().aggregate(
        bodies=Count("pk"),
        n_events=Count("pk", filter=Q(events=True)),
        n_reads=Count("pk", filter=Q(reads=True)),
        n_passes=Count("pk", filter=Q(passes=True)),
        n_anyhow=Count("pk", filter=~not_reached()),
    )
    return Coverage(
        bodies=found["bodies"],
        events=found["n_events"],
        reads=found["n_reads"],
        passes=found["n_passes"],
        anyhow=found["n_anyhow"],
    )


def counted(*, province_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """For reports: events held by kind, and persons who came ("persons"). Two queries."""
    held = OutreachEvent.objects.filter(
        province=province_id,
        keeper=Body.SCIENCE_DEPARTMENT,
        state=EventState.HELD,
        begins__gte=since,
        begins__lt=until,
    )
    kinds = dict(held.order_by().values_list("kind").annotate(n=Count("pk")))
    came = Attendance.objects.filter(event__in=held, came__gt=0).values_list("came", flat=True)
    return {**kinds, "persons": sum(one or 0 for one in came)}


def reached_counts(agency_id: int, since: datetime, until: datetime) -> Reached:
    """How far one body was reached. Three queries."""
    return Reached(
        agency_id=agency_id,
        events=Attendance.objects.filter(
            agency=agency_id, came__gt=0, event__begins__gte=since, event__begins__lt=until
        ).count(),
        read=MaterialReceipt.objects.filter(
            agency=agency_id, read_at__gte=since, read_at__lt=until
        ).count(),
        passed=QuizAttempt.objects.filter(
            agency=agency_id, passed=True, at__gte=since, at__lt=until
        ).count(),
    )
