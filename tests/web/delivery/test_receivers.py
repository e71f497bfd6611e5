"""The list of focal points, who may sign at one door, signed papers, and who read it all."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]


def test_the_list_has_one_line_a_body_and_door(world: World, as_: As) -> None:
    page = text(as_(world.dispatcher).get("/dau-moi"))
    assert "Sở thứ nhất" in page
    assert "Phòng trực" in page
    assert "Sở của tỉnh kia" not in page
    csv = text(as_(world.dispatcher).get("/dau-moi", xuat="csv"))
    assert csv.count("Sở thứ nhất") == 1
    gaps = text(as_(world.dispatcher).get("/dau-moi", thieu="1"))
    assert "Sở thứ hai" in gaps
    assert 'data-label="Cơ quan" class="roomy">Sở thứ nhất' not in gaps
    assert "Chưa cử ai" in text(as_(world.clerk).get("/dau-moi"))


def test_the_list_asks_no_more_for_more_doors(world: World, as_: As) -> None:
    dispatcher = as_(world.dispatcher)
    dispatcher.get("/dau-moi")
    with CaptureQueriesContext(connection) as few:
        dispatcher.get("/dau-moi")
    for n in range(12):
        body = make.agency(f"24-S9{n}", name=f"Sở thử {n}")
        make.receiver(make.point(body, code=f"24-P-S9{n}"), body)
    with CaptureQueriesContext(connection) as many:
        assert "Sở thử 11" in text(dispatcher.get("/dau-moi"))
    assert len(many) == len(few)


def test_a_courier_asks_about_one_door_at_one_moment(world: World, as_: As) -> None:
    courier = as_(world.courier)
    asked = {"door": "24-p-s", "on": "14/01/2026"}
    by_day = text(courier.get("/ai-duoc-ky", **asked, hour="9"))
    assert by_day.count("Đầu mối trong giờ (") == 2
    by_night = text(courier.get("/ai-duoc-ky", **asked, hour="22:40"))
    assert "Phòng trực" in by_night
    assert courier.get("/ai-duoc-ky", **asked, hour="khuya").status_code == 422
    elsewhere = courier.get("/ai-duoc-ky", door="75-P-S1", on="14/01/2026", hour="9")
    assert "Trong tỉnh của bạn không có điểm phát này" in text(elsewhere)
    assert courier.get("/dau-moi").status_code == 403


def test_a_signed_paper_is_entered_for_an_agency_on_paper(world: World, as_: As) -> None:
    Agency.objects.filter(pk=world.neighbour.pk).update(works_on_paper=True)
    dispatcher = as_(world.dispatcher)
    assert "Sở thứ hai" in text(dispatcher.get("/nguoi-ky-nhan/thay-cho"))
    address = f"/nguoi-ky-nhan/thay-cho/{world.neighbour.code}"
    said = {
        "point": world.door.pk, "kind": "duty_room", "title": "Phòng trực ban", "phone": "0222 1",
        "rank": "focal", "days": ["working", "tet"], "from_time": "17", "to_time": "7h30",
        "authority_doc": "12/QĐ", "authority_date": "2/1/2026", "valid_from": "14/1/2026",
    }  # fmt: skip
    bad = dispatcher.post(address, **{**said, "phone": ""})
    assert bad.status_code == 422
    assert 'value="Phòng trực ban"' in text(bad)
    assert dispatcher.post(address, **{**said, "phone": "0222123456"}).status_code == 302
    named = FocalPoint.objects.get(title="Phòng trực ban")
    assert (named.agency_id, named.authority_doc) == (world.neighbour.pk, "12/QĐ")
    own = f"/nguoi-ky-nhan/thay-cho/{world.receiver.code}"
    assert dispatcher.post(own, **said).status_code == 403


def test_the_police_read_who_read(world: World, as_: As) -> None:
    police = make.actor(Role.POLICE_PA05, at_province=make.province("24"))
    as_(world.dispatcher).get("/dau-moi")
    page = text(as_(police).get("/nhat-ky-doc"))
    assert world.dispatcher.name in page
    assert "danh sách đầu mối" in page
    chosen = text(as_(police).get("/nhat-ky-doc", ai=str(world.dispatcher.user_id)))
    assert "Hiện tất cả" in chosen
    of_doors = text(as_(police).get("/nhat-ky-doc", trang="delivery.door"))
    assert 'class="empty"' in of_doors
    assert world.dispatcher.name in text(as_(police).get("/nhat-ky-doc", xuat="csv"))
    assert as_(police).get("/nhat-ky-doc", tu="16/1/2026", den="14/1/2026").status_code == 422
    assert as_(world.dispatcher).get("/nhat-ky-doc").status_code == 403
