"""What of complaints waits for a person."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.complaints import permissions, queries
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import TO_ANSWER, State
from kt1.assurance.complaints.terms import day_of
from kt1.assurance.disclosures.permissions import why_not_read as why_not_read_disclosures
from kt1.network.names.rules import fold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

NAME, DISCLOSURES, NAME_MIN = "khiếu nại", "yêu cầu cung cấp thông tin", 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    seen = queries.seen_by(actor)
    if actor.role in permissions.WATCHERS:
        lines = [_risen(actor, at)]
    elif actor.role in permissions.ANSWERERS:
        lines = [_to_answer(seen, at)]
        if actor.role is Role.DISPATCHER:
            lines.append(_to_pay(seen, at))
    elif actor.role in permissions.COMPLAINANTS:
        lines = [_to_decide(seen)]
    else:
        return []
    return [line for line in lines if line.count]


def _line(rows: QuerySet[Complaint], due_field: str, title: str, url: str, at: datetime) -> Waiting:
    """One query: how many, and until when the first of them."""
    found = rows.order_by().aggregate(n=Count("pk"), due=Min(due_field))
    day = found["due"]
    ends = datetime.combine(day + timedelta(days=1), time.min, ZONE) if day else None
    late = ends is not None and ends <= at
    return Waiting(
        title=title,
        url=url,
        count=found["n"],
        due=ends,
        urgency=Urgency.LATE if late else Urgency.NOW,
        bundle=Bundle.COMPLAINTS,
    )


def _to_answer(seen: QuerySet[Complaint], at: datetime) -> Waiting:
    rows = seen.filter(state__in=TO_ANSWER)
    return _line(rows, "due", _("Complaints to answer"), reverse("complaints"), at)


def _to_pay(seen: QuerySet[Complaint], at: datetime) -> Waiting:
    url = f"{reverse('complaints')}?tt={State.LIABLE.value}"
    rows = seen.filter(state=State.LIABLE)
    return _line(rows, "liability__pay_by", _("Compensation to pay"), url, at)


def _to_decide(seen: QuerySet[Complaint]) -> Waiting:
    return Waiting(
        title=_("Complaints the post has answered"),
        url=f"{reverse('complaints')}?tt={State.ANSWERED.value}",
        count=seen.filter(state=State.ANSWERED).count(),
    )


def _risen(actor: Actor, at: datetime) -> Waiting:
    return Waiting(
        title=_("Complaints late, unpaid or not agreed to"),
        url=reverse("complaints"),
        count=queries.risen_to(actor, day_of(at)).count(),
        urgency=Urgency.RISK,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The lists by their own names: they are in nobody's menu."""
    del at
    wanted, found = fold(text).strip(), []
    if len(wanted) < NAME_MIN:
        return []
    if wanted in fold(NAME) and permissions.why_not_read(actor) is None:
        found.append(Found(title=_("Complaints"), url=reverse("complaints"), kind=_("page")))
    if wanted in fold(DISCLOSURES) and why_not_read_disclosures(actor) is None:
        title = _("Requests of authorities")
        found.append(Found(title=title, url=reverse("disclosures"), kind=_("page")))
    return found
