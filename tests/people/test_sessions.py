"""How long a sign-in lasts, with a clock that the test moves, and what ends it."""

import pytest
from django.contrib.sessions.models import Session

from kt1.ledger.entries.models import Entry
from kt1.network.models import Place
from kt1.people.accounts import actions as accounts
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.sign_ins import actions, browser
from kt1.people.sign_ins.models import SignIn, SignInEnd
from kt1.people.sign_ins.queries import seen_by
from kt1.people.sign_ins.store import SessionStore, digest_of
from tests.people.conftest import NOON, MakeUser, actor, give, key
from tests.people.signing import MINUTE, counts, sign_in


@pytest.mark.django_db
def test_a_sign_in_lapses_when_left_alone(clerk_user: User, clerk_duty: Duty) -> None:
    made = sign_in(clerk_user)
    found = counts(made, 59)
    assert found is not None
    assert found.ends_at == NOON + 60 * MINUTE
    assert counts(made, 60) is None


@pytest.mark.django_db
def test_a_touch_keeps_it_alive_and_is_written_once_a_minute(
    clerk_user: User, clerk_duty: Duty, django_assert_num_queries
) -> None:
    made = sign_in(clerk_user)
    found = counts(made)
    assert found is not None
    with django_assert_num_queries(0):
        actions.keep_alive(standing=found, at=NOON + 0.9 * MINUTE)
    actions.keep_alive(standing=found, at=NOON + 30 * MINUTE)
    assert counts(made, 89)
    assert counts(made, 90) is None


@pytest.mark.django_db
def test_no_touch_carries_it_past_a_shift(clerk_user: User, clerk_duty: Duty) -> None:
    made = sign_in(clerk_user)
    SignIn.objects.update(seen_at=NOON + 719 * MINUTE)
    assert counts(made, 719)
    assert counts(made, 720) is None


@pytest.mark.django_db
def test_a_lapsed_sign_in_is_closed_as_of_its_end(clerk_user: User, clerk_duty: Duty) -> None:
    left, kept = sign_in(clerk_user), sign_in(clerk_user, minutes=30)
    assert actions.close_lapsed(at=NOON + 59 * MINUTE) == 0
    assert actions.close_lapsed(at=NOON + 70 * MINUTE) == 1
    left.refresh_from_db()
    assert (left.ended_at, left.ended_why) == (NOON + 60 * MINUTE, SignInEnd.LAPSED)
    assert counts(kept, 70)


@pytest.mark.django_db
def test_an_installation_sets_its_own_limits(
    clerk_user: User, clerk_duty: Duty, admin: Actor
) -> None:
    made = sign_in(clerk_user)
    once = key(n=1)

    def set_limit(idle: int, absolute: int, by: Actor = admin) -> None:
        actions.set_limit(
            role=Role.COUNTER,
            idle=idle * MINUTE,
            absolute=absolute * MINUTE,
            by=by,
            at=NOON,
            once=once,
        )

    with pytest.raises(actions.UnfitLimitError):
        set_limit(60, 30)
    with pytest.raises(NotAllowedError):
        set_limit(5, 30, actor(clerk_user, clerk_duty))
    set_limit(5, 30)
    set_limit(5, 30)

    assert counts(made, 4)
    assert counts(made, 5) is None
    assert Entry.objects.get().kind == "people.limit_set"


@pytest.mark.django_db
def test_a_duty_that_ends_has_no_actor_at_the_next_request(
    clerk_user: User, clerk_duty: Duty, admin: Actor
) -> None:
    made = sign_in(clerk_user)
    accounts.end_duty(duty_id=clerk_duty.pk, by=admin, at=NOON + MINUTE, once=key())
    assert counts(made, 1) is None


@pytest.mark.django_db
def test_a_disabled_account_has_no_actor_at_the_next_request(
    clerk_user: User, clerk_duty: Duty, admin: Actor
) -> None:
    made = sign_in(clerk_user)
    accounts.set_enabled(user_id=clerk_user.pk, enabled=False, by=admin, at=NOON, once=key())
    assert counts(made) is None


@pytest.mark.django_db
def test_signing_out_ends_it_and_twice_is_no_fault(clerk_user: User, clerk_duty: Duty) -> None:
    made = sign_in(clerk_user)
    actions.sign_out(sign_in_id=made.pk, at=NOON + MINUTE)
    actions.sign_out(sign_in_id=made.pk, at=NOON + 2 * MINUTE)
    made.refresh_from_db()
    assert (made.ended_at, made.ended_why) == (NOON + MINUTE, SignInEnd.SIGNED_OUT)
    assert counts(made, 1) is None


@pytest.mark.django_db
def test_a_person_ends_their_own_sign_ins_and_an_administrator_anybodys(
    clerk_user: User, clerk_duty: Duty, make_user: MakeUser, counter: Place, admin: Actor
) -> None:
    made = sign_in(clerk_user)
    second = make_user("gdv-2")
    other = actor(second, give(second, Role.COUNTER, place=counter))
    assert not seen_by(other).exists()
    with pytest.raises(SignIn.DoesNotExist):
        actions.kill(sign_in_id=made.pk, by=other, at=NOON, once=key())
    once = key()
    actions.kill(sign_in_id=made.pk, by=admin, at=NOON, once=once)
    actions.kill(sign_in_id=made.pk, by=admin, at=NOON, once=once)
    actions.kill(sign_in_id=made.pk, by=admin, at=NOON + MINUTE, once=key())
    assert counts(made) is None
    assert SecurityNotice.objects.get().kind == NoticeKind.SIGN_IN_KILLED


@pytest.mark.django_db
def test_the_session_table_opens_no_session(clerk_user: User, clerk_duty: Duty) -> None:
    made = sign_in(clerk_user)
    session = SessionStore()
    session["left_by"] = "the person before"
    session.save()
    before = session.session_key
    assert before is not None

    browser.attach(session, made)
    session.save()

    assert session.session_key != before
    assert "left_by" not in session
    assert browser.attached(SessionStore(session.session_key)) == made.pk
    row = Session.objects.get()
    assert row.session_key == digest_of(session.session_key or "")
    assert browser.attached(SessionStore(row.session_key)) is None
    assert browser.attached(SessionStore(before)) is None

    renewed = session.session_key
    browser.renew(session)
    assert session.session_key != renewed
    assert browser.attached(SessionStore(session.session_key)) == made.pk
    browser.detach(session)
    assert not Session.objects.exists()
