"""Quality on its pages: figures, the items behind them, events entered and decided."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.assurance.quality.models import ForceMajeure
from kt1.config import clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]

EVENT = {
    "kind": "flood",
    "commune": "",
    "begins_on": "14/01/2026",
    "begins_at": "12:00",
    "ends_on": "15/01/2026",
    "ends_at": "12:00",
    "evidence": "12/PCTT 16/01/2026",
}


def key() -> dict[str, str]:
    return {"once": str(uuid4())}


@pytest.fixture
def department(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def mail(world: World, now: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Six items of January that nobody tried to deliver; it is February now."""
    codes = doing.accepted(world, 6)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))
    return codes


def test_both_figures_stand_beside_each_other(
    world: World, mail: list[str], browsing: Browsing, department: Actor
) -> None:
    post = browsing(world.dispatcher)
    page = text(post.get("/chat-luong"))
    assert "0,0 %" in page
    assert "0 / 6" in page
    assert post.post("/chat-luong/bat-kha-khang/ghi", {**EVENT, **key()}).status_code == 302
    assert "0 / 6" in text(post.get("/chat-luong"))
    event = ForceMajeure.objects.get()
    office = browsing(department)
    assert "Sự kiện bất khả kháng chờ quyết định" in text(office.get("/"))
    address = f"/chat-luong/bat-kha-khang/{event.pk}"
    assert office.post(address, {"decision": "approve", **key()}).status_code == 302
    page = text(post.get("/chat-luong"))
    assert "0 / 6" in page
    assert "0 / 0" in page


def test_a_figure_opens_to_its_items(world: World, mail: list[str], browsing: Browsing) -> None:
    client = browsing(world.clerk)
    page = text(client.get("/chat-luong/buu-gui?kq=late_post"))
    assert "6 dòng" in page
    assert client.get("/chat-luong/buu-gui?kq=late_post&xuat=csv").status_code == 200
    assert "6 dòng" not in text(client.get("/chat-luong/buu-gui?kq=on_time"))


@pytest.mark.parametrize("by", ["thang", "truc", "gui", "nhan"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_table_is_a_file_too(
    world: World, mail: list[str], browsing: Browsing, by: str, form: str
) -> None:
    client = browsing(world.dispatcher)
    assert client.get(f"/chat-luong?theo={by}").status_code == 200
    answer = client.get(f"/chat-luong?theo={by}&xuat={form}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    answer.close()


def test_the_department_is_shown_no_small_line_and_no_item(
    world: World, mail: list[str], browsing: Browsing, department: Actor
) -> None:
    doing.accepted(world, 2, receiver=world.neighbour.pk)
    client = browsing(department)
    page = text(client.get("/chat-luong?theo=nhan"))
    assert "không chia sẻ: quá ít bưu gửi" in page
    assert "/chat-luong/buu-gui" not in client.get("/chat-luong").content.decode()
    assert client.get("/chat-luong/buu-gui").status_code == 403
    assert "Ít hơn 5 bưu gửi" in text(client.get("/chat-luong?q=Sở+thứ+hai"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("tu=13/2026", "Nhập tháng"),
        ("tu=02/2026&den=01/2026", "Tháng cuối đứng trước tháng đầu"),
        ("tu=01/2001&den=01/2026", "Mỗi lần xem nhiều nhất"),
        ("diem=KHONG-CO", "Không có điểm phát hoặc tuyến này"),
        ("tuyen=KHONG-CO", "Không có điểm phát hoặc tuyến này"),
    ],
)
def test_what_cannot_be_read_is_said(
    world: World, mail: list[str], browsing: Browsing, asked: str, said: str
) -> None:
    answer = browsing(world.dispatcher).get(f"/chat-luong?{asked}")
    assert answer.status_code == 200
    if asked != "tu=13/2026":
        assert said in text(answer)
    else:
        assert "aria-invalid" in answer.content.decode()


def test_a_wrong_event_keeps_what_was_typed(world: World, browsing: Browsing) -> None:
    client = browsing(world.dispatcher)
    wrong = {**EVENT, "ends_on": "13/01/2026", **key()}
    answer = client.post("/chat-luong/bat-kha-khang/ghi", wrong)
    assert answer.status_code == 422
    assert "12/PCTT 16/01/2026" in answer.content.decode()
    assert "Sự kiện phải kết thúc sau khi bắt đầu" in text(answer)
    assert not ForceMajeure.objects.exists()


def test_the_page_asks_as_often_for_many_items_as_for_few(
    world: World, mail: list[str], browsing: Browsing
) -> None:
    client = browsing(world.dispatcher)
    client.get("/chat-luong?theo=nhan")
    with CaptureQueriesContext(connection) as few:
        client.get("/chat-luong?theo=nhan")
    doing.accepted(world, 9, receiver=world.neighbour.pk, when=make.NOON)
    with CaptureQueriesContext(connection) as many:
        client.get("/chat-luong?theo=nhan")
    assert len(many) == len(few)


@pytest.mark.parametrize("text_typed", ["chất lượng", "bất khả kháng"])
def test_the_search_box_and_the_directory_lead_there(
    world: World, browsing: Browsing, text_typed: str
) -> None:
    client = browsing(world.clerk)
    assert "/chat-luong" in client.get("/danh-muc").content.decode()
    assert "/chat-luong" in client.get("/tim", {"q": text_typed}).content.decode()
