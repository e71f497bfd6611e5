"""What of security waits for a person."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.assessments import permissions, queries
from kt1.assurance.assessments.rules import MeasureState
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.names.rules import fold
from kt1.people.accounts.rules import POST_ROLES, Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE

NAME_MIN = 4


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    on = at.astimezone(ZONE).date()
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        lines = [*_by_norms(actor, on, _overdue, _drills), _verify(actor), _checks(actor, on)]
    elif actor.role is Role.REGULATOR and actor.province_id is not None:
        lines = _by_norms(actor, on, _overdue)
    elif actor.role is Role.CONTROLLER:
        lines = [_verify(actor)]
    else:
        lines = []
    if actor.role in POST_ROLES:
        lines.append(_mine(actor, on))
    return [line for line in lines if line.count]


def _by_norms(actor: Actor, on: date, *asked: Callable[[Actor, date], Waiting]) -> list[Waiting]:
    """Nothing is due in a new installation, where no norm says yet how often."""
    try:
        return [line(actor, on) for line in asked]
    except UnsetNormError:
        return []


def _overdue(actor: Actor, on: date) -> Waiting:
    return Waiting(
        title=_("Assessments of security overdue"),
        bundle=Bundle.SECURITY,
        url=f"{reverse('assessments')}?tt=qua-han",
        count=queries.overdue(actor.province_id or 0, on),
        urgency=Urgency.LATE,
        watch=actor.role is Role.REGULATOR,
    )


def _mine(actor: Actor, on: date) -> Waiting:
    """What this person answers for."""
    rows = queries.measures_seen_by(actor).filter(owner=actor.user_id, state=MeasureState.OPEN)
    first = rows.order_by("due").values_list("due", flat=True).first()
    ends = datetime.combine(first + timedelta(days=1), time.min, ZONE) if first else None
    return Waiting(
        title=_("Measures of security that are yours"),
        bundle=Bundle.SECURITY,
        url=f"{reverse('measures')}?toi=1",
        count=rows.count() if first else 0,
        due=ends,
        urgency=Urgency.LATE if first is not None and first < on else Urgency.NOW,
    )


def _verify(actor: Actor) -> Waiting:
    rows = queries.measures_seen_by(actor).filter(state=MeasureState.DONE)
    others = rows.exclude(done_by=actor.user_id).exclude(owner=actor.user_id)
    return Waiting(
        title=_("Measures of security to verify"),
        bundle=Bundle.SECURITY,
        url=f"{reverse('measures')}?tt={MeasureState.DONE.value}",
        count=others.count(),
        urgency=Urgency.LATER,
    )


def _drills(actor: Actor, on: date) -> Waiting:
    rows = queries.to_drill(queries.plans_seen_by(actor), on)
    return Waiting(
        title=_("Plans to be drilled soon"),
        bundle=Bundle.SECURITY,
        url=f"{reverse('safety_plans')}?dt=1",
        count=rows.count(),
        urgency=Urgency.LATER,
    )


def _checks(actor: Actor, on: date) -> Waiting:
    rows = queries.connections_seen_by(actor).filter(ended_on=None, check_due__lt=on)
    return Waiting(
        title=_("Connections to be checked"),
        bundle=Bundle.SECURITY,
        url=f"{reverse('connections')}?qh=1",
        count=rows.count(),
        urgency=Urgency.LATER,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """The registers by their own names: they are in nobody's menu."""
    del at
    wanted = fold(text).strip()
    if len(wanted) < NAME_MIN or permissions.why_not_read(actor) is not None:
        return []
    pages = (
        ("đánh giá an ninh, an toàn", _("Security"), "assessments"),
        ("biện pháp khắc phục, phòng ngừa", _("Measures"), "measures"),
        ("phương án, diễn tập", _("Plans"), "safety_plans"),
        ("khu vực bảo vệ, sổ ra vào", _("Sites of restricted entry"), "secured_sites"),
        ("điểm kết nối", _("Connections"), "connections"),
    )
    return [
        Found(title=title, url=reverse(name), kind=_("page"))
        for called, title, name in pages
        if wanted in fold(called)
    ]
