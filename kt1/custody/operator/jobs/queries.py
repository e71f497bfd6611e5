"""Long files that a person may know of, and how a source's files look."""

from django.db.models import QuerySet

from kt1.custody.operator.columns import Days
from kt1.custody.operator.jobs.models import EventFile, EventLayout
from kt1.custody.operator.jobs.rules import OVER
from kt1.custody.operator.permissions import TAKERS
from kt1.custody.operator.reading import Layout
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[EventFile]:
    """Those of the post of their own province, the newest first."""
    if actor.role not in TAKERS or actor.province_id is None:
        return EventFile.objects.none()
    found = EventFile.objects.filter(province=actor.province_id)
    return found.select_related("duty__user").order_by("-pk")


def on_their_way(actor: Actor) -> QuerySet[EventFile]:
    return seen_by(actor).exclude(state__in=OVER)


def remembered(province_id: int | None, headings: str) -> Layout | None:
    """The columns as they were said last time for files of this source with these headings."""
    found = EventLayout.objects.filter(province=province_id, headings=headings).first()
    return None if found is None else Layout(dict(found.columns), Days(found.days))
