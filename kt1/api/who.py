"""Who may sign: for a program that stands at a door for a person of the post."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from kt1.api.door import actor_of, moment_of
from kt1.api.problems import UnknownReferenceError
from kt1.api.schemas import AgencyCode, PlaceCode, Taken
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import AgencyPoint
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.focal_points.rules import Rank, Receiver, ReceiverKind
from kt1.people.readings.steps import log_reading

router = Router(tags=["who"])

PAGE = "api.who"


class WhoIn(Taken):
    point: PlaceCode = Field(description="Code of the delivery point")
    at: datetime | None = Field(
        None, description="RFC 3339; without an offset Vietnamese time; now where it is left out"
    )
    agency: AgencyCode | None = Field(None, description="Only this body of a shared door")


class SignerOut(Schema):
    """Somebody who may sign, in the order to look for them."""

    focal_point: int = Field(description="Row of the register; a delivery names it")
    kind: ReceiverKind
    rank: Rank
    title: str
    name: str = Field(description="Of a person; empty for a duty post or room")
    phone: str
    authority: str = Field(description="The paper that names them")


class BodyAnswerOut(Schema):
    agency: str
    people: list[SignerOut]
    path: list[str] = Field(description="How it was found; titles and papers, no private names")
    gap: bool = Field(description="Nobody named may sign: keep the items")
    substitute: bool = Field(description="Whether a confirmed substitute could sign (nhận thay)")


class WhoOut(Schema):
    point: str
    at: datetime
    focal_only: bool
    no_phones: bool
    answers: list[BodyAnswerOut]


@router.get("", response=WhoOut, operation_id="who_may_sign")
def who(request: HttpRequest, asked: Query[WhoIn]) -> dict[str, Any]:
    """Who may sign at one door at one moment, for each body you may ask about.

    Contacts at a door are Amber: every answer writes one row of the reading log.
    """
    actor, at = actor_of(request), asked.at or moment_of(request)
    if at.tzinfo is None:
        at = at.replace(tzinfo=VIETNAM)
    door = _door(actor, asked.point)
    bodies = _bodies(actor, door, asked.agency)
    with transaction.atomic():
        log_reading(actor, moment_of(request), PAGE, ())
        return {
            "point": door.code,
            "at": at,
            "focal_only": door.focal_only,
            "no_phones": door.no_phones,
            "answers": [_answer(door, at, pk, code) for pk, code in bodies],
        }


def _door(actor: Actor, code: str) -> Place:
    """A door of the actor's own province."""
    if actor.role not in POST_ROLES | AGENCY_ROLES:
        raise NotAllowedError(_("Only the post and the bodies of a door ask who may sign there."))
    found = Place.objects.filter(
        code=code.strip().upper(), kind=PlaceKind.DELIVERY_POINT, province=actor.province_id
    ).first()
    if found is None:
        raise UnknownReferenceError(code)
    return found


def _bodies(actor: Actor, door: Place, code: str | None) -> list[tuple[int, str]]:
    """The post asks about every body of a door; a body about itself."""
    ties = AgencyPoint.objects.filter(point=door)
    if not actor.is_post:
        ties = ties.filter(agency=actor.agency_id or 0)
    if code:
        ties = ties.filter(agency__code=code)
    found = ties.order_by("agency__sort_key", "agency_id")
    bodies = list(found.values_list("agency_id", "agency__code").distinct())
    if not bodies:
        raise UnknownReferenceError(code or door.code)
    return bodies


def _answer(door: Place, at: datetime, agency_id: int, code: str) -> dict[str, Any]:
    found = who_may_sign_at(door.pk, at, agency_id=agency_id)
    return {
        "agency": code,
        "people": [_person(one) for one in found.people],
        "path": list(found.path),
        "gap": found.gap,
        "substitute": found.substitute,
    }


def _person(one: Receiver) -> dict[str, Any]:
    return {
        "focal_point": one.id,
        "kind": one.kind.value,
        "rank": one.rank.value,
        "title": one.title,
        "name": one.name,
        "phone": one.phone,
        "authority": one.authority,
    }
