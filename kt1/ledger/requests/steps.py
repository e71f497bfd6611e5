"""First and last statement of every action: the same request twice is one act.

Both run inside the action's transaction, so a key is remembered exactly when the act was
done, with the answer it gave.
"""

from collections.abc import Mapping
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
ON CONFLICT (actor, key) DO NOTHING
"""
_STORED = "SELECT digest, answer::text FROM ledger_request WHERE actor = %s AND key = %s"
_FINISH = "UPDATE ledger_request SET answer = %s::jsonb WHERE actor = %s AND key = %s"


def begin(once: RequestKey, *, actor: str, at: datetime) -> dict[str, Any] | None:
    """Claim the key. The stored answer if the act was done before, else None.

    While another transaction runs the same request this waits for its end: with it done,
    its answer is returned; with it rolled back, the key is ours.

    Raises:
        KeyReusedError: the key came before with another request.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [actor, once.key, once.digest, at])
        if cursor.rowcount:
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
        cursor.execute(_FINISH, [canonical(answer).decode(), actor, once.key])
        if cursor.rowcount != 1:
            raise NotBegunError("finish without begin")
