"""The demonstration's self-review and security, on the small world."""

import pytest

from kt1.assurance.assessments import queries as security
from kt1.assurance.assessments.models import SafetyMeasure
from kt1.assurance.assessments.registered import NetworkConnection, SafetyPlan, SiteEntry
from kt1.config.simulation import reviews
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc
from kt1.oversight.reviews.models import OutsideReport, Review, ReviewAnswer
from kt1.oversight.reviews.rules import State
from kt1.people.accounts.rules import Role
from tests.custody import factories as make
from tests.custody.world import build

pytestmark = pytest.mark.django_db


def test_a_province_reviews_itself_and_every_answer_is_in_the_ledger() -> None:
    world = build()
    make.actor(Role.REGULATOR, at_province=make.province())
    make.actor(Role.HEAD, body=world.sender)
    for n in range(6):
        make.clerk(make.agency(f"24-UB{n + 5}"))
    reviews.review(("24",), make.at("2026-02-16", "17:00"))
    filled = Review.objects.exclude(state=State.OPEN)
    assert Review.objects.filter(state=State.OPEN).exists()
    assert filled.exists()
    questions = filled[0].round.questionnaire.questions.count()
    assert ReviewAnswer.objects.count() == questions * filled.count()
    assert Entry.objects.filter(kind="review.answered").count() == filled.count()
    assert not OutsideReport.objects.filter(sender__bloc=Bloc.PARTY).exists()
    assert not OutsideReport.objects.filter(agency__bloc=Bloc.PARTY).exists()
    rows = security.assessed(make.province().pk, make.at("2026-02-16").date())
    assert {len(one.found) for one in rows} == {0, 2}
    assert (SafetyMeasure.objects.count(), SafetyPlan.objects.count()) == (3, 3)
    assert SiteEntry.objects.filter(left_at=None).count() == 1
    assert NetworkConnection.objects.count() == 2
    assert Agency.objects.filter(code="24-UB5").exists()
