"""Seals and gear, counts of shifts, sự vụ, runs, and what waits on the home page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.bags.models import Gear, Seal
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.trips.models import Trip
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from kt1.web.handling import home, ranges
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.handling.sending import scan, send

pytestmark = pytest.mark.django_db
As = Callable[[Actor], Client]


def test_a_packet_of_seals_is_received_issued_and_given_back(world: World, as_: As) -> None:
    client = as_(world.controller)
    send(client, "/niem-phong/nhap", first="mh0000001", last="MH0000060")
    assert Seal.objects.filter(state="stock", place=world.centre).count() == 60
    twice = send(client, "/niem-phong/nhap", first="MH0000060", last="")
    assert twice.status_code == 422
    to = str(world.counter.user_id)
    send(client, "/niem-phong/cap", first="MH0000001", last="MH0000010", to=to)
    assert Seal.objects.filter(state="issued", person=world.counter.user_id).count() == 10
    send(client, "/niem-phong/tra", first="MH0000010", last="")
    assert Seal.objects.get(number="MH0000010").state == "stock"
    assert client.get("/niem-phong").status_code == 200
    assert client.get("/niem-phong/so/MH0000010").status_code == 200


@pytest.mark.parametrize(("first", "last"), [("A1", "B2"), ("MH0001", "MH9999"), ("MH2", "MH1")])
def test_two_numbers_that_make_no_range(world: World, as_: As, first: str, last: str) -> None:
    answer = send(as_(world.controller), "/niem-phong/nhap", first=first, last=last)
    assert answer.status_code == 422
    assert f'value="{first}"' in text(answer)


def test_ranges() -> None:
    assert ranges.numbers("mh 08", "MH11") == ["MH08", "MH09", "MH10", "MH11"]
    assert ranges.spans(["MH1", "MH2", "MH4"]) == [("MH1", "MH2", 2), ("MH4", "MH4", 1)]


def test_the_counter_does_not_keep_the_stock(world: World, as_: As) -> None:
    assert as_(world.counter).get("/niem-phong/nhap").status_code == 403
    assert as_(world.counter).get("/niem-phong").status_code == 200


def test_locks_are_registered_and_entrusted(world: World, as_: As) -> None:
    client = as_(world.controller)
    send(client, "/khoa/them", kind="lock", first="K-01", last="K-03")
    assert Gear.objects.count() == 3
    send(client, "/khoa/giao", first="K-01", last="", to=str(world.courier.user_id))
    assert Gear.objects.get(number="K-01").person_id == world.courier.user_id
    send(client, "/khoa/giao", first="K-01", last="", to="0")
    assert Gear.objects.get(number="K-01").person_id is None
    strange = send(client, "/khoa/giao", first="K-09", last="", to="0")
    assert strange.status_code == 422
    assert client.get("/khoa").status_code == 200


def test_a_shift_is_counted_by_scan(world: World, as_: As) -> None:
    items = doing.accepted(world, 3, by=world.controller, when=make.MORNING)
    client = as_(world.controller)
    for item in items[:2]:
        assert 'data-result="good"' in text(scan(client, "/kiem-ca/dem", item))
    form = {"empties": "0", "seals": "2", "successor": str(world.second_controller.user_id)}
    faulty = send(client, "/kiem-ca/chot", empties="x", seals="1")
    assert faulty.status_code == 422
    done = send(client, "/kiem-ca/chot", **form)
    assert done.status_code == 302, text(done)
    found = ShiftBalance.objects.get()
    assert found.missing == [items[2]]
    page = text(client.get(done.headers["Location"]))
    assert items[2][:5] in page
    assert f"/su-vu/{found.pk}" in page
    assert content(client.get(f"/kiem-ca/{found.pk}/bien-ban.pdf")).startswith(b"%PDF")
    assert client.get("/kiem-ca").status_code == 200


def test_a_courier_does_not_count_for_the_place(world: World, as_: As) -> None:
    page = text(as_(world.courier).get("/kiem-ca/dem"))
    assert 'name="whole"' not in page
    assert as_(world.dispatcher).get("/kiem-ca/dem").status_code == 403


def test_a_torn_cover_is_held_and_the_irregularity_closed_by_its_minutes(
    world: World, as_: As
) -> None:
    (item,) = doing.accepted(world, 1, by=world.controller)
    client = as_(world.controller)
    unknown = send(client, "/su-vu/bi-rach", code="XYZ")
    assert unknown.status_code == 422
    held = send(client, "/su-vu/bi-rach", code=item)
    address = held.headers["Location"]
    assert doing.unit(item).state == State.HELD
    assert client.get("/su-vu?tt=mo").status_code == 200
    assert content(client.get(f"{address}/bien-ban.pdf")).startswith(b"%PDF")
    assert as_(world.courier).get(address).status_code in {200, 404}
    bad = send(client, address, minutes="số mười hai!", ending="resolved")
    assert bad.status_code == 422
    send(client, address, minutes="12/BB-TT", ending="resolved")
    assert Irregularity.objects.get().minutes == "12/BB-TT"
    assert client.get(address).status_code == 200
    assert as_(world.far_controller).get(address).status_code == 404


def planned(world: World, client: Client, **more: str) -> Trip:
    form = {
        "route": str(world.round.pk),
        "vehicle": str(world.vehicle.pk),
        "day": f"{make.MORNING:%d/%m/%Y}",
        "leaves": "17:30",
        "courier": str(world.courier.user_id),
        "escort": "",
        **more,
    }
    assert send(client, "/chuyen/them", **form).status_code == 302
    return Trip.objects.get()


def test_a_run_is_planned_ridden_and_closed(world: World, as_: As) -> None:
    client = as_(world.dispatcher)
    trip = planned(world, client)
    address = f"/chuyen/{trip.pk}"
    assert client.get(address).status_code == 200
    send(client, f"{address}/nguoi", courier=str(world.escort.user_id), escort="")
    trip.refresh_from_db()
    assert trip.courier_id == world.escort.user_id
    loose = doing.accepted(world, 2, by=world.controller)
    giver = as_(world.controller)
    for code in loose:
        scan(giver, "/giao-nhan/giao/quet", code)
    assert text(giver.get(f"/giao-nhan/giao?cho=t:{trip.pk}")).count("selected") == 1
    send(giver, "/giao-nhan/giao", to=f"t:{trip.pk}")
    rider = as_(world.escort)
    send(rider, f"{address}/di")
    assert text(rider.get(address)).count("bưu gửi rời") >= 1
    assert content(client.get(f"{address}/phieu.pdf")).startswith(b"%PDF")
    send(rider, f"{address}/den")
    send(rider, f"{address}/dong")
    trip.refresh_from_db()
    assert trip.state == "arrived"  # an offer of it is still open
    again = send(rider, f"{address}/di")
    assert again.status_code == 302


def test_a_hired_vehicle_demands_an_escort(world: World, as_: As) -> None:
    client = as_(world.dispatcher)
    form = {"route": str(world.round.pk), "vehicle": str(world.hired.pk), "day": "14/01/2026",
            "leaves": "17:30", "courier": str(world.courier.user_id), "escort": ""}  # fmt: skip
    answer = send(client, "/chuyen/them", **form)
    assert answer.status_code == 422
    assert 'value="17:30"' in text(answer)
    assert not Trip.objects.exists()


def test_home_says_what_waits(world: World, as_: As) -> None:
    bag = doing.bag_of(doing.accepted(world, 2, by=world.controller), world.controller)
    doing.accepted(world, 1, by=world.controller)
    made = doing.given(doing.accepted(world, 1), world.courier, world.controller)
    lines = home.waiting(world.controller, make.MORNING + timedelta(minutes=1))
    addresses = [line.url for line in lines]
    assert f"/giao-nhan/{made}" in addresses
    assert any("tt=mo" in url for url in addresses)
    assert home.waiting(world.courier, make.MORNING)
    assert home.waiting(world.clerk, make.MORNING) == []
    assert as_(world.controller).get("/").status_code == 200
    assert bag


def test_home_asks_as_much_for_fifty_as_for_five(world: World) -> None:
    counts = []
    for number in (5, 50):
        for code in doing.accepted(world, number, by=world.controller):
            doing.given([code], world.controller, world.second_controller)
        with CaptureQueriesContext(connection) as asked:
            home.waiting(world.controller, make.MORNING)
            home.waiting(world.second_controller, make.MORNING)
            home.picture(world.controller, make.MORNING)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40
