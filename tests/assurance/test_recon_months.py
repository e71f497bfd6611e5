"""A month from the acceptance of items to two signatures, and after."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from kt1.assurance.books.models import Account, Book, Line
from kt1.assurance.books.rules import Side, State, period_of
from kt1.assurance.reconciliation import actions, signing
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.queries import balance, seen_by, summary
from kt1.assurance.reconciliation.reads import to_be_stamped
from kt1.assurance.reconciliation.rules import Figures, Reason
from kt1.config.cli import reconcile
from kt1.law.services.rules import Mode
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.assurance import ground
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY = period_of("2026-01")
LATER = make.at("2026-02-03")


@pytest.fixture
def world() -> World:
    return build()


def frozen(world: World) -> Account:
    actions.freeze(
        province_id=world.centre.province_id, period=JANUARY, by=world.dispatcher, at=LATER,
        once=once(),
    )  # fmt: skip
    return Account.objects.get(agency=world.sender)


def head(world: World) -> Actor:
    return make.actor(Role.HEAD, body=world.sender)


def signed_by(account: Account, *signers: Actor, **more: Any) -> str:
    state = ""
    for signer in signers:
        state = signing.sign(account_id=account.pk, by=signer, at=LATER, once=once(), **more)
    return state


def test_a_month_is_frozen_once(world: World) -> None:
    doing.accepted(world, 3)
    account = frozen(world)
    assert {b.side: b.rows for b in Book.objects.filter(account=account)} == {"P": 3, "S": 3}
    assert not Difference.objects.exists()
    doing.accepted(world, 1, when=make.at("2026-01-20"))
    assert frozen(world) == account
    assert Line.objects.filter(side=Side.POST_SENT).count() == 3
    found = summary(world.centre.province_id, JANUARY)
    assert (found.items, found.matched, found.signed) == (3, 3, 0)


def test_only_when_the_month_is_over_and_only_by_the_post(world: World) -> None:
    for by, at in ((world.clerk, LATER), (world.dispatcher, make.at("2026-01-31", "23:59"))):
        with pytest.raises(NotAllowedError):
            actions.freeze(
                province_id=world.centre.province_id, period=JANUARY, by=by, at=at, once=once()
            )


def test_the_last_minute_of_a_month_belongs_to_it(world: World) -> None:
    doing.accepted(world, 1, when=make.at("2026-01-31", "23:59"))
    doing.accepted(world, 1, when=make.at("2026-02-01", "00:00"))
    account = frozen(world)
    assert Line.objects.get(account=account.pk, side="P").day == date(2026, 1, 31)


def test_both_sides_sign_in_order_and_then_the_paper(world: World) -> None:
    doing.accepted(world, 2)
    account, boss = frozen(world), head(world)
    with pytest.raises(NotAllowedError):
        signed_by(account, boss)
    signed_by(account, world.clerk)
    # Without an accountant the head checks the money as well.
    signed_by(account, boss, boss)
    with pytest.raises(signing.NothingToSignError):
        signed_by(account, boss)
    assert signed_by(account, world.controller, world.dispatcher) == State.FROZEN
    assert signed_by(account, world.dispatcher) == State.AGREED
    with pytest.raises(NotAllowedError):
        signing.send_back(account_id=account.pk, by=world.clerk, at=LATER, once=once())
    said: dict[str, Any] = {
        "account_id": account.pk, "number": "03/BB-ĐS", "kept_at": "Tủ 2, hồ sơ 14",
        "signers": "Thủ trưởng hai bên", "by": world.clerk, "at": LATER,
    }  # fmt: skip
    for day in (account.ends, LATER.date() + timedelta(days=1)):
        with pytest.raises(signing.UnfitPaperError):
            signing.record_paper(**said, dated=day, once=once())
    signing.record_paper(**said, dated=date(2026, 2, 3), once=once())
    account.refresh_from_db()
    assert account.state == State.SIGNED


def test_who_prepared_does_not_approve(world: World) -> None:
    doing.accepted(world, 1)
    account = frozen(world)
    signed_by(account, world.dispatcher, world.dispatcher)
    with pytest.raises(NotAllowedError):
        signed_by(account, world.dispatcher)


def test_a_difference_is_resolved_before_anybody_signs(world: World) -> None:
    doing.accepted(world, 2)
    account = frozen(world)
    lines = list(Line.objects.filter(account=account.pk, side="P").order_by("n"))
    told = [(one.code, one.day, one.other, one.urgency, "", None, None, None) for one in lines]
    ground.put(account, Side.SENDER, [told[0]])
    (difference,) = ground.compared(account)
    with pytest.raises(NotAllowedError):
        signed_by(account, world.clerk)
    asked: dict[str, Any] = {"account_id": account.pk, "difference_ids": [difference.pk]}
    with pytest.raises(actions.UnfitReasonError):
        actions.resolve(**asked, reason=Reason.ENTERED_TWICE, by=world.clerk, at=LATER, once=once())
    actions.resolve(**asked, reason=Reason.NOT_KT1, by=world.clerk, at=LATER, once=once())
    assert balance(account).agreed.items == 1
    signed_by(account, world.clerk)
    with pytest.raises(NotAllowedError):
        actions.resolve(**asked, reason=None, by=world.controller, at=LATER, once=once())
    signing.send_back(account_id=account.pk, by=world.controller, at=LATER, once=once())
    actions.resolve(**asked, reason=None, by=world.controller, at=LATER, once=once())
    assert balance(account).agreed.items == 2


def test_an_agreed_month_is_corrected_in_the_next(world: World) -> None:
    doing.accepted(world, 1)
    doing.accepted(world, 1, when=make.at("2026-02-10"))
    account, boss = frozen(world), head(world)
    signed_by(
        account, world.clerk, boss, boss, world.controller, world.dispatcher, world.dispatcher
    )
    before = balance(account)
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-02"), by=world.dispatcher,
        at=make.at("2026-03-02"), once=once(),
    )  # fmt: skip
    later = Account.objects.get(agency=world.sender, starts=date(2026, 2, 1))
    signing.adjust(
        corrects_id=account.pk, account_id=later.pk, code="KT1", reason=Reason.AGENCY_RIGHT,
        figures=Figures(-1, -50, -9_000), by=world.dispatcher, at=LATER, once=once(),
    )  # fmt: skip
    assert balance(account) == before
    assert balance(later).agreed.items == 0


def test_silence_agrees_only_where_the_rule_says_so(world: World) -> None:
    doing.accepted(world, 1)
    account = frozen(world)
    signed_by(account, world.controller, world.dispatcher, world.dispatcher)
    asked: dict[str, Any] = {"on": date(2026, 3, 10), "by": "worker", "at": LATER}
    assert signing.deem(**asked, after_days=None, once=once()) == 0
    assert signing.deem(**asked, after_days=60, once=once()) == 0
    soon = {**asked, "on": LATER.date() + timedelta(days=20)}  # counted from the post's approval
    assert signing.deem(**soon, after_days=20, once=once()) == 0
    assert signing.deem(**asked, after_days=20, once=once()) == 1
    account.refresh_from_db()
    assert (account.state, account.deemed) == (State.AGREED, True)


def test_others_know_nothing_of_it(world: World) -> None:
    doing.accepted(world, 1)
    frozen(world)
    others = [
        world.receiving_clerk, world.far_controller, world.courier,
        make.actor(Role.REGULATOR, at_province=make.province()),
    ]  # fmt: skip
    assert [seen_by(by).count() for by in (world.clerk, world.dispatcher)] == [1, 1]
    assert [seen_by(by).count() for by in others] == [0, 0, 0, 0]


def test_kt1_reconcile_runs_twice(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse  # noqa: PLC0415 - only here

    doing.accepted(world, 2, when=make.at("2025-12-10"))
    args = argparse.Namespace(province="24", month="2025-12", json=True)
    answers = []
    for _ in range(2):
        assert reconcile.run(args) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert answers[0]["period"] == "2025-12"
    assert (answers[0]["items"], answers[0]["matched"], answers[0]["signed"]) == (2, 2, 0)
    assert set(answers[0]["differences"].values()) == {0}
    assert reconcile.run(argparse.Namespace(province="24", month="2099-01", json=True)) == 2


def test_a_paper_ends_only_what_the_post_signed_and_both_settled(world: World) -> None:
    """A body that works on paper: no open difference, the post's three steps, the surcharge."""
    type(world.sender).objects.filter(pk=world.sender.pk).update(works_on_paper=True)
    make.mode(Mode.FLAG)
    doing.accepted(world, 2, mark="F")
    account = frozen(world)
    lines = list(Line.objects.filter(account=account.pk, side="P").order_by("n"))
    one = lines[0]
    ground.put(account, Side.SENDER, [(one.code, one.day, one.other, "", "", None, None, None)])
    (difference,) = ground.compared(account)
    said: dict[str, Any] = {
        "account_id": account.pk, "number": "07/BB-ĐS", "dated": date(2026, 2, 3),
        "kept_at": "Tủ 2", "signers": "Thủ trưởng hai bên", "at": LATER,
    }  # fmt: skip

    def entered(by: Actor) -> None:
        signing.record_paper(**said, by=by, once=once())

    with pytest.raises(NotAllowedError, match="chênh lệch"):
        entered(world.clerk)
    actions.resolve(
        account_id=account.pk, difference_ids=[difference.pk], reason=Reason.POST_RIGHT,
        by=world.controller, at=LATER, once=once(),
    )  # fmt: skip
    with pytest.raises(signing.SurchargeMissingError):
        signed_by(account, world.controller)
    signed_by(account, world.controller, surcharge=90_000)
    signed_by(account, world.dispatcher)
    with pytest.raises(NotAllowedError, match="duyệt"):
        entered(world.clerk)
    assert not to_be_stamped(seen_by(world.clerk)).exists()
    signed_by(account, world.dispatcher)
    assert to_be_stamped(seen_by(world.clerk)).get() == account
    entered(world.clerk)
    account.refresh_from_db()
    assert (account.state, account.surcharge) == (State.SIGNED, 90_000)
    assert balance(account).total == balance(account).net + balance(account).tax > 90_000
