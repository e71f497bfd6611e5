"""What an item costs, line by line, and which table answers for a day and a moment. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.parameters.keys import Evidence
from kt1.law.services.rules import Mark, Scope, Urgency
from kt1.law.tariffs.checks import Unfit, unfit
from kt1.law.tariffs.payers import Charge, Funds, Party, PayerRule, charged, who_pays
from kt1.law.tariffs.rules import (
    NoTariffError,
    Open,
    Price,
    Rate,
    RateKind,
    Standing,
    Table,
    Why,
    choose,
    price,
    tax,
)
from kt1.law.tariffs.words import in_words

STEP, FURTHER, SURCHARGE = RateKind.STEP, RateKind.FURTHER, RateKind.SURCHARGE
RATES = (
    Rate(kind=STEP, reach="noi_tinh", grams=250, vnd=15_000),
    Rate(kind=STEP, reach="noi_tinh", grams=50, vnd=11_364),
    Rate(kind=FURTHER, reach="noi_tinh", grams=250, vnd=1_727),
    Rate(kind=STEP, reach="lien_tinh", grams=250, vnd=27_273),
    Rate(kind=SURCHARGE, key="HT", vnd=40_000),
    Rate(kind=SURCHARGE, key="HG", vnd=18_182),
    Rate(kind=SURCHARGE, key="A", vnd=48_636),
    Rate(kind=SURCHARGE, key="B", vnd=37_273),
    Rate(kind=SURCHARGE, key="C", vnd=30_909),
)
TABLE = Table(
    id=1,
    code="T1",
    title="thử",
    rates=RATES,
    with_tax=False,
    valid_from=date(2018, 1, 1),
    entered_at=datetime(2018, 1, 1, tzinfo=UTC),
    evidence=Evidence.HISTORIC,
)


def cost(table: Table = TABLE, **changed: Any) -> Price:
    facts: dict[str, Any] = {
        "scope": Scope.WITHIN,
        "urgency": Urgency.NONE,
        "mark": Mark.NONE,
        "grams": 50,
        "percent": 10,
        **changed,
    }
    return price(table, **facts)


@pytest.mark.parametrize(
    ("grams", "net"),
    [(1, 11_364), (50, 11_364), (51, 15_000), (250, 15_000), (251, 16_727), (500, 16_727),
     (501, 18_454), (2_000, 27_089)],
)  # fmt: skip
def test_the_weight_picks_its_step_and_goes_on_by_further_ones(grams: int, net: int) -> None:
    assert cost(grams=grams).net == net


def test_a_secret_and_urgent_item_pays_both_surcharges() -> None:
    found = cost(mark=Mark.B, urgency=Urgency.EXPRESS, grams=120)
    assert [(line.why, line.vnd) for line in found.lines] == [
        (Why.BASE, 15_000),
        (Why.URGENCY, 40_000),
        (Why.MARK, 37_273),
        (Why.TAX, 9_227),
    ]
    assert (found.net, found.tax, found.total, found.whole) == (92_273, 9_227, 101_500, True)


def test_what_is_not_known_is_named_and_not_guessed() -> None:
    found = cost(grams=None, mark=None, percent=None, urgency=Urgency.TIMED)
    assert found.open == {Open.WEIGHT, Open.MARK_UNREAD, Open.TAX}
    assert found.net == 18_182
    assert not found.whole


def test_in_flag_mode_the_surcharge_of_the_mark_is_left_to_paper() -> None:
    found = cost(mark=Mark.FLAG)
    assert found.open == {Open.MARK_ON_PAPER}
    assert found.net == cost().net


def test_a_table_with_tax_in_it_adds_none() -> None:
    found = cost(replace(TABLE, with_tax=True), percent=10)
    assert (found.tax, found.whole) == (0, True)


@pytest.mark.parametrize(
    "changed", [{"scope": Scope.BETWEEN, "grams": 251}, {"urgency": Urgency.TIMED, "mark": Mark.C}]
)
def test_a_table_without_a_price_says_so(changed: dict[str, object]) -> None:
    poor = replace(TABLE, rates=tuple(r for r in RATES if r.key != "C"))
    with pytest.raises(NoTariffError):
        cost(poor, **changed)


@given(
    grams=st.integers(1, 50_000),
    heavier=st.integers(0, 5_000),
    mark=st.sampled_from([Mark.NONE, Mark.A, Mark.B, Mark.C]),
    urgency=st.sampled_from(list(Urgency)),
    percent=st.integers(0, 20),
)
def test_prices_add_up_and_never_fall_with_weight(grams, heavier, mark, urgency, percent) -> None:
    found = cost(grams=grams, mark=mark, urgency=urgency, percent=percent)
    more = cost(grams=grams + heavier, mark=mark, urgency=urgency, percent=percent)
    assert found.total == sum(line.vnd for line in found.lines)
    assert all(isinstance(line.vnd, int) for line in found.lines)
    assert all(line.vnd == line.times * line.each for line in found.lines if line.why != Why.TAX)
    assert more.total >= found.total
    assert abs(found.tax * 100 - found.net * percent) <= 50


@given(
    st.lists(
        st.tuples(st.integers(1, 3_000), st.integers(0, 40)), min_size=1, max_size=6,
        unique_by=lambda pair: pair[0],
    ),
    st.integers(0, 3_100),
    st.integers(0, 45),
)  # fmt: skip
def test_what_was_known_at_a_moment_is_answered_as_it_was_then(versions, on, known) -> None:
    """Against the naive way: enter the tables one by one and look after each."""
    day = date(2018, 1, 1).toordinal()
    starts = sorted(start for start, _entered in versions)
    # Each is entered after those before it, as the action demands.
    entered = sorted(entry for _start, entry in versions)
    tables = [
        replace(
            TABLE,
            id=n,
            valid_from=date.fromordinal(day + start),
            valid_to=date.fromordinal(day + starts[n + 1] - 1) if n + 1 < len(starts) else None,
            entered_at=datetime.fromtimestamp(entered[n], UTC),
        )
        for n, start in enumerate(starts)
    ]
    at = datetime.fromtimestamp(known, UTC)
    asked = date.fromordinal(day + on)
    seen = [t for t in tables if t.entered_at <= at and t.valid_from <= asked]
    if not seen:
        with pytest.raises(NoTariffError):
            choose(tables, asked, known_at=at)
    else:
        assert choose(tables, asked, known_at=at).id == seen[-1].id


def test_a_table_that_ended_with_none_after_it_answers_no_more() -> None:
    ended = replace(TABLE, valid_to=date(2020, 12, 31))
    assert choose([ended], date(2020, 12, 31)).id == 1
    with pytest.raises(NoTariffError):
        choose([ended], date(2021, 1, 1))


def test_a_replaced_paper_stays_historic_whoever_confirmed_it() -> None:
    assert replace(TABLE, confirmed=True).standing is Standing.HISTORIC
    now = replace(TABLE, evidence=Evidence.OFFICIAL)
    assert now.standing is Standing.UNCONFIRMED
    assert replace(now, confirmed=True).standing is Standing.CONFIRMED


@pytest.mark.parametrize(
    ("rates", "why"),
    [
        (RATES[:3], Unfit.NO_STEPS),
        ((*RATES, RATES[0]), Unfit.TWICE),
        ((*RATES, Rate(kind=STEP, reach="noi_tinh", grams=500, vnd=1)), Unfit.STEPS_NOT_RISING),
        ((*RATES, Rate(kind=SURCHARGE, key="XX", vnd=1)), Unfit.SURCHARGE),
        ((*RATES, Rate(kind=STEP, reach="noi_vung", grams=0, vnd=1)), Unfit.GRAMS),
        ((*RATES, Rate(kind=STEP, reach="noi_vung", grams=9, vnd=-1)), Unfit.AMOUNT),
        (RATES, None),
    ],
)
def test_a_table_that_makes_no_sense_is_not_entered(rates, why) -> None:
    assert unfit("T2", "bảng giá", rates) is why


def rule(sender: Party, receiver: Party, charge: Charge) -> PayerRule:
    return PayerRule(
        sender=sender,
        receiver=receiver,
        charge=charge,
        funds=Funds.UNKNOWN,
        valid_from=date(2017, 2, 25),
        valid_to=date(2030, 1, 1),
    )


def test_the_rule_that_names_the_receiver_goes_before_the_one_for_anybody() -> None:
    rules = [
        rule(Party.LOCAL, Party.ANY, Charge.NOT_PROVIDED),
        rule(Party.LOCAL, Party.LOCAL, Charge.SENDER_PAYS),
        rule(Party.LOCAL, Party.CENTRAL, Charge.AGREEMENT),
        rule(Party.CENTRAL_OFFICE, Party.ANY, Charge.FREE),
    ]
    on = date(2026, 1, 1)

    def said(sender: Party, receiver: Party, day: date = on) -> Charge | None:
        found = who_pays(rules, sender=sender, receiver=receiver, on=day)
        return found.charge if found else None

    assert said(Party.LOCAL, Party.LOCAL) is Charge.SENDER_PAYS
    assert said(Party.LOCAL, Party.OUTSIDE) is Charge.NOT_PROVIDED
    assert said(Party.CENTRAL_OFFICE, Party.OUTSIDE) is Charge.FREE
    assert said(Party.OUTSIDE, Party.LOCAL) is None
    # A central office is of Annex I too, unless a rule names the offices themselves.
    assert said(Party.LOCAL, Party.CENTRAL_OFFICE) is Charge.AGREEMENT
    rules.append(rule(Party.LOCAL, Party.CENTRAL_OFFICE, Charge.FREE))
    assert said(Party.LOCAL, Party.CENTRAL_OFFICE) is Charge.FREE
    assert said(Party.LOCAL, Party.LOCAL, date(2030, 1, 2)) is None


def test_only_what_is_said_to_be_free_is_free() -> None:
    assert charged(None)
    assert not charged(rule(Party.CENTRAL, Party.LOCAL, Charge.FREE))
    assert charged(rule(Party.LOCAL, Party.ANY, Charge.NOT_PROVIDED))


def test_tax_of_a_sum_is_rounded_once() -> None:
    assert tax(11_364, 10) == 1_136
    assert tax(3 * 11_364, 10) == 3_409
    assert tax(5, 10) == 1


@pytest.mark.parametrize(
    ("vnd", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (1_005, "Một nghìn không trăm lẻ năm đồng"),
        (101_500, "Một trăm lẻ một nghìn năm trăm đồng"),
        (12_345_000, "Mười hai triệu ba trăm bốn mươi lăm nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (2_000_010_000, "Hai tỷ không trăm mười nghìn đồng"),
        (-1_727, "Âm một nghìn bảy trăm hai mươi bảy đồng"),
    ],
)
def test_amounts_are_written_in_words(vnd: int, words: str) -> None:
    assert in_words(vnd) == words


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_two_amounts_never_have_the_same_words(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)
