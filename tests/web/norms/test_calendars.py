"""The calendar of working days on pages: a swap, a whole notice from a file, a year."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kt1.law.calendars.models import CalendarDay
from kt1.law.calendars.queries import calendar
from kt1.people.accounts.rules import Role
from kt1.web.norms.calendar_rows import days_of
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = pytest.mark.django_db
YEAR = "/lich-lam-viec/CBCC/2027"
SOURCE = {"instrument": "TB9441-2025", "article": "1", "evidence": "press"}
NOTICE = (
    "Ngày,Loại,Tên,Đổi với ngày\n"
    "30/04/2027,ngày lễ,Ngày Chiến thắng,\n"
    "03/05/2027,nghỉ hoán đổi,Quốc tế lao động,08/05/2027\n"
    "08/05/2027,làm bù,Quốc tế lao động,03/05/2027\n"
)


@pytest.fixture
def admin(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.ADMIN))


@pytest.fixture
def science(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.REGULATOR))


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def test_a_swap_is_entered_confirmed_by_another_and_taken_back(
    admin: Client, science: Client
) -> None:
    new = f"{YEAR}/ngay-moi"
    swap = {"kind": "swap", "on": "31/12/2027", "name": "Tết Dương lịch", **SOURCE}
    wrong = send(admin, new, **swap, pair="29/12/2027")  # a Wednesday is worked anyway
    assert wrong.status_code == 422
    assert "Tết Dương lịch" in text(wrong)
    assert send(admin, new, **swap, pair="25/12/2027").status_code == 302
    assert not calendar().is_working(date(2027, 12, 31))
    assert calendar().is_working(date(2027, 12, 25))
    assert send(admin, new, **swap, pair="25/12/2027").status_code == 422  # declared already

    day = CalendarDay.objects.get(date=date(2027, 12, 31))
    act = f"/lich-lam-viec/ngay/{day.pk}"
    assert f"{act}/xac-nhan" not in text(admin.get(YEAR))
    assert send(admin, f"{act}/xac-nhan").status_code == 403
    assert f"{act}/xac-nhan" in text(science.get(YEAR))
    assert send(science, f"{act}/xac-nhan").status_code == 302
    assert calendar().is_confirmed(date(2027, 12, 31))
    assert send(admin, f"{act}/rut", reason="Thông báo đã đính chính").status_code == 302
    assert calendar().is_working(date(2027, 12, 31))
    assert "Thông báo đã đính chính" in text(science.get(YEAR))


def test_a_whole_notice_is_looked_at_and_then_entered(admin: Client) -> None:
    CalendarDay.objects.filter(date__year=2027, withdrawn_at=None).update(
        withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="để thử"
    )
    many = f"{YEAR}/nhieu-ngay"
    file = SimpleUploadedFile("lich.csv", NOTICE.encode())
    looked = text(send(admin, many, file=file, look="1", **SOURCE))
    assert "thứ Bảy 08/05/2027" in looked
    assert not CalendarDay.objects.filter(date=date(2027, 5, 8), withdrawn_at=None).exists()
    rows = "\n".join(line.replace(",", "; ") for line in NOTICE.splitlines()[1:])
    broken = send(admin, many, rows=f"{rows}\n32/05/2027; Tết; x", save="1", **SOURCE)
    assert broken.status_code == 422
    assert "Dòng 4" in text(broken)
    assert send(admin, many, rows=rows, save="1", **SOURCE).status_code == 302
    assert calendar().is_working(date(2027, 5, 8))
    assert not calendar().is_working(date(2027, 5, 3))


def test_a_year_is_covered_on_the_page(admin: Client, science: Client) -> None:
    cover = "/lich-lam-viec/nam"
    assert send(admin, cover, year="2028", settled_to="01/01/2030").status_code == 422
    assert send(science, cover, year="2028", settled_to="31/12/2027").status_code == 403
    assert send(admin, cover, year="2028", settled_to="31/12/2027").status_code == 302
    assert calendar().is_working(date(2028, 1, 4))
    assert "2028" in text(science.get("/lich-lam-viec"))


@pytest.mark.parametrize(
    "line",
    ["01/09/2027; ngày nghỉ; x", "01/09/2027; Tết", "03/09/2027; nghỉ hoán đổi; Quốc khánh",
     "04/09/2027; Tết; x; 06/09/2027"],
)  # fmt: skip
def test_a_line_that_says_no_day_is_named(line: str) -> None:
    assert days_of(line).faults
