"""What of budgets and prices waits for a person, and how the search box finds them."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.acting import why_not_confirm_law
from kt1.law.calendars.rules import VIETNAM
from kt1.law.tariffs.queries import to_confirm
from kt1.network.names.rules import fold
from kt1.oversight.budget import permissions, queries
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.rules import Alarm, Stage
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Urgency, Waiting

#: What people type for these pages, folded.
PRICES = ("cuoc", "gia cuoc", "bang gia", "tariff", "price")
BUDGETS = ("du toan", "kinh phi", "ngan sach", "budget")


#: Who is told that money runs out: both departments, and whoever signs and pays for a body.
WARNED = frozenset({Role.FINANCE, Role.REGULATOR, Role.ACCOUNTANT, Role.HEAD})


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """What of budgets and of prices waits."""
    lines = {Role.FINANCE: _to_review, Role.REGULATOR: _to_send}
    answer = lines.get(actor.role)
    found = [answer(actor)] if answer else []
    if actor.role in WARNED:
        found.append(_running_out(actor, at))
    if why_not_confirm_law(actor) is None:
        found.append(_to_confirm(actor))
    return [one for one in found if one.count]


def _to_confirm(actor: Actor) -> Waiting:
    """Tables of prices and rules of payers that somebody else entered and nobody confirmed."""
    return Waiting(
        title=_("Prices to confirm"),
        detail=_("Compare each table with its paper; another person than who entered it."),
        url=reverse("tariff"),
        count=to_confirm(actor),
        urgency=Urgency.LATER,
    )


def _running_out(actor: Actor, at: datetime) -> Waiting:
    """Bodies whose money of the year is overspent, will not last, or is nearly gone."""
    on = at.astimezone(VIETNAM).date()
    rows = queries.warned(actor, on)
    over = any(row.alarm is Alarm.OVER for row in rows)
    return Waiting(
        title=_("Money for KT1 that does not last the year"),
        detail=_("Overspent, gone before December at this pace, or nearly gone."),
        url=reverse("budget", args=[on.year]),
        count=len(rows),
        urgency=Urgency.RISK if over else Urgency.LATER,
        watch=actor.role is Role.REGULATOR,
    )


def _to_review(actor: Actor) -> Waiting:
    rows = queries.waiting_for_review(actor)
    return Waiting(
        title=_("Estimates to review"),
        detail=_("Appraise them, or send them back for a reason."),
        url=reverse("budgets"),
        count=rows.count(),
    )


def _to_send(actor: Actor) -> Waiting:
    """Estimates made and not sent, or sent back: the newest version of each year."""
    rows = BudgetVersion.objects.filter(
        Q(sent_at=None) | Q(returned_at__isnull=False),
        budget__province=actor.province_id,
        stage=Stage.ESTIMATE,
    )
    years = {row.budget_id for row in rows}
    decided = BudgetVersion.objects.filter(budget__in=years).exclude(
        pk__in=[row.pk for row in rows]
    )
    open_years = years - set(decided.values_list("budget_id", flat=True))
    return Waiting(
        title=_("Estimates to send or to make again"),
        url=reverse("budgets"),
        count=len(open_years),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role is Role.FINANCE:
        return [Act(label=_("Budget"), url=reverse("budgets"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    del at
    said = fold(text).strip()
    found = []
    if said in PRICES:
        found.append(Found(title=_("Tariff"), url=reverse("tariff"), kind=_("page")))
    if said in BUDGETS and permissions.why_not_read(actor) is None:
        found.append(Found(title=_("Budget"), url=reverse("budgets"), kind=_("page")))
    return found
