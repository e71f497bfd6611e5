"""Every page is for everybody: axe finds nothing, in both looks, at a desk and on a telephone."""

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import factories as make
from tests.web.conftest import ActorOf
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/", "/_parts", "/_parts/list?q=bien", "/_parts/scan", "/trang-cua-toi", "/nhiem-vu",
         "/tim?q=khong-co", "/khong-co", "/_parts/list?tu-ngay=x", "/doi-nguoi")  # fmt: skip


@pytest.fixture
def actor(actor_of: ActorOf) -> Actor:
    return actor_of(Role.COUNTER)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, actor: Actor, width: int, look: str
) -> None:
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, actor)
        page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        found = {}
        for address in PAGES:
            page.goto(address)
            found[address] = faults(page)
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, f"{address} is {wide} pixels wide"
        assert {address: said for address, said in found.items() if said} == {}


ROLE_PAGES = (
    (Role.CLERK, ("/nguoi-ky-nhan", "/nguoi-ky-nhan/moi", "/nguoi-ky-nhan/luc-nao")),
    (Role.CONTROLLER, ("/nguoi-thu-hai",)),
    (Role.ADMIN, ("/tai-khoan", "/tai-khoan/moi", "/tai-khoan/{me}")),
)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("role", "addresses"), ROLE_PAGES)
def test_the_pages_of_people_are_for_everybody(  # noqa: PLR0917 - parameters and fixtures of pytest
    browser: play.Browser,
    live_server: LiveServer,
    actor_of: ActorOf,
    role: Role,
    addresses: tuple[str, ...],
    width: int,
) -> None:
    person = actor_of(role)
    if role is Role.CLERK:
        body = Agency.objects.get(pk=person.agency_id or 0)
        make.receiver(make.point(body, name="Cổng trực ban"), body)
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, person)
        for address in addresses:
            page.goto(address.format(me=person.user_id))
            assert faults(page) == []
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_the_sign_in_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, width: int
) -> None:
    with context_at(browser, live_server.url, width=width) as context:
        page = context.new_page()
        page.goto("/dang-nhap")
        assert faults(page) == []
        page.get_by_label("Tên tài khoản").fill("khong-co")
        page.get_by_label("Mật khẩu").fill("sai")
        page.get_by_role("button", name="Đăng nhập").click()
        play.expect(page.get_by_role("alert")).to_be_focused()
        assert faults(page) == []
