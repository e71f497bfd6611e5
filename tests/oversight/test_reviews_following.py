"""Open rounds after a merger: nobody waits for the body that ended, its heir is asked once."""

from datetime import date, timedelta

import pytest

from kt1.config.successions import carry_out
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.network.successions.rules import Kind
from kt1.oversight.figures.overdue import Owing
from kt1.oversight.figures.overdue import overdue as late_bodies
from kt1.oversight.reminders.rules import Rule
from kt1.oversight.reviews import actions, following, queries
from kt1.oversight.reviews.models import Review, ReviewRound
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.reviews.labels import LET_GO, state_chip
from tests.custody import factories as make
from tests.custody.world import World
from tests.network.successions import MIDNIGHT, in_effect, ordered
from tests.oversight.test_reviews import head, opened, sheet, so, who, world

__all__ = ["head", "so", "world"]
pytestmark = pytest.mark.django_db
ON = MIDNIGHT.date() + timedelta(days=1)


def merged(*, into: str = "24-S2", founded: tuple[tuple[str, str], ...] = ()) -> int:
    return in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=(into,), founded=founded))


def owed(found: ReviewRound) -> set[str]:
    rows = queries.owed(province_id=found.province_id, on=ON)
    return {one.subject.partition("agency:")[2] for one in rows if one.rule == Rule.REVIEW}


def test_a_round_waits_for_the_heir_and_keeps_what_the_body_was(world: World, so: Actor) -> None:
    found = opened(so, families=list(Family), due=date(2026, 1, 25))
    old, heir = Agency.objects.get(code="24-S1"), Agency.objects.get(code="24-S2")
    before = queries.roll_up(found, date(2026, 1, 26))
    assert {old.code, heir.code} <= owed(found)
    merged()
    assert heir.code in owed(found)
    assert old.code not in owed(found)
    left = found.reviews.select_related("agency", "round").get(agency=old)
    assert state_chip(left, ON) is LET_GO
    rolled = queries.roll_up(found, ON)
    assert (rolled.let_go, rolled.overdue) == (1, before.overdue - 1)
    assert sum(rolled.states.values()) == sum(before.states.values()) - 1
    counted = {one.pk: getattr(one, "asked", None) for one in queries.rounds_seen_by(so, ON)}
    assert counted[found.pk] == sum(rolled.states.values())
    late = late_bodies(found.province_id, ON).by_kind[Owing.REVIEW]
    assert old.pk not in late
    # The heir was asked before: it keeps its one sheet, and reads the one of the body it came from.
    assert found.reviews.filter(agency=heir).count() == 1
    assert not Entry.objects.filter(kind="review.followed").exists()
    theirs = queries.seen_by(make.actor(Role.HEAD, body=heir))
    assert set(theirs.values_list("agency_id", flat=True)) == {old.pk, heir.pk}


def test_a_new_body_is_asked_in_place_of_those_that_had_not_answered(
    world: World, so: Actor, head: Actor
) -> None:
    found = opened(so, families=list(Family), due=date(2026, 2, 20))
    merged(into="24-S3", founded=(("24-S3", "Sở mới"),))
    heir = Agency.objects.get(code="24-S3")
    assert found.reviews.filter(agency=heir).count() == 1
    (told,) = Entry.objects.filter(kind="review.followed")
    assert {one["from"] for one in body_of(told)["bodies"]} <= {"24-S1", "24-S2"}
    assert {one["to"] for one in body_of(told)["bodies"]} == {"24-S3"}
    # Whatever stops the worker, it asks nobody twice.
    for day in range(3):
        assert following.follow(at=MIDNIGHT + timedelta(days=day)) == 0
    carry_out(at=MIDNIGHT + timedelta(days=3))
    assert Review.objects.filter(agency=heir).count() == 1
    assert "24-S3" in owed(found)
    actions.close_round(round_id=found.pk, **who(so, MIDNIGHT + timedelta(days=4)))
    assert owed(found) == set()


def test_what_a_body_answered_before_it_ended_counts_for_it(
    world: World, so: Actor, head: Actor
) -> None:
    found = opened(so, families=list(Family), due=date(2026, 2, 20))
    by_code = {one.agency.code: one for one in found.reviews.select_related("agency")}
    for code in ("24-S1", "24-S2"):
        one = by_code[code]
        clerk = make.clerk(one.agency)
        actions.answer(review_id=one.pk, said=sheet(one), **who(clerk))
        actions.approve(review_id=one.pk, **who(make.actor(Role.HEAD, body=one.agency)))
    merged(into="24-S3", founded=(("24-S3", "Sở mới"),))
    assert not found.reviews.filter(agency__code="24-S3").exists()
    rolled = queries.roll_up(found, ON)
    assert (rolled.let_go, rolled.states["approved"]) == (0, 2)
