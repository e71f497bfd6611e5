"""Many acts written in sets: the rows that one act after another would write, by few statements.

The acts are done to a book in memory that holds the rows they find standing; then what is new is
inserted and what differs is changed, a table at a time. The book does what `steps.write` does; a
test compares the rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from kt1.custody.units import tables
from kt1.custody.units.book import KEYS, Book
from kt1.custody.units.rules import CLOCK_FIELDS, Act
from kt1.ledger.entries.actions import append_many
from kt1.people.actor import Actor

#: Changes of standing rows that an act names by unit, and the table they stand in.
_BY_UNIT: Mapping[str, str] = {"weighed": "item", "advised": "advice"}
_STAY_KEY = ("unit_id", "since", "inside_id")


@dataclass(slots=True)
class _Standing:
    """Rows as they were read, by table and key, to tell what the acts changed."""

    before: dict[str, dict[Any, dict[str, Any]]] = field(default_factory=dict)
    stays: list[dict[str, Any]] = field(default_factory=list)


def write_many(acts: Sequence[tuple[Act, datetime]], *, by: Actor | str) -> None:
    """Apply acts in their order and say each in the ledger, as `steps.write` does one by one.

    However many acts, the number of statements is bounded. The units must be locked already.
    Seals and corrections are not written this way.
    """
    if not acts:
        return
    kept = Book()
    standing = _read(kept, [act for act, _at in acts])
    for act, at in acts:
        kept.write(act, by=str(by), at=at)
    _change(kept, standing)
    _insert(kept, standing)
    append_many(kept.entries)


def _read(kept: Book, acts: Sequence[Act]) -> _Standing:
    lines = [line for act in acts for line in act.lines]
    born = {line["unit"] for act in acts if _bears(act) for line in act.lines}
    wanted: dict[str, set[Any]] = defaultdict(set)
    wanted["unit"] = {line["unit"] for line in lines} - born
    clocked = {
        line["unit"]
        for act in acts
        if (CLOCK_FIELDS.keys() & act.common.keys()) or any(map(_clocks, act.lines))
        for line in act.lines
    }
    wanted["clock"] = clocked - born
    for act in acts:
        for table, key, _changes in act.sets:
            wanted[table].add(key)
        for name, rows in act.rows:
            if name in _BY_UNIT:
                wanted[_BY_UNIT[name]] |= {row["unit_id"] for row in rows}
            elif name == "refused":
                wanted["line"] |= {(row["unit_id"], row["handover"]) for row in rows}
    standing = _Standing()
    for table, keys in wanted.items():
        found = _rows(table, keys)
        kept.table(table).update(found)
        standing.before[table] = {key: dict(row) for key, row in found.items()}
    for row in _open_stays(wanted["unit"]):
        kept.open_stays[row["unit_id"]] = row
        kept.contents.setdefault(row["inside_id"], {})[row["unit_id"]] = None
        standing.stays.append(row)
    return standing


def _bears(act: Act) -> bool:
    return "kind" in act.common or any("kind" in line for line in act.lines)


def _clocks(line: Mapping[str, object]) -> bool:
    return not CLOCK_FIELDS.keys().isdisjoint(line)


def _rows(table: str, keys: Collection[Any]) -> dict[Any, dict[str, Any]]:
    """Standing rows of these keys; the units of an act are locked, so nobody changes them."""
    if not keys:
        return {}
    columns = list(tables.columns_of(table))
    name = tables.model_of(table)._meta.db_table
    key = KEYS[table]
    with connection.cursor() as cursor:
        listed = [list(part) for part in zip(*keys, strict=True)] if len(key) > 1 else [list(keys)]
        given = ", ".join(f"%s::{tables.type_of(table, column)}[]" for column in key)
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {name}"
            f" WHERE ({', '.join(key)}) IN (SELECT * FROM unnest({given}))",
            listed,
        )
        found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row[key[0]] if len(key) == 1 else tuple(row[c] for c in key): row for row in found}


def _open_stays(units: Collection[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, inside_id, since FROM custody_stay"
            " WHERE unit_id = ANY(%s) AND until IS NULL",
            [list(units)],
        )
        return [
            {"unit_id": row[0], "inside_id": row[1], "since": row[2], "until": None}
            for row in cursor.fetchall()
        ]


def _change(kept: Book, standing: _Standing) -> None:
    """Stays are ended before others begin: a unit lies in one bag at a time."""
    ended = [row for row in standing.stays if row["until"] is not None]
    _update("stay", _STAY_KEY, [({"until"}, row) for row in ended])
    for table, before in standing.before.items():
        rows = kept.table(table)
        changed = [
            ({c for c, value in rows[key].items() if value != was.get(c)}, rows[key])
            for key, was in before.items()
        ]
        _update(table, KEYS[table], [(columns, row) for columns, row in changed if columns])


def _update(
    table: str, keys: Sequence[str], changed: Iterable[tuple[set[str], dict[str, Any]]]
) -> None:
    """Rows that change the same columns are one statement; of columns there are few sets."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for columns, row in changed:
        named = tuple(sorted(columns))
        groups[named].append({column: row[column] for column in (*keys, *named)})
    with connection.cursor() as cursor:
        for rows in groups.values():
            cursor.execute(*tables.change_many(table, tuple(keys), rows))


def _insert(kept: Book, standing: _Standing) -> None:
    """References are looked at when the transaction ends, so tables may come in any order."""
    with connection.cursor() as cursor:
        for table, rows in kept.tables.items():
            before = standing.before.get(table, {})
            groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
            for key, row in rows.items():
                if table not in KEYS or key not in before:
                    groups[tuple(sorted(row))].append(row)
            for new in groups.values():
                cursor.execute(*tables.statement(table, new))
