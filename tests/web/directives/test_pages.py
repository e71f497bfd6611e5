"""Directives, requests and the library on the pages: the Sở, a clerk and the Party office."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.network.agencies.rules import Family
from kt1.oversight.directives.models import Assignment, Directive
from kt1.oversight.directives.rules import State
from kt1.oversight.outreach.models import MaterialVersion, OutreachEvent, QuizAttempt
from kt1.oversight.requests.models import Inquiry
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.oversight.test_directives import Ground, ground, issued, task
from tests.web.conftest import ClientOf, content, text

__all__ = ["ground"]
pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


FACTS = {
    "direction": "in", "kind": "cong_van", "issuer": "UBND tỉnh", "arrived_on": "14/01/2026",
    "title": "Tăng cường sử dụng dịch vụ bưu chính KT1", "number": "", "dated": "", "under": "",
}  # fmt: skip


def test_from_a_known_paper_to_a_clerk_s_report(ground: Ground, client_of: ClientOf) -> None:
    so, clerk = client_of(ground.so), client_of(ground.clerk)
    assert "CV-BACNINH-2026" in text(so.get("/van-ban-chi-dao/moi"))
    page = so.get("/van-ban-chi-dao/moi?mau=CV-BACNINH-2026")
    assert "24-STC" in text(page)  # a body that the register lacks is named
    assert send(so, "/van-ban-chi-dao/moi?mau=CV-BACNINH-2026", **FACTS).status_code == 302
    one = Directive.objects.get()
    here = f"/van-ban-chi-dao/{one.pk}"
    said = {"due": "14/02/2026", "tasks": ["11", "13"]}
    assert send(so, f"{here}/han", **said).status_code == 302
    assert send(so, f"{here}/nhiem-vu/13", text="Chỉ định đầu mối").status_code == 422
    assert text(clerk.get("/")).count("Văn bản chỉ đạo chờ xác nhận") == 0
    assert send(so, f"{here}/ban-hanh").status_code == 302
    page_text = text(clerk.get("/"))
    assert "Văn bản chỉ đạo chờ xác nhận đã nhận" in page_text
    assert "Nhiệm vụ của cơ quan" in page_text
    assert send(clerk, f"{here}/da-nhan").status_code == 302
    page_text = text(clerk.get(here))
    assert "14/02/2026" in page_text
    assert "Người nhận bưu gửi" in page_text  # where the duty D13 is done
    mine = Assignment.objects.filter(agency=ground.commune, task__n__in=[11, 13])
    chosen = [str(pk) for pk in mine.values_list("pk", flat=True)]
    refused = send(clerk, "/viec-duoc-giao/bao-cao", chon=chosen, state="reported",
                   note="công văn số 12/UBND")  # fmt: skip
    assert refused.status_code == 422
    assert "công văn số 12" in text(refused)  # what was typed is not lost
    done = {"chon": chosen, "state": "reported", "paper": "3/BC-UBND ngày 14/01/2026"}
    assert send(clerk, "/viec-duoc-giao/bao-cao", **done).status_code == 302
    assert set(mine.values_list("state", flat=True)) == {State.REPORTED}
    assert "Báo cáo nhiệm vụ chờ xem xét" in text(so.get("/"))
    assert send(so, "/viec-duoc-giao/xet?tt=waiting", state="done").status_code == 302
    assert set(mine.values_list("state", flat=True)) == {State.DONE}


def test_a_register_asks_as_little_for_many_bodies_as_for_few(
    ground: Ground, client_of: ClientOf
) -> None:
    so = client_of(ground.so)

    def asked(more: int) -> list[int]:
        for _ in range(more):
            make.agency(family=Family.COMMUNE_UBND)
        one = issued(ground, task(Family.COMMUNE_UBND), title=f"Việc {more}")
        found = []
        for address in ("/van-ban-chi-dao", f"/van-ban-chi-dao/{one.pk}", "/viec-duoc-giao"):
            with CaptureQueriesContext(connection) as seen:
                assert so.get(address).status_code == 200
            found.append(len(seen))
        return found

    asked(0)
    assert asked(3) == asked(20)


def test_lists_filter_and_export(ground: Ground, client_of: ClientOf) -> None:
    issued(ground, task(Family.COMMUNE_UBND, Family.COMMUNE_PARTY), number="7/UBND")
    so, office = client_of(ground.so), client_of(ground.vptu)
    assert "Kinh Bắc" in text(so.get("/viec-duoc-giao?tt=not_started&q=kinh+bac&vb=&giay="))
    assert "Đảng ủy phường" not in text(so.get("/viec-duoc-giao"))
    assert "Đảng ủy phường" in text(office.get("/viec-duoc-giao"))
    assert content(so.get("/viec-duoc-giao?xuat=xlsx")).startswith(b"PK")
    assert "7/UBND" in text(so.get("/van-ban-chi-dao?q=7/UBND"))
    assert "thuộc tuyến khác" in text(so.get(f"/van-ban-chi-dao/{Directive.objects.get().pk}"))


def test_a_report_comes_back_with_a_later_day_and_is_seen_in_the_history(
    ground: Ground, client_of: ClientOf
) -> None:
    one = issued(ground, task(Family.COMMUNE_UBND))
    row = Assignment.objects.get(task__directive=one)
    so, clerk = client_of(ground.so), client_of(ground.clerk)
    here = f"/viec-duoc-giao/{row.pk}"
    said = {"bao-cao": "1", "state": "reported", "note": "đã cử phòng trực"}
    assert send(clerk, here, **said).status_code == 302
    assert send(so, here, xet="1", state="returned").status_code == 422
    back = {"xet": "1", "state": "returned", "why": "no_paper", "due": "20/02/2026"}
    assert send(so, here, **back).status_code == 302
    page = text(clerk.get(here))
    assert "thiếu số, ngày văn bản" in page
    assert "đã cử phòng trực" in page
    assert "20/02/2026" in page
    paper = {"bao-cao": "1", "state": "reported"}
    assert send(so, here, **paper).status_code == 422  # for a body: with its paper alone
    assert send(so, here, **paper, paper="4/BC ngày 15/01/2026").status_code == 302
    assert "nhập từ văn bản của cơ quan" in text(so.get(here))


def test_a_request_and_its_answer(ground: Ground, client_of: ClientOf) -> None:
    so, clerk = client_of(ground.so), client_of(ground.clerk)
    said = {"agencies": "09187-ub 24-SYT", "matter": "focal_points", "text": "Đề nghị cho biết"}
    assert send(so, "/trao-doi/moi", **{**said, "agencies": "24-LA"}).status_code == 422
    assert send(so, "/trao-doi/moi", **said).status_code == 302
    assert "Yêu cầu chờ trả lời" in text(clerk.get("/"))
    one = Inquiry.objects.get(agency=ground.commune)
    contact = {"title": "Văn thư", "phone": "0222 3800 001"}
    assert send(clerk, "/trao-doi/dau-moi", **contact).status_code == 302
    assert send(clerk, f"/trao-doi/{one.pk}/tra-loi", text="").status_code == 422
    assert send(clerk, f"/trao-doi/{one.pk}/tra-loi", text="Đã cử").status_code == 302
    page = text(so.get(f"/trao-doi/{one.pk}"))
    assert "Đã cử" in page
    assert "02223800001" in page
    assert send(so, f"/trao-doi/{one.pk}/ket-thuc").status_code == 302
    own = {"matter": "guidance", "text": "Khai đầu mối ở đâu"}
    assert send(clerk, "/trao-doi/moi", **own).status_code == 302
    assert "Yêu cầu chờ trả lời" in text(so.get("/"))


def test_the_library_from_a_guide_to_a_quiz(ground: Ground, client_of: ClientOf) -> None:
    so, clerk = client_of(ground.so), client_of(ground.clerk)
    page = so.get("/thu-vien/moi?mau=gi-phai-gui-kt1")
    initial = page.context["form"].initial
    assert send(so, "/thu-vien/moi", **{**initial, "quiz": "? Một\n- A"}).status_code == 422
    assert send(so, "/thu-vien/moi", **initial).status_code == 302
    one = MaterialVersion.objects.get()
    assert "Tài liệu hướng dẫn chưa đọc" in text(clerk.get("/"))
    assert "Tự hỏi trước khi gửi" in text(clerk.get(f"/thu-vien/{one.pk}"))
    assert send(clerk, f"/thu-vien/{one.pk}/da-doc").status_code == 302
    quiz = f"/thu-vien/{one.pk}/trac-nghiem"
    assert send(clerk, quiz, q1="2").status_code == 422
    answers = {f"q{q.n}": str(q.choices.get(right=True).n) for q in one.questions.all()}
    assert "4/4" in text(send(clerk, quiz, **answers))
    assert QuizAttempt.objects.get().passed
    assert so.get("/thu-vien").status_code == so.get(f"/thu-vien/moi?ban={one.pk}").status_code


def test_an_event_from_plan_to_coverage(ground: Ground, client_of: ClientOf) -> None:
    so, clerk = client_of(ground.so), client_of(ground.clerk)
    assert send(so, "/tuyen-truyen/dot-moi", title="Đợt một", first="01/01/2026",
                last="31/03/2026").status_code == 302  # fmt: skip
    plan = {
        "kind": "training", "title": "Tập huấn văn thư", "begins": "14/01/2026 07:00",
        "ends": "14/01/2026 08:30", "families": ["ubnd_xa"], "agencies": "24-SYT",
    }  # fmt: skip
    assert send(so, "/tuyen-truyen/moi", **{**plan, "ends": "13/01/2026 07:00"}).status_code == 422
    assert send(so, "/tuyen-truyen/moi", **plan).status_code == 302
    one = OutreachEvent.objects.get()
    assert "chờ nhập cơ quan dự" in text(so.get("/"))
    came = {f"a{ground.commune.pk}": "2", "more": "24-TA 1"}
    assert send(so, f"/tuyen-truyen/{one.pk}/ket-qua", **came).status_code == 302
    assert "Tập huấn văn thư" in text(clerk.get("/tuyen-truyen"))
    assert "Sở Y tế" not in text(clerk.get(f"/tuyen-truyen/{one.pk}"))
    page = text(so.get("/tuyen-truyen/do-phu?nam=2026"))
    assert "đã đến 1 trên 3 cơ quan" in page
    assert "Sở Y tế" in text(so.get("/tuyen-truyen/do-phu?chua=1"))


def test_pages_of_nobody_s_business_say_why(ground: Ground, client_of: ClientOf) -> None:
    police = client_of(make.actor(Role.POLICE_PA03, at_province=make.province()))
    for address in ("/van-ban-chi-dao", "/trao-doi", "/thu-vien", "/tuyen-truyen/do-phu"):
        assert police.get(address).status_code == 403
