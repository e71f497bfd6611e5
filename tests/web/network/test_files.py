"""Files taken in and handed out on the pages."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kt1.ledger.entries.models import Entry
from kt1.network.models import Agency, Place
from kt1.network.sheets.reading import read
from kt1.network.sheets.tables import SheetName
from kt1.people.accounts.rules import Role
from tests.custody import factories as make
from tests.network.sheeting import ROWS, row, table
from tests.web.conftest import ClientOf
from tests.web.network.asking import AsRole, hidden, post, shows, upload

pytestmark = pytest.mark.django_db

SECRET = [["STT", "Số, ký hiệu", "Trích yếu", "Độ mật"], ["1", "12/BC-UBND", "việc X", "Tối mật"]]


def test_a_file_shows_its_differences_and_is_taken_once(regulator: Client) -> None:
    changed = row(SheetName.AGENCIES, code="24-STC", name="Sở Tài chính tỉnh Bắc Ninh")
    new = row(SheetName.AGENCIES, code="24-BQLKCN", name="Ban Quản lý các khu công nghiệp")
    looked = upload(regulator, "agencies", table(changed, new))
    assert looked.status_code == 200
    shows(looked, "Sở Tài chính Bắc Ninh", "Sở Tài chính tỉnh Bắc Ninh", "24-BQLKCN")
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính Bắc Ninh"
    form = {
        "payload": hidden(looked, "payload"),
        "shown": hidden(looked, "shown"),
        "once": str(uuid4()),
    }
    for _ in range(2):
        assert regulator.post("/tep/agencies/nhan", form).status_code == 302
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính tỉnh Bắc Ninh"
    assert Entry.objects.filter(kind="network.agencies.written").count() == 1


def test_what_changed_meanwhile_is_shown_again(regulator: Client) -> None:
    changed = row(SheetName.AGENCIES, code="24-STC", name="Sở Tài chính tỉnh Bắc Ninh")
    looked = upload(regulator, "agencies", table(changed))
    Agency.objects.filter(code="24-STC").update(works_on_paper=True, contract_no="")
    Agency.objects.filter(code="24-STC").update(name="Sở Tài chính")
    again = post(
        regulator,
        "/tep/agencies/nhan",
        payload=hidden(looked, "payload"),
        shown=hidden(looked, "shown"),
    )
    assert again.status_code == 200
    shows(again, "Dữ liệu đã thay đổi trong lúc xem")
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính"


def test_a_file_with_faults_names_each_and_takes_nothing(regulator: Client) -> None:
    bad = row(SheetName.AGENCIES, province="99")
    answer = upload(regulator, "agencies", table(bad))
    assert answer.status_code == 422
    shows(answer, "Dòng 2, cột “Mã tỉnh”: không có mã này")


def test_another_province_is_refused_by_row(regulator: Client) -> None:
    theirs = row(SheetName.AGENCIES, code="75-X", province="75")
    answer = upload(regulator, "agencies", table(theirs))
    assert answer.status_code == 422
    shows(answer, "thuộc tỉnh không do bạn quản lý")


def test_a_secret_register_is_refused_with_the_sentence_and_leaves_no_trace(
    regulator: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = Entry.objects.count()
    answer = upload(regulator, "agencies", SECRET)
    assert answer.status_code == 422
    shows(
        answer,
        "Tệp có dấu hiệu chứa BMNN; không nối USB từ máy soạn thảo BMNN; báo người phụ trách.",
    )
    page = answer.content.decode()
    assert "Tối mật" not in page
    assert "12/BC-UBND" not in page
    assert "Tối mật" not in caplog.text
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01", "Tệp hỏng hoặc không phải bảng tính"),
        ("Mã;Tên".encode("utf-16"), "không thấy tiêu đề cột"),
        (b"PK\x03\x04x", "Tệp hỏng hoặc không phải bảng tính"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Tệp có mật khẩu"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_reason(
    content: bytes, said: str, regulator: Client
) -> None:
    answer = post(regulator, "/tep/agencies", file=SimpleUploadedFile("x.xlsx", content))
    assert answer.status_code == 422
    shows(answer, said)


def test_a_payload_of_somebody_else_or_changed_on_the_way_is_not_taken(
    as_role: AsRole, client_of: ClientOf
) -> None:
    one, other = (
        as_role(Role.REGULATOR),
        client_of(make.actor(Role.REGULATOR, at_province=make.province())),
    )
    looked = upload(one, "agencies", table(row(SheetName.AGENCIES, code="24-NEW")))
    payload, shown = hidden(looked, "payload"), hidden(looked, "shown")
    for client, text in ((other, payload), (one, payload[:-2] + "xx"), (one, "")):
        answer = post(client, "/tep/agencies/nhan", payload=text, shown=shown)
        assert answer.status_code == 422
    assert not Agency.objects.filter(code="24-NEW").exists()


def test_the_file_that_goes_out_comes_in_again_unchanged(dispatcher: Client) -> None:
    for name in ("places", "points", "routes"):
        out = dispatcher.get(f"/tep/{name}/xlsx").getvalue()
        answer = post(dispatcher, f"/tep/{name}", file=SimpleUploadedFile("t.xlsx", out))
        assert answer.status_code == 200, name
        shows(answer, "Không có gì để nhận")


def test_the_empty_form_and_unknown_files(dispatcher: Client) -> None:
    form = dispatcher.get("/tep/places/mau").getvalue()
    assert read(SheetName.PLACES, form).rows == ()
    assert dispatcher.get("/tep/nothing").status_code == 404
    assert dispatcher.get("/tep/places/pdf").status_code == 404


def test_a_whole_list_says_what_it_would_close(dispatcher: Client) -> None:
    only = {"Mã địa điểm": "24-TT", "Loại": "Trung tâm khai thác", "Mã tỉnh": "24",
            "Tên": "Trung tâm khai thác KT1 Bắc Ninh", "Hiệu lực từ": "01/07/2025"}  # fmt: skip
    answer = upload(dispatcher, "places", table(only), complete="on")
    assert answer.status_code == 200
    assert (
        answer.context["closed_count"]
        == Place.objects.filter(province__code="24")
        .exclude(kind="agency_desk")
        .exclude(code="24-TT")
        .count()
    )


def test_units_are_listed_and_kept_by_the_administrator(as_role: AsRole) -> None:
    admin = as_role(Role.ADMIN)
    shows(admin.get("/don-vi", {"q": "loc thanh"}), "Lộc Thành", "Lộc Thạnh", "67611", "67614")
    shows(admin.get("/don-vi", {"q": "bac ninh", "cap": "tỉnh"}), "tỉnh")
    answer = upload(admin, "units", table(ROWS[SheetName.UNITS]))
    assert answer.status_code == 200
    taken = post(
        admin,
        "/tep/units/nhan",
        payload=hidden(answer, "payload"),
        shown=hidden(answer, "shown"),
    )
    assert taken.status_code == 302
    shows(admin.get("/don-vi", {"tinh": "01"}), "01999")
    shows(as_role(Role.CLERK).get("/don-vi", {"q": "67611"}), "Lộc Thạnh")
    assert as_role(Role.REGULATOR).get("/tep/units").status_code == 403


def test_every_sheet_has_rows_to_try_with() -> None:
    assert set(ROWS) == set(SheetName)
