"""Rosters from the pages of those who keep them: seen, filled, from files, swapped, printed."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.rosters.models import Roster, RosterLine, Swap
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.delivery.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Actor], Person]
HEADINGS = ("Ngày", "Từ giờ", "Đến giờ", "Họ tên", "Chức danh", "Điện thoại", "Thứ tự")
HEAD = {
    "title": "Lịch trực Tết Bính Ngọ",
    "authority_doc": "15/LT-UBND",
    "authority_date": "10/01/2026",
    "first": "14/02/2026",
    "first_hour": "7:30",
    "last": "23/02/2026",
    "last_hour": "7:30",
}


@pytest.fixture
def body(db: None) -> Agency:
    return make.agency("LT-UB", name="UBND phường Lịch Trực")


@pytest.fixture
def door(body: Agency) -> Place:
    made = make.point(body, code="24-P-LT", name="Cổng trực")
    make.receiver(made, body, title="Văn thư", days=["working"])
    return made


@pytest.fixture
def clerk(body: Agency, door: Place, as_: As) -> Person:
    return as_(make.clerk(body))


@pytest.fixture
def head(body: Agency, as_: As) -> Person:
    return as_(make.actor(Role.HEAD, body=body))


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no {name}"
    return found[1]


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for y, row in enumerate([HEADINGS, *rows]):
        for x, cell in enumerate(row):
            page.write_string(y, x, cell)
    book.close()
    return SimpleUploadedFile("lich.xlsx", out.getvalue())


def send(person: Person, file: SimpleUploadedFile, **changes: str) -> Any:
    return person.client.post("/lich-truc/LT-UB/tam-thoi/tep", {**HEAD, **changes, "file": file})


def titles(door: Place, moment: str) -> list[str]:
    day, hour = moment.split("T")
    return [one.title for one in who_may_sign_at(door.pk, make.at(day, hour)).people]


def test_weeks_show_who_stands_the_lunar_day_and_where_nobody_does(
    clerk: Person, door: Place
) -> None:
    assert clerk.get("/lich-truc").headers["Location"] == "/lich-truc/LT-UB"
    page = text(clerk.get("/lich-truc/LT-UB", tu="16/02/2026"))
    assert page.count('<time datetime="2026-02') >= 13
    assert "1 tháng Giêng" in page
    assert 'Trống <span class="nowrap">00:00–24:00</span>' in page, "nobody at Tết"
    working = text(clerk.get("/lich-truc/LT-UB", tu="14/01/2026"))
    assert '<span class="nowrap">17:00–24:00</span>' in working
    assert "07:30–17:00" in working
    assert clerk.get("/lich-truc/LT-UB", tu="khong", tuan="99").status_code == 200


def test_a_page_of_weeks_asks_no_more_for_more_people(
    clerk: Person, body: Agency, door: Place
) -> None:
    clerk.get("/lich-truc/LT-UB")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/lich-truc/LT-UB")
    for n in range(20):
        make.receiver(door, body, title=f"Trực {n}")
    with CaptureQueriesContext(connection) as many:
        assert "Trực 19" in text(clerk.get("/lich-truc/LT-UB"))
    assert len(many) == len(few)


def test_a_schedule_is_spread_in_turn_seen_and_saved(clerk: Person, door: Place) -> None:
    address = "/lich-truc/LT-UB/tam-thoi"
    people = "Trực lãnh đạo; Người thứ nhất; 0912 000 001\nTrực ban"
    asked = {**HEAD, "change": "7:30", "people": people}
    empty = clerk.post(address, **{**asked, "people": "", "step": "turns"})
    assert empty.status_code == 422
    assert "15/LT-UBND" in text(empty), "what was typed stays"
    grid = text(clerk.post(address, **asked, step="turns"))
    assert grid.count('<select name="o') == 9
    assert "29 tháng Chạp" in grid
    chosen = {f"o{n}": f"n{n % 2}" for n in range(9)} | {"o8": ""}
    seen = clerk.post(address, **asked, **chosen, step="preview")
    page = text(seen)
    assert seen.status_code == 200
    assert "Người thứ nhất" in page
    assert "07:30 22/02/2026 – 07:30 23/02/2026" in page, "the turn left empty is a gap"
    assert not Roster.objects.exists(), "nothing is written before it is saved"
    again = text(clerk.post(address, **asked, **chosen, step="again"))
    assert '<option value="n1" selected>' in again, "changing something keeps the grid"
    saved = clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    assert saved.status_code == 302
    assert titles(door, "2026-02-17T22:40") == ["Trực ban"]
    assert titles(door, "2026-02-22T22:40") == []
    assert RosterLine.objects.count() == 8
    assert FocalPoint.objects.filter(day_kinds=[]).count() == 2
    twice = clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    assert twice.status_code == 422
    assert "đã có lịch trực tạm thời khác" in text(twice)
    assert clerk.post("/lich-truc/LT-UB/luu", payload="x").status_code == 422


def test_one_schedule_takes_the_place_of_another_and_the_history_shows_it(
    clerk: Person, door: Place
) -> None:
    rows = [(f"{d}/02/2026", "7:30", "7:30", "", "Trực ban", "", "") for d in (16, 17)]
    page = text(send(clerk, sheet(*rows)))
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    first = Roster.objects.get()
    rows[1] = ("17/02/2026", "7:30", "7:30", "", "Trực lãnh đạo", "", "")
    page = text(send(clerk, sheet(*rows), thay=str(first.pk)))
    assert "Trực ban" in page
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    first.refresh_from_db()
    assert first.withdrawn_id is not None
    history = text(clerk.get("/lich-truc/LT-UB/lich-su"))
    assert history.count('<li class="panel">') == 2
    assert "<del>07:30 17/02/2026 – 07:30 18/02/2026: Trực ban (đầu mối)</del>" in history
    assert "<ins>07:30 17/02/2026 – 07:30 18/02/2026: Trực lãnh đạo (đầu mối)</ins>" in history
    assert "2 dòng không đổi" in history
    one = Roster.objects.get(withdrawn=None)
    own = f"/lich-truc/LT-UB/{one.pk}"
    assert "15/LT-UBND" in text(clerk.get(own))
    assert clerk.post(f"{own}/rut").status_code == 302
    assert titles(door, "2026-02-17T10:00") == []
    assert clerk.post(f"{own}/rut").status_code == 403


def test_a_file_is_taken_whole_or_its_faults_are_named_by_row_and_column(
    clerk: Person, door: Place
) -> None:
    good = ("16/02/2026", "07:30", "07:30", "Người trực", "Trực ban", "0912000001", "Dự phòng")
    bad = send(
        clerk,
        sheet(
            good,
            ("31/02/2026", "07:30", "07:30", "", "Trực ban", "", ""),
            ("17/02/2026", "sáng", "07:30", "", "Trực ban", "", ""),
            ("17/02/2026", "07:30", "07:30", "", "", "", ""),
            ("17/02/2026", "07:30", "17:00", "", "Trực ban", "hỏi cổng", ""),
            ("17/02/2026", "07:30", "17:00", "", "Trực ban", "", "Vua"),
            ("01/03/2026", "07:30", "17:00", "", "Trực ban", "", ""),
        ),
    )
    page = text(bad)
    assert bad.status_code == 422
    for sentence in (
        "Dòng 3, cột “Ngày”",
        "Dòng 4, cột “Từ giờ”",
        "Dòng 5, cột “Chức danh”",
        "Dòng 6, cột “Điện thoại”",
        "Dòng 7, cột “Thứ tự”",
        "Dòng 8, cột “Ngày”: nằm ngoài thời gian của lịch trực",
    ):
        assert sentence in page
    assert "hỏi cổng" not in page, "what stood in the file is not repeated"
    assert "6 lỗi" in page
    secret = send(
        clerk, sheet(good, ("16/02/2026", "1:00", "2:00", "", "Tài liệu Tối mật", "", ""))
    )
    assert secret.status_code == 422
    assert "Tối mật" not in text(secret)
    twice = send(clerk, sheet(good, good))
    assert "Dòng 3, cột “Từ giờ”: người này đã có ca vào giờ đó" in text(twice)
    none = send(clerk, SimpleUploadedFile("x.xlsx", b"PK\x03\x04nothing"))
    assert none.status_code == 422
    assert not Roster.objects.exists()
    fine = send(clerk, sheet(good, ("17/02/2026", "07:30", "17:00", "", "Văn thư", "", "")))
    page = text(fine)
    assert page.count("Người trực") >= 2
    before = FocalPoint.objects.count()
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    assert FocalPoint.objects.count() == before + 1, "whom the register knows is not named anew"
    csv = "\ufeff" + "\n".join(";".join(row) for row in (HEADINGS, good))
    assert send(clerk, SimpleUploadedFile("a.csv", csv.encode()), thay="").status_code == 422
    empty = clerk.get("/lich-truc/LT-UB/tam-thoi/mau")
    assert content(empty).startswith(b"PK")


def test_people_are_let_stand_in_turn_and_the_rotation_is_ended(
    clerk: Person, body: Agency, door: Place
) -> None:
    guard = make.receiver(door, body, title="Bảo vệ", days=["tet"])
    asked = {
        "title": "Trực đêm",
        "authority_doc": "16/LT-UBND",
        "authority_date": "10/01/2026",
        "rank": "focal",
        "days": ["working", "saturday", "sunday", "holiday", "tet"],
        "from_time": "17:00",
        "to_time": "7:30",
        "days_each": "1",
        "begins": "15/01/2026",
        "known": [str(guard.pk)],
        f"place{guard.pk}": "1",
        "people": "Trực lãnh đạo",
    }
    address = "/lich-truc/LT-UB/luan-phien"
    assert clerk.get(address).status_code == 200
    wrong = clerk.post(address, **{**asked, "title": "", "step": "preview"})
    assert wrong.status_code == 422
    page = text(clerk.post(address, **asked, step="preview"))
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    assert titles(door, "2026-01-15T22:40") == ["Bảo vệ"]
    assert titles(door, "2026-01-16T22:40") == ["Trực lãnh đạo"]
    own = f"/lich-truc/LT-UB/{Roster.objects.get().pk}"
    assert clerk.post(f"{own}/rut", last_day="nay").status_code == 422
    assert clerk.post(f"{own}/rut", last_day="15/01/2026").status_code == 302
    assert titles(door, "2026-01-16T22:40") == []


def test_somebody_stands_in(clerk: Person, body: Agency, door: Place) -> None:
    deputy = make.receiver(door, body, title="Chánh văn phòng", days=["tet"])
    writer = FocalPoint.objects.get(title="Văn thư")
    address = "/lich-truc/LT-UB/truc-thay"
    asked = {
        "who": deputy.pk,
        "instead_of": writer.pk,
        "rank": "focal",
        "first": "15/01/2026",
        "first_hour": "7:30",
        "last": "15/01/2026",
        "last_hour": "17:00",
        "step": "preview",
    }
    assert 'value="15/01/2026"' in text(clerk.get(address, ngay="15/01/2026"))
    over = clerk.post(address, **{**asked, "first": "01/01/2026", "last": "01/01/2026"})
    assert over.status_code == 422
    assert "Thời gian này đã qua" in text(over)
    page = text(clerk.post(address, **asked))
    assert "<del>" in page
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    assert titles(door, "2026-01-15T10:00") == ["Chánh văn phòng"]
    assert titles(door, "2026-01-16T10:00") == ["Văn thư"]


def test_a_swap_is_asked_waits_on_the_head_s_home_and_is_accepted(
    clerk: Person, head: Person, door: Place
) -> None:
    rows = [
        ("20/01/2026", "17:00", "7:30", "", "Trực một", "", ""),
        ("21/01/2026", "17:00", "7:30", "", "Trực hai", "", ""),
    ]
    dates = {"first": "19/01/2026", "last": "25/01/2026"}
    page = text(send(clerk, sheet(*rows), **dates))
    clerk.post("/lich-truc/LT-UB/luu", payload=hidden(page, "payload"))
    one, two = FocalPoint.objects.filter(day_kinds=[]).order_by("pk")
    address = "/lich-truc/LT-UB/doi-ca"
    form = text(clerk.get(address))
    keys = list(dict.fromkeys(re.findall(r'<option value="(\d+\.focal\.[^"]+)"', form)))
    assert len(keys) == 2
    assert clerk.post(address, gives=keys[0], to=one.pk).status_code == 422
    assert clerk.post(address, gives=keys[0], to=two.pk, for_=keys[1]).status_code == 302
    swap = Swap.objects.get()
    assert "Người khác của cơ quan trả lời" in text(clerk.get(address))
    assert clerk.post(f"{address}/{swap.pk}", answer="accept").status_code == 403
    assert "Đề nghị đổi ca chờ trả lời" in text(head.get("/"))
    assert "Đề nghị đổi ca chờ trả lời" not in text(clerk.get("/"))
    assert head.post(f"{address}/{swap.pk}", answer="accept").status_code == 302
    assert titles(door, "2026-01-20T22:40") == ["Trực hai"]
    assert titles(door, "2026-01-21T22:40") == ["Trực một"]
    assert "đổi ca trực" in text(head.get("/lich-truc/LT-UB/lich-su")).lower()


def test_the_duty_list_is_printed(clerk: Person, door: Place) -> None:
    answer = clerk.get("/lich-truc/LT-UB/in", tu="16/02/2026", tuan="2")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert content(answer).startswith(b"%PDF")


def test_others_neither_see_nor_keep_it(clerk: Person, world: World, as_: As, door: Place) -> None:
    stranger = as_(world.clerk)
    assert stranger.get("/lich-truc/LT-UB").status_code == 404
    dispatcher = as_(world.dispatcher)
    assert "UBND phường Lịch Trực" in text(dispatcher.get("/lich-truc"))
    assert dispatcher.get("/lich-truc/LT-UB").status_code == 200
    assert dispatcher.get("/lich-truc/LT-UB/tam-thoi").status_code == 403
    assert as_(world.courier).get("/lich-truc/LT-UB").status_code == 403
    assert clerk.get("/lich-truc/LT-UB", diem="24-KHONG").status_code == 404
    doorless = make.agency("LT-KO", name="Cơ quan chưa có cửa")
    assert "chưa có điểm phát" in text(dispatcher.get(f"/lich-truc/{doorless.code}"))
    found = text(clerk.get("/tim", q="lịch trực"))
    assert "/lich-truc" in found
