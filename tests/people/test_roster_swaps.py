"""Đổi ca trực: asked by one, accepted by another, and only then in the roster."""

import pytest

from kt1.network.models import Agency, Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters import queries, swapping
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.models import Swap
from kt1.people.rosters.steps import UnfitRosterError
from kt1.people.rosters.swapping import Stand
from tests.people.conftest import NOON, MakeUser, actor, give, key
from tests.people.test_rosters import NIGHT_ONE, NIGHT_TWO, put, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(make_user: MakeUser, agency: Agency) -> Actor:
    user = make_user("thu-truong-px", None)
    return actor(user, give(user, Role.HEAD, agency=agency), agency.province_id)


def test_a_swap_is_asked_and_accepted_by_another(
    records_clerk: Actor, head: Actor, agency: Agency, point: Place
) -> None:
    put(records_clerk, agency, point)
    one, two = FocalPoint.objects.order_by("pk").values_list("pk", flat=True)
    gives = Stand(one, Rank.FOCAL, NIGHT_ONE)
    returns = Stand(two, Rank.FOCAL, NIGHT_TWO)

    def ask(gives: Stand = gives, for_: Stand | None = returns, to: int = two) -> int:
        return swapping.ask_swap(
            agency_id=agency.pk,
            point_id=point.pk,
            gives=gives,
            to=to,
            for_=for_,
            by=records_clerk,
            at=NOON,
            once=key(),
        )

    def answer(swap: int, by: Actor, *, accepts: bool = True) -> str:
        return swapping.answer_swap(swap_id=swap, accepts=accepts, by=by, at=NOON, once=key())

    for wrong in (
        {"gives": Stand(one, Rank.DEPUTY, NIGHT_ONE)},
        {"gives": Stand(one, Rank.FOCAL, NIGHT_TWO)},
        {"for_": gives},
        {"to": one},
    ):
        with pytest.raises(UnfitRosterError):
            ask(**wrong)
    swap = ask()
    assert titles(point, "2026-04-30T10:00") == ["Trực lãnh đạo"], "asking changes nothing"
    with pytest.raises(NotAllowedError):
        answer(swap, records_clerk)
    assert answer(swap, head) == SwapState.ACCEPTED
    assert titles(point, "2026-04-30T10:00") == ["Trực ban"]
    assert titles(point, "2026-05-01T10:00") == ["Trực lãnh đạo"]
    with pytest.raises(NotAllowedError):
        answer(swap, head)
    with pytest.raises(UnfitRosterError):
        ask()  # the turns no longer stand so
    again = ask(Stand(two, Rank.FOCAL, NIGHT_ONE), None, one)
    assert answer(again, head, accepts=False) == SwapState.DECLINED
    assert titles(point, "2026-04-30T10:00") == ["Trực ban"]
    third = ask(Stand(two, Rank.FOCAL, NIGHT_ONE), None, one)
    with pytest.raises(NotAllowedError):
        swapping.take_back_swap(swap_id=third, by=head, at=NOON, once=key())
    assert (
        swapping.take_back_swap(swap_id=third, by=records_clerk, at=NOON, once=key())
        == SwapState.WITHDRAWN
    )
    change = queries.changes_seen_by(head).first()
    assert change is not None
    assert (change.act, change.made_by_id) == ("swapped", head.user_id)
    assert Swap.objects.count() == 3
