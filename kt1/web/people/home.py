"""What of accounts and duties waits for a person."""

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.people.accounts.queries import notices_seen_by
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals.queries import waiting_for
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Waiting


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    return [line for line in (_approvals(actor, at), _notices(actor, at)) if line.count]


def _approvals(actor: Actor, at: datetime) -> Waiting:
    found = waiting_for(actor, at).aggregate(count=Count("pk"), due=Min("lapses_at"))
    return Waiting(
        title=_("Acts that wait for a second person"),
        url=reverse("approvals"),
        count=found["count"],
        due=found["due"],
    )


def _notices(actor: Actor, at: datetime) -> Waiting:
    unread = notices_seen_by(actor).filter(user=actor.user_id, read_at=None, at__lte=at)
    return Waiting(
        title=_("Notices about your account"),
        detail=_("Read them; report what you did not do yourself."),
        url=reverse("profile"),
        count=unread.count(),
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role is not Role.ADMIN:
        return []
    return [
        Act(label=_("New account"), url=reverse("new_account")),
        Act(label=_("Accounts"), url=reverse("accounts")),
    ]


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del actor, text, at
    return []
