"""The network as acts of custody need it: bodies, desks and doors, kept for each revision.

An act reads a handful of these facts for every item. They change seldom, so a process reads
them once for each revision of the network; what is not found is looked for again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from kt1.custody.units import book
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.revisions.queries import current
from kt1.network.units.models import AdminUnitVersion


@dataclass(frozen=True, slots=True)
class PlaceFact:
    id: int
    kind: str
    province: int
    agency: int | None
    zone: str
    closed: bool


@dataclass(frozen=True, slots=True)
class AgencyFact:
    id: int
    province: int
    closed: bool
    commune: "CommuneFact | None" = None


@dataclass(frozen=True, slots=True)
class CommuneFact:
    """The commune a body governs; `kinds` in ISO days, the last one included, "" without end."""

    code: str
    kinds: tuple[tuple[str, str, str], ...]

    def kind_on(self, on: date) -> str:
        """What the law called it on the day; "" where it was not there."""
        day = on.isoformat()
        return next((k for k, first, last in self.kinds if first <= day <= (last or day)), "")


@dataclass(frozen=True, slots=True)
class Register:
    """One revision of the network. `doors` are the delivery points of a body with their hours."""

    places: Mapping[int, PlaceFact]
    place_codes: Mapping[str, int]
    agency_codes: Mapping[str, int]
    agencies: Mapping[int, AgencyFact]
    desks: Mapping[int, int]
    doors: Mapping[int, tuple[tuple[int, str], ...]]


def place(place_id: int | None) -> PlaceFact | None:
    """A place in use; None when there is none or it is closed."""
    found = None if place_id is None else _found(place_id, "places")
    return found if isinstance(found, PlaceFact) and not found.closed else None


def agency(agency_id: int) -> AgencyFact | None:
    """A body in the register today; None when there is none or it was closed."""
    found = _found(agency_id, "agencies")
    return found if isinstance(found, AgencyFact) and not found.closed else None


def place_of_code(code: str) -> int | None:
    """The id of a place by its code, as the API and scanners name it."""
    found = _found(code.upper(), "place_codes")
    return found if isinstance(found, int) else None


def agency_of_code(code: str) -> int | None:
    found = _found(code.upper(), "agency_codes")
    return found if isinstance(found, int) else None


def desk_of(agency_id: int) -> int | None:
    found = _found(agency_id, "desks")
    return found if isinstance(found, int) else None


def doors_of(agency_id: int) -> tuple[tuple[int, str], ...]:
    found = _found(agency_id, "doors")
    return found if isinstance(found, tuple) else ()


def _found(key: int | str, table: str) -> object:
    return getattr(register(), table).get(key)


def register() -> Register:
    opened = book.current()
    if opened is not None:
        if opened.register is None:
            opened.register = _read()
        kept = opened.register
        assert isinstance(kept, Register)  # noqa: S101 - the book keeps it without knowing it
        return kept
    token = current()
    return _read() if token is None else _kept(token)


@lru_cache(maxsize=4)
def _kept(_token: UUID) -> Register:
    return _read()


def _read() -> Register:
    doors: dict[int, list[tuple[int, str]]] = {}
    for body, point, hours in AgencyPoint.objects.order_by("agency_id", "point_id").values_list(
        "agency_id", "point_id", "hours"
    ):
        doors.setdefault(body, []).append((point, hours))
    places = {
        row[0]: PlaceFact(row[0], row[1], row[2], row[3], row[4], row[5] is not None)
        for row in Place.objects.values_list(
            "pk", "kind", "province_id", "agency_id", "zone", "valid_to"
        )
    }
    return Register(
        places=places,
        place_codes=dict(Place.objects.values_list("code", "pk")),
        agency_codes=dict(Agency.objects.values_list("code", "pk")),
        agencies=_agencies(),
        desks={
            fact.agency: fact.id
            for fact in places.values()
            if fact.agency is not None and fact.kind == PlaceKind.AGENCY_DESK and not fact.closed
        },
        doors={body: tuple(listed) for body, listed in doors.items()},
    )


def _agencies() -> dict[int, AgencyFact]:
    """One query; communes are few beside bodies and share their facts."""
    kinds = AdminUnitVersion.objects.filter(unit=OuterRef("commune")).order_by("valid_from")
    said = ArraySubquery(
        kinds.values(fact=JSONObject(kind="kind", first="valid_from", last="valid_to"))
    )
    communes: dict[str, CommuneFact] = {}
    found = {}
    for pk, province, ended, code, called in Agency.objects.values_list(
        "pk", "province_id", "valid_to", F("commune__code"), said
    ):
        if code is not None and code not in communes:
            spans = ((one["kind"], one["first"], one["last"] or "") for one in called)
            communes[code] = CommuneFact(code, tuple(spans))
        found[pk] = AgencyFact(pk, province, ended is not None, communes.get(code or ""))
    return found
