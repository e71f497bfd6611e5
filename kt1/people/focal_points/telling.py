"""What of the register the post was told, and what it was not told yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint, IssuedList, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """How the register differs from the last notice: rows since named, rows since ended."""

    named: frozenset[int]
    ended: frozenset[int]
    last: Notice | None

    @property
    def count(self) -> int:
        return len(self.named) + len(self.ended)


def standing(agency_id: int, at: datetime) -> frozenset[int]:
    """Rows of the register in force at this moment or to come."""
    rows = FocalPoint.objects.filter(agency=agency_id).exclude(valid_to__lte=at)
    return frozenset(rows.values_list("pk", flat=True))


def untold(agency_id: int, at: datetime) -> Untold:
    """What the post does not know yet. Two queries."""
    now = standing(agency_id, at)
    last = Notice.objects.filter(agency=agency_id).order_by("-at", "-pk").first()
    told = frozenset(last.focal_points) if last else frozenset()
    return Untold(named=now - told, ended=told - now, last=last)


def notices_seen_by(actor: Actor) -> QuerySet[Notice]:
    """Those of the agency itself, of its Party line, and for the post of its province."""
    found = Notice.objects.select_related("agency", "by", "acknowledged_by")
    if actor.role in AGENCY_ROLES:
        return found.filter(agency=actor.agency_id)
    if actor.role is Role.PARTY_OFFICE:
        theirs = Q(agency__bloc=Bloc.PARTY, agency__province=actor.province_id)
        return found.filter(theirs | Q(agency=actor.agency_id))
    if actor.role is Role.DISPATCHER:
        return found.filter(agency__province=actor.province_id)
    return found.none()


def lists_seen_by(actor: Actor) -> QuerySet[IssuedList]:
    """Copies handed out by those who see the same rows."""
    found = IssuedList.objects.select_related("by", "agency")
    if actor.role in AGENCY_ROLES:
        return found.filter(agency=actor.agency_id)
    if actor.role is Role.PARTY_OFFICE:
        return found.filter(province=actor.province_id, bloc=Bloc.PARTY)
    if actor.role is Role.DISPATCHER:
        return found.filter(province=actor.province_id, agency=None, bloc="")
    return found.none()


def known_to_post(rows: Collection[int], agency_id: int) -> bool:
    """Whether an acknowledged notice told all of these rows."""
    acknowledged = Notice.objects.filter(agency=agency_id, acknowledged_at__isnull=False)
    last = acknowledged.order_by("-at", "-pk").values_list("focal_points", flat=True).first()
    return set(rows) <= set(last or ())
