"""Kinds of places. Pure."""

from enum import StrEnum


class PlaceKind(StrEnum):
    """Anywhere an item or a bag can be."""

    AGENCY_DESK = "agency_desk"
    DELIVERY_POINT = "delivery_point"
    POST_OFFICE = "post_office"
    CENTRE = "centre"
    COUNTER = "counter"
    SAFE = "safe"
    VEHICLE = "vehicle"
    CENTRAL = "central"


class Zone(StrEnum):
    """Inner or outer part of the provincial centre, for the hours of Hẹn giờ."""

    INNER = "noi_thanh"
    OUTER = "ngoai_thanh"
    NONE = ""


SITES = frozenset({PlaceKind.POST_OFFICE, PlaceKind.CENTRE, PlaceKind.CENTRAL})
INSIDE_A_SITE = frozenset({PlaceKind.COUNTER, PlaceKind.SAFE, PlaceKind.VEHICLE})
DESK_SUFFIX = "-VT"


def desk_code(agency_code: str) -> str:
    """The code of the desk of an agency's records clerk (văn thư)."""
    return agency_code + DESK_SUFFIX
