"""Loading the shipped reference rows. Opens no transaction; safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kt1.network.names.rules import fold, sort_key
from kt1.network.units import reference
from kt1.network.units.reference import NamedPeriod, Taking
from kt1.network.units.rules import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The three tables, as the model classes of today or as a migration knows them."""

    units: Any
    versions: Any
    successions: Any


def load_shipped(tables: Tables) -> int:
    """Add what the shipped files say and the tables lack; return how many rows were added.

    Rows already there are left alone, so a name corrected by hand is never put back.
    """
    periods = [*reference.provinces(), *reference.communes()]
    added = _add_units(tables, periods)
    ids = dict(tables.units.objects.values_list("code", "id"))
    return (
        added
        + _add_versions(tables, periods, ids)
        + _add_successions(tables, reference.successions(), ids)
    )


def _add_units(tables: Tables, periods: Sequence[NamedPeriod]) -> int:
    there = set(tables.units.objects.values_list("code", flat=True))
    wanted = {period.code: period for period in periods if period.code not in there}
    for level in (Level.PROVINCE, Level.COMMUNE):
        ids = dict(tables.units.objects.values_list("code", "id"))
        tables.units.objects.bulk_create(
            tables.units(code=code, level=level, parent_id=ids.get(period.parent))
            for code, period in wanted.items()
            if period.level == level
        )
    return len(wanted)


def _add_versions(tables: Tables, periods: Sequence[NamedPeriod], ids: dict[str, int]) -> int:
    named = set(tables.versions.objects.values_list("unit_id", flat=True))
    rows = [
        tables.versions(
            unit_id=ids[period.code],
            kind=period.kind,
            name=period.name,
            sort_key=sort_key(period.name),
            folded=fold(period.name),
            postcode=period.postcode,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            source=period.source,
            evidence=period.evidence,
        )
        for period in periods
        if ids[period.code] not in named
    ]
    tables.versions.objects.bulk_create(rows)
    return len(rows)


def _add_successions(tables: Tables, takings: Sequence[Taking], ids: dict[str, int]) -> int:
    there = set(tables.successions.objects.values_list("old_id", "new_id"))
    rows = [
        tables.successions(
            old_id=ids[taking.old], new_id=ids[taking.new], at=taking.at, source=taking.source
        )
        for taking in takings
        if (ids[taking.old], ids[taking.new]) not in there
    ]
    tables.successions.objects.bulk_create(rows)
    return len(rows)
