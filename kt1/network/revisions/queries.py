"""Which state of the network this is.

Asked for at every acceptance, so a process asks the database at most once in `FRESH_SECONDS`
and connection: a change of the network is seen everywhere that much later, and at once by the
connection that makes it.
"""

from dataclasses import dataclass
from threading import local
from time import monotonic
from uuid import UUID

from django.db import connection, transaction

from kt1.network.revisions.models import Revision

FRESH_SECONDS = 1.0

_thread = local()


@dataclass(slots=True)
class _Seen:
    """What the connection of this thread last knew."""

    session: object  # after a reconnect nothing is known
    token: UUID | None
    at: float
    dirty: bool = False  # this transaction changes the network and may be rolled back


def current() -> UUID | None:
    """The token of the last change; None before the first."""
    seen = _seen()
    if seen is not None and not seen.dirty and monotonic() - seen.at < FRESH_SECONDS:
        return seen.token
    dirty = seen is not None and seen.dirty and connection.in_atomic_block
    token = Revision.objects.values_list("token", flat=True).first()
    _thread.seen = _Seen(connection.connection, token, monotonic(), dirty)
    return token


def forget() -> None:
    """Called by whoever changes the network: until this transaction ends it asks each time."""
    _thread.seen = _Seen(connection.connection, None, 0.0, dirty=True)
    transaction.on_commit(_ask_again)


def _ask_again() -> None:
    _thread.seen = None


def _seen() -> _Seen | None:
    seen: _Seen | None = getattr(_thread, "seen", None)
    return seen if seen is not None and seen.session is connection.connection else None
