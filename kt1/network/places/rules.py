"""Kinds of places. Pure."""

from dataclasses import dataclass
from datetime import date
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


class DoorReason(StrEnum):
    """Why what is known of a door was changed. Coded: a sentence could describe what it guards."""

    AGENCY_ASKED = "agency_asked"  # theo đề nghị của cơ quan
    SECURITY = "security"  # yêu cầu bảo vệ bí mật nhà nước
    FOUND_AT_DOOR = "found_at_door"  # bưu tá gặp thực tế
    WRONG_BEFORE = "wrong_before"  # ghi sai
    MOVED_IN = "moved_in"  # đổi trụ sở, cổng, phòng


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFacts:
    """What a courier must know of a door before coming: flags, and where to come to."""

    gate_only: bool = False
    no_phones: bool = False
    focal_only: bool = False
    gate: str = ""
    floor: str = ""
    hours: str = ""


SITES = frozenset({PlaceKind.POST_OFFICE, PlaceKind.CENTRE, PlaceKind.CENTRAL})
INSIDE_A_SITE = frozenset({PlaceKind.COUNTER, PlaceKind.SAFE, PlaceKind.VEHICLE})
DESK_SUFFIX = "-VT"


def desk_code(agency_code: str) -> str:
    """The code of the desk of an agency's records clerk (văn thư)."""
    return agency_code + DESK_SUFFIX


def desk_name(agency_name: str) -> str:
    return f"Văn thư {agency_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """A place as a form or a file states it; other things are named by their codes.

    Desks are not stated: each comes and goes with its agency.
    """

    code: str
    kind: str
    name: str
    province: str
    commune: str = ""
    parent: str = ""
    address: str = ""
    zone: str = ""
    gate_only: bool = False
    no_phones: bool = False
    focal_only: bool = False
    dedicated: bool | None = None
    plate: str = ""
    handling_minutes: int = 0
    valid_from: date
    valid_to: date | None = None
