"""Periods of several months: what the page offers, it takes."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Period
from kt1.law.parameters import actions as law
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Parameter
from kt1.oversight.budget.measuring import told
from kt1.people.actor import Actor
from kt1.web.papers.forms.reconciliation import PaymentSummary
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.law.people import KEEPER
from tests.web.conftest import text
from tests.web.delivery.conftest import Person, stand_at
from tests.web.reconciliation.test_pages import content

As = Callable[[Actor], Person]


@pytest.mark.django_db(transaction=True)
def test_a_quarter_is_frozen_opened_and_named_as_the_norms_say(world: World, as_: As) -> None:
    law.add_parameter(
        parameter=Parameter(
            norm_set="CHUNG", key=Key.RECONCILE_MONTHS, scope="", value=3,
            valid_from=date(2025, 1, 1), note="kỳ quý",
        ),
        by=KEEPER, at=make.at("2025-06-01"), once=make.once(),
    )  # fmt: skip
    for day in ("2026-01-05", "2026-03-31"):
        codes = doing.accepted(world, 1, when=make.at(day))
    doing.delivered(world, codes, when=make.at("2026-03-31", "10:00"))
    stand_at(make.at("2026-04-03"))
    dispatcher, clerk = as_(world.dispatcher), as_(world.receiving_clerk)
    refused = dispatcher.post("/doi-soat/chot", ky="2026-02")
    assert "Ghi tháng đầu của kỳ 3 tháng" in text(dispatcher.get(refused["Location"]))
    assert not Account.objects.exists()
    for person, url in ((dispatcher, "/doi-soat/chot"), (clerk, "/doi-soat/mo-so-nhan")):
        offered = re.search(r'name="ky" value="(2026-[^"]*)"', text(person.get("/doi-soat")))
        assert offered
        assert person.post(url, ky=offered[1]).status_code == 302
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert {one.period for one in Account.objects.all()} == {quarter}
    sent = Account.objects.get(agency=world.sender)
    assert Line.objects.filter(account=sent.pk, side="P").count() == 2
    page = text(dispatcher.get("/doi-soat", ky="2026-02"))
    assert "01/2026 – 03/2026" in page
    assert world.sender.name in page
    assert told(world.centre.province_id, 2026)[world.sender.pk].months == 3
    sheet = content(dispatcher.get(f"/doi-soat/{sent.pk}/in/tong-hop.xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert "Dịch vụ bưu chính KT1 quý I/2026" in {cell for row in rows for cell in row}


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ((2026, 1), (2026, 1), "tháng 01/2026"),
        ((2026, 10), (2026, 12), "quý IV/2026"),
        ((2026, 1), (2026, 6), "từ tháng 01 đến tháng 06/2026"),
        ((2026, 1), (2026, 12), "năm 2026"),
        ((2025, 12), (2026, 1), "từ tháng 12/2025 đến tháng 01/2026"),
    ],
)
def test_an_invoice_names_its_period(
    since: tuple[int, int], until: tuple[int, int], words: str
) -> None:
    made = PaymentSummary.__new__(PaymentSummary)
    object.__setattr__(made, "since", date(*since, 1))
    object.__setattr__(made, "until", date(*until, 28))
    assert made.line == f"Dịch vụ bưu chính KT1 {words}"
