"""An estimate by a table whose prices hold their tax, and marks of accounts not stated yet."""

from datetime import date

import pytest

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State
from kt1.custody.items import actions as items
from kt1.law.parameters.keys import Evidence
from kt1.law.tariffs import actions as tariffs
from kt1.law.tariffs.rules import Rate, RateKind
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget import actions
from kt1.oversight.budget.measuring import unstated
from kt1.oversight.budget.models import BudgetLine
from kt1.oversight.budget.rules import Scenario
from kt1.people.accounts.rules import Role
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import build
from tests.law.people import KEEPER

#: 22.000 đồng with its tax of 10 %, whatever the weight.
GROSS = [
    Rate(kind=RateKind.STEP, reach=reach, grams=5_000, vnd=22_000)
    for reach in ("noi_tinh", "lien_tinh")
]
JANUARY = date(2026, 1, 1)
LATER = make.at("2026-02-10")


@pytest.mark.django_db
def test_a_table_that_holds_its_tax_is_parted_and_marks_are_taxed_too() -> None:
    """`Ước` of this year by the table and tax of now; the year to come by its own."""
    world = build()
    province = make.province("24")
    for body in (world.sender, world.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    tariffs.enter(
        code="GIA-2027", title="Giá thử", rates=GROSS, with_tax=True, valid_from=date(2027, 1, 1),
        instrument="", evidence=Evidence.ASSUMPTION, by=KEEPER, at=LATER, once=make.once(),
    )  # fmt: skip
    (code,) = doing.accepted(world, by=world.counter)
    items.weigh(weights={code: 120}, by=world.counter, at=make.AFTERNOON, once=make.once())
    quarter = Account.objects.create(
        agency=world.sender, province=province, starts=JANUARY, due=JANUARY,
        ends=date(2026, 3, 31), state=State.FROZEN, frozen_at=LATER,
    )  # fmt: skip

    def line() -> BudgetLine:
        made = actions.make_estimate(
            year=2027, first=JANUARY, last=JANUARY, growth_per_mille=0, scenario=Scenario.BASE,
            by=make.actor(Role.REGULATOR, at_province=province), at=LATER, once=make.once(),
        )  # fmt: skip
        return made.lines.get()

    assert (line().measured_vnd, line().surcharge_vnd) == (20_000, 0)
    assert unstated(province.pk, first=JANUARY, last=JANUARY) == {world.sender.pk: 1}
    quarter.surcharge = 30_000
    quarter.save()
    stated = line()
    assert (stated.measured_vnd, stated.surcharge_vnd) == (20_000, 10_000)
    assert stated.amount_vnd == (22_000 + 11_000) * 12
    assert stated.this_year_vnd == (15_000 + 10_000) * 12 * 108 // 100
    assert unstated(province.pk, first=JANUARY, last=JANUARY) == {}
