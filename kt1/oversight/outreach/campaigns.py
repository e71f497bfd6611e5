"""Campaigns with their events, who came and whom they reached, as an actor may see them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.units.queries import versions_on
from kt1.oversight.outreach.models import Attendance, Campaign
from kt1.oversight.outreach.permissions import WATCHERS
from kt1.oversight.outreach.queries import not_reached, reached, watched
from kt1.oversight.outreach.rules import EventState
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[Campaign]:
    """Of one's province: the Department's for the State's side, the Party office its own."""
    if actor.role not in WATCHERS or actor.province_id is None:
        return Campaign.objects.none()
    keeper = Body.PARTY_OFFICE if actor.role is Role.PARTY_OFFICE else Body.SCIENCE_DEPARTMENT
    return Campaign.objects.filter(province=actor.province_id, keeper=keeper)


def with_counts(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Each with `planned` and `held` events, bodies that `came` and `persons`."""
    kept = Q(events__state=EventState.HELD)
    came = Attendance.objects.filter(
        event__campaign=OuterRef("pk"), event__state=EventState.HELD, came__gt=0
    ).order_by()
    bodies = came.values("event__campaign").annotate(n=Count("agency", distinct=True)).values("n")
    persons = came.values("event__campaign").annotate(n=Sum("came")).values("n")
    return rows.annotate(
        planned=Count("events", filter=~Q(events__state=EventState.CANCELLED)),
        held=Count("events", filter=kept),
        came=Subquery(bodies),
        persons=Subquery(persons),
    )


def events_of(campaign: Campaign) -> QuerySet[Any]:
    """In the order of their beginning, each with `invited`, `came` and `persons`."""
    return campaign.events.annotate(
        invited=Count("attendances"),
        came=Count("attendances", filter=Q(attendances__came__gt=0)),
        persons=Sum("attendances__came"),
    ).order_by("begins", "pk")


def bodies(campaign: Campaign, actor: Actor, on: date) -> QuerySet[Any]:
    """Bodies the actor watches, as `queries.reached` says, and `invited` and `persons` of each.

    An event counts where it is the campaign's; a reading or a quiz where it falls in its days.
    """
    since = datetime.combine(campaign.first, time.min, VIETNAM)
    until = datetime.combine(campaign.last + timedelta(days=1), time.min, VIETNAM)
    mine = Attendance.objects.filter(event__campaign=campaign, agency=OuterRef("pk")).exclude(
        event__state=EventState.CANCELLED
    )
    came = mine.filter(event__state=EventState.HELD, came__gt=0).order_by()
    persons = came.values("agency").annotate(n=Sum("came")).values("n")
    found = reached(watched(actor, on), since, until, campaign_id=campaign.pk)
    return found.annotate(invited=Exists(mine), persons=Subquery(persons))


def by_commune(rows: QuerySet[Agency], on: date) -> QuerySet[Agency, dict[str, object]]:
    """Of rows of `reached`: each commune with its `bodies` and how many are `heard`. One query.

    Bodies of the province itself have no commune and stand together.
    """
    named = versions_on(on).filter(unit=OuterRef("commune"))
    return (
        rows.order_by()
        .values("commune", "commune__code")
        .annotate(
            name=Subquery(named.values("name")[:1]),
            place=Subquery(named.values("sort_key")[:1]),
            bodies=Count("pk"),
            heard=Count("pk", filter=~not_reached()),
        )
    )
