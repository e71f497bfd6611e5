"""Declaring: several covers at once, nothing typed lost, no letter where none may be kept."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kt1.custody.items.models import Item
from kt1.custody.units.models import MarkOf, Unit
from kt1.custody.units.rules import State
from kt1.ledger.entries.models import Entry
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def cover(n: int, **said: str) -> dict[str, str]:
    row = {"q": "24-S1", "mark": "none", "urgency": "none", "content": "letter", "pieces": "1"}
    return {f"c{n}-{name}": value for name, value in {**row, **said}.items()}


def form(*covers: dict[str, str], do: str = "declare") -> dict[str, str]:
    sent = {"covers": str(len(covers)), "do": do, "once": str(uuid4())}
    for one in covers:
        sent |= one
    return sent


def test_two_covers_become_two_items(world: World, browsing: Browsing) -> None:
    client = browsing(world.clerk)
    answer = client.post(
        "/khai-gui",
        form(cover(0, q="so thu nhat"), cover(1, q="SỞ THỨ HAI", urgency="HT", advice="on")),
    )

    assert answer.status_code == 302
    assert answer["Location"].startswith("/khai-gui/xong?ma=")
    sent = Item.objects.filter(sender=world.sender).order_by("pk")
    assert [item.receiver_id for item in sent] == [world.receiver.pk, world.neighbour.pk]
    assert sent[1].urgency == "HT"
    assert sent[1].unit.advice.number.startswith("BP")
    shown = text(client.get(answer["Location"]))
    assert all(item.unit.code[:5] in shown for item in sent)


def test_sent_twice_it_is_declared_once(world: World, browsing: Browsing) -> None:
    client, sent = browsing(world.clerk), form(cover(0))
    first = client.post("/khai-gui", sent)
    second = client.post("/khai-gui", sent)
    assert first["Location"] == second["Location"]
    assert Item.objects.count() == 1


def test_a_name_of_several_bodies_asks_which(world: World, browsing: Browsing) -> None:
    client = browsing(world.clerk)
    answer = client.post("/khai-gui", form(cover(0, q="so thu")))
    shown = text(answer)
    assert answer.status_code == 422
    assert world.receiver.name in shown
    assert world.neighbour.name in shown
    assert not Item.objects.exists()

    chosen = form(cover(0, q="so thu", receiver=str(world.neighbour.pk)))
    assert client.post("/khai-gui", chosen).status_code == 302
    assert Item.objects.get().receiver == world.neighbour


def test_a_changed_text_is_not_the_choice_before(world: World, browsing: Browsing) -> None:
    sent = form(cover(0, q="sở thứ nhất", receiver=str(world.neighbour.pk)))
    browsing(world.clerk).post("/khai-gui", sent)
    assert Item.objects.get().receiver == world.receiver


def test_what_was_typed_comes_back_with_the_fault(world: World, browsing: Browsing) -> None:
    answer = browsing(world.clerk).post(
        "/khai-gui", form(cover(0, q="24-S1"), cover(1, q="không có đâu", pieces="7"))
    )
    shown = text(answer)
    assert answer.status_code == 422
    assert "không có đâu" in shown
    assert 'value="7"' in shown
    assert "Danh bạ không có cơ quan nào tên như vậy" in shown


def test_a_letter_in_flag_mode_is_refused_and_not_repeated(
    world: World, browsing: Browsing
) -> None:
    answer = browsing(world.clerk).post("/khai-gui", form(cover(0, mark="B")))
    shown = text(answer)
    assert answer.status_code == 422
    assert "Hệ thống này không lưu ký hiệu đó" in shown
    assert 'value="B"' not in shown
    assert not Unit.objects.exists()
    assert not MarkOf.objects.exists()


def test_a_timed_item_needs_its_hour(world: World, browsing: Browsing) -> None:
    client = browsing(world.clerk)
    assert client.post("/khai-gui", form(cover(0, urgency="HG"))).status_code == 422
    sent = form(cover(0, urgency="HG", agreed="15/01/2026 14h30"))
    assert client.post("/khai-gui", sent).status_code == 302
    assert Item.objects.get().agreed_at == make.at("2026-01-15", "14:30")


def test_one_cover_more_keeps_what_stands(world: World, browsing: Browsing) -> None:
    answer = browsing(world.clerk).post(
        "/khai-gui", form(cover(0, q="24-S1", pieces="5"), do="add")
    )
    shown = text(answer)
    assert answer.status_code == 200
    assert "Bưu gửi 2" in shown
    assert 'value="5"' in shown
    assert 'role="alert"' not in shown


def test_the_clock_is_shown_before_anything_is_recorded(world: World, browsing: Browsing) -> None:
    answer = browsing(world.clerk).post("/khai-gui/han", form(cover(0, urgency="HT")))
    shown = text(answer)
    assert "15/01/2026" in shown
    assert "J+1" in shown
    assert not Entry.objects.filter(kind="item.declared").exists()


def test_an_express_item_to_a_body_with_nobody_named_is_warned_about(
    world: World, browsing: Browsing
) -> None:
    alone = make.agency("24-S9", name="Sở không ai trực")
    make.point(alone)
    client = browsing(world.clerk)
    warned = text(client.post("/khai-gui/han", form(cover(0, q="24-S9", urgency="HT"))))
    quiet = text(client.post("/khai-gui/han", form(cover(0, q="24-S1", urgency="HT"))))
    assert "chưa cử ai được ký nhận" in warned
    assert "chưa cử ai được ký nhận" not in quiet


def test_a_declaration_can_be_withdrawn(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    answer = browsing(world.clerk).post("/khai-gui/huy", {"ma": code, "once": str(uuid4())})
    assert answer.status_code == 302
    assert doing.unit(code).state == State.WITHDRAWN


def test_suggestions_know_names_without_accents(world: World, browsing: Browsing) -> None:
    shown = text(browsing(world.clerk).get("/khai-gui/noi-nhan?n=0&c0-q=so+thu+nhat"))
    assert f'value="{world.receiver.pk}" checked' in shown


@pytest.mark.parametrize("many", [2, 12])
def test_reading_the_form_asks_as_much_for_many(
    world: World,
    browsing: Browsing,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browsing(world.clerk)
    sent = form(*(cover(n, q="sở thứ nhất") for n in range(many)), do="preview")
    client.post("/khai-gui", sent)  # what a process keeps is read by the first
    with django_assert_max_num_queries(34):
        client.post("/khai-gui", {**sent, "once": str(uuid4())})
