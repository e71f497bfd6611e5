"""Tables in memory, in place of the database, for writing a long history at once.

Inside `opened(book)` the reads under lock and the one writer of custody use the book. The
actions are the very same; what they did is then copied into the tables (`kt1 simulate --bulk`).
A test writes one history both ways and compares the rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kt1.custody.units.rules import CLOCK_FIELDS, UNIT_FIELDS, Act, moment
from kt1.ledger.entries.rules import EntryRows, entry_id_at, rows_of
from kt1.ledger.requests.rules import RequestKey

Row = dict[str, Any]
#: Who asked, with which key, the answer, and when.
Request = tuple[str, RequestKey, dict[str, Any], datetime]
#: The key columns by which later changes find a row again.
KEYS: Mapping[str, tuple[str, ...]] = {
    "unit": ("id",),
    "clock": ("unit_id",),
    "item": ("unit_id",),
    "bag": ("unit_id",),
    "mark": ("unit_id",),
    "advice": ("unit_id",),
    "seal": ("number",),
    "delivery": ("unit_id",),
    "handover": ("id",),
    "line": ("unit_id", "handover"),
    "trip": ("id",),
    "pickup": ("id",),
    "derivation": ("id",),
}
_CHANGES: Mapping[str, str] = {
    "refused": "line",
    "confirmed": "delivery",
    "advised": "advice",
    "disputed": "delivery",
    "weighed": "item",
}


@dataclass(frozen=True, slots=True)
class Said:
    """An act whose entry is still to be made; only its id is known."""

    id: UUID
    act: Act
    by: str
    at: datetime

    def rows(self) -> EntryRows:
        return rows_of(
            kind=self.act.kind,
            subject=self.act.subject,
            actor=self.by,
            at=self.at,
            body=self.act.ledger_body(),
            lines=self.act.lines,
            notes=self.act.notes,
            entry_id=self.id,
        )


@dataclass(slots=True)
class Book:
    """Everything written so far, by table and key; and the entries in their order.

    Where `said` is a list, acts wait there for somebody else to make their entries.
    """

    next_unit: int = 1
    tables: dict[str, dict[Any, Row]] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    contents: dict[int, dict[int, None]] = field(default_factory=dict)
    lines: dict[UUID, dict[int, None]] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)
    open_stays: dict[int, Row] = field(default_factory=dict)
    entries: list[EntryRows] = field(default_factory=list)
    said: list[Said] | None = None
    requests: list[Request] = field(default_factory=list)
    register: object | None = None
    memory: dict[Any, Any] = field(default_factory=dict)

    def table(self, name: str) -> dict[Any, Row]:
        return self.tables.setdefault(name, {})

    def write(self, act: Act, *, by: str, at: datetime) -> UUID:
        """What `steps.write` does to the tables, done to the book."""
        for line in act.lines:
            self._effects({**act.common, **line}, at)
        for seal in act.seals:
            self.table("seal")[seal["seal"]] = {
                "number": seal["seal"],
                "state": seal["state"],
                "place_id": seal["place"],
                "person_id": seal.get("person"),
                "unit_id": seal.get("unit"),
                "changed_at": at,
            }
        for table, rows in act.rows:
            for row in rows:
                self._put(table, dict(row))
        for table, key, changes in act.sets:
            self.table(table)[key].update(changes)
        said = Said(entry_id_at(at), act, by, at)
        if self.said is None:
            self.entries.append(said.rows())
        else:
            self.said.append(said)
        return said.id

    def _put(self, table: str, row: Row) -> None:
        if table in _CHANGES:
            standing = self.table(_CHANGES[table])
            found = standing.get(_key(_CHANGES[table], row))
            if found is not None:
                found.update(row)
            return
        rows = self.table(table)
        rows[_key(table, row) if table in KEYS else len(rows)] = row
        if table == "line":
            self.lines.setdefault(row["handover"], {})[row["unit_id"]] = None
        elif table == "attempt":
            self.attempts[row["unit_id"]] = self.attempts.get(row["unit_id"], 0) + 1

    def _effects(self, effects: Mapping[str, Any], at: datetime) -> None:
        unit = effects["unit"]
        if "kind" in effects:
            self._born(effects, at)
            return
        row = self.table("unit")[unit]
        for name, (column, _kind) in UNIT_FIELDS.items():
            if name in effects:
                value = effects[name]
                row[column] = UUID(value) if name == "offer" and value else value
        if "inside" in effects:
            self._stay(unit, effects["inside"], at)
        if "place" in effects or "inside" in effects:
            row["since"] = at
        self._clock(unit, effects)

    def _born(self, effects: Mapping[str, Any], at: datetime) -> None:
        unit = effects["unit"]
        self.by_code[effects["code"]] = unit
        self.table("unit")[unit] = {
            "id": unit,
            "code": effects["code"],
            "kind": effects["kind"],
            "state": effects["state"],
            "place_id": effects["place"],
            "person_id": effects.get("person"),
            "inside_id": None,
            "offer": None,
            "since": at,
        }

    def _stay(self, unit: int, inside: int | None, at: datetime) -> None:
        standing = self.open_stays.pop(unit, None)
        if standing is not None:
            standing["until"] = at
            self.contents[standing["inside_id"]].pop(unit, None)
        if inside is not None:
            row: Row = {"unit_id": unit, "inside_id": inside, "since": at, "until": None}
            stays = self.table("stay")
            stays[len(stays)] = row
            self.open_stays[unit] = row
            self.contents.setdefault(inside, {})[unit] = None

    def _clock(self, unit: int, effects: Mapping[str, Any]) -> None:
        if "started" in effects:
            self.table("clock")[unit] = {
                "unit_id": unit,
                "derivation": effects["derivation"],
                **dict.fromkeys(CLOCK_FIELDS.values()),
            }
        for name, column in CLOCK_FIELDS.items():
            if name in effects:
                value = effects[name]
                self.table("clock")[unit][column] = None if value is None else moment(value)

    def unit_ids(self, count: int) -> list[int]:
        first = self.next_unit
        self.next_unit += count
        return list(range(first, first + count))

    def units(self, codes: Sequence[str]) -> list[Row]:
        """Rows of these codes in the order of their ids, as the locks would give them."""
        ids = sorted(self.by_code[c] for c in dict.fromkeys(codes) if c in self.by_code)
        table = self.table("unit")
        return [table[i] for i in ids]


def _key(table: str, row: Row) -> Any:
    columns = KEYS[table]
    return row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns)


_open: ContextVar[Book | None] = ContextVar("kt1_custody_book", default=None)


def current() -> Book | None:
    return _open.get()


@contextmanager
def opened(book: Book) -> Iterator[Book]:
    token = _open.set(book)
    try:
        yield book
    finally:
        _open.reset(token)
