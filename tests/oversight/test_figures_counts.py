"""Figures in sets against a recount item by item; the board of duties; targets."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.assurance.adoption import queries as adoption
from kt1.assurance.adoption.actions import TargetError, set_target
from kt1.assurance.adoption.models import AdoptionTarget
from kt1.assurance.adoption.rules import Span, Use
from kt1.assurance.books.models import Account
from kt1.custody.clock.models import Clock
from kt1.custody.items.models import Item
from kt1.custody.price.queries import prices_of
from kt1.ledger.entries.models import Pending
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Line
from kt1.oversight.figures import counting, country
from kt1.oversight.figures.board import Lack, board
from kt1.oversight.figures.queries import volumes
from kt1.oversight.figures.rules import Direction
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

JANUARY = Span(date(2026, 1, 1), date(2026, 1, 31))
LATER = make.at("2026-02-10")


@pytest.fixture
def world(db: None) -> World:
    """Nine items of January: six within the province, of them two express; three go far."""
    made = build()
    doing.accepted(made, 4)
    doing.accepted(made, 2, urgency="HT")
    doing.accepted(made, 3, receiver=made.far.pk)
    Item.objects.filter(receiver=made.receiver).update(weight_g=120)
    for clock in Clock.objects.filter(unit__item__urgency="HT"):
        clock.stopped_at = clock.deadline
        clock.save(update_fields=["stopped_at"])
    return made


def province(code: str = "24") -> int:
    return make.province(code).pk


def test_volumes_are_those_of_a_recount_item_by_item(world: World) -> None:
    counted: Counter[tuple[str, ...]] = Counter()
    amounts: Counter[tuple[str, ...]] = Counter()
    items = Item.objects.select_related("sender", "receiver")
    prices = prices_of([item.pk for item in items])
    here = province()
    for item in items:
        axes = (item.urgency, item.scope)
        if item.from_province_id == here:
            key = (item.sender.bloc, *axes, Direction.SENT)
            counted[key] += 1
            amounts[key] += prices[item.pk].due_net if item.weight_g else 0
        if item.to_province_id == here:
            counted[item.receiver.bloc, *axes, Direction.RECEIVED] += 1
    with CaptureQueriesContext(connection) as asked:
        found = volumes(province_id=here, span=JANUARY)
    assert len([one for one in asked if "custody_clock" in one["sql"]]) == 2
    assert {
        (one.bloc, one.urgency, one.scope, one.direction): one.items for one in found
    } == counted
    assert {
        (one.bloc, one.urgency, one.scope, one.direction): one.amount_vnd
        for one in found
        if one.direction is Direction.SENT
    } == amounts
    assert sum(one.unpriced for one in found) == 3
    assert volumes(province_id=here, span=Span(date(2026, 2, 1), date(2026, 2, 28))) == ()


def test_facts_of_bodies_and_months_add_up(world: World) -> None:
    listed = counting.served(province(), date(2026, 1, 31))
    lines = frozenset(Line)
    with CaptureQueriesContext(connection) as asked:
        facts = counting.of_bodies(listed, province(), JANUARY, at=LATER, followed=lines)
    bound = len(asked)
    assert bound <= 40
    receiver, sender = facts[world.receiver.pk], facts[world.sender.pk]
    assert (sender.sent, sender.received, sender.using) == (9, 0, 1)
    assert (receiver.received, receiver.due, receiver.on_time) == (6, 6, 2)
    assert facts[world.neighbour.pk].using == 0
    (month,) = counting.of_months(province(), JANUARY, at=LATER).values()
    assert (month.sent, month.received, month.due, month.on_time) == (9, 6, 9, 2)
    (own,) = counting.of_months(province(), JANUARY, at=LATER, only=[world.receiver.pk]).values()
    assert (own.sent, own.received) == (0, 6)
    next_year = Span(date(2027, 1, 1), date(2027, 1, 31))
    before = counting.of_bodies(listed, province(), next_year, at=LATER, followed=lines)
    assert (before[world.sender.pk].sent, before[world.sender.pk].sent_before) == (0, 9)
    for one in range(4):
        make.agency(f"24-X{one}")
    more = counting.served(province(), date(2026, 1, 31))
    with CaptureQueriesContext(connection) as asked:
        counting.of_bodies(more, province(), JANUARY, at=LATER, followed=lines)
    assert len(asked) == bound


def test_what_another_line_owes_or_lacks_is_in_no_figure(world: World) -> None:
    for body in (world.sender, world.neighbour):
        Account.objects.create(
            agency=body,
            province=body.province,
            starts=date(2026, 1, 1),
            ends=date(2026, 1, 31),
            frozen_at=LATER,
            due=date(2026, 2, 5),
        )
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc=Bloc.ARMED, line=Line.POLICE)
    listed = counting.served(province(), date(2026, 1, 31))
    facts = counting.of_bodies(listed, province(), JANUARY, at=LATER, followed={Line.STATE})
    assert facts[world.sender.pk].overdue == 1
    assert facts[world.sender.pk].lacking == 1
    assert facts[world.neighbour.pk].overdue == 0
    assert facts[world.neighbour.pk].lacking == 0


def test_the_ministry_reads_provinces_side_by_side(world: World) -> None:
    found = country.of_provinces(JANUARY, at=LATER)
    here, there = found[province()], found[province("75")]
    assert (here.sent, here.received, here.using, here.on_time) == (9, 6, 2, 2)
    assert (there.sent, there.received, there.using) == (0, 3, 1)


def test_the_board_says_what_each_body_lacks(world: World) -> None:
    Account.objects.create(
        agency=world.sender,
        province=world.sender.province,
        starts=date(2026, 1, 1),
        ends=date(2026, 1, 31),
        frozen_at=LATER,
        due=date(2026, 2, 5),
    )
    Agency.objects.filter(pk=world.receiver.pk).update(contract_no="01/HĐ")
    rows = adoption.bodies(province(), date(2026, 2, 10))
    with CaptureQueriesContext(connection) as asked:
        lines = {one.agency.pk: one for one in board(rows, province(), JANUARY, at=LATER)}
    assert len(asked) <= 20
    sender, receiver = lines[world.sender.pk], lines[world.receiver.pk]
    assert sender.lacks == {
        Lack.FOCAL,
        Lack.OFF_HOURS,
        Lack.RULES,
        Lack.CONTRACT,
        Lack.MONTH,
        Lack.QUALITY,
        Lack.OVERDUE,
    }
    assert receiver.lacks == {Lack.RULES}
    assert receiver.paper
    assert Lack.USE in lines[world.neighbour.pk].lacks


def test_use_is_compared_with_the_period_before(world: World) -> None:
    february = Span(date(2026, 2, 1), date(2026, 2, 28))
    with CaptureQueriesContext(connection) as asked:
        found = adoption.use(province_id=province(), span=february, before=JANUARY)
    assert len([one for one in asked if "custody_clock" in one["sql"]]) == 1
    assert found[world.sender.pk] == Use(sent_before=9)
    assert found[world.receiver.pk] == Use(received_before=6)
    assert world.far.pk not in found


def test_a_target_is_the_departments_and_replaces_the_one_before(world: World) -> None:
    department = make.actor(Role.REGULATOR, at_province=make.province("24"))
    said: dict[str, Any] = {
        "year": 2026,
        "bloc": Bloc.GOVERNMENT,
        "paper": "12/KH-UBND 05/01/2026 UBND tỉnh",
    }
    with pytest.raises(NotAllowedError):
        set_target(**said, goal_percent=80, by=world.dispatcher, at=LATER, once=make.once())
    with pytest.raises(TargetError):
        set_target(**said, goal_percent=101, by=department, at=LATER, once=make.once())
    with pytest.raises(TargetError):
        set_target(
            **{**said, "paper": " "}, goal_percent=80, by=department, at=LATER, once=make.once()
        )
    key = make.once()
    first = set_target(**said, goal_percent=80, by=department, at=LATER, once=key)
    assert set_target(**said, goal_percent=80, by=department, at=LATER, once=key) == first
    second = set_target(**said, goal_percent=90, by=department, at=LATER, once=make.once())
    assert list(adoption.targets(province(), 2026)) == [second]
    assert AdoptionTarget.objects.get(pk=first.pk).replaced_at == LATER
    assert Pending.objects.filter(entry__kind="adoption.target_set").count() == 2
