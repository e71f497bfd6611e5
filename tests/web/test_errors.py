"""What a refusal looks like, and what every answer carries."""

import pytest
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import translation
from django.views.decorators.http import require_POST

from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import KeyReusedError
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.sign_ins.queries import NotSignedInError
from kt1.web.request import Request, acts_as, once
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

RAISED: dict[str, Exception] = {
    "not-allowed": NotAllowedError("Chỉ nơi được giao mới nhận được."),
    "missing": ObjectDoesNotExist(),
    "reused": KeyReusedError(),
    "database": OperationalError("terminating connection"),
    "nobody": NotSignedInError(),
    "bad": BadRequest("gõ nhầm số 123/CV"),
    "broken": RuntimeError("mật khẩu"),
}
KEYS: list[RequestKey] = []


def breaks(_request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


@acts_as(Role.COUNTER)
def counters_only(_request: Request) -> HttpResponse:
    return HttpResponse("ok")


@require_POST
def keyed(request: HttpRequest) -> HttpResponse:
    KEYS.append(once(request))
    return HttpResponse("ok")


urlpatterns = [
    path("breaks/<str:how>", breaks),
    path("counters", counters_only),
    path("keyed", keyed),
    path("", include("kt1.config.urls")),
]
handler400 = "kt1.web.errors.views.bad_request"
handler403 = "kt1.web.errors.views.refused"
handler404 = "kt1.web.errors.views.not_found"
handler500 = "kt1.web.errors.views.failed"


@pytest.fixture
def asking(clerk: Client) -> Client:
    clerk.raise_request_exception = False
    return clerk


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("not-allowed", 403, "Chỉ nơi được giao mới nhận được."),
        ("missing", 404, "Không có nội dung này, hoặc bạn không được xem."),
        ("reused", 409, "Biểu mẫu này đã gửi với nội dung khác."),
        ("database", 503, "Cơ sở dữ liệu chưa trả lời."),
        ("bad", 400, "Địa chỉ hoặc biểu mẫu không đúng"),
        ("broken", 500, "Chưa ghi gì."),
    ],
)
def test_a_refusal_says_what_is_wrong(asking: Client, how: str, status: int, said: str) -> None:
    answer = asking.get(f"/breaks/{how}")
    assert answer.status_code == status
    assert said in text(answer)
    assert "Traceback" not in text(answer)
    part = asking.get(f"/breaks/{how}", headers={"HX-Request": "true"})
    assert part.status_code == status
    assert said in text(part)
    assert part["HX-Retarget"] == "#messages"
    assert "<html" not in text(part)


def test_what_was_typed_is_not_echoed_by_a_refusal(asking: Client) -> None:
    assert "123/CV" not in text(asking.get("/breaks/bad"))
    assert "mật khẩu" not in text(asking.get("/breaks/broken"))


def test_a_page_about_the_database_asks_it_nothing_more(
    asking: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(2):  # session and sign-in, before the view
        answer = asking.get("/breaks/database")
    assert answer["Retry-After"] == "10"


def test_the_address_of_an_act_says_that_it_is_not_a_page(asking: Client) -> None:
    answer = asking.get("/keyed")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "không mở trực tiếp được" in text(answer)


def test_nobody_signed_in_is_asked_to_sign_in(asking: Client) -> None:
    assert asking.get("/breaks/nobody")["Location"].startswith("/dang-nhap")
    assert Client().get("/counters")["Location"] == "/dang-nhap?next=%2Fcounters"
    assert Client().get("/counters", headers={"HX-Request": "true"}).status_code == 401


def test_a_page_of_another_role_names_both_roles(
    asking: Client, actor_of: ActorOf, client_of: ClientOf
) -> None:
    refused = asking.get("/counters")
    assert refused.status_code == 403
    with translation.override("vi"):
        assert str(ROLE_LABELS[Role.COUNTER]) in text(refused)
        assert str(ROLE_LABELS[Role.CLERK]) in text(refused)
    assert client_of(actor_of(Role.COUNTER)).get("/counters").status_code == 200


def test_a_form_without_its_token_is_refused(actor_of: ActorOf, client_of: ClientOf) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(actor_of(Role.CLERK)).cookies
    answer = strict.post("/dang-xuat")
    assert answer.status_code == 403
    assert "phiên đăng nhập cũ" in text(answer)
    assert strict.get("/").status_code == 200


def test_a_form_is_known_by_its_key_and_what_was_asked(asking: Client) -> None:
    KEYS.clear()
    key = "0b1f6a8e-32d6-4a52-9f2c-6a53f5b9a111"
    for more in ({"a": "1"}, {"a": "1", "csrfmiddlewaretoken": "x"}, {"a": "2"}):
        assert asking.post("/keyed", {"once": key, **more}).status_code == 200
    first, same, other = KEYS
    assert first == same
    assert first.key == other.key
    assert first.digest != other.digest
    assert asking.post("/keyed", {"once": "x"}).status_code == 400
    assert asking.post("/keyed").status_code == 400


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_host_we_are_not_is_a_bad_request() -> None:
    assert Client(headers={"Host": "example.org"}).get("/dang-nhap").status_code == 400


@pytest.mark.parametrize(
    "address", ["/", "/dang-nhap", "/khong-co", "/breaks/broken", "/breaks/not-allowed", "/phien"]
)
def test_every_answer_carries_the_policy(asking: Client, address: str) -> None:
    for client in (asking, Client(raise_request_exception=False)):
        answer = client.get(address)
        policy = dict(
            part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"
