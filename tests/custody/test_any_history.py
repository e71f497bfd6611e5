"""Whatever people do in whatever order: one holder for each unit, no gap, and the ledger agrees.

Buttons are pressed at random; a refused act changes nothing, and the truths hold after each.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.bags.models import Bag, Seal
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes, two_persons
from kt1.custody.deliveries.actions import NobodyMaySignError
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.proposals import Found, Loss, Proposal, Release, WrongHandoverSaid
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.handovers.queries import UnknownHandoverError
from kt1.custody.handovers.rules import Seen
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Declaration
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import Kind, NotPossibleError, State
from kt1.ledger.entries.models import Entry
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.approvals import steps as approvals
from kt1.people.approvals.steps import AlreadyAskedError
from tests.custody import doing
from tests.custody.factories import MORNING, once
from tests.custody.truths import Beginning, Picking, Truths
from tests.custody.world import build

REFUSED = (
    NotPossibleError,
    NotAllowedError,
    AlreadySettledError,
    NobodyMaySignError,
    AlreadyAskedError,
    UnknownUnitError,
    UnknownHandoverError,
)
FEW = st.integers(0, 7)
SIGNED = doing.SIGNED


class Custody(Beginning, Picking, Truths):
    """People of the post, a sender and a receiver, and about a dozen units between them."""

    def __init__(self) -> None:
        super().__init__()
        # A savepoint for each history: the world is built once, and what was done is undone.
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests do
        self.block.__enter__()
        self.now = MORNING
        self.people = [
            self.world.courier,
            self.world.escort,
            self.world.controller,
            self.world.far_controller,
        ]
        self._begin()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def _press(self, act: Callable[[], Any]) -> Any:
        """Do it or be refused; a refusal leaves everything as it was."""
        self._later()
        before = Entry.objects.count()
        try:
            return act()
        except REFUSED:
            assert Entry.objects.count() == before
            return None

    @rule(number=st.integers(1, 3))
    def declare(self, number: int) -> None:
        if Unit.objects.count() < 14:
            said = [Declaration(receiver=self.world.receiver.pk)] * number
            self._press(
                lambda: items.declare(
                    declarations=said, by=self.world.clerk, at=self.now, once=once()
                )
            )

    @rule(pick=FEW)
    def withdraw(self, pick: int) -> None:
        if (codes := self._codes(pick, kind="item")) and pick % 4 == 0:
            self._press(
                lambda: items.withdraw(codes=codes, by=self.world.clerk, at=self.now, once=once())
            )

    @rule(pick=FEW, who=st.integers(0, 1))
    def accept(self, pick: int, who: int) -> None:
        if codes := self._codes(pick, state=State.DECLARED):
            self._press(
                lambda: items.accept(
                    codes=codes, checks=[], by=self.people[who], at=self.now, once=once()
                )
            )

    @rule(pick=FEW, giver=st.integers(0, 3), taker=st.integers(0, 3), named=st.booleans())
    def offer(self, pick: int, giver: int, taker: int, *, named: bool) -> None:
        by, to = self.people[giver], self.people[taker]
        if codes := self._codes(pick, person=by.user_id):
            self._press(lambda: doing.given(codes, by, to, when=self.now, named=named))

    @rule(pick=FEW, who=st.integers(0, 3), seen=st.integers(0, 3), torn=st.booleans())
    def settle(self, pick: int, who: int, seen: int, *, torn: bool) -> None:
        if (handover := self._open(pick)) is not None:
            taker = next((p for p in self.people if p.user_id == handover.taker_person_id), None)
            by = taker if taker and self._mostly(who, x=1) else self.people[who]
            codes = self._lines(handover)[:seen]
            said = [
                Seen(code=code, seal=self._seal_of(code), intact=not (torn and n == 0))
                for n, code in enumerate(codes)
            ]
            self._press(
                lambda: handovers.settle(
                    handover_id=handover.pk,
                    seen=said,
                    by=by,
                    at=self.now,
                    once=once(),
                )
            )

    @rule(pick=FEW, who=st.integers(0, 3), late=st.booleans())
    def end(self, pick: int, who: int, *, late: bool) -> None:
        if (handover := self._open(pick)) is None:
            return
        if late:
            self.now = max(self.now, handover.lapses_at)
            self._press(lambda: handovers.lapse(handover_id=handover.pk, at=self.now, once=once()))
        else:
            self._press(
                lambda: handovers.take_back(
                    handover_id=handover.pk, by=self.people[who], at=self.now, once=once()
                )
            )

    def _open(self, pick: int) -> Handover | None:
        found = list(Handover.objects.filter(outcome="offered").order_by("offered_at", "pk"))
        return found[pick % len(found)] if found else None

    def _lines(self, handover: Handover) -> list[str]:
        lines = HandoverLine.objects.filter(handover=handover.pk).order_by("unit")
        return list(lines.values_list("unit__code", flat=True))

    def _seal_of(self, code: str) -> str:
        return Bag.objects.filter(unit__code=code).values_list("seal", flat=True).first() or ""

    @rule(who=st.integers(2, 3), box=st.booleans())
    def make_bag(self, who: int, *, box: bool) -> None:
        if Unit.objects.exclude(kind="item").count() < 5:
            self._press(
                lambda: bags.make(
                    kind=Kind.BOX if box else Kind.BAG,
                    by=self.people[who],
                    at=self.now,
                    once=once(),
                )
            )

    @rule(bag=FEW, pick=FEW, who=st.integers(2, 3), out=st.booleans())
    def pack(self, bag: int, pick: int, who: int, *, out: bool) -> None:
        into = self._one(bag, kind__in=["bag", "box"])
        wanted: dict[str, Any] = (
            {"inside__code": into} if out else {"person": self.people[who].user_id}
        )
        codes = [code for code in self._codes(pick, **wanted) if code != into]
        if into != "NONE" and codes:
            act = bags.unpack if out else bags.pack
            self._press(
                lambda: act(bag=into, codes=codes, by=self.people[who], at=self.now, once=once())
            )

    @rule(bag=FEW, who=st.integers(2, 3), known=st.booleans())
    def seal(self, bag: int, who: int, *, known: bool) -> None:
        by, code = self.people[who], self._one(bag, kind__in=["bag", "box"])
        number = f"S-{Seal.objects.count() + 1}"
        if code == "NONE":
            return
        if known:
            seals.receive(numbers=[number], by=by, at=self.now, once=once())
            seals.issue(numbers=[number], to=by.user_id, by=by, at=self.now, once=once())
        self._press(lambda: bags.seal(bag=code, number=number, by=by, at=self.now, once=once()))

    @rule(bag=FEW, who=st.integers(0, 3), intact=st.booleans(), count=st.booleans())
    def open_bag(self, bag: int, who: int, *, intact: bool, count: bool) -> None:
        code = self._one(bag, state=State.SEALED)
        if code != "NONE":
            inside = self._codes(bag, inside__code=code) if count else None
            self._press(
                lambda: bags.open_sealed(
                    bag=code,
                    number_seen=self._seal_of(code),
                    intact=intact,
                    counted=inside,
                    by=self.people[who],
                    at=self.now,
                    once=once(),
                )
            )

    @rule(pick=FEW, who=st.integers(0, 3), how=st.sampled_from(["try", "deliver", "back"]))
    def at_the_door(self, pick: int, who: int, how: str) -> None:
        by = self.people[who]
        codes = self._codes(pick, kind="item", **self._mostly(pick, person=by.user_id))
        if not codes:
            return
        door = self.world.door.pk
        if how == "try":
            self._press(
                lambda: deliveries.attempt(
                    codes=codes,
                    point_id=door,
                    reason=Reason.CLOSED,
                    by=by,
                    at=self.now,
                    once=once(),
                )
            )
        elif how == "deliver":
            self._deliver(codes, by)
        else:
            self._give_back(codes, by)

    @rule(pick=FEW, other=FEW)
    def go_on(self, pick: int, other: int) -> None:
        """One item goes the way it most often goes from where it is: histories get long."""
        found = list(Unit.objects.filter(kind="item", inside=None, offer=None).order_by("pk"))
        if not found:
            return
        item = found[pick % len(found)]
        by = next((p for p in self.people if p.user_id == item.person_id), self.people[0])
        undo: Callable[[], Any] = lambda: self.together(pick, "undo")  # noqa: E731 - one of many
        ways: dict[State, Callable[[], Any]] = {
            State.DECLARED: lambda: self.accept(pick, other % 2),
            State.IN_POST: lambda: (
                self._deliver([item.code], by) if other % 3 else self._recall(item.code)
            ),
            State.RETURNING: lambda: self._give_back([item.code], by),
            State.AWAITING: lambda: self.confirm(pick) if other % 2 else undo(),
            State.DELIVERED: undo,
            State.RETURNED: undo,
            State.HELD: lambda: self.together(pick, "release"),
            State.LOST: lambda: self.together(pick, "find"),
        }
        ways.get(State(item.state), lambda: None)()
        self.now += timedelta(hours=other)

    def _recall(self, code: str) -> None:
        self._press(
            lambda: changes.recall(
                codes=[code], paper="BG-1", by=self.world.clerk, at=self.now, once=once()
            )
        )

    def _give_back(self, codes: list[str], by: Actor) -> None:
        self._press(
            lambda: deliveries.give_back(
                codes=codes, signed=SIGNED, by=by, at=self.now, once=once()
            )
        )

    def _deliver(self, codes: list[str], by: Actor) -> None:
        self._press(
            lambda: deliveries.deliver(
                codes=codes,
                point_id=self.world.door.pk,
                signed=SIGNED,
                by=by,
                at=self.now,
                once=once(),
            )
        )

    @rule(pick=FEW)
    def confirm(self, pick: int) -> None:
        if codes := self._codes(pick, state=State.AWAITING):
            self._press(
                lambda: deliveries.confirm(
                    codes=codes, by=self.world.receiving_clerk, at=self.now, once=once()
                )
            )

    @rule(pick=FEW, who=st.integers(0, 3), how=st.sampled_from(["hold", "return", "recall"]))
    def change_the_way(self, pick: int, who: int, how: str) -> None:
        codes, at = self._codes(pick, **self._mostly(pick, state=State.IN_POST)), self.now
        if not codes:
            return
        if how == "hold":
            self._press(
                lambda: changes.hold(
                    codes=codes, findings=["torn"], by=self.people[who], at=at, once=once()
                )
            )
        elif how == "return":
            self._press(
                lambda: changes.send_back(
                    codes=codes, reason=Reason.MOVED, by=self.people[who], at=at, once=once()
                )
            )
        else:
            self._press(
                lambda: changes.recall(
                    codes=codes, paper="BG-1", by=self.world.clerk, at=at, once=once()
                )
            )

    @rule(pick=FEW, how=st.sampled_from(["lose", "find", "release", "undo"]))
    def together(self, pick: int, how: str) -> None:
        proposal = self._proposal(pick, how)
        if proposal is not None:
            self._press(lambda: self._agree_and_do(proposal, self.world.controller))

    def _proposal(self, pick: int, how: str) -> Proposal | None:
        if how == "undo":
            code = self._one(pick, state__in=[State.DELIVERED, State.AWAITING, State.RETURNED])
            line = HandoverLine.objects.filter(unit__code=code, corrected_at=None)
            out = Handover.objects.filter(
                pk__in=line.values("handover"), kind__in=["delivery", "return"]
            ).first()
            if out is None:
                return None
            entry = Entry.objects.get(subject=f"handover:{out.pk}", kind="handover.settled")
            return WrongHandoverSaid(
                code=code, entry=entry.pk, cause=Cause.WRONG_DOOR, minutes="1/BB"
            )
        if how == "release":
            held = tuple(self._codes(pick, state=State.HELD))
            return Release(codes=held, cause=Cause.FOUND_WHOLE, minutes="1/BB") if held else None
        if how == "find":
            lost = tuple(self._codes(pick, state=State.LOST))
            return Found(codes=lost, cause=Cause.FOUND_AGAIN, minutes="1/BB") if lost else None
        some = tuple(self._codes(pick)) if pick % 3 == 0 else ()
        return Loss(codes=some, cause=Cause.NOT_FOUND, minutes="1/BB") if some else None

    def _agree_and_do(self, proposal: Proposal, first: Actor) -> None:
        # One block of the test's own: asked, agreed and done, or nothing of it.
        with transaction.atomic():
            transaction.get_connection().atomic_blocks[-1]._from_testcase = True
            asked = two_persons.ask(proposal=proposal, by=first, at=self.now, once=once())
            approvals.approve(
                approval_id=asked["approval"], by=self.world.second_controller, at=self.now
            )
            now = {"by": first, "at": self.now, "once": once()}
            self._together(proposal, now)

    @staticmethod
    def _together(proposal: Proposal, now: dict[str, Any]) -> None:
        match proposal:
            case Loss():
                two_persons.lose(loss=proposal, **now)
            case Release():
                two_persons.release(release=proposal, **now)
            case Found() | WrongHandoverSaid():
                two_persons.correct(correction=proposal, **now)


@pytest.mark.django_db
def test_any_history_keeps_what_must_always_be_true() -> None:
    Custody.world = build()
    run_state_machine_as_test(
        Custody,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            # Histories are short; making a failing one shorter takes minutes.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
