"""Assessments, measures and registers as an actor may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from kt1.assurance.assessments.models import Assessment, SafetyChecklist, SafetyMeasure
from kt1.assurance.assessments.permissions import ENTRY_READERS, READERS
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.assessments.rules import (
    OF_A_PLACE,
    PENDING,
    Alarm,
    MeasureState,
    Topic,
    Trend,
    alarm,
    trend,
)
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import count_of
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import POST_ROLES
from kt1.people.actor import Actor

SHOWN = 6


def _here(actor: Actor) -> int:
    return actor.province_id if actor.role in READERS and actor.province_id else 0


def assessments_seen_by(actor: Actor) -> QuerySet[Assessment]:
    return (
        Assessment.objects.select_related("place", "checklist")
        .filter(province=_here(actor))
        .order_by("-done_on", "-pk")
    )


def checklists_seen_by(actor: Actor) -> QuerySet[SafetyChecklist]:
    """The newest first."""
    return SafetyChecklist.objects.filter(province=_here(actor)).order_by("topic", "-n")


def checklist_in_force(province_id: int, topic: Topic) -> SafetyChecklist | None:
    rows = SafetyChecklist.objects.filter(province=province_id, topic=topic)
    return rows.order_by("-n").first()


def measures_seen_by(actor: Actor) -> QuerySet[SafetyMeasure]:
    """Those of the province; whoever answers for one sees it whatever their role."""
    found = SafetyMeasure.objects.select_related("owner", "assessment__place")
    if actor.role in READERS:
        return found.filter(province=_here(actor))
    return found.filter(owner=actor.user_id, province=actor.province_id or 0)


def pending(rows: QuerySet[SafetyMeasure]) -> QuerySet[SafetyMeasure]:
    return rows.filter(state__in=sorted(PENDING))


def late(rows: QuerySet[SafetyMeasure], on: date) -> QuerySet[SafetyMeasure]:
    return rows.filter(state=MeasureState.OPEN, due__lt=on)


def plans_seen_by(actor: Actor) -> QuerySet[SafetyPlan]:
    return SafetyPlan.objects.select_related("place").filter(province=_here(actor))


def with_last_drill(rows: QuerySet[SafetyPlan]) -> QuerySet[Any]:
    """Each plan with the day of its last drill, `last_drill`."""
    return rows.annotate(last_drill=Max("drills__held_on"))


def to_drill(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Those whose drill is overdue or due soon."""
    return rows.filter(ended_on=None, drill_due__lte=on + timedelta(days=warning_days(on)))


def sites_seen_by(actor: Actor) -> QuerySet[SecuredSite]:
    return SecuredSite.objects.select_related("place").filter(place__province=_here(actor))


def entries_seen_by(actor: Actor) -> QuerySet[SiteEntry]:
    here = _here(actor) if actor.role in ENTRY_READERS else 0
    return SiteEntry.objects.select_related("site__place", "with_user").filter(
        site__place__province=here
    )


def connections_seen_by(actor: Actor) -> QuerySet[NetworkConnection]:
    return NetworkConnection.objects.select_related("place", "peer").filter(province=_here(actor))


def places_for(province_id: int, topic: Topic, on: date) -> QuerySet[Place]:
    """The places that are to be assessed."""
    rows = Place.objects.filter(
        province=province_id, kind__in=sorted(OF_A_PLACE[topic]), valid_from__lte=on
    )
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("sort_key", "pk")


def houses(province_id: int, on: date) -> QuerySet[Place]:
    """Where a site of restricted entry can be: houses of the post and the safes in them."""
    kinds = sorted({PlaceKind.CENTRE, PlaceKind.POST_OFFICE, PlaceKind.SAFE, PlaceKind.COUNTER})
    rows = Place.objects.filter(province=province_id, kind__in=kinds, valid_from__lte=on)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("sort_key", "pk")


def staff(province_id: int, at: datetime) -> QuerySet[User]:
    """The people of the post in a province, who may be answerable for something."""
    duties = Duty.objects.filter(
        Q(province=province_id) | Q(place__province=province_id),
        Q(valid_to=None) | Q(valid_to__gt=at),
        role__in=sorted(POST_ROLES),
        valid_from__lte=at,
    )
    return User.objects.filter(pk__in=duties.values("user")).order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class Assessed:
    """One thing that is assessed again and again, with what was found lately, the newest first."""

    topic: Topic
    place: Place | None
    found: Sequence[Assessment]
    alarm: Alarm

    @property
    def key(self) -> str:
        return self.place.code if self.place else self.topic.value

    @property
    def newest(self) -> Assessment | None:
        return self.found[0] if self.found else None

    @property
    def trend(self) -> Trend | None:
        if not self.found:
            return None
        before = self.found[1].percent if len(self.found) > 1 else None
        return trend(before, self.found[0].percent)


def warning_days(on: date) -> int:
    """How many days ahead what comes round is warned of; 0 where no norm says."""
    found = active_norms(on).find(Key.SAFETY_WARNING_DAYS)
    return 0 if found is None else count_of(found)


def assessed(province_id: int, on: date) -> list[Assessed]:
    """Everything to be assessed in a province. Three queries, whatever there is."""
    places = {topic: list(places_for(province_id, topic, on)) for topic in OF_A_PLACE}
    ranked = Assessment.objects.filter(province=province_id).annotate(
        rank=Window(
            RowNumber(),
            partition_by=[F("topic"), F("place")],
            order_by=[F("done_on").desc(), F("id").desc()],
        )
    )
    by_key: dict[tuple[str, int | None], list[Assessment]] = {}
    for row in ranked.filter(rank__lte=SHOWN).order_by("-done_on", "-pk"):
        by_key.setdefault((row.topic, row.place_id), []).append(row)
    days = warning_days(on)

    def one(topic: Topic, place: Place | None) -> Assessed:
        found = by_key.get((topic.value, place.pk if place else None), [])
        due = found[0].next_due if found else None
        return Assessed(topic, place, found, alarm(due, on, days))

    rows = [one(Topic.NETWORK, None), one(Topic.PEOPLE, None)]
    return rows + [one(topic, place) for topic, those in places.items() for place in those]


def overdue(province_id: int, on: date) -> int:
    """How many are overdue or were never assessed."""
    rows = assessed(province_id, on)
    return sum(1 for one in rows if one.alarm in {Alarm.OVERDUE, Alarm.NEVER})
