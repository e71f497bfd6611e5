"""Roles and databases, the same on the embedded server and on any other.

Three roles (reliability: the product must not own what it writes): `kt1_owner` owns and cannot
sign in, `kt1_migrate` may act as it and may make databases, `kt1_app` reads and writes rows only.
"""

import psycopg
from psycopg import sql

from kt1.config.embedded.places import Place
from kt1.config.embedded.server import admin_conninfo

OWNER, MIGRATE, APP = "kt1_owner", "kt1_migrate", "kt1_app"
DEFAULT_DATABASE = "kt1"

#: What an administrator of another server runs once; `kt1 db sql` prints it.
ROLES = f"""
DO $$ BEGIN
  CREATE ROLE {OWNER} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE {MIGRATE} LOGIN CREATEDB;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE {APP} LOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER ROLE {APP} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
GRANT {OWNER}, pg_signal_backend TO {MIGRATE};
"""

#: What a database needs before the first migration; run in it, as its owner.
PRIVILEGES = f"""
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {APP};
"""


def provision(place: Place) -> None:
    """Make the roles and the default database of an embedded server, if they are missing."""
    with psycopg.connect(admin_conninfo(place), autocommit=True) as connection:
        connection.execute(ROLES)
    as_migrate = psycopg.conninfo.make_conninfo(admin_conninfo(place), user=MIGRATE)
    create(as_migrate, DEFAULT_DATABASE)


def exists(conninfo: str, name: str) -> bool:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def create(conninfo: str, name: str, *, template: str | None = None) -> bool:
    """Make the database `name`, owned by kt1_owner; True if it was missing.

    Args:
        conninfo: of any database of that server, as a role that may make databases.
        name: of the new database.
        template: a database that it starts as a copy of; nobody may be connected to that one.
    """
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY wal_log").format(
        sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
    )
    with psycopg.connect(conninfo, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone():
            return False
        try:
            connection.execute(statement)
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return False  # another process was first
    if template is None:
        grant(conninfo, name)
    return True


def grant(conninfo: str, name: str) -> None:
    """Give the roles their rights in a database. Safe to repeat."""
    inside = psycopg.conninfo.make_conninfo(conninfo, dbname=name, options=f"-c role={OWNER}")
    with psycopg.connect(inside, autocommit=True) as connection:
        connection.execute(PRIVILEGES)


def drop(conninfo: str, name: str) -> None:
    """Remove a database, and end what is connected to it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(statement)


def rename(conninfo: str, old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
        sql.Identifier(old), sql.Identifier(new)
    )
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(statement)
