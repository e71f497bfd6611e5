"""What of norms waits: a set to go by for the administrator, figures to confirm for the others."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.book.queries import book
from kt1.law.calendars.models import CalendarDay
from kt1.law.instruments.models import Instrument
from kt1.law.parameters.models import LegalParameter
from kt1.law.parameters.queries import active_code
from kt1.law.parameters.wanted import PROCEDURE, missing
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Urgency, Waiting
from kt1.web.moments import ZONE
from kt1.web.norms.labels import READERS

FOUND_MOST = 5


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """The law is in memory: no query but for who confirms."""
    on = at.astimezone(ZONE).date()
    if actor.role is not Role.ADMIN:
        lines = [_to_confirm()] if actor.role in READERS else []
        return [line for line in lines if line.count]
    code = active_code(on)
    lines = [_lacking(len(missing(book().norms(code, on))))] if code else [_none_active()]
    return [line for line in [*lines, _to_confirm()] if line.count]


def _none_active() -> Waiting:
    return Waiting(
        title=_("No norm set is gone by"),
        detail=_(
            "Nothing can be accepted, counted or reminded of. Choose a set and its first day."
        ),
        url=reverse("norm_sets"),
        count=1,
        urgency=Urgency.LATE,
    )


def _lacking(count: int) -> Waiting:
    return Waiting(
        title=_("Norms that are not set"),
        detail=_("The page says what each of them stops."),
        url=reverse("norm_sets"),
        count=count,
        urgency=Urgency.RISK,
    )


def _to_confirm() -> Waiting:
    figures = LegalParameter.objects.filter(confirmed_at=None, valid_to=None)
    read = Q(norm_set__active_from__isnull=False) | Q(norm_set__code=PROCEDURE)
    entered = figures.exclude(instrument=None).filter(read)
    days = CalendarDay.objects.filter(confirmed=False, withdrawn_at=None)
    return Waiting(
        title=_("Figures and days of the law to confirm"),
        detail=_("Compare each with its paper; another person than who entered it."),
        url=reverse("norm_sets"),
        count=entered.values("pk").union(days.values("pk"), all=True).count(),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A legal paper by its number or code, for those who keep them."""
    del at
    if actor.role not in READERS or len(text) < 3:  # noqa: PLR2004 - shorter is no number
        return []
    rows = Instrument.objects.filter(number__icontains=text).order_by("code")[:FOUND_MOST]
    return [
        Found(
            title=row.number,
            url=reverse("law_paper", args=[row.code]),
            kind=_("Legal paper"),
            detail=row.title,
        )
        for row in rows
    ]
