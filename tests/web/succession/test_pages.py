"""Entering a reorganisation on the pages: form, preview, rows behind counts, decision."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.config.successions import carry_out
from kt1.custody.items import actions as items
from kt1.custody.items.models import Item
from kt1.network.agencies.models import Agency
from kt1.network.models import Reorganisation
from kt1.network.successions.rules import Kind, Stage
from kt1.people.accounts.rules import Role
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import at
from tests.custody.world import World, build
from tests.network.successions import LATER, MIDNIGHT, confirmed, drafted, in_effect, ordered
from tests.web.conftest import ClientOf

pytestmark = pytest.mark.django_db

PAPER = {"on": "01/02/2030", "paper_number": "12/NQ-HĐND", "paper_date": "12/01/2026"}
JANUARY = at("2026-01-30", "09:00")


@pytest.fixture
def world() -> World:
    return build()


def post(client: Client, url: str, **said: object) -> Any:
    return client.post(url, {"once": str(uuid4()), **said})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def _all_on(page: str) -> bool:
    """Whether every item there is stands on a page."""
    codes = Item.objects.values_list("unit__code", flat=True)
    return all(code in page.replace("-", "") for code in codes)


@pytest.fixture
def regulator(world: World, client_of: ClientOf) -> Client:
    return client_of(make.actor(Role.REGULATOR, at_province=make.province()))


@pytest.fixture
def dispatcher(world: World, client_of: ClientOf) -> Client:
    return client_of(world.dispatcher)


@pytest.fixture
def admin(world: World, client_of: ClientOf) -> Client:
    return client_of(make.actor(Role.ADMIN))


def test_a_merger_is_entered_looked_at_and_confirmed(regulator: Client, world: World) -> None:
    doing.accepted(world, 3, when=JANUARY)
    assert regulator.get("/sap-xep/moi/merge").status_code == 200
    answer = post(
        regulator,
        "/sap-xep/moi/merge",
        **PAPER,
        old_1="24-S1 · Sở thứ nhất",
        old_2="Sở thứ hai",
        heir="24-S2",
        name="Sở chung",
        keep_doors="on",
    )
    made = Reorganisation.objects.get()
    assert answer.headers["Location"] == f"/sap-xep/{made.pk}"
    assert made.ordered["old"] == ["24-S1", "24-S2"]
    assert made.ordered["heirs"] == ["24-S2"]

    page = text(regulator.get(f"/sap-xep/{made.pk}"))
    assert "Sở thứ nhất" in page
    assert re.search(r"Bưu gửi đang đi|Items under way", page)
    answer = post(regulator, f"/sap-xep/{made.pk}/xac-nhan")
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.stage == Stage.CONFIRMED
    assert made.confirmed_by.startswith("user:")


def test_counts_open_to_rows_for_who_may_read_them(
    regulator: Client, dispatcher: Client, admin: Client, world: World
) -> None:
    doing.accepted(world, 3, when=JANUARY)
    made = drafted(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    rows = text(dispatcher.get(f"/sap-xep/{made}/dang-di"))
    assert all(
        code in rows.replace("-", "") for code in Item.objects.values_list("unit__code", flat=True)
    )
    assert regulator.get(f"/sap-xep/{made}/dang-di").status_code == 404
    assert regulator.get(f"/sap-xep/{made}/ket-thuc").status_code == 200
    assert dispatcher.get(f"/sap-xep/{made}/diem-phat").status_code == 200
    assert admin.get(f"/sap-xep/{made}/nhiem-vu").status_code == 200
    assert dispatcher.get(f"/sap-xep/{made}/nhiem-vu").status_code == 404
    assert dispatcher.get(f"/sap-xep/{made}/khong-co").status_code == 404


def test_receivers_are_amber_and_reading_them_is_logged(
    dispatcher: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    made = drafted(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    with django_assert_max_num_queries(60) as seen:
        answer = text(dispatcher.get(f"/sap-xep/{made}/dau-moi"))
    assert "Phòng trực" in answer
    assert sum("people_readinglog" in one["sql"] for one in seen.captured_queries) == 1


def test_every_count_is_as_many_rows(dispatcher: Client, admin: Client, world: World) -> None:
    doing.accepted(world, 3, when=JANUARY)
    made = drafted(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    for client in (dispatcher, admin):
        page = text(client.get(f"/sap-xep/{made}"))
        links = re.findall(rf'href="(/sap-xep/{made}/[a-z-]+)">.*?nowrap">(\d+)<', page, re.DOTALL)
        links = [(url, n) for url, n in links if not url.endswith(("xac-nhan", "/bo"))]
        assert links
        for url, n in links:
            assert client.get(url).context["list"].count == int(n)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(regulator: Client) -> None:
    answer = post(regulator, "/sap-xep/moi/rename", **PAPER, old_1="24-S1", name="Sở thứ nhất")
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors
    assert 'value="12/NQ-HĐND"' in text(answer)
    wrong = post(regulator, "/sap-xep/moi/rename", old_1="Sở nào đó", name="X", on="32/01/2026")
    assert {"on", "paper_number", "paper_date"} <= set(wrong.context["form"].errors)
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("split", {"old_1": "24-S1", "new_code_1": "24-SA", "new_name_1": "Sở A",
                   "new_code_2": "24-SB", "new_name_2": "Sở B", "keep_doors": "on"}),
        ("split", {"old_1": "24-S1", "goes_on": "on", "new_code_1": "24-SA",
                   "new_name_1": "Sở A"}),
        ("merge", {"old_1": "24-S1", "old_2": "24-S2", "new_code_1": "24-S9", "name": "Sở mới"}),
        ("rename", {"old_1": "24-S1", "name": "Sở đổi tên", "customer_code": "KH01"}),
    ],
)  # fmt: skip
def test_each_kind_is_entered(regulator: Client, kind: str, said: dict[str, str]) -> None:
    assert post(regulator, f"/sap-xep/moi/{kind}", **PAPER, **said).status_code == 302
    assert Reorganisation.objects.get().kind == kind


def test_a_founded_body_has_a_name(regulator: Client) -> None:
    for said in (
        {"old_1": "24-S1", "new_code_1": "24-S9"},
        {"old_1": "24-S1", "new_code_1": "24-S9", "name": "Sở mới", "heir": "24-S2"},
    ):
        assert post(regulator, "/sap-xep/moi/merge", **PAPER, **said).status_code == 422
    split = {"old_1": "24-S1", "new_code_1": "24-S9"}
    assert post(regulator, "/sap-xep/moi/split", **PAPER, **split).status_code == 422


def test_a_move_is_the_dispatchers(dispatcher: Client, regulator: Client, world: World) -> None:
    assert post(dispatcher, "/sap-xep/moi/rename", **PAPER).status_code == 403
    assert post(regulator, "/sap-xep/moi/move", **PAPER).status_code == 403
    answer = post(dispatcher, "/sap-xep/moi/move", **PAPER, old_1="24-S1", point="24-P-UB1 · Cổng")
    assert answer.status_code == 302
    assert Reorganisation.objects.get().ordered["point"] == "24-P-UB1"


def test_a_unit_is_the_administrators(admin: Client) -> None:
    answer = post(
        admin, "/sap-xep/moi/unit", **PAPER, unit="75 · tỉnh Đồng Nai", unit_kind="thành phố",
        name="Đồng Nai", with_bodies="on",
    )  # fmt: skip
    assert answer.status_code in {302, 422}  # 422: it is a thành phố by then already
    assert admin.get("/sap-xep/moi/sale").status_code == 404


def test_one_of_another_province_is_not_known(regulator: Client, world: World) -> None:
    made = drafted(ordered(Kind.RENAME, old=("75-S1",), name="Sở khác của tỉnh kia"), within="75")
    assert regulator.get(f"/sap-xep/{made}").status_code == 404
    assert post(regulator, f"/sap-xep/{made}/xac-nhan").status_code == 404
    assert "Sở khác của tỉnh kia" not in text(regulator.get("/sap-xep"))


def test_who_does_not_keep_it_does_not_decide_it(dispatcher: Client) -> None:
    made = drafted(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    assert post(dispatcher, f"/sap-xep/{made}/xac-nhan").status_code == 403
    assert post(dispatcher, f"/sap-xep/{made}/bo").status_code == 403
    assert dispatcher.get(f"/sap-xep/{made}/nhap-sai").status_code == 403


def test_a_draft_is_dropped_once(regulator: Client) -> None:
    made = drafted(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    assert post(regulator, f"/sap-xep/{made}/bo").status_code == 302
    assert post(regulator, f"/sap-xep/{made}/xac-nhan").status_code == 409
    assert regulator.get(f"/sap-xep/{made}").status_code == 200


def test_what_the_register_no_longer_allows_is_not_confirmed(regulator: Client) -> None:
    made = drafted(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    Agency.objects.filter(code="24-S1").update(name="Sở đổi tên")
    assert post(regulator, f"/sap-xep/{made}/xac-nhan").status_code == 422


def test_a_wrong_one_is_taken_back_from_its_page(regulator: Client, world: World) -> None:
    wrong = in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    page = text(regulator.get(f"/sap-xep/{wrong}"))
    assert f"/sap-xep/{wrong}/nhap-sai" in page
    assert regulator.get(f"/sap-xep/{wrong}/nhap-sai").status_code == 200
    answer = post(regulator, f"/sap-xep/{wrong}/nhap-sai", **PAPER)
    assert answer.status_code == 302
    undo = Reorganisation.objects.get(kind=Kind.UNDO)
    assert undo.undoes_id == wrong
    assert text(regulator.get(f"/sap-xep/{undo.pk}"))
    assert str(undo.paper_number) in text(regulator.get(f"/sap-xep/{wrong}"))
    assert regulator.get(f"/sap-xep/{wrong}/dang-di").status_code == 404


def test_an_item_of_last_year_bears_the_name_of_its_day(
    world: World, client_of: ClientOf, regulator: Client
) -> None:
    (over,) = doing.declared(world, when=JANUARY)
    doing_it = world.clerk
    from_desk = client_of(doing_it)
    items.withdraw(codes=[over], by=doing_it, at=JANUARY, once=make.once())
    (under_way,) = doing.accepted(world, when=JANUARY)
    in_effect(ordered(Kind.RENAME, old=("24-UB1",), name="UBND phường mới"))
    assert "UBND phường thứ nhất →" in text(from_desk.get(f"/buu-gui/{over}"))
    assert "UBND phường mới →" in text(from_desk.get(f"/buu-gui/{under_way}"))
    listed = text(from_desk.get("/buu-gui/gui-di"))
    assert "UBND phường mới" in listed


def test_the_page_of_an_agency_tells_its_line_and_figures(
    dispatcher: Client, regulator: Client, world: World
) -> None:
    doing.accepted(world, 2, when=JANUARY)
    in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",), name="Sở chung"))
    page = text(dispatcher.get("/co-quan/24-S2"))
    assert "Sở thứ hai" in page  # called so until
    assert "/co-quan/24-S1" in page
    assert "buu-gui?nhan=24-S2" in page
    assert "/co-quan/24-S2" in text(regulator.get("/co-quan/24-S1"))
    found = text(dispatcher.get("/buu-gui?nhan=24-S2"))
    assert _all_on(found)


def test_the_item_tells_whose_it_was(world: World, client_of: ClientOf) -> None:
    (code,) = doing.accepted(world, when=JANUARY)
    in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    page = text(client_of(world.neighbour_clerk).get(f"/buu-gui/{code}"))
    assert "Sở thứ nhất" in page
    assert "12/NQ-HĐND" in page


def test_home_tells_who_keeps_the_register(regulator: Client, dispatcher: Client) -> None:
    drafted(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    assert "/sap-xep?tt=draft" in text(regulator.get("/"))
    assert "/sap-xep?tt=draft" not in text(dispatcher.get("/"))


def test_the_preview_costs_no_more_for_many_items(
    dispatcher: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    doing.accepted(world, 40, when=JANUARY)
    made = drafted(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    with django_assert_max_num_queries(60):
        dispatcher.get(f"/sap-xep/{made}")


def test_a_confirmed_one_waits_and_then_tells_what_moved(regulator: Client, world: World) -> None:
    doing.accepted(world, 2, when=JANUARY)
    made = confirmed(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    assert LATER.strftime("%d/%m/%Y") in text(regulator.get(f"/sap-xep/{made}"))
    carry_out(at=MIDNIGHT)
    page = regulator.get(f"/sap-xep/{made}")
    counts = {part.key: part.count for part in page.context["parts"]}
    assert counts["items"] == 2
    assert counts["ended"] == 1
    assert counts["duties"] == 1
