"""Every figure opens, and what opens is what was counted, for each who reads figures."""

import html
import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Line
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
JANUARY = "tu=01/2026&den=01/2026"
PAGES = (
    *(f"/so-lieu?theo={by}&{JANUARY}" for by in ("xa", "tuyen", "khoi", "co-quan", "thang")),
    f"/so-lieu?theo=co-quan&tuyen=-&{JANUARY}",
    f"/so-lieu?theo=thang&cq=24-S2&{JANUARY}",
    *(f"/so-lieu/ban-do?so={so}&{JANUARY}" for so in ("su-dung", "dung-han", "an-toan", "qua-han")),
    f"/so-lieu/tong-hop?{JANUARY}",
    f"/so-lieu/su-dung?{JANUARY}",
)
LINK = re.compile(r'<(?:td|dd)\b[^>]*>(?:<span[^>]*>)?\s*<a href="([^"]+)"')
TILE = re.compile(r'<a href="([^"]+)" class="tile')


@pytest.fixture
def mail(world: World, now: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Mail of January within the province; one body is the Party's. It is February now."""
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc=Bloc.PARTY, line=Line.PARTY)
    doing.accepted(world, 12)
    doing.accepted(world, 6, receiver=world.neighbour.pk)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))
    return world


def reader(role: Role, world: World) -> Actor:
    if role is Role.PARTY_OFFICE:
        return make.actor(role, at_province=make.province("24"), body=world.neighbour)
    return make.actor(role, at_province=make.province("24"))


def opened_from(page: str, address: str) -> set[str]:
    found = [*LINK.findall(page), *TILE.findall(page)]
    return {urljoin(address, html.unescape(url)) for url in found}


@pytest.mark.parametrize("role", [Role.REGULATOR, Role.PROVINCE_LEADER, Role.PARTY_OFFICE])
def test_whatever_a_figure_opens_is_there_for_its_reader(
    role: Role, mail: World, browsing: Browsing
) -> None:
    client = browsing(reader(role, mail))
    targets: dict[str, str] = {}
    for address in PAGES:
        answer = client.get(address)
        if answer.status_code == 404 and "cq=" in address:
            assert role is not Role.PARTY_OFFICE  # the Party's body is no other's to see
            continue
        assert answer.status_code == 200, address
        targets |= dict.fromkeys(opened_from(text(answer), address), address)
    assert len(targets) > 15
    refused = {
        url: (found, targets[url])
        for url in targets
        if (found := client.get(url).status_code) != 200
    }
    assert refused == {}


def test_the_ministry_opens_provinces_and_months_and_no_body(
    mail: World, browsing: Browsing
) -> None:
    client = browsing(make.actor(Role.MINISTRY))
    for address in (f"/so-lieu?{JANUARY}", f"/so-lieu?theo=thang&tinh=24&{JANUARY}"):
        targets = opened_from(text(client.get(address)), address)
        assert targets
        for url in targets:
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert mail.sender.name not in text(answer)


def rows(page: str) -> int:
    return (
        page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0].count("<tr")
        if "<tbody>" in page
        else 0
    )


def test_what_opens_holds_as_many_as_the_figure_said(mail: World, browsing: Browsing) -> None:
    client = browsing(reader(Role.REGULATOR, mail))
    page = text(client.get(f"/so-lieu?theo=tuyen&{JANUARY}"))
    line = next(one for one in page.split("<tr>") if mail.round.name in one)
    cells = re.findall(r'<a href="([^"]+)">([\d/]+)</a>', line)
    said = {html.unescape(url): figure for url, figure in cells}
    (using,) = (url for url in said if "su-dung" in url)
    (lacking,) = (url for url in said if "off_hours" in url)
    # The Party's body is counted among those that used it, and named to nobody but its office.
    assert said[using] == "3/3"
    assert rows(text(client.get(using))) == 2
    assert rows(text(client.get(lacking))) == int(said[lacking])


def test_a_body_of_one_s_own_opens_to_its_items(mail: World, browsing: Browsing) -> None:
    client = browsing(reader(Role.PARTY_OFFICE, mail))
    page = text(client.get(f"/so-lieu?theo=co-quan&{JANUARY}"))
    (received,) = (
        html.unescape(url) for url in LINK.findall(page) if url.startswith("/buu-gui/nhan-ve")
    )
    assert "tu=01%2F01%2F2026" in received
    assert rows(text(client.get(received))) == 6


def test_pages_that_narrow_as_figures_do_ask_no_more_for_it(
    mail: World, browsing: Browsing
) -> None:
    client = browsing(reader(Role.REGULATOR, mail))
    for address, most in (
        (f"/so-lieu?theo=co-quan&{JANUARY}", 55),
        (f"/so-lieu/tong-hop?xa=tinh&tp=-&{JANUARY}", 55),
        (f"/so-lieu/su-dung?dung=1&{JANUARY}", 45),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        assert len(asked) <= most, (address, len(asked))
    assert "mm/yyyy" in text(client.get("/so-lieu/tong-hop?tu=khong"))
