"""What the worker forgets each night."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kt1.config import clock
from kt1.config.tasks import REQUESTS_KEPT, forget_requests
from kt1.ledger.requests.models import Request
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin


@pytest.mark.django_db
def test_requests_are_forgotten_when_no_telephone_can_repeat_them() -> None:
    now = clock.now()
    for actor, age in (("user:1", timedelta(days=1)), ("user:2", REQUESTS_KEPT * 2)):
        begin(RequestKey.of(uuid4(), {}), actor=actor, at=now - age)

    forget_requests(timestamp=0)

    assert [request.actor for request in Request.objects.all()] == ["user:1"]
