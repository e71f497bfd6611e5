"""Words for provinces and communes. Pure."""

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
