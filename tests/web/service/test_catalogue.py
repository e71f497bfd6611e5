"""The catalogue on the pages: what is said, by whom, since when; and the telephone everywhere."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kt1.law.catalogue.models import ServiceInformation
from kt1.law.services.rules import Mode
from kt1.law.tariffs.queries import table_on
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.handling.sheets import office_of
from kt1.web.numbers import number
from kt1.web.request import Request
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.service.test_guidance import person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
LISTS = ("service_products", "service_rules", "service_norms", "service_tariff",
         "service_contacts", "service_offices", "service_hours")  # fmt: skip
HOTLINE = {
    "title": "Trực KT1 Bưu điện tỉnh",
    "text": "24 giờ, cả ngày nghỉ",
    "phone": "(0222) 3.800 000",
    "valid_from": "01/01/2026",
    "paper": "15/TB-BĐ ngày 20/12/2025",
    "note": "",
}


def publish(client: Client, topic: str = "hotline", **said: str) -> Any:
    address = reverse("service_publish", args=[topic])
    return client.post(address, {"once": str(uuid4()), **HOTLINE, **said})


def test_the_number_stands_on_every_page_once_published(world: World, browsing: Browsing) -> None:
    clerk, dispatcher = browsing(world.clerk), browsing(world.dispatcher)
    assert "chưa công bố" in text(clerk.get("/tim"))
    assert "Chưa công bố số điện thoại trực KT1" in text(dispatcher.get("/"))

    answer = publish(dispatcher)
    assert answer.status_code == 302
    row = ServiceInformation.objects.get(topic="hotline")
    assert (row.phone, row.province, row.version, row.key) == ("02223800000", "24", 1, "truc-kt1")

    page = text(clerk.get("/tim"))
    assert 'href="tel:02223800000">0222 3800 000' in page
    assert "(chưa xác nhận)" in page
    assert "Chưa công bố số điện thoại trực KT1" not in text(dispatcher.get("/"))
    assert "0222 3800 000" not in text(browsing(world.far_clerk).get("/tim"))


def test_another_confirms_the_number_and_the_page_says_so(world: World, browsing: Browsing) -> None:
    publish(browsing(world.dispatcher))
    row = ServiceInformation.objects.get(topic="hotline")
    regulator = browsing(person(Role.REGULATOR))
    assert "chờ xác nhận" in text(regulator.get("/"))
    address = reverse("service_versions", args=[row.pk])
    assert reverse("service_confirm", args=[row.pk]) in text(regulator.get(address))
    confirm = reverse("service_confirm", args=[row.pk])
    assert browsing(world.dispatcher).post(confirm, {"once": str(uuid4())}).status_code == 403
    assert regulator.post(confirm, {"once": str(uuid4())}).status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at is not None
    assert "(chưa xác nhận)" not in text(browsing(world.clerk).get("/tim"))


def test_the_next_version_keeps_the_history(world: World, browsing: Browsing) -> None:
    dispatcher = browsing(world.dispatcher)
    publish(dispatcher)
    row = ServiceInformation.objects.get(topic="hotline")
    address = f"{reverse('service_publish', args=['hotline'])}?sau={row.pk}"
    assert "15/TB-BĐ" in text(dispatcher.get(address))
    later = {**HOTLINE, "once": str(uuid4()), "phone": "02223800001", "valid_from": "14/01/2026"}
    assert dispatcher.post(address, later).status_code == 302
    page = text(dispatcher.get(reverse("service_versions", args=[row.pk])))
    assert "02223800000" in page
    assert "02223800001" in page
    assert "13/01/2026" in page
    too_early = {**later, "once": str(uuid4()), "valid_from": "14/01/2026"}
    answer = dispatcher.post(address, too_early)
    assert answer.status_code == 422
    assert "Đã có phiên bản bắt đầu từ ngày ấy" in text(answer)
    assert "02223800001" in text(answer)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "số trực"}, "3 đến 15 chữ số"),
        ({"phone": ""}, "Nhập số điện thoại"),
        ({"valid_from": "32/01/2026"}, "Không có ngày này"),
        ({"title": "công văn về việc X"}, "không được lưu"),
    ],
)
def test_what_does_not_fit_is_said_in_vietnamese_and_kept_in_the_form(
    world: World, browsing: Browsing, wrong: dict[str, str], sentence: str
) -> None:
    answer = publish(browsing(world.dispatcher), **wrong)
    assert answer.status_code == 422
    page = text(answer)
    assert sentence in page
    assert "24 giờ, cả ngày nghỉ" in page
    assert not ServiceInformation.objects.filter(topic="hotline").exists()


def test_an_office_and_a_complaint_desk_are_published_too(world: World, browsing: Browsing) -> None:
    dispatcher = browsing(world.dispatcher)
    office = publish(dispatcher, "office", key=world.office.code, text="07:00–19:00")
    assert office.status_code == 302
    page = text(dispatcher.get(reverse("service_offices")))
    assert "07:00–19:00" in page
    assert world.centre.name in page
    missing = text(dispatcher.get(f"{reverse('service_offices')}?thieu=1"))
    assert "07:00–19:00" not in missing
    regulator = browsing(person(Role.REGULATOR))
    assert publish(regulator, "complaint", key="so-khcn", title="Sở KH&CN").status_code == 302
    assert "Sở KH&amp;CN" in text(browsing(world.clerk).get(reverse("service_contacts")))


def test_a_version_ends_on_the_day_said(world: World, browsing: Browsing) -> None:
    dispatcher = browsing(world.dispatcher)
    publish(dispatcher)
    row = ServiceInformation.objects.get(topic="hotline")
    address = reverse("service_end", args=[row.pk])
    for typed in ("hôm qua", "31/12/2025"):
        dispatcher.post(address, {"once": str(uuid4()), "last_day": typed})
        row.refresh_from_db()
        assert row.valid_to is None
    dispatcher.post(address, {"once": str(uuid4()), "last_day": "31/01/2026"})
    row.refresh_from_db()
    assert row.valid_to == date(2026, 1, 31)


def test_products_follow_the_mode(world: World, browsing: Browsing) -> None:
    clerk = browsing(world.clerk)
    page = text(clerk.get(reverse("service_products")))
    assert "KT1-F-HT" in page
    assert "KT1-A-HT" not in page
    assert "KT1-A-HT" in text(clerk.get(f"{reverse('service_products')}?che-do=letter"))
    make.mode(Mode.LETTER)
    page = text(clerk.get(reverse("service_products")))
    assert "KT1-A-HT" in page
    assert "KT1-F-HT" not in page
    assert "15/2022/TT-BTTTT" in page


def test_the_price_list_is_the_table_that_prices_items(world: World, browsing: Browsing) -> None:
    page = text(browsing(world.clerk).get(reverse("service_tariff")))
    held = table_on(make.MORNING.date())
    assert all(number(rate.vnd) in page for rate in held.rates)
    assert "23/2017/TT-BTTTT" in page
    assert page.count("đã cũ") >= len(held.rates)


def test_norms_name_their_paper_and_what_is_not_confirmed(world: World, browsing: Browsing) -> None:
    page = text(browsing(world.clerk).get(reverse("service_norms")))
    assert "1,5 ngày làm việc" in page
    assert "điểm c khoản 4 Điều 4, 16/2017/TT-BTTTT" in page
    assert "chưa xác nhận" in page


def test_hours_are_of_communes_and_tell_no_door(world: World, browsing: Browsing) -> None:
    commune = world.far_door.province.units.model.objects.filter(parent__code="24")[0]
    for door in (world.door, world.sender_door):
        door.commune = commune
        door.save(update_fields=["commune"])
    page = text(browsing(world.clerk).get(reverse("service_hours")))
    assert "08:30" in page
    assert "08:40–08:50" in page
    assert world.door.name not in page
    assert world.round.code not in page


@pytest.mark.parametrize("name", LISTS)
def test_every_list_exports_and_costs_a_bounded_number_of_queries(
    world: World, browsing: Browsing, name: str, django_assert_max_num_queries: Any
) -> None:
    publish(browsing(world.dispatcher))
    client = browsing(world.clerk)
    client.get(reverse(name))
    with django_assert_max_num_queries(14):
        assert client.get(reverse(name)).status_code == 200
    for form in ("csv", "xlsx"):
        assert content(client.get(f"{reverse(name)}?xuat={form}"))


def test_all_of_it_prints_on_one_page(world: World, browsing: Browsing) -> None:
    publish(browsing(world.dispatcher))
    page = text(browsing(world.clerk).get(reverse("service_print")))
    for said in ("0222 3800 000", "KT1-HT", "Giấy làm bì dai", "1,5 ngày làm việc", "11.364"):
        assert said in page, said


def test_papers_carry_the_number_of_their_province(world: World, browsing: Browsing) -> None:
    def printed(actor: Actor) -> str:
        return office_of(cast("Request", SimpleNamespace(actor=actor, at=make.MORNING))).hotline

    assert printed(world.counter) == ""
    publish(browsing(world.dispatcher))
    assert printed(world.counter) == "0222 3800 000"
    assert printed(world.far_controller) == ""


def test_everybody_reaches_the_directory_by_a_key(world: World, browsing: Browsing) -> None:
    page = text(browsing(world.dispatcher).get("/"))
    assert 'href="/danh-muc" accesskey="d"' in page
    directory = text(browsing(world.dispatcher).get("/danh-muc"))
    for name in ("agencies", "places", "routes", "units", "guidance_log", "operator_files"):
        assert f'href="{reverse(name)}"' in directory, name
    clerk = text(browsing(world.clerk).get("/danh-muc"))
    assert reverse("assistant") in clerk
    assert reverse("operator_files") not in clerk
    assert reverse("places") not in clerk
