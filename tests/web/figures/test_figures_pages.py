"""Figures on their pages: who sees what, how they open, what is hidden, the papers."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.assurance.adoption.models import AdoptionTarget
from kt1.config import clock
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.checkpoints.models import Checkpoint
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Line
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


@pytest.fixture
def department(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def mail(world: World, now: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve items of January within the province and two that go far; it is February now."""
    doing.accepted(world, 12)
    doing.accepted(world, 2, receiver=world.far.pk)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))


@pytest.mark.parametrize("by", ["xa", "tuyen", "khoi", "co-quan", "dich-vu", "thang"])
def test_each_table_opens_and_is_a_file(
    mail: None, browsing: Browsing, department: Actor, by: str
) -> None:
    client = browsing(department)
    address = f"/so-lieu?theo={by}&tu=01/2026&den=01/2026"
    assert client.get(address).status_code == 200
    answer = client.get(f"{address}&xuat={'csv' if by == 'xa' else 'xlsx'}")
    assert answer.status_code == 200
    answer.close()


def test_a_small_cell_and_the_one_that_would_tell_it_are_hidden(
    mail: None, browsing: Browsing, department: Actor
) -> None:
    page = text(browsing(department).get("/so-lieu?theo=dich-vu&tu=01/2026&den=01/2026"))
    assert "14" in page  # the sum
    table = page.split("<tbody>")[1]
    assert table.count(">•<") == 2  # the two that went far, and twelve that would tell them
    assert table.count(">12<") == 1  # all that was received
    assert "Dấu • thay cho số dưới 5" in page


def test_a_body_of_another_line_is_not_named(
    world: World, mail: None, browsing: Browsing, department: Actor
) -> None:
    Agency.objects.filter(pk=world.receiver.pk).update(bloc=Bloc.ARMED, line=Line.POLICE)
    client = browsing(department)
    page = text(client.get("/so-lieu?theo=co-quan&tu=01/2026&den=01/2026"))
    assert world.sender.name in page
    assert world.receiver.name not in page
    assert "Các cơ quan thuộc tuyến khác" in page
    assert client.get(f"/so-lieu?cq={world.receiver.code}").status_code == 404
    assert client.get(f"/so-lieu?theo=thang&cq={world.sender.code}").status_code == 200
    for page in ("/so-lieu/tong-hop", "/so-lieu/su-dung"):
        assert world.receiver.name not in text(client.get(page))


def test_the_party_office_reads_its_bloc_and_the_ministry_names_nobody(
    world: World, mail: None, browsing: Browsing
) -> None:
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc=Bloc.PARTY, line=Line.PARTY)
    office = browsing(
        make.actor(Role.PARTY_OFFICE, at_province=make.province("24"), body=world.neighbour)
    )
    page = text(office.get("/so-lieu?theo=co-quan&tu=01/2026&den=01/2026"))
    assert world.neighbour.name in page
    assert world.sender.name not in page
    ministry = browsing(make.actor(Role.MINISTRY))
    page = text(ministry.get("/so-lieu?tu=01/2026&den=01/2026"))
    assert "Tỉnh Bắc Ninh" in page
    page = text(ministry.get("/so-lieu?theo=khoi&tinh=24&tu=01/2026&den=01/2026"))
    assert world.sender.name not in page
    assert ministry.get("/so-lieu/tong-hop").status_code == 403


def test_finance_reads_the_use_of_the_states_bodies_and_no_duties(
    world: World, mail: None, browsing: Browsing
) -> None:
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc=Bloc.PARTY, line=Line.PARTY)
    finance = browsing(make.actor(Role.FINANCE, at_province=make.province("24")))
    page = text(finance.get("/so-lieu?theo=co-quan&tu=01/2026&den=01/2026"))
    assert world.sender.name in page
    assert world.neighbour.name not in page
    assert "Các cơ quan thuộc tuyến khác" not in page
    assert "Việc quá hạn" not in page
    file: Any = finance.get("/so-lieu?theo=co-quan&tu=01/2026&den=01/2026&xuat=csv")
    table = b"".join(file).decode()
    assert world.sender.name in table
    assert "Việc quá hạn" not in table
    for address in ("/so-lieu/tong-hop", "/so-lieu/ban-do", "/so-lieu/su-dung"):
        assert finance.get(address).status_code == 403


def test_the_board_is_filtered_and_is_a_paper_of_the_same_words(
    world: World, mail: None, browsing: Browsing, department: Actor
) -> None:
    client = browsing(department)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get("/so-lieu/tong-hop?thieu=use"))
    assert len(asked) <= 45
    assert world.neighbour.name in page
    assert world.sender.name not in page
    answer = client.get("/so-lieu/tong-hop?xuat=docx")
    words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "1 cơ quan không phát sinh bưu gửi" in words
    assert world.sender.name in words
    answer = client.get("/so-lieu/tong-hop?xuat=pdf")
    assert answer.content.startswith(b"%PDF")
    assert client.get("/so-lieu/tong-hop?thieu=use&q=khongco&xuat=pdf").status_code == 400
    answer = client.get("/so-lieu/tong-hop?xuat=xlsx")
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    "figure", ["su-dung", "san-luong", "dung-han", "an-toan", "ngoai-gio", "qua-han"]
)
def test_the_map_draws_every_commune_for_each_figure(
    mail: None, browsing: Browsing, department: Actor, figure: str
) -> None:
    page = browsing(department).get(f"/so-lieu/ban-do?so={figure}&tu=01/2026&den=01/2026")
    assert page.status_code == 200
    assert page.content.count(b"<rect width") >= 99


def test_bodies_to_ask_and_targets_of_the_year(
    world: World, mail: None, browsing: Browsing, department: Actor
) -> None:
    client = browsing(department)
    page = text(client.get("/so-lieu/su-dung?tt=can-hoi&tu=02/2026&den=02/2026"))
    assert "thôi gửi" in page
    assert "chưa gửi" in page
    said = {"year": "2026", "bloc": "", "percent": "60", "once": str(uuid4())}
    assert client.post("/so-lieu/su-dung/chi-tieu", said).status_code == 422
    answer = client.post("/so-lieu/su-dung/chi-tieu", {**said, "paper": "12/KH-UBND 05/01/2026"})
    assert answer.status_code == 302
    assert AdoptionTarget.objects.get().goal_percent == 60
    page = text(client.get("/so-lieu/su-dung"))
    assert "Chỉ tiêu của năm" in page
    assert "2/3" in page
    assert "đã đạt" in page


def test_the_home_of_the_department_says_who_is_to_be_asked(
    mail: None, browsing: Browsing, department: Actor
) -> None:
    page = text(browsing(department).get("/"))
    assert "Cơ quan chưa gửi bưu gửi nào" in page
    assert "Bảng tổng hợp tình hình thực hiện" in page
    assert "Số liệu" in page


def test_a_witness_compares_a_printed_checkpoint_and_nobody_else_does(
    mail: None, browsing: Browsing, department: Actor
) -> None:
    sequence_all()
    last = Checkpoint.objects.latest("size")
    witness = browsing(make.actor(Role.WITNESS))
    root = bytes(last.root).hex()
    for typed, expected in (
        (root.upper()[:20], "khớp"),
        ("0" * 16, "không khớp"),
        ("0" * 15, "Nhập ít nhất 16 ký tự"),
    ):
        page = text(witness.get("/doi-chung", {"size": str(last.size), "root": typed}))
        assert expected in page
    assert "Không có dấu đối chứng nào" in text(
        witness.get("/doi-chung", {"size": str(last.size + 9), "root": root})
    )
    assert browsing(department).get("/doi-chung").status_code == 403
