"""Norms on pages: an empty installation comes to count, figures are entered and confirmed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.assurance.incidents.norms import clocks
from kt1.assurance.incidents.rules import Gap, Kind
from kt1.config import clock
from kt1.law.book.rules import NoActiveNormsError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter
from kt1.law.parameters.queries import norms
from kt1.ledger.entries.models import Entry
from kt1.network.units.queries import versions_on
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.reports import gathering
from kt1.oversight.reports.rules import Span
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import ActorOf, ClientOf, text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]
NONE_YET = "Chưa áp dụng bộ định mức nào"
SPAN = Span(date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture
def admin(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.ADMIN))


@pytest.fixture
def science(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.REGULATOR))


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **said})


def figure(value: str, **said: str) -> dict[str, str]:
    return {
        "value": value,
        "valid_from": "01/08/2025",
        "instrument": "ND217-2025",
        "article": "Đ.12.1",
        "evidence": "official_text",
        "note": "",
        **said,
    }


def notice_after(minutes: int) -> bool:
    """Whether a broken seal is to be told of so long after it was found."""
    found = clock.now()
    told = clocks(Kind.BROKEN_SEAL, Gap.NONE, found, party=False).notices
    return bool(told) and {due for _to, due in told} == {found + timedelta(minutes=minutes)}


def test_whom_an_incident_is_told_is_chosen_from_a_list(admin: Client) -> None:
    enter = "/dinh-muc/bo/CHUNG/nhap?ten=incident_tells:seal"
    page = admin.get(enter).content.decode()
    assert 'value="department" ' in page
    assert page.count(" checked") == 2  # the head of the post and the Department, as shipped
    said = {"valid_from": "01/08/2025", "instrument": "", "article": "", "note": "",
            "evidence": "assumption"}  # fmt: skip
    assert send(admin, enter, **said).status_code == 422
    assert send(admin, enter, value="mayor", **said).status_code == 422
    sent = {"once": str(uuid4()), "value": ["post_head", "pa03"], **said}
    done: Any = admin.post(enter, sent)
    assert "lãnh đạo Bưu điện tỉnh, Công an tỉnh (PA03)" in text(admin.get(done.url))


def test_an_empty_installation_comes_to_count(
    admin: Client, science: Client, clerk: Client, installation_kind: Callable[[str], None]
) -> None:
    installation_kind("real")
    here = make.province("24").pk
    board = text(admin.get("/")).split('class="board-line"')
    assert NONE_YET in board[1]
    assert notice_after(0)
    with pytest.raises(NoActiveNormsError):
        gathering.frozen(here, SPAN, clock.now())
    assert "nhận gửi" in text(science.get("/dinh-muc"))
    assert clerk.get("/dinh-muc").status_code == 403

    choose = "/dinh-muc/bo/TT16-2017/ap-dung"
    assert "chưa đối chiếu TT 26/2026" in text(admin.get(choose))
    wrong = send(admin, choose, since="31/02/2025")
    assert wrong.status_code == 422
    assert "31/02/2025" in text(wrong)
    assert send(science, choose, since="01/07/2025").status_code == 403
    assert send(admin, "/dinh-muc/bo/CHUNG/ap-dung", since="01/07/2025").status_code == 403
    assert send(admin, choose, since="01/07/2025").status_code == 302
    assert "TT16-2017 từ 01/07/2025" in text(admin.get("/dinh-muc"))
    assert send(admin, "/dinh-muc/bo/TT26-2026/ap-dung", since="01/07/2025").status_code == 422

    assert send(admin, choose, since="01/09/2025").status_code == 422  # its days are given

    assert notice_after(120)
    assert gathering.frozen(here, SPAN, clock.now()).least == 5
    assert NONE_YET not in text(admin.get("/"))


def test_a_figure_is_entered_by_one_and_confirmed_by_another(
    admin: Client, science: Client
) -> None:
    enter = "/dinh-muc/bo/ND217-2025/nhap?ten=inspection_notice_working_days:planned"
    page = text(admin.get(enter))
    assert "ngày làm việc" in page
    assert "Chưa có định mức" in page
    wrong = send(admin, enter, **figure("hai", note="xem trang 4"))
    assert wrong.status_code == 422
    assert 'value="hai"' in text(wrong)
    assert "xem trang 4" in text(wrong)
    assert "Số nguyên" in text(wrong)
    assert send(admin, enter, **figure("3", note="tài liệu tối mật")).status_code == 422
    assert send(admin, enter, **figure("3", instrument="")).status_code == 422
    assert not LegalParameter.objects.filter(norm_set__code="ND217-2025").exists()

    assert send(admin, enter, **figure("3")).status_code == 302
    row = LegalParameter.objects.get(norm_set__code="ND217-2025")
    assert (row.value, row.unit, row.confirmed_at) == (3, "working_days", None)
    assert send(admin, enter, **figure("4")).status_code == 422  # begins on the same day
    there = f"/dinh-muc/muc/{row.pk}"
    assert "Người khác người đã nhập" in text(admin.get(there))
    assert send(admin, f"{there}/xac-nhan").status_code == 403
    assert send(science, f"{there}/xac-nhan", paper="bản công báo, trang 7").status_code == 302
    assert "bản công báo, trang 7" in text(admin.get(there))
    kinds = Entry.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["law.parameter_added", "law.parameter_confirmed"]

    assert send(admin, enter, **figure("5", valid_from="01/01/2027")).status_code == 302
    procedure = Key.INSPECTION_NOTICE_WORKING_DAYS
    assert norms("ND217-2025", date(2026, 12, 31)).count(procedure, "planned") == 3
    assert norms("ND217-2025", date(2027, 1, 1)).count(procedure, "planned") == 5


def test_a_list_of_special_areas_is_typed_by_name_and_confirmed(
    admin: Client, science: Client
) -> None:
    page = text(admin.get("/dinh-muc/dia-ban"))
    assert "mọi đặc khu" in page
    assert "tạm lấy mọi đặc khu" in page
    communes = list(versions_on(date(2026, 1, 1)).filter(unit__parent__code="24")[:2])
    one, other = communes[0], communes[1]
    enter = "/dinh-muc/bo/CHUNG/nhap?ten=special_geography:24"
    said = {"instrument": "TT15-2022", "article": "Phụ lục I", "evidence": "press"}
    lines = f"{other.unit.code}\tgì đó\n{one.kind} {one.name}"
    strange = send(admin, enter, **figure(f"{lines}\nĐảo Không Có; 00000", **said))
    assert strange.status_code == 422
    assert "Đảo Không Có" in text(strange)
    assert "00000" in text(strange)
    assert send(admin, enter, **figure(lines, **said)).status_code == 302
    row = LegalParameter.objects.get(key=Key.SPECIAL_GEOGRAPHY, scope="24")
    assert row.value == " ".join(sorted([one.unit.code, other.unit.code]))
    shown = text(science.get(f"/dinh-muc/muc/{row.pk}"))
    assert one.name in shown
    assert "Bắc Ninh" in shown
    assert send(science, f"/dinh-muc/muc/{row.pk}/xac-nhan").status_code == 302
    listed = text(science.get("/dinh-muc/dia-ban?tinh=24"))
    assert one.name in listed
    assert "2 đơn vị cấp xã nêu tên" in listed
    assert send(admin, enter.replace("24", "99"), **figure("dac_khu")).status_code == 404


def test_a_figure_without_a_paper_is_confirmed_by_one(science: Client) -> None:
    row = LegalParameter.objects.get(key=Key.SMALL_CELL_MIN)
    there = f"/dinh-muc/muc/{row.pk}/xac-nhan"
    assert send(science, there, paper=" ").status_code == 422
    assert send(science, there, paper="Quyết định 12/QĐ-BĐT ngày 05/01/2026").status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at is not None


def test_a_procedure_filled_by_page_is_read_by_inspections(
    world: World, browsing: Browsing
) -> None:
    sci = browsing(make.actor(Role.REGULATOR, at_province=make.province("24")))
    admin = browsing(make.actor(Role.ADMIN))
    said = {
        "agency": world.sender.code, "side": "user", "ground": "watch", "paper": "",
        "manner": "on_site", "period_from": "01/11/2025", "period_to": "14/01/2026",
        "visit_from": "14/01/2026", "visit_to": "15/01/2026",
    }  # fmt: skip
    assert send(sci, "/kiem-tra/moi", **said).status_code == 302
    here, unset = f"/kiem-tra/{Inspection.objects.get().pk}", "chưa nhập"
    assert unset in text(sci.get(here))
    for name in (
        "inspection_notice_working_days:ad_hoc",
        "inspection_visit_working_days:ad_hoc",
        "inspection_conclusion_working_days:",
        "inspection_team_min:",
    ):
        enter = f"/dinh-muc/bo/ND217-2025/nhap?ten={name}"
        assert send(admin, enter, **figure("2")).status_code == 302
    assert unset not in text(sci.get(here))


def test_a_paper_is_registered_and_ends(admin: Client, science: Client) -> None:
    said = {
        "code": "TT30-2026", "kind": "circular", "number": "30/2026/TT-BKHCN",
        "title": "Thông tư quy định giá cước dịch vụ bưu chính KT1", "issuer": "Bộ KH&CN",
        "issued": "01/09/2026", "in_force_from": "01/10/2026", "status": "in_force",
        "text_seen": "full", "evidence": "official_text", "replaces": "TT23-2017",
        "implements": "", "source": "congbao.chinhphu.vn",
    }  # fmt: skip
    wrong = send(admin, "/can-cu/moi", **{**said, "code": "tt 30"})
    assert wrong.status_code == 422
    assert "30/2026/TT-BKHCN" in text(wrong)
    assert send(admin, "/can-cu/moi", **said).status_code == 302
    assert send(admin, "/can-cu/moi", **said).status_code == 422  # the code is taken
    page = text(science.get("/can-cu/TT30-2026"))
    assert "23/2017/TT-BTTTT" in page
    end = {"last_day": "30/09/2026", "status": "expired"}
    assert send(admin, "/can-cu/TT30-2026", **end).status_code == 422
    assert send(admin, "/can-cu/TT30-2026", **{**end, "last_day": "31/12/2026"}).status_code == 302
    assert send(admin, "/can-cu/TT30-2026", **end).status_code == 403
