"""What of reorganisations waits for those who keep the register."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.network.successions import queries
from kt1.network.successions.rules import Kind, Stage, begins
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.succession.permissions import READERS, why_not_enter

FOUND_MAX = 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Drafts to confirm, and days that come near or have passed without effect. One query."""
    if actor.role not in READERS:
        return []
    on = at.astimezone(VIETNAM).date()
    province = None if actor.role is Role.ADMIN else actor.province_id
    rows = queries.waiting(on, province).values_list("stage", "on", "kind")
    mine = [(stage, day) for stage, day, kind in rows if _is_theirs(actor, kind)]
    drafts = [day for stage, day in mine if stage == Stage.DRAFT]
    stuck = [day for stage, day in mine if stage == Stage.CONFIRMED and day < on]
    near = [day for stage, day in mine if stage == Stage.CONFIRMED and day >= on]
    lines = (
        (stuck, _("Reorganisations that could not take effect"), Urgency.LATE,
         _("Their page says what is wrong."), Stage.CONFIRMED),
        (drafts, _("Reorganisations to confirm"), Urgency.NOW,
         _("Look at what will move first."), Stage.DRAFT),
        (near, _("Reorganisations that take effect soon"), Urgency.LATER,
         _("Within 30 days."), Stage.CONFIRMED),
    )  # fmt: skip
    return [
        Waiting(
            title=title,
            detail=detail,
            url=f"{reverse('reorganisations')}?tt={stage}",
            count=len(days),
            urgency=urgency,
            due=begins(min(days)),
            watch=urgency is Urgency.LATER,
            bundle=Bundle.REORGANISATIONS,
        )
        for days, title, urgency, detail, stage in lines
        if days
    ]


def _is_theirs(actor: Actor, kind: str) -> bool:
    """Who keeps the register is told of taking back as well."""
    return kind == Kind.UNDO or why_not_enter(actor, Kind(kind)) is None


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A reorganisation by the number of its paper."""
    del at
    if actor.role not in READERS or not text.strip():
        return []
    rows = queries.all_of().filter(paper_number__iexact=text.strip())
    if actor.role is not Role.ADMIN:
        rows = rows.filter(province=actor.province_id)
    return [
        Found(
            title=row.subject,
            url=reverse("reorganisation", args=[row.pk]),
            kind=_("Reorganisation"),
            detail=row.paper_number,
        )
        for row in rows[:FOUND_MAX]
    ]
