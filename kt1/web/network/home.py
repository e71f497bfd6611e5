"""What of the network waits for a person, and what of it the search box finds."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies import queries as agencies
from kt1.network.places import queries as places
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.charts.bars import Bars
from kt1.web.home.waiting import Act, Found, Urgency, Waiting
from kt1.web.network import permissions

FOUND_MAX = 6
AGENCY, PLACE = gettext_lazy("Agency"), gettext_lazy("Place")


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Holes in the network, for those who can mend them."""
    on = at.astimezone(VIETNAM).date()
    if actor.role is Role.DISPATCHER:
        return _for_dispatcher(actor, on)
    if actor.role is Role.REGULATOR:
        return _for_regulator(actor, on)
    return []


def acts(actor: Actor) -> list[Act]:
    del actor
    return []


def picture(actor: Actor, at: datetime) -> Bars | None:
    del actor, at
    return None


def find(actor: Actor, text: str, at: datetime) -> list[Found]:
    """Agencies called so, one's own province first; places for those who may read them."""
    on = at.astimezone(VIETNAM).date()
    return _agencies(actor, text, on) + _places(actor, text, on)


def _agencies(actor: Actor, text: str, on: date) -> list[Found]:
    rows = agencies.find(text, on, near=actor.province_id, limit=FOUND_MAX)
    return [
        Found(
            title=row.name,
            url=reverse("agency", args=[row.code]),
            kind=AGENCY,
            detail=row.code,
            exact=row.code == text.strip().upper(),
        )
        for row in rows
    ]


def _places(actor: Actor, text: str, on: date) -> list[Found]:
    if permissions.why_not_read_places(actor) is not None or not text.strip():
        return []
    seen = permissions.places_seen_by(actor, places.in_force(on))
    return [
        Found(
            title=row.name,
            url=reverse("place", args=[row.code]),
            kind=PLACE,
            detail=str(row.get_kind_display()),
            exact=row.code == text.strip().upper(),
        )
        for row in places.matching(seen, text)[:FOUND_MAX]
    ]


def _for_dispatcher(actor: Actor, on: date) -> list[Waiting]:
    own = {"province_id": actor.province_id}
    unvisited = places.unvisited(places.in_force(on).filter(**own), on).count()
    unreached = agencies.without_point(agencies.in_force(on).filter(**own)).count()
    return [
        Waiting(title=title, detail=detail, url=url, count=count, urgency=Urgency.RISK)
        for title, detail, url, count in (
            (
                _("Delivery points passed by no delivery route"),
                _("Nothing is expected there by any run."),
                reverse("places") + "?khong-tuyen=1",
                unvisited,
            ),
            (
                _("Agencies without a delivery point"),
                _("Nothing can be delivered to them."),
                reverse("agencies") + "?khong-diem-phat=1",
                unreached,
            ),
        )
        if count
    ]


def _for_regulator(actor: Actor, on: date) -> list[Waiting]:
    own = agencies.in_force(on).filter(province_id=actor.province_id)
    unnamed = agencies.without_annex(own, on).count()
    if not unnamed:
        return []
    return [
        Waiting(
            title=_("Agencies under no annex"),
            detail=_("Say which paper admits them, or close them."),
            url=reverse("agencies") + "?khong-phu-luc=1",
            count=unnamed,
            urgency=Urgency.LATER,
        )
    ]
