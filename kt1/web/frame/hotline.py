"""The post's telephone for KT1 in the province of whoever looks: on pages and on papers."""

from datetime import datetime
from functools import lru_cache

from kt1.law.catalogue import queries
from kt1.law.catalogue.queries import Hotline
from kt1.network.units.models import AdminUnit
from kt1.web.moments import ZONE


@lru_cache(maxsize=128)
def province_code(province_id: int) -> str:
    """A unit keeps its code for ever, so the process keeps it too."""
    return AdminUnit.objects.values_list("code", flat=True).get(pk=province_id)


def hotline_of(province_id: int | None, at: datetime) -> Hotline | None:
    """The number published for the province on that day; None where there is none."""
    if province_id is None:
        return None
    return queries.hotline(province_code(province_id), at.astimezone(ZONE).date())
