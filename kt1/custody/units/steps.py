"""Steps that every act of custody shares. They open no transaction of their own.

`write` applies one `Act` in sets: however many lines, the number of statements is bounded.
All of them leave in one pipeline, so an act costs about one journey to the database.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction

from kt1.custody.units import book, tables
from kt1.custody.units.queries import pipeline
from kt1.custody.units.rules import CLOCK_FIELDS, UNIT_FIELDS, Act, moment
from kt1.ledger.entries.actions import append
from kt1.ledger.requests import steps as requests
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor


class Once:
    """The outermost transaction of one act, done once for its request key.

    Inside, `known` is the answer stored by an earlier call with the same key; an act that
    finds it returns it and does nothing. `store` keeps the answer, in the same commit.
    """

    def __init__(self, once: RequestKey, *, by: Actor | str, at: datetime) -> None:
        self.key, self.actor, self.at = once, str(by), at
        self.known: dict[str, Any] | None = None
        self._in_memory = book.current() is not None
        self._answer: dict[str, Any] | None = None
        self._atomic = transaction.atomic(durable=True)

    def __enter__(self) -> Self:
        if self._in_memory:
            return self
        self._atomic.__enter__()
        try:
            self.known = requests.begin(self.key, actor=self.actor, at=self.at)
        except BaseException as error:
            self._atomic.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def store(self, answer: dict[str, Any]) -> dict[str, Any]:
        self._answer = answer
        return answer

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if (opened := book.current()) is not None:
            opened.requests.append((self.actor, self.key, self._answer or {}, self.at))
            return
        if error is None and self.known is None:
            try:
                requests.finish(self.key, actor=self.actor, answer=self._answer or {})
            except BaseException as failed:
                self._atomic.__exit__(type(failed), failed, failed.__traceback__)
                raise
        self._atomic.__exit__(kind, error, trace)


def write(act: Act, *, by: Actor | str, at: datetime) -> UUID:
    """Apply `act` to the tables and say it in the ledger; return the ledger entry's id."""
    if (opened := book.current()) is not None:
        return opened.write(act, by=str(by), at=at)
    with connection.wrap_database_errors, pipeline(), connection.cursor() as cursor:
        for effects, lines in _grouped(act):
            _units(cursor, effects, lines, act, at)
            _stays(cursor, effects, lines, act, at)
            _clocks(cursor, effects, lines, act)
        if act.seals:
            _seals(cursor, act.seals, at)
        for table, rows in act.rows:
            if rows:
                cursor.execute(*tables.statement(table, rows))
        for table, key, changes in act.sets:
            cursor.execute(*tables.change(table, key, changes))
        return append(
            kind=act.kind,
            subject=act.subject,
            actor=str(by),
            at=at,
            body=act.ledger_body(),
            lines=act.lines,
            notes=act.notes,
        )


def _grouped(act: Act) -> list[tuple[frozenset[str], list[dict[str, Any]]]]:
    """Lines that carry the same effects together; mostly there is one group, seldom three."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for line in act.lines:
        groups[frozenset(line)].append(line)
    return [(keys | act.common.keys(), lines) for keys, lines in groups.items()]


def _value(act: Act, lines: Sequence[Mapping[str, Any]], name: str) -> tuple[bool, Any]:
    """Whether all lines share the value of `name`, and the value or the list of values."""
    if name in lines[0]:
        return False, [line[name] for line in lines]
    return True, act.common[name]


def _units(
    cursor: Any, effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act, at: datetime
) -> None:
    if "kind" in effects:
        _new_units(cursor, lines, act, at)
        return
    named = {f: UNIT_FIELDS[f] for f in UNIT_FIELDS if f in effects}
    if not named:
        return
    sets, columns, params, arrays = [], ["id"], [], [[line["unit"] for line in lines]]
    types = ["bigint"]
    if "place" in effects or "inside" in effects:
        sets.append("since = %s")
        params.append(at)
    for name, (column, kind) in named.items():
        shared, value = _value(act, lines, name)
        if shared:
            sets.append(f"{column} = %s::{kind}")
            params.append(value)
        else:
            sets.append(f"{column} = v.{column}")
            columns.append(column)
            types.append(kind)
            arrays.append(value)
    _update(cursor, "custody_unit", "id", sets, params, columns, types, arrays)


def _update(  # noqa: PLR0917 - the parts of one statement
    cursor: Any,
    table: str,
    key: str,
    sets: list[str],
    params: list[Any],
    columns: list[str],
    types: list[str],
    arrays: list[Any],
) -> None:
    if len(columns) == 1:
        cursor.execute(
            f"UPDATE {table} SET {', '.join(sets)} WHERE {key} = ANY(%s::bigint[])",
            [*params, arrays[0]],
        )
        return
    source = ", ".join(f"%s::{kind}[]" for kind in types)
    cursor.execute(
        f"UPDATE {table} SET {', '.join(sets)} FROM unnest({source}) AS v({', '.join(columns)})"
        f" WHERE {table}.{key} = v.{columns[0]}",
        [*params, *arrays],
    )


def _new_units(cursor: Any, lines: Sequence[Mapping[str, Any]], act: Act, at: datetime) -> None:
    both = [{**act.common, **line} for line in lines]
    rows: list[dict[str, object]] = [
        {
            "id": line["unit"],
            "code": line["code"],
            "kind": line["kind"],
            "state": line["state"],
            "place_id": line["place"],
            "person_id": line.get("person"),
            "since": at,
        }
        for line in both
    ]
    cursor.execute(*tables.insert("unit", rows))


def _stays(
    cursor: Any, effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act, at: datetime
) -> None:
    if "inside" not in effects or "kind" in effects:
        return
    shared, value = _value(act, lines, "inside")
    insides = [value] * len(lines) if shared else value
    ids = [line["unit"] for line in lines]
    cursor.execute(
        "UPDATE custody_stay SET until = %s WHERE unit_id = ANY(%s::bigint[]) AND until IS NULL",
        [at, ids],
    )
    rows: list[dict[str, object]] = [
        {"unit_id": unit, "inside_id": inside, "since": at}
        for unit, inside in zip(ids, insides, strict=True)
        if inside is not None
    ]
    if rows:
        cursor.execute(*tables.insert("stay", rows))


def _clocks(
    cursor: Any, effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act
) -> None:
    named = [f for f in CLOCK_FIELDS if f in effects]
    if not named:
        return
    if "started" in effects:
        both = [{**act.common, **line} for line in lines]
        rows: list[dict[str, object]] = [
            {
                "unit_id": line["unit"],
                "started_at": line["started"],
                "deadline": line["deadline"],
                "expected_at": line["expected"],
                "derivation": line["derivation"],
            }
            for line in both
        ]
        cursor.execute(*tables.insert("clock", rows))
        return
    sets, params, columns, types = [], [], ["unit_id"], ["bigint"]
    arrays: list[Any] = [[line["unit"] for line in lines]]
    for name in named:
        shared, value = _value(act, lines, name)
        column = CLOCK_FIELDS[name]
        if shared:
            sets.append(f"{column} = %s::timestamptz")
            params.append(None if value is None else moment(value))
        else:
            sets.append(f"{column} = v.{column}")
            columns.append(column)
            types.append("timestamptz")
            arrays.append([None if v is None else moment(v) for v in value])
    _update(cursor, "custody_clock", "unit_id", sets, params, columns, types, arrays)


def _seals(cursor: Any, seals: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Seals are few an act; new numbers come into stock, known ones change state."""
    rows = [
        {
            "number": seal["seal"],
            "state": seal["state"],
            "place_id": seal["place"],
            "person_id": seal.get("person"),
            "unit_id": seal.get("unit"),
            "changed_at": at,
        }
        for seal in seals
    ]
    sql, params = tables.insert("seal", rows)
    cursor.execute(
        sql + " ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state,"
        " place_id = EXCLUDED.place_id, person_id = EXCLUDED.person_id,"
        " unit_id = EXCLUDED.unit_id, changed_at = EXCLUDED.changed_at",
        params,
    )


def reserve_unit_ids(count: int) -> list[int]:
    """Ids for units about to be created, drawn from the sequence in one statement."""
    if (opened := book.current()) is not None:
        return opened.unit_ids(count)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('custody_unit', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
