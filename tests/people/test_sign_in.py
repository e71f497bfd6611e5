"""Signing in and out, with a clock that the test moves."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from kt1.ledger.entries.models import Entry
from kt1.network.models import AdminUnit, Agency, Place
from kt1.people.accounts import actions as accounts
from kt1.people.accounts import hashers
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.passwords import UnfitPasswordError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.sign_ins import actions, browser, credentials
from kt1.people.sign_ins.models import SignIn, SignInEnd
from kt1.people.sign_ins.queries import Standing, seen_by, standing
from kt1.people.sign_ins.store import SessionStore, digest_of
from tests.people.conftest import NOON, PASSWORD, MakeUser, actor, give, key

HOME = "127.0.0.1"
MINUTE = timedelta(minutes=1)


def sign_in(user: User, minutes: float = 0, password: str = PASSWORD) -> SignIn:
    return actions.sign_in(
        username=user.username, password=password, source=HOME, at=NOON + minutes * MINUTE
    )


def counts(sign_in: SignIn, minutes: float = 0) -> Standing | None:
    return standing(sign_in.pk, NOON + minutes * MINUTE)


@pytest.mark.django_db
def test_a_person_acts_in_their_duty(clerk_user: User, clerk_duty: Duty) -> None:
    made = actions.sign_in(username=" GDV-1 ", password=PASSWORD, source=HOME, at=NOON)

    found = standing(made.pk, NOON)

    assert found is not None
    assert found.actor == Actor(
        user_id=clerk_user.pk,
        name="Giao dịch viên quầy 1",
        role=Role.COUNTER,
        place_id=clerk_duty.place_id,
        province_id=AdminUnit.objects.get(code="24").pk,
        duty_id=clerk_duty.pk,
    )
    assert str(found.actor) == f"user:{clerk_user.pk}"
    assert found.actor.is_post
    assert not found.actor.is_agency


@pytest.mark.django_db
def test_who_acts_costs_one_query(
    clerk_user: User, clerk_duty: Duty, django_assert_num_queries
) -> None:
    made = sign_in(clerk_user)
    with django_assert_num_queries(1):
        assert counts(made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "password"),
    [("gdv-1", "sai mật khẩu rồi nhé"), ("gdv-2", PASSWORD), ("", ""), ("gdv-1", "x" * 5_000)],
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    username: str, password: str, clerk_duty: Duty
) -> None:
    with pytest.raises(credentials.WrongPasswordError):
        actions.sign_in(username=username, password=password, source=HOME, at=NOON)
    assert not SignIn.objects.exists()


@pytest.mark.django_db
def test_a_disabled_account_cannot_sign_in(clerk_user: User, clerk_duty: Duty) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(credentials.WrongPasswordError):
        sign_in(clerk_user)


@pytest.mark.django_db
def test_an_account_without_a_password_cannot_sign_in(make_user: MakeUser, counter: Place) -> None:
    user = make_user("vt", None)
    give(user, Role.COUNTER, place=counter)
    with pytest.raises(credentials.WrongPasswordError):
        sign_in(user)


@pytest.mark.django_db
def test_without_a_duty_there_is_nothing_to_do(clerk_user: User) -> None:
    with pytest.raises(actions.NoDutyError):
        sign_in(clerk_user)


@pytest.mark.django_db
def test_too_many_tries_close_the_door_and_are_told(clerk_user: User, clerk_duty: Duty) -> None:
    for _ in range(10):
        with pytest.raises(credentials.WrongPasswordError):
            sign_in(clerk_user, password="sai mật khẩu rồi nhé")
    for _ in range(2):
        with pytest.raises(credentials.TooManyTriesError):
            sign_in(clerk_user)
    assert SecurityNotice.objects.get().kind == NoticeKind.THROTTLED
    assert sign_in(clerk_user, minutes=0.6)


@pytest.mark.django_db
def test_one_address_cannot_try_a_hundred_names(db: None) -> None:
    def tries() -> int:
        for n in range(100):
            try:
                actions.sign_in(username=f"u{n}", password="x", source=HOME, at=NOON)
            except credentials.TooManyTriesError:
                return n
            except credentials.WrongPasswordError:
                continue
        return 100

    assert tries() == 60


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
def test_another_person_takes_over_at_the_same_counter(
    clerk_user: User, clerk_duty: Duty, make_user: MakeUser, counter: Place, other_counter: Place
) -> None:
    made = sign_in(clerk_user)
    second = make_user("gdv-2")
    give(second, Role.COUNTER, place=other_counter)
    here = give(second, Role.COUNTER, place=counter, since=NOON)

    taken = actions.change_person(
        sign_in_id=made.pk, username="gdv-2", password=PASSWORD, source=HOME, at=NOON + MINUTE
    )

    assert taken.duty == here
    assert counts(made, 1) is None
    made.refresh_from_db()
    assert made.ended_why == SignInEnd.CHANGED_PERSON
    found = counts(taken, 1)
    assert found is not None
    assert found.actor.user_id == second.pk


@pytest.mark.django_db
def test_a_stranger_to_the_counter_does_not_take_over(
    clerk_user: User, clerk_duty: Duty, make_user: MakeUser, other_counter: Place
) -> None:
    made = sign_in(clerk_user)
    give(make_user("gdv-2"), Role.COUNTER, place=other_counter)
    with pytest.raises(actions.NoDutyError):
        actions.change_person(
            sign_in_id=made.pk, username="gdv-2", password=PASSWORD, source=HOME, at=NOON
        )
    assert counts(made)


@pytest.mark.django_db
def test_the_desk_of_an_agency_or_a_province_is_shared_too(
    make_user: MakeUser, agency: Agency, province: AdminUnit
) -> None:
    def shared(role: Role, second_role: Role, **scope: Any) -> bool:
        first, second = make_user(f"{role}-1"), make_user(f"{role}-2")
        give(first, role, **scope)
        give(second, second_role, **({} if second_role is Role.MINISTRY else scope))
        made = sign_in(first)
        try:
            actions.change_person(
                sign_in_id=made.pk,
                username=second.username,
                password=PASSWORD,
                source=HOME,
                at=NOON,
            )
        except actions.NoDutyError:
            return False
        return True

    assert shared(Role.HEAD, Role.ACCOUNTANT, agency=agency)
    assert shared(Role.REGULATOR, Role.FINANCE, province=province)
    assert shared(Role.WITNESS, Role.WITNESS)
    assert not shared(Role.ADMIN, Role.MINISTRY)


@pytest.mark.django_db
def test_after_somebody_left_another_begins_over_the_page(
    clerk_user: User, clerk_duty: Duty
) -> None:
    made = sign_in(clerk_user)
    actions.sign_out(sign_in_id=made.pk, at=NOON)
    actions.change_person(
        sign_in_id=made.pk, username="gdv-1", password=PASSWORD, source=HOME, at=NOON + MINUTE
    )
    made.refresh_from_db()
    assert made.ended_why == SignInEnd.SIGNED_OUT


@pytest.mark.django_db
def test_after_a_lapse_the_same_person_goes_on_over_the_page(
    clerk_user: User, clerk_duty: Duty
) -> None:
    made = sign_in(clerk_user)
    again = actions.change_person(
        sign_in_id=made.pk,
        username="gdv-1",
        password=PASSWORD,
        source=HOME,
        at=NOON + 90 * MINUTE,
    )
    assert counts(again, 90)


@pytest.mark.django_db
def test_a_person_switches_among_their_own_duties_only(
    clerk_user: User, clerk_duty: Duty, make_user: MakeUser, counter: Place, other_counter: Place
) -> None:
    second = give(clerk_user, Role.CONTROLLER, place=other_counter)
    foreign = give(make_user("gdv-2"), Role.COUNTER, place=counter)
    made = sign_in(clerk_user)
    found = counts(made)
    assert found is not None
    assert found.actor.role is Role.COUNTER

    actions.switch_duty(standing=found, duty_id=second.pk, at=NOON)

    switched = counts(made)
    assert switched is not None
    assert switched.actor.role is Role.CONTROLLER
    assert switched.actor.place_id == other_counter.pk
    with pytest.raises(actions.NoDutyError):
        actions.switch_duty(standing=found, duty_id=foreign.pk, at=NOON)
    assert sign_in(clerk_user).duty == second, "the next sign-in goes on where this one was"


@pytest.mark.django_db
def test_a_temporary_password_must_be_replaced(admin: Actor, counter: Place) -> None:
    made = accounts.make_account(username="bt-1", title="Bưu tá 1", by=admin, at=NOON, once=key())
    assert made.password is not None
    give(User.objects.get(pk=made.user_id), Role.COURIER, place=counter)

    def enter(password: str, new: str | None = None) -> SignIn:
        return actions.sign_in(
            username="bt-1", password=password, source=HOME, at=NOON, new_password=new
        )

    with pytest.raises(actions.NewPasswordNeededError):
        enter(made.password)
    with pytest.raises(UnfitPasswordError):
        enter(made.password, "ngắn quá")
    assert enter(made.password, PASSWORD)
    with pytest.raises(credentials.WrongPasswordError):
        enter(made.password)
    assert enter(PASSWORD)


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
def test_a_busy_machine_refuses_rather_than_runs_out_of_memory(
    clerk_user: User, clerk_duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashers, "WAIT_SECONDS", 0.01)
    taken = [hashers._slots.acquire() for _ in range(hashers.AT_ONCE)]
    try:
        with pytest.raises(hashers.BusyError):
            sign_in(clerk_user)
    finally:
        for _ in taken:
            hashers._slots.release()
    assert sign_in(clerk_user)


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
