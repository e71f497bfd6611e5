"""Rebuild every unit from the ledger's entries and name each row that differs.

Nothing of the business is decided again: an entry states the effect of its act, and the replay
applies just that. Holder, bag, state, open offer, clock and seals must come out as the tables
say, row by row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from kt1.custody.units.rules import CLOCK_FIELDS

#: What is kept of a unit, in this order; the tables are read in the same order.
_UNIT = ("kind", "state", "place", "person", "inside", "offer", "since")
_CLOCK = ("started", "deadline", "expected", "stopped", "delivered")
_FIELDS = (*_UNIT, *_CLOCK)
_AT = {name: n for n, name in enumerate(_FIELDS)}
_SINCE = _AT["since"]
_SEAL = ("state", "place", "person", "unit")
_ON = _SEAL.index("unit")
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that does not say what the entries say."""

    table: str
    row: str
    reason: str


@dataclass(slots=True)
class Replay:
    """The state of all units as the entries told it so far."""

    units: dict[int, list[Any]] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    seals: dict[str, list[Any]] = field(default_factory=dict)
    #: Seals of another operator, kept beside the bag until it is opened or closed anew.
    told: dict[int, str] = field(default_factory=dict)
    unheard: list[Difference] = field(default_factory=list)

    def feed(  # noqa: C901 - one loop over millions of lines, where each call would be felt
        self, *, at: int, body: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]
    ) -> None:
        """Apply one entry; `at` in microseconds since 1970, entries in the order of the log."""
        common = body.get("effect") or {}
        shared = [(_AT[name], value) for name, value in common.items() if name in _AT]
        moved = "place" in common or "inside" in common
        hears = bool(self.told) or "seal_told" in body
        units, places = self.units, _AT.get
        for line in lines:
            unit = line.get("unit")
            if unit is None:  # lines of other strata are not about units
                continue
            known = units.get(unit)
            if known is None:
                known = units[unit] = [None] * len(_FIELDS)
                self.codes[unit] = line["code"]
            for n, value in shared:
                known[n] = value
            for name, value in line.items():
                n = places(name, -1)
                if n >= 0:
                    known[n] = value
            if moved or "place" in line or "inside" in line:
                known[_SINCE] = at
            if hears:
                self._hear(line, body)
        for seal in body.get("seals", ()):
            self.seals[seal["seal"]] = [seal.get(name) for name in _SEAL]

    def _hear(self, line: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """What the operator tells of its own seals holds until the bag is in another state."""
        if "state" in line:
            self.told.pop(line["unit"], None)
        if "seal_told" in body:
            self.told[line["unit"]] = body["seal_told"]

    def feed_raw(self, *, at: int, canonical: bytes, lines: bytes | None) -> None:
        """The same from the stored bytes."""
        self.feed(
            at=at,
            body=orjson.loads(canonical)["body"],
            lines=orjson.loads(lines) if lines else (),
        )

    def differences(self) -> Iterator[Difference]:
        """Compare with the tables, in one pass over each."""
        yield from self._unit_differences()
        yield from self._seal_differences()

    def _unit_differences(self) -> Iterator[Difference]:
        seen = 0
        for unit, code, said in _rows(_UNITS_SQL):
            told = self.units.get(unit)
            if told is None:
                yield Difference("custody_unit", code, "no entry made it")
                continue
            seen += 1
            if self.codes[unit] != code:
                yield Difference("custody_unit", code, f"code was {self.codes[unit]}")
            if said != "|".join(["" if v is None else str(v) for v in told]):
                yield _differing(code, said.split("|"), told)
        if seen != len(self.units):
            standing = {unit for unit, _code, _said in _rows(_UNITS_SQL)}
            for unit in self.units.keys() - standing:
                yield Difference("custody_unit", self.codes[unit], "the row is missing")

    def _seal_differences(self) -> Iterator[Difference]:
        standing = set()
        for number, _none, said in _rows(_SEALS_SQL):
            standing.add(number)
            told = self.seals.get(number)
            if told is None:
                yield Difference("custody_seal", number, "no entry made it")
            elif said != "|".join(["" if v is None else str(v) for v in told]):
                yield Difference("custody_seal", number, "differs from the entries")
        for number in self.seals.keys() - standing:
            yield Difference("custody_seal", number, "the row is missing")
        yield from self._bag_differences()

    def _bag_differences(self) -> Iterator[Difference]:
        """A bag bears the one seal that is applied to it now, or none."""
        applied = {said[_ON]: number for number, said in self.seals.items() if said[0] == "applied"}
        for unit, code, stands in _rows(_BAGS_SQL):
            told = applied.pop(unit, None) or self.told.get(unit, "")
            if stands != told:
                reason = f"seal: table {stands or '—'}, entries {told or '—'}"
                yield Difference("custody_bag", code, reason)
        for unit, number in applied.items():
            yield Difference(
                "custody_bag", self.codes.get(unit, str(unit)), f"{number} is not on it"
            )


def _differing(code: str, said: list[str], told: list[Any]) -> Difference:
    """Name the column and both values; the table is the clock's for times of the clock."""
    for name, stands, value in zip(_FIELDS, said, told, strict=True):
        entry = "" if value is None else str(value)
        if stands != entry:
            table = "custody_clock" if name in CLOCK_FIELDS else "custody_unit"
            return Difference(table, code, f"{name}: table {stands or '—'}, entries {entry or '—'}")
    return Difference("custody_unit", code, "differs")


def _micros(column: str) -> str:
    return f"(extract(epoch FROM {column}) * 1000000)::bigint"


_UNITS_SQL = f"""
    SELECT u.id, u.code, concat_ws('|', u.kind, u.state, coalesce(u.place_id::text, ''),
        coalesce(u.person_id::text, ''), coalesce(u.inside_id::text, ''),
        coalesce(u.offer::text, ''), {_micros("u.since")},
        coalesce({_micros("c.started_at")}::text, ''), coalesce({_micros("c.deadline")}::text, ''),
        coalesce({_micros("c.expected_at")}::text, ''),
        coalesce({_micros("c.stopped_at")}::text, ''),
        coalesce({_micros("c.delivered_at")}::text, ''))
    FROM custody_unit u LEFT JOIN custody_clock c ON c.unit_id = u.id"""
_SEALS_SQL = """
    SELECT number, '', concat_ws('|', state, place_id, coalesce(person_id::text, ''),
        coalesce(unit_id::text, '')) FROM custody_seal"""
_BAGS_SQL = """
    SELECT b.unit_id, u.code, b.seal FROM custody_bag b JOIN custody_unit u ON u.id = b.unit_id"""


def _rows(sql: str) -> Iterator[tuple[Any, str, str]]:
    """Stream a whole table; a named cursor keeps memory flat."""
    connection.ensure_connection()
    with connection.connection.cursor(name="kt1_replay") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(sql)
        yield from cursor
