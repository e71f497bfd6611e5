"""Building the demonstration's people upon its network."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kt1.ledger.entries.actions import append
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.agencies.rules import Family, Hours
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.cast import STORY, Body, Part, Site, cast
from kt1.people.demonstration.doors import put_doors
from kt1.people.demonstration.receivers import SINCE, Door, Named, receivers
from kt1.people.demonstration.rosters import put_rosters
from kt1.people.demonstration.standings import put_standings
from kt1.people.focal_points.models import FocalPoint

# Of every account that can be signed in as. Worth nothing elsewhere: only a demonstration has
# these accounts, and its sign-in page shows this on purpose.
PASSWORD = "du-lieu-minh-hoa-kt1"  # noqa: S105 - shown on purpose, see above
PROVINCES = ("24", "75")
_BATCH = 2_000
_POST_KINDS = (PlaceKind.COUNTER, PlaceKind.POST_OFFICE, PlaceKind.CENTRE, PlaceKind.VEHICLE)


class NotEmptyError(Exception):
    """There are accounts already; a demonstration is never mixed into real data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How much was built."""

    users: int
    focal_points: int


@transaction.atomic
def demo_people(*, at: datetime, by: str) -> Built:
    """Accounts, duties and receivers for the network of `demo_network`.

    Every clerk of an agency has an account; the story's clerks, the post and those who follow
    the service can be signed in as, with one shared password. The same network always gets the
    same people.

    Raises:
        NotEmptyError: there are accounts already.
    """
    if User.objects.exists():
        raise NotEmptyError
    provinces = dict(
        AdminUnit.objects.filter(code__in=PROVINCES).order_by("code").values_list("code", "pk")
    )
    parts = cast(_bodies(), _sites(), provinces)
    users = _put_users(parts)
    put_standings(parts, users, _homes(parts))
    clerks = {
        part.agency: user.pk
        for part, user in zip(parts, users, strict=True)
        if part.role is Role.CLERK and part.agency is not None
    }
    named = receivers(_doors(clerks))
    FocalPoint.objects.bulk_create([_row(each) for each in named], batch_size=_BATCH)
    put_rosters()
    put_doors(at)
    append(
        kind="people.demonstration.built",
        subject="people",
        actor=by,
        at=at,
        body={"users": len(users), "focal_points": len(named)},
    )
    return Built(users=len(users), focal_points=len(named))


def _put_users(parts: list[Part]) -> list[User]:
    shared, closed = make_password(PASSWORD), make_password(None)
    users = User.objects.bulk_create(
        [
            User(
                username=part.username,
                title=part.title,
                card_number=part.card,
                password=shared if part.can_sign_in else closed,
                is_demonstration=True,
            )
            for part in parts
        ],
        batch_size=_BATCH,
    )
    Duty.objects.bulk_create(
        [
            Duty(
                user=user,
                role=part.role,
                place_id=part.place,
                agency_id=part.agency,
                province_id=part.province,
                valid_from=SINCE,
            )
            for part, user in zip(parts, users, strict=True)
        ],
        batch_size=_BATCH,
    )
    return users


def _homes(parts: list[Part]) -> dict[str, int]:
    """The province of every duty that lies at a place or in a province."""
    of_place = dict(Place.objects.values_list("pk", "province"))
    homes = ((part.username, part.province or of_place.get(part.place or 0)) for part in parts)
    return {name: province for name, province in homes if province is not None}


def _bodies() -> list[Body]:
    desks = dict(
        Place.objects.filter(kind=PlaceKind.AGENCY_DESK, valid_to=None).values_list(
            "agency_id", "pk"
        )
    )
    rows = Agency.objects.order_by("code").values_list("pk", "code", "name", "province", "family")
    return [
        Body(pk, code, name, desks[pk], province, family == Family.POST)
        for pk, code, name, province, family in rows
        if pk in desks
    ]


def _sites() -> list[Site]:
    rows = Place.objects.filter(kind__in=_POST_KINDS).order_by("code")
    return [
        Site(pk, code, name, PlaceKind(kind), province)
        for pk, code, name, kind, province in rows.values_list(
            "pk", "code", "name", "kind", "province"
        )
    ]


def _doors(clerks: dict[int, int]) -> list[Door]:
    """Joined here and not by the database: just filled, it still thinks these tables empty."""
    points = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT).in_bulk()
    agencies = Agency.objects.in_bulk()
    rows = [
        (points[row.point_id], agencies[row.agency_id], Hours(row.hours))
        for row in AgencyPoint.objects.order_by("pk")
    ]
    rows.sort(key=lambda row: (row[0].code, row[1].code, row[2]))
    told = {point.pk for point, agency, _hours in rows if agency.code in STORY}
    return [
        Door(
            agency=agency.pk,
            agency_code=agency.code,
            name=agency.name,
            point=point.pk,
            point_name=point.name,
            hours=hours,
            gate=point.gate_only,
            told=point.pk in told,
            clerk=clerks.get(agency.pk),
        )
        for point, agency, hours in rows
    ]


def _row(named: Named) -> FocalPoint:
    return FocalPoint(
        point_id=named.door.point,
        agency_id=named.door.agency,
        kind=named.kind,
        title=named.title[:120],
        phone=named.phone,
        user_id=named.user,
        rank=named.shift.rank,
        day_kinds=list(named.shift.days),
        from_time=named.shift.from_time,
        to_time=named.shift.to_time,
        authority_doc=f"MH-{named.door.agency_code}",
        authority_date=named.shift.valid_from.date(),
        valid_from=named.shift.valid_from,
        valid_to=named.shift.valid_to,
    )
