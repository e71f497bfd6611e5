"""Digest, list, letter: from the home page of whoever is told to the effect of the letter."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.network.agencies.models import Agency
from kt1.oversight.reminders.models import Digest, Owing, Urging
from kt1.people.actor import Actor
from kt1.people.readings.steps import log_reading
from tests.custody import factories as make
from tests.web.conftest import content, text
from tests.web.reminders.conftest import Ward, settle

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def key() -> dict[str, str]:
    return {"once": str(uuid4())}


def drafted(desk: Client, **changed: object) -> Urging:
    ids = list(Owing.objects.filter(agency__line="ubnd").values_list("pk", flat=True))
    sent = {"viec": ids, "channel": "letter", "until": "30/11/2026", "signed_as": "deputy"}
    assert desk.post("/nhac-viec/soan", {**sent, **key(), **changed}).status_code == 302
    return Urging.objects.latest("pk")


def test_a_clerk_sees_one_digest_and_takes_note(owing: Ward, browsing: Browsing) -> None:
    desk = browsing(owing.clerk)
    assert "Bản nhắc việc đến hạn, quá hạn" in text(desk.get("/"))
    page = text(desk.get("/nhac-viec"))
    assert ">17/11/2026</time>: 1 việc." in page
    assert "UBND phường Kinh Bắc" in page
    assert f'href="/doi-soat/{owing.months[0].pk}"' in page
    assert "10/2026" in page
    assert "Sở số 1" not in page
    assert ">11/11/2026</time>: " in text(desk.get("/nhac-viec?ngay=11/11/2026"))
    desk.post("/nhac-viec/da-biet", key())
    assert Digest.objects.filter(user=owing.clerk.user_id, seen_at=None).count() == 0
    assert "Bản nhắc việc đến hạn" not in text(desk.get("/"))


def test_the_department_lists_its_lines_and_the_party_office_its_own(
    owing: Ward, browsing: Browsing
) -> None:
    department = browsing(owing.science)
    page = text(department.get("/nhac-viec/chua-lam"))
    assert "UBND phường Kinh Bắc" in page
    assert "Ban Tổ chức" not in page
    party = text(browsing(owing.party_office).get("/nhac-viec/chua-lam"))
    assert "Ban Tổ chức" in party
    assert "Sở số 1" not in party
    narrowed = text(department.get("/nhac-viec/chua-lam?viec=focal"))
    assert "Không có mục nào" in narrowed or "UBND phường Kinh Bắc" not in narrowed
    with CaptureQueriesContext(connection) as few:
        department.get("/nhac-viec/chua-lam?q=phường")
    with CaptureQueriesContext(connection) as many:
        department.get("/nhac-viec/chua-lam")
    assert len(many) <= len(few) + 1


def test_a_letter_is_drafted_opened_numbered_and_counted(owing: Ward, browsing: Browsing) -> None:
    desk = browsing(owing.science)
    home = text(desk.get("/"))
    assert "Cơ quan cần đôn đốc bằng văn bản" in home
    offered = text(desk.get("/nhac-viec/soan"))
    assert "“yêu cầu”" in offered
    assert offered.count('name="viec"') == 10
    row = drafted(desk)
    page = text(desk.get(f"/nhac-viec/van-ban/{row.pk}"))
    assert "Đã ký trên giấy" in page
    docx = content(desk.get(f"/nhac-viec/van-ban/{row.pk}/cong-van.docx"))
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        body = file.read("word/document.xml").decode()
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "xác nhận đối soát sản lượng",
                  "Các cơ quan, đơn vị có tên trong danh sách kèm theo", "Sở số 9",
                  "UBND TỈNH BẮC NINH", "PHÓ GIÁM ĐỐC", "yêu cầu"):  # fmt: skip
        assert words in body or words.replace("TỈNH", "THÀNH PHỐ") in body, words
    pdf = pypdfium2.PdfDocument(content(desk.get(f"/nhac-viec/van-ban/{row.pk}/cong-van.pdf")))
    assert "DANH SÁCH" in pdf[1].get_textpage().get_text_bounded()
    refused = desk.post(
        f"/nhac-viec/van-ban/{row.pk}/so", {"number": "12", "dated": "30/11/2026", **key()}
    )
    assert refused.status_code == 422
    assert "Ngày này chưa đến." in text(refused)
    desk.post(
        f"/nhac-viec/van-ban/{row.pk}/so",
        {"number": "12/SKHCN-BCVT", "dated": "17/11/2026", **key()},
    )
    settle(owing.months[0])
    listed = text(desk.get("/nhac-viec/van-ban"))
    assert "12/SKHCN-BCVT" in listed
    assert "<b>1</b> / 10" in text(desk.get(f"/nhac-viec/van-ban/{row.pk}"))
    assert "12/SKHCN-BCVT" in text(browsing(owing.leader).get("/nhac-viec/van-ban"))
    effect = text(desk.get("/nhac-viec/hieu-qua"))
    assert "Xác nhận đối soát" in effect


def test_what_is_typed_wrongly_is_kept_and_said(owing: Ward, browsing: Browsing) -> None:
    desk = browsing(owing.science)
    ids = list(Owing.objects.filter(agency__line="ubnd").values_list("pk", flat=True))[:2]
    sent = {"viec": ids, "channel": "letter", "until": "01/11/2026", "signed_as": "head"}
    answer = desk.post("/nhac-viec/soan", {**sent, **key()})
    assert answer.status_code == 422
    page = text(answer)
    assert "Ngày này đã qua." in page
    assert page.count(" checked") >= len(ids) + 1
    assert 'value="01/11/2026"' in page
    nothing = desk.post("/nhac-viec/soan", {**sent, "viec": [], "until": "30/11/2026", **key()})
    assert "Chọn nội dung cần nêu trong văn bản." in text(nothing)
    assert not Urging.objects.exists()


def test_a_draft_laid_aside_frees_what_it_named_and_a_call_needs_no_number(
    owing: Ward, browsing: Browsing
) -> None:
    desk = browsing(owing.science)
    row = drafted(desk)
    assert 'name="viec"' not in text(desk.get("/nhac-viec/soan"))
    desk.post(f"/nhac-viec/van-ban/{row.pk}/bo", key())
    assert text(desk.get("/nhac-viec/soan")).count('name="viec"') == 10
    call = drafted(desk, channel="phone")
    assert call.state == "issued"
    assert desk.get(f"/nhac-viec/van-ban/{call.pk}/cong-van.docx").status_code == 404
    assert "đã gọi" in text(desk.get("/nhac-viec/van-ban"))


def test_the_party_office_writes_in_the_partys_layout(owing: Ward, browsing: Browsing) -> None:
    desk = browsing(owing.party_office)
    (one,) = Owing.objects.filter(agency__code="24-BTC")
    desk.post(
        "/nhac-viec/soan",
        {"viec": one.pk, "channel": "letter", "until": "30/11/2026", "signed_as": "head", **key()},
    )
    row = Urging.objects.get()
    pdf = pypdfium2.PdfDocument(content(desk.get(f"/nhac-viec/van-ban/{row.pk}/cong-van.pdf")))
    page = pdf[0].get_textpage().get_text_bounded()
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert "phối hợp" in page
    assert "yêu cầu" not in page
    assert browsing(owing.science).get(f"/nhac-viec/van-ban/{row.pk}").status_code == 404


def test_the_letter_of_unattended_doors_is_a_file_and_each_making_is_logged(
    owing: Ward, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = Agency.objects.get(code="24-UB9")
    make.point(body, code="24-P-UB9")
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-05", "09:00"))
    desk = browsing(owing.science)
    read: list[str] = []

    def logged(by: Actor, at: datetime, what: str, units: tuple[int, ...]) -> int:
        read.append(what)
        return log_reading(by, at, what, units)

    monkeypatch.setattr("kt1.web.reminders.coverage.log_reading", logged)
    answer = desk.get("/do-phu/cong-van.docx?ma=24-UB9")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(content(answer))) as file:
        said = file.read("word/document.xml").decode()
    assert "UBND phường Kinh Bắc" in said
    assert "phòng trực" in said
    assert len(read) == 1
    assert browsing(owing.party_office).get("/do-phu/cong-van.docx?ma=24-UB9").status_code == 404
