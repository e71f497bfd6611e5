"""Accepting: by scan, by form, refused for a reason; nothing recorded before the one act."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kt1.custody.items.models import Item, Pickup
from kt1.custody.items.rules import PickupState
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.items.test_declare import cover, form

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
DESK = "/nhan-gui/24-UB1-VT"
CHECKED = {"checks": doing.CHECKS}


def key() -> dict[str, str]:
    return {"once": str(uuid4())}


def test_a_scanned_label_opens_the_desk_of_its_sender(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    answer = browsing(world.courier).get("/nhan-gui", {"q": code.lower()})
    assert answer["Location"] == f"{DESK}?da={code}"


def test_each_scan_counts_and_records_nothing(world: World, browsing: Browsing) -> None:
    one, two = doing.declared(world, 2)
    client = browsing(world.counter)
    first = text(client.post(f"{DESK}?da={one}", {"code": two, **key()}))
    again = text(client.post(f"{DESK}?da={one}.{two}", {"code": two, **key()}))
    assert 'class="big">2<' in first
    assert 'data-result="bad"' in again
    assert {doing.unit(code).state for code in (one, two)} == {State.DECLARED}


def test_a_cover_of_another_desk_does_not_count(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    shown = text(browsing(world.counter).post("/nhan-gui/24-S1-VT", {"code": code, **key()}))
    assert "Khai ở bàn gửi khác" in shown


def test_what_was_scanned_is_accepted_and_its_clock_starts(
    world: World, browsing: Browsing
) -> None:
    codes = doing.declared(world, 2)
    answer = browsing(world.courier).post(f"{DESK}/nhan", {"ma": codes, **CHECKED, **key()})
    assert answer.status_code == 302
    for code in codes:
        unit = doing.unit(code)
        assert (unit.state, unit.person_id) == (State.IN_POST, world.courier.user_id)
        assert unit.clock.started_at == make.MORNING


def test_a_check_not_made_stops_the_acceptance(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    sent = {"ma": code, "checks": ["kt1_stamp", "date_stamp"], **key()}
    answer = browsing(world.courier).post(f"{DESK}/nhan", sent)
    assert answer.status_code == 422
    assert "Chưa xem hoặc chưa đạt" in text(answer)
    assert doing.unit(code).state == State.DECLARED


def test_a_cover_stamped_express_goes_so_once_the_sender_was_asked(
    world: World, browsing: Browsing
) -> None:
    plain, asked = doing.declared(world, 2)
    sent = {"ma": [plain, asked], f"dau-{asked}": "stamped", **CHECKED, **key()}
    browsing(world.courier).post(f"{DESK}/nhan", sent)
    assert doing.unit(plain).item.urgency == "none"
    assert doing.unit(asked).item.urgency == "HT"
    assert doing.said("handover.settled")["stamped"] == [asked]
    assert doing.untold() == []


def test_an_acceptance_closes_the_pick_up(world: World, browsing: Browsing) -> None:
    browsing(world.clerk).post("/den-lay", {"pieces": "1", **key()})
    (code,) = doing.declared(world)
    client = browsing(world.counter)
    asked = Pickup.objects.get()
    assert str(asked.pk) in text(client.get(DESK))
    client.post(f"{DESK}/nhan", {"ma": code, "pickup": str(asked.pk), **CHECKED, **key()})
    asked.refresh_from_db()
    assert asked.state == PickupState.COLLECTED


def test_covers_nobody_declared_are_accepted_in_one_act(world: World, browsing: Browsing) -> None:
    sent = {**form(cover(0, urgency="HT"), cover(1, q="24-S2")), **CHECKED}
    answer = browsing(world.courier).post(f"{DESK}/bi-moi", sent)
    assert answer.status_code == 302
    items = Item.objects.order_by("pk")
    assert [item.unit.state for item in items] == [State.IN_POST] * 2
    assert {item.sender_id for item in items} == {world.sender.pk}


def test_an_express_item_is_accepted_with_a_word_on_the_night_nobody_is_there(
    world: World, browsing: Browsing
) -> None:
    sent = {**form(cover(0, q="24-S2", urgency="HT"), cover(1, q="24-S1", urgency="HT")), **CHECKED}
    client = browsing(world.courier)
    shown = text(client.get(client.post(f"{DESK}/bi-moi", sent)["Location"]))
    assert "Sở thứ hai: từ 17:00 · Thứ Năm 15/01/2026 đến 24:00" in shown
    assert "Hãy báo cho người gửi" in shown
    assert "Sở thứ nhất: từ" not in shown


def test_a_refusal_is_a_fact_with_minutes(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    client = browsing(world.courier)
    answer = client.post(f"{DESK}/tu-choi?ma={code}", {"reason": "seal", "pieces": "1", **key()})
    page = client.get(answer["Location"])
    minutes = client.get(f"{answer['Location']}/bien-ban")
    assert doing.said("item.refused_at_acceptance")["reason"] == "seal"
    assert doing.unit(code).state == State.DECLARED
    assert "không niêm phong" in text(page).lower()
    assert content(minutes).startswith(b"%PDF")
    assert "Từ chối nhận gửi" in text(browsing(world.clerk).get(f"/buu-gui/{code}"))


def test_weights_are_recorded_in_one_go(world: World, browsing: Browsing) -> None:
    one, two = doing.accepted(world, 2, by=world.counter)
    client = browsing(world.counter)
    wrong = client.post("/can", {f"g-{one}": "250", f"g-{two}": "hai trăm", **key()})
    assert wrong.status_code == 422
    assert 'value="250"' in text(wrong)
    client.post("/can", {f"g-{one}": "250", f"g-{two}": "1.200", **key()})
    assert [doing.unit(code).item.weight_g for code in (one, two)] == [250, 1200]


@pytest.mark.parametrize("many", [2, 30])
def test_the_desk_asks_as_much_for_many(
    world: World,
    browsing: Browsing,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    codes = doing.declared(world, many)
    client, address = browsing(world.counter), f"{DESK}?da={'.'.join(codes)}"
    client.get(address)
    with django_assert_max_num_queries(14):
        client.get(address)
