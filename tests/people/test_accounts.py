"""Accounts, duties and passwords: who may settle them, and what is written about it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kt1.ledger.entries.models import Entry
from kt1.ledger.requests.steps import KeyReusedError
from kt1.network.models import AdminUnit, Agency, Place
from kt1.people.accounts import actions, queries
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.passwords import UnfitPasswordError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError, console
from kt1.people.sign_ins.actions import sign_in
from kt1.people.sign_ins.credentials import WrongPasswordError
from kt1.people.sign_ins.models import SessionLimit, SignIn
from kt1.people.sign_ins.queries import standing
from tests.people.conftest import NOON, PASSWORD, MakeUser, actor, give, key

HOUR = timedelta(hours=1)
ANOTHER = "một mật khẩu khác hẳn"


def kinds() -> list[str]:
    return list(Entry.objects.order_by("at", "id").values_list("kind", flat=True))


@pytest.mark.django_db
def test_the_console_makes_the_first_administrator() -> None:
    made = actions.make_account(
        username="  QuanTri ", title="Quản trị", by=console(), at=NOON, once=key()
    )
    duty = actions.give_duty(
        user_id=made.user_id, role=Role.ADMIN, by=console(), at=NOON, once=key()
    )
    user = User.objects.get(pk=made.user_id)
    assert user.username == "quantri"
    assert user.password_is_temporary
    assert made.password is not None
    assert user.check_password(made.password)
    assert Duty.objects.get(pk=duty).role == Role.ADMIN
    assert set(Entry.objects.values_list("actor", flat=True)) == {"console"}
    assert set(kinds()) == {"people.account_made", "people.duty_given"}


@pytest.mark.django_db
def test_the_same_request_makes_one_account_and_shows_no_password_again(admin: Actor) -> None:
    once = key(n=1)
    first = actions.make_account(username="bt-1", title="Bưu tá", by=admin, at=NOON, once=once)
    again = actions.make_account(username="bt-1", title="Bưu tá", by=admin, at=NOON, once=once)
    assert again.user_id == first.user_id
    assert again.password is None
    with pytest.raises(KeyReusedError):
        actions.make_account(
            username="bt-2",
            title="Bưu tá",
            by=admin,
            at=NOON,
            once=type(once)(once.key, b"\0" * 32),
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "title"),
    [("ở đây", "Bưu tá"), ("a", "Bưu tá"), ("quantri", "Bưu tá"), ("bt-1", "  ")],
)
def test_an_account_says_properly_who_it_is(admin: Actor, username: str, title: str) -> None:
    with pytest.raises(actions.UnfitAccountError):
        actions.make_account(username=username, title=title, by=admin, at=NOON, once=key())
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_only_an_administrator_settles_accounts(
    clerk_user: User, clerk_duty: Duty, counter: Place
) -> None:
    by = actor(clerk_user, clerk_duty)
    with pytest.raises(NotAllowedError):
        actions.make_account(username="bt-1", title="Bưu tá", by=by, at=NOON, once=key())
    with pytest.raises(NotAllowedError):
        actions.give_duty(
            user_id=clerk_user.pk,
            role=Role.COURIER,
            place_id=counter.pk,
            by=by,
            at=NOON,
            once=key(),
        )
    with pytest.raises(NotAllowedError):
        actions.end_duty(duty_id=clerk_duty.pk, by=by, at=NOON, once=key())
    with pytest.raises(NotAllowedError):
        actions.reset_password(user_id=clerk_user.pk, by=by, at=NOON, once=key())
    with pytest.raises(NotAllowedError):
        actions.set_enabled(user_id=clerk_user.pk, enabled=False, by=by, at=NOON, once=key())
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_no_administrator_gives_a_duty_to_themselves(admin: Actor, counter: Place) -> None:
    with pytest.raises(NotAllowedError):
        actions.give_duty(
            user_id=admin.user_id,
            role=Role.COUNTER,
            place_id=counter.pk,
            by=admin,
            at=NOON,
            once=key(),
        )


@pytest.mark.django_db
def test_a_disabled_account_gets_no_duty_until_it_is_enabled(
    admin: Actor, clerk_user: User, counter: Place
) -> None:
    def give_it() -> int:
        return actions.give_duty(
            user_id=clerk_user.pk,
            role=Role.COUNTER,
            place_id=counter.pk,
            by=admin,
            at=NOON,
            once=key(),
        )

    for enabled in (False, False):
        actions.set_enabled(user_id=clerk_user.pk, enabled=enabled, by=admin, at=NOON, once=key())
    with pytest.raises(NotAllowedError):
        give_it()
    once = key()
    for _ in range(2):
        actions.set_enabled(user_id=clerk_user.pk, enabled=True, by=admin, at=NOON, once=once)
    assert give_it()
    assert kinds().count("people.account_disabled") == 1
    assert kinds().count("people.account_enabled") == 1


@pytest.mark.django_db
def test_a_duty_fits_its_role(
    admin: Actor, clerk_user: User, agency: Agency, desk: Place, counter: Place
) -> None:
    def give_it(place: Place | None, of: Agency | None) -> int:
        return actions.give_duty(
            user_id=clerk_user.pk,
            role=Role.CLERK,
            place_id=place.pk if place else None,
            agency_id=of.pk if of else None,
            by=admin,
            at=NOON,
            once=key(),
        )

    other = Agency.objects.get(code="09187-DU")
    for place, of in ((counter, agency), (desk, other), (None, agency), (desk, None)):
        with pytest.raises(actions.UnfitDutyError):
            give_it(place, of)
    assert give_it(desk, agency)


@pytest.mark.django_db
def test_a_duty_is_given_once_and_ends_once(
    admin: Actor, clerk_user: User, counter: Place, province: AdminUnit
) -> None:
    once = key()

    def give_it() -> int:
        return actions.give_duty(
            user_id=clerk_user.pk,
            role=Role.COUNTER,
            place_id=counter.pk,
            by=admin,
            at=NOON,
            once=once,
        )

    duty = give_it()
    assert give_it() == duty
    assert queries.on_duty(at=NOON, roles=[Role.COUNTER], place_id=counter.pk).count() == 1
    assert queries.on_duty(at=NOON, roles=[Role.COUNTER], province_id=province.pk).count() == 1
    assert not queries.on_duty(at=NOON, roles=[Role.COURIER], place_id=counter.pk).exists()
    end = key()
    for _ in range(2):
        actions.end_duty(duty_id=duty, by=admin, at=NOON + HOUR, once=end)
    actions.end_duty(duty_id=duty, by=admin, at=NOON + 2 * HOUR, once=key())
    assert Duty.objects.get(pk=duty).valid_to == NOON + HOUR
    assert queries.duties_of(clerk_user.pk, NOON + HOUR) == []
    assert kinds().count("people.duty_ended") == 1
    assert list(SecurityNotice.objects.order_by("pk").values_list("kind", flat=True)) == [
        NoticeKind.DUTY_GIVEN,
        NoticeKind.DUTY_ENDED,
    ]


@pytest.mark.django_db
def test_a_new_password_by_another_hand_ends_all_sign_ins(
    admin: Actor, clerk_user: User, clerk_duty: Duty
) -> None:
    before = sign_in(username="gdv-1", password=PASSWORD, source=None, at=NOON)
    once = key()
    made = actions.reset_password(user_id=clerk_user.pk, by=admin, at=NOON, once=once)
    again = actions.reset_password(user_id=clerk_user.pk, by=admin, at=NOON, once=once)
    assert standing(before.pk, NOON) is None
    assert made.password
    assert again.password is None
    with pytest.raises(WrongPasswordError):
        sign_in(username="gdv-1", password=PASSWORD, source=None, at=NOON)


@pytest.mark.django_db
def test_a_person_changes_their_own_password(clerk_user: User, clerk_duty: Duty) -> None:
    here = sign_in(username="gdv-1", password=PASSWORD, source=None, at=NOON)
    elsewhere = sign_in(username="gdv-1", password=PASSWORD, source=None, at=NOON)
    by = actor(clerk_user, clerk_duty)

    def change(old: str, new: str) -> None:
        actions.change_password(old=old, new=new, source=None, by=by, at=NOON, keep_sign_in=here.pk)

    with pytest.raises(WrongPasswordError):
        change("không phải mật khẩu này", ANOTHER)
    for unfit in ("ngắn", "gdv-1-gdv-1-gdv-1", "x" * 129, "Giao dịch viên quầy 1"):
        with pytest.raises(UnfitPasswordError) as refused:
            change(PASSWORD, unfit)
        assert refused.value.reasons
    change(PASSWORD, ANOTHER)

    assert standing(here.pk, NOON)
    assert standing(elsewhere.pk, NOON) is None
    assert sign_in(username="gdv-1", password=ANOTHER, source=None, at=NOON)
    assert kinds() == ["people.password_changed"]


@pytest.mark.django_db
def test_a_person_sees_and_reads_their_own_notices(
    admin: Actor, clerk_user: User, clerk_duty: Duty
) -> None:
    by = actor(clerk_user, clerk_duty)
    actions.end_duty(duty_id=clerk_duty.pk, by=admin, at=NOON, once=key())
    actions.reset_password(user_id=admin.user_id, by=console(), at=NOON, once=key())
    assert [notice.kind for notice in queries.notices_seen_by(by)] == [NoticeKind.DUTY_ENDED]
    assert queries.notices_seen_by(admin).count() == 2
    assert actions.read_notices(by=by, at=NOON) == 1
    assert actions.read_notices(by=by, at=NOON) == 0
    assert set(queries.seen_by(by)) == {clerk_user}
    assert queries.seen_by(admin).count() == 2


@pytest.mark.django_db
def test_a_person_chooses_their_own_language(
    clerk_user: User, clerk_duty: Duty, admin: Actor
) -> None:
    actions.choose_language(language="en", by=actor(clerk_user, clerk_duty), at=NOON)
    assert User.objects.get(pk=clerk_user.pk).language == "en"
    assert User.objects.get(pk=admin.user_id).language == "vi"


@pytest.mark.django_db
def test_a_name_in_a_title_stays_out_of_the_log(admin: Actor) -> None:
    actions.make_account(username="bt-1", title="Bưu tá số chín", by=admin, at=NOON, once=key())
    entry = Entry.objects.get()
    assert "số chín" not in bytes(entry.canonical).decode()


class TestTheDatabaseRefuses:
    """Each constraint, violated once."""

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("user_username_is_small_letters_digits_dots_dashes", {"username": "Hoa"}),
            ("user_title_is_said", {"title": ""}),
            ("user_language_is_known", {"language": "fr"}),
        ],
    )
    def test_an_odd_user(self, name: str, fields: dict[str, str]) -> None:
        with pytest.raises(IntegrityError, match=name):
            User.objects.create(**{"username": "hoa", "title": "Hoa", **fields})

    @pytest.mark.django_db
    def test_two_persons_with_one_card(self, make_user: MakeUser) -> None:
        make_user("a1", None, card_number="K-1")
        with pytest.raises(IntegrityError, match="user_card_number_is_one_persons"):
            make_user("a2", None, card_number="K-1")

    @pytest.mark.django_db
    def test_a_duty_ending_before_it_begins(self, clerk_user: User, counter: Place) -> None:
        with pytest.raises(IntegrityError, match="duty_ends_after_it_begins"):
            give(clerk_user, Role.COUNTER, NOON, place=counter, valid_to=NOON - HOUR)

    @pytest.mark.django_db
    def test_the_same_duty_twice_at_a_time(self, clerk_user: User, counter: Place) -> None:
        give(clerk_user, Role.COUNTER, NOON, place=counter, valid_to=NOON + HOUR)
        give(clerk_user, Role.COUNTER, NOON + HOUR, place=counter)
        with (
            pytest.raises(IntegrityError, match="duty_is_held_once_at_a_time"),
            transaction.atomic(),
        ):
            give(clerk_user, Role.COUNTER, NOON + 2 * HOUR, place=counter)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            (
                "signin_says_why_it_ended_iff_ended",
                {"opened_at": NOON, "seen_at": NOON, "ended_at": NOON},
            ),
            (
                "signin_says_why_it_ended_iff_ended",
                {"opened_at": NOON, "seen_at": NOON, "ended_why": "killed"},
            ),
            ("signin_is_seen_after_it_opened", {"opened_at": NOON, "seen_at": NOON - HOUR}),
        ],
    )
    def test_an_odd_sign_in(self, name: str, fields: dict[str, object], clerk_duty: Duty) -> None:
        with pytest.raises(IntegrityError, match=name):
            SignIn.objects.create(user=clerk_duty.user, duty=clerk_duty, **fields)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("securitynotice_kind_is_known", {"kind": "gossip"}),
            (
                "securitynotice_is_read_after_it_was_given",
                {"kind": NoticeKind.DUTY_GIVEN, "read_at": NOON - HOUR},
            ),
        ],
    )
    def test_an_odd_notice(self, name: str, fields: dict[str, object], clerk_user: User) -> None:
        with pytest.raises(IntegrityError, match=name):
            SecurityNotice.objects.create(user=clerk_user, at=NOON, **fields)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("name", "role", "idle", "absolute"),
        [
            ("sessionlimit_role_is_known", "king", HOUR, HOUR),
            ("sessionlimit_idle_is_within_absolute_within_a_shift", "clerk", 2 * HOUR, HOUR),
            ("sessionlimit_idle_is_within_absolute_within_a_shift", "clerk", HOUR, 13 * HOUR),
        ],
    )
    def test_an_odd_limit(self, name: str, role: str, idle: timedelta, absolute: timedelta) -> None:
        with pytest.raises(IntegrityError, match=name):
            SessionLimit.objects.create(role=role, idle=idle, absolute=absolute)
