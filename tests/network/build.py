"""Small networks for tests."""

from datetime import date
from typing import Any

from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.network.models import AdminUnit, Agency, Place
from kt1.network.names.rules import fold, sort_key
from kt1.network.places.rules import PlaceKind

BIRTH = date(2025, 7, 1)


def unit(code: str) -> AdminUnit:
    return AdminUnit.objects.get(code=code)


def named(name: str) -> dict[str, str]:
    return {"name": name, "sort_key": sort_key(name), "folded": fold(name)}


def agency(code: str = "24-STC", name: str = "Sở Tài chính Bắc Ninh", **facts: Any) -> Agency:
    wanted = {
        "family": Family.DEPARTMENT,
        "bloc": Bloc.GOVERNMENT,
        "line": Line.STATE,
        "province": unit("24"),
        "valid_from": BIRTH,
        **facts,
    }
    return Agency.objects.create(code=code, **named(name), **wanted)


def place(code: str, kind: str = PlaceKind.DELIVERY_POINT, **facts: Any) -> Place:
    wanted = {"province": unit("24"), "valid_from": BIRTH, **named(code), **facts}
    return Place.objects.create(code=code, kind=kind, **wanted)
