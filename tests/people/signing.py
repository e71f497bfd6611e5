"""Signing in with the moment said in minutes after noon."""

from datetime import timedelta

from kt1.people.accounts.models import User
from kt1.people.sign_ins import actions
from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.queries import Standing, standing
from tests.people.conftest import NOON, PASSWORD

HOME = "127.0.0.1"
MINUTE = timedelta(minutes=1)


def sign_in(user: User, minutes: float = 0, password: str = PASSWORD) -> SignIn:
    return actions.sign_in(
        username=user.username, password=password, source=HOME, at=NOON + minutes * MINUTE
    )


def counts(sign_in: SignIn, minutes: float = 0) -> Standing | None:
    return standing(sign_in.pk, NOON + minutes * MINUTE)
