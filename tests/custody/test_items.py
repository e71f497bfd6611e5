import pytest
from tests.custody import doing
from tests.custody.world import World


@pytest.mark.django_db
def test_first(world: World) -> None:
    codes = doing.accepted(world, 3)
    u = doing.unit(codes[0])
    assert u.state == "in_post"
    doing.delivered(world, codes)
    assert doing.unit(codes[0]).state == "delivered"
