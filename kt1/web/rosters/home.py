"""What of rosters waits for a person: requests for a swap that they can answer."""

from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.network.names.rules import fold
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.queries import swaps_seen_by
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Waiting

_CALLED = ("lich truc", "roster", "doi ca", "truc thay")
_READ_BY = {*AGENCY_ROLES, Role.PARTY_OFFICE, Role.DISPATCHER}


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Requests of others; one's own wait for somebody else."""
    if actor.role not in {Role.CLERK, Role.HEAD}:
        return []
    rows = swaps_seen_by(actor).filter(state=SwapState.ASKED, giver_ends__gt=at)
    mine = list(
        rows.exclude(asked_by=actor.user_id)
        .order_by()
        .values("agency__code", "point__code")
        .annotate(due=Min("giver_begins"))
    )
    if not mine:
        return []
    count = rows.exclude(asked_by=actor.user_id).count()
    first = min(mine, key=lambda row: row["due"])
    url = reverse("roster_swaps", args=[first["agency__code"]])
    return [
        Waiting(
            title=_("Swaps of turns to answer"),
            detail=_("Until somebody accepts, the roster stays as it is."),
            url=f"{url}?diem={first['point__code']}",
            count=count,
            due=first["due"],
        )
    ]


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """Whoever types the name of the page is taken there."""
    del at
    said = fold(text)
    if actor.role not in _READ_BY or not any(said and one.startswith(said) for one in _CALLED):
        return []
    return [Found(title=_("Roster"), url=reverse("rosters"), kind=_("page"))]
