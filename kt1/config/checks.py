"""Start-up checks: a wrong installation says so before it serves anybody, and how to mend it.

They are Django's system checks, so `kt1 check` shows them with all the others; a web process
refuses to start when one of ours finds an error.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags
from django.db import connection

from kt1.config import installation

Check = Callable[[], Iterable[CheckMessage]]

#: Tables of the ledger that nobody may change, whatever code they run.
APPEND_ONLY = (
    "ledger_entry",
    "ledger_leaf",
    "ledger_tile",
    "ledger_checkpoint",
    "ledger_redaction",
)


def faults() -> list[str]:
    """Errors of our own checks as lines for a terminal; empty when the product may serve."""
    found = [message for check in OURS for message in check()]
    return [f"{message.id}: {message.msg}\n  {message.hint}" for message in found]


def _of_database(check: Check) -> Check:
    """Register a check that is only made where somebody asks about a database."""

    @checks.register(Tags.database)
    def registered(*, databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
        return list(check()) if databases else []

    return check


@checks.register(Tags.security)
def zone(**_asked: Any) -> Iterable[CheckMessage]:
    if settings.TIME_ZONE != "UTC" or not settings.USE_TZ:
        yield Error(
            "Times are not kept in UTC.",
            hint="Set TIME_ZONE to UTC and USE_TZ; pages show Asia/Ho_Chi_Minh by themselves.",
            id="kt1.E001",
        )


@checks.register(Tags.security)
def secret_key(**_asked: Any) -> Iterable[CheckMessage]:
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 8:  # noqa: PLR2004 - Django's own measure
        yield Error(
            "The secret key can be guessed: cookies could be forged.",
            hint="Unset SECRET_KEY to have one made, or set 50 random characters.",
            id="kt1.E002",
        )


@_of_database
def role() -> Iterable[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole,"
            " pg_has_role(current_user, (SELECT nspowner FROM pg_namespace"
            " WHERE nspname = 'public'), 'MEMBER'),"
            " EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public'"
            " AND pg_has_role(current_user, tableowner, 'MEMBER'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
        name, *powers = cursor.fetchone()
    if any(powers):
        yield Error(
            f"The product runs as the database role {name}, which could change the ledger.",
            hint="Let DATABASE_URL name kt1_app and MIGRATE_DATABASE_URL the role that migrates;"
            " `kt1 db sql` prints how they are made.",
            id="kt1.E003",
        )


@_of_database
def ledger_is_guarded() -> Iterable[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid"
            " AND NOT t.tgisinternal AND t.tgenabled = 'A')"
            " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relname = ANY(%s)",
            [list(APPEND_ONLY)],
        )
        guards = dict(cursor.fetchall())
    for table in APPEND_ONLY:
        if not guards.get(table):
            yield Error(
                f"The table {table} is missing or not guarded against change.",
                hint="Run `kt1 migrate`. If the guard was removed, compare the ledger first:"
                " `kt1 verify --against SIZE:ROOT`.",
                id="kt1.E004",
            )


@_of_database
def clock() -> Iterable[CheckMessage]:
    """The table's own constraint holds this too; a copied or mended table may have lost it."""
    found = installation.read()
    if found.clock_offset and found.kind not in installation.MOVABLE:
        yield Error(
            "The clock of a real installation is moved.",
            hint="Set clock_offset to 0 in kt1_installation, and ask who changed it.",
            id="kt1.E005",
        )


@_of_database
def durability() -> Iterable[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings"
            " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
        )
        loose = [name for name, setting in cursor.fetchall() if setting == "off"]
    for name in loose:
        yield Error(
            f"The database runs with {name} off: what it acknowledged can be lost.",
            hint=f"Turn {name} on in the settings of the server and of the role.",
            id="kt1.E006",
        )


OURS: tuple[Check, ...] = (
    zone,
    secret_key,
    role,
    ledger_is_guarded,
    clock,
    durability,
)
