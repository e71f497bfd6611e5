"""Another person at a shared desk, and another duty of the same person."""

from typing import Any

import pytest

from kt1.network.models import AdminUnit, Agency, Place
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins import actions
from kt1.people.sign_ins.models import SignInEnd
from tests.people.conftest import NOON, PASSWORD, MakeUser, give
from tests.people.signing import HOME, MINUTE, counts, sign_in


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
