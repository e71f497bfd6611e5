"""Tokens for programs: shown once, bound to a duty, closed at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from kt1.ledger.entries.models import Entry
from kt1.people.accounts import actions as accounts
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.tokens import actions
from kt1.people.tokens.models import ApiToken
from kt1.people.tokens.queries import actor_of_token, seen_by
from kt1.people.tokens.rules import digest_of
from tests.people.conftest import NOON, MakeUser, actor, give, key

DAY = timedelta(days=1)


@pytest.fixture
def secret(admin: Actor, clerk_duty: Duty) -> str:
    made = actions.make(
        user_id=clerk_duty.user_id, duty_id=clerk_duty.pk, days=30, by=admin, at=NOON, once=key()
    )
    assert made.secret is not None
    return made.secret


def test_a_text_that_cannot_be_a_token_asks_the_database_nothing() -> None:
    assert digest_of("Bearer abc") is None
    assert digest_of("kt1_" + "x" * 100) is None
    assert len(digest_of("kt1_abc") or b"") == 32


@pytest.mark.django_db
def test_a_token_acts_for_its_person_in_its_duty(
    secret: str, clerk_user: User, clerk_duty: Duty, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        found = actor_of_token(secret, NOON)
    assert found is not None
    assert found.user_id == clerk_user.pk
    assert (found.role, found.place_id) == (Role.COUNTER, clerk_duty.place_id)
    assert found.province_id is not None
    assert actor_of_token(secret + "x", NOON) is None
    assert actor_of_token("", NOON) is None


@pytest.mark.django_db
def test_only_a_digest_of_it_is_kept(secret: str) -> None:
    row = ApiToken.objects.get()
    assert bytes(row.sha256) == digest_of(secret)
    assert secret not in bytes(Entry.objects.get().canonical).decode()


@pytest.mark.django_db
def test_a_token_ends_with_its_last_day(secret: str) -> None:
    assert actor_of_token(secret, NOON + 30 * DAY - timedelta(seconds=1))
    assert actor_of_token(secret, NOON + 30 * DAY) is None


@pytest.mark.django_db
def test_a_revoked_token_opens_nothing_at_once(secret: str, admin: Actor) -> None:
    token, once = ApiToken.objects.get(), key()
    for _ in range(2):
        actions.revoke(token_id=token.pk, by=admin, at=NOON, once=once)
    actions.revoke(token_id=token.pk, by=admin, at=NOON + DAY, once=key())
    assert actor_of_token(secret, NOON) is None
    assert Entry.objects.filter(kind="people.token_revoked").count() == 1


@pytest.mark.django_db
def test_a_person_revokes_what_acts_in_their_name_and_nothing_else(
    secret: str, clerk_user: User, clerk_duty: Duty, make_user: MakeUser
) -> None:
    other = make_user("gdv-2", None)
    stranger = actor(other, give(other, Role.COUNTER, place=clerk_duty.place))
    token = ApiToken.objects.get()
    with pytest.raises(ApiToken.DoesNotExist):
        actions.revoke(token_id=token.pk, by=stranger, at=NOON, once=key())
    mine = actor(clerk_user, clerk_duty)
    assert list(seen_by(mine)) == [token]
    actions.revoke(token_id=token.pk, by=mine, at=NOON, once=key())
    assert actor_of_token(secret, NOON) is None


@pytest.mark.django_db
def test_a_token_falls_with_its_duty(secret: str, clerk_duty: Duty, admin: Actor) -> None:
    accounts.end_duty(duty_id=clerk_duty.pk, by=admin, at=NOON + DAY, once=key())
    assert actor_of_token(secret, NOON)
    assert actor_of_token(secret, NOON + DAY) is None


@pytest.mark.django_db
def test_a_disabled_account_enabled_again_has_no_tokens(
    secret: str, clerk_user: User, admin: Actor
) -> None:
    for enabled in (False, True):
        accounts.set_enabled(user_id=clerk_user.pk, enabled=enabled, by=admin, at=NOON, once=key())
    assert actor_of_token(secret, NOON) is None


@pytest.mark.django_db
def test_a_token_is_made_by_an_administrator_for_a_duty_in_force(
    admin: Actor, clerk_user: User, clerk_duty: Duty
) -> None:
    def make(by: Actor = admin, days: int = 1, user_id: int = clerk_user.pk) -> actions.MadeToken:
        return actions.make(
            user_id=user_id, duty_id=clerk_duty.pk, days=days, by=by, at=NOON, once=once
        )

    once = key()
    with pytest.raises(NotAllowedError):
        make(by=actor(clerk_user, clerk_duty))
    for days in (0, 367):
        with pytest.raises(actions.TooLongError):
            make(days=days)
    with pytest.raises(Duty.DoesNotExist):
        make(user_id=admin.user_id)
    first, again = make(), make(by=admin)
    assert first.secret
    assert (again.token_id, again.secret) == (first.token_id, None)
    Duty.objects.update(valid_to=NOON)
    once = key()
    with pytest.raises(Duty.DoesNotExist):
        make()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("apitoken_expires_after_it_was_made", {"expires_at": NOON}),
        (
            "apitoken_is_revoked_after_it_was_made",
            {"expires_at": NOON + DAY, "revoked_at": NOON - DAY},
        ),
    ],
)
def test_the_database_refuses_an_odd_token(
    name: str, fields: dict[str, object], clerk_duty: Duty
) -> None:
    with pytest.raises(IntegrityError, match=name):
        ApiToken.objects.create(
            sha256=b"1" * 32, user=clerk_duty.user, duty=clerk_duty, made_at=NOON, **fields
        )
