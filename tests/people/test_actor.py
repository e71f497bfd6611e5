"""The actor of a request: asked once, from the session, at the request's own moment."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, console
from kt1.people.sign_ins import browser
from kt1.people.sign_ins.actions import sign_in
from kt1.people.sign_ins.queries import NotSignedInError, actor_of, standing_of
from kt1.people.sign_ins.store import SessionStore
from tests.people.conftest import NOON, PASSWORD


def request(session: SessionBase, minutes: int = 0) -> HttpRequest:
    made = HttpRequest()
    made.session = session
    made.at = NOON + timedelta(minutes=minutes)  # type: ignore[attr-defined]  # as middleware does
    return made


@pytest.mark.django_db
def test_a_request_asks_once_who_acts(
    clerk_user: User, clerk_duty: Duty, django_assert_num_queries
) -> None:
    session = SessionStore()
    browser.attach(session, sign_in(username="gdv-1", password=PASSWORD, source=None, at=NOON))
    asked = request(session)
    with django_assert_num_queries(1):
        assert actor_of(asked).user_id == clerk_user.pk
        assert standing_of(asked) is standing_of(asked)
    later = request(session, 61)
    with django_assert_num_queries(1):
        assert standing_of(later) is None
        with pytest.raises(NotSignedInError):
            actor_of(later)


def test_a_stranger_costs_no_query() -> None:
    assert standing_of(request(SessionStore())) is None


def test_what_may_be_asked_of_an_actor() -> None:
    clerk = Actor(7, "Văn thư", Role.CLERK, place_id=1, agency_id=2, province_id=3)
    courier = Actor(8, "Bưu tá", Role.COURIER, place_id=4, province_id=3)
    assert (clerk.is_agency, clerk.is_post) == (True, False)
    assert (courier.is_agency, courier.is_post) == (False, True)
    assert (clerk.is_at(1), clerk.is_at(4), clerk.is_at(None)) == (True, False, False)
    assert (clerk.is_of(2), clerk.is_of(3), clerk.is_of(None)) == (True, False, False)
    assert (clerk.is_in(3), clerk.is_in(1), clerk.is_in(None)) == (True, False, False)
    nowhere = Actor(9, "Quản trị", Role.ADMIN)
    assert not any((nowhere.is_at(None), nowhere.is_of(None), nowhere.is_in(None)))
    assert (str(clerk), str(console())) == ("user:7", "console")
