"""What waits for a person of what is owed: their digest, letters to draft and to number."""

from datetime import datetime

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.oversight.reminders import queries
from kt1.oversight.reminders.permissions import URGERS
from kt1.oversight.reminders.rules import LetterState
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.reminders.labels import READERS


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    del at
    if actor.role not in READERS:
        return []
    lines = [_digest(actor)]
    if actor.role in URGERS:
        lines += [_to_write(actor), _to_number(actor)]
    return [line for line in lines if line.count]


def _digest(actor: Actor) -> Waiting:
    """One line however much it holds: the page says the rest."""
    unseen = queries.digests_of(actor).filter(seen_at=None).order_by()
    return Waiting(
        title=_("Digest of what is near or past its day"),
        url=reverse("digest"),
        count=unseen.aggregate(count=Sum("count"))["count"] or 0,
        urgency=Urgency.NOW,
        bundle=Bundle.OVERDUE,
    )


def _to_write(actor: Actor) -> Waiting:
    bodies = queries.to_urge(actor).order_by().values("agency").distinct()
    return Waiting(
        title=_("Bodies to urge by letter"),
        detail=_("Reminded here and still not done; the letter is drafted for you."),
        url=reverse("urge"),
        count=bodies.count(),
        urgency=Urgency.RISK,
        bundle=Bundle.LETTERS,
    )


def _to_number(actor: Actor) -> Waiting:
    drafts = queries.urgings_seen_by(actor).filter(state=LetterState.DRAFT)
    return Waiting(
        title=_("Drafted letters without number and date"),
        url=f"{reverse('urgings')}?cho=1",
        count=drafts.order_by().count(),
        urgency=Urgency.LATER,
        bundle=Bundle.LETTERS,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del actor, text, at
    return []
