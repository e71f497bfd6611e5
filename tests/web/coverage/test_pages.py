"""Gaps, map, calendar, monthly list and reminders, as the post, the body and its line see them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.network.models import AgencyPoint
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.coverage import actions
from kt1.people.reminders.models import Reminder
from tests.custody import factories as make
from tests.web.conftest import content, text
from tests.web.coverage.conftest import ALL_DAY, NOT_TET, NOW, As, Province

pytestmark = pytest.mark.django_db

WARD, PARTY, STAFFED = "UBND phường Kinh Bắc", "Đảng ủy phường Kinh Bắc", "Sở Tài chính"
TET = "2026-02-14"
PAGES = ("/do-phu", "/do-phu/ban-do", "/do-phu/lich", "/do-phu/ngoai-gio", "/do-phu/nhac")


def html(answer: Any) -> str:
    return content(answer).decode()


def logged() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kt1.log_reader', 'on', false)")
        cursor.execute("SELECT page FROM people_readinglog ORDER BY id")
        found = [page for (page,) in cursor.fetchall()]
        cursor.execute("SELECT set_config('kt1.log_reader', '', false)")
    return found


def test_the_dispatcher_sees_the_gaps_of_the_next_break(province: Province, as_: As) -> None:
    shown = text(as_(province.dispatcher).get("/do-phu"))
    assert "Tết Nguyên đán, 14–22/02/2026" in shown
    assert WARD in shown
    assert PARTY in shown
    assert STAFFED not in shown
    assert "00:00 16/02 – 24:00 20/02" in shown
    assert "2 trên 4 cơ quan" in shown


def test_each_line_sees_its_own_and_a_stranger_nothing(province: Province, as_: As) -> None:
    party = text(as_(province.party_office).get("/do-phu"))
    assert (PARTY in party, WARD in party) == (True, False)
    for above in (province.regulator, province.leader):
        state = text(as_(above).get("/do-phu"))
        assert (PARTY in state, WARD in state) == (False, True)
    far = as_(province.far_dispatcher)
    assert WARD not in text(far.get("/do-phu"))
    assert far.get("/do-phu/co-quan/09187-UB").status_code == 404
    assert as_(province.regulator).get("/do-phu/co-quan/09187-DU").status_code == 404
    assert as_(province.staffed_clerk).get("/do-phu/co-quan/09187-UB").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_others_are_told_whose_page_it_is(page: str, province: Province, as_: As) -> None:
    courier = as_(make.actor(Role.COURIER, where=make.place(PlaceKind.POST_OFFICE)))
    assert courier.get(page).status_code == 403


def test_every_answer_is_in_the_reading_log(province: Province, as_: As) -> None:
    for page in (*PAGES, "/do-phu/co-quan/09187-UB"):
        assert as_(province.dispatcher).get(page).status_code == 200
    assert logged() == [
        "coverage.list",
        "coverage.map",
        "coverage.calendar",
        "coverage.month",
        "coverage.reminders",
        "coverage.body",
    ]


def test_a_body_sees_its_doors_and_names_somebody_from_there(province: Province, as_: As) -> None:
    for person in (province.clerk, province.head):
        answer = as_(person).get("/do-phu", follow=True)
        assert answer.redirect_chain[-1][0] == "/do-phu/co-quan/09187-UB"
        shown = text(answer)
        assert "Văn phòng phường Kinh Bắc" in shown
        assert "29 tháng Chạp" in shown
        assert 'href="/nguoi-ky-nhan/moi"' in html(answer)
        assert "Lời văn của công văn" not in shown
    quiet = text(as_(province.staffed_clerk).get("/do-phu", follow=True))
    assert "giờ nào cũng có người được ký nhận" in quiet


def test_home_tells_the_body_until_the_gap_is_closed(province: Province, as_: As) -> None:
    line = "Khoảng trống trực: Tết Nguyên đán"
    assert line in text(as_(province.clerk).get("/"))
    assert line in text(as_(province.head).get("/"))
    assert line not in text(as_(province.staffed_clerk).get("/"))
    door = AgencyPoint.objects.get(agency=province.ward).point
    make.receiver(door, province.ward, hours=ALL_DAY, days=["tet"])
    assert line not in text(as_(province.clerk).get("/"))


def test_home_tells_dispatcher_and_line_what_was_reminded(province: Province, as_: As) -> None:
    line = "Cơ quan còn khoảng trống trực trước kỳ nghỉ"
    assert line not in text(as_(province.dispatcher).get("/"))
    actions.check(at=NOW)  # twelve days before: the second step
    for person in (province.dispatcher, province.party_office, province.regulator):
        assert line in text(as_(person).get("/")), person.role
    assert line not in text(as_(province.leader).get("/")), "only at the last step"
    shown = text(as_(province.party_office).get("/do-phu/nhac"))
    assert PARTY in shown
    assert "đề nghị phối hợp" in shown
    assert WARD not in shown


def test_taking_note_empties_the_home_line(province: Province, as_: As) -> None:
    actions.check(at=NOW)
    client = as_(province.regulator)
    ids = list(Reminder.objects.filter(role="regulator").values_list("pk", flat=True))
    sent = client.post("/do-phu/nhac/da-biet", {"so": ids, "once": str(uuid4())})
    assert sent.status_code == 302
    assert "Cơ quan còn khoảng trống trực" not in text(client.get("/"))
    others = client.post("/do-phu/nhac/da-biet", {"so": [10**9], "once": str(uuid4())})
    assert others.status_code == 404


def remind(client: Client, *codes: str, key: str = TET) -> int:
    sent = {"ma": codes, "ky": key, "once": str(uuid4())}
    return client.post("/do-phu/nhac/gui", sent).status_code


def test_only_the_line_reminds_and_in_its_words(province: Province, as_: As) -> None:
    regulator, party = as_(province.regulator), as_(province.party_office)
    order = text(regulator.get(f"/do-phu/co-quan/09187-UB?ky={TET}"))
    asked = text(party.get(f"/do-phu/co-quan/09187-DU?ky={TET}"))
    assert "Yêu cầu UBND phường Kinh Bắc cử" in order
    assert "Đề nghị Đảng ủy phường Kinh Bắc phối hợp" in asked
    assert remind(regulator, "09187-UB") == 302
    assert remind(regulator, "09187-DU") == 404
    assert remind(regulator, "09187-UB", key="2026-12-31") == 404
    assert remind(as_(province.dispatcher), "09187-UB") == 403
    assert remind(as_(province.leader), "09187-UB") == 403
    assert remind(party, "09187-DU") == 302
    rows = Reminder.objects.order_by("about__code").values_list("about__code", "step", "role")
    assert list(rows) == [("09187-DU", 0, "dispatcher"), ("09187-UB", 0, "clerk")]


def test_the_map_has_a_tile_for_each_commune_and_a_table(province: Province, as_: As) -> None:
    answer = as_(province.dispatcher).get("/do-phu/ban-do")
    drawn = html(answer)
    assert drawn.count('class="tile tile-') == 1 + 99
    assert drawn.count('class="tile tile-risk"') == 1
    assert "phường Kinh Bắc: 2 cơ quan có khoảng trống trực" in drawn
    assert as_(province.clerk).get("/do-phu/ban-do").status_code == 403


def test_the_calendar_counts_bodies_by_day(province: Province, as_: As) -> None:
    drawn = html(as_(province.dispatcher).get("/do-phu/lich?thang=2026-02"))
    assert drawn.count("month-shut") == 5  # from Monday 16 to Friday 20
    assert "29 tháng Chạp" in drawn
    own = html(as_(province.clerk).get("/do-phu/lich?thang=2026-02"))
    assert own.count("00:00–24:00") == 5
    empty = html(as_(province.dispatcher).get("/do-phu/lich?thang=2026-03"))
    assert "month-shut" not in empty


def test_a_span_without_a_calendar_is_not_guessed(province: Province, as_: As) -> None:
    client = as_(province.dispatcher)
    for page in ("/do-phu/lich?thang=2040-01", "/do-phu?tu=01/01/2040&den=05/01/2040"):
        assert "chưa có lịch làm việc" in text(client.get(page))


def test_the_monthly_list_filters_and_exports(province: Province, as_: As) -> None:
    client = as_(province.dispatcher)
    shown = text(client.get("/do-phu/ngoai-gio?thang=2026-02"))
    assert WARD in shown
    assert STAFFED not in shown
    assert WARD in text(client.get("/do-phu/ngoai-gio?thieu=tet"))
    assert WARD not in text(client.get("/do-phu/ngoai-gio?thieu=sunday"))
    assert WARD not in text(client.get("/do-phu/ngoai-gio?khong=1"))
    csv = client.get("/do-phu/ngoai-gio?xuat=csv")
    assert csv.status_code == 200
    assert WARD in content(csv).decode("utf-8-sig")


def test_the_list_filters_by_name_line_and_span(province: Province, as_: As) -> None:
    client = as_(province.dispatcher)
    assert PARTY not in text(client.get("/do-phu?q=ubnd"))
    assert WARD not in text(client.get("/do-phu?tuyen=dang"))
    before = text(client.get("/do-phu?tu=03/02/2026&den=06/02/2026"))
    assert WARD not in before
    wrong = text(client.get("/do-phu?tu=06/02/2026&den=03/02/2026"))
    assert "không đọc được" in wrong or "Kết thúc" in wrong
    assert content(client.get("/do-phu?xuat=xlsx")).startswith(b"PK")


def test_the_list_asks_as_much_for_many(province: Province, as_: As) -> None:
    client = as_(province.dispatcher)
    client.get("/do-phu")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/do-phu")
        return len(queries)

    before = asked()
    for n in range(20):
        body = make.agency(f"24-X{n}", name=f"Cơ quan thứ {n}")
        make.receiver(make.point(body), body, hours=ALL_DAY, days=NOT_TET)
    assert asked() <= before
