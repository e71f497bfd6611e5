"""Words for provinces and communes. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The two tiers since 01/7/2025."""

    PROVINCE = "province"
    COMMUNE = "commune"


class UnitKind(StrEnum):
    """What a unit is called by law; it changes while the unit stays the same."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    COMMUNE = "xã"
    WARD = "phường"
    SPECIAL_ZONE = "đặc khu"


KINDS_OF = {
    Level.PROVINCE: frozenset({UnitKind.PROVINCE, UnitKind.CITY}),
    Level.COMMUNE: frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE}),
}


class Evidence(StrEnum):
    """How well a fact is known."""

    OFFICIAL = "official_text"
    PRESS = "press"
    HISTORIC = "historic"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a unit was called between two days, as a file states it."""

    code: str
    kind: str
    name: str
    parent: str = ""  # code of the province; empty for a province
    postcode: str = ""
    valid_from: date
    valid_to: date | None = None
    source: str
    evidence: str = Evidence.OFFICIAL

    @property
    def level(self) -> Level:
        return Level.COMMUNE if self.parent else Level.PROVINCE


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionFacts:
    """One unit took the place of another; a merger or a split has several rows."""

    old: str
    new: str
    at: date
    source: str
