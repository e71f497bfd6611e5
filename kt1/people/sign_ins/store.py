"""Sessions in the database under the digest of their key.

The key in the browser's cookie opens a session; a copy of the table must not. Django's settings
name this module as SESSION_ENGINE. Whether a person is still signed in is said by their sign-in,
not by the age of this row: here only what belongs to a browser is kept.
"""

import hashlib
from typing import Any, cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

_SESSION = """
SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = %s
"""


def digest_of(session_key: str) -> str:
    """160 bits of SHA-256: as long as Django's column."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's store, with the digest wherever it would write or seek the key."""

    def _get_session_from_db(self) -> Session | None:
        # Asked by every page: always the same text, which a connection prepares once.
        with connection.cursor() as cursor:
            cursor.execute(_SESSION, [digest_of(self.session_key or "")])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None  # an unknown key is never adopted as ours
            return None
        return Session(*row)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = cast("Session", super().create_model_instance(data))
        made.session_key = digest_of(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=digest_of(key)).delete()
