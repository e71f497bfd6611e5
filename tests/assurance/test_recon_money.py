"""What a month costs, also where the table of prices holds the tax."""

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, period_of
from kt1.assurance.reconciliation import actions, signing
from kt1.assurance.reconciliation.queries import balance, signed_totals, summary
from kt1.assurance.reconciliation.rules import Reason, Told
from kt1.assurance.reconciliation.taxes import NONE, Held, all_held, owed, still_priced
from kt1.custody.items.models import Item
from kt1.law.parameters.keys import Evidence
from kt1.law.services.rules import Mode
from kt1.law.tariffs import actions as tariffs
from kt1.law.tariffs.rules import Rate, RateKind, tax, tax_within
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget.measuring import told as spent_of
from kt1.people.accounts.rules import Role
from tests.assurance import ground
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.law.people import KEEPER

JANUARY = period_of("2026-01")
LATER = make.at("2026-02-03")
MONEY = st.integers(0, 10**9)
PERCENTS = st.sampled_from([0, 5, 8, 10])
#: A table from 20 January on whose prices hold the tax of 8 %.
GROSS = [
    Rate(kind=RateKind.STEP, reach="noi_tinh", grams=50, vnd=12_345),
    Rate(kind=RateKind.STEP, reach="lien_tinh", grams=50, vnd=30_001),
    Rate(kind=RateKind.SURCHARGE, key="A", vnd=10_000),
]


@given(st.lists(st.tuples(MONEY, PERCENTS)), st.lists(MONEY), st.none() | PERCENTS)
def test_prices_that_hold_their_tax_are_paid_to_the_dong(
    gross: list[tuple[int, int]], nets: list[int], percent: int | None
) -> None:
    """However many lines of either kind: what holds its tax adds up, the rest is taxed once."""
    held = [Held(one - tax_within(one, p), tax_within(one, p)) for one, p in gross]
    assert all(part.net >= 0 and abs(tax(part.net, p) - part.tax) <= 1
               for part, (_, p) in zip(held, gross, strict=True))  # fmt: skip
    whole = all_held(held)
    net = whole.net + sum(nets)
    expected = sum(one for one, _ in gross) + sum(nets)
    expected += tax(sum(nets), percent) if percent is not None else 0
    assert net + owed(net, whole, percent) == expected
    assert all_held([*held, *(NONE - part for part in held)]) == NONE


def test_a_line_keeps_its_price_unless_the_difference_changes_it() -> None:
    said: dict[str, Any] = {"code": "A", "day": date(2026, 1, 5), "weight_g": 50, "amount": 9_000}
    post = Told(id=1, **said)
    same, dearer = Told(id=2, **{**said, "amount": None}), Told(id=3, **{**said, "amount": 9_500})
    assert still_priced(Reason.POST_RIGHT, post, dearer)
    assert still_priced(Reason.AGENCY_RIGHT, post, same)
    assert not still_priced(Reason.AGENCY_RIGHT, post, dearer)
    assert not still_priced(Reason.AGENCY_RIGHT, post, None)
    assert not still_priced(Reason.NOT_KT1, post, None)


def _gross_table() -> None:
    tariffs.enter(
        code="GIA-THU", title="Giá thử", rates=GROSS, with_tax=True,
        valid_from=date(2026, 1, 20), instrument="", evidence=Evidence.ASSUMPTION, by=KEEPER,
        at=make.at("2026-01-02"), once=make.once(),
    )  # fmt: skip


def _frozen(world: World) -> Account:
    Item.objects.update(weight_g=50)
    actions.freeze(
        province_id=world.centre.province_id, period=JANUARY, by=world.dispatcher, at=LATER,
        once=make.once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender)


@pytest.mark.django_db(transaction=True)
def test_a_month_in_which_the_table_changed_is_taxed_as_each_table_says() -> None:
    """Two items at 11.364 before tax, then three at 12.345 with it: nobody pays tax on tax."""
    world = build()
    for body in (world.sender, world.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    _gross_table()
    doing.accepted(world, 2, when=make.at("2026-01-05"))
    doing.accepted(world, 3, when=make.at("2026-01-26"))
    account = _frozen(world)
    lines = Line.objects.filter(account=account.pk, side=Side.POST_SENT).order_by("n")
    assert [(one.amount, one.tax) for one in lines] == [(11_364, None)] * 2 + [(11_431, 914)] * 3
    found = balance(account)
    assert (found.net, found.tax) == (22_728 + 34_293, tax(22_728, 8) + 3 * 914)
    assert found.total == 22_728 + tax(22_728, 8) + 3 * 12_345
    assert summary(world.centre.province_id, JANUARY).amount_vnd == found.total
    year = spent_of(world.centre.province_id, 2026)[world.sender.pk]
    assert year.committed == found.total
    # An item that belongs elsewhere takes its held tax along, to the đồng.
    ground.put(account, Side.SENDER, [_row(one) for one in lines[:4]])
    (difference,) = ground.compared(account)
    actions.resolve(
        account_id=account.pk, difference_ids=[difference.pk], reason=Reason.OTHER_PERIOD,
        by=world.clerk, at=LATER, once=make.once(),
    )  # fmt: skip
    assert balance(account).total == found.total - 12_345
    boss = make.actor(Role.HEAD, body=world.sender)
    signers = (
        world.clerk, boss, boss, world.controller, world.dispatcher, world.dispatcher,
    )  # fmt: skip
    for by in signers:
        signing.sign(account_id=account.pk, by=by, at=LATER, once=make.once())
    (one,) = signed_totals(world.centre.province_id, JANUARY.starts, JANUARY.ends)
    assert (one.net_vnd + one.tax_vnd, one.total_vnd) == (found.total - 12_345,) * 2


@pytest.mark.django_db(transaction=True)
def test_a_surcharge_that_holds_its_tax_is_parted_as_well() -> None:
    world = build()
    make.mode(Mode.LETTER)
    _gross_table()
    doing.accepted(world, 2, when=make.at("2026-01-26"), mark="A")
    account = _frozen(world)
    signing.sign(account_id=account.pk, by=world.controller, at=LATER, once=make.once())
    account.refresh_from_db()
    found = balance(account)
    assert account.surcharge == 2 * (10_000 - tax_within(10_000, 8))
    assert found.total == 2 * (12_345 + 10_000)


def _row(line: Line) -> tuple[Any, ...]:
    return (line.code, line.day, line.other, line.urgency, line.scope, line.pieces, None, None)
