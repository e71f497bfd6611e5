"""What a report counts beside the mail, against a recount by hand of a small province."""

from datetime import date
from uuid import uuid4

import pytest

from kt1.assurance.assessments.models import SafetyMeasure
from kt1.assurance.assessments.registered import NetworkConnection
from kt1.assurance.incidents.models import Incident
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.directives.models import Assignment, Directive, DirectiveTask
from kt1.oversight.directives.rules import Direction, PaperKind, Part, Stage, State
from kt1.oversight.reports import neighbours, securing
from kt1.oversight.reports.counting import moments
from kt1.oversight.reports.rules import Span
from kt1.oversight.reviews.models import InternalRule, Review
from kt1.oversight.reviews.rules import RuleKind, RuleStage
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.oversight.test_reviews import opened

pytestmark = pytest.mark.django_db

SPAN = Span(date(2026, 1, 1), date(2026, 1, 31))
WHEN = make.at("2026-01-12")


@pytest.fixture
def world(db: None) -> World:
    return build()


def counted(world: World) -> dict[str, int]:
    return neighbours.counted(world.sender.province_id, SPAN, *moments(SPAN))


def party() -> Agency:
    return make.agency("24-DU9", bloc=Bloc.PARTY, line=Line.PARTY, family=Family.COMMUNE_PARTY)


def test_an_incident_that_was_none_is_not_counted(world: World) -> None:
    for kind, ending in (("loss", ""), ("delay", "none"), ("delay", "recording"), ("delay", "")):
        Incident.objects.create(
            id=uuid4(), code=uuid4().hex[:12], kind=kind, ending=ending,
            province=world.sender.province, found_at=WHEN, opened_at=WHEN,
            **({"state": "closed", "closed_at": WHEN} if ending else {}),
        )  # fmt: skip
    found = counted(world)
    assert (found["incidents.total"], found["incidents.delay"]) == (2, 1)


def given(keeper: Body, world: World, bodies: list[Agency], *, state: State = State.OPEN) -> None:
    """One paper of an office with one task of these bodies, owed since 10/01/2026."""
    paper = Directive.objects.create(
        province=world.sender.province, keeper=keeper, direction=Direction.OUTGOING,
        kind=PaperKind.LETTER, issuer="Cơ quan", title="Việc", stage=Stage.ISSUED,
        registered_by_id=world.dispatcher.user_id, registered_at=WHEN, issued_at=WHEN,
    )  # fmt: skip
    task = DirectiveTask.objects.create(directive=paper, n=1, text="Chỉ định đầu mối")
    for body in bodies:
        Assignment.objects.create(
            task=task, agency=body, part=Part.LEAD, state=state, due=date(2026, 1, 10),
            given_at=WHEN, changed_at=WHEN,
        )  # fmt: skip


def test_only_tasks_of_lines_the_department_follows_are_its_figures(world: World) -> None:
    theirs = party()
    given(Body.SCIENCE_DEPARTMENT, world, [world.sender, theirs])
    given(Body.PARTY_OFFICE, world, [world.sender, theirs])

    found = counted(world)
    assert (found["directives.issued"], found["directives.given"]) == (1, 1)
    assert neighbours.overdue_tasks(world.sender.province_id, SPAN.last) == 1
    lacking = neighbours.unanswered(world.sender.province_id, SPAN.last)
    assert lacking["task"] == {world.sender.pk}


def test_a_body_lacks_a_clause_until_one_paper_in_force_has_it(world: World) -> None:
    so: Actor = make.actor(Role.REGULATOR, at_province=make.province())
    opened(so, families=list(Family))
    asked = set(Review.objects.values_list("agency_id", flat=True))
    assert world.sender.pk in asked

    def lacking() -> set[int]:
        return neighbours.unanswered(world.sender.province_id, SPAN.last)["rules"]

    def said(kind: RuleKind, stage: RuleStage, *, clause: bool | None) -> None:
        issued = stage is RuleStage.ISSUED
        InternalRule.objects.update_or_create(
            agency=world.sender, kind=kind,
            defaults={
                "stage": stage, "has_clause": clause, "number": "1/QC" if issued else "",
                "dated": SPAN.first if issued else None, "stated_at": WHEN,
                "stated_by_id": so.user_id,
            },
        )  # fmt: skip

    assert lacking() == asked  # nothing said is nothing done
    first, second = RuleKind
    said(first, RuleStage.ISSUED, clause=False)
    assert lacking() == asked
    said(second, RuleStage.ISSUED, clause=True)
    assert lacking() == asked - {world.sender.pk}  # one of two papers is enough
    said(second, RuleStage.DRAFTING, clause=None)
    assert lacking() == asked
    said(first, RuleStage.NOT_CONCERNED, clause=None)
    said(second, RuleStage.NOT_CONCERNED, clause=None)
    assert lacking() == asked - {world.sender.pk}  # neither paper concerns it


def test_connections_and_measures_are_counted_as_they_stand(world: World) -> None:
    for n, (due, ended) in enumerate(
        ((date(2026, 3, 1), None), (date(2026, 1, 20), None), (date(2026, 3, 1), SPAN.first))
    ):
        NetworkConnection.objects.create(
            province=world.sender.province, place=world.centre, number=f"{n}/BB", exchange="bags",
            dated=date(2025, 12, 1), contact="Trực ban", phone="0204", check_due=due,
            ended_on=ended, at=WHEN, by_id=world.dispatcher.user_id, peer_id=None if n else
            make.province("75").pk,
        )  # fmt: skip
    for n, (state, verified) in enumerate(
        (("open", None), ("verified", date(2026, 1, 9)), ("verified", date(2025, 12, 9)))
    ):
        SafetyMeasure.objects.create(
            province=world.sender.province, nature="corrective", paper="1/BB", item=n + 1,
            paper_date=date(2025, 12, 1), owner_id=world.dispatcher.user_id,
            due=date(2026, 1, 15), state=state, verified_on=verified,
            **({"done_on": verified, "done_paper": "2/BB", "done_by_id": world.counter.user_id,
                "verified_by_id": world.dispatcher.user_id} if verified else {}),
            at=WHEN, by_id=world.dispatcher.user_id,
        )  # fmt: skip
    assert securing.counted(world.sender.province_id, SPAN, SPAN.last) == {
        "connections.in_force": 2, "connections.unchecked": 1, "assessed.done": 0,
        "assessed.full": 0, "measures.verified": 1, "measures.overdue": 1,
    }  # fmt: skip
