"""A schematic tile map of a province's communes: who has nobody to sign, where. No outside tiles.

The tiles stand in the order of the national codes, which keeps the communes of an old district
together, line by line like reading; the first is for the bodies of the province itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import Agency
from kt1.network.units.queries import UnitOn, communes
from kt1.people.coverage import queries
from kt1.people.coverage.rules import day_of
from kt1.people.readings.steps import log_reading
from kt1.web.coverage import reads
from kt1.web.coverage.gaps import unknown
from kt1.web.coverage.looking import Looked, looked_at
from kt1.web.coverage.month import LOOKERS
from kt1.web.coverage.reads import OfBody
from kt1.web.coverage.tabs import tabs
from kt1.web.request import Request, acts_as

COLUMNS = 12
TILE, GAP = 84, 6
STEP_Y = 62
TILE_HEIGHT = 56
#: As many letters as fit on a line of a tile.
LETTERS = 12
LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One commune, or the bodies of the province: how many of them, how many with gaps."""

    name: str
    title: str
    bodies: int
    shut: int
    hours: int
    url: str
    x: int = 0
    y: int = 0

    @property
    def tone(self) -> str:
        if not self.bodies:
            return "unconfirmed"
        return "risk" if self.shut else "good"

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The name on at most two lines, each with its y within the tile."""
        listed = broken(self.name)
        return [(18 + 14 * n, line) for n, line in enumerate(listed)]

    @property
    def figure(self) -> str:
        return f"{self.shut}/{self.bodies}" if self.shut else ""

    @property
    def said(self) -> str:
        if not self.bodies:
            return _("%(name)s: no body here that you look after") % {"name": self.title}
        if not self.shut:
            return _("%(name)s: somebody may sign everywhere") % {"name": self.title}
        said = ngettext(
            "%(name)s: %(n)s body without anybody, %(hours)s hours at most",
            "%(name)s: %(n)s bodies without anybody, %(hours)s hours at most",
            self.shut,
        )
        return said % {"name": self.title, "n": self.shut, "hours": self.hours}


def broken(name: str) -> list[str]:
    """A name on at most two lines of a tile."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > LINES:
        return [lines[0], f"{lines[1][: LETTERS - 1]}…"]
    return lines


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles in their places."""

    tiles: Sequence[Tile]
    width: int
    height: int


def tile_map(units: Sequence[UnitOn], province: str, bodies: Collection[Agency],
             found: Mapping[int, OfBody], looked: Looked) -> TileMap:  # fmt: skip
    """The communes in the order of their codes after the province itself."""
    by_commune: dict[int | None, list[Agency]] = {}
    for body in bodies:
        by_commune.setdefault(body.commune_id, []).append(body)
    places: list[tuple[int | None, str, str]] = [(None, _("Province level"), province)]
    places += [(one.id, one.name, one.title) for one in sorted(units, key=lambda u: u.code)]
    tiles = []
    for n, (unit, name, title) in enumerate(places):
        here = by_commune.get(unit, [])
        shut = [found[body.pk] for body in here if body.pk in found]
        query = urlencode({"q": title}) if unit is not None else ""
        tiles.append(
            Tile(
                name=name,
                title=title,
                bodies=len(here),
                shut=len(shut),
                hours=max((one.hours for one in shut), default=0),
                url="?".join((reverse("coverage"), "&".join(filter(None, (looked.asked, query))))),
                x=n % COLUMNS * (TILE + GAP),
                y=n // COLUMNS * STEP_Y,
            )
        )
    rows = -(-len(tiles) // COLUMNS)
    return TileMap(tiles, COLUMNS * (TILE + GAP) - GAP, rows * STEP_Y - (STEP_Y - TILE_HEIGHT))


@require_GET
@acts_as(*LOOKERS)
def tiles(request: Request) -> HttpResponseBase:
    """The map, and the same as a table beside it."""
    today = day_of(request.at)
    seen = queries.seen_by(request.actor, today)
    try:
        looked = looked_at(request.GET, request.at)
        with transaction.atomic():
            log_reading(request.actor, request.at, reads.MAP, ())
            found = reads.gaps_by_body(seen, looked.span)
            bodies = list(seen.only("pk", "commune"))
    except reads.Unknown as fault:
        return unknown(request, fault, "coverage_map")
    units = communes(request.actor.province_id or 0, today)
    drawn = tile_map(units, _("Bodies of the province"), bodies, found, looked)
    context = {
        "map": drawn,
        "shut": [tile for tile in drawn.tiles if tile.shut],
        "looked": looked,
        "tabs": tabs(request.actor, "coverage_map", looked.asked),
    }
    return render(request, "coverage/map.html", context)
