"""A budget on its pages: made by the one department, decided by the other, printed by both."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from uuid import uuid4
from xml.etree import ElementTree as ET

import pypdfium2  # type: ignore[import-untyped]  # it ships no hints
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Side, State
from kt1.assurance.reconciliation.models import Total
from kt1.config import clock
from kt1.custody.items import actions as items
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget.models import BudgetVersion
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def key() -> dict[str, str]:
    return {"once": str(uuid4())}


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def finance(world: World) -> Actor:
    return make.actor(Role.FINANCE, at_province=make.province("24"))


@pytest.fixture
def mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One item of January, weighed; it is February now."""
    for body in (world.sender, world.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    (code,) = doing.accepted(world, by=world.counter)
    items.weigh(weights={code: 120}, by=world.counter, at=make.AFTERNOON, once=make.once())
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))


def made(client: Client, **changed: str):
    sent = {
        "year": "2026", "first": "01/2026", "last": "01/2026", "growth": "7,5",
        "scenario": "base", **key(), **changed,
    }  # fmt: skip
    return client.post("/du-toan/lap", sent)


def decide(client: Client, stage: str, world: World, amount: str, **more: str):
    sent = {"paper": "QĐ ngày 20/12/2025", f"so-{world.sender.pk}": amount, **key(), **more}
    return client.post(f"/du-toan/2026/quyet/{stage}", sent)


def signed_month(world: World, net: int) -> None:
    """January of one body, with what it owes for it."""
    account = Account.objects.create(
        agency=world.sender, province=world.sender.province, starts=date(2026, 1, 1),
        ends=date(2026, 1, 31), state=State.AGREED, frozen_at=make.NIGHT, agreed_at=make.NIGHT,
        due=date(2026, 2, 5),
    )  # fmt: skip
    Total.objects.create(
        account=account, side=Side.POST_SENT, urgency="none", scope="noi_tinh",
        items=1, weight_g=100, amount=net, unweighed=0, unpriced=0,
    )  # fmt: skip


def test_a_budget_goes_from_one_department_to_the_other(
    world: World, browsing: Browsing, mail: None, science: Actor, finance: Actor
) -> None:
    desk, money = browsing(science), browsing(finance)
    assert "Lập dự toán" in text(desk.get("/du-toan"))
    assert made(desk).status_code == 302
    assert "Dự toán chưa gửi" in text(desk.get("/"))
    page = text(desk.get("/du-toan/2026"))
    assert "208.980" in page  # 15.000 × 12 × 1,075, with 8 % of tax
    assert desk.post("/du-toan/2026/gui", key()).status_code == 302
    assert "Dự toán chờ thẩm định" in text(money.get("/"))
    assert decide(money, "appraised", world, "200.000").status_code == 302
    assert decide(money, "allocated", world, "200.000").status_code == 302
    assert "đã giao" in text(money.get("/du-toan/2026"))
    own = browsing(make.actor(Role.ACCOUNTANT, body=world.sender))
    assert "200.000 đ" in text(own.get(f"/du-toan/2026/3/co-quan/{world.sender.code}"))
    assert BudgetVersion.objects.count() == 3

    warning = "Kinh phí KT1 không đủ đến hết năm"
    other = browsing(make.actor(Role.ACCOUNTANT, body=world.receiver))
    assert warning not in text(money.get("/"))  # no month was compared yet
    signed_month(world, 150_000)
    assert warning in text(own.get("/"))
    assert warning in text(money.get("/"))
    assert warning not in text(other.get("/"))


def test_an_estimate_comes_back_with_its_reason(
    world: World, browsing: Browsing, mail: None, science: Actor, finance: Actor
) -> None:
    desk, money = browsing(science), browsing(finance)
    made(desk)
    desk.post("/du-toan/2026/gui", key())
    assert money.post("/du-toan/2026/tra-lai", {"reason": "growth", **key()}).status_code == 302
    page = text(desk.get("/du-toan/2026"))
    assert "mức tăng trưởng" in page
    assert "Lập lại" in page


@pytest.mark.parametrize(
    "changed",
    [
        {"first": "13/2026"},
        {"growth": "nhiều"},
        {"growth": "7,55"},
        {"year": "2040"},
        {"first": "12/2025", "last": "12/2025"},
        {"last": "02/2026"},
    ],
)
def test_what_cannot_be_estimated_comes_back_as_typed(
    world: World, browsing: Browsing, mail: None, science: Actor, changed: dict[str, str]
) -> None:
    answer = made(browsing(science), **changed)
    assert answer.status_code == 422
    assert next(iter(changed.values())) in text(answer)
    assert not BudgetVersion.objects.exists()


def test_a_wrong_amount_or_no_paper_comes_back_as_typed(
    world: World, browsing: Browsing, mail: None, science: Actor, finance: Actor
) -> None:
    desk, money = browsing(science), browsing(finance)
    made(desk)
    desk.post("/du-toan/2026/gui", key())
    answer = decide(money, "appraised", world, "12,5")
    assert answer.status_code == 422
    assert "12,5" in text(answer)
    assert decide(money, "appraised", world, "1.000", paper="").status_code == 422
    assert decide(money, "lạ", world, "1").status_code == 404
    assert decide(desk, "appraised", world, "1").status_code == 403


def test_the_dossier_can_be_edited_printed_and_counted(
    world: World, browsing: Browsing, mail: None, science: Actor
) -> None:
    desk = browsing(science)
    made(desk)
    docx = desk.get("/du-toan/2026/1/ho-so.docx").content
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            ET.fromstring(file.read(name))  # noqa: S314 - we have just written it
        words = "".join(ET.fromstring(file.read("word/document.xml")).itertext())  # noqa: S314
    assert "TỜ TRÌNH" in words
    assert "208.980 đồng" in words
    assert "Hai trăm lẻ tám nghìn chín trăm tám mươi đồng" in words
    assert "chưa biết giá hiện hành" in words.lower()
    assert docx == desk.get("/du-toan/2026/1/ho-so.docx").content
    pdf = pypdfium2.PdfDocument(desk.get("/du-toan/2026/1/ho-so.pdf").content)
    printed = " ".join(" ".join(p.get_textpage().get_text_bounded().split()) for p in pdf)
    assert "208.980" in printed
    assert "GIÁM ĐỐC" in printed
    xlsx = b"".join(desk.get("/du-toan/2026/1/ho-so.xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
    assert any(208_980 in row for row in rows)
    csv = b"".join(desk.get("/du-toan/2026/1/ho-so.csv")).decode()
    assert "208980" in csv
    assert desk.get("/du-toan/2026/1/ho-so.exe").status_code == 404


def test_others_are_shown_nothing(world: World, browsing: Browsing, mail: None, science: Actor):
    made(browsing(science))
    stranger = browsing(make.actor(Role.ACCOUNTANT, body=world.receiver))
    assert stranger.get("/du-toan/2026").status_code == 404
    far = browsing(make.actor(Role.FINANCE, at_province=make.province("75")))
    assert far.get("/du-toan/2026").status_code == 404
    assert browsing(world.counter).get("/du-toan").status_code == 403
    own = browsing(make.actor(Role.HEAD, body=world.sender))
    assert "208.980" in text(own.get("/du-toan/2026"))
