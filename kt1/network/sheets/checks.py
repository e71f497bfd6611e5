"""Whether what a file states can be true together with what is known. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from kt1.network.agencies.lines import AT_THE_GATE, COMMUNE_FAMILIES, fits
from kt1.network.agencies.rules import AgencyFacts, Bloc, Family, Line, MembershipFacts, PointFacts
from kt1.network.places.rules import INSIDE_A_SITE, PlaceFacts, PlaceKind
from kt1.network.routes.rules import RouteFacts, RouteKind, RunFacts
from kt1.network.sheets.faults import Fault, Reason
from kt1.network.sheets.rules import Wanted
from kt1.network.sheets.tables import Facts, Sheet, SheetName
from kt1.network.units.rules import KINDS_OF, Level, SuccessionFacts, UnitFacts

# A site can only stand inside one of a higher rank, so no site is ever inside itself.
_RANK: Mapping[str, int] = {
    PlaceKind.POST_OFFICE: 1,
    PlaceKind.CENTRE: 2,
    PlaceKind.CENTRAL: 3,
}

_PROVINCE_DIGITS, _COMMUNE_DIGITS = 2, 5

Found = Iterator[tuple[str, Reason]]  # the field, and what is wrong with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a file can refer to, by code."""

    units: Mapping[str, tuple[str, str]]  # level, code of the parent
    agencies: Mapping[str, tuple[str, str]]  # province, family
    places: Mapping[str, PlaceFacts]
    plates: Mapping[str, str]  # plate → code of the vehicle that bears it now
    gate_points: AbstractSet[str]  # delivery points of bodies reached at the gate only
    memberships: Mapping[str, Sequence[MembershipFacts]]
    names: Mapping[str, Sequence[UnitFacts]] = field(default_factory=dict)

    def with_rows(self, rows: Iterable[Facts]) -> "Known":
        """As it will be once the file is taken: its rows may refer to one another."""
        stated = list(rows)
        agencies = {f.code: (f.province, f.family) for f in stated if isinstance(f, AgencyFacts)}
        places = {f.code: f for f in stated if isinstance(f, PlaceFacts)}
        units = {f.code: (f.level.value, f.parent) for f in stated if isinstance(f, UnitFacts)}
        return replace(
            self,
            units={**units, **self.units},
            agencies={**self.agencies, **agencies},
            places={**self.places, **places},
        )


def check(
    sheet: Sheet, wanted: Sequence[Wanted], known: Known, *, within: str | None
) -> list[Fault]:
    """Everything wrong with the rows, as far as it can be seen without writing them.

    Args:
        within: the code of the province whose rows may be written; None for all.
    """
    later = known.with_rows(one.after for one in wanted)
    headings = {column.fills: column.heading for column in sheet.columns}
    faults = [
        Fault(one.row, headings[field], reason)
        for one in wanted
        for field, reason in _CHECKS[sheet.name](one.after, one.before, later)
    ]
    faults += [
        Fault(one.row, headings[sheet.columns[0].fills], Reason.NOT_YOUR_PROVINCE)
        for one in wanted
        if within is not None and {_province(f, later) for f in _both(one)} - {within}
    ]
    if sheet.name is SheetName.ANNEX:
        faults += _overlaps(wanted, "agency", known.memberships, headings["valid_from"])
    if sheet.name is SheetName.UNITS:
        faults += _overlaps(wanted, "code", known.names, headings["valid_from"])
    if sheet.name is SheetName.PLACES:
        faults += _plates(wanted, known, headings["plate"])
    return faults


def province_of(facts: Facts, agencies: Mapping[str, tuple[str, str]]) -> str:
    """The province a row belongs to; empty when it has none or its agency is not known."""
    if isinstance(facts, PointFacts | MembershipFacts):
        return agencies.get(facts.agency, ("", ""))[0]
    if isinstance(facts, UnitFacts):
        return facts.parent or facts.code
    if isinstance(facts, SuccessionFacts):
        return ""  # a list of the whole country
    return facts.province


def _province(facts: Facts, known: Known) -> str:
    return province_of(facts, known.agencies)


def _both(one: Wanted) -> list[Facts]:
    return [one.after] if one.before is None else [one.before, one.after]


def _agency(facts: AgencyFacts, _before: AgencyFacts | None, known: Known) -> Found:
    yield from _unit(facts.province, facts.commune, known)
    yield from _span(facts.valid_from, facts.valid_to)
    if facts.family in COMMUNE_FAMILIES and not facts.commune:
        yield "commune", Reason.COMMUNE_MISSING
    if facts.family not in {*COMMUNE_FAMILIES, Family.OTHER} and facts.commune:
        yield "commune", Reason.COMMUNE_TOO_MUCH
    if not fits(Family(facts.family), Bloc(facts.bloc), Line(facts.line)):
        yield "line", Reason.BLOC_AND_LINE_DO_NOT_FIT
    if facts.payer == facts.code:
        yield "payer", Reason.PAYS_ITSELF
    elif facts.payer and facts.payer not in known.agencies:
        yield "payer", Reason.UNKNOWN_CODE


def _place(facts: PlaceFacts, before: PlaceFacts | None, known: Known) -> Found:
    yield from _unit(facts.province, facts.commune, known)
    yield from _span(facts.valid_from, facts.valid_to)
    if before is not None and before.kind != facts.kind:
        yield "kind", Reason.KIND_CHANGED
    yield from _parent(facts, known)
    if facts.kind == PlaceKind.VEHICLE:
        if facts.dedicated is None:
            yield "dedicated", Reason.VEHICLE_INCOMPLETE
        if not facts.plate:
            yield "plate", Reason.VEHICLE_INCOMPLETE
    elif facts.dedicated is not None or facts.plate:
        yield "plate", Reason.NOT_A_VEHICLE
    if facts.kind != PlaceKind.DELIVERY_POINT and (facts.zone or facts.focal_only):
        yield "kind", Reason.NOT_A_DELIVERY_POINT
    if facts.code in known.gate_points and not facts.gate_only:
        yield "gate_only", Reason.ONLY_THE_GATE


def _parent(facts: PlaceFacts, known: Known) -> Found:
    if not facts.parent:
        if facts.kind in INSIDE_A_SITE:
            yield "parent", Reason.SITE_MISSING
        return
    above = known.places.get(facts.parent)
    if above is None:
        yield "parent", Reason.UNKNOWN_CODE
    elif _RANK.get(above.kind, 0) <= _RANK.get(facts.kind, 0):
        yield "parent", Reason.NOT_A_SITE


def _point(facts: PointFacts, _before: PointFacts | None, known: Known) -> Found:
    agency, place = known.agencies.get(facts.agency), known.places.get(facts.point)
    if agency is None:
        yield "agency", Reason.UNKNOWN_CODE
    if place is None:
        yield "point", Reason.UNKNOWN_CODE
    if agency is None or place is None:
        return
    if place.kind != PlaceKind.DELIVERY_POINT:
        yield "point", Reason.NOT_A_DELIVERY_POINT
    if place.province != agency[0]:
        yield "point", Reason.OTHER_PROVINCE
    if agency[1] in AT_THE_GATE and not place.gate_only:
        yield "point", Reason.ONLY_THE_GATE


def _membership(facts: MembershipFacts, _before: MembershipFacts | None, known: Known) -> Found:
    if facts.agency not in known.agencies:
        yield "agency", Reason.UNKNOWN_CODE
    yield from _span(facts.valid_from, facts.valid_to)


def _route(facts: RouteFacts, _before: RouteFacts | None, known: Known) -> Found:
    yield from _unit(facts.province, "", known)
    yield from _span(facts.valid_from, facts.valid_to)
    for end in ("start", "end"):
        code = getattr(facts, end)
        if code and code not in known.places:
            yield end, Reason.UNKNOWN_CODE
    if facts.kind == RouteKind.TRUNK and not facts.end:
        yield "end", Reason.END_MISSING
    if facts.end == facts.start:
        yield "end", Reason.END_IS_START
    yield from _stops(facts, known)
    yield from _runs(facts)


def _stops(facts: RouteFacts, known: Known) -> Found:
    places = [place for place, _ in facts.stops]
    minutes = [after for _, after in facts.stops]
    if any(place not in known.places for place in places):
        yield "stops", Reason.UNKNOWN_CODE
    if len(set(places)) != len(places):
        yield "stops", Reason.STOPS_REPEATED
    if minutes != sorted(minutes):
        yield "stops", Reason.STOPS_NOT_IN_TIME


def _runs(facts: RouteFacts) -> Found:
    longest = max((after for _, after in facts.stops), default=0)
    for run in facts.runs:
        if _takes(run) <= timedelta(0):
            yield "runs", Reason.RUN_ENDS_BEFORE_IT_BEGINS
        elif _takes(run) < timedelta(minutes=longest):
            yield "runs", Reason.RUN_SHORTER_THAN_ITS_STOPS
    hours = [(run.leaves, run.day_kinds) for run in facts.runs]
    if len(set(hours)) != len(hours):
        yield "runs", Reason.RUN_REPEATED


def _takes(run: RunFacts) -> timedelta:
    day = date.min
    gap = datetime.combine(day, run.arrives) - datetime.combine(day, run.leaves)
    return gap + timedelta(days=run.nights)


def _unit(province: str, commune: str, known: Known) -> Found:
    if known.units.get(province, ("", ""))[0] != Level.PROVINCE:
        yield "province", Reason.UNKNOWN_CODE
    elif commune and commune not in known.units:
        yield "commune", Reason.UNKNOWN_CODE
    elif commune and known.units[commune][1] != province:
        yield "commune", Reason.OTHER_PROVINCE


def _span(start: date, end: date | None) -> Found:
    if end is not None and end < start:
        yield "valid_to", Reason.ENDS_BEFORE_IT_BEGINS


def _unit_name(facts: UnitFacts, _before: UnitFacts | None, known: Known) -> Found:
    commune = facts.kind in KINDS_OF[Level.COMMUNE]
    if len(facts.code) != (_COMMUNE_DIGITS if commune else _PROVINCE_DIGITS):
        yield "code", Reason.KIND_AND_CODE_DO_NOT_FIT
    if commune and not facts.parent:
        yield "parent", Reason.PROVINCE_MISSING
    elif not commune and facts.parent:
        yield "kind", Reason.KIND_AND_CODE_DO_NOT_FIT
    elif facts.parent and known.units.get(facts.parent, ("", ""))[0] != Level.PROVINCE:
        yield "parent", Reason.UNKNOWN_CODE
    elif known.units[facts.code][1] != facts.parent:
        yield "parent", Reason.PROVINCE_CHANGED
    yield from _span(facts.valid_from, facts.valid_to)


def _succession(facts: SuccessionFacts, _before: SuccessionFacts | None, known: Known) -> Found:
    for end in ("old", "new"):
        if getattr(facts, end) not in known.units:
            yield end, Reason.UNKNOWN_CODE
    if facts.old == facts.new:
        yield "new", Reason.SUCCEEDS_ITSELF


def _overlaps(
    wanted: Sequence[Wanted], of: str, stored: Mapping[str, Sequence[Any]], heading: str
) -> list[Fault]:
    """One agency is under one annex a day, one unit has one name; stored rows count too."""
    stated: dict[str, list[tuple[Any, int]]] = {}
    for one in wanted:
        stated.setdefault(getattr(one.after, of), []).append((one.after, one.row))
    faults = []
    for key, rows in stated.items():
        starts = {facts.valid_from for facts, _ in rows}
        kept = [(f, 0) for f in stored.get(key, ()) if f.valid_from not in starts]
        spans = sorted([*rows, *kept], key=lambda pair: pair[0].valid_from)
        faults += [
            Fault(later[1] or earlier[1], heading, Reason.PERIODS_OVERLAP)
            for earlier, later in pairwise(spans)
            if earlier[0].valid_to is None or earlier[0].valid_to >= later[0].valid_from
        ]
    return faults


def _plates(wanted: Sequence[Wanted], known: Known, heading: str) -> list[Fault]:
    """Two vehicles in use do not bear one plate."""
    stated = [(one.after, one.row) for one in wanted if isinstance(one.after, PlaceFacts)]
    codes = {facts.code for facts, _ in stated}
    bearers = {plate: code for plate, code in known.plates.items() if code not in codes}
    return [
        Fault(row, heading, Reason.PLATE_IN_USE)
        for facts, row in stated
        if facts.plate
        and facts.valid_to is None
        and bearers.setdefault(facts.plate, facts.code) != facts.code
    ]


_CHECKS: Mapping[SheetName, Callable[[Any, Any, Known], Found]] = {
    SheetName.AGENCIES: _agency,
    SheetName.PLACES: _place,
    SheetName.POINTS: _point,
    SheetName.ANNEX: _membership,
    SheetName.ROUTES: _route,
    SheetName.UNITS: _unit_name,
    SheetName.SUCCESSIONS: _succession,
}
