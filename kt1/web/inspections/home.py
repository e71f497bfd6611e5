"""What of inspections and violations waits for a person."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.law.parameters.keys import Key
from kt1.network.names.rules import fold
from kt1.oversight.inspections import permissions, published, queries
from kt1.oversight.inspections.queries import norm
from kt1.oversight.inspections.rules import OVER, State
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.violations import permissions as violation_permissions
from kt1.oversight.violations import queries as violations
from kt1.oversight.violations.rules import OWED
from kt1.oversight.violations.rules import State as VState
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

NAMES = (
    ("giám sát", "watch_list"),
    ("kiểm tra", "inspections"),
    ("phiếu kiểm tra", "checklists"),
    ("vi phạm", "violations"),
    ("thẩm quyền xử phạt", "sanction_tables"),
)
NAME_MIN = 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    if actor.role is Role.REGULATOR:
        lines = [*_visits(actor, at), *_followed(actor, at), _to_publish(actor)]
    elif actor.role in AGENCY_ROLES - {Role.ACCOUNTANT} | {Role.DISPATCHER}:
        lines = _own(actor, at)
        if actor.role is Role.HEAD:
            lines.append(_to_publish(actor))
    elif actor.role in permissions.SENDERS:
        lines = _team(actor)
        if actor.role is Role.POLICE_PA03:
            lines.append(_referred(actor))
    else:
        return []
    return [line for line in lines if line.count]


def _end(day: date | None) -> datetime | None:
    """The end of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, ZONE) if day else None


def _urgency(due: datetime | None, at: datetime, *, near: int = 0) -> Urgency:
    if due is None:
        return Urgency.LATER
    if due <= at:
        return Urgency.LATE
    return Urgency.NOW if due <= at + timedelta(days=near) or not near else Urgency.LATER


def _visits(actor: Actor, at: datetime) -> list[Waiting]:
    seen = queries.seen_by(actor).exclude(state__in=OVER)
    told = seen.order_by().aggregate(
        prepared=Count("pk", filter=_is(State.PREPARED)),
        prepared_due=Min("visit_from", filter=_is(State.PREPARED)),
        going=Count("pk", filter=_is(State.DECIDED) | _is(State.OPEN)),
        going_due=Min("visit_to", filter=_is(State.DECIDED) | _is(State.OPEN)),
        minuted=Count("pk", filter=_is(State.MINUTED)),
        minuted_due=Min("conclusion_due", filter=_is(State.MINUTED)),
    )
    lines = []
    for key, title, state in (
        ("prepared", _("Inspections to decide"), State.PREPARED),
        ("going", _("Inspections to hold and minute"), State.OPEN),
        ("minuted", _("Inspections to conclude"), State.MINUTED),
    ):
        due = _end(told[f"{key}_due"])
        lines.append(
            Waiting(
                title=title,
                url=f"{reverse('inspections')}?tt={state.value}"
                if key != "going"
                else reverse("inspections"),
                count=told[key],
                due=due,
                urgency=_urgency(due, at, near=14),
                bundle=Bundle.INSPECTIONS,
            )
        )
    return lines


def _is(state: State) -> Q:
    return Q(state=state)


def _followed(actor: Actor, at: datetime) -> list[Waiting]:
    on, seen = day_of(at), violations.seen_by(actor)
    days = norm(Key.SANCTION_WARNING_DAYS, on) or 0
    near = violations.near_limit(seen, on, days)
    url = reverse("violations")
    return [
        _line(violations.late(seen, on), "correct_by", _("Corrections overdue"), f"{url}?qh=1", at),
        _line(seen.filter(state=VState.REPORTED), "correct_by",
              _("Corrections to check again"), f"{url}?tt={VState.REPORTED.value}", at),
        _line(seen.filter(state=VState.FOUND), "limit_on",
              _("Violations to act on"), f"{url}?tt={VState.FOUND.value}", at),
        _line(near, "limit_on", _("The year for a sanction ends soon"),
              f"{url}?sht=1&sap=hieu", at),
    ]  # fmt: skip


def _line(rows: QuerySet[Any], field: str, title: str, url: str, at: datetime) -> Waiting:
    told = rows.order_by().aggregate(n=Count("pk"), due=Min(field))
    due = _end(told["due"])
    return Waiting(
        title=title,
        url=url,
        count=told["n"],
        due=due,
        urgency=_urgency(due, at),
        bundle=Bundle.VIOLATIONS if url.startswith(reverse("violations")) else None,
    )


def _own(actor: Actor, at: datetime) -> list[Waiting]:
    """Of the body itself: a decision to read, minutes to answer to, corrections to report."""
    unread = queries.seen_by(actor).filter(acknowledged_at=None).exclude(state__in=OVER)
    mine = violations.seen_by(actor).filter(state__in=OWED)
    return [
        _line(unread, "visit_from", _("Inspection decisions to read"), reverse("inspections"), at),
        _line(mine, "correct_by", _("Corrections you owe"), reverse("violations"), at),
    ]


def _team(actor: Actor) -> list[Waiting]:
    rows = queries.seen_by(actor).filter(state__in=[State.DECIDED, State.OPEN])
    return [
        Waiting(
            title=_("Inspections whose team you are in"),
            url=reverse("inspections"),
            count=rows.count(),
        )
    ]


def _to_publish(actor: Actor) -> Waiting:
    """A version of a checklist that another person wrote last and nobody published."""
    rows = published.to_publish(actor)
    return Waiting(
        title=_("Checklists to publish"),
        detail=_("Another person wrote in them last."),
        url=reverse("checklists"),
        count=rows.count(),
        urgency=Urgency.LATER,
        bundle=Bundle.INSPECTIONS,
    )


def _referred(actor: Actor) -> Waiting:
    rows = violations.seen_by(actor).filter(state=VState.DECIDED)
    return Waiting(
        title=_("Matters referred to the police"), url=reverse("violations"), count=rows.count()
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The pages by their own names."""
    del at
    wanted = fold(text).strip()
    if len(wanted) < NAME_MIN:
        return []
    open_to = {
        "watch_list": permissions.why_not_watch(actor),
        "inspections": permissions.why_not_read(actor),
        "checklists": permissions.why_not_read(actor),
        "violations": violation_permissions.why_not_read(actor),
        "sanction_tables": None,
    }
    titles = {
        "watch_list": _("Watch list"),
        "inspections": _("Inspections"),
        "checklists": _("Inspection checklists"),
        "violations": _("Violations"),
        "sanction_tables": _("Fines and competence"),
    }
    return [
        Found(title=titles[name], url=reverse(name), kind=_("page"))
        for words, name in NAMES
        if wanted in fold(words) and open_to[name] is None
    ]
