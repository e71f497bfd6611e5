"""One try to sign in or take over, with every way it may fail said in the form."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from kt1.people.accounts.hashers import BusyError
from kt1.people.accounts.passwords import UnfitPasswordError
from kt1.people.sign_ins.actions import NewPasswordNeededError, NoDutyError
from kt1.people.sign_ins.credentials import TooManyTriesError, WrongPasswordError
from kt1.people.sign_ins.models import SignIn

#: Code of the form's error after which the page asks for a new password too.
NEW_PASSWORD_NEEDED = "new_password_needed"  # noqa: S105 - the code of an error
UNFIT, TOO_MANY, UNAVAILABLE = 422, 429, 503


def attempt(form: Form, act: Callable[[], SignIn]) -> tuple[SignIn | None, int]:
    """The sign-in, or None with the status of the answer; the form then says what is wrong."""
    try:
        return act(), 200
    except WrongPasswordError:
        form.add_error(None, _("The name or the password is not right."))
    except TooManyTriesError:
        form.add_error(None, _("Too many tries. Wait some minutes, then try again."))
        return None, TOO_MANY
    except BusyError:
        form.add_error(None, _("Many people sign in at this moment. Try again."))
        return None, UNAVAILABLE
    except NewPasswordNeededError:
        sentence = _("This password was issued to you. Choose your own now.")
        form.add_error(None, ValidationError(sentence, code=NEW_PASSWORD_NEEDED))
    except UnfitPasswordError as unfit:
        for reason in unfit.reasons:
            form.add_error("new_password", reason)
    except NoDutyError as none_held:
        form.add_error(None, str(none_held))
    return None, UNFIT
