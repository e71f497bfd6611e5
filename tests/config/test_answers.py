"""What every answer carries, whoever gives it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from kt1.config import clock, middleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/healthz", "/there-is-no-such-page", "/"])
def test_no_page_may_load_from_elsewhere_or_be_kept(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_may_widen_the_policy_for_itself_only() -> None:
    wide = middleware.policy(script_src="'wasm-unsafe-eval'")

    def scanner(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": wide})

    answer = middleware.security_headers(scanner)(RequestFactory().get("/"))

    assert "script-src 'self' 'wasm-unsafe-eval';" in answer["Content-Security-Policy"]
    assert "wasm" not in middleware.policy()


def test_everything_in_a_request_happens_at_one_moment() -> None:
    moments = []

    def view(request: HttpRequest) -> HttpResponse:
        moments.append(request.at)  # type: ignore[attr-defined]  # what is tested
        return HttpResponse()

    before = clock.now()
    middleware.moment(view)(RequestFactory().get("/"))

    assert before <= moments[0] <= clock.now()
    assert moments[0].tzinfo is UTC


def test_the_clock_can_be_moved() -> None:
    clock.set_offset(datetime(2026, 2, 16, tzinfo=UTC) - datetime.now(UTC))
    try:
        assert clock.now().date().isoformat() == "2026-02-16"
    finally:
        clock.set_offset(clock.offset() * 0)


def test_it_is_healthy(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_not(client: Client) -> None:
    connection.close()
    before = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        assert client.get("/healthz").status_code == 503
    finally:
        connection.settings_dict["HOST"] = before


def test_a_stranger_s_host_name_is_refused(client: Client, settings: Settings) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert "*" not in settings.ALLOWED_HOSTS
