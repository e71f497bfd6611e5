"""What is stored, stated the way the files state it; and what a file would change."""

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kt1.network.agencies.lines import AT_THE_GATE
from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.agencies.rules import AgencyFacts, MembershipFacts, PointFacts
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceFacts, PlaceKind
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.network.routes.rules import RouteFacts, RunFacts
from kt1.network.sheets.checks import Known, check, province_of
from kt1.network.sheets.faults import Fault, Reason
from kt1.network.sheets.rules import (
    Differences,
    Parsed,
    all_of,
    cells_of,
    differences,
    goes_on,
    in_force,
)
from kt1.network.sheets.tables import SHEETS, Facts, Key, Sheet, SheetName
from kt1.network.units.models import AdminUnit, AdminUnitVersion, Succession
from kt1.network.units.rules import SuccessionFacts, UnitFacts

_ALL: Mapping[str, str] = {}
# Columns that name another thing: the file says its code.
_BY_CODE = {
    "province", "commune", "parent", "payer", "agency", "point", "start", "end", "old", "new",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would change, or why it cannot be taken."""

    sheet: Sheet
    differences: Differences
    faults: tuple[Fault, ...]

    @property
    def digest(self) -> str:
        """Changes when the file or what is stored does: what was shown is what is done."""
        found = self.differences
        rows = [
            (sign, cells_of(self.sheet, facts))
            for sign, group in (
                ("new", [one.after for one in found.new]),
                ("before", [one.before for one in found.changed if one.before]),
                ("changed", [one.after for one in found.changed]),
                ("closed", found.closed),
            )
            for facts in group
        ]
        return hashlib.sha256(repr((self.sheet.name, rows)).encode()).hexdigest()


def preview(
    name: SheetName,
    parsed: Parsed,
    *,
    complete: bool,
    within: str | None,
    on: date,
    gone: AbstractSet[Key] = frozenset(),
) -> Preview:
    """What taking a file would change.

    Args:
        parsed: the file as read.
        complete: the file is the whole list of each province it names (and of `within`): open
            rows it lacks are closed with `on`, points it lacks are taken away.
        within: the code of the province whose rows may be written; None for all.
        gone: keys of rows to close beside, as a form does that ends one row.
    """
    sheet = SHEETS[name]
    there = {sheet.key(facts): facts for facts in stated(name)}
    faults = list(parsed.faults)
    if faults:
        return Preview(
            sheet=sheet, differences=Differences((), (), (), ()), faults=tuple(sorted(faults))
        )
    known = known_codes()
    wanted = all_of(differences(sheet, parsed.rows, there))
    faults += check(sheet, wanted, known, within=within)
    scope: set[str] = set()
    if complete:
        scope = {province_of(one.after, known.agencies) for one in wanted}
        scope |= {within} if within else set()

    def closes(facts: Facts) -> bool:
        in_scope = province_of(facts, known.agencies) in scope
        return (in_scope and goes_on(facts, on)) or sheet.key(facts) in gone

    found = differences(sheet, parsed.rows, there, closing=closes)
    faults += [
        Fault(0, sheet.columns[0].heading, Reason.NOT_YOUR_PROVINCE)
        for facts in found.closed
        if within is not None and province_of(facts, known.agencies) != within
    ]
    return Preview(sheet=sheet, differences=found, faults=tuple(sorted(faults)))


def stated(name: SheetName, **only: str) -> list[Facts]:
    """Every stored row of a sheet, in the order in which it is printed.

    Args:
        only: columns and the values they must have, such as code="24-STC".
    """
    paths = {f"{one}__code" if one in _BY_CODE else one: value for one, value in only.items()}
    return _STATED[name](paths)


def current(name: SheetName, *, province: str | None, on: date) -> list[Facts]:
    """The rows in force on `on`, of one province or of all: what an export holds."""
    agencies = _agencies() if province and name in {SheetName.POINTS, SheetName.ANNEX} else {}
    return [
        facts
        for facts in stated(name)
        if in_force(facts, on) and (province is None or province_of(facts, agencies) == province)
    ]


def known_codes() -> Known:
    """What a file can refer to."""
    places = [facts for facts in _places() if isinstance(facts, PlaceFacts)]
    memberships: dict[str, list[MembershipFacts]] = {}
    names: dict[str, list[UnitFacts]] = {}
    for facts in [*_memberships(), *_unit_names()]:
        if isinstance(facts, MembershipFacts):
            memberships.setdefault(facts.agency, []).append(facts)
        elif isinstance(facts, UnitFacts):
            names.setdefault(facts.code, []).append(facts)
    return Known(
        units={
            code: (level, parent or "")
            for code, level, parent in AdminUnit.objects.values_list(
                "code", "level", "parent__code"
            )
        },
        agencies=_agencies(),
        places={facts.code: facts for facts in places},
        plates={facts.plate: facts.code for facts in places if facts.plate and not facts.valid_to},
        gate_points=frozenset(
            AgencyPoint.objects.filter(agency__family__in=AT_THE_GATE).values_list(
                "point__code", flat=True
            )
        ),
        memberships=memberships,
        names=names,
    )


def _agencies() -> dict[str, tuple[str, str]]:
    rows = Agency.objects.values_list("code", "province__code", "family")
    return {code: (province, family) for code, province, family in rows}


def _stated_agencies(only: Mapping[str, str] = _ALL) -> list[Facts]:
    query = Agency.objects.filter(**only).order_by("sort_key", "code")
    return [AgencyFacts(**row) for row in _values(query, SheetName.AGENCIES)]


def _places(only: Mapping[str, str] = _ALL) -> list[Facts]:
    query = Place.objects.filter(**only).exclude(kind=PlaceKind.AGENCY_DESK)
    ordered = query.order_by("province__code", "kind", "sort_key", "code")
    return [PlaceFacts(**row) for row in _values(ordered, SheetName.PLACES)]


def _points(only: Mapping[str, str] = _ALL) -> list[Facts]:
    query = AgencyPoint.objects.filter(**only).order_by(
        "agency__sort_key", "agency__code", "point__code", "pk"
    )
    return [PointFacts(**row) for row in _values(query, SheetName.POINTS)]


def _memberships(only: Mapping[str, str] = _ALL) -> list[Facts]:
    query = AnnexMembership.objects.filter(**only).order_by(
        "agency__sort_key", "agency__code", "valid_from"
    )
    return [MembershipFacts(**row) for row in _values(query, SheetName.ANNEX)]


def _routes(only: Mapping[str, str] = _ALL) -> list[Facts]:
    stops: dict[str, list[tuple[str, int]]] = {}
    of_these = {f"route__{path}": value for path, value in only.items()}
    by_stop = RouteStop.objects.filter(**of_these).order_by("route_id", "n")
    for route, place, minutes in by_stop.values_list("route__code", "place__code", "minutes"):
        stops.setdefault(route, []).append((place, minutes))
    runs: dict[str, list[RunFacts]] = {}
    for route, leaves, arrives, nights, kinds in Departure.objects.filter(**of_these).values_list(
        "route__code", "leaves", "arrives", "nights", "day_kinds"
    ):
        run = RunFacts(
            leaves=leaves, arrives=arrives, nights=nights, day_kinds=tuple(sorted(kinds))
        )
        runs.setdefault(route, []).append(run)
    query = Route.objects.filter(**only).order_by("province__code", "kind", "sort_key", "code")
    return [
        RouteFacts(
            **row,
            stops=tuple(stops.get(row["code"], ())),
            runs=tuple(sorted(runs.get(row["code"], ()))),
        )
        for row in _values(query, SheetName.ROUTES, leave_out={"stops", "runs"})
    ]


def _unit_names(only: Mapping[str, str] = _ALL) -> list[Facts]:
    """Names live beside their units: code and province are the unit's."""
    rows = AdminUnitVersion.objects.filter(**only).order_by("unit__code", "valid_from")
    names = [c.fills for c in SHEETS[SheetName.UNITS].columns]
    paths = [{"code": "unit__code", "parent": "unit__parent__code"}.get(n, n) for n in names]
    return [
        UnitFacts(
            **{**dict(zip(names, row, strict=True)), "parent": row[names.index("parent")] or ""}
        )
        for row in rows.values_list(*paths)
    ]


def _successions(only: Mapping[str, str] = _ALL) -> list[Facts]:
    query = Succession.objects.filter(**only).order_by("at", "old__code", "new__code")
    return [SuccessionFacts(**row) for row in _values(query, SheetName.SUCCESSIONS)]


def _values(
    query: QuerySet[Any], name: SheetName, *, leave_out: AbstractSet[str] = frozenset()
) -> list[dict[str, Any]]:
    """The columns of a sheet as they are stored, other things by their codes."""
    names = [c.fills for c in SHEETS[name].columns if c.fills not in leave_out]
    paths = [f"{one}__code" if one in _BY_CODE else one for one in names]
    return [
        {
            one: "" if value is None and one in _BY_CODE else value
            for one, value in zip(names, row, strict=True)
        }
        for row in query.values_list(*paths)
    ]


_STATED: Mapping[SheetName, Callable[[Mapping[str, str]], list[Facts]]] = {
    SheetName.AGENCIES: _stated_agencies,
    SheetName.PLACES: _places,
    SheetName.POINTS: _points,
    SheetName.ANNEX: _memberships,
    SheetName.ROUTES: _routes,
    SheetName.UNITS: _unit_names,
    SheetName.SUCCESSIONS: _successions,
}
