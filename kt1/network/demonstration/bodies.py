"""The bodies of the demonstration: public names, no persons. Pure but for reading a file."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kt1.network.agencies.lines import AT_THE_GATE, COMMUNE_FAMILIES, USUAL
from kt1.network.agencies.rules import (
    AgencyFacts,
    Annex,
    BudgetLevel,
    Family,
    Hours,
    MembershipFacts,
    PointFacts,
)
from kt1.network.places.rules import PlaceFacts, PlaceKind, Zone
from kt1.network.units.queries import UnitOn
from kt1.network.units.reference import TWO_TIERS_FROM
from kt1.network.units.rules import UnitKind

_FILE = Path(__file__).parent.parent / "data" / "provincial-bodies.csv"
_BEFORE = "Phụ lục II kèm theo Quyết định số 37/2021/QĐ-TTg ngày 18/12/2021"
_NOW = "Phụ lục II kèm theo Quyết định số 32/2025/QĐ-TTg ngày 08/9/2025"
_NOW_FROM = date(2025, 11, 1)
_BEFORE_TO = date(2025, 10, 31)
_NO_PHONES = frozenset({Family.POLICE, Family.MILITARY})
_BUDGET = {
    Family.PROVINCIAL_PARTY_OFFICE: BudgetLevel.PARTY,
    Family.PARTY_BOARD: BudgetLevel.PARTY,
    Family.PARTY_OF_PARTY_BODIES: BudgetLevel.PARTY,
    Family.PARTY_OF_UBND: BudgetLevel.PARTY,
    Family.COMMUNE_PARTY: BudgetLevel.COMMUNE,
    Family.COMMUNE_COUNCIL: BudgetLevel.COMMUNE,
    Family.COMMUNE_UBND: BudgetLevel.COMMUNE,
    Family.POLICE: BudgetLevel.VERTICAL,
    Family.MILITARY: BudgetLevel.VERTICAL,
    Family.PROCURACY: BudgetLevel.VERTICAL,
    Family.COURT: BudgetLevel.VERTICAL,
    Family.STATE_BANK: BudgetLevel.VERTICAL,
}
_BY_PAPER_EVERY = 9  # every ninth commune's Party committee works by paper alone
_ARRANGEMENTS = 3  # one house; two houses; two houses, at night only one of them


@dataclass(slots=True)
class Bodies:
    """Agencies with the places where they are reached."""

    agencies: list[AgencyFacts] = field(default_factory=list)
    places: list[PlaceFacts] = field(default_factory=list)
    points: list[PointFacts] = field(default_factory=list)

    @property
    def memberships(self) -> list[MembershipFacts]:
        """Under the Decision of 2021 until it ended, then under that of 2025."""
        users = [agency.code for agency in self.agencies if agency.family != Family.POST]
        spans = ((_BEFORE, TWO_TIERS_FROM, _BEFORE_TO), (_NOW, _NOW_FROM, None))
        return [
            MembershipFacts(
                agency=code, annex=Annex.LOCAL, source=source, valid_from=start, valid_to=end
            )
            for source, start, end in spans
            for code in users
        ]


def bodies(province: UnitOn, communes: Sequence[UnitOn], capital: UnitOn) -> Bodies:
    """Everything of one province: its own bodies at the capital, then each commune's three.

    Args:
        communes: in the order of their codes.
        capital: the commune in which the provincial bodies have their seat.
    """
    made = Bodies()
    _add_provincial(made, province, capital)
    inner = {unit.code for unit in communes if unit.postcode[:3] == capital.postcode[:3]}
    for n, commune in enumerate(communes):
        _add_commune(
            made, n, commune, province, Zone.INNER if commune.code in inner else Zone.OUTER
        )
    made.agencies = [
        replace(
            agency,
            contract_no=f"MH-{province.code}-{n:04}",
            customer_code=f"KH{province.code}-{n:04}",
        )
        for n, agency in enumerate(made.agencies, start=1)
    ]
    return made


def _add_provincial(made: Bodies, province: UnitOn, capital: UnitOn) -> None:
    sites: dict[str, PlaceFacts] = {}
    for row in _rows(province.code):
        family = Family(row["family"])
        name = _named(row["name"], province)
        agency = _agency(f"{province.code}-{row['code']}", name, family, province, capital)
        place = PlaceFacts(
            code=f"{province.code}-P-{row['site']}",
            kind=PlaceKind.DELIVERY_POINT,
            name=f"Cổng trực ban {name}" if family in AT_THE_GATE else f"Văn phòng {name}",
            province=province.code,
            commune=capital.code,
            address=f"{capital.title}, {province.title}",
            zone=Zone.INNER,
            gate_only=family in AT_THE_GATE,
            no_phones=family in _NO_PHONES,
            focal_only=family in _NO_PHONES,
            valid_from=TWO_TIERS_FROM,
        )
        place = sites.setdefault(place.code, place)
        made.agencies.append(agency)
        made.points.append(PointFacts(agency=agency.code, point=place.code))
    made.places += sites.values()


def _add_commune(made: Bodies, n: int, commune: UnitOn, province: UnitOn, zone: Zone) -> None:
    party, council, ubnd = (
        _agency(f"{commune.code}-{sign}", f"{word} {commune.title}", family, province, commune)
        for sign, word, family in (
            ("DU", "Đảng ủy", Family.COMMUNE_PARTY),
            ("HD", "HĐND", Family.COMMUNE_COUNCIL),
            ("UB", "UBND", Family.COMMUNE_UBND),
        )
    )
    made.agencies += [replace(party, works_on_paper=n % _BY_PAPER_EVERY == 0), council, ubnd]
    office = _door(f"{commune.code}-P1", "Văn phòng HĐND và UBND", commune, province, zone)
    made.places.append(office)
    made.points += [PointFacts(agency=body.code, point=office.code) for body in (council, ubnd)]
    if n % _ARRANGEMENTS == 0:
        made.points.append(PointFacts(agency=party.code, point=office.code))
        return
    own = _door(f"{commune.code}-P2", "Văn phòng Đảng ủy", commune, province, zone)
    made.places.append(own)
    if n % _ARRANGEMENTS == 1:
        made.points.append(PointFacts(agency=party.code, point=own.code))
        return
    made.points += [
        PointFacts(agency=party.code, point=own.code, hours=Hours.WORKING),
        PointFacts(agency=party.code, point=office.code, hours=Hours.OFF),
    ]


def _agency(code: str, name: str, family: Family, province: UnitOn, seat: UnitOn) -> AgencyFacts:
    """A body whose bloc and line are those of its family, at the postcode of its seat."""
    bloc, line = USUAL[family]
    return AgencyFacts(
        code=code,
        name=name,
        family=family,
        bloc=bloc,
        line=line,
        province=province.code,
        commune=seat.code if family in COMMUNE_FAMILIES else "",
        postcode=seat.postcode,
        budget_level=_BUDGET.get(family, BudgetLevel.PROVINCE),
        valid_from=TWO_TIERS_FROM,
    )


def _door(code: str, what: str, commune: UnitOn, province: UnitOn, zone: Zone) -> PlaceFacts:
    return PlaceFacts(
        code=code,
        kind=PlaceKind.DELIVERY_POINT,
        name=f"{what} {commune.title}",
        province=province.code,
        commune=commune.code,
        address=f"{commune.title}, {province.title}",
        zone=zone,
        valid_from=TWO_TIERS_FROM,
    )


def _named(template: str, province: UnitOn) -> str:
    party = "Thành ủy" if province.kind == UnitKind.CITY else "Tỉnh ủy"
    filled = template.replace("{cấp ủy}", party).replace("{tỉnh}", province.kind)
    return filled.replace("{tên}", province.name)


def _rows(province: str) -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [row for row in rows if row["only"] in {"", province}]
