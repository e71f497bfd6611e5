"""What the forms of a reorganisation offer, and what was meant by what was typed."""

from collections.abc import Sequence
from datetime import date

from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.names.rules import fold
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import versions_on

SEPARATOR = " · "


class Bodies:
    """What the lists beside a form offer, of one province or of all; read when first asked."""

    def __init__(self, on: date, province_id: int | None) -> None:
        self._on, self._province = on, province_id
        self._agencies: Sequence[Agency] | None = None

    @property
    def agencies(self) -> Sequence[Agency]:
        if self._agencies is None:
            rows = in_force(self._on)
            if self._province is not None:
                rows = rows.filter(province=self._province)
            self._agencies = list(rows.only("code", "name", "folded"))
        return self._agencies

    @property
    def doors(self) -> list[tuple[str, str]]:
        rows = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT, valid_to=None)
        if self._province is not None:
            rows = rows.filter(province=self._province)
        return list(rows.order_by("sort_key", "pk").values_list("code", "name"))

    @property
    def units(self) -> Sequence[AdminUnitVersion]:
        return list(versions_on(self._on))

    def code_of(self, text: str) -> str:
        """The code behind `24-S1 · Sở thứ nhất`, a bare code or a whole name; else the text."""
        head = text.split(SEPARATOR, maxsplit=1)[0].strip()
        if any(one.code == head.upper() for one in self.agencies):
            return head.upper()
        named = [one.code for one in self.agencies if one.folded == fold(text)]
        return named[0] if len(named) == 1 else text.strip()

    def door_of(self, text: str) -> str:
        return text.split(SEPARATOR, maxsplit=1)[0].strip().upper()
