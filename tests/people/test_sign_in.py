"""Signing in: who gets in, who does not, and what it costs."""

import pytest

from kt1.network.models import AdminUnit, Place
from kt1.people.accounts import actions as accounts
from kt1.people.accounts import hashers
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.passwords import UnfitPasswordError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.sign_ins import actions, credentials
from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.queries import standing
from tests.people.conftest import NOON, PASSWORD, MakeUser, give, key
from tests.people.signing import HOME, counts, sign_in


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
