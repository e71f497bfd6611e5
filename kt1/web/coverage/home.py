"""What of coverage waits for a person: gaps before the next break, reminders of their line."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.coverage import queries
from kt1.people.coverage.permissions import READERS
from kt1.people.coverage.rules import Break, DoorGaps, day_of
from kt1.people.reminders.queries import waiting_for
from kt1.people.reminders.rules import ReminderRule
from kt1.web.charts.bars import Bars
from kt1.web.coverage.looking import break_said
from kt1.web.home.waiting import Act, Found, Urgency, Waiting

#: A gap so few days ahead is urgent.
DAYS_NEAR = 3


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role not in READERS:
        return []
    if actor.role in AGENCY_ROLES:
        return _own_gaps(actor, at) + _reminders(actor)
    return _reminders(actor)


def _own_gaps(actor: Actor, at: datetime) -> list[Waiting]:
    """One line a break, found now and not from reminders: a gap just closed waits no more."""
    try:
        ahead = queries.breaks_ahead(at)
        found = [(one, _gaps(actor, one, at)) for one in ahead]
    except (NoCalendarError, UnsetNormError):
        return []
    return [_line(one, gaps, at) for one, gaps in found if gaps]


def _gaps(actor: Actor, one: Break, at: datetime) -> Sequence[DoorGaps]:
    return queries.gaps_of([actor.agency_id or 0], queries.left_of(one, at))


def _line(one: Break, gaps: Sequence[DoorGaps], at: datetime) -> Waiting:
    near = (one.first - day_of(at)).days <= DAYS_NEAR
    return Waiting(
        title=_("Times without anybody to sign: %(when)s") % {"when": break_said(one)},
        detail=_("Name receivers or set a temporary schedule."),
        url=f"{reverse('coverage')}?ky={one.key}",
        count=sum(len(door.gaps) for door in gaps),
        urgency=Urgency.RISK if near else Urgency.NOW,
        due=min(span.begins for door in gaps for span in door.gaps),
    )


def _reminders(actor: Actor) -> list[Waiting]:
    """A body's own reminders are its line above; another's that rise to it are told here."""
    mine = waiting_for(actor, ReminderRule.COVERAGE).filter(role=actor.role)
    if actor.role in AGENCY_ROLES:
        mine = mine.exclude(about=actor.agency_id)
    found = mine.order_by().aggregate(count=Count("about", distinct=True), due=Min("due"))
    if not found["count"]:
        return []
    return [
        Waiting(
            title=_("Bodies without anybody to sign before a break"),
            detail=_details(actor),
            url=f"{reverse('coverage_reminders')}?cho=1",
            count=found["count"],
            due=found["due"],
            watch=True,
        )
    ]


def _details(actor: Actor) -> str:
    if actor.role is Role.DISPATCHER:
        return _("Call those that work on paper; plan for shut doors.")
    return _("Remind them along their line.")


def acts(actor: Actor) -> list[Act]:
    if actor.role in {Role.REGULATOR, Role.PARTY_OFFICE}:
        return [Act(label=_("Doors where nobody may sign"), url=reverse("coverage"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del actor, text, at
    return []
