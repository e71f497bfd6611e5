"""Entering tables of prices and who pays: versions, papers, confirmation, and replays."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kt1.law.acting import NotAllowedError
from kt1.law.parameters.keys import Evidence
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs import actions, payers
from kt1.law.tariffs.models import PayerRule, Tariff, TariffRate
from kt1.law.tariffs.payers import Charge, Funds, Party
from kt1.law.tariffs.queries import table_on, vat_percent, who_pays
from kt1.law.tariffs.rules import Rate, RateKind, Standing, price
from kt1.ledger.entries.models import Entry
from tests.law.people import AT, CLERK, KEEPER, REGULATOR, once

pytestmark = pytest.mark.django_db

NEW = [
    Rate(kind=RateKind.STEP, reach="noi_tinh", grams=250, vnd=16_000),
    Rate(kind=RateKind.FURTHER, reach="noi_tinh", grams=250, vnd=2_000),
    Rate(kind=RateKind.STEP, reach="lien_tinh", grams=250, vnd=30_000),
    Rate(kind=RateKind.SURCHARGE, key="HT", vnd=45_000),
]


def enter(by=KEEPER, key=None, **changed) -> Tariff:
    facts = {
        "code": "GIA-2026",
        "title": "Giá cước từ tháng 7 năm 2026",
        "rates": NEW,
        "with_tax": False,
        "valid_from": date(2026, 7, 1),
        "instrument": "TT26-2026",
        "evidence": Evidence.OFFICIAL,
        **changed,
    }
    return actions.enter(by=by, at=AT, once=once(key), **facts)


def test_the_prices_of_2017_are_there_and_say_that_they_are_historic() -> None:
    table = table_on(date(2026, 1, 5))
    assert table.code == "TT23-2017"
    assert table.standing is Standing.HISTORIC
    found = price(
        table,
        scope=Scope.BETWEEN,
        urgency=Urgency.EXPRESS,
        mark=Mark.A,
        grams=300,
        percent=vat_percent(date(2026, 1, 5)),
    )
    assert (found.net, found.tax) == (27_273 + 6_818 + 40_000 + 48_636, 9_818)


def test_the_next_table_closes_the_one_before_and_both_answer_their_days() -> None:
    key = uuid4()
    assert enter(key=key).pk == enter(key=key).pk
    assert table_on(date(2026, 6, 30)).code == "TT23-2017"
    assert table_on(date(2026, 7, 1)).code == "GIA-2026"
    assert table_on(date(2026, 7, 1)).standing is Standing.UNCONFIRMED
    entry = Entry.objects.get()
    assert entry.kind == "law.tariff_entered"


def test_a_price_can_be_worked_out_again_as_it_was_known_before() -> None:
    enter(valid_from=date(2026, 5, 1))
    before = datetime.fromisoformat("2026-05-20T08:00+07:00")
    assert table_on(date(2026, 5, 10)).code == "GIA-2026"
    assert table_on(date(2026, 5, 10), known_at=before).code == "TT23-2017"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"valid_from": date(2017, 1, 1)}, actions.LaterTariffError),
        ({"code": "TT23-2017"}, actions.CodeTakenError),
        ({"rates": NEW[:1]}, actions.UnfitTariffError),
        ({"instrument": ""}, actions.NoPaperError),
        ({"by": CLERK}, NotAllowedError),
        ({"by": REGULATOR}, NotAllowedError),
    ],
)
def test_what_does_not_fit_is_not_entered(changed, error) -> None:
    with pytest.raises(error):
        enter(**changed)
    assert Tariff.objects.count() == 1


def test_a_table_is_confirmed_by_another_and_once() -> None:
    made = enter()
    with pytest.raises(NotAllowedError):
        actions.confirm(tariff_id=made.pk, by=KEEPER, at=AT, once=once())
    actions.confirm(tariff_id=made.pk, by=REGULATOR, at=AT, once=once())
    assert table_on(date(2026, 7, 1)).standing is Standing.CONFIRMED
    with pytest.raises(NotAllowedError):
        actions.confirm(tariff_id=made.pk, by=REGULATOR, at=AT, once=once())


@pytest.mark.parametrize(
    "change",
    [
        lambda: Tariff.objects.update(title="khác"),
        lambda: TariffRate.objects.update(vnd=1),
        lambda: PayerRule.objects.all().delete(),
    ],
)
def test_the_database_holds_prices_as_they_were_entered(change) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_who_pays_by_the_decision_of_2016() -> None:
    def said(sender: Party, receiver: Party) -> tuple[Charge, Funds]:
        rule = who_pays(sender=sender, receiver=receiver, on=date(2026, 1, 5))
        assert rule is not None
        return rule.charge, rule.funds

    assert said(Party.CENTRAL, Party.LOCAL) == (Charge.FREE, Funds.CENTRAL_BUDGET)
    assert said(Party.CENTRAL_OFFICE, Party.OUTSIDE) == (Charge.FREE, Funds.CENTRAL_BUDGET)
    assert said(Party.LOCAL, Party.CENTRAL) == (Charge.SENDER_PAYS, Funds.LOCAL_BUDGET)
    assert said(Party.LOCAL, Party.OUTSIDE) == (Charge.NOT_PROVIDED, Funds.UNKNOWN)
    assert said(Party.ADMITTED, Party.LOCAL) == (Charge.AGREEMENT, Funds.BY_AGREEMENT)


def test_a_new_rule_of_payment_closes_the_one_for_the_same_two() -> None:
    rule = payers.PayerRule(
        sender=Party.LOCAL,
        receiver=Party.LOCAL,
        charge=Charge.FREE,
        funds=Funds.CENTRAL_BUDGET,
        valid_from=date(2026, 7, 1),
        instrument="QD32-2025",
        article="Đ.8",
        evidence=Evidence.OFFICIAL,
    )
    actions.say_who_pays(rule=rule, by=KEEPER, at=AT, once=once())
    before = who_pays(sender=Party.LOCAL, receiver=Party.LOCAL, on=date(2026, 6, 30))
    after = who_pays(sender=Party.LOCAL, receiver=Party.LOCAL, on=date(2026, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.charge, after.charge) == (Charge.SENDER_PAYS, Charge.FREE)
    with pytest.raises(actions.LaterTariffError):
        actions.say_who_pays(rule=rule, by=KEEPER, at=AT, once=once())
