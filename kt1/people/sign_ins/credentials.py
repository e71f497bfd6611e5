"""Is this the person? Costs one try from three buckets, then one capped Argon2 hash.

Runs outside any transaction: a refused try must stay counted, and no lock is held while hashing.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from kt1.people.accounts.models import NoticeKind, SecurityNotice, User
from kt1.people.accounts.passwords import LONGEST
from kt1.people.accounts.steps import notify
from kt1.people.throttles import actions as throttles
from kt1.people.throttles.rules import (
    SIGN_IN_BY_ALL,
    SIGN_IN_BY_SOURCE,
    SIGN_IN_BY_USER,
    Want,
)

_ONE_NOTICE_EVERY = timedelta(hours=1)


class WrongPasswordError(Exception):
    """Unknown name, disabled account or wrong password: nobody outside is told which."""


class TooManyTriesError(Exception):
    """Too many tries for this name, from this address, or altogether."""


def username_of(typed: str) -> str:
    """As a person types it: with blanks around it or in capitals."""
    return typed.strip().lower()


def proved(*, username: str, password: str, source: str | None, at: datetime) -> User:
    """The person, proved by their password.

    Raises:
        TooManyTriesError, WrongPasswordError, kt1.people.accounts.hashers.BusyError
    """
    name = username_of(username)
    user = User.objects.filter(username=name).first()
    by_user = Want(SIGN_IN_BY_USER, name)
    refused = throttles.take(
        wants=[by_user, Want(SIGN_IN_BY_SOURCE, source or "unknown"), Want(SIGN_IN_BY_ALL)],
        at=at,
    )
    if refused:
        if user is not None and by_user in refused:
            _tell_of_throttling(user, at)
        raise TooManyTriesError
    if len(password) > LONGEST:
        raise WrongPasswordError
    if user is None or not user.is_active or not user.has_usable_password():
        make_password(password)  # as long as a real check takes, so that time tells nothing
        raise WrongPasswordError
    if not user.check_password(password):
        raise WrongPasswordError
    return user


def _tell_of_throttling(user: User, at: datetime) -> None:
    told = SecurityNotice.objects.filter(
        user=user, kind=NoticeKind.THROTTLED, at__gt=at - _ONE_NOTICE_EVERY
    ).exists()
    if not told:
        notify(user_id=user.pk, kind=NoticeKind.THROTTLED, at=at)
