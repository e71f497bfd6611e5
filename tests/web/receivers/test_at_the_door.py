"""Ai được ký bây giờ: the large button, ringing, a substitute end to end, who comes, replay."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from kt1.custody.deliveries.models import Attempt, Delivery
from kt1.custody.deliveries.replaying import Verdict, replay
from kt1.custody.trips import actions as trips
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.visits.models import Announcement, Call, Substitution
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.substitutes import rung
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person, stand_at

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
DOOR = "/cua/24-P-S"
MINUTE = timedelta(minutes=1)


def test_the_large_button_says_who_and_why(world: World, as_: As) -> None:
    doing.accepted(world)
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    assert f'href="{DOOR}/ai-duoc-ky"' in text(courier.get("/"))
    page = text(courier.get(f"{DOOR}/ai-duoc-ky"))
    assert "Được ký nhận lúc này" in page
    assert "Phòng trực" in page
    assert "Được ký nhận: Phòng trực." in page
    assert "gọi báo trước khi đến" in page
    assert "26 tháng 11 âm lịch" in page, "the lunar day stands beside the solar one"


def test_a_call_ahead_is_kept_with_who_answered(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    said = {"agency": world.receiver.pk, "focal_point": world.guard.pk}
    assert courier.post(f"{DOOR}/goi", agency=world.receiver.pk, answered="1").status_code == 422
    assert courier.post(f"{DOOR}/goi", **said, answered="0").status_code == 302
    assert courier.post(f"{DOOR}/goi", **said, answered="1").status_code == 302
    assert [one.answered for one in Call.objects.order_by("pk")] == [False, True]
    page = text(courier.get(f"{DOOR}/ai-duoc-ky"))
    assert "Không nghe máy" in page
    assert "gọi báo trước khi đến" not in page
    other = courier.post(f"{DOOR}/goi", agency=world.far.pk, focal_point=world.guard.pk)
    assert other.status_code == 404

    courier.post(
        f"{DOOR}/phat?nha={world.receiver.pk}", codes=codes, signer=str(world.guard.pk),
        name="Người nhận thử", title="Trực ban", witness="one_device",
    )  # fmt: skip
    assert Attempt.objects.get().called_ahead


def test_a_substitute_from_the_door_to_the_paper(world: World, as_: As) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)
    stand_at(make.NIGHT)
    courier, leader = as_(world.courier), as_(world.controller)
    who = rung(world.neighbour)
    assert "đề nghị trưởng ca" in text(courier.get(f"{DOOR}/ai-duoc-ky"))
    asked = courier.post(f"{DOOR}/nhan-thay", agency=world.neighbour.pk, focal_point=who)
    assert asked.status_code == 302
    found = Substitution.objects.get()
    page = f"/nhan-thay/{found.pk}"

    assert "đề nghị nhận thay" in text(leader.get("/"))
    assert courier.post(f"{page}/truong-ca", agreed="1", rung=who).status_code == 403
    assert leader.post(f"{page}/truong-ca", agreed="1").status_code == 409
    assert leader.post(f"{page}/truong-ca", agreed="1", rung=who).status_code == 302

    stand_at(make.NIGHT + MINUTE)
    assert "trưởng ca đã xác nhận" in text(courier.get(f"{DOOR}/ai-duoc-ky"))
    delivered = courier.post(
        f"{DOOR}/phat?nha={world.neighbour.pk}", codes=codes, signer="nhan-thay",
        name="Người nhận thử", title="Bảo vệ", witness="one_device",
    )  # fmt: skip
    assert delivered.status_code == 302
    proof = Delivery.objects.get()
    found.refresh_from_db()
    assert (proof.capacity, found.handover) == ("substitute", proof.handover)

    stand_at(make.NIGHT + timedelta(hours=10))
    clerk = as_(world.neighbour_clerk)
    home = text(clerk.get("/"))
    assert "Nhận thay chờ văn bản xác nhận" in home
    assert "Bưu gửi nhận ngoài giờ" in home
    clerk.post(f"{page}/van-ban", paper="15/XN-S2", paper_date="15/01/2026")
    assert "đã xác nhận bằng văn bản" in text(clerk.get(page))
    assert "Nhận thay chờ văn bản xác nhận" not in text(clerk.get("/"))


def test_what_the_guard_took_waits_for_the_clerk_until_confirmed(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.delivered(world, codes, when=make.NIGHT)
    stand_at(make.NIGHT + timedelta(hours=10))
    clerk = as_(world.receiving_clerk)
    home = text(clerk.get("/"))
    address = reverse("confirm_items")
    assert f'href="{address}"' in home
    assert clerk.post(address, ma=codes[0], shown="1").status_code == 302
    assert doing.unit(codes[0]).state == "delivered"
    assert Delivery.objects.get().confirmed_at is not None
    assert "Bưu gửi nhận ngoài giờ" not in text(clerk.get("/"))


def test_who_comes_today_with_card_and_whether_it_was_announced(world: World, as_: As) -> None:
    User.objects.filter(pk=world.courier.user_id).update(card_number="BT-0001")
    User.objects.filter(pk=world.escort.user_id).update(card_number="BT-0002")
    trips.plan(
        route_id=world.round.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=make.MORNING,
        by=world.dispatcher,
        at=make.MORNING,
        once=once(),
    )
    clerk = as_(world.receiving_clerk)
    page = text(clerk.get("/ai-den"))
    assert "BT-0001" in page
    assert escape(world.door.name) in page

    dispatcher = as_(world.dispatcher)
    said = {"route": world.round.pk, "courier": world.escort.user_id}
    wrong = dispatcher.post("/bao-nguoi-den", **said, from_day="15/01/2026", to_day="14/01/2026")
    assert wrong.status_code == 422
    dispatcher.post("/bao-nguoi-den", **said, from_day="14/01/2026", to_day="14/01/2026")
    page = text(clerk.get("/ai-den"))
    assert "Chưa báo trước: gọi Bưu điện trước khi giao" in page, "not the one who was announced"
    assert "BT-0002" in page
    assert "Hôm nay đổi người đến" in text(clerk.get("/"))
    made = Announcement.objects.get()
    assert made.from_day == date(2026, 1, 14)
    dispatcher.post(f"/bao-nguoi-den/{made.pk}/rut")
    assert "Chưa báo trước" not in text(clerk.get("/ai-den"))


def test_an_old_answer_is_asked_again_by_the_register_of_its_day(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.delivered(world, codes, when=make.NIGHT)
    proof = Delivery.objects.select_related("point").get()
    assert replay(proof).verdict is Verdict.AGREES
    stand_at(make.NIGHT + timedelta(days=1))
    address = f"/cau-tra-loi/{codes[0]}"
    assert "Khớp với sổ trực lúc đó" in text(as_(world.receiving_clerk).get(address))
    assert as_(world.far_clerk).get(address).status_code == 404

    FocalPoint.objects.filter(pk=world.guard.pk).update(title="Phòng bảo vệ")
    assert replay(proof).verdict is Verdict.AGREES, "by rows, not by words"
    FocalPoint.objects.filter(pk=world.guard.pk).update(to_time="22:00")
    assert replay(proof).verdict is Verdict.DISAGREES
    assert "Không khớp với sổ trực lúc đó" in text(as_(world.controller).get(address))


def test_a_row_named_afterwards_changes_no_old_answer(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    doing.delivered(world, codes, when=make.NIGHT)
    stand_at(make.NIGHT + timedelta(hours=12))
    as_(world.receiving_clerk).post(
        "/nguoi-ky-nhan/moi", point=world.door.pk, kind="duty_post", title="Trực lãnh đạo",
        rank="focal", days=["working"], from_time="17:00", to_time="07:30",
        authority_doc="9/QĐ", authority_date="01/01/2026", valid_from="01/01/2026",
    )  # fmt: skip
    assert FocalPoint.objects.filter(title="Trực lãnh đạo").exists()
    found = replay(Delivery.objects.select_related("point").get())
    assert found.verdict is Verdict.CHANGED_SINCE
    assert {one.title for one in found.now.people} == {"Phòng trực", "Trực lãnh đạo"}
