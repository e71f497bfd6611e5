"""What must be true of the tables of custody after any act: the invariants of a history."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.db.models import Q
from hypothesis.stateful import RuleBasedStateMachine, invariant

from kt1.custody.bags.models import Bag, Seal
from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.units.models import Stay, Unit
from kt1.ledger.entries.models import Entry
from tests.custody import doing
from tests.custody.world import World


class Beginning:
    """Where a history begins, and its clock."""

    world: ClassVar[World]
    now: datetime

    def _begin(self) -> None:
        """Something in everybody's hands, so that what follows has to do with one another.

        A minute for each act: the truths read the chain of a unit in the order of its moments.
        """
        world = self.world
        codes = doing.accepted(world, 7, when=self._later())
        doing.declared(world, when=self._later())
        doing.moved(codes[2:], world.courier, world.controller, when=self._later())
        doing.bag_of(codes[2:4], world.controller, seal="S-0", when=self._later())
        doing.bag_of([], world.controller, when=self._later())
        doing.moved(codes[4:5], world.controller, world.escort, when=self._later())
        doing.given(codes[:1], world.courier, world.controller, when=self._later())

    def _later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Picking:
    """Drawn numbers as units, mostly such as the act is meant for."""

    def _codes(self, pick: int, **wanted: Any) -> list[str]:
        """Some of the units that are so: up to three, from a place that `pick` says."""
        found = list(Unit.objects.filter(**wanted).order_by("pk").values_list("code", flat=True))
        start = pick % len(found) if found else 0
        return found[start : start + 1 + pick % 3]

    @staticmethod
    def _mostly(pick: int, **wanted: Any) -> dict[str, Any]:
        """What makes the act likely to be allowed, most of the time."""
        return wanted if pick % 4 else {}

    def _one(self, pick: int, **wanted: Any) -> str:
        return (self._codes(pick, **wanted) or ["NONE"])[0]


class Truths(RuleBasedStateMachine):
    """Held to after every step, whatever was done or refused."""

    @invariant()
    def every_unit_has_one_holder(self) -> None:
        adrift = Unit.objects.filter(Q(place=None, inside=None) | ~Q(place=None) & ~Q(inside=None))
        assert not adrift.exists()
        assert not Unit.objects.filter(inside__inside__inside__isnull=False).exists()
        # What lies in a bag is answered for by whoever holds the bag, and by nobody else.
        assert not Unit.objects.filter(inside__isnull=False, person__isnull=False).exists()

    @invariant()
    def stays_say_where_units_lie(self) -> None:
        open_stays = dict(Stay.objects.filter(until=None).values_list("unit_id", "inside_id"))
        lying = dict(Unit.objects.filter(inside__isnull=False).values_list("pk", "inside_id"))
        assert open_stays == lying

    @invariant()
    def offers_bind_exactly_the_units_on_their_lines(self) -> None:
        offered = set(
            HandoverLine.objects.filter(
                handover__in=Handover.objects.filter(outcome="offered").values("pk")
            ).values_list("unit_id", "handover")
        )
        bound = set(Unit.objects.filter(offer__isnull=False).values_list("pk", "offer"))
        assert bound == offered

    @invariant()
    def seals_are_on_the_bags_that_say_so(self) -> None:
        on_bags = set(Bag.objects.exclude(seal="").values_list("unit_id", "seal"))
        applied = set(Seal.objects.filter(state="applied").values_list("unit_id", "number"))
        assert on_bags == applied

    @invariant()
    def the_ledger_tells_the_tables_as_they_stand(self) -> None:
        assert doing.untold() == []

    @invariant()
    def no_unit_changes_hands_without_a_giver_who_had_it(self) -> None:
        """Between two hand-overs of a unit that lay in no bag meanwhile there is no gap."""
        chains: dict[int, list[tuple[Any, ...]]] = {}
        lines = HandoverLine.objects.filter(refused=False).exclude(unit__stays__isnull=False)
        rows = {h.pk: h for h in Handover.objects.filter(outcome__in=["taken", "partly"])}
        for line in lines:
            if (row := rows.get(line.handover)) is not None:
                chains.setdefault(line.unit_id, []).append(
                    (row.settled_at, row.kind, row.giver_place_id, row.taker_place_id, line)
                )
        for chain in chains.values():
            chain.sort(key=lambda hop: hop[0])
            for before, after in pairwise(chain):
                if before[4].corrected_at is None and before[1] in {"acceptance", "transfer"}:
                    assert before[3] == after[2] or _was_found(before[4].unit_id)


def _was_found(unit: int) -> bool:
    """What was lost and found again is with its finder: a hand-over of another kind."""
    code = Unit.objects.values_list("code", flat=True).get(pk=unit)
    return Entry.objects.filter(kind="item.found", subject=f"item:{code}").exists()
