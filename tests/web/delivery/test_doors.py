"""The courier's doors: scanned, delivered, tried, given back; each act as the pages do it."""

from collections.abc import Callable
from datetime import timedelta

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.custody.deliveries import changes
from kt1.custody.deliveries.models import Attempt, Delivery
from kt1.custody.handovers.models import Handover
from kt1.network.places.models import Place
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from tests.custody import doing, substitutes
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.delivery.conftest import Person, stand_at

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
DOOR = "/cua/24-P-S"


def _scanned(courier: Person, codes: list[str]) -> None:
    for code in codes:
        assert 'data-result="good"' in text(courier.post(f"{DOOR}/quet", code=code, how="scanned"))


def _who(world: World) -> int:
    return FocalPoint.objects.get(agency=world.receiver, title="Đầu mối trong giờ").pk


def test_the_home_of_a_courier_is_the_next_door_and_who_signs_there(world: World, as_: As) -> None:
    doing.accepted(world, 2)
    home = text(as_(world.courier).get("/"))
    assert "Điểm phát kế tiếp" in home
    assert world.door.name in home
    assert "Đầu mối trong giờ" in home
    assert 'href="/cua/24-P-S"' in home


def test_what_is_scanned_is_delivered_to_who_may_sign(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    courier = as_(world.courier)
    _scanned(courier, codes)
    page = text(courier.get(f"{DOOR}/phat", nha=str(world.receiver.pk)))
    assert all(f'value="{code}"' in page for code in codes)

    answer = courier.post(
        f"{DOOR}/phat?nha={world.receiver.pk}",
        codes=codes, signer=_who(world), name="Người nhận thử", title="", card="",
        witness="one_device", sheet="",
    )  # fmt: skip

    assert answer.status_code == 302
    assert answer["Location"] == "/chuyen-cua-toi"
    assert {doing.unit(code).state for code in codes} == {"delivered"}
    assert Delivery.objects.filter(capacity="focal").count() == 2
    assert "Bạn không giữ bưu gửi nào" in text(courier.get(DOOR))


def test_what_was_not_scanned_stays(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    courier = as_(world.courier)
    page = courier.get(f"{DOOR}/phat", nha=str(world.receiver.pk))
    assert "Chưa kiểm bưu gửi nào" in text(page)
    said = {"signer": _who(world), "name": "Người nhận thử", "witness": "one_device"}
    assert courier.post(f"{DOOR}/phat?nha={world.receiver.pk}", **said).status_code == 422

    _scanned(courier, codes[:1])
    answer = courier.post(f"{DOOR}/phat?nha={world.receiver.pk}", codes=codes[:1], **said)
    assert answer["Location"] == DOOR
    assert [doing.unit(code).state for code in codes] == ["delivered", "in_post"]


def test_a_wrong_scan_says_whose_it_is(world: World, as_: As) -> None:
    doing.accepted(world)
    (other,) = doing.accepted(world, receiver=world.far.pk)
    stranger = doing.declared(world)[0]
    courier = as_(world.courier)
    assert "Không phải của nơi này" in text(courier.post(f"{DOOR}/quet", code=other))
    assert "Theo sổ không ở tay bạn" in text(courier.post(f"{DOOR}/quet", code=stranger))
    said = text(courier.post(f"{DOOR}/quet", code="không phải mã"))
    assert 'data-result="bad"' in said


def test_the_last_scan_is_taken_back(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    courier = as_(world.courier)
    _scanned(courier, codes)
    page = text(courier.post(f"{DOOR}/bo"))
    assert "Đã bỏ" in page
    assert page.count("cover-state is-good") == 1


def test_a_form_with_faults_keeps_all_that_was_typed(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    courier = as_(world.courier)
    answer = courier.post(
        f"{DOOR}/phat?nha={world.receiver.pk}",
        codes=codes, signer="", name="Người nhận thử", title="Trực ban", card="T-7",
        witness="paper", sheet="",
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 422
    assert all(f'value="{said}"' in page for said in ("Người nhận thử", "Trực ban", "T-7"))
    assert "thiếu số bản kê" in page
    assert not Delivery.objects.exists()


def test_at_night_only_a_confirmed_substitute_where_nobody_is_named(world: World, as_: As) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    address = f"{DOOR}/phat?nha={world.neighbour.pk}"
    said = {"codes": codes, "signer": "nhan-thay", "name": "Người nhận thử", "title": "Bảo vệ",
            "witness": "one_device"}  # fmt: skip
    refused = courier.post(address, **said)
    assert refused.status_code == 422
    assert "Đề nghị nhận thay" in text(refused)

    substitutes.confirmed(world, world.neighbour, make.NIGHT - timedelta(minutes=1))
    assert "trưởng ca đã xác nhận" in text(courier.get(f"{DOOR}/ai-duoc-ky"))
    courier.post(address, **said)
    assert Delivery.objects.get().capacity == "substitute"
    assert doing.unit(codes[0]).state == "awaiting"


def test_never_a_substitute_at_a_door_of_focal_points_only(world: World, as_: As) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)
    Place.objects.filter(pk=world.door.pk).update(focal_only=True)
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    _scanned(courier, codes)
    page = text(courier.get(f"{DOOR}/phat", nha=str(world.neighbour.pk)))
    assert "Lúc này không ai được ký nhận" in page
    assert "nhận thay" not in page.split("<ol>")[0]
    refused = courier.post(
        f"{DOOR}/phat?nha={world.neighbour.pk}", codes=codes, signer="nhan-thay",
        name="Người nhận thử", title="Bảo vệ", witness="one_device",
    )  # fmt: skip
    assert refused.status_code == 422
    assert doing.unit(codes[0]).state == "in_post"


def test_the_hour_passed_between_page_and_act(world: World, as_: As) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)
    day_form = FocalPoint.objects.get(agency=world.neighbour)
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    refused = courier.post(
        f"{DOOR}/phat?nha={world.neighbour.pk}", codes=codes, signer=day_form.pk,
        name="Người nhận thử", title="Đầu mối", witness="one_device",
    )  # fmt: skip
    assert refused.status_code == 422
    assert "Người nhận thử" in text(refused)
    assert doing.unit(codes[0]).state == "in_post"


def test_a_paper_signature_keeps_the_number_of_its_sheet(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    Place.objects.filter(pk=world.door.pk).update(no_phones=True)
    courier = as_(world.courier)
    _scanned(courier, codes)
    page = text(courier.get(f"{DOOR}/phat", nha=str(world.receiver.pk)))
    assert 'value="paper" required id="id_witness_1" checked' in page
    courier.post(
        f"{DOOR}/phat?nha={world.receiver.pk}", codes=codes, signer=_who(world),
        name="Người nhận thử", witness="paper", sheet="bk-0007",
    )  # fmt: skip
    handover = Handover.objects.get(kind="delivery")
    assert (handover.witness, handover.sheet) == ("paper", "BK-0007")


def test_one_person_may_receive_for_every_body_of_a_shared_door(world: World, as_: As) -> None:
    mine = doing.accepted(world)
    theirs = doing.accepted(world, receiver=world.neighbour.pk)
    courier = as_(world.courier)
    _scanned(courier, [*mine, *theirs])
    assert "Một người nhận cho mọi cơ quan" in text(courier.get(DOOR))
    courier.post(
        f"{DOOR}/phat?nha=tat-ca", codes=[*mine, *theirs], signer=_who(world),
        name="Người nhận thử", witness="one_device",
    )  # fmt: skip
    assert Delivery.objects.values("handover").distinct().count() == 1
    assert Delivery.objects.count() == 2


def test_a_try_says_whether_the_clock_stops(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    courier = as_(world.courier)
    address = f"{DOOR}/khong-phat?nha={world.receiver.pk}"
    assert "Dừng đồng hồ: phát trong giờ" in text(courier.get(address))
    assert courier.post(address).status_code == 422
    answer = courier.client.post(
        address,
        {"once": "6f1d0e0e-7a3c-4c39-8a38-111111111111", "reason": "closed", "called_ahead": "on"},
        follow=True,
    )
    assert "Dừng đồng hồ: phát trong giờ" in text(answer)
    tried = Attempt.objects.all()
    assert {(one.reason, one.valid, one.called_ahead) for one in tried} == {("closed", True, True)}
    assert {doing.unit(code).state for code in codes} == {"in_post"}


def test_at_night_nobody_refuses_in_writing(world: World, as_: As) -> None:
    doing.accepted(world, receiver=world.neighbour.pk)
    FocalPoint.objects.filter(agency=world.neighbour).delete()
    stand_at(make.NIGHT)
    courier = as_(world.courier)
    address = f"{DOOR}/khong-phat?nha={world.neighbour.pk}"
    page = text(courier.get(address))
    assert 'value="cover"' not in page
    assert 'value="not_taken"' in page
    assert "Không dừng đồng hồ" in page
    assert courier.post(address, reason="cover").status_code == 422
    courier.post(address, reason="not_taken")
    assert not Attempt.objects.get().valid


def test_what_goes_back_is_given_to_its_sender(world: World, as_: As) -> None:
    codes = doing.accepted(world)
    changes.recall(codes=codes, paper="12", by=world.clerk, at=make.MORNING, once=make.once())
    courier = as_(world.courier)
    here = f"/cua/{world.sender_door.code}"
    assert "Trả lại nơi gửi" in text(courier.get("/"))
    courier.post(f"{here}/quet", code=codes[0])
    address = f"{here}/tra-lai?nha={world.sender.pk}"
    assert codes[0] in text(courier.get(address))
    answer = courier.post(
        address, codes=codes, name="Văn thư thử", title="Văn thư", witness="one_device"
    )
    assert answer.status_code == 302
    assert doing.unit(codes[0]).state == "returned"


def test_the_sheet_of_one_door_tells_of_no_other(world: World, as_: As) -> None:
    codes = doing.accepted(world, 2)
    (other,) = doing.accepted(world, receiver=world.far.pk)
    answer = as_(world.courier).get(f"{DOOR}/ban-ke-phat")
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(content(answer))
    said = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert all(code[:5] in said for code in codes)
    assert other[:5] not in said
    assert "Sở của tỉnh kia" not in said


def test_doors_of_others_are_not_shown(world: World, as_: As) -> None:
    doing.accepted(world)
    assert "Bạn không giữ bưu gửi nào" in text(as_(world.escort).get(DOOR))
    assert as_(world.far_courier).get(DOOR).status_code == 404
    assert as_(world.clerk).get(DOOR).status_code == 403


def test_every_answer_with_contacts_is_in_the_log(world: World, as_: As) -> None:
    doing.accepted(world)
    courier = as_(world.courier)
    with CaptureQueriesContext(connection) as seen:
        courier.get(DOOR)
    assert sum("people_readinglog" in one["sql"] for one in seen.captured_queries) == 1


@pytest.mark.parametrize("address", ["/", "/chuyen-cua-toi", DOOR, f"{DOOR}/khong-phat"])
def test_no_query_more_for_fifty_items(world: World, as_: As, address: str) -> None:
    courier = as_(world.courier)
    doing.accepted(world, 5)
    courier.get(address)
    with CaptureQueriesContext(connection) as few:
        assert courier.get(address).status_code == 200
    doing.accepted(world, 45)
    with CaptureQueriesContext(connection) as many:
        courier.get(address)
    assert len(many) == len(few)
