"""Making accounts, giving and ending duties, passwords. The only code that writes them."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import screen
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts import permissions, queries
from kt1.people.accounts.models import Duty, NoticeKind, User
from kt1.people.accounts.passwords import require_fit
from kt1.people.accounts.rules import USERNAME_PATTERN, Role, scope_fits
from kt1.people.accounts.steps import notify, temporary_password
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.sign_ins import credentials
from kt1.people.sign_ins.models import SignInEnd
from kt1.people.sign_ins.steps import end_all
from kt1.people.tokens.steps import revoke_all


class UnfitAccountError(Exception):
    """The account cannot be made so. The sentence says why."""


class UnfitDutyError(Exception):
    """The role does not act in this place, agency or province. The sentence says why."""


@dataclass(frozen=True, slots=True)
class MadeAccount:
    """An account and its temporary password, shown this once; a repeated request shows none."""

    user_id: int
    password: str | None


@transaction.atomic(durable=True)
def make_account(
    *,
    username: str,
    title: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
    language: str = "vi",
    card_number: str = "",
) -> MadeAccount:
    """A new account with a temporary password, which signing in makes the person replace.

    The title is what everybody sees: the role and its body, not a private name.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return MadeAccount(done["user"], None)
    if reason := permissions.why_not_administer(by):
        raise NotAllowedError(reason)
    username = credentials.username_of(username)
    if reason := _why_unfit_account(username, title):
        raise UnfitAccountError(reason)
    password = temporary_password()
    user = User.objects.create(
        username=username,
        title=title.strip(),
        language=language,
        card_number=card_number,
        password=make_password(password),
        password_is_temporary=True,
    )
    notify(user_id=user.pk, kind=NoticeKind.ACCOUNT_MADE, at=at)
    _entry("people.account_made", user.pk, by, at, notes={"title": user.title})
    finish(once, actor=str(by), answer={"user": user.pk})
    return MadeAccount(user.pk, password)


@transaction.atomic(durable=True)
def reset_password(*, user_id: int, by: Actor, at: datetime, once: RequestKey) -> MadeAccount:
    """Issue a temporary password; whoever is signed in with the old one is not any more."""
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return MadeAccount(done["user"], None)
    if reason := permissions.why_not_administer(by):
        raise NotAllowedError(reason)
    password = temporary_password()
    user = queries.seen_by(by).select_for_update().get(pk=user_id)
    user.password = make_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    end_all(user_id=user.pk, why=SignInEnd.PASSWORD, at=at)
    notify(user_id=user.pk, kind=NoticeKind.PASSWORD_RESET, at=at)
    _entry("people.password_reset", user.pk, by, at)
    finish(once, actor=str(by), answer={"user": user.pk})
    return MadeAccount(user.pk, password)


def change_password(
    *,
    old: str,
    new: str,
    source: str | None,
    by: Actor,
    at: datetime,
    keep_sign_in: int | None = None,
) -> None:
    """Choose another password. One's other sign-ins end.

    Has no request key: the old password is right only once.

    Raises:
        WrongPasswordError, TooManyTriesError, BusyError: about the old password.
        UnfitPasswordError: about the new one.
    """
    username = User.objects.values_list("username", flat=True).get(pk=by.user_id)
    user = credentials.proved(username=username, password=old, source=source, at=at)
    require_fit(new, user)
    encoded = make_password(new)
    with transaction.atomic(durable=True):
        User.objects.filter(pk=user.pk).update(password=encoded, password_is_temporary=False)
        end_all(user_id=user.pk, why=SignInEnd.PASSWORD, at=at, keep=keep_sign_in)
        notify(user_id=user.pk, kind=NoticeKind.PASSWORD_CHANGED, at=at)
        _entry("people.password_changed", user.pk, by, at)


@transaction.atomic(durable=True)
def set_enabled(*, user_id: int, enabled: bool, by: Actor, at: datetime, once: RequestKey) -> None:
    """Disable an account, at once and with all its tokens; or enable it again without them."""
    if begin(once, actor=str(by), at=at) is not None:
        return
    if reason := permissions.why_not_administer(by):
        raise NotAllowedError(reason)
    user = queries.seen_by(by).select_for_update().get(pk=user_id)
    if user.is_active != enabled:
        user.is_active = enabled
        user.save(update_fields=["is_active"])
        if not enabled:
            end_all(user_id=user.pk, why=SignInEnd.KILLED, at=at)
            revoke_all(user_id=user.pk, at=at)
            notify(user_id=user.pk, kind=NoticeKind.ACCOUNT_DISABLED, at=at)
        kind = "people.account_enabled" if enabled else "people.account_disabled"
        _entry(kind, user.pk, by, at)
    finish(once, actor=str(by), answer={"user": user.pk})


@transaction.atomic(durable=True)
def give_duty(
    *,
    user_id: int,
    role: Role,
    by: Actor,
    at: datetime,
    once: RequestKey,
    place_id: int | None = None,
    agency_id: int | None = None,
    province_id: int | None = None,
    valid_to: datetime | None = None,
) -> int:
    """Let a person act in a role from now on. Returns the duty's id.

    Raises:
        NotAllowedError: `by` is no administrator, or gives it to themselves.
        UnfitDutyError: the role needs another place, agency or province.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["duty"])
    user = queries.seen_by(by).select_for_update().get(pk=user_id)
    if reason := permissions.why_not_give_duty(by, user):
        raise NotAllowedError(reason)
    if reason := _why_unfit(role, place_id, agency_id, province_id):
        raise UnfitDutyError(reason)
    duty = Duty.objects.create(
        user=user,
        role=role,
        place_id=place_id,
        agency_id=agency_id,
        province_id=province_id,
        valid_from=at,
        valid_to=valid_to,
    )
    notify(user_id=user.pk, kind=NoticeKind.DUTY_GIVEN, at=at)
    append(
        kind="people.duty_given",
        subject=f"user:{user.pk}",
        actor=str(by),
        at=at,
        body={
            "duty": duty.pk,
            "role": role.value,
            "place": place_id,
            "agency": agency_id,
            "province": province_id,
        },
    )
    finish(once, actor=str(by), answer={"duty": duty.pk})
    return duty.pk


@transaction.atomic(durable=True)
def end_duty(*, duty_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """From the next request on the person no longer acts in this duty."""
    if begin(once, actor=str(by), at=at) is not None:
        return
    if reason := permissions.why_not_administer(by):
        raise NotAllowedError(reason)
    duty = Duty.objects.select_for_update().get(pk=duty_id)
    if duty.valid_to is None or duty.valid_to > at:
        duty.valid_to = max(at, duty.valid_from)
        duty.save(update_fields=["valid_to"])
        notify(user_id=duty.user_id, kind=NoticeKind.DUTY_ENDED, at=at)
        append(
            kind="people.duty_ended",
            subject=f"user:{duty.user_id}",
            actor=str(by),
            at=at,
            body={"duty": duty.pk},
        )
    finish(once, actor=str(by), answer={"duty": duty.pk})


@transaction.atomic(durable=True)
def read_notices(*, by: Actor, at: datetime) -> int:
    """Mark one's own notices as read. Reading twice changes nothing."""
    mine = queries.notices_seen_by(by).filter(user=by.user_id, read_at=None, at__lte=at)
    return mine.order_by().update(read_at=at)


def choose_language(*, language: str, by: Actor, at: datetime) -> None:
    """The language this person reads from now on. A matter of looks: not in the ledger."""
    del at
    queries.seen_by(by).filter(pk=by.user_id).update(language=language)


def _why_unfit_account(username: str, title: str) -> str | None:
    if not re.fullmatch(USERNAME_PATTERN, username):
        return _("A user name has 2 to 64 small letters, digits, dots, dashes.")
    if User.objects.filter(username=username).exists():
        return _("This user name is taken.")
    if not title.strip():
        return _("Say what the person is: their role and its body.")
    return _("The title holds words that this system must not keep.") if screen(title) else None


def _why_unfit(
    role: Role, place_id: int | None, agency_id: int | None, province_id: int | None
) -> str | None:
    named = {"place": place_id, "agency": agency_id, "province": province_id}
    if not scope_fits(role, **{what: value is not None for what, value in named.items()}):
        return _("This role is held at another kind of place, agency or province.")
    if role is not Role.CLERK or place_id is None:
        return None
    desk = Place.objects.get(pk=place_id)
    if desk.kind != PlaceKind.AGENCY_DESK or desk.agency_id != agency_id:
        return _("A records clerk acts at the desk of their own agency.")
    return None


def _entry(
    kind: str, user_id: int, by: Actor, at: datetime, notes: dict[str, str] | None = None
) -> None:
    append(kind=kind, subject=f"user:{user_id}", actor=str(by), at=at, body={}, notes=notes or {})
