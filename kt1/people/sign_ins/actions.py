"""Signing in, changing person or duty, leaving. The only code that writes sign-ins.

Signing in and out have no request key: before signing in there is no actor to hold it, and done
twice they leave one more closed sign-in and nothing else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.accounts import queries as accounts
from kt1.people.accounts.models import Duty, NoticeKind, User
from kt1.people.accounts.passwords import require_fit
from kt1.people.accounts.permissions import why_not_administer
from kt1.people.accounts.rules import Role
from kt1.people.accounts.steps import notify
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.sign_ins import credentials, steps
from kt1.people.sign_ins.models import SessionLimit, SignIn, SignInEnd
from kt1.people.sign_ins.queries import Standing, seen_by
from kt1.people.sign_ins.rules import DEFAULT_LIMITS, LONGEST, SHORTEST, TOUCH_EVERY, Limits


class NoDutyError(Exception):
    """The person is who they say, but holds no duty (here) now. The sentence is for them."""


class UnfitLimitError(Exception):
    """A sign-in lasts between a minute and twelve hours, no longer idle than in all."""


class NewPasswordNeededError(Exception):
    """The password was issued by another person; choose an own one to sign in."""


def sign_in(
    *,
    username: str,
    password: str,
    source: str | None,
    at: datetime,
    new_password: str | None = None,
) -> SignIn:
    """Sign a person in, acting in the duty they acted in last, else in their oldest.

    Raises:
        TooManyTriesError, WrongPasswordError, BusyError: see `credentials.proved`.
        NewPasswordNeededError: the password is a temporary one; ask for another and call again.
        UnfitPasswordError: the new password may not be used.
        NoDutyError: the person holds no duty at this moment.
    """
    user = credentials.proved(username=username, password=password, source=source, at=at)
    encoded = _own_password(user, new_password)
    with transaction.atomic(durable=True):
        duty = _usual(user, accounts.duties_of(user.pk, at))
        if duty is None:
            raise NoDutyError(_("You hold no duty at this moment. Ask your administrator."))
        if encoded:
            _replace_temporary(user, encoded, at)
        return SignIn.objects.create(user=user, duty=duty, source=source, opened_at=at, seen_at=at)


def change_person(
    *, sign_in_id: int, username: str, password: str, source: str | None, at: datetime
) -> SignIn:
    """Another person takes over at a shared counter; the page and what is typed in it stay.

    They act at the same place (or, where the duty names none, for the same agency or province),
    if they can in the same role. The sign-in before may already have lapsed.

    Raises:
        as `sign_in`, and NoDutyError when the person holds no duty here.
    """
    user = credentials.proved(username=username, password=password, source=source, at=at)
    _own_password(user, None)
    with transaction.atomic(durable=True):
        before = (
            SignIn.objects.select_for_update(of=("self",)).select_related("duty").get(pk=sign_in_id)
        )
        duty = _same_desk(before.duty, accounts.duties_of(user.pk, at))
        if duty is None:
            raise NoDutyError(_("You hold no duty at this place at this moment."))
        if before.ended_at is None:
            _end(before, SignInEnd.CHANGED_PERSON, at)
        return SignIn.objects.create(user=user, duty=duty, source=source, opened_at=at, seen_at=at)


@transaction.atomic(durable=True)
def switch_duty(*, standing: Standing, duty_id: int, at: datetime) -> None:
    """Act in another of one's own duties from the next request on.

    Raises:
        NoDutyError: it is not this person's, or does not hold now.
    """
    duties = accounts.duties_of(standing.actor.user_id, at)
    if duty_id not in {duty.pk for duty in duties}:
        raise NoDutyError(_("You do not hold this duty at this moment."))
    SignIn.objects.filter(pk=standing.sign_in_id, ended_at=None).update(duty=duty_id, seen_at=at)


@transaction.atomic(durable=True)
def sign_out(*, sign_in_id: int, at: datetime) -> None:
    """Leave. Leaving twice is no fault."""
    open_one = SignIn.objects.select_for_update().filter(pk=sign_in_id, ended_at=None).first()
    if open_one is not None:
        _end(open_one, SignInEnd.SIGNED_OUT, at)


def keep_alive(*, standing: Standing, at: datetime) -> None:
    """Count this request as a touch. Writes at most once a minute."""
    if at - standing.seen_at >= TOUCH_EVERY:
        SignIn.objects.filter(pk=standing.sign_in_id, ended_at=None).update(seen_at=at)


@transaction.atomic(durable=True)
def kill(*, sign_in_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """End a sign-in from elsewhere: one's own, or as administrator anybody's.

    Raises:
        SignIn.DoesNotExist: there is none that `by` may know of.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = seen_by(by).select_for_update(of=("self",)).get(pk=sign_in_id)
    if found.ended_at is None:
        _end(found, SignInEnd.KILLED, at)
        notify(user_id=found.user_id, kind=NoticeKind.SIGN_IN_KILLED, at=at)
        append(
            kind="people.sign_in_killed",
            subject=f"user:{found.user_id}",
            actor=str(by),
            at=at,
            body={"sign_in": found.pk},
        )
    finish(once, actor=str(by), answer={"sign_in": found.pk})


@transaction.atomic(durable=True)
def set_limit(
    *,
    role: Role,
    idle: timedelta,
    absolute: timedelta,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> None:
    """Set how long a sign-in in this role may last. Counts for open sign-ins too.

    Raises:
        UnfitLimitError: not 1 minute ≤ idle ≤ absolute ≤ 12 hours.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    if reason := why_not_administer(by):
        raise NotAllowedError(reason)
    if not SHORTEST <= idle <= absolute <= LONGEST:
        raise UnfitLimitError
    SessionLimit.objects.update_or_create(role=role, defaults={"idle": idle, "absolute": absolute})
    append(
        kind="people.limit_set",
        subject=f"role:{role.value}",
        actor=str(by),
        at=at,
        body={"idle_s": int(idle.total_seconds()), "absolute_s": int(absolute.total_seconds())},
    )
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def close_lapsed(*, at: datetime) -> int:
    """Write down the end of sign-ins that nobody left: they stopped counting at that moment."""
    own = {limit.role: Limits(limit.idle, limit.absolute) for limit in SessionLimit.objects.all()}
    closed = 0
    for role in Role:
        limits = own.get(role, DEFAULT_LIMITS[role])
        over = Q(seen_at__lte=at - limits.idle) | Q(opened_at__lte=at - limits.absolute)
        closed += SignIn.objects.filter(over, duty__role=role, ended_at=None).update(
            ended_at=Least(F("opened_at") + limits.absolute, F("seen_at") + limits.idle),
            ended_why=SignInEnd.LAPSED,
        )
    return closed


def _own_password(user: User, new_password: str | None) -> str | None:
    """The new password's hash where one is needed. Hashing is done before any lock is taken."""
    if not user.password_is_temporary:
        return None
    if not new_password:
        raise NewPasswordNeededError
    require_fit(new_password, user)
    return make_password(new_password)


def _replace_temporary(user: User, encoded: str, at: datetime) -> None:
    User.objects.filter(pk=user.pk).update(password=encoded, password_is_temporary=False)
    notify(user_id=user.pk, kind=NoticeKind.PASSWORD_CHANGED, at=at)
    steps.end_all(user_id=user.pk, why=SignInEnd.PASSWORD, at=at)


def _usual(user: User, duties: Sequence[Duty]) -> Duty | None:
    last = (
        SignIn.objects.filter(user=user)
        .order_by("-opened_at", "-pk")
        .values_list("duty_id", flat=True)
        .first()
    )
    return next((duty for duty in duties if duty.pk == last), None) or next(iter(duties), None)


def _same_desk(before: Duty, duties: Sequence[Duty]) -> Duty | None:
    def desk(duty: Duty) -> tuple[str, int | None]:
        if duty.place_id is not None:
            return ("place", duty.place_id)
        if duty.agency_id is not None:
            return ("agency", duty.agency_id)
        if duty.province_id is not None:
            return ("province", duty.province_id)
        return (duty.role, None)

    here = [duty for duty in duties if desk(duty) == desk(before)]
    return next((duty for duty in here if duty.role == before.role), None) or next(iter(here), None)


def _end(sign_in: SignIn, why: SignInEnd, at: datetime) -> None:
    sign_in.ended_at = max(at, sign_in.opened_at)
    sign_in.ended_why = why
    sign_in.save(update_fields=["ended_at", "ended_why"])
