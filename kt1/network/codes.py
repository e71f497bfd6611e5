"""Codes to ids: what a writer needs before it can point at things."""

from dataclasses import dataclass, field

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.units.models import AdminUnit


@dataclass(slots=True, kw_only=True)
class Ids:
    """The ids behind the codes, as one transaction sees them."""

    units: dict[str, int] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def unit(self, code: str) -> int | None:
        return self.units[code] if code else None

    def agency(self, code: str) -> int | None:
        return self.agencies[code] if code else None

    def place(self, code: str) -> int | None:
        return self.places[code] if code else None


def ids() -> Ids:
    """All codes of units, agencies and places, in three statements."""
    return Ids(
        units=dict(AdminUnit.objects.values_list("code", "id")),
        agencies=dict(Agency.objects.values_list("code", "id")),
        places=dict(Place.objects.values_list("code", "id")),
    )
