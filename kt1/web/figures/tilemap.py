"""A schematic tile map of a province's communes: one figure at a time, no outside tiles.

Every commune has its tile, in the order of the national codes; the first is for the bodies of the
province itself. What a tile says stands in the table of figures too, where it can be sorted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.units.queries import communes
from kt1.oversight.figures.lines import Shown
from kt1.oversight.figures.permissions import OF_PROVINCE
from kt1.people.readings.steps import log_reading
from kt1.web.coverage.tilemap import COLUMNS, GAP, STEP_Y, TILE, TILE_HEIGHT, broken
from kt1.web.figures.asking import AT_PROVINCE, Asking, asking, least
from kt1.web.figures.cells import HIDDEN, said
from kt1.web.figures.gathering import Line, of_province
from kt1.web.figures.labels import tabs
from kt1.web.figures.opening import Opened
from kt1.web.moments import ZONE
from kt1.web.numbers import number
from kt1.web.quality.labels import per_cent
from kt1.web.request import Request, acts_as
from kt1.web.words import Words

READING = "figures.map"
PER_MILLE = 1000
DEPTHS = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the map: how it is read, how deep its tile is, and whether deep is a worry.

    `depth` answers None where there is nothing to show, else what is compared between tiles.
    """

    label: Words
    text: Callable[[Shown], str]
    depth: Callable[[Shown], int | None]
    #: Which address of a line a tile opens.
    opens: Callable[[Opened], str]
    worries: bool = False


def _mail(shown: Shown) -> int | None:
    if shown.sent is None or shown.received is None:
        return None
    return shown.sent + shown.received


def _late(shown: Shown) -> int | None:
    return None if shown.rate is None else PER_MILLE - shown.rate


MEASURES: Mapping[str, Measure] = {
    "su-dung": Measure(
        gettext_lazy("bodies that used it"),
        lambda one: f"{number(one.facts.using)}/{number(one.facts.bodies)}",
        lambda one: one.share,
        lambda to: to.using,
    ),
    "san-luong": Measure(
        gettext_lazy("items sent and received"),
        lambda one: said(_mail(one)),
        _mail,
        lambda to: to.sent,
    ),
    "dung-han": Measure(
        gettext_lazy("late of what was received"),
        lambda one: per_cent(_late(one)),
        _late,
        lambda to: to.rate,
        worries=True,
    ),
    "an-toan": Measure(
        gettext_lazy("lost or not intact"),
        lambda one: said(one.harmed),
        lambda one: one.harmed,
        lambda to: to.harmed,
        worries=True,
    ),
    "ngoai-gio": Measure(
        gettext_lazy("bodies with nobody for some time off hours"),
        lambda one: number(one.facts.lacking),
        lambda one: one.facts.lacking,
        lambda to: to.lacking,
        worries=True,
    ),
    "qua-han": Measure(
        gettext_lazy("past its day"),
        lambda one: number(one.facts.overdue),
        lambda one: one.facts.overdue,
        lambda to: to.overdue,
        worries=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One commune with its figure; `depth` 0 is nothing, 3 the most of the map."""

    name: str
    title: str
    text: str
    depth: int
    url: str
    x: int
    y: int
    worries: bool

    @property
    def lines(self) -> list[tuple[int, str]]:
        return [(18 + 14 * n, line) for n, line in enumerate(broken(self.name))]

    @property
    def sign(self) -> str:
        """A shape besides the depth, for whoever does not see colours."""
        return "▲ " if self.worries and self.depth else ""

    @property
    def said(self) -> str:
        return _("%(name)s: %(figure)s") % {"name": self.title, "figure": self.text}


@dataclass(frozen=True, slots=True)
class Drawn:
    tiles: Sequence[Tile]
    width: int
    height: int


def drawn(names: Sequence[tuple[str, str]], lines: Mapping[str, Line], measure: Measure) -> Drawn:
    """The tiles in the order of `names`: (code, name), the province itself first."""
    depths = {key: measure.depth(line.shown) for key, line in lines.items()}
    most = _most(depths)
    tiles = []
    for n, (code, name) in enumerate(names):
        line = lines.get(code)
        tiles.append(
            Tile(
                name=name,
                title=line.label if line else name,
                text=measure.text(line.shown) if line else "–",
                depth=_step(depths.get(code), most),
                url=address(line, measure) if line else "",
                x=n % COLUMNS * (TILE + GAP),
                y=n // COLUMNS * STEP_Y,
                worries=measure.worries,
            )
        )
    rows = -(-len(tiles) // COLUMNS)
    return Drawn(tiles, COLUMNS * (TILE + GAP) - GAP, rows * STEP_Y - (STEP_Y - TILE_HEIGHT))


def address(line: Line, measure: Measure) -> str:
    """What the figure counts; where it is nought, the bodies of the commune."""
    url = "" if measure.depth(line.shown) == 0 else measure.opens(line.opened)
    return url or line.opened.sent


def _most(depths: Mapping[str, int | None]) -> int:
    """The largest of the communes; what lies at the province alone would leave them all alike."""
    communes = [depth for code, depth in depths.items() if depth and code != AT_PROVINCE]
    return max(communes, default=depths.get(AT_PROVINCE) or 0)


def _step(depth: int | None, most: int) -> int:
    """Thirds of the largest figure of the communes."""
    if not depth or not most:
        return 0
    return min(DEPTHS, 1 + (DEPTHS * depth - 1) // most)


@require_GET
@acts_as(*sorted(OF_PROVINCE))
def figures_map(request: Request) -> HttpResponseBase:
    """One figure of every commune; a tile opens what it counts."""
    province = request.actor.province_id
    if province is None:
        raise Http404
    key = request.GET.get("so", "")
    measure = MEASURES.get(key, MEASURES["su-dung"])
    one = _by_commune(asking(request.GET, request.actor, request.at))
    with transaction.atomic():
        log_reading(request.actor, request.at, READING, ())
        found = of_province(request.actor, province, one, request.at, least(request.at))
    lines = {line.key: line for line in found.lines}
    on = request.at.astimezone(ZONE).date()
    names = [(AT_PROVINCE, _("Province level"))]
    names += [(u.code, u.name) for u in sorted(communes(province, on), key=lambda u: u.code)]
    shown = [lines[code] for code, _name in names if code in lines]
    context = {
        "one": one,
        "map": drawn(names, lines, measure),
        "measure": measure,
        "measures": [(name, each.label, each is measure) for name, each in MEASURES.items()],
        "table": [(line, measure.text(line.shown), address(line, measure)) for line in shown],
        "hides": found.hides,
        "hidden": HIDDEN,
        "least": least(request.at),
        "tabs": tabs(request.actor, "figures_map"),
    }
    return render(request, "figures/map.html", context)


def _by_commune(one: Asking) -> Asking:
    return Asking(span=one.span, by="xa", typed=one.typed, faults=one.faults)
