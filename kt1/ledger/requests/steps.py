"""First and last statement of every action: the same request twice is one act.

Both run inside the action's transaction, so a key is remembered exactly when the act was
done, with the answer it gave.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from kt1.ledger.entries.canonical import JSON, canonical, parse_object
from kt1.ledger.requests.rules import RequestKey


class KeyReusedError(Exception):
    """The key came before with another request. Nothing was done; the caller is at fault."""


class NotBegunError(Exception):
    """An action begins once and finishes once, in one transaction; this one does not."""


_BEGIN = """
INSERT INTO ledger_request (actor, key, digest, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (actor, key) DO NOTHING RETURNING 1
"""
_STORED = "SELECT digest, answer::text FROM ledger_request WHERE actor = %s AND key = %s"
_FINISH = "UPDATE ledger_request SET answer = %s::jsonb WHERE actor = %s AND key = %s"
_FINISHED = f"{_FINISH} RETURNING 1"


def begin(
    once: RequestKey, *, actor: str, at: datetime, settings: Sequence[str] = ()
) -> dict[str, Any] | None:
    """Claim the key. The stored answer if the act was done before, else None.

    While another transaction runs the same request this waits for its end: with it done,
    its answer is returned; with it rolled back, the key is ours.

    Args:
        settings: statements that hold for this transaction; they leave in the same journey.

    Raises:
        KeyReusedError: the key came before with another request.
    """
    connection.ensure_connection()
    with connection.cursor() as setting_up, connection.cursor() as cursor:
        with connection.wrap_database_errors, connection.connection.pipeline():
            for setting in settings:
                setting_up.execute(setting)
            cursor.execute(_BEGIN, [actor, once.key, once.digest, at])
        if cursor.fetchone() is not None:
            return None
        cursor.execute(_STORED, [actor, once.key])
        digest, answer = cursor.fetchone()
    if bytes(digest) != once.digest:
        raise KeyReusedError
    if answer is None:
        raise NotBegunError("this transaction has begun the same request already")
    return parse_object(answer)


def finish(once: RequestKey, *, actor: str, answer: Mapping[str, JSON]) -> None:
    """Store the answer, in the act's own commit."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISHED, _answered(once, actor, answer))
        if cursor.fetchone() is None:
            raise NotBegunError("finish without begin")


def finish_begun(once: RequestKey, *, actor: str, answer: Mapping[str, JSON]) -> None:
    """`finish` by whoever began in this transaction: nothing is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, _answered(once, actor, answer))


def _answered(once: RequestKey, actor: str, answer: Mapping[str, JSON]) -> list[Any]:
    return [canonical(answer).decode(), actor, once.key]
