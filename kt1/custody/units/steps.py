"""Steps that every act of custody shares. They open no transaction of their own.

`write` applies one `Act` in sets: however many lines, the number of statements is bounded.
All of them leave in one pipeline, so an act costs about one journey to the database.
"""

import json
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction

from kt1.custody.units import book
from kt1.custody.units.queries import pipeline
from kt1.custody.units.rules import Act
from kt1.custody.units.writing import Statement, leave_as_one, statements_of
from kt1.ledger.entries.actions import append
from kt1.ledger.requests import steps as requests
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor

#: Acts find rows by their keys, so a plan made once serves every call; planning anew cost a
#: quarter of the server's time.
_PLANNED_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"

#: From so many lines on the tables are written while the entry is still being made; below it
#: one statement for everything is the shorter way.
_AHEAD = 50


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
        self._commits = not self._in_memory and not connection.in_atomic_block
        self._atomic = transaction.atomic(durable=True)

    def __enter__(self) -> Self:
        if self._in_memory:
            return self
        self._atomic.__enter__()
        try:
            self.known = requests.begin(
                self.key, actor=self.actor, at=self.at, settings=[_PLANNED_ONCE]
            )
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
                self._finish()
            except BaseException as failed:
                self._atomic.__exit__(type(failed), failed, failed.__traceback__)
                raise
        self._atomic.__exit__(kind, error, trace)

    def _finish(self) -> None:
        """The answer and the commit in one journey; what Django does after finds it done."""
        with connection.wrap_database_errors, pipeline():
            requests.finish_begun(self.key, actor=self.actor, answer=self._answer or {})
            if self._commits:  # a test may hold a transaction around us
                connection.connection.commit()


def write(act: Act, *, by: Actor | str, at: datetime) -> UUID:
    """Apply `act` to the tables and say it in the ledger; return the ledger entry's id."""
    if (opened := book.current()) is not None:
        return opened.write(act, by=str(by), at=at)
    with connection.wrap_database_errors, pipeline(), connection.cursor() as cursor:
        along: list[Statement] = []
        if len(act.lines) < _AHEAD:
            along = list(statements_of(act, at=at))
        if not along or not leave_as_one(along):
            for statement in along or statements_of(act, at=at):
                cursor.execute(statement.sql, statement.params)
            along = []
        return append(
            kind=act.kind,
            subject=act.subject,
            actor=str(by),
            at=at,
            body=act.ledger_body(),
            lines=act.lines,
            notes=act.notes,
            along=[(s.sql, s.params) for s in along],
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
