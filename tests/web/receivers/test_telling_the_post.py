"""From the naming to the acknowledgement, the counted copies, and what is known of a door."""

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest
from pytest_django import DjangoAssertNumQueries

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint, IssuedList, Notice
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.delivery.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]


def test_a_clerk_tells_the_post_and_the_dispatcher_acknowledges(world: World, as_: As) -> None:
    clerk, dispatcher = as_(world.receiving_clerk), as_(world.dispatcher)
    assert "Thay đổi đầu mối chưa thông báo Bưu điện" in text(clerk.get("/"))
    page = text(clerk.get(f"/thong-bao-dau-moi/gui/{world.receiver.code}"))
    assert "Phòng trực" in page
    sent = clerk.post(f"/thong-bao-dau-moi/gui/{world.receiver.code}")
    assert sent.status_code == 302
    notice = Notice.objects.get()
    assert len(notice.focal_points) == 2
    assert "Thay đổi đầu mối chưa thông báo Bưu điện" not in text(clerk.get("/"))

    assert "Thông báo đầu mối chờ xác nhận" in text(dispatcher.get("/"))
    assert notice.number in text(dispatcher.get("/thong-bao-dau-moi", cho="1"))
    address = f"/thong-bao-dau-moi/{notice.pk}"
    assert dispatcher.post(f"{address}/xac-nhan").status_code == 302
    assert "Bưu điện đã xác nhận" in text(clerk.get(address))
    assert as_(world.far_clerk).get(address).status_code == 404


def test_numbered_copies_hold_their_number_and_the_rooms(world: World, as_: As) -> None:
    dispatcher = as_(world.dispatcher)
    assert dispatcher.post("/dau-moi/ban-in/danh-so", copies="2").status_code == 302
    issued = IssuedList.objects.get()
    made = dispatcher.get(f"/dau-moi/ban-in/{issued.pk}.pdf")
    document = pypdfium2.PdfDocument(content(made))
    pages = [page.get_textpage().get_text_range() for page in document]
    whole = "\n".join(pages)
    assert "Bản số 1/2" in whole
    assert "Bản số 2/2" in whole
    assert issued.number in whole
    assert "Lưu hành nội bộ" in whole
    assert "Phòng trực" in whole
    sheet = dispatcher.get(f"/dau-moi/ban-in/{issued.pk}.xlsx")
    assert content(sheet)[:2] == b"PK"
    assert as_(world.clerk).get(f"/dau-moi/ban-in/{issued.pk}.pdf").status_code == 404


def test_a_clerk_says_how_to_come_to_the_door_and_why_it_changed(world: World, as_: As) -> None:
    clerk = as_(world.receiving_clerk)
    said = {"no_phones": "on", "gate": "Cổng phụ phía đông", "reason": "agency_asked"}
    address = f"/diem-phat/{world.door.code}"
    kept = clerk.post(f"{address}/sua", gate="Cổng phụ phía đông")
    assert kept.status_code == 422
    assert "Cổng phụ phía đông" in text(kept), "what was typed is kept"
    assert clerk.post(f"{address}/sua", **said, paper="5/CV-S1").status_code == 302
    page = text(clerk.get(address))
    assert "Cổng phụ phía đông" in page
    assert "cơ quan đề nghị" in page
    assert "5/CV-S1" in page
    assert as_(world.clerk).get(address).status_code == 404


def test_of_a_guarded_door_only_the_gate_is_named(world: World, as_: As) -> None:
    Place.objects.filter(pk=world.door.pk).update(access_gate="Cổng A", access_floor="Tầng 3")
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc="llvt", line="quan_su")
    dispatcher = as_(world.dispatcher)
    for address in ("/diem-phat", f"/diem-phat/{world.door.code}"):
        page = text(dispatcher.get(address))
        assert "cổng trực ban" in page
        assert "Cổng A" not in page.split("<form")[0]
    refused = dispatcher.post(
        f"/diem-phat/{world.door.code}/sua", floor="Tầng 4", reason="found_at_door"
    )
    assert refused.status_code == 409
    assert "chỉ ghi cổng trực ban" in text(refused)


@pytest.mark.parametrize("page", ["/diem-phat", "/thong-bao-dau-moi", "/nhan-thay", "/dau-moi"])
def test_lists_ask_a_bounded_number_of_queries(
    world: World, as_: As, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dispatcher = as_(world.dispatcher)
    dispatcher.get(page)
    for n in range(12):
        body = make.agency(f"24-X{n}")
        make.receiver(make.point(body), body)
    with django_assert_max_num_queries(20):
        assert dispatcher.get(page).status_code == 200


def test_one_paper_names_a_receiver_in_several_windows_at_once(world: World, as_: As) -> None:
    clerk = as_(world.receiving_clerk)
    said = {
        "point": world.door.pk, "kind": "duty_room", "title": "Phòng trực cổng",
        "phone": "0222 111",
        "rank": "focal", "days": ["working"], "from_time": "17h", "to_time": "7:30",
        "authority_doc": "9/QĐ", "authority_date": "01/01/2026", "valid_from": "14/01/2026",
        "days_2": ["saturday", "sunday"], "from_time_2": "0", "to_time_2": "24",
    }  # fmt: skip
    half = clerk.post("/nguoi-ky-nhan/moi", **said, days_3=["tet"])
    assert half.status_code == 422
    assert "Mỗi dòng ghi đủ ngày" in text(half)
    assert "Phòng trực cổng" in text(half), "what was typed is kept"
    assert clerk.post("/nguoi-ky-nhan/moi", **said).status_code == 302
    rows = FocalPoint.objects.filter(title="Phòng trực cổng").order_by("pk")
    assert [row.day_kinds for row in rows] == [["working"], ["saturday", "sunday"]]
    assert len({row.entry for row in rows}) == 1
