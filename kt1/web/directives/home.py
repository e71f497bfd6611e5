"""What of directives, tasks and requests waits for a person."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.network.names.rules import fold
from kt1.oversight.directives import permissions, queries
from kt1.oversight.directives.rules import TO_DO, Part, Stage, State
from kt1.oversight.requests import permissions as inquiry_permissions
from kt1.oversight.requests import queries as inquiry_queries
from kt1.people.actor import Actor
from kt1.people.coverage.rules import day_of
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

PAGES = (
    ("văn bản chỉ đạo", "directives", permissions.why_not_read),
    ("nhiệm vụ", "tasks", permissions.why_not_read),
    ("trao đổi, yêu cầu", "inquiries", inquiry_permissions.why_not_read),
)
NAME_MIN = 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if permissions.why_not_read(actor) is not None:
        return []
    lines = [_unacknowledged(actor), _own(actor, at), *_inbox(actor, at)]
    if actor.role in permissions.KEEPERS:
        lines += _followed(actor, at)
    return [line for line in lines if line.count]


def _unacknowledged(actor: Actor) -> Waiting:
    rows = list(queries.unacknowledged_by(actor).values_list("pk", flat=True)[:2])
    one = len(rows) == 1
    return Waiting(
        title=_("Directives to acknowledge"),
        detail=_("Say that your body has received them."),
        url=reverse("directive", args=rows) if one else reverse("directives"),
        count=1 if one else queries.unacknowledged_by(actor).count(),
    )


def _own(actor: Actor, at: datetime) -> Waiting:
    rows = queries.assignments_seen_by(actor).filter(
        queries.own_bodies(actor),
        state__in=TO_DO,
        part=Part.LEAD,
        due__isnull=False,
        task__directive__stage=Stage.ISSUED,
    )
    return _line(rows, _("Tasks of your body"), f"{reverse('tasks')}?tt=not_started", at)


def _line(
    rows: QuerySet[Any], title: str, url: str, at: datetime, bundle: Bundle | None = None
) -> Waiting:
    """One query: how many, and until when the first of them."""
    today = day_of(at)
    found = rows.order_by().aggregate(
        n=Count("pk"), first=Min("due"), late=Count("pk", filter=Q(due__lt=today))
    )
    ends = None
    if found["first"]:
        ends = datetime.combine(found["first"] + timedelta(days=1), time.min, ZONE)
    return Waiting(
        title=title,
        url=reverse("tasks") if found["late"] == 0 and url.startswith(reverse("tasks")) else url,
        count=found["n"],
        due=ends,
        urgency=Urgency.LATE if found["late"] else Urgency.NOW,
        bundle=bundle,
    )


def _followed(actor: Actor, at: datetime) -> list[Waiting]:
    """Reports to look at, and what bodies of one's lines have not done: two queries."""
    rows = queries.followed_by(actor).filter(task__directive__stage=Stage.ISSUED)
    if actor.agency_id is not None:
        rows = rows.exclude(agency=actor.agency_id)
    counted = rows.order_by().aggregate(
        reported=Count("pk", filter=Q(state=State.REPORTED)),
        late=Count("pk", filter=queries.owing(day_of(at))),
    )
    return [
        Waiting(
            title=_("Reports on tasks to look at"),
            url=f"{reverse('tasks')}?tt=waiting",
            count=counted["reported"],
        ),
        Waiting(
            title=_("Tasks overdue, of the bodies you follow"),
            detail=_("Remind them, or see whose report came back."),
            url=f"{reverse('tasks')}?tt=overdue",
            count=counted["late"],
            urgency=Urgency.RISK,
            watch=True,
            bundle=Bundle.OVERDUE,
        ),
    ]


def _inbox(actor: Actor, at: datetime) -> list[Waiting]:
    if inquiry_permissions.why_not_read(actor) is not None:
        return []
    return [
        _line(
            inquiry_queries.waiting_for(actor),
            _("Requests to answer"),
            f"{reverse('inquiries')}?tt=waiting",
            at,
            Bundle.INQUIRIES,
        ),
        Waiting(
            title=_("Answers that came"),
            detail=_("Close them, or ask once more."),
            url=f"{reverse('inquiries')}?tt=answered",
            count=inquiry_queries.answered_for(actor).count(),
            urgency=Urgency.LATER,
            bundle=Bundle.INQUIRIES,
        ),
    ]


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The pages by their own names."""
    del at
    wanted = fold(text).strip()
    if len(wanted) < NAME_MIN:
        return []
    return [
        Found(title=name[0].upper() + name[1:], url=reverse(page), kind=_("page"))
        for name, page, why_not in PAGES
        if wanted in fold(name) and why_not(actor) is None
    ]
