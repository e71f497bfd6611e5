"""What kind of database this is, and how far its clock is moved.

One row in one small table of plain SQL, made before the first migration and owned like every
table: the product may read it and cannot change it. Only a demonstration, a drill or a test may
carry a moved clock; a constraint holds that, so no command can get it wrong.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import psycopg

from kt1.config import clock, connections
from kt1.config.embedded import databases


class Kind(StrEnum):
    NEW = "new"  # migrated, not yet said what for
    REAL = "real"
    DEMONSTRATION = "demonstration"
    DRILL = "drill"
    TEST = "test"


MOVABLE = frozenset({Kind.DEMONSTRATION, Kind.DRILL, Kind.TEST})

TABLE = """
CREATE TABLE IF NOT EXISTS kt1_installation (
  single boolean PRIMARY KEY DEFAULT true,
  kind text NOT NULL DEFAULT 'new',
  clock_offset interval NOT NULL DEFAULT '0',
  CONSTRAINT installation_has_one_row CHECK (single),
  CONSTRAINT installation_kind_is_known
    CHECK (kind IN ('new', 'real', 'demonstration', 'drill', 'test')),
  CONSTRAINT installation_clock_moves_only_in_play
    CHECK (clock_offset = '0' OR kind IN ('demonstration', 'drill', 'test'))
);
ALTER TABLE kt1_installation ADD COLUMN IF NOT EXISTS migrated text NOT NULL DEFAULT '';
INSERT INTO kt1_installation DEFAULT VALUES ON CONFLICT DO NOTHING;
REVOKE ALL ON kt1_installation FROM kt1_app;
GRANT SELECT ON kt1_installation TO kt1_app;
"""


@dataclass(frozen=True, slots=True)
class Installation:
    kind: Kind
    clock_offset: timedelta


def fingerprint() -> str:
    """Of everything that decides what a migrated database holds before anybody uses it."""
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("kt1/*/migrations/*.py"), *root.glob("kt1/*/data/**/*")]
    files += [root / "requirements.txt", Path(databases.__file__), Path(__file__)]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def is_migrated(database: str | None = None) -> bool:
    """Whether a database was last migrated by exactly this release; quick, without Django."""
    try:
        with psycopg.connect(connections.app_conninfo(database)) as asking:
            found = asking.execute("SELECT migrated FROM kt1_installation").fetchone()
    except (
        psycopg.OperationalError,
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedColumn,
    ):
        return False
    return found is not None and found[0] == fingerprint()


def is_untouched(database: str | None = None) -> bool:
    """Whether a database is migrated and nothing else: no account, and nothing ever done in it."""
    try:
        with psycopg.connect(connections.app_conninfo(database)) as asking:
            found = asking.execute(
                "SELECT kind = 'new' AND NOT EXISTS (SELECT FROM people_user)"
                " AND NOT EXISTS (SELECT FROM ledger_entry) FROM kt1_installation"
            ).fetchone()
    except (psycopg.OperationalError, psycopg.ProgrammingError):
        return False
    return found is not None and bool(found[0])


class KindError(Exception):
    """The database is already of another kind. The message is a sentence for the operator."""


def read(database: str | None = None) -> Installation:
    """What a database says of itself; NEW while it is not there or not migrated."""
    try:
        with psycopg.connect(connections.app_conninfo(database)) as asking:
            found = asking.execute("SELECT kind, clock_offset FROM kt1_installation").fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        found = None
    return Installation(Kind(found[0]), found[1]) if found else Installation(Kind.NEW, timedelta(0))


def set_clock() -> None:
    """Move this process's clock as the database says. Called once, when a process starts."""
    clock.set_offset(read().clock_offset)


def declare(kind: Kind, *, now_is: datetime | None = None, database: str | None = None) -> None:
    """Say what a new database is for, and in play what time it starts at.

    A database says it once: real data never becomes a demonstration, nor the other way round.

    Raises:
        KindError: it is already of another kind.
    """
    offset = timedelta(0) if now_is is None else now_is - datetime.now(UTC)
    with psycopg.connect(connections.owner_conninfo(database)) as owner:
        changed = owner.execute(
            "UPDATE kt1_installation SET kind = %s, clock_offset = %s WHERE kind IN ('new', %s)",
            [kind, offset, kind],
        )
        if changed.rowcount == 0:
            raise KindError(f"This database is not a new one; it cannot become: {kind}.")
