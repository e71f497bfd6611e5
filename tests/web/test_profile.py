"""One's own page."""

from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from kt1.people.accounts.models import NoticeKind, SecurityNotice, User
from kt1.people.accounts.rules import Role
from kt1.people.sign_ins.models import SignIn
from tests.custody import factories as make
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "một câu dài dễ nhớ 2026", "một câu khác cũng dễ nhớ"


def test_notices_wait_on_the_home_page_until_they_are_read(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    actor = actor_of(Role.CLERK)
    SecurityNotice.objects.create(
        user_id=actor.user_id, kind=NoticeKind.DUTY_GIVEN, at=make.at("2025-07-02")
    )
    client = client_of(actor)
    assert "Thông báo về tài khoản của bạn" in text(client.get("/"))
    client.post("/trang-cua-toi/thong-bao")
    assert "Thông báo về tài khoản của bạn" not in text(client.get("/"))


def test_a_person_ends_their_own_sign_in_elsewhere(actor_of: ActorOf, client_of: ClientOf) -> None:
    actor = actor_of(Role.CLERK)
    here, there = client_of(actor), client_of(actor)
    other = SignIn.objects.latest("pk")
    page = text(here.get("/trang-cua-toi"))
    assert f"/phien/{other.pk}/ket-thuc" in page
    assert (
        here.post(f"/trang-cua-toi/phien/{other.pk}/ket-thuc", {"once": uuid4()}).status_code == 302
    )
    assert there.get("/phien").status_code == 401
    assert here.get("/phien").status_code == 204


def test_nobody_ends_the_sign_in_of_a_stranger(actor_of: ActorOf, client_of: ClientOf) -> None:
    client_of(actor_of(Role.COUNTER))
    strangers = SignIn.objects.latest("pk")
    answer = client_of(actor_of(Role.CLERK)).post(
        f"/trang-cua-toi/phien/{strangers.pk}/ket-thuc", {"once": uuid4()}
    )
    assert answer.status_code == 404
    strangers.refresh_from_db()
    assert strangers.ended_at is None


def test_the_password_is_changed_and_other_sign_ins_end(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    actor = actor_of(Role.CLERK)
    User.objects.filter(pk=actor.user_id).update(password=make_password(OLD))
    here, there = client_of(actor), client_of(actor)

    wrong = here.post("/trang-cua-toi/mat-khau", {"old": "sai", "new": NEW, "repeated": NEW})
    assert wrong.status_code == 422
    assert "Mật khẩu hiện tại không đúng." in text(wrong)
    short = here.post("/trang-cua-toi/mat-khau", {"old": OLD, "new": "ngắn", "repeated": "ngắn"})
    assert short.status_code == 422

    done = here.post("/trang-cua-toi/mat-khau", {"old": OLD, "new": NEW, "repeated": NEW})
    assert done.status_code == 302
    assert here.get("/phien").status_code == 204
    assert there.get("/phien").status_code == 401


def test_one_does_not_ask_for_an_act(clerk: Client) -> None:
    for address in (
        "/trang-cua-toi/mat-khau",
        "/trang-cua-toi/thong-bao",
        "/giao-dien",
        "/ngon-ngu",
    ):
        assert clerk.get(address).status_code == 405
