"""What every page shows around its content."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kt1.law.services.rules import Mode
from kt1.people.accounts.rules import Role
from kt1.web.frame.navigation import ENTRIES, ENTRIES_MAX, ROLES, shown
from kt1.web.home import sources
from kt1.web.home.waiting import Act, Found, Urgency, Waiting
from tests.custody import factories as make
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_at_most_seven_entries_and_each_opens(
    role: Role, actor_of: ActorOf, client_of: ClientOf
) -> None:
    keys = ROLES[role]
    assert 0 < len(keys) <= ENTRIES_MAX
    assert keys[0] == "home"
    assert len(set(keys)) == len(keys)
    client = client_of(actor_of(role))
    for key in keys:
        assert client.get(reverse(ENTRIES[key].url_name)).status_code == 200, key


def test_every_entry_is_shown_to_somebody() -> None:
    assert {key for keys in ROLES.values() for key in keys} == set(ENTRIES)


def test_the_entry_of_this_page_is_marked() -> None:
    assert [entry.current for entry in shown(Role.CLERK, "/") if entry.url == "/"] == [True]
    assert not any(entry.current for entry in shown(Role.CLERK, "/trang-cua-toi"))


def test_the_top_names_person_place_and_mode(actor_of: ActorOf, client_of: ClientOf) -> None:
    actor = actor_of(Role.COUNTER)
    page = text(client_of(actor).get("/"))
    assert actor.name in page
    assert "Bưu cục thử" in page
    assert "Cờ ưu tiên" in page

    make.mode(Mode.LETTER)
    assert "Chữ A/B/C" in text(client_of(actor).get("/"))


@pytest.mark.parametrize(
    ("kind", "band"), [("demonstration", "DỮ LIỆU MINH HỌA"), ("drill", "DIỄN TẬP"), ("real", "")]
)
def test_data_that_is_not_real_says_so_on_every_page(
    clerk: Client, installation_kind: Callable[[str], None], kind: str, band: str
) -> None:
    installation_kind(kind)
    for page in (text(clerk.get("/")), text(Client().get("/dang-nhap")), text(clerk.get("/x"))):
        assert ('class="band"' in page) == bool(band)
        assert band in page


def test_the_components_are_not_shown_over_real_data(
    clerk: Client, installation_kind: Callable[[str], None]
) -> None:
    assert clerk.get("/_parts").status_code == 200
    installation_kind("real")
    for address in ("/_parts", "/_parts/list", "/_parts/scan"):
        assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_a_page_of_the_frame_costs_a_bounded_number_of_queries(
    role: Role, actor_of: ActorOf, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    client = client_of(actor_of(role))
    client.get("/tim")
    # Session, sign-in, mode and its revision, place, kind of installation.
    with django_assert_max_num_queries(7):
        assert client.get("/tim").status_code == 200


def test_vietnamese_whatever_the_browser_was_shipped_with(clerk: Client) -> None:
    answer = clerk.get("/", headers={"Accept-Language": "en-US,en"})
    assert 'lang="vi"' in text(answer)
    assert answer["Content-Language"] == "vi"


def test_a_person_reads_in_the_language_they_chose(clerk: Client) -> None:
    answer = clerk.post("/ngon-ngu", {"language": "en", "next": "/tim"})
    assert answer["Location"] == "/tim"
    assert "Waiting for me" in text(clerk.get("/"))
    clerk.cookies.pop("kt1_language")
    assert "Waiting for me" in text(clerk.get("/"))
    assert clerk.post("/ngon-ngu", {"language": "xx"}).status_code == 400


def test_a_visitor_chooses_a_language_too() -> None:
    client = Client()
    client.post("/ngon-ngu", {"language": "en", "next": "/dang-nhap"})
    assert "Sign in" in text(client.get("/dang-nhap"))


def test_the_look_is_kept_in_the_browser(clerk: Client) -> None:
    assert 'data-theme="auto"' in text(clerk.get("/"))
    clerk.post("/giao-dien", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in text(clerk.get("/"))
    assert clerk.post("/giao-dien", {"theme": "x"}).status_code == 400
    clerk.cookies["kt1_theme"] = '"><script>'
    assert 'data-theme="auto"' in text(clerk.get("/"))


class Stand:
    """A stratum's home module with something to say."""

    def waiting(self, *_: object) -> list[Waiting]:
        at = make.MORNING
        return [
            Waiting(title="sau", url="/c", count=3, urgency=Urgency.LATER),
            Waiting(title="sớm", url="/b", count=2, due=at),
            Waiting(title="trễ", url="/a", count=1, urgency=Urgency.LATE),
        ]

    def acts(self, *_: object) -> list[Act]:
        return [Act(label=f"việc {n}", url=f"/{n}") for n in range(5)]

    def picture(self, *_: object) -> None:
        return None

    def find(self, _actor: object, text: str, _at: object) -> list[Found]:
        found = Found(title="Túi 12", url="/tui/12", kind="túi", exact=text == "12")
        return [found, Found(title="Xe 12", url="/xe/12", kind="xe")]


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SOURCES", (Stand(),))


@pytest.mark.usefixtures("stand")
def test_home_shows_the_most_urgent_first_and_three_acts(clerk: Client) -> None:
    page = text(clerk.get("/"))
    assert page.index("trễ") < page.index("sớm") < page.index("sau")
    assert page.count('class="act act-first"') == 1
    assert "việc 2" in page
    assert "việc 3" not in page


def test_home_says_when_nothing_waits(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SOURCES", ())
    assert "Hiện không có việc nào chờ bạn." in text(clerk.get("/"))


@pytest.mark.usefixtures("stand")
def test_a_code_leads_straight_to_its_thing(clerk: Client) -> None:
    assert clerk.get("/tim", {"q": "12"})["Location"] == "/tui/12"
    listed = text(clerk.get("/tim", {"q": "số 12"}))
    assert "Túi 12" in listed
    assert "Xe 12" in listed


def test_searching_for_nothing_asks_nothing(clerk: Client) -> None:
    assert clerk.get("/tim").status_code == 200
    assert clerk.get("/tim", {"q": "\x00 %_'\"<b>"}).status_code == 200
    assert "&lt;b&gt;" in text(clerk.get("/tim", {"q": "<b>"}))
