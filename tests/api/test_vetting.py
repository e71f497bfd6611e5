"""By the API as on the page: nobody takes whose vetting has lapsed; what is in hand goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kt1.config import clock
from kt1.custody.units.models import Unit
from kt1.people.actor import Actor
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import StandingKind
from tests.api.conftest import Caller
from tests.custody import doing
from tests.custody.factories import NOON
from tests.custody.world import World

CallerOf = Callable[[Actor], Caller]
ONE_PAST = NOON + timedelta(minutes=1)


@pytest.mark.django_db
def test_lapsed_at_noon_the_api_gives_no_bag_at_a_minute_past(
    world: World, caller_of: CallerOf
) -> None:
    held = doing.accepted(world, 1)
    declared = doing.declared(world, 1)
    bag = doing.bag_of(
        doing.accepted(world, 1, by=world.controller), world.controller, seal="MH0000009"
    )
    offer = doing.given([bag], world.controller, world.courier)
    vettings = Standing.objects.filter(user=world.courier.user_id, kind=StandingKind.VETTING)
    vettings.update(valid_to=NOON)
    courier = caller_of(world.courier)
    clock.set_offset(ONE_PAST - datetime.now(UTC))

    seen = {"seen": [{"code": bag, "seal": "MH0000009"}]}
    taken = courier.post(f"/handovers/{offer}/settlement", seen)
    accepted = courier.post(f"/items/{declared[0]}/acceptance", {"checks": doing.CHECKS})
    tried = courier.post(
        f"/items/{held[0]}/delivery",
        {"point": world.door.code, "name": "Người nhận thử", "title": "Trực cơ quan"},
    )

    for refused in (taken, accepted):
        assert refused.status == 403
        assert "hết hiệu lực từ 12:00 14/01/2026" in str(refused.body)
        assert "vẫn giao, phát và hoàn trả" in str(refused.body)
    assert tried.status == 200, tried.body
    assert Unit.objects.get(code=bag).person_id == world.controller.user_id
    assert Unit.objects.get(code=held[0]).person_id != world.courier.user_id
