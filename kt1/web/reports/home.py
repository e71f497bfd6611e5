"""What of reports waits for a person, and how the search box finds them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.network.names.rules import fold
from kt1.oversight.reports import calendars, permissions, queries
from kt1.oversight.reports.rules import Standing
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting

#: What people type for these pages, folded.
REPORTS = ("bao cao", "bao cao 6 thang", "bao cao nam", "report", "reports")


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role in permissions.RECEIVERS:
        lines = [_to_receive(actor)]
    elif actor.role in KEEPERS:
        lines = [*_owed(actor, at), _under_way(actor), _for_leader(actor)]
    elif actor.role is Role.HEAD:
        lines = [_for_leader(actor)]
    else:
        lines = []
    return [line for line in lines if line.count]


def _to_receive(actor: Actor) -> Waiting:
    return Waiting(
        title=_("Reports to acknowledge"),
        url=f"{reverse('reports')}?cn=1",
        count=queries.unacknowledged(actor).count(),
    )


def _owed(actor: Actor, at: datetime) -> list[Waiting]:
    slots = calendars.calendar(
        actor.province_id or 0, at.astimezone(VIETNAM).date(), KEEPERS[actor.role]
    )
    late = [one for one in slots if one.standing is Standing.LATE]
    soon = [one for one in slots if one.standing is Standing.TO_WRITE]
    return [
        Waiting(
            title=_("Reports past their day"),
            url=f"{reverse('reports')}?tt={Standing.LATE}",
            count=len(late),
            urgency=Urgency.LATE,
            bundle=Bundle.REPORTS,
        ),
        Waiting(
            title=_("Reports to send"),
            url=f"{reverse('reports')}?tt={Standing.TO_WRITE}",
            count=len(soon),
            bundle=Bundle.REPORTS,
        ),
    ]


def _under_way(actor: Actor) -> Waiting:
    return Waiting(
        title=_("Reports being written or to be issued"),
        url=reverse("reports"),
        count=queries.under_way(actor).count(),
        urgency=Urgency.LATER,
        bundle=Bundle.REPORTS,
    )


def _for_leader(actor: Actor) -> Waiting:
    rows = list(queries.waiting_for_leader(actor).values_list("report_id", flat=True)[:2])
    url = reverse("report", args=rows) if len(rows) == 1 else reverse("reports")
    return Waiting(
        title=_("Reports to approve"),
        url=url,
        count=queries.waiting_for_leader(actor).count() if rows else 0,
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role is Role.MINISTRY:
        return [Act(label=_("Reports received"), url=reverse("reports"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del at
    if fold(text).strip() in REPORTS and permissions.why_not_read(actor) is None:
        return [Found(title=_("Reports"), url=reverse("reports"), kind=_("page"))]
    return []
