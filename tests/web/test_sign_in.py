"""Signing in, changing person, choosing a duty, leaving: over HTTP."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.demonstration.actions import PASSWORD as SHARED
from kt1.people.sign_ins.models import SignIn, SignInEnd
from tests.custody import factories as make
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = [pytest.mark.django_db(transaction=True)]

PASSWORD = "một câu dài dễ nhớ 2026"
ANOTHER = "một câu khác cũng dễ nhớ"


def with_password(actor: Actor, *, temporary: bool = False) -> str:
    User.objects.filter(pk=actor.user_id).update(
        password=make_password(PASSWORD), password_is_temporary=temporary
    )
    return User.objects.get(pk=actor.user_id).username


def given(username: str, password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"username": username, "password": password, **more}


def test_a_person_signs_in_and_goes_where_they_wanted(actor_of: ActorOf) -> None:
    name = with_password(actor_of(Role.CLERK))
    client = Client()
    asked = client.get("/trang-cua-toi?x=1")
    assert asked["Location"] == "/dang-nhap?next=%2Ftrang-cua-toi%3Fx%3D1"

    answer = client.post("/dang-nhap", given(f" {name.upper()} ", next="/trang-cua-toi?x=1"))

    assert answer["Location"] == "/trang-cua-toi?x=1"
    assert client.get("/trang-cua-toi").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_it_never_leads_elsewhere(actor_of: ActorOf, elsewhere: str) -> None:
    name = with_password(actor_of(Role.CLERK))
    assert Client().post("/dang-nhap", given(name, next=elsewhere))["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(actor_of: ActorOf) -> None:
    name = with_password(actor_of(Role.CLERK))
    known = Client().post("/dang-nhap", given(name, "sai mật khẩu này"))
    unknown = Client().post("/dang-nhap", given("khong-co", "sai mật khẩu này"))
    assert known.status_code == unknown.status_code == 422
    assert "Tên tài khoản hoặc mật khẩu không đúng." in text(known)
    assert "Tên tài khoản hoặc mật khẩu không đúng." in text(unknown)
    assert "sai mật khẩu này" not in text(known)


def test_too_many_tries_are_told_apart(actor_of: ActorOf) -> None:
    name = with_password(actor_of(Role.CLERK))
    statuses = [Client().post("/dang-nhap", given(name, "sai")).status_code for _ in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_a_temporary_password_must_be_replaced_at_once(actor_of: ActorOf) -> None:
    name = with_password(actor_of(Role.CLERK), temporary=True)
    client = Client()
    first = client.post("/dang-nhap", given(name))
    assert first.status_code == 422
    assert 'name="new_password"' in text(first)

    short = client.post("/dang-nhap", given(name, new_password="ngắn", repeated="ngắn"))
    assert short.status_code == 422
    assert 'id="id_new_password_error"' in text(short)

    differ = client.post("/dang-nhap", given(name, new_password=ANOTHER, repeated=PASSWORD))
    assert "Hai mật khẩu mới không giống nhau." in text(differ)

    done = client.post("/dang-nhap", given(name, new_password=ANOTHER, repeated=ANOTHER))
    assert done.status_code == 302


def test_a_person_without_a_duty_is_told(actor_of: ActorOf) -> None:
    actor = actor_of(Role.CLERK)
    name = with_password(actor)
    Duty.objects.filter(pk=actor.duty_id or 0).update(valid_to=make.at("2025-08-01"))
    assert Client().post("/dang-nhap", given(name)).status_code == 422


def test_signing_in_gives_a_new_session_and_a_new_token(actor_of: ActorOf) -> None:
    name = with_password(actor_of(Role.CLERK))
    client = Client()
    client.get("/dang-nhap")
    before = client.cookies["csrftoken"].value
    client.post("/dang-nhap", given(name))
    assert client.cookies["csrftoken"].value != before


def test_another_person_takes_over_and_the_page_goes_on(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    first, second = actor_of(Role.COUNTER), actor_of(Role.COUNTER)
    name = with_password(second)
    client = client_of(first)

    answer = client.post("/doi-nguoi", given(name), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer["X-Form-Token"]
    assert answer["X-Same-Person"] == "no"
    assert second.name in text(client.get("/"))
    assert SignIn.objects.get(user=first.user_id).ended_why == SignInEnd.CHANGED_PERSON


def test_the_same_person_after_a_pause_sends_on_what_waited(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    actor = actor_of(Role.COUNTER)
    name = with_password(actor)
    client = client_of(actor)
    SignIn.objects.update(ended_at=make.at("2030-01-01"), ended_why=SignInEnd.LAPSED)
    assert client.get("/phien", headers={"HX-Request": "true"}).status_code == 401

    offered = client.get("/doi-nguoi", headers={"HX-Request": "true"})
    assert f'value="{name}"' in text(offered)
    answer = client.post("/doi-nguoi", given(name), headers={"HX-Request": "true"})

    assert answer["X-Same-Person"] == "yes"
    assert client.get("/phien").status_code == 204


def test_a_person_of_another_place_does_not_take_over(
    actor_of: ActorOf, client_of: ClientOf
) -> None:
    name = with_password(actor_of(Role.CLERK))
    answer = client_of(actor_of(Role.COUNTER)).post("/doi-nguoi", given(name))
    assert answer.status_code == 422


def test_without_a_browser_known_before_there_is_nobody_to_change() -> None:
    assert Client().get("/doi-nguoi")["Location"] == "/dang-nhap"


def test_a_person_acts_in_another_of_their_duties(actor_of: ActorOf, client_of: ClientOf) -> None:
    actor = actor_of(Role.CLERK)
    second = Duty.objects.create(
        user_id=actor.user_id,
        role=Role.HEAD,
        agency_id=actor.agency_id,
        valid_from=make.at("2025-07-01"),
    )
    client = client_of(actor)
    assert f'value="{second.pk}"' in text(client.get("/nhiem-vu"))
    assert client.post("/nhiem-vu", {"duty": second.pk}).status_code == 302
    assert f'value="{actor.duty_id}"' in text(client.get("/nhiem-vu"))


def test_a_duty_of_another_person_is_refused(actor_of: ActorOf, client_of: ClientOf) -> None:
    other = actor_of(Role.COUNTER)
    client = client_of(actor_of(Role.CLERK))
    assert client.post("/nhiem-vu", {"duty": other.duty_id}).status_code == 409
    assert client.post("/nhiem-vu", {"duty": "x"}).status_code == 400


def test_a_person_leaves(actor_of: ActorOf, client_of: ClientOf) -> None:
    client = client_of(actor_of(Role.CLERK))
    assert client.post("/dang-xuat")["Location"] == "/dang-nhap"
    assert client.get("/")["Location"] == "/dang-nhap"
    assert client.get("/dang-xuat").status_code == 405


def test_a_form_sent_after_the_sign_in_ended_tells_how_to_keep_it() -> None:
    answer = Client().post("/trang-cua-toi/thong-bao")
    assert answer.status_code == 401
    assert "nút Quay lại của trình duyệt" in text(answer)


def test_only_a_demonstration_shows_its_accounts_and_only_here(
    actor_of: ActorOf, installation_kind: Callable[[str], None]
) -> None:
    clerk = User.objects.filter(pk=actor_of(Role.CLERK).user_id)
    clerk.update(is_demonstration=True, password=make_password(SHARED))
    assert SHARED not in text(Client().get("/dang-nhap"))

    installation_kind("demonstration")

    assert SHARED in text(Client().get("/dang-nhap"))
    away = Client(REMOTE_ADDR="192.0.2.7").get("/dang-nhap")
    proxied = Client().get("/dang-nhap", headers={"X-Forwarded-For": "192.0.2.7"})
    assert SHARED not in text(away)
    assert SHARED not in text(proxied)
