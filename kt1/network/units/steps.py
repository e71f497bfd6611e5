"""Writing units and their names in sets. Opens no transaction; loading is safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kt1.network.codes import Ids
from kt1.network.names.rules import fold, sort_key
from kt1.network.units import reference
from kt1.network.units.models import AdminUnit, AdminUnitVersion, Succession
from kt1.network.units.reference import NamedPeriod, Taking
from kt1.network.units.rules import Level, SuccessionFacts, UnitFacts


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


def put(facts: Sequence[UnitFacts], ids: Ids) -> None:
    """Add these names, or replace the one of the same unit from the same day.

    A unit that is not there yet is added, provinces before their communes.
    """
    if not facts:
        return
    for level in (Level.PROVINCE, Level.COMMUNE):
        new = {one.code: one for one in facts if one.level is level and one.code not in ids.units}
        made = AdminUnit.objects.bulk_create(
            AdminUnit(code=code, level=level, parent_id=ids.unit(one.parent))
            for code, one in new.items()
        )
        ids.units.update({unit.code: unit.pk for unit in made})
    same = [Q(unit_id=ids.units[one.code], valid_from=one.valid_from) for one in facts]
    AdminUnitVersion.objects.filter(Q(*same, _connector=Q.OR)).delete()
    AdminUnitVersion.objects.bulk_create(_version(one, ids) for one in facts)


def close(facts: Sequence[UnitFacts], ids: Ids, on: date) -> None:
    """End these names with `on`."""
    units = [ids.units[one.code] for one in facts]
    AdminUnitVersion.objects.filter(unit_id__in=units, valid_to=None).update(valid_to=on)


def put_successions(facts: Sequence[SuccessionFacts], ids: Ids) -> None:
    if not facts:
        return
    rows = [
        Succession(
            old_id=ids.units[one.old], new_id=ids.units[one.new], at=one.at, source=one.source
        )
        for one in facts
    ]
    Succession.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["old", "new", "at"],
        update_fields=["source"],
    )


def remove_successions(facts: Sequence[SuccessionFacts], ids: Ids, _on: date) -> None:
    """Take back what was said wrongly; the ledger keeps that it was said."""
    if facts:
        said = [Q(old_id=ids.units[f.old], new_id=ids.units[f.new], at=f.at) for f in facts]
        Succession.objects.filter(Q(*said, _connector=Q.OR)).delete()


def _version(one: UnitFacts, ids: Ids) -> AdminUnitVersion:
    return AdminUnitVersion(
        unit_id=ids.units[one.code],
        kind=one.kind,
        name=one.name,
        sort_key=sort_key(one.name),
        folded=fold(one.name),
        postcode=one.postcode,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        source=one.source,
        evidence=one.evidence,
    )
