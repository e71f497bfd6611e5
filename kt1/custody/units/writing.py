"""What an act writes, as statements: however many lines, their number is bounded."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kt1.custody.units import tables
from kt1.custody.units.rules import CLOCK_FIELDS, UNIT_FIELDS, Act, moment


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, and the table it writes by its short name."""

    table: str
    sql: str
    params: list[Any]


def statements_of(act: Act, *, at: datetime) -> Iterator[Statement]:
    """In the order in which they must run, if they do not leave as one."""
    for effects, lines in _grouped(act):
        yield from _units(effects, lines, act, at)
        yield from _stays(effects, lines, act, at)
        yield from _clocks(effects, lines, act)
    if act.seals:
        yield _seals(act.seals, at)
    for table, rows in act.rows:
        if rows:
            yield Statement(tables.written(table), *tables.statement(table, rows))
    for table, key, changes in act.sets:
        yield Statement(table, *tables.change(table, key, changes))


def leave_as_one(statements: Sequence[Statement]) -> bool:
    """Whether they may be parts of one statement, which the server runs on one picture.

    None of them reads another's table, so they may exactly when no two write the same one.
    """
    return len({s.table for s in statements}) == len(statements)


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
    effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act, at: datetime
) -> Iterator[Statement]:
    if "kind" in effects:
        yield _new_units(lines, act, at)
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
    yield _update("unit", "id", sets, params, columns, types, arrays)


def _update(  # noqa: PLR0917 - the parts of one statement
    short: str,
    key: str,
    sets: list[str],
    params: list[Any],
    columns: list[str],
    types: list[str],
    arrays: list[Any],
) -> Statement:
    table = f"custody_{short}"
    arrays = [
        tables.numbers(values) if kind in tables.WHOLE else values
        for kind, values in zip(types, arrays, strict=True)
    ]
    if len(columns) == 1:
        return Statement(
            short,
            f"UPDATE {table} SET {', '.join(sets)} WHERE {key} = ANY(%s::bigint[])",
            [*params, arrays[0]],
        )
    source = ", ".join(f"%s::{kind}[]" for kind in types)
    return Statement(
        short,
        f"UPDATE {table} SET {', '.join(sets)} FROM unnest({source}) AS v({', '.join(columns)})"
        f" WHERE {table}.{key} = v.{columns[0]}",
        [*params, *arrays],
    )


def _new_units(lines: Sequence[Mapping[str, Any]], act: Act, at: datetime) -> Statement:
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
    return Statement("unit", *tables.insert("unit", rows))


def _stays(
    effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act, at: datetime
) -> Iterator[Statement]:
    if "inside" not in effects or "kind" in effects:
        return
    shared, value = _value(act, lines, "inside")
    insides = [value] * len(lines) if shared else value
    ids = [line["unit"] for line in lines]
    yield Statement(
        "stay",
        "UPDATE custody_stay SET until = %s WHERE unit_id = ANY(%s::bigint[]) AND until IS NULL",
        [at, ids],
    )
    rows: list[dict[str, object]] = [
        {"unit_id": unit, "inside_id": inside, "since": at}
        for unit, inside in zip(ids, insides, strict=True)
        if inside is not None
    ]
    if rows:
        yield Statement("stay", *tables.insert("stay", rows))


def _clocks(
    effects: frozenset[str], lines: Sequence[Mapping[str, Any]], act: Act
) -> Iterator[Statement]:
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
        yield Statement("clock", *tables.insert("clock", rows))
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
    yield _update("clock", "unit_id", sets, params, columns, types, arrays)


def _seals(seals: Sequence[Mapping[str, Any]], at: datetime) -> Statement:
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
    return Statement(
        "seal",
        sql + " ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state,"
        " place_id = EXCLUDED.place_id, person_id = EXCLUDED.person_id,"
        " unit_id = EXCLUDED.unit_id, changed_at = EXCLUDED.changed_at",
        params,
    )
