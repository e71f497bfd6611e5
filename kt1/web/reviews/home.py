"""What of self-reviews and reports waits for a person."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.network.names.rules import fold
from kt1.oversight.reviews import permissions, queries
from kt1.oversight.reviews.models import Review
from kt1.oversight.reviews.rules import OPENERS, WRITABLE, State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

NAME_MIN = 4
NEW_DAYS = 7


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role is Role.CLERK:
        states = sorted(WRITABLE - {State.FILLED})
        title = _("Self-review to answer")
        lines = [_line(_open(actor, at).filter(state__in=states), title, at), _rules(actor)]
    elif actor.role is Role.HEAD:
        title = _("Self-review to sign off")
        lines = [_line(_open(actor, at).filter(state=State.FILLED), title, at)]
    elif actor.role in OPENERS:
        lines = [_late(actor, at), _came(actor, at)]
    elif actor.role is Role.POLICE_PA03:
        lines = [_came(actor, at)]
    else:
        return []
    return [line for line in lines if line.count]


def _open(actor: Actor, at: datetime) -> QuerySet[Review]:
    return queries.to_answer(queries.seen_by(actor), at.astimezone(ZONE).date())


def _line(rows: QuerySet[Review], title: str, at: datetime) -> Waiting:
    """One query: how many, the first to be answered, and its day."""
    found = rows.order_by().aggregate(n=Count("pk"), due=Min("round__due"), first=Min("pk"))
    ends = _midnight_after(found["due"]) if found["due"] else None
    one = found["n"] == 1
    return Waiting(
        title=title,
        url=reverse("review", args=[found["first"]]) if one else reverse("reviews"),
        count=found["n"],
        due=ends,
        urgency=Urgency.LATE if ends is not None and ends <= at else Urgency.NOW,
    )


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, ZONE)


def _rules(actor: Actor) -> Waiting:
    """Quy chế or nội quy without a word of KT1, once the body was asked."""
    return Waiting(
        title=_("Internal rules that do not speak of KT1 yet"),
        url=reverse("internal_rules"),
        count=int(queries.owes_rules(actor.agency_id or 0)),
        urgency=Urgency.LATER,
    )


def _late(actor: Actor, at: datetime) -> Waiting:
    rows = queries.overdue(queries.seen_by(actor), at.astimezone(ZONE).date())
    return Waiting(
        title=_("Bodies late with their self-review"),
        url=f"{reverse('reviews')}?mo=1",
        count=rows.count(),
        urgency=Urgency.RISK,
        watch=True,
        bundle=Bundle.OVERDUE,
    )


def _came(actor: Actor, at: datetime) -> Waiting:
    rows = queries.reports_seen_by(actor).filter(
        withdrawn_at=None, filed_at__gte=at - timedelta(days=NEW_DAYS)
    )
    return Waiting(
        title=_("Covers not by KT1, reported this week"),
        url=reverse("outside_reports"),
        count=rows.count(),
        urgency=Urgency.RISK,
        watch=True,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The pages by their own names: they are in nobody's menu."""
    del at
    wanted = fold(text).strip()
    if len(wanted) < NAME_MIN:
        return []
    pages = (
        ("tự rà soát", _("Self-reviews"), "reviews", permissions.why_not_read(actor)),
        ("quy chế nội quy", _("Internal rules on KT1"), "internal_rules",
         permissions.why_not_read_rules(actor)),
        ("phản ánh bì không gửi qua KT1", _("Covers not by KT1"), "outside_reports",
         permissions.why_not_read_reports(actor)),
    )  # fmt: skip
    return [
        Found(title=title, url=reverse(name), kind=_("page"))
        for called, title, name, why_not in pages
        if wanted in fold(called) and why_not is None
    ]
