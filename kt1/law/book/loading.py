"""Filling the tables of the law from the shipped files. Idempotent.

Rows that are missing are added. Rows that are there stay: what a file says differently is
not written over them but named, because a figure is closed and added, never edited.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models

from kt1.law.book import files
from kt1.law.parameters.keys import FORMS
from kt1.law.services.rules import Mode

#: A model by its name; a migration hands over the models of its own moment.
Models = Callable[[str], Any]

#: The first mode holds from before any item can exist.
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
INSTALL = "install"


class ShippedRowChangedError(Exception):
    """A shipped file says of a row that is already in force what the row does not say."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, by table."""

    added: dict[str, int]


def load(models_by_name: Models) -> Loaded:
    """Add what is missing of all reference rows.

    Raises:
        ShippedRowChangedError: a file differs from a row that must not be edited.
    """
    instruments = models_by_name("Instrument")
    norm_sets = models_by_name("NormSet")
    return Loaded(
        {
            "instruments": _instruments(instruments),
            "norm_sets": _norm_sets(norm_sets, _ids(instruments)),
            "parameters": _parameters(
                models_by_name("LegalParameter"), _ids(norm_sets), _ids(instruments)
            ),
            "calendar_years": _years(models_by_name("CalendarYear")),
            "calendar_days": _days(models_by_name("CalendarDay"), _ids(instruments)),
            "modes": _first_mode(models_by_name("InstallationMode")),
        }
    )


def _ids(model: Any) -> dict[str, int]:
    return dict(model.objects.values_list("code", "pk"))


def _instruments(model: Any) -> int:
    known = _ids(model)
    rows = [row for row in files.rows("instruments") if row["code"] not in known]
    model.objects.bulk_create(
        model(
            code=row["code"],
            kind=row["kind"],
            number=row["number"],
            title=row["title"],
            issuer=row["issuer"],
            issued=files.day(row["issued"]),
            in_force_from=files.day(row["in_force_from"]),
            in_force_to=files.day(row["in_force_to"]),
            status=row["status"],
            text_seen=row["text_seen"],
            evidence=row["evidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows
    )
    ids = _ids(model)
    linked = [
        model(
            pk=ids[row["code"]],
            replaces_id=ids.get(row["replaces"]),
            implements_id=ids.get(row["implements"]),
        )
        for row in rows
        if row["replaces"] or row["implements"]
    ]
    model.objects.bulk_update(linked, ["replaces", "implements"])
    return len(rows)


def _norm_sets(model: Any, instruments: dict[str, int]) -> int:
    known = _ids(model)
    rows = [row for row in files.rows("norm_sets") if row["code"] not in known]
    for row in rows:  # one at a time: a set comes after the set it builds on
        made = model.objects.create(
            code=row["code"],
            title=row["title"],
            base_id=known.get(row["base"]),
            status=row["status"],
            instrument_id=instruments.get(row["instrument"]),
            banner=row["banner"],
            note=row["note"],
        )
        known[row["code"]] = made.pk
    return len(rows)


def _parameters(model: Any, norm_sets: dict[str, int], instruments: dict[str, int]) -> int:
    fresh = []
    there = {
        (row.norm_set_id, row.key, row.scope, row.valid_from): row for row in model.objects.all()
    }
    for one in files.parameters():
        row = model(
            norm_set_id=norm_sets[one.norm_set],
            key=one.key.value,
            scope=one.scope,
            value=one.value,
            unit=FORMS[one.key].unit,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            instrument_id=instruments.get(one.instrument),
            article=one.article,
            evidence=one.evidence.value,
            note=one.note,
        )
        old = there.get((row.norm_set_id, row.key, row.scope, row.valid_from))
        if old is None:
            fresh.append(row)
        else:
            _must_agree(old, row, ("value", "instrument_id", "article", "evidence"), one.id)
    model.objects.bulk_create(fresh)
    return len(fresh)


def _years(model: Any) -> int:
    known = set(model.objects.values_list("calendar", "year"))
    fresh = [
        model(
            calendar=row["calendar"],
            year=int(row["year"]),
            settled_to=files.day(row["settled_to"]),
            note=row["note"],
        )
        for row in files.rows("calendar_years")
        if (row["calendar"], int(row["year"])) not in known
    ]
    model.objects.bulk_create(fresh)
    return len(fresh)


def _days(model: Any, instruments: dict[str, int]) -> int:
    """A day that an installation has withdrawn stays withdrawn."""
    there = {(row.calendar, row.date): row for row in model.objects.order_by("pk")}
    fresh = []
    for row in files.rows("calendar_days"):
        on = files.day(row["date"])
        made = model(
            calendar=row["calendar"],
            date=on,
            kind=row["kind"],
            name=row["name"],
            pair=files.day(row["pair"]),
            instrument_id=instruments.get(row["instrument"]),
            article=row["article"],
            evidence=row["evidence"],
            confirmed=row["confirmed"] == "true",
            note=row["note"],
        )
        old = there.get((row["calendar"], on))
        if old is None:
            fresh.append(made)
        elif old.withdrawn_at is None:
            _must_agree(old, made, ("kind", "name", "pair"), f"{row['calendar']} {row['date']}")
    model.objects.bulk_create(fresh)
    return len(fresh)


def _first_mode(model: Any) -> int:
    if model.objects.exists():
        return 0
    model.objects.create(mode=Mode.FLAG.value, valid_from=_EVER, set_by=INSTALL)
    return 1


def _must_agree(old: models.Model, new: models.Model, fields: Iterable[str], name: str) -> None:
    differing = [field for field in fields if getattr(old, field) != getattr(new, field)]
    if differing:
        raise ShippedRowChangedError(f"{name}: {', '.join(differing)}")
