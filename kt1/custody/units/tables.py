"""Statements over the act and unit tables, built once from the models that define them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from kt1.custody.units.rules import micros, moment

#: Short names that pure rules use for tables -> the models.
MODELS: Mapping[str, str] = {
    "unit": "Unit",
    "stay": "Stay",
    "clock": "Clock",
    "derivation": "Derivation",
    "mark": "MarkOf",
    "alias": "Alias",
    "item": "Item",
    "advice": "Advice",
    "pickup": "Pickup",
    "bag": "Bag",
    "seal": "Seal",
    "gear": "Gear",
    "handover": "Handover",
    "line": "HandoverLine",
    "scan": "HandoverScan",
    "trip": "Trip",
    "attempt": "Attempt",
    "delivery": "Delivery",
    "irregularity": "Irregularity",
    "shift": "ShiftBalance",
    "passed": "Passed",
}


@cache
def model_of(table: str) -> type[models.Model]:
    return apps.get_model("custody", MODELS[table])


@cache
def _fields(table: str) -> Mapping[str, tuple[str, Any]]:
    """Column -> (SQL type without length, default or NOT_PROVIDED) of every real column."""
    found: dict[str, tuple[str, Any]] = {}
    for field in model_of(table)._meta.concrete_fields:
        if field.column is None:  # a composite key has no column of its own
            continue
        kind = field.db_type(connection) or "text"
        kind = kind.split("(")[0].replace("serial", "bigint")
        found[field.column] = (kind, field.get_default)
    return found


def columns_of(table: str) -> dict[str, object]:
    """Columns with their defaults; an identity key that the database draws is left out."""
    return {
        column: default()
        for column, (_kind, default) in _fields(table).items()
        if column != "id" or table in _OWN_KEYS
    }


#: Tables whose key the act itself makes.
_OWN_KEYS = frozenset({"unit", "derivation", "pickup", "handover", "trip", "irregularity", "shift"})


def type_of(table: str, column: str) -> str:
    return "text" if (kind := _fields(table)[column][0]) == "varchar" else kind


def insert(table: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, list[Any]]:
    """One INSERT … SELECT for all rows; columns left out take the model's default.

    What all rows share travels once; only what differs travels as arrays.
    """
    fields = _fields(table)
    first = rows[0]
    shared = {c: v for c, v in first.items() if all(row[c] == v for row in rows)}
    varying = tuple(c for c in first if c not in shared)
    for column, (_kind, default) in fields.items():
        if column not in first and column != "id" and (value := default()) is not None:
            shared[column] = value
    sql = _insert_sql(table, tuple(shared), varying)
    scalars = [_plain(table, c, v) for c, v in shared.items()]
    return sql, [*scalars, *(_array(table, c, [row[c] for row in rows]) for c in varying)]


@lru_cache(maxsize=512)
def _insert_sql(table: str, shared: tuple[str, ...], varying: tuple[str, ...]) -> str:
    name = model_of(table)._meta.db_table
    chosen = [f"%s::{type_of(table, c)}" for c in shared]
    chosen += [_out(table, c) for c in varying]
    sql = f"INSERT INTO {name} ({', '.join((*shared, *varying))}) SELECT {', '.join(chosen)}"
    if varying:
        source = ", ".join(f"%s::{_array_type(table, c)}[]" for c in varying)
        sql += f" FROM unnest({source}) AS v({', '.join(varying)})"
    return sql


_MOMENT = "timestamp with time zone"
#: Types that travel in an array as something cheaper to write and read.
_TRAVELS = {"jsonb": "text", _MOMENT: "bigint"}


def _array_type(table: str, column: str) -> str:
    kind = type_of(table, column)
    return _TRAVELS.get(kind, kind)


def _out(table: str, column: str) -> str:
    """A column of the arrays as the table wants it."""
    kind = type_of(table, column)
    if kind == "jsonb":
        return f"v.{column}::jsonb"
    if kind == _MOMENT:
        return f"timestamptz 'epoch' + v.{column} * interval '1 microsecond'"
    return f"v.{column}"


def _array(table: str, column: str, values: Sequence[object]) -> object:
    kind = type_of(table, column)
    if kind == _MOMENT:
        return numbers(micros(v) if isinstance(v, datetime) else v for v in values)
    if kind in WHOLE:
        return numbers(values)
    return [_plain(table, column, v) for v in values]


WHOLE = frozenset({"bigint", "integer", "smallint"})


def numbers(values: Iterable[object]) -> str:
    """An array of whole numbers as the server reads it: a tenth of the driver's way by lists."""
    return "{" + ",".join(["NULL" if v is None else str(v) for v in values]) + "}"


#: What is written on rows that stand already, in sets: name -> (table, key columns).
_CHANGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "refused": ("line", ("unit_id", "handover")),
    "confirmed": ("delivery", ("unit_id",)),
    "advised": ("advice", ("unit_id",)),
    "disputed": ("delivery", ("unit_id",)),
    "weighed": ("item", ("unit_id",)),
    "succeeded": ("item", ("unit_id",)),
    "collected_elsewhere": ("pickup", ("id",)),
    "closed": ("irregularity", ("id",)),
    "tried_wrong": ("attempt", ("unit_id", "n")),
    "line_corrected": ("line", ("unit_id", "handover")),
}
#: What a correction takes away, because a right row will stand in its place; the ledger keeps it.
_REMOVALS: Mapping[str, str] = {"undelivered": "delivery"}


def written(table: str) -> str:
    """The table that `statement` writes under this name."""
    return _CHANGES[table][0] if table in _CHANGES else _REMOVALS.get(table, table)


def statement(table: str, rows: Sequence[Mapping[str, object]]) -> tuple[str, list[Any]]:
    """The one statement that writes these rows: an insert, or a change of standing rows."""
    if table in _CHANGES:
        return change_many(*_CHANGES[table], rows)
    if table in _REMOVALS:
        name = model_of(_REMOVALS[table])._meta.db_table
        return f"DELETE FROM {name} WHERE unit_id = ANY(%s)", [[row["unit_id"] for row in rows]]
    sql, params = insert(table, rows)
    if table == "derivation":  # equal derivations are one row, whoever comes first
        sql += " ON CONFLICT (id) DO NOTHING"
    return sql, params


def change_many(
    table: str, keys: tuple[str, ...], rows: Sequence[Mapping[str, object]]
) -> tuple[str, list[Any]]:
    """One UPDATE of standing rows; each names its keys and the columns that all of them change."""
    name = model_of(table)._meta.db_table
    columns = tuple(rows[0])
    source = ", ".join(f"%s::{_array_type(table, c)}[]" for c in columns)
    sets = ", ".join(f"{c} = {_out(table, c)}" for c in columns if c not in keys)
    where = " AND ".join(f"{name}.{c} = {_out(table, c)}" for c in keys)
    sql = f"UPDATE {name} SET {sets} FROM unnest({source}) AS v({', '.join(columns)}) WHERE {where}"
    return sql, [_array(table, c, [row[c] for row in rows]) for c in columns]


def change(table: str, key: object, changes: Mapping[str, object]) -> tuple[str, list[Any]]:
    """One UPDATE of the row whose primary key is `key`."""
    meta = model_of(table)._meta
    sets = ", ".join(f"{c} = %s::{type_of(table, c)}" for c in changes)
    return (
        f"UPDATE {meta.db_table} SET {sets} WHERE {meta.pk.column} = %s",
        [*(_plain(table, c, v) for c, v in changes.items()), key],
    )


def _plain(table: str, column: str, value: object) -> object:
    """One value as the driver takes it: JSON as text, microseconds as a moment."""
    if value is None:
        return None
    kind = type_of(table, column)
    if kind == "jsonb":
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return moment(value) if kind == _MOMENT and isinstance(value, int) else value
