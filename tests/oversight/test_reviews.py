"""A round from its questions to the sealed paper; internal rules; covers that came otherwise."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.reminders.rules import Rule
from kt1.oversight.reviews import actions, known, queries, questions, stating
from kt1.oversight.reviews.models import (
    InternalRule,
    OutsideReport,
    Questionnaire,
    Review,
    ReviewQuestion,
    ReviewRound,
)
from kt1.oversight.reviews.rules import (
    Ask,
    Carrier,
    Paper,
    Part,
    RuleKind,
    RuleStage,
    Said,
    State,
)
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
PAPER = Paper(number="12/BC-UBND", dated=date(2026, 1, 14), kept_at="tủ hồ sơ 3")


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def so(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province())


@pytest.fixture
def head(world: World) -> Actor:
    return make.actor(Role.HEAD, body=world.sender)


def who(by: Actor, at: Any = make.MORNING) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def issued(so: Actor) -> int:
    made = questions.draft(name="Tự rà soát", **who(so))
    questions.issue(questionnaire_id=made, **who(so))
    return made


def opening(version: int, **more: Any) -> actions.Opening:
    said: dict[str, Any] = {
        "questionnaire_id": version, "name": "Đợt thử", "first": date(2025, 7, 1),
        "last": date(2025, 12, 31), "due": date(2026, 1, 20), "families": [Family.COMMUNE_UBND],
        "basis_number": "1234/UBND-KGVX", "basis_date": date(2026, 1, 5),
    }  # fmt: skip
    return actions.Opening(**said | more)


def opened(so: Actor, **more: Any) -> ReviewRound:
    made = actions.open_round(opening=opening(issued(so), **more), **who(so))
    return ReviewRound.objects.get(pk=made)


def sheet(review: Review, **more: str) -> dict[str, str]:
    asked = review.round.questionnaire.questions.all()
    plain = {one.code: "0" if one.ask == Ask.BAND else one.wanted or "yes" for one in asked}
    return plain | more


def answered(review: Review, by: Actor, **more: Any) -> str:
    said = more.pop("said", None) or sheet(review)
    return actions.answer(review_id=review.pk, said=said, **more, **who(by))


def test_a_version_is_written_issued_and_never_changes(world: World, so: Actor) -> None:
    made = questions.draft(name="Tự rà soát", **who(so))
    with pytest.raises(questions.UnfitQuestionnaireError):
        questions.draft(name="Bản khác", **who(so))
    added = questions.Worded(part=Part.PEOPLE, ask=Ask.BAND, text="Số người mới", wanted="yes")
    assert questions.add(questionnaire_id=made, worded=added, **who(so)) == "T1"
    assert ReviewQuestion.objects.get(code="T1").wanted == ""
    bad = questions.Worded(part=Part.PEOPLE, ask=Ask.YES_NO, text="Công văn số 12/UBND là gì")
    with pytest.raises(RefusedTextError):
        questions.add(questionnaire_id=made, worded=bad, **who(so))
    questions.drop(questionnaire_id=made, code="H3", **who(so))
    with pytest.raises(NotAllowedError):
        questions.issue(questionnaire_id=made, **who(make.actor(
            Role.PARTY_OFFICE, body=world.sender, at_province=make.province())))  # fmt: skip
    assert questions.issue(questionnaire_id=made, **who(so)) == 1
    with pytest.raises(NotAllowedError):
        questions.drop(questionnaire_id=made, code="G1", **who(so))
    for change in (
        lambda: ReviewQuestion.objects.filter(questionnaire=made).update(text="khác"),
        lambda: Questionnaire.objects.filter(pk=made).update(name="khác"),
        lambda: ReviewQuestion.objects.filter(questionnaire=made).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    again = questions.draft(name="Bản 2", **who(so))
    copied = Questionnaire.objects.get(pk=again)
    codes = set(copied.questions.values_list("code", flat=True))
    assert (copied.n, "T1" in codes, "H3" in codes) == (2, True, False)


def test_only_bodies_of_ones_own_line_are_asked(world: World, so: Actor) -> None:
    party = make.agency("24-DU1", family=Family.COMMUNE_PARTY, bloc=Bloc.PARTY, line=Line.PARTY)
    found = opened(so, families=list(Family))
    asked = set(found.reviews.values_list("agency__code", flat=True))
    assert asked == {"24-UB1", "24-S1", "24-S2"}
    body = body_of(Entry.objects.get(kind="review.opened"))
    assert sorted(body["agencies"]) == sorted(asked)
    office = make.actor(Role.PARTY_OFFICE, body=party, at_province=make.province())
    version = found.questionnaire_id
    own = opening(version, families=list(Family))
    mine = actions.open_round(opening=own, **who(office))
    codes = set(Review.objects.filter(round=mine).values_list("agency__code", flat=True))
    assert codes == {party.code}
    assert not queries.rounds_seen_by(so).filter(pk=mine).exists()
    with pytest.raises(actions.UnfitRoundError):
        actions.open_round(opening=opening(version, families=[Family.COMMUNE_PARTY]), **who(so))
    with pytest.raises(actions.UnfitRoundError):
        actions.open_round(opening=opening(version, due=date(2026, 1, 13)), **who(so))
    with pytest.raises(NotAllowedError):
        actions.open_round(opening=own, **who(world.clerk))


def test_answered_agreed_to_and_sealed_are_three_things(
    world: World, so: Actor, head: Actor
) -> None:
    review = opened(so).reviews.get(agency=world.sender)
    with pytest.raises(actions.UnfitAnswersError) as bad:
        answered(review, world.clerk, said=sheet(review, G1="có lẽ"))
    assert set(bad.value.faults) == {"G1"}
    with pytest.raises(Review.DoesNotExist):
        answered(review, world.receiving_clerk)
    with pytest.raises(NotAllowedError):
        answered(review, so)
    with pytest.raises(NotAllowedError):
        actions.approve(review_id=review.pk, **who(head))
    assert answered(review, world.clerk) == State.FILLED
    with pytest.raises(NotAllowedError):
        actions.approve(review_id=review.pk, **who(world.clerk))
    actions.send_back(review_id=review.pk, reason="xem lại phần đầu mối", **who(head))
    assert answered(review, world.clerk, said=sheet(review, N1="yes")) == State.FILLED
    actions.approve(review_id=review.pk, **who(head))
    review.refresh_from_db()
    assert (review.state, review.paper_number) == (State.APPROVED, "")
    with pytest.raises(NotAllowedError):
        answered(review, world.clerk)
    actions.enter_paper(review_id=review.pk, paper=PAPER, **who(world.clerk))
    review.refresh_from_db()
    assert (review.state, review.paper_number) == (State.STAMPED, "12/BC-UBND")
    kinds = Entry.objects.filter(subject__endswith="/agency:24-UB1")
    assert sorted(entry.kind.removeprefix("review.") for entry in kinds) == [
        "answered", "answered", "approved", "returned", "stamped",
    ]  # fmt: skip
    actions.send_back(review_id=review.pk, reason="thiếu trang", **who(so))
    review.refresh_from_db()
    assert (review.state, review.paper_number, review.approved_at) == (State.RETURNED, "", None)


def test_a_body_that_works_on_paper_is_entered_by_who_asked(world: World, so: Actor) -> None:
    Agency.objects.filter(pk=world.sender.pk).update(works_on_paper=True)
    review = opened(so).reviews.get(agency=world.sender)
    with pytest.raises(actions.PaperNeededError):
        answered(review, so)
    assert answered(review, so, paper=PAPER) == State.STAMPED
    actions.close_round(round_id=review.round_id, **who(so))
    with pytest.raises(NotAllowedError):
        actions.send_back(review_id=review.pk, reason="sai", **who(so))


def test_the_roll_up_counts_what_heads_answered_for_in_three_queries(
    world: World, so: Actor, head: Actor
) -> None:
    found = opened(so, families=list(Family))
    mine, other = (found.reviews.get(agency=body) for body in (world.sender, world.receiver))
    answered(mine, world.clerk, said=sheet(mine, G3="yes"))
    actions.approve(review_id=mine.pk, **who(head))
    answered(other, world.receiving_clerk, said=sheet(other, G3="yes"))
    late = date(2026, 1, 21)
    with CaptureQueriesContext(connection) as asked:
        rolled = queries.roll_up(found, late)
    assert len(asked) <= 4
    assert (rolled.states["approved"], rolled.states["filled"], rolled.overdue) == (1, 1, 2)
    line = next(one for one in rolled.lines if one.question.code == "G3")
    assert (line.tally.counts[Said.YES], line.tally.departing) == (1, 1)
    who_said = queries.who_said(queries.seen_by(so), line.question.pk, Said.YES)
    assert [one.agency_id for one in who_said] == [world.sender.pk]
    owed = queries.owed(province_id=make.province().pk, on=late)
    reviews = {one.agency_id for one in owed if one.rule == Rule.REVIEW}
    assert reviews == {world.receiver.pk, world.neighbour.pk}
    assert {one.agency_id for one in owed if one.rule == Rule.RULES} >= {world.sender.pk}
    assert all(one.due == date(2026, 1, 20) for one in owed)


def stated(**more: Any) -> stating.Stated:
    said: dict[str, Any] = {
        "stage": RuleStage.ISSUED, "number": "05/QĐ-UBND", "dated": date(2025, 12, 1),
        "has_clause": True,
    }  # fmt: skip
    return stating.Stated(**said | more)


def test_internal_rules_are_said_by_the_body_and_seen_by_its_line(world: World, so: Actor) -> None:
    said: dict[str, Any] = {"agency_code": world.sender.code, "kind": RuleKind.HOUSE_RULES}
    with pytest.raises(stating.UnfitStatementError):
        stating.state_rule(stated=stated(number=""), **said, **who(world.clerk))
    with pytest.raises(stating.UnfitStatementError):
        stating.state_rule(stated=stated(dated=date(2026, 2, 1)), **said, **who(world.clerk))
    with pytest.raises(Agency.DoesNotExist):
        stating.state_rule(stated=stated(), **said, **who(world.receiving_clerk))
    with pytest.raises(NotAllowedError):
        stating.state_rule(stated=stated(), **said, **who(so))
    stating.state_rule(stated=stated(), **said, **who(world.clerk))
    stating.state_rule(stated=stated(stage=RuleStage.DRAFTING), **said, **who(world.clerk))
    rule = InternalRule.objects.get()
    assert (rule.stage, rule.number, rule.has_clause) == (RuleStage.DRAFTING, "", None)
    assert Entry.objects.filter(kind="internal_rule.stated").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        InternalRule.objects.update(number="9")


def came(**more: Any) -> stating.Came:
    said: dict[str, Any] = {
        "received_on": date(2026, 1, 13), "carrier": Carrier.EXPRESS, "sender_code": "24-S1",
    }  # fmt: skip
    return stating.Came(**said | more)


def test_a_cover_that_came_otherwise_is_three_facts(world: World, so: Actor) -> None:
    columns = {field.name for field in OutsideReport._meta.get_fields()}
    assert columns == {
        "id", "agency", "received_on", "sender", "sender_name", "carrier", "filed_at", "filed_by",
        "withdrawn_at", "paper",
    }  # fmt: skip
    with pytest.raises(stating.UnfitStatementError):
        stating.report(came=came(sender_code="24-UB1"), **who(world.clerk))
    with pytest.raises(stating.UnfitStatementError):
        stating.report(came=came(sender_code=""), **who(world.clerk))
    text = "Sở X, công văn số 12/UBND"
    with pytest.raises(RefusedTextError):
        stating.report(came=came(sender_code="", sender_name=text), **who(world.clerk))
    with pytest.raises(NotAllowedError):
        stating.report(came=came(), **who(world.dispatcher))
    made = stating.report(came=came(), **who(world.clerk))
    police = make.actor(Role.POLICE_PA03, at_province=make.province())
    for actor, seen in ((world.clerk, 1), (so, 1), (police, 1), (world.receiving_clerk, 0)):
        assert queries.reports_seen_by(actor).count() == seen, actor.role
    span = {"first": date(2026, 1, 1), "last": date(2026, 1, 31)}
    province = make.province().pk
    assert queries.outside_counts(province_id=province, **span) == {world.receiver.pk: 1}
    with pytest.raises(OutsideReport.DoesNotExist):
        stating.withdraw(report_id=made, **who(world.receiving_clerk))
    stating.withdraw(report_id=made, **who(world.clerk))
    assert queries.outside_counts(province_id=province, **span) == {}
    assert queries.reports_seen_by(so).count() == 0


def test_what_is_known_already_is_offered(world: World, so: Actor) -> None:
    review = opened(so).reviews.select_related("round").get(agency=world.sender)
    assert known.offered(review) == {"G2": Said.ZERO}
    stating.state_rule(
        agency_code=world.sender.code, kind=RuleKind.REGULATION, stated=stated(),
        **who(world.clerk),
    )  # fmt: skip
    report = came(received_on=date(2025, 12, 31))
    stating.report(came=report, **who(world.clerk))
    offered = known.offered(review)
    assert offered == {"G2": Said.ZERO, "N1": Said.YES, "N2": Said.FEW, "Q1": Said.YES}


def test_the_same_form_twice_is_one_act(world: World, so: Actor) -> None:
    version = issued(so)
    key = make.once()
    both = {
        actions.open_round(opening=opening(version), by=so, at=make.MORNING, once=key)
        for _ in range(2)
    }
    assert len(both) == 1
    assert ReviewRound.objects.count() == 1
