"""What of quality waits for a person, and how the search box finds it."""

from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.quality import queries
from kt1.assurance.quality.permissions import READERS
from kt1.assurance.quality.rules import EventState
from kt1.network.names.rules import fold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Waiting

#: What people type for these pages, folded.
NAMES = ("chat luong", "toan trinh", "quality")
EVENTS = ("bat kha khang", "force majeure")


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Events that the Department has not decided on."""
    del at
    if actor.role is not Role.REGULATOR:
        return []
    rows = queries.events(actor).filter(state=EventState.ENTERED).order_by()
    count = rows.count()
    if not count:
        return []
    first = rows.aggregate(first=Min("entered_at"))["first"]
    return [
        Waiting(
            title=_("Events of force majeure to decide on"),
            detail=_("Entered since %(day)s.") % {"day": f"{first:%d/%m/%Y}"},
            url=f"{reverse('force_majeure')}?tt={EventState.ENTERED.value}",
            count=count,
        )
    ]


def acts(actor: Actor) -> list[Act]:
    if actor.role is Role.REGULATOR:
        return [Act(label=_("Quality of the service"), url=reverse("quality"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del at
    if actor.role not in READERS:
        return []
    said = fold(text).strip()
    found = []
    if said in NAMES:
        found.append(Found(title=_("Quality"), url=reverse("quality"), kind=_("page")))
    if said in EVENTS:
        found.append(Found(title=_("Force majeure"), url=reverse("force_majeure"), kind=_("page")))
    return found
