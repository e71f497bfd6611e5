"""A month on the pages, from freezing it to entering the signed paper."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, State, period_of
from kt1.assurance.reconciliation import actions
from kt1.assurance.reconciliation.models import Difference
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.readings.models import ReadingLog
from tests.assurance import ground
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text
from tests.web.delivery.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
LATER = make.at("2026-02-03")


def frozen(world: World, number: int = 2) -> Account:
    doing.accepted(world, number)
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=LATER, once=make.once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender)


def differing(world: World) -> Account:
    """The sender's book lacks one of two items."""
    account = frozen(world)
    one = Line.objects.filter(account=account.pk, side="P").order_by("n")[0]
    ground.put(
        account, Side.SENDER, [(one.code, one.day, one.other, one.urgency, "", None, None, None)]
    )
    ground.compared(account)
    return account


def content(answer: Any) -> bytes:
    """A file as it was sent, to its end."""
    whole = b"".join(answer.streaming_content)
    answer.close()
    return whole


def test_the_post_freezes_a_period_from_its_list(world: World, as_: As) -> None:
    doing.accepted(world, 2)
    dispatcher = as_(world.dispatcher)
    assert "Kỳ đối soát đã hết, chờ chốt số liệu" in text(dispatcher.get("/"))
    assert dispatcher.post("/doi-soat/chot", ky="2026-01").status_code == 302
    assert "Kỳ đối soát đã hết, chờ chốt số liệu" not in text(dispatcher.get("/"))
    page = text(dispatcher.get("/doi-soat"))
    assert world.sender.name in page
    assert "Bảng đối soát" in page or "đối soát" in page.lower()
    assert dispatcher.post("/doi-soat/chot", ky="hôm qua").status_code == 302
    assert Account.objects.count() == 1


def test_a_month_goes_from_desk_to_desk(
    world: World, as_: As, superuser: psycopg.Connection
) -> None:
    account = differing(world)
    url = f"/doi-soat/{account.pk}"
    clerk, boss = as_(world.clerk), as_(make.actor(Role.HEAD, body=world.sender))
    assert "Đối soát chờ xử lý, ký" in text(clerk.get("/"))
    (difference,) = Difference.objects.all()
    assert f'value="{difference.pk}"' in text(clerk.get(url))
    assert clerk.post(f"{url}/ky").status_code == 403
    assert clerk.post(f"{url}/giai-quyet", reason="post_right").status_code == 422
    wrong = clerk.post(f"{url}/giai-quyet", reason="entered_twice", difference=difference.pk)
    assert wrong.status_code == 422
    clerk.post(f"{url}/giai-quyet", reason="post_right", difference=difference.pk)
    clerk.post(f"{url}/y-kien", text="Đã kiểm tra lại sổ")
    assert "Đã kiểm tra lại sổ" in text(as_(world.dispatcher).get(url))
    refused = clerk.post(f"{url}/y-kien", text="Công văn số 12/UBND-VX")
    assert refused.status_code == 422
    assert "12/UBND" not in text(refused)
    for person in (clerk, boss, boss, as_(world.controller)):
        assert person.post(f"{url}/ky").status_code == 302
    dispatcher = as_(world.dispatcher)
    for _ in range(2):
        dispatcher.post(f"{url}/ky")
    account.refresh_from_db()
    assert account.state == State.AGREED
    said = {"number": "03/BB-ĐS", "dated": "03/02/2026", "signers": "Hai bên", "kept_at": "Tủ 2"}
    assert clerk.post(f"{url}/ban-giay", **{**said, "dated": "hôm qua"}).status_code == 422
    assert clerk.post(f"{url}/ban-giay", **said).status_code == 302
    account.refresh_from_db()
    assert account.state == State.SIGNED
    shown = text(clerk.get(url))
    assert "03/BB-ĐS" in shown and "Hai bên" in shown  # noqa: PT018 - one page
    shown_to = superuser.execute(
        "SELECT user_id FROM people_readinglog WHERE page = 'reconciliation.paper'"
    ).fetchall()
    assert shown_to == [(world.clerk.user_id,)], "whoever is shown the signers is logged"


def test_strangers_find_nothing(world: World, as_: As) -> None:
    account = frozen(world)
    assert as_(world.receiving_clerk).get(f"/doi-soat/{account.pk}").status_code == 404
    assert as_(world.far_controller).get(f"/doi-soat/{account.pk}").status_code == 404
    assert as_(world.courier).get("/doi-soat").status_code == 403


def test_marks_show_only_when_asked_for_and_then_the_reading_is_logged(
    world: World, as_: As
) -> None:
    account = frozen(world)
    clerk = as_(world.clerk)
    clerk.get(f"/doi-soat/{account.pk}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'assurance_linemark'")
        assert cursor.fetchone()[0] == 3
    assert "không ký hiệu" in text(clerk.get(f"/doi-soat/{account.pk}", o="24"))
    assert ReadingLog._meta.db_table == "people_readinglog"


def test_the_page_asks_as_much_for_many_items_as_for_few(world: World, as_: As) -> None:
    account, clerk = frozen(world, 2), as_(world.clerk)
    planted = ground.plant(ground.draws(1), 300)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            clerk.get(f"/doi-soat/{account.pk}", **{"tat-ca": "1"})
        return len(caught)

    queries()
    few = queries()
    ground.put(account, Side.POST_SENT, planted.post)
    ground.put(account, Side.SENDER, planted.sender)
    ground.compared(account)
    assert queries() <= few + 3


@pytest.mark.parametrize("kind", ["chi-tiet", "doi-soat", "tong-hop"])
def test_each_paper_is_printed_and_opens_as_a_workbook(world: World, as_: As, kind: str) -> None:
    account = differing(world)
    clerk = as_(world.clerk)
    pdf = clerk.get(f"/doi-soat/{account.pk}/in/{kind}.pdf")
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF")
    sheet = clerk.get(f"/doi-soat/{account.pk}/in/{kind}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(sheet)))
    rows = book.get_sheet_by_index(0).to_python()
    cells = " ".join(str(cell) for row in rows for cell in row)
    assert (world.receiver.name in cells) is (kind == "chi-tiet")
    # What leaves for the treasury has one line and says nothing of surcharges (W5).
    assert ("Phụ phí" in cells) is (kind == "doi-soat")
    assert ("Dịch vụ bưu chính KT1 tháng 01/2026" in cells) is (kind == "tong-hop")
    accountant = as_(make.actor(Role.ACCOUNTANT, body=world.sender))
    expected = 403 if kind == "chi-tiet" else 200
    assert accountant.get(f"/doi-soat/{account.pk}/in/{kind}.pdf").status_code == expected


def _file(*rows: str, headings: str = "Ngày gửi;Số hiệu;Nơi nhận") -> SimpleUploadedFile:
    return SimpleUploadedFile("so.csv", "\n".join([headings, *rows]).encode())


def test_a_book_is_read_mapped_and_taken(world: World, as_: As) -> None:
    account, clerk = frozen(world), as_(world.clerk)
    url = f"/doi-soat/{account.pk}/so/gui"
    assert clerk.get(url).status_code == 200
    code = Line.objects.filter(account=account.pk, side="P").order_by("n")[0].code
    strange = _file(f"14/01/2026;{code};Sở thứ nhất", headings="Lúc nào;Mã;Tới đâu")
    asked = clerk.post(url, file=strange, act="preview")
    assert asked.status_code == 422
    payload = text(asked).split('name="payload" value="')[1].split('"')[0]
    columns = {"column_day": "0", "column_code": "1", "column_other": "2"}
    assert clerk.post(url, payload=payload, act="preview", **columns).status_code == 200
    assert clerk.post(url, payload=payload, act="take", **columns).status_code == 302
    assert Line.objects.filter(account=account.pk, side="S").count() == 1
    assert {one.kind for one in Difference.objects.all()} == {"only_post"}
    again = _file(f"14/01/2026;{code};Sở thứ nhất", headings="Lúc nào;Mã;Tới đâu")
    remembered = clerk.post(url, file=again, act="take")
    assert remembered.status_code == 302


def test_what_cannot_be_read_is_said_and_given_back_once(world: World, as_: As) -> None:
    account, clerk = frozen(world), as_(world.clerk)
    url = f"/doi-soat/{account.pk}/so/gui"
    bad = clerk.post(url, file=_file("32/01/2026;KT1;Sở thứ nhất"), act="take")
    assert bad.status_code == 422
    assert "Dòng 2, cột" in text(bad)
    payload = text(bad).split('name="payload" value="')[1].split('"')[0]
    back = clerk.post(url, payload=payload, act="refused", column_day="0", column_other="2")
    assert content(back).startswith(b"PK")
    secret = clerk.post(url, file=_file("1;2;3", headings="Ngày;Trích yếu nội dung;Nơi nhận"))
    assert secret.status_code == 422
    broken = clerk.post(url, file=SimpleUploadedFile("so.xlsx", b"PK\x03\x04 broken"))
    assert broken.status_code == 422
    assert clerk.post(url, payload="x", act="take").status_code == 422
    large = clerk.post(url, file=SimpleUploadedFile("so.csv", b"x" * (50 << 20)))
    assert large.status_code == 422
    assert "tối đa 24 MB" in text(large)


def test_bags_sent_stand_beside_bags_received(world: World, as_: As) -> None:
    """One bag arrived, of another the far end knows nothing yet, one was not in the vehicle."""
    codes = doing.accepted(world, 3, receiver=world.far.pk)
    doing.moved(codes, world.courier, world.controller)
    bags = [doing.bag_of([code], world.controller, seal=f"S{n}") for n, code in enumerate(codes, 1)]
    offered = doing.given(bags[:2], world.controller, world.far_controller)
    doing.taken(offered, world.far_controller, bags[:1], seal="S1")
    doing.given(bags[2:], world.controller, world.far_controller)
    asked = {"tu": "01/01/2026", "den": "31/01/2026"}
    dispatcher = as_(world.dispatcher)
    page = text(dispatcher.get("/doi-soat/chuyen-thu", **asked))
    assert all(word in page for word in ("hai đầu khớp", "túi thiếu", "đã gửi, chưa thấy nhận"))
    rows = content(dispatcher.get("/doi-soat/chuyen-thu", **asked, xuat="csv")).decode()
    shown = {code: line for line in rows.splitlines() for code in bags if code in line}
    assert "hai đầu khớp" in shown[bags[0]]
    assert "túi thiếu" in shown[bags[1]]
    assert "chưa thấy nhận" in shown[bags[2]]
    turned = text(dispatcher.get("/doi-soat/chuyen-thu", **asked, sap="-tui"))
    places = [turned.index(f"{code[:5]}-{code[5:10]}-{code[10:]}") for code in sorted(bags)]
    assert places == sorted(places, reverse=True)
    assert 'aria-sort="descending"' in turned
    differing = text(dispatcher.get("/doi-soat/chuyen-thu", **asked, lech="1"))
    assert bags[0] not in differing.replace("-", "")
    assert dispatcher.get("/doi-soat/chuyen-thu", tu="hôm qua").status_code == 422
    assert as_(world.clerk).get("/doi-soat/chuyen-thu").status_code == 403


def test_the_head_finds_it_in_the_menu(world: World, as_: As) -> None:
    boss = as_(make.actor(Role.HEAD, body=world.sender))
    assert "/doi-soat" in text(boss.get("/"))
    assert date(2026, 1, 1) == period_of("2026-01").starts
