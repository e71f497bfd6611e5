"""What the worker tidies each night."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from kt1.config import clock
from kt1.config.tasks import tidy_sign_ins
from kt1.people.accounts.models import Duty
from kt1.people.sign_ins.actions import sign_in
from kt1.people.sign_ins.models import SignIn, SignInEnd
from kt1.people.throttles.models import Bucket
from tests.people.conftest import PASSWORD

DAYS = timedelta(days=3)


@pytest.mark.django_db
def test_what_is_days_old_is_tidied(clerk_duty: Duty) -> None:
    now = clock.now()
    for at in (now - DAYS, now):
        sign_in(username="gdv-1", password=PASSWORD, source=None, at=at)
    Bucket.objects.filter(key="sign_in.all:all").update(filled_at=now - DAYS)
    real = datetime.now(UTC)  # browsers' cookies go by the real clock, whatever a database says
    for name, ends_at in (("old", real - DAYS), ("new", real + DAYS)):
        Session.objects.create(session_key=name, session_data="", expire_date=ends_at)

    tidy_sign_ins(timestamp=0)

    assert list(SignIn.objects.order_by("opened_at").values_list("ended_why", flat=True)) == [
        SignInEnd.LAPSED,
        "",
    ]
    assert not Bucket.objects.filter(key="sign_in.all:all").exists()
    assert Bucket.objects.count() == 2
    assert Session.objects.get().session_key == "new"
