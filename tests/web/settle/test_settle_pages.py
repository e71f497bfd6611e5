"""Settlement on its pages: sheets of quality, long books, adjustments, the record's split."""

import html
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from kt1.assurance.books.jobs import actions as jobs
from kt1.assurance.books.jobs.models import BookJob
from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import period_of
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.assurance.reconciliation import actions
from kt1.assurance.reconciliation.models import Adjustment
from kt1.custody.clock.models import Clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.reconciliation import bringing, measures
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.delivery.conftest import Person, stand_at

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
LATER = make.at("2026-02-06")


@pytest.fixture(autouse=True)
def february(now: None) -> None:
    del now
    stand_at(LATER)


def frozen(world: World, month: str = "2026-01", at: Any = LATER) -> Account:
    actions.freeze(
        province_id=world.centre.province_id, period=period_of(month), by=world.dispatcher,
        at=at, once=make.once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender, starts=period_of(month).starts)


@pytest.fixture
def sheet(world: World) -> QualitySheet:
    """January's, of one item that came in time and one that did not."""
    timely, _late = doing.accepted(world, 2)
    clock = Clock.objects.get(unit__code=timely)
    clock.stopped_at = clock.deadline - timedelta(hours=1)
    clock.save()
    frozen(world)
    return QualitySheet.objects.get(agency=world.sender)


def codes() -> tuple[str, str]:
    """The number of the item in time, and of the late one."""
    rows = Clock.objects.select_related("unit")
    return (
        rows.get(stopped_at__isnull=False).unit.code,
        rows.get(stopped_at__isnull=True).unit.code,
    )


def test_the_agency_s_side_of_a_sheet(world: World, as_: As, sheet: QualitySheet) -> None:
    timely, late = codes()
    url = f"/chat-luong/xac-nhan/{sheet.pk}"
    clerk, boss = as_(world.clerk), as_(make.actor(Role.HEAD, body=world.sender))
    assert "Chất lượng dịch vụ của kỳ chờ xác nhận" in text(clerk.get("/"))
    page = text(clerk.get(url)).replace("-", "")
    assert late in page
    assert timely not in page
    asked = {"number": timely, "number_objection": "wrong_time", "comment": ["too_seldom"]}
    wrong = clerk.post(f"{url}/lap", **{**asked, "number": "KT1"})
    assert wrong.status_code == 422
    assert "Đây không phải số hiệu bưu gửi KT1" in text(wrong)
    assert clerk.post(f"{url}/lap", **asked).status_code == 302
    assert clerk.post(f"{url}/lap", **asked).status_code == 403
    assert "Phiếu xác nhận chất lượng chờ ký" in text(boss.get("/"))
    assert "Ký kèm các ý kiến này" in text(boss.get(url))
    assert boss.post(f"{url}/ky").status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == SheetState.OBJECTED
    assert as_(world.neighbour_clerk).get(url).status_code == 404


def test_what_the_post_maintains_is_decided(world: World, as_: As, sheet: QualitySheet) -> None:
    timely, late = codes()
    url = f"/chat-luong/xac-nhan/{sheet.pk}"
    boss, post = as_(make.actor(Role.HEAD, body=world.sender)), as_(world.dispatcher)
    as_(world.clerk).post(f"{url}/lap", number=timely, number_objection="wrong_time")
    boss.post(f"{url}/ky")
    objected = sheet.items.exclude(objection="").get()
    assert "Phiếu chất lượng chờ Bưu điện xác nhận, trả lời" in text(post.get("/"))
    assert post.post(f"{url}/tra-loi").status_code == 422
    post.post(f"{url}/tra-loi", **{f"reply-{objected.pk}": "maintained"})
    office = as_(make.actor(Role.REGULATOR, at_province=make.province()))
    assert "Chất lượng chưa thống nhất, chờ quyết định" in text(office.get("/"))
    page = text(office.get(url))
    assert timely in page.replace("-", "")
    assert late not in page.replace("-", "")
    assert world.receiver.name not in page
    office.post(f"{url}/quyet-dinh", **{f"ruling-{objected.pk}": "no_proof"})
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DECIDED
    assert "Bưu điện không chứng minh được" in text(boss.get(url))


def test_the_post_confirms_many_at_once(world: World, as_: As) -> None:
    doing.accepted(world)
    frozen(world)
    boss = make.actor(Role.HEAD, body=world.sender)
    sheet = QualitySheet.objects.get(agency=world.sender)
    as_(world.clerk).post(f"/chat-luong/xac-nhan/{sheet.pk}/lap")
    as_(boss).post(f"/chat-luong/xac-nhan/{sheet.pk}/ky")
    post = as_(world.dispatcher)
    assert "Xác nhận 1 phiếu cơ quan đã ký" in text(post.get("/chat-luong/xac-nhan"))
    assert post.post("/chat-luong/xac-nhan/tat-ca").status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == SheetState.CONFIRMED
    assert world.sender.name in text(post.get("/chat-luong/xac-nhan", tt="confirmed"))
    assert as_(world.courier).get("/chat-luong/xac-nhan").status_code == 403


def test_the_record_says_whose_a_delay_was(world: World, as_: As) -> None:
    doing.accepted(world, 3)
    account = frozen(world)
    (transit, safety) = measures.rows(account, LATER)
    assert (transit.total, transit.met, transit.causes) == (3, 0, (3, 0, 0))
    assert "J+1,5 nội tỉnh" in transit.norm
    assert (safety.total, safety.met, safety.norm) == (3, 3, "100 %")
    assert "chờ văn thư xem, lập" in measures.confirmed(account)
    printed = as_(world.clerk).get(f"/doi-soat/{account.pk}/in/doi-soat.pdf")
    assert printed.content.startswith(b"%PDF")
    QualitySheet.objects.all().delete()
    assert measures.rows(account, LATER)[0].causes == (3, 0, 0)


def test_every_figure_of_frequency_opens_to_its_days_visits_and_items(
    world: World, as_: As
) -> None:
    codes = doing.accepted(world)
    doing.delivered(world, codes)
    post = as_(world.dispatcher)
    regulator = as_(make.actor(Role.REGULATOR, at_province=make.province()))
    table, days = "/chat-luong/tan-suat", "/chat-luong/tan-suat/ngay"
    month = {"tu": "01/01/2026", "den": "01/2026"}
    for by, named in (
        ("co-quan", world.receiver.name),
        ("diem", world.door.name),
        ("thang", "01/2026"),
    ):
        page = text(post.get(table, theo=by, **month))
        assert named in page
        opened = html.unescape(re.findall(rf'href="({days}[?][^"]*chi=den[^"]*)"', page)[-1])
        found = re.findall(r'href="(/chat-luong/tan-suat/luot[^"]*)"', text(post.get(opened)))
        visit = min(found)  # two bodies share the door
        seen = text(post.get(html.unescape(visit)))
        assert f"/buu-gui/{codes[0]}" in seen
        told = text(regulator.get(html.unescape(visit)))
        assert world.door.name in told
        assert codes[0] not in told
    stranger = make.clerk(world.far)
    assert world.door.name not in text(as_(stranger).get(table, theo="diem", **month))
    file = post.get(days, theo="diem", chi="den", xuat="csv", **month)
    assert world.door.code in content(file).decode()
    assert post.get("/chat-luong/tan-suat/luot", ngay="hôm qua").status_code == 422


def test_frequency_says_which_norm_is_missing(world: World, as_: As) -> None:
    doing.accepted(world)
    page = text(as_(world.dispatcher).get("/chat-luong/tan-suat", ky="01/2026"))
    assert "deliveries_per_day" in page
    assert as_(world.dispatcher).get("/chat-luong/tan-suat", ky="hôm qua").status_code == 422
    file = as_(world.clerk).get("/chat-luong/tan-suat", ky="01/2026", xuat="csv")
    assert file.status_code == 200
    file.close()


def test_a_long_book_goes_to_the_worker_and_is_stopped_from_its_page(
    world: World, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(jobs, "ROWS_A_STEP", 2)
    doing.accepted(world, 4)
    account, clerk = frozen(world), as_(world.clerk)
    codes = Line.objects.filter(account=account.pk, side="P").values_list("code", flat=True)
    told = "\n".join(f"14/01/2026;{code};{world.receiver.name}" for code in codes)
    url = f"/doi-soat/{account.pk}/so/gui"
    file = SimpleUploadedFile("so.csv", f"Ngày gửi;Số hiệu;Nơi nhận\n{told}".encode())
    answer = clerk.post(url, file=file, act="take")
    job = BookJob.objects.get()
    assert answer["Location"] == f"{url}/viec/{job.pk}"
    jobs.take_step(at=LATER)
    page = text(clerk.get(answer["Location"]))
    assert 'max="4" value="2"' in page
    assert 'hx-trigger="every 1s"' in page
    assert as_(world.receiving_clerk).get(answer["Location"]).status_code == 404
    assert clerk.post(f"{answer['Location']}/dung").status_code == 302
    page = text(clerk.get(answer["Location"]))
    assert "Sổ trước đó giữ nguyên" in page
    assert "every 1s" not in page
    assert not Line.objects.filter(account__lt=0).exists()


def test_an_agreed_month_is_corrected_on_a_page(world: World, as_: As) -> None:
    (code,) = doing.accepted(world)
    doing.accepted(world, when=make.at("2026-02-10"))
    account = frozen(world)
    boss, post = as_(make.actor(Role.HEAD, body=world.sender)), as_(world.dispatcher)
    url = f"/doi-soat/{account.pk}"
    assert post.get(f"{url}/dieu-chinh").status_code == 403
    for person in (as_(world.clerk), boss, boss, as_(world.controller), post, post):
        assert person.post(f"{url}/ky").status_code == 302
    assert "Chốt kỳ sau trước" in text(post.get(f"{url}/dieu-chinh"))
    stand_at(make.at("2026-03-03"))
    later = frozen(world, month="2026-02", at=make.at("2026-03-03"))
    post = as_(world.dispatcher)  # a month later: signed in anew
    page = text(post.get(f"{url}/dieu-chinh", so=code))
    assert f'value="{code}"' in page
    said = {"account": later.pk, "code": code, "reason": "agency_right", "items": "-1"}
    said |= {"weight_g": "0", "amount": "-9000"}
    nothing = post.post(f"{url}/dieu-chinh", **{**said, "items": "0", "amount": "0"})
    assert nothing.status_code == 422
    assert post.post(f"{url}/dieu-chinh", **said).status_code == 302
    assert Adjustment.objects.get().amount == -9000
    assert "Điều chỉnh cho kỳ" in text(as_(world.clerk).get(f"/doi-soat/{later.pk}"))
    assert "Được điều chỉnh trong kỳ" in text(post.get(url))
    book = as_(world.clerk).get(f"/doi-soat/{later.pk}/in/doi-soat.xlsx")
    whole = b"".join(book.streaming_content)
    book.close()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(whole)).get_sheet_by_index(0).to_python()
    assert any("Điều chỉnh theo kết quả đối soát" in str(row[0]) for row in rows)
    assert as_(world.clerk).get(f"{url}/dieu-chinh").status_code == 403
    assert date(2026, 2, 1) == later.starts


def test_every_figure_of_the_table_opens_to_its_items(world: World, as_: As) -> None:
    doing.accepted(world, 2)
    doing.accepted(world, 1, receiver=world.neighbour.pk)
    post = as_(world.dispatcher)
    for by, lines in (("nhan", 2), ("gui", 1), ("thang", 1), ("truc", 1)):
        page = post.get("/chat-luong", theo=by, den="02/2026").content.decode()
        table = page.split('id="table"')[1]
        links = re.findall(r'href="(/chat-luong/buu-gui[^"]*)">(\d+)</a>', table)
        assert len(links) == lines * 2, by
        for address, number in links:
            assert f"{number} dòng" in text(post.client.get(html.unescape(address)))
    lost = post.get("/chat-luong/buu-gui", chi="khong-nguyen-ven", den="02/2026")
    assert not re.search(r"\d dòng", text(lost))
