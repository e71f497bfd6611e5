"""What of accounts and duties waits for a person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.people.accounts.queries import notices_seen_by
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Urgency, Waiting


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    unread = notices_seen_by(actor).filter(user=actor.user_id, read_at=None, at__lte=at).count()
    if not unread:
        return []
    return [
        Waiting(
            title=_("Notices about your account"),
            detail=_("Read them; report what you did not do yourself."),
            url=reverse("profile"),
            count=unread,
            urgency=Urgency.NOW,
        )
    ]


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del actor, text, at
    return []
