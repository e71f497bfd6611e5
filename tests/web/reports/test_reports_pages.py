"""Pages and files of reports, for those who make, approve and receive them."""

import io
import json
import zipfile
from datetime import date
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pypdfium2  # type: ignore[import-untyped] # it ships no hints
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kt1.config import clock
from kt1.oversight.reports import keys
from kt1.oversight.reports.models import Report, ReportSubmission, ReportVersion
from kt1.oversight.reports.rules import State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.oversight.reported import annexed, mailed
from tests.web.conftest import ClientOf

pytestmark = pytest.mark.django_db

NOW = make.at("2026-01-10")


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    made = build()
    annexed(made.sender, made.receiver, made.neighbour)
    mailed(made, made.sender, made.receiver, make.at("2025-08-01"), number=12)
    mailed(made, made.sender, made.receiver, make.at("2025-08-02"), number=2, urgency="HT")
    mailed(made, made.receiver, made.far, make.at("2025-09-02"), number=9, late=True)
    mailed(made, made.sender, made.receiver, make.at("2024-08-01"), number=7)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return made


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"), body=world.receiver)


@pytest.fixture
def leader(world: World) -> Actor:
    return make.actor(Role.HEAD, body=world.receiver)


def posted(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said}, follow=True)


def counted(client: Client) -> Report:
    posted(client, "/bao-cao/lap/kt1-half-year/2025H2")
    return Report.objects.get()


def issued(client: Client, head: Client) -> Report:
    """Taken through its pages, as the department and its head do."""
    report = counted(client)
    at = f"/bao-cao/{report.pk}"
    posted(client, f"{at}/loi", shortcomings="Còn cơ quan chưa cử đầu mối.", proposals="Tập huấn.")
    posted(client, f"{at}/trinh")
    posted(head, f"{at}/duyet")
    posted(
        client, f"{at}/ban-hanh", number="05/BC-SKHCN", dated="10/01/2026", authority="",
        title="GIÁM ĐỐC", name="Giám đốc thử",
    )  # fmt: skip
    return report


def test_a_report_goes_from_its_calendar_to_its_recipient(
    world: World, science: Actor, leader: Actor, client_of: ClientOf
) -> None:
    client, head = client_of(science), client_of(leader)
    page = client.get("/bao-cao").content.decode()
    assert "6 tháng cuối năm 2025" in page
    assert "phải gửi" in page
    report = issued(client, head)
    assert ReportVersion.objects.get().state == State.ISSUED
    page = client.get(f"/bao-cao/{report.pk}").content.decode()
    for words in ("Tổng sản lượng", "Cùng kỳ", "Biểu 06", "Còn cơ quan chưa cử đầu mối"):
        assert words in page
    ministry = client_of(make.actor(Role.MINISTRY))
    assert ministry.get(f"/bao-cao/{report.pk}").status_code == 404
    posted(
        client, f"/bao-cao/{report.pk}/gui", recipients=["ubnd_tinh", "bo_khcn"], way="system",
        sent_on="10/01/2026", reference="",
    )  # fmt: skip
    assert "Báo cáo chờ xác nhận" in ministry.get("/").content.decode()
    assert "05/BC-SKHCN" in ministry.get("/bao-cao").content.decode()
    sent = ReportSubmission.objects.get(recipient="bo_khcn")
    posted(ministry, f"/bao-cao/{report.pk}/da-nhan/{sent.pk}")
    sent.refresh_from_db()
    assert sent.received_at is not None
    assert "đã gửi đúng hạn" in client.get("/bao-cao").content.decode()


def test_what_is_refused_stays_on_the_page(
    world: World, science: Actor, client_of: ClientOf
) -> None:
    client = client_of(science)
    report = counted(client)
    answer = posted(client, f"/bao-cao/{report.pk}/loi", general="Đã gửi tài liệu tuyệt mật.")
    assert answer.status_code == 422
    answer = posted(client, f"/bao-cao/{report.pk}/trinh")
    assert "Chưa có nội dung ở mục: V, VI" in answer.content.decode()
    answer = posted(client, "/bao-cao/theo-yeu-cau", by="Cục Bưu điện Trung ương", number="120/CV")
    assert answer.status_code == 422
    assert "Cục Bưu điện Trung ương" in answer.content.decode()
    answer = posted(
        client, "/bao-cao/theo-yeu-cau", by="Cục Bưu điện Trung ương", number="120/CBĐTW",
        dated="08/01/2026", due="12/01/2026", title="Tình hình dịp Tết", first="01/12/2025",
        last="09/01/2026", recipients=["bo_khcn"],
    )  # fmt: skip
    assert "theo yêu cầu của Cục Bưu điện Trung ương, 120/CBĐTW" in answer.content.decode()


def test_a_report_that_a_body_asked_for_goes_to_bodies_of_the_network(  # noqa: PLR0915 - one way
    world: World, science: Actor, leader: Actor, client_of: ClientOf
) -> None:
    client, head = client_of(science), client_of(leader)
    asker, other = world.sender, make.agency("24-SNV", name="Sở Nội vụ")
    said: dict[str, Any] = {
        "by": asker.code.lower(), "number": "12/CV", "dated": "08/01/2026", "due": "12/01/2026",
        "title": "Tình hình dịp Tết", "first": "01/12/2025", "last": "09/01/2026",
        "bodies": f"{asker.code}; {other.name};",
    }  # fmt: skip
    assert f'<option value="{asker.code}"' in client.get("/bao-cao/theo-yeu-cau").content.decode()
    for wrong, words in (({"bodies": "KHÔNG CÓ"}, "KHÔNG CÓ."), ({"bodies": " ; "}, "Nơi nhận")):
        refused = posted(client, "/bao-cao/theo-yeu-cau", **said | wrong)
        assert refused.status_code == 422
        assert words in refused.content.decode()
    posted(client, "/bao-cao/theo-yeu-cau", **said)
    report = Report.objects.get()
    assert (report.asker, report.asked_by) == (asker, asker.name)
    at = f"/bao-cao/{report.pk}"
    posted(client, f"{at}/loi", shortcomings="Không có.", proposals="Không có.")
    posted(client, f"{at}/trinh")
    back = posted(head, f"{at}/tra-lai", reason="other", remark="")
    assert back.status_code == 422
    posted(head, f"{at}/tra-lai", reason="missing", remark="Nêu rõ số cơ quan đã cử đầu mối.")
    page = client.get(at).content.decode()
    assert "thiếu nội dung" in page
    assert "Nêu rõ số cơ quan đã cử đầu mối." in page
    posted(client, f"{at}/trinh")
    posted(head, f"{at}/duyet")
    posted(
        client, f"{at}/ban-hanh", number="06/BC-SKHCN", dated="10/01/2026", authority="",
        title="GIÁM ĐỐC", name="Giám đốc thử",
    )  # fmt: skip
    sending = {"way": "paper", "sent_on": "10/01/2026", "reference": ""}
    assert 'value="system"' not in client.get(f"{at}/gui").content.decode()
    posted(client, f"{at}/gui", recipients=[str(asker.pk)], **sending)
    again = posted(client, f"{at}/gui", recipients=[str(asker.pk)], **sending)
    assert again.status_code == 422
    assert "đã gửi đúng hạn" not in client.get(at).content.decode()
    posted(client, f"{at}/gui", recipients=[str(other.pk)], **sending)
    assert {one.body for one in ReportSubmission.objects.all()} == {asker, other}
    assert "đã gửi đúng hạn" in client.get(at).content.decode()
    envelope = client.get(f"{at}/1/tep.xml").content.decode()
    assert other.name in envelope


def test_a_correction_shows_what_it_states_otherwise(
    world: World, science: Actor, leader: Actor, client_of: ClientOf
) -> None:
    client = client_of(science)
    report = issued(client, client_of(leader))
    mailed(world, world.receiver, world.far, make.at("2025-10-02"), number=6)
    answer = posted(client, f"/bao-cao/{report.pk}/tinh-lai", cause="correction")
    page = answer.content.decode()
    assert "Bản 2 khác bản 1" in page
    assert "III. 4. Sản lượng, doanh thu: Tổng sản lượng" in page
    assert "23 (7)" in page
    assert "29 (7)" in page
    assert client.get(f"/bao-cao/{report.pk}?ban=1").status_code == 200
    assert client.get(f"/bao-cao/{report.pk}?ban=9").status_code == 404


def test_the_next_definition_is_stated_by_its_paper(
    world: World, science: Actor, client_of: ClientOf
) -> None:
    client = client_of(science)
    assert "trước ngày 20" in client.get("/bao-cao/quy-dinh").content.decode()
    said = {
        "since": "01/07/2026", "title": "Báo cáo dịch vụ KT1", "cycle": "half_year",
        "window": "fifteenth", "due_months": "0", "due_day": "20", "province_name": "",
        "ministry_name": "", "basis": "Thông tư số 26/2026/TT-BKHCN", "evidence": "official_text",
    }  # fmt: skip
    assert posted(client, "/bao-cao/quy-dinh/kt1-half-year", **said).status_code == 422
    said["ministry_name"] = "Bộ Khoa học và Công nghệ"
    page = posted(client, "/bao-cao/quy-dinh/kt1-half-year", **said).content.decode()
    assert "chậm nhất ngày 20 của tháng cuối kỳ" in page
    said |= {"title": "Báo cáo quý dịch vụ KT1", "cycle": "quarter", "window": "calendar",
             "since": "01/10/2025", "province_name": "UBND tỉnh"}  # fmt: skip
    page = posted(client, "/bao-cao/quy-dinh/moi", **said).content.decode()
    assert "Báo cáo quý dịch vụ KT1" in page
    assert "quý IV năm 2025" in client.get("/bao-cao").content.decode()
    at = "/bao-cao/quy-dinh/own-1/het"
    assert posted(client, at, last="30/09/2025", paper="12/UBND").status_code == 422
    posted(client, at, last="31/12/2025", paper="Công văn số 12/UBND-CDS")
    assert client.get(at).status_code == 404


def test_files_hold_the_same_figures_and_hide_the_same(
    world: World, science: Actor, leader: Actor, client_of: ClientOf
) -> None:
    client = client_of(science)
    report = issued(client, client_of(leader))
    at = f"/bao-cao/{report.pk}/1/tep"

    def got(form: str) -> bytes:
        answer = client.get(f"{at}.{form}")
        assert answer.status_code == 200
        return bytes(answer.content)

    data = json.loads(got("json"))
    assert data["figures"][keys.ALL] == {"now": 23, "before": 7, "change_per_mille": 2285}
    assert data["figures"][keys.volume(keys.WITHIN, "HT")] == {"hidden": True}
    assert data["ledger"]["root"] == ReportVersion.objects.get().ledger_root
    document = zipfile.ZipFile(io.BytesIO(got("docx"))).read("word/document.xml").decode()
    printed = pypdfium2.PdfDocument(got("pdf"))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in printed)
    for words in ("Tổng sản lượng: 23", "05/BC-SKHCN", "GIÁM ĐỐC", "Kính gửi", "Nơi nhận"):
        assert words in text
    for words in ("Tổng sản lượng: 23", "05/BC-SKHCN", "Times New Roman"):
        assert words in document
    book = CalamineWorkbook.from_filelike(io.BytesIO(got("xlsx")))
    assert book.sheet_names == ["Tổng hợp", *(f"Biểu 0{n}" for n in range(1, 7))]
    volumes = book.get_sheet_by_name("Biểu 01").to_python()
    assert ["Tổng sản lượng", "", 23.0, 7.0] in [row[:4] for row in volumes]
    envelope = ET.fromstring(got("xml"))  # noqa: S314 - our own
    tags = {one.tag.rpartition("}")[2]: one.text for one in envelope.iter()}
    assert (tags["CodeNumber"], tags["CodeNotation"]) == ("05", "BC-SKHCN")
    assert tags["PromulgationDate"] == f"{date(2026, 1, 10):%Y/%m/%d}"
    assert client.get(f"{at}.exe").status_code == 404


def test_pages_ask_the_database_a_bounded_number_of_times(
    world: World, science: Actor, client_of: ClientOf
) -> None:
    client = client_of(science)
    report = counted(client)
    ministry = client_of(make.actor(Role.MINISTRY))
    for who, address, most in (
        (client, "/bao-cao", 22),
        (client, f"/bao-cao/{report.pk}", 28),
        (ministry, "/bao-cao", 22),
    ):
        who.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = who.get(address)
        assert answer.status_code == 200
        assert len(asked) <= most, address
