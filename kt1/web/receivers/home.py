"""What of doors, notices and substitutes waits for a person."""

from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.custody.trips.visitors import visits_to
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points import telling
from kt1.people.visits import queries
from kt1.people.visits.permissions import LEADERS
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Bundle, Found, Urgency, Waiting
from kt1.web.moments import ZONE
from kt1.web.people.receivers import READERS
from kt1.web.receivers import points

FOUND_MOST = 5


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    lines: list[Waiting] = []
    if actor.role is Role.CLERK:
        lines += [_untold(actor, at), _strangers(actor, at)]
    if actor.role in {Role.CLERK, Role.HEAD, Role.DISPATCHER}:
        lines.append(_unwritten(actor))
    if actor.role is Role.DISPATCHER:
        lines.append(_unanswered(actor))
    if actor.role in LEADERS:
        lines.append(_to_settle(actor, at))
    return [line for line in lines if line.count]


def _untold(actor: Actor, at: datetime) -> Waiting:
    code = Agency.objects.filter(pk=actor.agency_id or 0).values_list("code", flat=True).first()
    return Waiting(
        title=_("Changes of receivers the post was not told"),
        bundle=Bundle.RECEIVERS,
        detail=_("Send a numbered notice; the post acknowledges it."),
        url=reverse("tell_post", args=[code]) if code else reverse("notices"),
        count=telling.untold(actor.agency_id or 0, at).count if code else 0,
        urgency=Urgency.LATER,
    )


def _strangers(actor: Actor, at: datetime) -> Waiting:
    today = at.astimezone(ZONE).date()
    changed = [one for one in visits_to(actor, today) if one.told or one.is_strange]
    return Waiting(
        title=_("Another courier comes today"),
        detail=_("Compare the card before you hand over."),
        url=reverse("visitors"),
        count=len(changed),
        due=min((one.passes_at for one in changed), default=None),
    )


def _unwritten(actor: Actor) -> Waiting:
    rows = queries.unwritten(actor)
    first = rows.aggregate(first=Min("used_at"))["first"]
    return Waiting(
        title=_("Substitutes who received, to be confirmed in writing"),
        bundle=Bundle.RECEIVERS,
        url=f"{reverse('substitutes')}?vb=1",
        count=rows.count() if first else 0,
        due=first + queries.write_within(first) if first else None,
    )


def _unanswered(actor: Actor) -> Waiting:
    rows = telling.notices_seen_by(actor).filter(acknowledged_at=None)
    return Waiting(
        title=_("Notices of receivers to acknowledge"),
        bundle=Bundle.RECEIVERS,
        url=f"{reverse('notices')}?cho=1",
        count=rows.count(),
    )


def _to_settle(actor: Actor, at: datetime) -> Waiting:
    rows = queries.to_settle(actor, at)
    first, lasts = rows.aggregate(first=Min("asked_at"))["first"], queries.agreed_for(at)
    return Waiting(
        title=_("A courier at a door asks for a substitute"),
        detail=_("Ring a registered number, then confirm or not."),
        url=f"{reverse('substitutes')}?cho=1",
        count=rows.count() if first else 0,
        urgency=Urgency.LATE,
        due=first + lasts if first and lasts else None,
    )


def acts(actor: Actor) -> list[Act]:
    if actor.role in {Role.HEAD, Role.CLERK}:
        return [Act(label=_("Who comes today"), url=reverse("visitors"))]
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """A delivery point by its code, for those who keep the register."""
    del at
    if actor.role not in READERS:
        return []
    found: list[Place] = list(points.seen_by(actor).filter(code=text.strip().upper())[:FOUND_MOST])
    return [
        Found(
            title=place.name,
            url=reverse("point", args=[place.code]),
            kind=_("delivery point"),
            detail=place.address,
        )
        for place in found
    ]
