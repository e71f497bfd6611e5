"""Which databases this process may reach, as which role. One place for every address.

`DATABASE_URL` is the product's (role kt1_app), `MIGRATE_DATABASE_URL` the migrations' (a role
that may act as kt1_owner). Without them both lead to the embedded server.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import psycopg

from kt1.config import embedded
from kt1.config.embedded.databases import APP, DEFAULT_DATABASE, MIGRATE, OWNER


def is_embedded() -> bool:
    return "DATABASE_URL" not in os.environ


def database_name() -> str:
    """`KT1_DBNAME`, else the name in `DATABASE_URL`, else `kt1`."""
    if named := os.environ.get("KT1_DBNAME"):
        return named
    if is_embedded():
        return DEFAULT_DATABASE
    parts = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    return str(parts.get("dbname") or DEFAULT_DATABASE)


def app_conninfo(database: str | None = None) -> str:
    """As the product's role: rows only."""
    base = os.environ.get("DATABASE_URL") or embedded.conninfo(embedded.here(), user=APP)
    return psycopg.conninfo.make_conninfo(base, dbname=database or database_name())


def migrate_conninfo(database: str | None = None) -> str:
    """As the role that may make databases and act as the owner."""
    base = os.environ.get("MIGRATE_DATABASE_URL")
    if base is None and not is_embedded():
        # An installation with one address migrates through it; the start-up check then
        # complains if that role is also the one the product runs as.
        base = os.environ["DATABASE_URL"]
    base = base or embedded.conninfo(embedded.here(), user=MIGRATE)
    return psycopg.conninfo.make_conninfo(base, dbname=database or database_name())


def owner_conninfo(database: str | None = None) -> str:
    """As the owner of every table: migrations, and the tests' clearing up."""
    return psycopg.conninfo.make_conninfo(
        migrate_conninfo(database), options=f"-c role={OWNER} -c lock_timeout=10s"
    )


@contextlib.contextmanager
def kept_running() -> Iterator[None]:
    """While inside, the embedded server runs; another server is the operator's business."""
    if not is_embedded():
        yield
        return
    with embedded.borrow(embedded.here()):
        yield


def django_settings(conninfo: str) -> dict[str, Any]:
    """A connection string as Django's dictionary of settings."""
    parts = dict(psycopg.conninfo.conninfo_to_dict(conninfo))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", None) or DEFAULT_DATABASE,
        "USER": parts.pop("user", None) or "",
        "PASSWORD": parts.pop("password", None) or "",
        "HOST": parts.pop("host", None) or "",
        "PORT": parts.pop("port", None) or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # an action is the outermost transaction
        "OPTIONS": {
            # Prepared on the second use: 1.3 to 1.4 times as many requests when measured.
            "prepare_threshold": 2,
            "server_side_binding": True,
            **parts,
        },
    }
