"""What items cost whom: the tariff of their day, their weight, the annexes of both bodies."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.custody.items import actions as items
from kt1.custody.price import actions, queries
from kt1.custody.price.models import PaperSurcharge
from kt1.custody.price.permissions import why_not_see_price
from kt1.law.screening.rules import RefusedTextError
from kt1.law.services.rules import Mark, Mode
from kt1.law.tariffs.payers import Charge, Party
from kt1.law.tariffs.rules import Open
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import AnnexMembership
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)


def under(body, annex: str) -> None:
    AnnexMembership.objects.create(
        agency=body, annex=annex, source="phụ lục", valid_from=make.SINCE
    )


def weighed(world: World, grams: int = 120, **said) -> int:
    (code,) = doing.accepted(world, by=world.counter, **said)
    items.weigh(weights={code: grams}, by=world.counter, at=AFTERNOON, once=once())
    return doing.unit(code).pk


def test_before_it_is_weighed_an_item_has_only_its_surcharges(world: World) -> None:
    (code,) = doing.declared(world, urgency="HT")
    found = queries.prices_of([doing.unit(code).pk], marks={})
    (one,) = found.values()
    assert one.price is not None
    assert (one.price.net, one.price.open) == (40_000, frozenset({Open.WEIGHT}))


def test_the_sender_under_annex_two_pays_the_tariff_of_the_day(world: World) -> None:
    under(world.sender, "II")
    under(world.receiver, "II")
    unit = weighed(world)
    one = queries.prices_of([unit], marks={})[unit]
    assert one.rule is not None
    assert (one.rule.charge, one.free, one.due_net) == (Charge.SENDER_PAYS, False, 15_000)
    assert one.price is not None
    assert one.price.tax == 1_200


def test_a_sender_under_annex_one_pays_nothing_and_the_steps_are_shown(world: World) -> None:
    under(world.sender, "I")
    under(world.receiver, "II")
    unit = weighed(world)
    one = queries.prices_of([unit], marks={})[unit]
    assert (one.sender, one.free, one.due_net) == (Party.CENTRAL, True, 0)
    assert one.price is not None
    assert one.price.net == 15_000


def test_a_body_in_no_annex_is_left_open(world: World) -> None:
    unit = weighed(world)
    one = queries.prices_of([unit], marks={})[unit]
    assert (one.sender, one.rule) == (Party.OUTSIDE, None)


def test_without_the_mark_its_surcharge_stays_open(world: World) -> None:
    make.mode(Mode.LETTER)
    unit = weighed(world, mark="A")
    hidden = queries.prices_of([unit])[unit].price
    shown = queries.prices_of([unit], marks={unit: Mark.A})[unit].price
    assert hidden is not None
    assert shown is not None
    assert (hidden.net, hidden.open) == (15_000, frozenset({Open.MARK_UNREAD}))
    assert (shown.net, shown.open) == (15_000 + 48_636, frozenset())


def test_a_day_before_any_tariff_has_no_price(world: World) -> None:
    unit = weighed(world)
    assert queries.prices_of([unit], on=date(2016, 1, 1))[unit].price is None


def test_many_items_take_as_many_queries_as_one(world: World) -> None:
    under(world.sender, "II")
    units = [weighed(world) for _n in range(3)]
    queries.prices_of(units)
    counts = []
    for asked in (units[:1], units):
        with CaptureQueriesContext(connection) as said:
            queries.prices_of(asked)
        counts.append(len(said))
    assert counts[0] == counts[1]
    assert counts[0] <= 7


def test_only_the_sender_and_the_post_are_told_the_price(world: World) -> None:
    unit = doing.unit(doing.accepted(world)[0])
    assert why_not_see_price(world.clerk, unit.item) is None
    assert why_not_see_price(world.counter, unit.item) is None
    assert why_not_see_price(world.receiving_clerk, unit.item)


def enter(world: World, *, by=None, key=None, **changed) -> PaperSurcharge:
    facts = {
        "agency_id": world.sender.pk,
        "month": JANUARY,
        "amount_vnd": 120_000,
        "paper": "Bảng kê số 05 ngày 31/01/2026",
        **changed,
    }
    return actions.enter_surcharge(by=by or world.dispatcher, at=MORNING, once=once(key), **facts)


def test_in_flag_mode_marks_cost_one_amount_read_from_paper(world: World) -> None:
    key = uuid4()
    assert enter(world, key=key) == enter(world, key=key)
    enter(world, amount_vnd=150_000)
    assert queries.paper_surcharges([world.sender.pk], JANUARY) == {
        (world.sender.pk, JANUARY): 150_000
    }
    assert PaperSurcharge.objects.count() == 2
    entry = Entry.objects.filter(kind="price.surcharge_entered").latest("at")
    assert "Bảng kê".encode() not in bytes(entry.canonical)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"month": date(2026, 1, 2)}, actions.WrongSurchargeError),
        ({"amount_vnd": -1}, actions.WrongSurchargeError),
        ({"paper": " "}, actions.WrongSurchargeError),
        ({"paper": "trích yếu: kế hoạch tuyệt mật"}, RefusedTextError),
        ({"month": date(2026, 2, 1)}, NotAllowedError),
    ],
)
def test_an_amount_that_cannot_be_is_not_taken(world: World, changed, error) -> None:
    with pytest.raises(error):
        enter(world, **changed)
    assert not PaperSurcharge.objects.exists()


def test_only_the_post_of_the_province_enters_it_and_only_where_marks_are_flags(
    world: World,
) -> None:
    for actor in (world.clerk, world.courier, world.far_controller):
        with pytest.raises(NotAllowedError):
            enter(world, by=actor)
    make.mode(Mode.LETTER)
    later = date(2026, 2, 1)
    with pytest.raises(NotAllowedError, match=r"letters|ký hiệu"):
        actions.enter_surcharge(
            agency_id=world.sender.pk,
            month=later,
            amount_vnd=1,
            paper="x",
            by=world.dispatcher,
            at=make.at("2026-03-01"),
            once=once(),
        )


def test_amounts_are_seen_by_their_body_and_its_post(world: World) -> None:
    enter(world)
    seen = [
        queries.surcharges_seen_by(actor).exists()
        for actor in (world.clerk, world.counter, world.receiving_clerk, world.far_controller)
    ]
    assert seen == [True, True, False, False]
