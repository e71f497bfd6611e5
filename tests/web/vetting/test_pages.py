"""Workers, requests, trainings and gaps, as dispatchers, PA03 and workers see them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.handovers.models import Handover
from kt1.custody.trips import actions as trips
from kt1.people.actor import Actor
from kt1.people.reminders.models import Reminder
from kt1.people.vetting import actions
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.rules import StandingKind
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import MORNING, NOON, at, once
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.handling.sending import send

pytestmark = pytest.mark.django_db
As = Callable[[Actor], Client]
At = Callable[[datetime], None]
ONE_PAST = NOON + timedelta(minutes=1)
PAUSED = "tạm dừng nhận"


def lapses(actor: Actor, when: datetime = NOON) -> None:
    vettings = Standing.objects.filter(user=actor.user_id, kind=StandingKind.VETTING)
    vettings.update(valid_to=when)


# --- what must be seen ----------------------------------------------------------------------


def test_lapsed_at_noon_no_bag_is_taken_at_a_minute_past_and_the_hand_delivers(
    world: World, as_: As, at_: At
) -> None:
    held = doing.accepted(world, 1)
    bag = doing.bag_of(
        doing.accepted(world, 1, by=world.controller), world.controller, seal="MH0000009"
    )
    offer = doing.given([bag], world.controller, world.courier)
    lapses(world.courier)
    client, address = as_(world.courier), f"/giao-nhan/{offer}"

    assert "Bản kê" in text(client.get(address)) or client.get(address).status_code == 200
    at_(ONE_PAST)

    page = text(client.get(address))
    assert PAUSED in page
    assert "Báo điều độ" in page
    scanned = send(client, f"{address}/quet", code=bag, how="scanned")
    assert scanned.status_code == 403
    settled = send(client, f"{address}/chot")
    assert settled.status_code == 403
    assert PAUSED in text(settled)
    assert Handover.objects.get(pk=offer).outcome == "offered"

    sent = doing.delivered(world, held, when=ONE_PAST)
    assert sent.get("items", sent)
    home = text(client.get("/"))
    assert "Bạn tạm dừng nhận" in home


def test_the_page_of_acceptance_says_why_not_and_keeps_nothing(
    world: World, as_: As, at_: At
) -> None:
    codes = doing.declared(world)
    lapses(world.courier)
    at_(ONE_PAST)
    client = as_(world.courier)
    desk = make.desk(world.sender).code
    for address in ("/nhan-gui", f"/nhan-gui/{desk}"):
        assert PAUSED in text(client.get(address)), address
    tried = send(client, f"/nhan-gui/{desk}/nhan", ma=codes, checks=doing.CHECKS)
    assert tried.status_code == 403
    assert PAUSED in text(tried)
    assert doing.unit(codes[0]).state == "declared"


# --- the people -----------------------------------------------------------------------------


def test_the_list_tells_who_may_take_filters_sorts_and_exports(world: World, as_: As) -> None:
    lapses(world.courier, MORNING)
    lapses(world.escort, at("2026-02-01"))
    client = as_(world.dispatcher)

    def listed(query: str) -> str:
        return text(client.get(f"/nguoi-lam-kt1{query}"))

    assert world.courier.name in listed("?tt=chua")
    assert world.escort.name not in listed("?tt=chua")
    assert world.escort.name in listed("?tt=sap")
    assert world.controller.name in listed("?tt=duoc")
    assert world.escort.name not in listed("?tt=duoc")
    assert world.escort.name in listed("?viec=courier&sap=tham-tra")
    assert world.far_courier.name not in listed("")
    assert "Còn 17 ngày" in listed("?tt=sap")
    file = client.get("/nguoi-lam-kt1?tt=chua&xuat=csv")
    assert world.courier.name in content(file).decode("utf-8-sig")


def test_the_list_asks_the_same_however_many_people(world: World, as_: As) -> None:
    client = as_(world.dispatcher)
    counts = []
    for number in (1, 1, 20):
        for _n in range(number):
            lapses(make.actor(world.courier.role, where=world.office), at("2026-02-01"))
        for address in ("/nguoi-lam-kt1", "/", "/bo-trong/duong-thu"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
    assert counts[3:6] == counts[6:9], counts


def test_a_paper_is_recorded_and_ended(world: World, as_: As) -> None:
    client, who = as_(world.dispatcher), world.courier
    Standing.objects.filter(user=who.user_id, kind=StandingKind.VETTING).delete()
    address = f"/nguoi-lam-kt1/{who.user_id}"
    assert PAUSED in text(client.get(address)).lower()
    form = {
        "kind": "vetting", "number": "12/QĐ-BĐT", "dated_on": "12/01/2026", "authority": "post",
        "valid_from": "13/01/2026", "valid_to": "13/01/2028",
    }  # fmt: skip

    wrong = send(client, f"{address}/ghi", **{**form, "valid_to": "12/01/2026"})
    assert wrong.status_code == 422
    assert "12/QĐ-BĐT" in text(wrong)
    assert send(client, f"{address}/ghi", **form).status_code == 302

    row = Standing.objects.get(user=who.user_id, kind=StandingKind.VETTING)
    assert row.valid_to == at("2028-01-14", "00:00")
    page = text(client.get(address))
    assert "13/01/2028" in page
    end = f"/nguoi-lam-kt1/giay/{row.pk}"
    assert send(client, end, last_day="14/01/2026", hour="xx").status_code == 422
    assert send(client, end, last_day="14/01/2026", hour="12:00").status_code == 302
    row.refresh_from_db()
    assert row.valid_to == NOON
    assert send(client, end, last_day="14/01/2026").status_code == 302
    assert client.get(end).status_code == 200


def test_a_dispatcher_does_not_record_their_own(world: World, as_: As) -> None:
    client = as_(world.dispatcher)
    address = f"/nguoi-lam-kt1/{world.dispatcher.user_id}"
    assert "điều độ khác" in text(client.get(address))
    assert "điều độ khác" in text(client.get(f"{address}/ghi"))


def test_a_worker_sees_their_own_page_only(world: World, as_: As) -> None:
    client = as_(world.courier)
    assert client.get(f"/nguoi-lam-kt1/{world.courier.user_id}").status_code == 200
    assert client.get(f"/nguoi-lam-kt1/{world.escort.user_id}").status_code == 404
    assert client.get("/nguoi-lam-kt1").status_code == 403


def test_reminders_are_taken_note_of(world: World, as_: As) -> None:
    lapses(world.courier, at("2026-02-01"))
    actions.warn(at=MORNING, provinces=[world.centre.province_id])
    client = as_(world.dispatcher)
    page = text(client.get("/nguoi-lam-kt1"))
    assert "Nhắc việc" in page
    (reminder,) = Reminder.objects.all()
    assert send(client, "/nguoi-lam-kt1/da-xem", nhac=[reminder.pk, "x"]).status_code == 302
    reminder.refresh_from_db()
    assert reminder.seen_by_id == world.dispatcher.user_id
    assert "Nhắc việc" not in text(client.get("/nguoi-lam-kt1"))


# --- asking the police ----------------------------------------------------------------------


def test_pa03_answers_on_its_own_page(world: World, as_: As, pa03: Actor) -> None:
    dispatcher, police = as_(world.dispatcher), as_(pa03)
    form = {"number": "15/BĐT", "dated_on": "12/01/2026"}
    assert send(dispatcher, "/tham-tra/moi", **form).status_code == 422
    people = [world.courier.user_id, world.escort.user_id]
    made = send(dispatcher, "/tham-tra/moi", **form, people=people)
    assert made.status_code == 302
    address = made.headers["Location"]
    again = send(dispatcher, "/tham-tra/moi", **form, people=people)
    assert again.status_code == 422
    assert "Đề nghị thẩm tra chờ trả lời" in text(police.get("/"))
    assert "15/BĐT" in text(police.get("/tham-tra?tt=cho"))
    page = text(police.get(address))
    assert world.courier.name in page
    assert world.controller.name not in page

    who = world.courier.user_id
    answer = {"number": "7/CAT-PA03", "dated_on": "14/01/2026", f"from_{who}": "14/01/2026"}
    half = {**answer, f"from_{who}": "", f"to_{who}": "14/01/2028"}
    assert send(police, address, **half).status_code == 422
    assert send(police, address, **{**answer, "dated_on": "11/01/2026"}).status_code == 422
    assert send(police, address, **answer, **{f"to_{who}": "14/01/2028"}).status_code == 302

    row = Standing.objects.get(user=who, authority="police")
    assert row.valid_to == at("2028-01-15", "00:00")
    assert not AskedAbout.objects.exists()
    for client in (police, dispatcher):
        page = text(client.get(address))
        assert world.courier.name in page
        assert world.escort.name not in page
        assert "7/CAT-PA03" in text(client.get("/tham-tra?tt=xong"))
    assert send(police, address, **answer).status_code in {302, 422}
    assert VettingRequest.objects.get().answer_number == "7/CAT-PA03"


def test_pa03_is_limited_to_its_requests(world: World, as_: As, pa03: Actor) -> None:
    police = as_(pa03)
    for address in ("/nguoi-lam-kt1", "/tap-huan", "/bo-trong", "/tham-tra/moi",
                    f"/nguoi-lam-kt1/{world.courier.user_id}"):  # fmt: skip
        assert police.get(address).status_code == 403, address


def test_a_request_starts_from_a_persons_page(world: World, as_: As) -> None:
    page = text(as_(world.dispatcher).get(f"/tham-tra/moi?nguoi={world.courier.user_id}"))
    assert f'value="{world.courier.user_id}"' in page
    assert page.count("checked") == 1


# --- trainings ------------------------------------------------------------------------------


def test_a_training_is_recorded_with_who_attended(world: World, as_: As) -> None:
    client = as_(world.dispatcher)
    form = {
        "topic": "kt1", "held_on": "13/01/2026", "number": "TH-7", "dated_on": "13/01/2026",
        "authority": "post", "people": [world.courier.user_id, world.escort.user_id],
    }  # fmt: skip
    assert send(client, "/tap-huan/moi", **{**form, "held_on": "15/01/2026"}).status_code == 422
    made = send(client, "/tap-huan/moi", **form)
    assert made.status_code == 302
    event = TrainingEvent.objects.get(reference="TH-7")
    assert event.held_on == date(2026, 1, 13)
    page = text(client.get(made.headers["Location"]))
    assert world.escort.name in page
    assert "TH-7" in text(client.get("/tap-huan?ve=kt1"))
    assert content(client.get("/tap-huan?xuat=xlsx")).startswith(b"PK")


# --- what is left uncovered -----------------------------------------------------------------


def test_what_is_left_uncovered_is_shown_to_who_must_act(world: World, as_: As) -> None:
    planned = trips.plan(
        route_id=world.round.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=at("2026-01-20"),
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )
    client = as_(world.dispatcher)
    assert "Mọi chuyến đã lập" in text(client.get("/bo-trong"))
    for one in (world.courier, world.escort):
        lapses(one, at("2026-01-19", "00:00"))

    assert planned["number"] in text(client.get("/bo-trong"))
    routes = text(client.get("/bo-trong/duong-thu"))
    assert world.round.name in routes
    assert "sau 18/01/2026" in routes
    points = text(client.get("/bo-trong/diem-phat"))
    assert world.door.name in points
    home = text(client.get("/"))
    assert "Chuyến đã lập cần thay người" in home
    assert "Đường thư không còn bưu tá được nhận" in home
    page = text(client.get(f"/chuyen/{UUID(planned['trip'])}"))
    assert "Chọn người khác" in page
    assert f"/chuyen/{UUID(planned['trip'])}/di" not in page
    assert "Cần thay người" in text(client.get(f"/nguoi-lam-kt1/{world.courier.user_id}"))


def test_a_worker_is_found_by_what_they_are_called(world: World, as_: As) -> None:
    found = as_(world.dispatcher).get("/tim", {"q": world.courier.name[-5:]})
    assert f"/nguoi-lam-kt1/{world.courier.user_id}" in text(found)
