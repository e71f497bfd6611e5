"""What can be wrong with the ledger, and the checks of one entry. Pure."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from kt1.ledger.entries.canonical import parse_object
from kt1.ledger.entries.rules import SALT_BYTES, lines_root, split

FAULTS_MAX = 20

#: Where one change shows in several tables, the table that was changed comes first.
_TABLES = (
    "ledger_entry",
    "ledger_note",
    "ledger_leaf",
    "ledger_pending",
    "ledger_tile",
    "ledger_checkpoint",
    "ledger_redaction",
    "ledger_cursor",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that is not as it was written, and why we say so."""

    table: str
    row: str
    reason: str


@dataclass(slots=True)
class Faults:
    """Counts all faults; keeps the first few of each table."""

    total: int = 0
    kept: dict[str, list[Fault]] = field(default_factory=dict)

    def add(self, table: str, row: object, reason: str) -> None:
        self.total += 1
        of_table = self.kept.setdefault(table, [])
        if len(of_table) < FAULTS_MAX:
            of_table.append(Fault(table, str(row), reason))

    def take(self, other: "Faults") -> None:
        for fault in other.in_order():
            self.add(fault.table, fault.row, fault.reason)
        self.total += other.total - len(other.in_order())

    def in_order(self) -> list[Fault]:
        ranks = {table: rank for rank, table in enumerate(_TABLES)}
        tables = sorted(self.kept, key=lambda table: ranks.get(table, len(ranks)))
        return [fault for table in tables for fault in self.kept[table]]


@dataclass(frozen=True, slots=True)
class Against:
    """A checkpoint somebody kept: the log must still begin with it."""

    size: int
    root: bytes


class EntryRow(NamedTuple):
    """The columns of an entry as the check reads them; `at` is in UTC and carries no zone."""

    id: str
    kind: str
    subject: str
    actor: str
    at: datetime
    canonical: bytes
    salt: bytes
    lines: bytes | None
    lines_seed: bytes | None


#: One entry as a replay reads it: index, id, kind, at (microseconds since 1970), canonical, lines.
#: A plain tuple of plain things, because a million of them go from process to process. Entries
#: that still wait come last, with the index to expect.
Streamed: TypeAlias = tuple[int, str, str, int, bytes, bytes | None]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay of all entries found in the tables that follow from them."""

    units: int
    faults: Faults


#: Reads every entry once, in order, then compares; runs in the snapshot of the whole check.
Replay: TypeAlias = Callable[[Iterator[Streamed]], Replayed]


def reason_against(row: EntryRow) -> str | None:
    """Why a row is not what its own canonical bytes say, or None."""
    try:
        whole = parse_object(row.canonical)
        for name in ("id", "kind", "subject", "actor"):
            if whole[name] != getattr(row, name):
                return f"{name} differs from canonical"
        if datetime.fromisoformat(whole["at"]) != row.at.replace(tzinfo=UTC):
            return "at differs from canonical"
        if row.lines is None:
            return "lines are missing" if "lines_root" in whole else None
        if not lines_agree(row.lines, row.lines_seed or b"", whole):
            return "lines or lines_seed do not give lines_root"
    except (KeyError, TypeError, ValueError) as error:
        return f"canonical is not an entry: {type(error).__name__}"
    return None


def lines_agree(lines: bytes, seed: bytes, whole: Mapping[str, Any]) -> bool:
    each = split(lines)
    if len(each) != whole["lines_count"]:
        return False
    return lines_root(seed, each) == bytes.fromhex(whole["lines_root"])


def reason_against_note(expected: bytes, salt: bytes, content: bytes) -> str | None:
    if len(salt) == SALT_BYTES and hashlib.sha256(salt + content).digest() == expected:
        return None
    return "salt or bytes do not give the hash in the entry"
