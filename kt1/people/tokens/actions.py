"""Making and revoking tokens. The only code that writes them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.accounts.models import Duty, NoticeKind
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.steps import notify
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.tokens import permissions, queries
from kt1.people.tokens.models import ApiToken
from kt1.people.tokens.rules import DAYS_MOST, PREFIX, SECRET_BYTES, digest_of


class TooLongError(Exception):
    """A token lasts between one day and a year."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token. Its secret is shown this once; a repeated request shows none."""

    token_id: int
    secret: str | None
    expires_at: datetime


@transaction.atomic(durable=True)
def make(
    *, user_id: int, duty_id: int, days: int, by: Actor, at: datetime, once: RequestKey
) -> MadeToken:
    """Let a program act for a person, in one of their duties, for some days.

    Raises:
        NotAllowedError: `by` is no administrator.
        Duty.DoesNotExist: the person does not hold this duty now.
        TooLongError: fewer than one or more than 366 days.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        made = ApiToken.objects.get(pk=done["token"])
        return MadeToken(made.pk, None, made.expires_at)
    if reason := permissions.why_not_make(by):
        raise NotAllowedError(reason)
    if not 1 <= days <= DAYS_MOST:
        raise TooLongError
    duty = Duty.objects.select_for_update(of=("self",)).get(in_force(at), pk=duty_id, user=user_id)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    digest = digest_of(secret)
    made = ApiToken.objects.create(
        sha256=digest,
        user_id=user_id,
        duty=duty,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    notify(user_id=user_id, kind=NoticeKind.TOKEN_MADE, at=at)
    append(
        kind="people.token_made",
        subject=f"user:{user_id}",
        actor=str(by),
        at=at,
        body={"token": made.pk, "duty": duty.pk, "days": days},
    )
    finish(once, actor=str(by), answer={"token": made.pk})
    return MadeToken(made.pk, secret, made.expires_at)


@transaction.atomic(durable=True)
def revoke(*, token_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """From the next call on the token opens nothing.

    A person may always take back what acts in their name; others' they do not know of.

    Raises:
        ApiToken.DoesNotExist: there is none that `by` may know of.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    token = queries.seen_by(by).select_for_update(of=("self",)).get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = max(at, token.made_at)
        token.save(update_fields=["revoked_at"])
        notify(user_id=token.user_id, kind=NoticeKind.TOKEN_REVOKED, at=at)
        append(
            kind="people.token_revoked",
            subject=f"user:{token.user_id}",
            actor=str(by),
            at=at,
            body={"token": token.pk},
        )
    finish(once, actor=str(by), answer={"token": token.pk})
