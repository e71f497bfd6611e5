"""Joins a browser's session to a sign-in. Pages call it after the act; it decides nothing."""

from django.contrib.sessions.backends.base import SessionBase

from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.queries import SESSION_FIELD


def attach(session: SessionBase, sign_in: SignIn) -> None:
    """Give the browser a new key and forget what the person before left in the session."""
    session.flush()
    session[SESSION_FIELD] = sign_in.pk


def renew(session: SessionBase) -> None:
    """Give the browser a new key: rights have changed with the duty."""
    session.cycle_key()


def detach(session: SessionBase) -> None:
    """Forget everything."""
    session.flush()


def attached(session: SessionBase) -> int | None:
    """The sign-in this browser was joined to, whether or not it still counts."""
    found = session.get(SESSION_FIELD)
    return None if found is None else int(found)
