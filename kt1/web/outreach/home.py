"""What of outreach waits for a person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.network.names.rules import fold
from kt1.oversight.outreach import permissions, queries
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Urgency, Waiting

PAGES = (
    ("thư viện hướng dẫn", "library", permissions.why_not_open),
    ("tuyên truyền, tập huấn", "outreach_events", permissions.why_not_open),
    ("độ phủ tuyên truyền", "outreach_coverage", permissions.why_not_watch),
)
NAME_MIN = 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    lines: list[Waiting] = []
    if actor.role in permissions.READERS:
        ahead = queries.ahead_for(actor, at)
        first = ahead.order_by("begins").values_list("begins", flat=True).first()
        lines = [
            Waiting(
                title=_("Guides of the library not read yet"),
                url=f"{reverse('library')}?chua=1",
                count=queries.unread_by(actor).order_by().count(),
                urgency=Urgency.LATER,
            ),
            Waiting(
                title=_("Events your body is invited to"),
                url=f"{reverse('outreach_events')}?tt=planned",
                count=ahead.count() if first else 0,
                due=first,
                urgency=Urgency.LATER,
            ),
        ]
    if actor.role in KEEPERS:
        lines.append(
            Waiting(
                title=_("Events over: enter who came"),
                url=f"{reverse('outreach_events')}?tt=planned",
                count=queries.to_settle(actor, at).count(),
            )
        )
    return [line for line in lines if line.count]


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
