"""Starting clocks: the derivation of each deadline, shared by all items of one day and service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kt1.custody.clock.rules import Derivation, UnsetNormError, derive
from kt1.custody.items.acts import Start
from kt1.custody.items.rules import HeldItem
from kt1.custody.units import register
from kt1.law.calendars.queries import calendar
from kt1.law.geography.rules import areas
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import Norms, Parameter
from kt1.law.services.rules import Mark, Scope, Urgency, Zone
from kt1.network.routes.queries import next_runs

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Started:
    """Clocks about to start by unit id, and the derivations they share, as rows."""

    starts: dict[int, Start]
    derivations: list[dict[str, object]]


def _first(pair: tuple[int, Derivation]) -> int:
    return pair[0]


def start(items: Iterable[HeldItem], *, place: int, at: datetime) -> Started:
    """Deadline, expected time and derivation of every item accepted at `place` now.

    Bounded: derivations are computed once a service, expected times once a receiving body.

    Raises:
        UnsetNormError, NoCalendarError: a figure or a day is missing; nothing is guessed.
    """
    listed = list(items)
    desks = desks_and_zones(i.receiver for i in listed)
    expected = next_runs(
        {(place, desk) for desk, _zone in desks.values() if desk}, after=at, calendar=calendar()
    )
    made: dict[tuple[object, ...], tuple[int, Derivation]] = {}
    starts: dict[int, Start] = {}
    special = special_lists((i.receiver for i in listed), at)
    for item in listed:
        desk, zone = desks[item.receiver]
        area = special.get(item.receiver)
        service = (item.urgency, item.scope, item.agreed_at, zone, area and area.id)
        if service not in made:
            made[service] = _derived(item, at, zone, area)
        key, derivation = made[service]
        journey = expected.get((place, desk))
        starts[item.id] = Start(
            deadline=derivation.deadline,
            expected=journey.arrives if journey else None,
            derivation=key,
        )
    return Started(starts, [_row(key, d) for key, d in sorted(made.values(), key=_first)])


def desk_and_zone(agency: int) -> tuple[int, str]:
    """The desk of a body, and its zone for Hẹn giờ: of the desk, else of its first door."""
    return desks_and_zones([agency])[agency]


def desks_and_zones(agencies: Iterable[int]) -> dict[int, tuple[int, str]]:
    """The same for many bodies, by one look at the register."""
    known = register.register()
    found: dict[int, tuple[int, str]] = {}
    for agency in set(agencies):
        desk = known.desks.get(agency, 0)
        places = [desk, *(door for door, _hours in known.doors.get(agency, ()))]
        zones = (fact.zone for p in places if (fact := known.places.get(p)) and fact.zone)
        found[agency] = (desk, next(zones, ""))
    return found


def special_lists(agencies: Iterable[int], at: datetime) -> dict[int, Parameter]:
    """Bodies that govern a commune of special geography, each with the list that names it.

    No list is asked where no norm set is gone by: no deadline is derived then either.
    """
    known, norms = register.register().agencies, _norms(at)
    if norms is None:
        return {}
    named = areas(norms)
    found = {}
    for agency in set(agencies):
        fact = known.get(agency)
        if fact is not None and fact.commune is not None:
            commune = fact.commune
            if (listed := named.named(commune.code, commune.kind_on(norms.on))) is not None:
                found[agency] = listed
    return found


def _norms(at: datetime) -> Norms | None:
    try:
        return active_norms(day_of(at))
    except UnsetNormError:
        return None


def norm_set_on(at: datetime) -> str:
    return active_norms(day_of(at)).code


def day_of(at: datetime) -> date:
    return at.astimezone(HANOI).date()


def _derived(
    item: HeldItem, at: datetime, zone: str, special: Parameter | None
) -> tuple[int, Derivation]:
    # The mark does not change the deadline in any norm set known; it is not read for this.
    derivation = derive(
        accepted=at,
        urgency=Urgency(item.urgency),
        mark=Mark.NONE,
        scope=Scope(item.scope),
        norms=active_norms(day_of(at)),
        calendar=calendar(),
        agreed=item.agreed_at,
        zone=Zone(zone) if zone else None,
        special=special,
    )
    return _id_of(derivation), derivation


def _id_of(derivation: Derivation) -> int:
    # Six bytes: the id stands in the ledger, where a whole number stays below 2^53.
    return int.from_bytes(derivation.key[:6], "big")


def _row(key: int, derivation: Derivation) -> dict[str, object]:
    return {
        "id": key,
        "norm_set": derivation.norm_set,
        "steps": list(derivation.steps),
        "parameters": list(derivation.parameters),
    }
