"""Whose roster a page is about, at which door, and what stands around every such page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.rules import Bloc, Hours
from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.people.rosters.permissions import why_not_keep
from kt1.people.rosters.queries import registers
from kt1.people.rosters.rules import Register, Span
from kt1.web.moments import ZONE
from kt1.web.request import Request

PAGE = "rosters"
UNFIT = 422


@dataclass(frozen=True, slots=True)
class Here:
    """An agency, the door whose roster is shown, and all its doors."""

    agency: Agency
    point: Place
    points: tuple[Place, ...]
    why_not: str | None

    @property
    def pair(self) -> tuple[int, int]:
        return self.agency.pk, self.point.pk

    def url(self, name: str, *more: object, **asked: str) -> str:
        said = urlencode({"diem": self.point.code, **asked})
        return f"{reverse(name, args=[self.agency.code, *more])}?{said}"


def agencies_seen(actor: Actor) -> QuerySet[Agency]:
    """Whose rosters a person may open: the same as whose contacts they see."""
    found = Agency.objects.filter(valid_to=None)
    if actor.is_agency:
        return found.filter(pk=actor.agency_id or 0)
    theirs = Q(province=actor.province_id)
    if actor.role is Role.PARTY_OFFICE:
        return found.filter((theirs & Q(bloc=Bloc.PARTY)) | Q(pk=actor.agency_id or 0))
    return found.filter(theirs) if actor.role is Role.DISPATCHER else found.none()


def agency_of(request: Request, code: str) -> Agency:
    return get_object_or_404(agencies_seen(request.actor), code=code)


def here_at(request: Request, code: str, *, keeps: bool = False) -> Here:
    """The agency and the door that the address or the form names.

    Args:
        keeps: the page changes rosters; who may not is told why.

    Raises:
        Http404: the agency is not theirs to see, or has no such door.
        NotAllowedError: `keeps`, and they do not keep its rosters.
    """
    agency = agency_of(request, code)
    points = points_of(agency)
    asked = request.POST.get("diem") or request.GET.get("diem")
    point = next((one for one in points if asked in {None, "", one.code}), None)
    if point is None:
        raise Http404
    why_not = why_not_keep(request.actor, agency)
    if keeps and why_not:
        raise NotAllowedError(why_not)
    return Here(agency, point, points, why_not)


def points_of(agency: Agency) -> tuple[Place, ...]:
    """Its doors, those that stand at night first: there the roster matters."""
    ties = AgencyPoint.objects.filter(agency=agency).select_related("point")
    found = sorted(ties, key=lambda tie: (tie.hours == Hours.WORKING, tie.point.sort_key, tie.pk))
    return tuple({tie.point_id: tie.point for tie in found}.values())


def register_of(here: Here, span: Span) -> Register:
    return registers([here.pair], span)[here.pair]


def read_by(request: Request) -> None:
    """Contacts off hours are Amber: each answer that shows them is one row of the log."""
    log_reading(request.actor, request.at, PAGE, ())


def midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, ZONE)


def days_from(first: date, count: int) -> Span:
    return Span(midnight(first), midnight(first + timedelta(days=count)))


def frame(here: Here, title: str, tab: str) -> dict[str, Any]:
    """What every page of a roster needs around it."""
    tabs = [
        ("roster", _("Roster")),
        ("roster_swaps", _("Swaps of turns")),
        ("roster_history", _("History")),
    ]
    return {
        "here": here,
        "title": title,
        "crumbs": [
            (_("Receivers of KT1 items"), reverse("receivers")),
            *([(_("Roster"), here.url("roster"))] if title != _("Roster") else []),
            (title, ""),
        ],
        "tabs": [(label, here.url(name), name == tab) for name, label in tabs],
        "doors": [(one, one.pk == here.point.pk) for one in here.points],
    }
