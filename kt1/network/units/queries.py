"""Provinces and communes as they are called on a day. Public: no point of view is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kt1.network.names.rules import fold
from kt1.network.units.models import AdminUnit, AdminUnitVersion, Succession
from kt1.network.units.rules import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOn:
    """A unit under the name it bears on one day."""

    id: int
    code: str
    kind: str
    name: str
    postcode: str
    parent_id: int | None

    @property
    def title(self) -> str:
        """As written in a sentence: phường Kinh Bắc."""
        return f"{self.kind} {self.name}"


def versions_on(day: date) -> QuerySet[AdminUnitVersion]:
    """The names in force on `day`, in Vietnamese order."""
    return (
        AdminUnitVersion.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gte=day))
        .select_related("unit")
        .order_by("sort_key", "unit__code")
    )


def provinces(day: date) -> list[UnitOn]:
    """The provinces of `day`, in Vietnamese order: 34 of them since 01/7/2025."""
    return _units(versions_on(day).filter(unit__level=Level.PROVINCE))


def communes(province_id: int, day: date) -> list[UnitOn]:
    """The communes of a province on `day`, in Vietnamese order."""
    return _units(versions_on(day).filter(unit__parent_id=province_id))


def units(ids: Iterable[int], day: date) -> dict[int, UnitOn]:
    """These units by id, under their names of `day`."""
    return {unit.id: unit for unit in _units(versions_on(day).filter(unit_id__in=set(ids)))}


def find(text: str, day: date, *, limit: int = 20) -> list[UnitOn]:
    """Units whose code, postcode or name, typed with or without accents, fits `text`.

    A name no longer borne finds the unit that bears it no more as well as those that took its
    place: an envelope with an abolished province still has to go somewhere.
    """
    wanted = fold(text)
    if not wanted:
        return []
    named = AdminUnitVersion.objects.filter(
        Q(folded__contains=wanted) | Q(unit__code=wanted) | Q(postcode=wanted)
    ).values("unit_id")
    taken_over = Succession.objects.filter(old__in=named, at__lte=day).values("new_id")
    hits = versions_on(day).filter(Q(unit_id__in=named) | Q(unit_id__in=taken_over))
    return _units(hits[:limit])


def successors(unit: AdminUnit) -> list[Succession]:
    """What took the place of a unit, oldest first."""
    return list(unit.successors.select_related("new").order_by("at", "new__code"))


def _units(versions: QuerySet[AdminUnitVersion]) -> list[UnitOn]:
    return [
        UnitOn(
            id=version.unit_id,
            code=version.unit.code,
            kind=version.kind,
            name=version.name,
            postcode=version.postcode,
            parent_id=version.unit.parent_id,
        )
        for version in versions
    ]


def unknown_communes(codes: Iterable[str], province: str = "") -> list[str]:
    """Codes that no commune has ever had, or none of the province of this code. One query."""
    wanted = set(codes)
    rows = AdminUnit.objects.filter(code__in=wanted, level=Level.COMMUNE)
    if province:
        rows = rows.filter(parent__code=province)
    return sorted(wanted - set(rows.values_list("code", flat=True)))


def is_province(code: str) -> bool:
    return AdminUnit.objects.filter(code=code, level=Level.PROVINCE).exists()


def province_called(code: str, on: date | None = None) -> str:
    """A province with its kind, as called on a day or else last; "" for a code of none."""
    rows = AdminUnitVersion.objects.filter(unit__code=code, unit__level=Level.PROVINCE)
    if on is not None:
        rows = rows.filter(valid_from__lte=on)
    found = rows.order_by("-valid_from").first() if code else None
    return f"{found.kind} {found.name}" if found else ""
