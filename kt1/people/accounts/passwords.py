"""What a password must be. The validators named in the settings judge it."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kt1.people.accounts.models import User

LONGEST = 128


class UnfitPasswordError(Exception):
    """The new password may not be used. `reasons` are sentences for the person."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def require_fit(password: str, user: User) -> None:
    """Refuse a password that is too short, too long, well known, or tells who the person is."""
    if len(password) > LONGEST:
        raise UnfitPasswordError([_("A password has at most 128 characters.")])
    if user.username in password.lower():
        raise UnfitPasswordError([_("The password must not hold the user name.")])
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnfitPasswordError(list(error.messages)) from error
