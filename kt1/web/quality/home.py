"""What of quality waits for a person, and how the search box finds it."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.quality import queries
from kt1.assurance.quality.confirming import queries as confirming
from kt1.assurance.quality.confirming.permissions import READERS as CONFIRMING
from kt1.assurance.quality.permissions import READERS
from kt1.assurance.quality.rules import EventState
from kt1.network.names.rules import fold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE
from kt1.web.quality.confirming.lists import WAITING_TITLES, waiting_address

#: What people type for these pages, folded.
NAMES = ("chat luong", "toan trinh", "quality")
EVENTS = ("bat kha khang", "force majeure")
SHEETS = ("xac nhan chat luong", "confirmation of quality")
FREQUENCY = ("tan suat", "tan suat phat", "delivery frequency")


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Sheets on which this person takes the next step; events not decided on."""
    return [*_sheets(actor, at), *_events(actor)]


def _sheets(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role not in WAITING_TITLES:
        return []
    found = confirming.waiting_for(actor).order_by().aggregate(n=Count("pk"), due=Min("due"))
    late = confirming.overdue(actor, at.astimezone(ZONE).date()).order_by().count()
    lines = []
    if found["n"]:
        ends = datetime.combine(found["due"] + timedelta(days=1), time.min, ZONE)
        lines.append(
            Waiting(
                title=WAITING_TITLES[actor.role],
                bundle=Bundle.ACCOUNTS,
                url=waiting_address(),
                count=found["n"],
                due=ends,
                urgency=Urgency.LATE if ends < at else Urgency.LATER,
            )
        )
    if late:
        lines.append(
            Waiting(
                title=_("Agencies that have not confirmed the quality in time"),
                url=f"{reverse('quality_sheets')}?qua-han=1",
                count=late,
                urgency=Urgency.LATER,
                watch=True,
                bundle=Bundle.OVERDUE,
            )
        )
    return lines


def _events(actor: Actor) -> list[Waiting]:
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
    said = fold(text).strip()
    found = []
    if actor.role in CONFIRMING and said in SHEETS:
        title = _("Confirmation of quality")
        found.append(Found(title=title, url=reverse("quality_sheets"), kind=_("page")))
    if actor.role not in READERS:
        return found
    if said in FREQUENCY:
        title = _("Delivery frequency")
        found.append(Found(title=title, url=reverse("frequency"), kind=_("page")))
    if said in NAMES:
        found.append(Found(title=_("Quality"), url=reverse("quality"), kind=_("page")))
    if said in EVENTS:
        found.append(Found(title=_("Force majeure"), url=reverse("force_majeure"), kind=_("page")))
    return found
