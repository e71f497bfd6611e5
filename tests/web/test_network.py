"""The directory, the places, the routes and their files, as each role meets them."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TransactionTestCase
from django.utils import translation

from kt1.config import clock
from kt1.ledger.entries.models import Entry
from kt1.network.demonstration.actions import demo_network
from kt1.network.models import Agency, AgencyPoint, AnnexMembership, Place, Route
from kt1.network.sheets import files
from kt1.network.sheets.files import Form
from kt1.network.sheets.reading import read
from kt1.network.sheets.tables import SheetName
from kt1.people.accounts.rules import Role
from kt1.people.readings.queries import Filter, who_read
from tests.custody import factories as make
from tests.network.sheeting import ROWS, row, table
from tests.web.conftest import ActorOf, ClientOf

pytestmark = pytest.mark.django_db

AsRole = Callable[[Role], Client]
AGENCY = {
    "code": "24-BQLKCN",
    "name": "Ban Quản lý các khu công nghiệp Bắc Ninh",
    "family": "so_ban_nganh",
    "bloc": "chinh_quyen",
    "line": "ubnd",
    "valid_from": "01/07/2025",
}
SECRET = [["STT", "Số, ký hiệu", "Trích yếu", "Độ mật"], ["1", "12/BC-UBND", "việc X", "Tối mật"]]


@pytest.fixture(scope="module")
def net(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Built once and committed for the tests of this module; each of them is rolled back."""
    with django_db_blocker.unblock():
        demo_network(at=make.MORNING, by="demo")
    yield
    with django_db_blocker.unblock():
        TransactionTestCase._fixture_teardown(None)  # type: ignore[attr-defined]  # as after a commit


@pytest.fixture
def as_role(net: None, db: None, actor_of: ActorOf, client_of: ClientOf) -> AsRole:
    return lambda role: client_of(actor_of(role))


@pytest.fixture
def regulator(as_role: AsRole) -> Client:
    return as_role(Role.REGULATOR)


@pytest.fixture
def dispatcher(as_role: AsRole) -> Client:
    return as_role(Role.DISPATCHER)


def post(client: Client, url: str, **said: object) -> Any:
    return client.post(url, {"once": str(uuid4()), **said})


def upload(client: Client, name: str, rows: Sequence[Sequence[str]], **more: str) -> Any:
    content = files.write(Form.CSV, "x", rows)
    return post(client, f"/tep/{name}", file=SimpleUploadedFile("tep.csv", content), **more)


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"no {name} on the page"
    return found[1]


def shows(answer: Any, *texts: str) -> None:
    page = answer.content.decode()
    for text in texts:
        assert text in page, text


def test_the_directory_is_found_by_what_people_type(as_role: AsRole) -> None:
    clerk = as_role(Role.CLERK)
    for text in ("ubnd kinh bac", "Ủy ban nhân dân phường KINH BẮC", "09187-ub", "KH24-0213"):
        answer = clerk.get("/co-quan", {"q": text})
        assert "UBND phường Kinh Bắc" in answer.content.decode(), text


def test_the_directory_is_narrowed_by_province_family_and_bloc(regulator: Client) -> None:
    answer = regulator.get("/co-quan", {"tinh": "75", "khoi": "tu_phap"})
    shows(answer, "Tòa án nhân dân tỉnh Đồng Nai", "Viện kiểm sát nhân dân tỉnh Đồng Nai")
    assert "Bắc Ninh</a>" not in answer.content.decode()
    answer = regulator.get("/co-quan", {"nhom": "vp_tinh_uy", "tinh": "24"})
    shows(answer, "Văn phòng Tỉnh ủy Bắc Ninh")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_directory_goes_out_as_a_file(form: str, regulator: Client) -> None:
    answer = regulator.get("/co-quan", {"tinh": "24", "xuat": form})
    assert answer.status_code == 200
    content = answer.getvalue()
    rows = files.read(content)[0]
    assert any("UBND phường Kinh Bắc" in [str(cell) for cell in row_] for row_ in rows)


@pytest.mark.parametrize("url", ["/co-quan", "/dia-diem", "/duong-thu"])
def test_a_list_asks_as_much_for_two_rows_as_for_fifty(
    url: str, dispatcher: Client, django_assert_max_num_queries
) -> None:
    dispatcher.get(url)
    with django_assert_max_num_queries(16):
        dispatcher.get(url)


@pytest.mark.parametrize("url", ["/co-quan/09187-UB", "/dia-diem/24-TT", "/duong-thu/PH-24-BC01-1"])
def test_a_page_asks_a_bounded_number_of_questions(
    url: str, dispatcher: Client, django_assert_max_num_queries
) -> None:
    dispatcher.get(url)
    with django_assert_max_num_queries(25):
        dispatcher.get(url)


def test_the_line_of_a_body_says_who_may_remind_it(regulator: Client) -> None:
    with translation.override("vi"):
        shows(
            regulator.get("/co-quan/24-BTC"),
            "đề nghị phối hợp",
            "Văn phòng Tỉnh ủy",
            "<dt>Tỉnh kiểm tra</dt><dd>không</dd>",
        )
        shows(regulator.get("/co-quan/24-STC"), "yêu cầu", "<dt>Tỉnh kiểm tra</dt><dd>có</dd>")


def test_codes_and_door_notes_are_shown_to_those_who_need_them(as_role: AsRole) -> None:
    contract = Agency.objects.get(code="24-CA").contract_no
    assert contract in as_role(Role.DISPATCHER).get("/co-quan/24-CA").content.decode()
    assert contract in as_role(Role.REGULATOR).get("/co-quan/24-CA").content.decode()
    for role in (Role.CLERK, Role.ADMIN, Role.WITNESS):
        assert contract not in as_role(role).get("/co-quan/24-CA").content.decode()
    notes = "Không mang điện thoại"
    assert notes in as_role(Role.COURIER).get("/co-quan/24-CA").content.decode()
    assert notes not in as_role(Role.REGULATOR).get("/co-quan/24-CA").content.decode()


def test_an_agency_is_added_with_its_desk(regulator: Client) -> None:
    answer = post(regulator, "/co-quan/them", **AGENCY)
    assert answer.status_code == 302
    made = Agency.objects.get(code="24-BQLKCN")
    assert made.province.code == "24"
    assert Place.objects.get(code="24-BQLKCN-VT").agency == made
    assert Entry.objects.filter(kind="network.agencies.written").count() == 1


def test_a_double_click_adds_one_agency(regulator: Client) -> None:
    form = {"once": str(uuid4()), **AGENCY}
    assert regulator.post("/co-quan/them", form).status_code == 302
    assert regulator.post("/co-quan/them", form).status_code in {302, 422}
    assert Entry.objects.filter(kind="network.agencies.written").count() == 1


def test_a_code_in_use_is_not_taken_over(regulator: Client) -> None:
    answer = post(regulator, "/co-quan/them", **{**AGENCY, "code": "24-STC"})
    assert answer.status_code == 422
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính Bắc Ninh"


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "", "Trường này là bắt buộc"),
        ("valid_from", "hôm qua", "dd/mm/yyyy"),
        ("line", "dang", "không khớp"),
        ("family", "ubnd_xa", "phải ghi mã xã"),
        ("name", "Phòng Tối mật", "không được ghi vào hệ thống"),
        ("code", "24 STC", "không phải mã"),
        ("payer", "24-NOBODY", "không có mã này"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    field: str, value: str, fault: str, regulator: Client
) -> None:
    said = {**AGENCY, "contract_no": "HĐ-KT1-77", field: value}
    answer = post(regulator, "/co-quan/them", **said)
    assert answer.status_code == 422
    shows(answer, fault, "HĐ-KT1-77")
    assert not Agency.objects.filter(code="24-BQLKCN").exists()


def test_a_refused_text_is_never_echoed_in_the_fault(regulator: Client) -> None:
    answer = post(regulator, "/co-quan/them", **{**AGENCY, "name": "Bộ phận Tuyệt mật số 7"})
    summary = answer.content.decode().split('role="alert"')[1].split("</div>")[0]
    assert "số 7" not in summary


def test_an_agency_is_changed_and_keeps_what_was_not_touched(regulator: Client) -> None:
    before = Agency.objects.get(code="09187-UB")
    form = regulator.get("/co-quan/09187-UB/sua").context["form"]
    said = {name: form.initial[name] for name in form.fields if form.initial.get(name)}
    said["works_on_paper"] = "on"
    assert post(regulator, "/co-quan/09187-UB/sua", **said).status_code == 302
    after = Agency.objects.get(code="09187-UB")
    assert after.works_on_paper
    assert (after.name, after.commune_id, after.contract_no) == (
        before.name,
        before.commune_id,
        before.contract_no,
    )


def test_a_membership_is_ended_and_the_next_begins(regulator: Client) -> None:
    ended = {"annex": "II", "source": "QĐ 32/2025/QĐ-TTg", "valid_to": "31/12/2025"}
    assert post(regulator, "/co-quan/24-STC/phu-luc/2025-11-01", **ended).status_code == 302
    begun = {"annex": "admitted", "source": "Văn bản chấp thuận", "valid_from": "01/01/2026"}
    assert post(regulator, "/co-quan/24-STC/phu-luc", **begun).status_code == 302
    rows = AnnexMembership.objects.filter(agency__code="24-STC").order_by("valid_from")
    assert [one.annex for one in rows] == ["II", "II", "admitted"]
    overlapping = {**begun, "valid_from": "01/02/2026"}
    assert post(regulator, "/co-quan/24-STC/phu-luc", **overlapping).status_code == 422
    assert regulator.get("/co-quan/24-STC/phu-luc/2020-01-01").status_code == 404
    assert regulator.get("/co-quan/24-STC/phu-luc/hom-nay").status_code == 404


def test_a_point_is_added_and_taken_away(dispatcher: Client) -> None:
    tie = {"point": "24-P-SNV", "day_kind": "tet", "hours": "off"}
    assert post(dispatcher, "/co-quan/24-STC/diem-phat", **tie).status_code == 302
    assert AgencyPoint.objects.filter(agency__code="24-STC").count() == 2
    assert post(dispatcher, "/co-quan/24-STC/diem-phat", **tie).status_code == 422
    assert post(dispatcher, "/co-quan/24-STC/diem-phat/go", **tie).status_code == 302
    assert AgencyPoint.objects.filter(agency__code="24-STC").count() == 1
    assert post(dispatcher, "/co-quan/24-STC/diem-phat/go", **tie).status_code == 404
    assert Entry.objects.filter(kind="network.points.written").count() == 2


def test_the_police_are_given_no_door_but_their_gate(dispatcher: Client) -> None:
    tie = {"point": "24-P-SNV", "day_kind": "any", "hours": "any"}
    answer = post(dispatcher, "/co-quan/24-CA/diem-phat", **tie)
    assert answer.status_code == 422
    shows(answer, "cổng trực ban")


def test_a_place_is_added_and_changed_and_keeps_its_kind(dispatcher: Client) -> None:
    place = {
        "code": "24-BC99",
        "kind": "post_office",
        "name": "Bưu cục KT1 thử",
        "commune": "09187",
        "parent": "24-TT",
        "handling_minutes": "15",
        "valid_from": "01/01/2026",
    }
    assert post(dispatcher, "/dia-diem/them", **place).status_code == 302
    changed = {**place, "kind": "centre", "name": "Bưu cục KT1 đổi tên"}
    assert post(dispatcher, "/dia-diem/24-BC99/sua", **changed).status_code == 302
    made = Place.objects.get(code="24-BC99")
    assert (made.kind, made.name, made.handling_minutes) == (
        "post_office",
        "Bưu cục KT1 đổi tên",
        15,
    )


def test_a_route_is_added_and_its_board_shown(dispatcher: Client) -> None:
    route = {
        "code": "PH-24-THU",
        "name": "Tuyến phát thử",
        "kind": "delivery",
        "start": "24-BC01",
        "stops": "09187-P1:10; 09169-P1:95",
        "runs": "23:00-01:30+1 (mọi ngày)",
        "valid_from": "01/01/2026",
    }
    assert post(dispatcher, "/duong-thu/them", **route).status_code == 302
    shows(dispatcher.get("/duong-thu/PH-24-THU"), "23:00", "23:10", "00:35+1", "01:30+1")
    changed = {**route, "runs": "07:00-09:00 (ngày làm việc)"}
    assert post(dispatcher, "/duong-thu/PH-24-THU/sua", **changed).status_code == 302
    shows(dispatcher.get("/duong-thu/PH-24-THU"), "07:10", "ngày làm việc")


def test_every_look_at_a_timetable_is_written_down(dispatcher: Client) -> None:
    began = clock.now()
    pages = {
        "/duong-thu": "network.routes",
        "/duong-thu/PH-24-BC01-1": "network.route",
        "/duong-thu/PH-24-BC01-1/sua": "network.route_edit",
        "/tep/routes/csv": "network.sheet_file",
    }
    for url in pages:
        assert dispatcher.get(url).status_code == 200
    assert dispatcher.get("/co-quan").status_code == 200
    police = make.actor(Role.POLICE_PA03, at_province=make.province())
    asked = Filter(since=began, until=clock.now())
    seen = [one.page for one in who_read(police, clock.now(), asked)]
    assert [page for page in seen if page.startswith("network.")] == list(pages.values())[::-1]


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


@pytest.mark.parametrize("content", [b"\x00\x01", "Mã;Tên".encode("utf-16"), b"PK\x03\x04x"])
def test_what_is_no_spreadsheet_is_refused(content: bytes, regulator: Client) -> None:
    answer = post(regulator, "/tep/agencies", file=SimpleUploadedFile("x.xlsx", content))
    assert answer.status_code == 422
    shows(answer, "không phải XLSX hoặc CSV")


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


def test_the_search_box_finds_agencies_and_places(as_role: AsRole) -> None:
    answer = as_role(Role.DISPATCHER).get("/tim", {"q": "kinh bac"})
    shows(answer, "/co-quan/09187-UB", "/dia-diem/09187-P1")
    answer = as_role(Role.CLERK).get("/tim", {"q": "kinh bac"})
    shows(answer, "/co-quan/09187-UB")
    assert "/dia-diem/" not in answer.content.decode()
    exact = as_role(Role.CLERK).get("/tim", {"q": "09187-ub"})
    assert exact.status_code == 302
    assert exact["Location"] == "/co-quan/09187-UB"


def test_holes_in_the_network_wait_for_those_who_mend_them(as_role: AsRole) -> None:
    Route.objects.filter(code="PH-24-BC01-1").delete()
    AgencyPoint.objects.filter(agency__code="24-STC").delete()
    AnnexMembership.objects.filter(agency__code="24-SNV").delete()
    shows(as_role(Role.DISPATCHER).get("/"), "?khong-tuyen=1", "?khong-diem-phat=1")
    shows(as_role(Role.REGULATOR).get("/"), "?khong-phu-luc=1")
    listed = as_role(Role.DISPATCHER).get("/co-quan?khong-diem-phat=1&tinh=24")
    shows(listed, "Sở Tài chính Bắc Ninh")
    listed = as_role(Role.REGULATOR).get("/co-quan?khong-phu-luc=1&tinh=24")
    shows(listed, "Sở Nội vụ Bắc Ninh")
    assert "Bưu điện tỉnh Bắc Ninh" not in listed.content.decode()
    listed = as_role(Role.DISPATCHER).get("/dia-diem?khong-tuyen=1")
    shows(listed, "Văn phòng HĐND và UBND phường Kinh Bắc")


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
