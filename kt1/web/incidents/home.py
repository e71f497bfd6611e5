"""What of incidents and drills waits for a person."""

from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.incidents import drills, permissions, queries
from kt1.assurance.incidents.models import Incident
from kt1.assurance.incidents.rules import OPEN, State
from kt1.network.names.rules import fold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.incidents.labels import kind_said

NAME, DRILLS, NAME_MIN = "sự cố", "diễn tập", 4
_FOUND = Q(state=State.FOUND)
_READERS = frozenset(permissions.READS_AS) - {Role.CLERK}


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    lines: list[Waiting] = []
    if actor.role in permissions.HANDLERS and actor.province_id is not None:
        lines = [*_to_handle(actor, at), _running(actor)]
    elif actor.role in _READERS:
        lines = [_to_confirm(actor, at)]
    return [line for line in lines if line.count]


def _to_handle(actor: Actor, at: datetime) -> list[Waiting]:
    """Two queries for the controller, three for the dispatcher."""
    asked = f"{reverse('incidents')}?"
    open_ones = queries.seen_by(actor, at).filter(state__in=OPEN).order_by()
    found = open_ones.aggregate(n=Count("pk", filter=_FOUND), since=Min("found_at", filter=_FOUND))
    owed = (
        queries.untold(actor)
        .order_by()
        .aggregate(n=Count("incident", distinct=True), due=Min("due"))
    )
    lines = [
        Waiting(
            title=_("Incidents to contain"),
            bundle=Bundle.INCIDENTS,
            url=f"{asked}tt={State.FOUND.value}",
            count=found["n"],
            due=found["since"],
            urgency=Urgency.LATE,
        ),
        Waiting(
            title=_("Incidents of which somebody is still to be told"),
            bundle=Bundle.INCIDENTS,
            url=f"{asked}cb=1",
            count=owed["n"],
            due=owed["due"],
            urgency=Urgency.LATE if owed["due"] and owed["due"] <= at else Urgency.RISK,
        ),
    ]
    if actor.role is Role.DISPATCHER:
        reports = queries.unsent(actor).order_by().aggregate(n=Count("pk"), due=Min("due"))
        lines.append(
            Waiting(
                title=_("Reports of incidents to send"),
                bundle=Bundle.INCIDENTS,
                url=f"{asked}mo=1",
                count=reports["n"],
                due=reports["due"],
                urgency=Urgency.LATE if reports["due"] and reports["due"] <= at else Urgency.NOW,
            )
        )
    return lines


def _running(actor: Actor) -> Waiting:
    return Waiting(
        title=_("DRILL: a drill runs"),
        url=reverse("drills"),
        count=drills.seen_by(actor).filter(ended_at=None).count(),
        urgency=Urgency.NOW,
    )


def _to_confirm(actor: Actor, at: datetime) -> Waiting:
    return Waiting(
        title=_("Incidents you were told of, to confirm"),
        url=reverse("incidents"),
        count=queries.to_acknowledge(actor, at).count(),
        urgency=Urgency.RISK,
    )


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """An incident by its code, and the lists by their names."""
    wanted, found = fold(text).strip(), []
    if len(wanted) < NAME_MIN:
        return []
    reads = permissions.why_not_read(actor) is None
    if reads and wanted.startswith("sc-"):
        found += [
            _found(one) for one in queries.seen_by(actor, at).filter(code=text.strip().upper())
        ]
    if reads and wanted in fold(NAME):
        found.append(Found(title=_("Incidents"), url=reverse("incidents"), kind=_("page")))
    if wanted in fold(DRILLS) and drills.why_not_read(actor) is None:
        found.append(Found(title=_("Drills"), url=reverse("drills"), kind=_("page")))
    return found


def _found(one: Incident) -> Found:
    return Found(
        title=str(one),
        url=reverse("incident", args=[one.pk]),
        kind=_("incident"),
        detail=kind_said(one),
        exact=True,
    )
