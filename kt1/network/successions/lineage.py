"""Who was called what on a day, and who has whose history: read for every page, so kept.

Bodies that ever changed are few. A process reads them once for each revision of the network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_name
from kt1.network.revisions.queries import current
from kt1.network.successions.models import FormerName, Heir


@dataclass(frozen=True, slots=True)
class Lineage:
    """One revision of what changed. Bodies that never changed are in none of it."""

    names: Mapping[int, tuple[tuple[date, str], ...]]  # body -> (last day, name), oldest first
    forebears: Mapping[int, frozenset[int]]  # body -> bodies whose history it has
    desks: Mapping[int, int]  # desk -> its body, of bodies with former names
    heirs: Mapping[int, int]  # body that ended -> who has its history, at the end of the line


def name_on(agency_id: int, name: str, on: date, known: Lineage | None = None) -> str:
    """What a body was called on a day. `name` is its name of today."""
    for until, former in (known or lineage()).names.get(agency_id, ()):
        if on <= until:
            return former
    return name


def desk_name_on(agency_id: int | None, name: str, on: date, known: Lineage | None = None) -> str:
    """The same for a place: only the desk of a body is called after the body."""
    if agency_id is None:
        return name
    former = name_on(agency_id, "", on, known)
    return desk_name(former) if former else name


def place_name_on(place_id: int, name: str, on: date, known: Lineage) -> str:
    """The same, where only the id of the place is known; for many places of one page."""
    return desk_name_on(known.desks.get(place_id), name, on, known)


def bodies_behind(agency_id: int | None) -> list[int]:
    """A body and all whose history it has: what it may look back on."""
    if agency_id is None:
        return []
    return [agency_id, *sorted(lineage().forebears.get(agency_id, ()))]


def with_forebears(rows: QuerySet[Agency]) -> QuerySet[Agency]:
    """These bodies and all whose history they have."""
    known = lineage().forebears
    if not known:
        return rows
    found = set(rows.filter(pk__in=known).values_list("pk", flat=True))
    behind = {one for body in found for one in known[body]}
    return Agency.objects.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=behind))


def lineage() -> Lineage:
    token = current()
    return _read() if token is None else _kept(token)


@lru_cache(maxsize=4)
def _kept(_token: UUID) -> Lineage:
    return _read()


def _read() -> Lineage:
    names: dict[int, list[tuple[date, str]]] = {}
    for body, until, name in FormerName.objects.order_by("until").values_list(
        "agency_id", "until", "name"
    ):
        names.setdefault(body, []).append((until, name))
    after = dict(Heir.objects.filter(main=True).order_by("at").values_list("old_id", "new_id"))
    heirs = {old: _last(old, after) for old in after}
    desks = Place.objects.filter(kind=PlaceKind.AGENCY_DESK, agency__in=names)
    forebears: dict[int, set[int]] = {}
    for old in after:
        for one in _line(old, after):
            forebears.setdefault(one, set()).add(old)
    return Lineage(
        names={body: tuple(listed) for body, listed in names.items()},
        forebears={body: frozenset(found - {body}) for body, found in forebears.items()},
        desks={pk: body or 0 for pk, body in desks.values_list("pk", "agency_id")},
        heirs=heirs,
    )


def _line(old: int, after: Mapping[int, int]) -> list[int]:
    """Everyone who came after `old`, one after the other; a circle ends where it closes."""
    line: list[int] = []
    here = after.get(old)
    while here is not None and here not in line and here != old:
        line.append(here)
        here = after.get(here)
    return line


def _last(old: int, after: Mapping[int, int]) -> int:
    return (_line(old, after) or [old])[-1]
