"""Inspections on the pages: from the watch list to a violation's last paper."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it ships no hints

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family, Line
from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.models import Inspection, Plan, PlanLine
from kt1.oversight.inspections.rules import State
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.rules import State as VState
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.readings.queries import Filter, who_read
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
DAY = "14/01/2026"


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def prepared(client: Client, world: World) -> Inspection:
    said = {
        "agency": world.sender.code, "side": "user", "ground": "watch", "paper": "",
        "manner": "on_site", "period_from": "01/11/2025", "period_to": DAY, "visit_from": DAY,
        "visit_to": "15/01/2026",
    }  # fmt: skip
    assert send(client, "/kiem-tra/moi", **said).status_code == 302
    return Inspection.objects.get()


def test_from_the_watch_list_to_the_end_of_a_violation(  # noqa: PLR0915 - one long way
    world: World, browsing: Browsing, science: Actor
) -> None:
    doing.accepted(world)
    sci, head = browsing(science), browsing(make.actor(Role.HEAD, body=world.sender))
    assert world.sender.name in text(sci.get("/giam-sat"))
    remind = f"/giam-sat/{world.sender.pk}/nhac"
    said = {"channel": "phone", "on": DAY, "measure": "frames_lacking", "paper": "", "note": ""}
    assert send(sci, remind, **said).status_code == 302
    assert "qua điện thoại" in text(sci.get("/giam-sat"))
    assert world.sender.code.encode() in content(sci.get("/giam-sat?xuat=csv"))
    one = prepared(sci, world)
    here = f"/kiem-tra/{one.pk}"
    assert "chưa nhập" in text(sci.get(here))
    assert head.get(here).status_code == 404
    assert "thời gian một cuộc kiểm tra" in text(sci.get(f"{here}/quyet-dinh"))
    paper = {"number": "05/QĐ-SKHCN", "dated": DAY, "notified_on": DAY}
    assert send(sci, f"{here}/quyet-dinh", **paper).status_code == 422
    duty = str(science.duty_id)
    send(sci, f"{here}/doan", duty=duty, office="", position="", part="lead")
    assert send(sci, f"{here}/quyet-dinh", **paper).status_code == 302
    assert "Quyết định kiểm tra chưa đọc" in text(head.get("/"))
    assert send(head, f"{here}/da-doc").status_code == 302
    assert f"{here}/phieu" not in text(head.get(here))
    assert head.get(f"{here}/phieu").status_code == 403
    send(sci, f"{here}/bat-dau")
    assert send(sci, f"{here}/mau", size="5", lettered_paper="", lettered_on="").status_code == 302
    page = text(sci.get(f"{here}/mau/1?lai=1"))
    assert "Rút ra đúng các bưu gửi đó" in page
    police = make.actor(Role.POLICE_PA03, at_province=make.province("24"))
    looked = Filter(since=make.MORNING, until=make.at("2026-01-15"), page="inspections.sample")
    assert len(who_read(police, make.at("2026-01-15"), looked)) == 1
    keys = [question.key for question in checklists()[one.checklist].questions]
    send(sci, f"{here}/phieu", **{key: "met" for key in keys if key != "U05"})
    assert f"{len(keys) - 1}/{len(keys)}" in text(sci.get(f"{here}/phieu"))
    found = {"question": "U05", "evidence": "document", "conduct": "", "note": "thiếu chữ ký"}
    assert send(sci, f"{here}/phat-hien", **found, unit_id="", evidence_paper="").status_code == 302
    minutes = {"number": "3/BB-ĐKT", "dated": DAY, "copies": "2", "opinion": "agrees", "note": ""}
    assert send(sci, f"{here}/bien-ban", **minutes).status_code == 302
    assert "thiếu chữ ký" in text(head.get(here))
    send(sci, f"{here}/ket-luan", number="7/TB-SKHCN", dated=DAY)
    send(sci, f"{here}/dong-ho-so", kept_where="Kho lưu trữ Sở")
    one.refresh_from_db()
    assert one.state == State.CLOSED
    fault = Violation.objects.get()
    there = f"/vi-pham/{fault.pk}"
    send(sci, f"{there}/yeu-cau", paper="8/SKHCN", dated=DAY, due="30/01/2026")
    assert "Nội dung cơ quan phải khắc phục" in text(head.get("/"))
    assert send(head, f"{there}/bao-cao", paper="1/UBND", dated=DAY, note="").status_code == 302
    send(sci, f"{there}/kiem-tra-lai", met="yes", dated=DAY, inspection_id="", note="")
    end = {"paper": "9/SKHCN", "dated": DAY, "addressee": ""}
    refused = send(sci, f"{there}/hinh-thuc", kind="sanction", **end)
    assert refused.status_code == 422
    assert "Chưa nêu hành vi" in text(refused)
    assert send(sci, f"{there}/hinh-thuc", kind="remind", **end).status_code == 302
    assert send(sci, f"{there}/ket-qua", paper="10/SKHCN", dated=DAY).status_code == 302
    fault.refresh_from_db()
    assert fault.state == VState.CLOSED


@pytest.mark.parametrize("kind", ["quyet-dinh", "bien-ban"])
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_papers_to_sign(
    world: World, browsing: Browsing, science: Actor, kind: str, form: str
) -> None:
    sci = browsing(science)
    one = prepared(sci, world)
    here = f"/kiem-tra/{one.pk}"
    assert sci.get(f"{here}/giay/{kind}.{form}").status_code == 404
    send(sci, f"{here}/doan", duty=str(science.duty_id), office="", position="", part="lead")
    send(sci, f"{here}/quyet-dinh", number="05/QĐ-SKHCN", dated=DAY, notified_on=DAY)
    answer = sci.get(f"{here}/giay/{kind}.{form}")
    assert answer.status_code == 200
    body = answer.content
    if form == "pdf":
        assert body.startswith(b"%PDF")
        return
    words = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
    assert world.sender.name in words
    assert "thanh tra" not in words.lower()


def test_the_plan_page_and_its_lines(world: World, browsing: Browsing, science: Actor) -> None:
    sci = browsing(science)
    line = {"agency": world.sender.name, "side": "user", "manner": "on_site", "month": "3"}
    assert send(sci, "/kiem-tra/ke-hoach/2026/them", **line).status_code == 302
    wrong = send(sci, "/kiem-tra/ke-hoach/2026/them", **line | {"agency": "không có"})
    assert wrong.status_code == 422
    assert "không có" in text(wrong)
    send(sci, "/kiem-tra/ke-hoach/2026/phe-duyet", number="01/KH-SKHCN", dated=DAY)
    assert Plan.objects.get().approved_at is not None
    row = PlanLine.objects.get()
    page = text(sci.get("/kiem-tra/ke-hoach/2026"))
    assert f"/kiem-tra/ke-hoach/2026/lap-{row.pk}" in page
    days = {"manner": "on_site", "period_from": "01/11/2025", "period_to": DAY,
            "visit_from": DAY, "visit_to": DAY}  # fmt: skip
    made = send(sci, f"/kiem-tra/ke-hoach/2026/lap-{row.pk}", **days)
    assert made.url == f"/kiem-tra/{Inspection.objects.get().pk}"
    leader = browsing(make.actor(Role.PROVINCE_LEADER, at_province=make.province("24")))
    assert world.sender.name in text(leader.get("/kiem-tra/ke-hoach/2026"))
    paper = PdfDocument(leader.get("/kiem-tra/ke-hoach/2026?tep=pdf").content)
    printed = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    assert "01/KH-SKHCN" in printed
    assert world.sender.name in " ".join(printed.split())
    assert leader.get("/kiem-tra/ke-hoach/2026?tep=docx").content.startswith(b"PK")
    assert leader.get("/kiem-tra/ke-hoach/2027?tep=pdf").status_code == 404
    assert send(leader, "/kiem-tra/ke-hoach/2026/them", **line).status_code == 403


def test_a_user_is_not_shown_what_it_might_be_fined(
    world: World, browsing: Browsing, science: Actor
) -> None:
    sci = browsing(science)
    for agency, shown in ((world.sender, False), (_post(), True)):
        said = {"agency": agency.code, "origin": "watch", "area": "service", "done_on": DAY,
                "conduct": "ND174-2026/12.5.b", "note": ""}  # fmt: skip
        where = send(sci, "/vi-pham/moi", **said).url
        assert ("40.000.000" in text(sci.get(where))) is shown
    tables = text(sci.get("/vi-pham/bang"))
    assert "64.000.000" in tables
    assert "thanh tra" not in tables.lower()


def _post() -> Agency:
    return make.agency("24-BD", name="Bưu điện", family=Family.POST, line=Line.POST)
