"""The directory, the places and the routes, as each role meets them."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from kt1.config import clock
from kt1.ledger.entries.models import Entry
from kt1.network.models import Agency, AgencyPoint, AnnexMembership, Place, Route
from kt1.network.sheets import opening
from kt1.people.accounts.rules import Role
from kt1.people.readings.queries import Filter, who_read
from tests.custody import factories as make
from tests.web.network.asking import AsRole, post, shows

pytestmark = pytest.mark.django_db

AGENCY = {
    "code": "24-BQLKCN",
    "name": "Ban Quản lý các khu công nghiệp Bắc Ninh",
    "family": "so_ban_nganh",
    "bloc": "chinh_quyen",
    "line": "ubnd",
    "valid_from": "01/07/2025",
}


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
    rows = opening.read(content)[0]
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
    # By id: a join over rows the statistics do not know yet takes minutes.
    AgencyPoint.objects.filter(agency=Agency.objects.get(code="24-STC").pk).delete()
    AnnexMembership.objects.filter(agency=Agency.objects.get(code="24-SNV").pk).delete()
    shows(as_role(Role.DISPATCHER).get("/"), "?khong-tuyen=1", "?khong-diem-phat=1")
    shows(as_role(Role.REGULATOR).get("/"), "?khong-phu-luc=1")
    listed = as_role(Role.DISPATCHER).get("/co-quan?khong-diem-phat=1&tinh=24")
    shows(listed, "Sở Tài chính Bắc Ninh")
    listed = as_role(Role.REGULATOR).get("/co-quan?khong-phu-luc=1&tinh=24")
    shows(listed, "Sở Nội vụ Bắc Ninh")
    assert "Bưu điện tỉnh Bắc Ninh" not in listed.content.decode()
    listed = as_role(Role.DISPATCHER).get("/dia-diem?khong-tuyen=1")
    shows(listed, "Văn phòng HĐND và UBND phường Kinh Bắc")
