"""What import-linter cannot see: keys between tables, and how tables may grow."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tables import ACT, REFERENCE, UNIT

LEFT_TO_RIGHT = ["ledger", "law", "network", "people", "custody", "assurance", "oversight"]


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("kt1.")]


@dataclass(frozen=True, slots=True)
class Key:
    """One foreign key, and the two tables it joins."""

    name: str
    here: type[models.Model]
    there: type[models.Model]
    hidden: bool

    def __str__(self) -> str:
        return f"{self.here._meta.db_table}.{self.name}"


def keys() -> Iterator[Key]:
    for model in ours():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                there = cast("type[models.Model]", field.related_model)
                yield Key(field.name, model, there, field.remote_field.hidden)


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def test_foreign_keys_point_left_and_leave_no_name_behind() -> None:
    for key in keys():
        here, there = key.here._meta.app_label, key.there._meta.app_label
        if here == there:
            continue
        assert there in LEFT_TO_RIGHT, f"{key} points out of our strata"
        assert LEFT_TO_RIGHT.index(there) < LEFT_TO_RIGHT.index(here), f"{key} points right"
        assert key.hidden, f"{key} needs related_name='+'"


def test_no_model_stands_at_the_edges() -> None:
    assert {model._meta.app_label for model in ours()} <= set(LEFT_TO_RIGHT)


def test_there_is_no_relation_whose_table_nobody_named() -> None:
    named = [model for model in ours() if model._meta.local_many_to_many]
    assert not named, f"{named}: a many-to-many relation is a model with a name and dates"


def test_every_table_is_of_one_kind() -> None:
    sorted_in = Counter([*UNIT, *ACT, *REFERENCE])
    tables = {model._meta.db_table for model in ours()}

    assert tables - set(sorted_in) == set(), "sort them in tests/architecture/tables.py"
    assert set(sorted_in) - tables == set(), "tables.py names tables that are gone"
    assert [table for table, times in sorted_in.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(UNIT))
def test_a_unit_table_leads_its_key_with_the_unit(name: str) -> None:
    model = next(model for model in ours() if table(model) == name)
    key = model._meta.pk
    if isinstance(key, models.CompositePrimaryKey):
        first = key.field_names[0].removesuffix("_id")
    else:
        first = key.name
    assert first == ("id" if name == "custody_unit" else "unit")


def test_unit_tables_name_acts_by_value() -> None:
    """A constraint between the two would forbid spreading units over machines."""
    for key in keys():
        if table(key.here) in UNIT:
            assert table(key.there) not in ACT, f"{key} must be a plain value"


def test_reference_does_not_hang_on_what_grows() -> None:
    for key in keys():
        if table(key.here) in REFERENCE - {"custody_seal"}:  # a seal says which bag
            assert table(key.there) in REFERENCE, f"{key} grows with the mail"
