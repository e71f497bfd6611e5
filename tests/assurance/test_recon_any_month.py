"""Whatever both sides do in whatever order: the books balance, and what was agreed stays.

Buttons are pressed at random on three months of one body; a refused act changes nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from kt1.assurance.books import actions as books
from kt1.assurance.books import steps
from kt1.assurance.books.actions import Layout
from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Side, State, period_of
from kt1.assurance.reconciliation import actions, signing
from kt1.assurance.reconciliation.models import Adjustment, Difference
from kt1.assurance.reconciliation.queries import Balance, balance
from kt1.assurance.reconciliation.rules import (
    NOTHING,
    REASONS,
    Class,
    Figures,
    Reason,
)
from kt1.custody.items.models import Item
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import AnnexMembership
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.assurance import ground
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build

UNFIT = (actions.UnfitReasonError, signing.NothingToSignError, signing.UnfitAdjustmentError)
LATER = make.at("2026-04-02")
MONTHS = st.sampled_from(["2026-01", "2026-02", "2026-03"])
EARLIER, LAST = st.sampled_from(["2026-01", "2026-02"]), st.sampled_from(["2026-02", "2026-03"])
REASON = st.sampled_from(list(Reason))
FIGURES = st.builds(
    Figures, st.integers(-2, 2), st.integers(-500, 500), st.integers(-90_000, 90_000)
)
#: How the sender's clerk wrote a line of the post's, if at all.
WAYS: dict[str, Callable[[ground.Row], list[ground.Row]]] = {
    "same": lambda one: [one],
    "silent": lambda one: [ground.changed(one, weight_g=None, amount=None, urgency="")],
    "left out": lambda _one: [],
    "mistyped": lambda one: [ground.changed(one, code=f"{one[0][:5]}{one[0][6:]}")],
    "numberless": lambda one: [ground.changed(one, code="")],
    "heavier": lambda one: [ground.changed(one, weight_g=(one[6] or 0) + 700)],
    "dearer": lambda one: [ground.changed(one, amount=(one[7] or 0) + 4_321)],
    "silent on another day": lambda one: [
        ground.changed(one, day=one[1] + timedelta(days=1), weight_g=None, amount=None)
    ],
    "day": lambda one: [ground.changed(one, day=one[1] + timedelta(days=1))],
    "twice": lambda one: [one, one],
    "stranger": lambda one: [one, ground.changed(one, code=f"LA{one[0][::-1]}"[:17])],
}
WRITTEN = st.lists(st.sampled_from(list(WAYS)), min_size=1, max_size=6)
PLAIN = tuple(one.name for one in fields(Balance))


class Months(RuleBasedStateMachine):
    """The sender, its head, and the post; each history is undone after it."""

    world: ClassVar[World]
    boss: ClassVar[Actor]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests do
        self.block.__enter__()
        self.agreed: dict[int, Any] = {}
        self.adjusted: Counter[int] = Counter()
        self.touched: Account | None = None

    @initialize(ways=WRITTEN)
    def begin(self, ways: list[str]) -> None:
        """One month that is agreed, whatever is tried then, and one with the sender's book."""
        self.resolve_all_and_sign("2026-01", 0, 6)
        self.bring_a_book("2026-01", ways)
        self.send_back("2026-01")
        self.bring_a_book("2026-02", ways)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def _press(self, name: str, act: Callable[[], Any]) -> bool:
        """Do it or be refused; a refusal leaves everything as it was."""
        before = Entry.objects.count()
        try:
            act()
        except (NotAllowedError, *UNFIT):
            assert Entry.objects.count() == before
            return False
        self.done[name] += 1
        return True

    def _account(self, month: str) -> Account:
        """Of this month; frozen when it is first asked for, and once."""
        period, agency = period_of(month), self.world.sender
        found = Account.objects.filter(agency=agency, starts=period.starts)
        if not found.exists():
            actions.freeze(
                province_id=self.world.centre.province_id, period=period, by=self.world.dispatcher,
                at=LATER, once=once(),
            )  # fmt: skip
        self.touched = found.select_related("agency").get()
        return self.touched

    @rule(month=MONTHS)
    def accept_late(self, month: str) -> None:
        """Mail that is written down for a month changes no account that is frozen."""
        if Item.objects.count() < 14:
            accepted(self.world, f"{month}-27", 1)
            self.done["accept"] += 1

    @rule(month=MONTHS)
    def freeze_again(self, month: str) -> None:
        account = self._account(month)
        before = facts(account)
        new = actions.freeze(
            province_id=account.province_id, period=account.period, by=self.world.dispatcher,
            at=LATER, once=once(),
        )  # fmt: skip
        assert new == 0
        assert facts(account) == before

    @rule(month=MONTHS, ways=WRITTEN)
    def bring_a_book(self, month: str, ways: list[str]) -> None:
        """The first by file, or in place of another."""
        account = self._account(month)
        lines = Line.objects.filter(account=account.pk, side=Side.POST_SENT).order_by("n")
        rows = [
            row
            for n, line in enumerate(lines)
            for row in WAYS[ways[n % len(ways)]](ground.row_of(line))
        ]
        if not rows:  # a file without a line is refused where it is read
            return
        self._press(
            "bring",
            lambda: books.bring(
                account_id=account.pk, side=Side.SENDER, layout=Layout("", {}), at=LATER,
                parsed=Parsed(rows=tuple(ground.numbered(rows))), by=self.world.clerk, once=once(),
            ),
        )  # fmt: skip

    @rule(month=MONTHS, pick=st.integers(0, 5), reason=REASON | st.none())
    def resolve(self, month: str, pick: int, reason: Reason | None) -> None:
        account = self._account(month)
        found = list(account.differences.order_by("pk").values_list("pk", flat=True))
        some = found[pick % len(found) :][: 1 + pick % 2] if found else []
        if some:
            self._press("resolve", lambda: self._resolve(account, some, reason))

    def _resolve(self, account: Account, some: list[int], reason: Reason | None) -> None:
        by = self.world.clerk if len(some) % 2 else self.world.controller
        actions.resolve(
            account_id=account.pk, difference_ids=some, reason=reason, by=by, at=LATER, once=once()
        )

    @rule(month=MONTHS, pick=st.integers(0, 3), signers=st.integers(1, 6))
    def resolve_all_and_sign(self, month: str, pick: int, signers: int) -> None:
        account, world = self._account(month), self.world
        for one in account.differences.filter(resolved_at=None):
            fitting = sorted(REASONS[Class(one.kind)])
            reason = fitting[pick % len(fitting)]
            self._press("resolve", lambda: self._resolve(account, [one.pk], reason))  # noqa: B023 - pressed at once
        order = [world.clerk, self.boss, self.boss, world.controller]
        for by in [*order, world.dispatcher, world.dispatcher][:signers]:
            said: dict[str, Any] = {"account_id": account.pk, "by": by, "at": LATER}
            self._press("sign", lambda: signing.sign(**said, once=once()))  # noqa: B023
        account.refresh_from_db()
        if account.state == State.AGREED and account.pk not in self.agreed:
            self.agreed[account.pk] = facts(account)
            self.done["agree"] += 1

    @rule(month=MONTHS)
    def send_back(self, month: str) -> None:
        key, by = self._account(month).pk, self.world.controller
        said: dict[str, Any] = {"account_id": key, "by": by, "at": LATER}
        self._press("send back", lambda: signing.send_back(**said, once=once()))

    @rule(month=EARLIER, into=LAST, figures=FIGURES, back=st.booleans())
    def adjust(self, month: str, into: str, figures: Figures, back: bool) -> None:  # noqa: FBT001 - drawn
        corrects, account = self._account(month), self._account(into)
        before = balance(account)
        made = [self._adjust(corrects, account, figures)]
        if back:
            made.append(self._adjust(corrects, account, NOTHING - figures))
        assert len(set(made)) == 1
        wanted = before.agreed if back or not all(made) else before.agreed + figures
        assert balance(account).agreed == wanted

    def _adjust(self, corrects: Account, account: Account, figures: Figures) -> bool:
        went = self._press(
            "adjust",
            lambda: signing.adjust(
                corrects_id=corrects.pk, account_id=account.pk, code="KT100000001", figures=figures,
                reason=Reason.AGENCY_RIGHT, by=self.world.dispatcher, at=LATER, once=once(),
            ),
        )  # fmt: skip
        self.adjusted[account.pk] += went
        return went

    @invariant()
    def books_and_differences_balance(self) -> None:
        if self.touched is None:
            return
        found = balance(self.touched)
        post, agency = ground.added_up(self.touched)
        assert found.holds
        assert (found.post, found.agency) == (post, agency)
        parts = (found.post, found.gaps, found.effects, found.adjusted)
        assert {type(n) for one in parts for n in (one.weight_g, one.amount)} == {int}
        made = Adjustment.objects.filter(account=self.touched)
        assert made.count() == self.adjusted[self.touched.pk]

    @invariant()
    def comparing_again_gives_the_same(self) -> None:
        """And is undone: what was resolved would be forgotten."""
        if self.touched is None:
            return
        kept = transaction.savepoint()
        before = compared(self.touched)
        ground.compared(self.touched)
        assert compared(self.touched) == before
        transaction.savepoint_rollback(kept)

    @invariant()
    def what_was_agreed_never_changes(self) -> None:
        for account in Account.objects.filter(pk__in=self.agreed):
            assert facts(account) == self.agreed[account.pk]


def accepted(world: World, day: str, number: int) -> None:
    codes = doing.accepted(world, number, when=make.at(day))
    Item.objects.filter(unit__code__in=codes).update(weight_g=50)


def facts(account: Account) -> Any:
    """All that an agreed month says: its figures, its sum to be paid, its books."""
    account.refresh_from_db()
    found = balance(account)
    figures = [getattr(found, name) for name in PLAIN]
    return (account.state, figures, found.total, steps.digests([account.pk]), compared(account))


def compared(account: Account) -> Any:
    found = balance(account)
    rows = Difference.objects.filter(account=account).order_by("kind", "post_line", "agency_line")
    differences = [
        (one.kind, one.post_line, one.agency_line, one.fields, one.rule, one.score) for one in rows
    ]
    return found.post, found.agency, found.gaps, differences


@pytest.mark.django_db
def test_any_order_of_acts_balances_and_keeps_what_was_agreed() -> None:
    world = build()
    for body in (world.sender, world.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    for day in ("2026-01-05", "2026-02-10", "2026-03-09"):
        accepted(world, day, 3)
    Months.world, Months.boss = world, make.actor(Role.HEAD, body=world.sender)
    Months.done.clear()
    run(
        Months,
        settings=settings(
            max_examples=8,
            stateful_step_count=26,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    acts = ("accept", "bring", "resolve", "sign", "agree", "send back", "adjust")
    assert min(Months.done[name] for name in acts) > 0, Months.done
