"""What of guidance and of the catalogue waits for a person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.catalogue import queries as catalogue
from kt1.law.catalogue.rules import OF_A_PROVINCE, Topic
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.guidance import queries
from kt1.people.guidance.permissions import READERS
from kt1.web.charts.bars import Bars
from kt1.web.frame.hotline import hotline_of, province_code
from kt1.web.home.waiting import Act, Found, Urgency, Waiting
from kt1.web.moments import ZONE


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role in READERS:
        lines = [_unread(actor)]
    elif actor.role is Role.DISPATCHER:
        lines = [_no_hotline(actor, at)]
    elif actor.role is Role.REGULATOR:
        lines = [_to_confirm(actor, at)]
    else:
        return []
    return [line for line in lines if line.count]


def _unread(actor: Actor) -> Waiting:
    return Waiting(
        title=_("Guidance not read yet"),
        detail=_("What the post or the Department explained to your agency."),
        url=f"{reverse('guidance_log')}?chua=1",
        count=queries.unread_by(actor).count(),
        urgency=Urgency.LATER,
    )


def _no_hotline(actor: Actor, at: datetime) -> Waiting:
    missing = actor.province_id is not None and hotline_of(actor.province_id, at) is None
    return Waiting(
        title=_("The KT1 telephone is not published"),
        detail=_("It stands blank on slips, labels and pages."),
        url=reverse("service_publish", args=[Topic.HOTLINE.value]),
        count=int(missing),
        urgency=Urgency.RISK,
    )


def _to_confirm(actor: Actor, at: datetime) -> Waiting:
    """What the post says of itself, waiting for another to compare it."""
    rows = catalogue.said(OF_A_PROVINCE, province=_code(actor)).filter(
        province=_code(actor), confirmed_at=None
    )
    on = at.astimezone(ZONE).date()
    return Waiting(
        title=_("Telephones and contacts to confirm"),
        detail=_("Compare them with the post's notice, or call the number."),
        url=reverse("service_contacts"),
        count=catalogue.in_force(rows.exclude(entered_by=str(actor)), on).count(),
        urgency=Urgency.LATER,
    )


def _code(actor: Actor) -> str:
    return province_code(actor.province_id) if actor.province_id else ""


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del actor, text, at
    return []
