"""The demonstration has a reorganisation of each kind of stage."""

from datetime import datetime

import pytest

from kt1.config.simulation.mail import HANOI
from kt1.config.simulation.reorganised import reorganised
from kt1.network.agencies.models import AgencyPoint
from kt1.network.demonstration.actions import demo_network
from kt1.network.models import Reorganisation
from kt1.network.successions.rules import Stage
from kt1.people.models import PeopleFollowed
from tests.custody import factories as make


@pytest.mark.django_db
def test_one_is_in_effect_one_waits_one_is_a_draft() -> None:
    demo_network(at=make.at("2025-07-01"), by="demo")

    reorganised(datetime(2026, 2, 16, 17, 0, tzinfo=HANOI))

    stages = Reorganisation.objects.order_by("on").values_list("stage", flat=True)
    assert list(stages) == [Stage.DONE, Stage.CONFIRMED, Stage.DRAFT]
    assert PeopleFollowed.objects.count() == 1
    doors = {
        tie.agency.code: tie.point_id
        for tie in AgencyPoint.objects.filter(agency__code__in=["24-SYT", "24-STC"])
    }
    assert doors["24-SYT"] == doors["24-STC"]
