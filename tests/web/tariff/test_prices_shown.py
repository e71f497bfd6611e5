"""What an item costs, where people meet it: declaring, on its page, on its slip, in a replay."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest
from django.test import Client

from kt1.custody.items import actions as items
from kt1.custody.price.models import PaperSurcharge
from kt1.law.services.rules import Mode
from kt1.law.tariffs.models import PayerRule, Tariff
from kt1.law.tariffs.queries import table_on
from kt1.network.agencies.models import AnnexMembership
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.items.test_declare import cover, form
from tests.web.items.test_item import readings

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def words_of(printed: bytes) -> str:
    document = pypdfium2.PdfDocument(printed)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def under(body, annex: str = "II") -> None:
    AnnexMembership.objects.create(
        agency=body, annex=annex, source="phụ lục", valid_from=make.SINCE
    )


def weighed(world: World, grams: int = 120, **said) -> str:
    (code,) = doing.accepted(world, by=world.counter, **said)
    items.weigh(weights={code: grams}, by=world.counter, at=make.AFTERNOON, once=make.once())
    return code


def test_at_declaration_each_step_stands_there_and_the_weight_follows(
    world: World, browsing: Browsing
) -> None:
    under(world.sender)
    under(world.receiver)
    answer = browsing(world.clerk).post(
        "/khai-gui/han", form(cover(0, urgency="HT", mark="F"), do="preview")
    )
    said = text(answer)
    assert "Đến 50 g" in said
    assert "11.364 đ" in said
    assert "40.000 đ" in said
    assert "chưa cân" in said.lower()
    assert "bảng kê có chữ ký" in said
    assert "ngân sách địa phương" in said
    assert "23/2017/TT-BTTTT" in said


def test_a_letter_that_is_not_kept_is_not_priced(world: World, browsing: Browsing) -> None:
    said = text(browsing(world.clerk).post("/khai-gui/han", form(cover(0, mark="A"), do="preview")))
    assert "48.636" not in said


def test_the_page_of_an_item_shows_its_price_to_the_sender_and_not_to_the_receiver(
    world: World, browsing: Browsing
) -> None:
    code = weighed(world)
    assert "15.000 đ" in text(browsing(world.clerk).get(f"/buu-gui/{code}"))
    assert "15.000 đ" not in text(browsing(world.receiving_clerk).get(f"/buu-gui/{code}"))
    assert browsing(world.receiving_clerk).get(f"/buu-gui/{code}/cuoc").status_code == 403


def test_the_surcharge_of_a_letter_is_shown_once_the_mark_is_asked_for(
    world: World, browsing: Browsing
) -> None:
    make.mode(Mode.LETTER)
    code = weighed(world, mark="A")
    client = browsing(world.clerk)
    assert "48.636" not in text(client.get(f"/buu-gui/{code}/cuoc"))
    assert readings(world) == []
    said = text(client.post(f"/buu-gui/{code}/cuoc/ky-hieu"))
    assert "48.636 đ" in said
    assert readings(world) == ["items.price"]


def test_a_price_is_worked_out_again_for_another_day(world: World, browsing: Browsing) -> None:
    code = weighed(world)
    client = browsing(world.counter)
    assert "Không có bảng giá" in text(client.get(f"/buu-gui/{code}/cuoc?ngay=01/01/2017"))
    answer = client.get(f"/buu-gui/{code}/cuoc?ngay=32/01/2017")
    assert answer.status_code == 422
    assert "32/01/2017" in text(answer)


def test_the_slip_says_the_price_and_how_sure_it_is(world: World, browsing: Browsing) -> None:
    under(world.sender, "I")
    under(world.receiver)
    code = weighed(world, mark="F")
    printed = words_of(browsing(world.counter).get(f"/phieu-gui?ma={code}").content)
    assert "16.200 đồng" in printed
    assert "miễn cước cho bên gửi" in printed
    assert "tính riêng theo bảng kê giấy" in printed
    assert "chưa xác nhận" in printed


def test_before_it_is_weighed_the_slip_keeps_its_place_open(
    world: World, browsing: Browsing
) -> None:
    (code,) = doing.accepted(world, by=world.counter)
    printed = words_of(browsing(world.counter).get(f"/phieu-gui?ma={code}").content)
    assert "đồng" not in printed


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_read_the_tariff_and_work_a_price_out(
    world: World, browsing: Browsing, actor_of, role: Role
) -> None:
    client = browsing(actor_of(role))
    page = text(client.get("/cuoc"))
    assert "TT23-2017" in page
    assert "Giá hiện hành chưa" in page or "giá hiện hành" in page.lower()
    said = text(client.get("/cuoc/tinh?gam=300&pham-vi=lien_tinh&khan=HT&ky-hieu=F"))
    assert "34.091" not in said
    assert "27.273 đ" in said
    assert "6.818 đ" in said
    assert client.get("/cuoc/tinh?gam=nhẹ").status_code == 422


def entered(client: Client, **changed: str):
    sent = {
        "code": "GIA-2026", "title": "Giá cước từ 01/02/2026", "valid_from": "01/02/2026",
        "instrument": "TT26-2026", "evidence": "official_text", "note": "",
        "noi_tinh-0-g": "250", "noi_tinh-0-d": "16.000",
        "noi_tinh-them-g": "250", "noi_tinh-them-d": "2.000",
        "lien_tinh-0-g": "250", "lien_tinh-0-d": "30.000", "phu-HT": "45.000",
        "once": str(uuid4()), **changed,
    }  # fmt: skip
    return client.post("/cuoc/moi", sent)


def test_the_administrator_enters_the_next_table_and_the_regulator_confirms_it(
    world: World, browsing: Browsing, actor_of
) -> None:
    client = browsing(actor_of(Role.ADMIN))
    assert "11.364" in text(client.get("/cuoc/moi"))
    assert entered(client).status_code == 302
    assert table_on(date(2026, 2, 1)).steps("noi_tinh")[0].vnd == 16_000
    regulator = browsing(actor_of(Role.REGULATOR))
    assert "Bảng giá cước chờ xác nhận" in text(regulator.get("/"))
    assert "Xác nhận bảng giá này" in text(regulator.get("/cuoc/bang/GIA-2026"))
    regulator.post("/cuoc/bang/GIA-2026/xac-nhan", {"once": str(uuid4())})
    assert Tariff.objects.get(code="GIA-2026").confirmed_at is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_from": "hôm nay"},
        {"valid_from": "01/02/2017"},
        {"code": "TT23-2017"},
        {"instrument": ""},
        {"noi_tinh-0-d": ""},
        {"noi_tinh-0-d": "16,5"},
        {"noi_tinh-0-g": "", "noi_tinh-0-d": "", "noi_tinh-them-g": "", "noi_tinh-them-d": ""},
        {"noi_tinh-1-g": "500", "noi_tinh-1-d": "1.000"},
        {"note": "trích yếu: kế hoạch tuyệt mật"},
    ],
)
def test_a_table_that_does_not_fit_comes_back_as_it_was_typed(
    world: World, browsing: Browsing, actor_of, changed: dict[str, str]
) -> None:
    answer = entered(browsing(actor_of(Role.ADMIN)), **changed)
    assert answer.status_code == 422
    assert "Giá cước từ 01/02/2026" in text(answer)
    assert Tariff.objects.count() == 1


def test_who_pays_is_entered_and_confirmed(world: World, browsing: Browsing, actor_of) -> None:
    sent = {
        "sender": "II", "receiver": "any", "charge": "sender_pays", "funds": "local_budget",
        "valid_from": "01/02/2026", "instrument": "QD32-2025", "article": "Đ.8",
        "evidence": "official_text", "once": str(uuid4()),
    }  # fmt: skip
    client = browsing(actor_of(Role.ADMIN))
    assert client.post("/cuoc/nguoi-tra/moi", sent).status_code == 302
    rule = PayerRule.objects.get(valid_from=date(2026, 2, 1))
    regulator = browsing(actor_of(Role.REGULATOR))
    url = f"/cuoc/nguoi-tra/{rule.pk}/xac-nhan"
    assert regulator.post(url, {"once": str(uuid4())}).status_code == 302
    rule.refresh_from_db()
    assert rule.confirmed_at is not None


def test_the_marks_of_a_month_are_entered_from_paper(world: World, browsing: Browsing) -> None:
    client = browsing(world.dispatcher)
    sent = {
        "agency": "24-UB1", "month": "01/2026", "amount": "120.000",
        "paper": "Bảng kê số 05 ngày 31/01/2026", "once": str(uuid4()),
    }  # fmt: skip
    assert client.post("/cuoc/ky-hieu/nhap", sent).status_code == 302
    assert PaperSurcharge.objects.get().amount_vnd == 120_000
    assert "120.000" in text(browsing(world.clerk).get("/cuoc/ky-hieu?thang=01/2026"))
    assert "120.000" not in text(browsing(world.receiving_clerk).get("/cuoc/ky-hieu"))
    wrong = client.post("/cuoc/ky-hieu/nhap", {**sent, "month": "13/2026", "once": str(uuid4())})
    assert wrong.status_code == 422
    unknown = client.post("/cuoc/ky-hieu/nhap", {**sent, "agency": "zzz", "once": str(uuid4())})
    assert unknown.status_code == 422
    assert "Bảng kê số 05" in text(unknown)
