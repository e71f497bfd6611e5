"""A province's budget from its measured mail to the settled year."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Side, State
from kt1.assurance.reconciliation.models import Total
from kt1.custody.items import actions as items
from kt1.custody.price.models import PaperSurcharge
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget import actions, queries
from kt1.oversight.budget.actions import Amount, BudgetError
from kt1.oversight.budget.models import BudgetLine, BudgetVersion
from kt1.oversight.budget.rules import Alarm, Return, Scenario, Stage
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)
LATER = make.at("2026-02-10")


@pytest.fixture
def world(db: None) -> World:
    made = build()
    for body in (made.sender, made.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    return made


@pytest.fixture
def science(world: World):
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def finance(world: World):
    return make.actor(Role.FINANCE, at_province=make.province("24"))


def sent(world: World, grams: int | None = 120, **said) -> None:
    (code,) = doing.accepted(world, by=world.counter, **said)
    if grams is not None:
        items.weigh(weights={code: grams}, by=world.counter, at=make.AFTERNOON, once=once())


def estimated(by, key=None, **changed) -> BudgetVersion:
    facts = {
        "year": 2027,
        "first": JANUARY,
        "last": JANUARY,
        "growth_per_mille": 0,
        "scenario": Scenario.BASE,
        **changed,
    }
    return actions.make_estimate(by=by, at=LATER, once=once(key), **facts)


def decided(
    last: BudgetVersion,
    stage: Stage,
    by: Actor,
    amounts: dict[int, Amount] | None = None,
    paper: str = "QĐ giao dự toán ngày 20/12/2026",
) -> BudgetVersion:
    return actions.decide(
        after_id=last.pk, stage=stage, amounts=amounts or {}, paper=paper,
        by=by, at=LATER, once=once(),
    )  # fmt: skip


def allocated(world: World, science, finance, vnd: int = 1_000_000, year: int = 2026):
    sent(world)
    made = estimated(science, year=year)
    actions.send(version_id=made.pk, by=science, at=LATER, once=once())
    appraised = decided(made, Stage.APPRAISED, finance)
    return decided(appraised, Stage.ALLOCATED, finance, {world.sender.pk: Amount(vnd)})


def account(world: World, month: int, net: int, state: State, year: int = 2026) -> None:
    starts = date(year, month, 1)
    made = Account.objects.create(
        agency=world.sender, province=make.province("24"), starts=starts,
        ends=date(year, month, 28), state=state, frozen_at=LATER, due=starts,
        agreed_at=None if state is State.FROZEN else LATER,
    )  # fmt: skip
    Total.objects.create(
        account=made, side=Side.POST_SENT, urgency="none", scope="noi_tinh",
        items=1, weight_g=100, amount=net, unweighed=0, unpriced=0,
    )  # fmt: skip


def test_an_estimate_is_the_measured_mail_by_the_tariff_a_year_long(world: World, science) -> None:
    sent(world)
    sent(world, urgency="HT", grams=None)
    PaperSurcharge.objects.create(
        id=uuid4(), agency=world.sender, month=JANUARY, version=1, amount_vnd=48_636,
        paper="bảng kê", entered_by_id=world.dispatcher.user_id, entered_at=LATER,
    )  # fmt: skip
    key = uuid4()
    made = estimated(science, key=key)
    assert estimated(science, key=key) == made
    line = BudgetLine.objects.get()
    assert (line.items, line.measured_vnd) == (2, 15_000 + 15_000 + 40_000)
    assert line.surcharge_vnd == 48_636
    net = (70_000 + 48_636) * 12
    assert line.amount_vnd == net + (net * 10 + 50) // 100
    entry = Entry.objects.get(kind="budget.version_made")
    assert entry.subject.endswith("/2027")


def test_growth_and_scenario_move_it(world: World, science) -> None:
    sent(world)
    base = estimated(science).lines.get().amount_vnd
    high = estimated(science, growth_per_mille=100, scenario=Scenario.HIGH).lines.get().amount_vnd
    assert base < high
    assert abs(high - base * 121 // 100) <= 2


def test_what_is_free_is_counted_and_costs_nothing(world: World, science) -> None:
    AnnexMembership.objects.filter(agency=world.sender).update(annex="I")
    sent(world)
    line = estimated(science).lines.get()
    assert (line.items, line.amount_vnd) == (1, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"first": date(2026, 1, 2)},
        {"last": date(2026, 2, 1)},
        {"first": date(2026, 2, 1)},
        {"first": date(2025, 1, 1)},
        {"year": 2040},
        {"growth_per_mille": 5000},
        {"first": date(2025, 12, 1), "last": date(2025, 12, 1)},
    ],
)
def test_an_estimate_that_cannot_be_is_not_made(world: World, science, changed) -> None:
    sent(world)
    with pytest.raises(BudgetError):
        estimated(science, **changed)
    assert not BudgetVersion.objects.exists()


def test_only_the_department_estimates_and_only_finance_decides(
    world: World, science, finance
) -> None:
    sent(world)
    with pytest.raises(NotAllowedError):
        estimated(finance)
    made = estimated(science)
    with pytest.raises(NotAllowedError):
        decided(made, Stage.APPRAISED, finance)  # not sent yet
    actions.send(version_id=made.pk, by=science, at=LATER, once=once())
    with pytest.raises(NotAllowedError):
        estimated(science)  # under review
    with pytest.raises(NotAllowedError):
        decided(made, Stage.APPRAISED, science)
    far = make.actor(Role.FINANCE, at_province=make.province("75"))
    with pytest.raises(NotAllowedError):
        decided(made, Stage.APPRAISED, far)


def test_an_estimate_comes_back_for_a_reason_and_is_made_again(
    world: World, science, finance
) -> None:
    sent(world)
    made = estimated(science)
    actions.send(version_id=made.pk, by=science, at=LATER, once=once())
    assert list(queries.waiting_for_review(finance)) == [made]
    actions.send_back(version_id=made.pk, reason=Return.GROWTH, by=finance, at=LATER, once=once())
    assert not queries.waiting_for_review(finance).exists()
    again = estimated(science)
    assert (again.n, again.sent_at) == (2, None)
    with pytest.raises(NotAllowedError):
        actions.send(version_id=made.pk, by=science, at=LATER, once=once())


def test_it_goes_from_estimate_to_the_settled_year_with_money_carried_over(
    world: World, science, finance
) -> None:
    given = allocated(world, science, finance)
    adjusted = decided(given, Stage.ADJUSTED, finance, {world.sender.pk: Amount(1_100_000)})
    account(world, 1, 500_000, State.SIGNED)
    over = {world.sender.pk: Amount(1_100_000, carried=900_000)}
    with pytest.raises(BudgetError):
        decided(adjusted, Stage.SETTLED, finance, over)
    spent = 500_000 + 40_000
    left = {world.sender.pk: Amount(1_100_000, carried=1_100_000 - spent)}
    settled = decided(adjusted, Stage.SETTLED, finance, left)
    assert [v.stage for v in queries.versions(settled.budget)] == [
        "settled", "adjusted", "allocated", "appraised", "estimate",
    ]  # fmt: skip
    assert queries.carried_in(make.province("24").pk, 2027) == {world.sender.pk: 560_000}
    with pytest.raises(NotAllowedError):
        decided(settled, Stage.ADJUSTED, finance)


def test_a_decision_rests_on_a_paper_and_on_the_newest_version(
    world: World, science, finance
) -> None:
    given = allocated(world, science, finance)
    with pytest.raises(BudgetError):
        decided(given, Stage.ADJUSTED, finance, paper=" ")
    with pytest.raises(BudgetError):
        decided(given, Stage.ADJUSTED, finance, {world.sender.pk: Amount(-1)})
    with pytest.raises(BudgetError):
        decided(given, Stage.ADJUSTED, finance, {world.far.pk: Amount(1)})
    decided(given, Stage.ADJUSTED, finance)
    with pytest.raises(NotAllowedError):
        decided(given, Stage.ADJUSTED, finance)


def test_spent_and_committed_come_from_accounts(world: World, science, finance) -> None:
    given = allocated(world, science, finance, vnd=1_000_000)
    account(world, 1, 500_000, State.SIGNED)
    account(world, 2, 300_000, State.AGREED)
    (row,) = queries.rows(given, science, told_at_percent=80)
    stands = row.execution
    assert (stands.spent, stands.committed, stands.left) == (540_000, 324_000, 136_000)
    assert (row.alarm, stands.lasts_until) == (Alarm.RUNS_OUT, 3)


def test_bodies_of_other_lines_are_folded_into_one_that_names_none(
    world: World, science, finance
) -> None:
    given = allocated(world, science, finance)
    world.sender.line = "dang"
    world.sender.bloc = "dang"
    world.sender.save()
    (row,) = queries.rows(given, science, told_at_percent=80)
    assert (row.line, row.bodies, row.amount) == (None, 1, 1_000_000)
    own = make.actor(Role.ACCOUNTANT, body=world.sender)
    (mine,) = queries.rows(given, own, told_at_percent=80)
    assert mine.line is not None
    stranger = make.actor(Role.ACCOUNTANT, body=world.receiver)
    assert queries.rows(given, stranger, told_at_percent=80) == []
    with pytest.raises(BudgetError):
        decided(given, Stage.ADJUSTED, finance, {world.sender.pk: Amount(1)})


def test_budgets_are_seen_in_their_province_and_by_their_bodies(
    world: World, science, finance
) -> None:
    allocated(world, science, finance)
    own = make.actor(Role.ACCOUNTANT, body=world.sender)
    stranger = make.actor(Role.ACCOUNTANT, body=world.receiver)
    far = make.actor(Role.REGULATOR, at_province=make.province("75"))
    seen = [
        queries.seen_by(a).exists() for a in (science, finance, own, stranger, far, world.counter)
    ]
    assert seen == [True, True, True, False, False, False]


def test_the_database_holds_versions_as_they_were_made(world: World, science) -> None:
    sent(world)
    estimated(science)
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetLine.objects.update(amount_vnd=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetVersion.objects.update(growth_per_mille=1)


def test_more_mail_and_more_bodies_take_no_more_queries(world: World, science) -> None:
    sent(world)
    estimated(science)  # what a process keeps is read by the first
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as said:
            version = estimated(science)
        counts.append(len(said))
        with CaptureQueriesContext(connection) as said:
            queries.rows(version, science, told_at_percent=80)
        counts.append(len(said))
        sent(world)
        doing.accepted(world, 3, by=world.counter)
    assert counts[:2] == counts[2:]
