"""Directives: from the register to each body's report, and whose eyes see it (W7)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency, AnnexMembership
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.directives import actions, carrying, issuing, queries, templates
from kt1.oversight.directives.actions import Paper, Task, UnfitDirectiveError
from kt1.oversight.directives.models import Assignment, Directive, DirectiveReceipt, Progress
from kt1.oversight.directives.rules import (
    Direction,
    PaperKind,
    Part,
    Stage,
    Standing,
    State,
    Target,
    Why,
)
from kt1.oversight.directives.steps import Said
from kt1.oversight.papers import SignedPaper, UnfitPaperError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 14)
DUE = TODAY + timedelta(days=20)


class Ground:
    """A Sở, a department, a commune, its Party committee, a court and the post, each named."""

    def __init__(self) -> None:
        make.norms()
        here = make.province()
        self.science = make.agency("24-SKHCN", name="Sở KH&CN", family=Family.DEPARTMENT)
        self.department = make.agency("24-SYT", name="Sở Y tế", family=Family.DEPARTMENT)
        self.commune = make.agency("09187-UB", name="UBND phường Kinh Bắc")
        self.party = make.agency(
            "09187-DU", name="Đảng ủy phường", family=Family.COMMUNE_PARTY, bloc=Bloc.PARTY,
            line=Line.PARTY,
        )  # fmt: skip
        self.court = make.agency(
            "24-TA", name="Tòa án", family=Family.COURT, bloc=Bloc.JUSTICE, line=Line.COURT
        )
        self.post = make.agency(
            "24-BD", name="Bưu điện", family=Family.POST, bloc=Bloc.VERTICAL, line=Line.POST
        )
        self.office = make.agency(
            "24-VPTU", name="Văn phòng Tỉnh ủy", family=Family.PROVINCIAL_PARTY_OFFICE,
            bloc=Bloc.PARTY, line=Line.PARTY,
        )  # fmt: skip
        for body in (self.science, self.department, self.commune, self.party, self.court):
            AnnexMembership.objects.create(
                agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
            )
        self.so = make.actor(Role.REGULATOR, body=self.science, at_province=here)
        self.leader = make.actor(Role.PROVINCE_LEADER, at_province=here)
        self.vptu = make.actor(Role.PARTY_OFFICE, body=self.office, at_province=here)
        self.clerk = make.clerk(self.commune)
        self.party_clerk = make.clerk(self.party)
        self.court_clerk = make.clerk(self.court)
        self.dispatcher = make.actor(Role.DISPATCHER, at_province=here)


@pytest.fixture
def ground(db: None) -> Ground:
    return Ground()


def who(by: Actor, at: Any = make.MORNING, key: Any = None) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once(key)}


def paper(**more: Any) -> Paper:
    said: dict[str, Any] = {
        "direction": Direction.INCOMING,
        "kind": PaperKind.LETTER,
        "issuer": "UBND tỉnh",
        "title": "Tăng cường sử dụng dịch vụ bưu chính KT1",
    }
    return Paper(**said | more)


def task(*families: Family, text: str = "Chỉ định đầu mối", **more: Any) -> Task:
    targets = tuple(Target(family=one.value) for one in families)
    return Task(text=text, targets=more.pop("targets", targets), due=more.pop("due", DUE), **more)


def issued(ground: Ground, *tasks: Task, by: Actor | None = None, **more: Any) -> Directive:
    by = by or ground.so
    pk = actions.register(paper=paper(**more), tasks=tasks, **who(by))
    issuing.issue(directive_id=pk, **who(by))
    return Directive.objects.get(pk=pk)


def only(directive: Directive, body: Agency) -> Assignment:
    return Assignment.objects.get(task__directive=directive, agency=body)


def from_template(ground: Ground, code: str, by: Actor | None = None) -> Directive:
    one = templates.known()[code]
    bodies = dict(Agency.objects.values_list("code", "pk"))
    tasks = [
        Task(text=t.text, clause=t.clause, duty=t.duty,
             targets=templates.targets(t, province="24", bodies=bodies))
        for t in one.tasks
    ]  # fmt: skip
    return issued(ground, *tasks, by=by, title=one.title, issuer=one.issuer, instrument=code)


def test_a_directive_goes_from_the_register_to_a_report_that_is_accepted(ground: Ground) -> None:
    key = uuid4()
    given = paper(number="", title="Thực hiện nghiêm")
    pk = actions.register(paper=given, tasks=[task(Family.COMMUNE_UBND)], **who(ground.so, key=key))
    same: dict[str, Any] = {"paper": given, "tasks": [task(Family.COMMUNE_UBND)]}
    assert actions.register(**same, **who(ground.so, key=key)) == pk
    assert not queries.seen_by(ground.clerk).exists()
    issuing.issue(directive_id=pk, **who(ground.so))
    directive = Directive.objects.get()
    assert list(queries.unacknowledged_by(ground.clerk)) == [directive]
    issuing.acknowledge(directive_id=pk, agency_id=ground.commune.pk, **who(ground.clerk))
    assert not queries.unacknowledged_by(ground.clerk).exists()
    one = only(directive, ground.commune)
    said = Said(state=State.REPORTED, paper="12/TB-UBND ngày 14/01/2026", note="đã cử hai người")
    carrying.report(assignment_ids=[one.pk], said=said, **who(ground.clerk))
    back = Said(state=State.RETURNED, why=Why.INCOMPLETE, due=DUE + timedelta(days=5))
    carrying.decide(assignment_ids=[one.pk], said=back, **who(ground.so))
    one.refresh_from_db()
    assert (one.state, one.due) == (State.RETURNED, DUE + timedelta(days=5))
    carrying.report(assignment_ids=[one.pk], said=said, **who(ground.clerk))
    carrying.decide(assignment_ids=[one.pk], said=Said(state=State.DONE), **who(ground.so))
    one.refresh_from_db()
    assert (one.state, one.paper) == (State.DONE, "12/TB-UBND ngày 14/01/2026")
    assert list(one.progress.order_by("n").values_list("n", "state")) == [
        (1, "reported"), (2, "returned"), (3, "reported"), (4, "done"),
    ]  # fmt: skip
    kinds = list(Entry.objects.filter(subject=f"directive:{pk}").values_list("kind", flat=True))
    assert sorted(kinds) == sorted(
        ["directive.registered", "directive.issued", "directive.received",
         "directive.reported", "directive.reported", "directive.decided", "directive.decided"]
    )  # fmt: skip


def test_party_bodies_are_never_overdue_where_they_are_not_addressed(ground: Ground) -> None:
    """Bắc Ninh's directive addresses departments, communes' committees and the post alone."""
    directive = from_template(ground, "CV-BACNINH-2026")
    bodies = set(
        Assignment.objects.filter(task__directive=directive).values_list("agency__code", flat=True)
    )
    assert bodies == {"24-SKHCN", "24-SYT", "09187-UB", "24-BD"}
    Assignment.objects.update(due=TODAY - timedelta(days=90))
    owed = queries.owed(province_id=make.province().pk, on=TODAY)
    assert ground.party.pk not in {one.agency_id for one in owed}
    assert {one.agency_id for one in owed} >= {ground.commune.pk, ground.department.pk}
    helping = Assignment.objects.filter(part=Part.PARTNER)
    assert helping.exists()
    assert {one.subject for one in owed} & {
        f"task:{directive.pk}.{row.task.n}/agency:{row.agency.code}"
        for row in helping.select_related("task", "agency")
    } == set()


@pytest.mark.parametrize("code", ["CV-BACNINH-2026", "CV-DONGNAI-2026"])
def test_every_addressee_of_the_seeds_has_its_tasks(ground: Ground, code: str) -> None:
    directive = from_template(ground, code)
    one = templates.known()[code]
    assert directive.tasks.count() == len(one.tasks)
    families = {name for t in one.tasks for name in t.lead if not name.startswith("@")}
    there = Agency.objects.filter(family__in=families).values_list("code", flat=True)
    given = Assignment.objects.filter(task__directive=directive, part=Part.LEAD)
    assert set(there) <= set(given.values_list("agency__code", flat=True))
    party = given.filter(agency=ground.party)
    assert party.exists() == (code == "CV-DONGNAI-2026")


def test_each_line_is_seen_and_settled_by_whoever_follows_it(ground: Ground) -> None:
    directive = issued(
        ground, task(Family.COMMUNE_UBND, Family.COMMUNE_PARTY, Family.COURT, Family.POST)
    )
    seen = {
        name: set(queries.assignments_seen_by(by).values_list("agency__code", flat=True))
        for name, by in (("so", ground.so), ("vptu", ground.vptu), ("clerk", ground.clerk))
    }
    assert seen == {"so": {"09187-UB", "24-BD"}, "vptu": {"09187-DU"}, "clerk": {"09187-UB"}}
    (tally,) = queries.tallies(directive, ground.so, TODAY)
    assert (tally.bodies, tally.others) == (2, 2)
    done = Said(state=State.REPORTED)
    party, court = only(directive, ground.party), only(directive, ground.court)
    with pytest.raises(Assignment.DoesNotExist):
        carrying.report(assignment_ids=[party.pk], said=done, **who(ground.so))
    carrying.report(assignment_ids=[party.pk], said=done, **who(ground.party_clerk))
    with pytest.raises(Assignment.DoesNotExist):
        carrying.decide(assignment_ids=[party.pk], said=Said(state=State.DONE), **who(ground.so))
    carrying.decide(assignment_ids=[party.pk], said=Said(state=State.DONE), **who(ground.vptu))
    # Nobody here follows a court: what it reports is done.
    carrying.report(assignment_ids=[court.pk], said=done, **who(ground.court_clerk))
    court.refresh_from_db()
    assert court.state == State.DONE
    post = only(directive, ground.post)
    carrying.report(assignment_ids=[post.pk], said=done, **who(ground.dispatcher))
    post.refresh_from_db()
    assert post.state == State.REPORTED


def test_the_paper_of_a_body_is_entered_by_its_follower_with_number_and_date(
    ground: Ground,
) -> None:
    directive = issued(ground, task(Family.COMMUNE_UBND))
    one = only(directive, ground.commune)
    with pytest.raises(NotAllowedError):
        carrying.report(assignment_ids=[one.pk], said=Said(state=State.REPORTED), **who(ground.so))
    said = Said(state=State.REPORTED, paper="9/BC-UBND ngày 12/01/2026")
    carrying.report(assignment_ids=[one.pk], said=said, **who(ground.so))
    assert Progress.objects.get().for_the_body
    receipt: dict[str, Any] = {"directive_id": directive.pk, "agency_id": ground.commune.pk}
    with pytest.raises(NotAllowedError):
        issuing.acknowledge(**receipt, **who(ground.so))
    ahead = SignedPaper(number="9/BC-UBND", dated=date(2030, 1, 1))
    with pytest.raises(UnfitPaperError):
        issuing.acknowledge(**receipt, paper=ahead, **who(ground.so))
    signed = SignedPaper(number="9/BC-UBND", dated=date(2026, 1, 12))
    assert issuing.acknowledge(**receipt, paper=signed, **who(ground.so))
    assert DirectiveReceipt.objects.get().paper == "9/BC-UBND ngày 12/01/2026"


def test_who_may_not(ground: Ground) -> None:
    with pytest.raises(NotAllowedError):
        actions.register(paper=paper(), **who(ground.clerk))
    with pytest.raises(RefusedTextError):
        actions.register(paper=paper(title="Công văn Tối mật"), **who(ground.so))
    directive = issued(ground, task(Family.COMMUNE_UBND))
    one = only(directive, ground.commune)
    with pytest.raises(NotAllowedError):
        carrying.decide(assignment_ids=[one.pk], said=Said(state=State.DONE), **who(ground.clerk))
    with pytest.raises(NotAllowedError):
        actions.put_task(directive_id=directive.pk, task=task(), **who(ground.so))
    with pytest.raises(RefusedTextError):
        carrying.report(
            assignment_ids=[one.pk],
            said=Said(state=State.REPORTED, note="kèm công văn số 12/UBND"),
            **who(ground.clerk),
        )
    own = issued(ground, task(targets=(Target(agency_id=ground.science.pk),)), title="Của Sở")
    mine = only(own, ground.science)
    carrying.report(assignment_ids=[mine.pk], said=Said(state=State.REPORTED), **who(ground.so))
    with pytest.raises(NotAllowedError):
        carrying.decide(assignment_ids=[mine.pk], said=Said(state=State.DONE), **who(ground.so))
    carrying.decide(assignment_ids=[mine.pk], said=Said(state=State.DONE), **who(ground.leader))


def test_what_cannot_be_issued(ground: Ground) -> None:
    pk = actions.register(paper=paper(), **who(ground.so))
    with pytest.raises(UnfitDirectiveError):
        issuing.issue(directive_id=pk, **who(ground.so))
    actions.put_task(directive_id=pk, task=task(Family.MILITARY), **who(ground.so))
    with pytest.raises(UnfitDirectiveError, match="1"):
        issuing.issue(directive_id=pk, **who(ground.so))
    actions.put_task(directive_id=pk, task=task(Family.COMMUNE_UBND), n=1, **who(ground.so))
    assert issuing.issue(directive_id=pk, **who(ground.so)) == 1
    with pytest.raises(UnfitDirectiveError):
        issued(ground, task(Family.COMMUNE_UBND), by=ground.vptu, title="Của Văn phòng Tỉnh ủy")
    issued(ground, task(Family.COMMUNE_PARTY), by=ground.vptu, title="Của Văn phòng Tỉnh ủy")


def test_a_number_is_given_once_and_facts_stand(ground: Ground) -> None:
    directive = issued(ground, task(Family.COMMUNE_UBND))
    said: dict[str, Any] = {"number": "45/UBND-CDS", "dated": TODAY}
    actions.number(directive_id=directive.pk, **said, **who(ground.so))
    with pytest.raises(NotAllowedError):
        actions.number(directive_id=directive.pk, **said, **who(ground.so))
    with pytest.raises(DatabaseError), transaction.atomic():
        Directive.objects.update(title="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        directive.tasks.update(text="khác")
    one = only(directive, ground.commune)
    carrying.report(assignment_ids=[one.pk], said=Said(state=State.STARTED), **who(ground.clerk))
    with pytest.raises(DatabaseError), transaction.atomic():
        Progress.objects.update(state="done")


def test_new_bodies_take_their_tasks_and_ended_ones_owe_nothing(ground: Ground) -> None:
    directive = issued(ground, task(Family.COMMUNE_UBND))
    Agency.objects.filter(pk=ground.commune.pk).update(valid_to=TODAY - timedelta(days=1))
    heir = make.agency("09188-UB", name="UBND phường mới")
    late = TODAY + timedelta(days=40)
    assert queries.owed(province_id=make.province().pk, on=late) == ()
    assert issuing.refresh(directive_id=directive.pk, **who(ground.so)) == (1, 1)
    assert only(directive, ground.commune).state == State.CANCELLED
    (owed,) = queries.owed(province_id=make.province().pk, on=late)
    assert (owed.agency_id, owed.rule) == (heir.pk, "directive")
    issuing.end(directive_id=directive.pk, after=Stage.CLOSED, paper="", **who(ground.so))
    assert queries.owed(province_id=make.province().pk, on=late) == ()


def test_reporting_and_settling_are_done_in_sets(ground: Ground) -> None:
    """As many statements for twenty bodies as for two."""

    def statements(bodies: int, title: str) -> int:
        for _ in range(bodies):
            make.agency(family=Family.SOCIO_POLITICAL, line=Line.STATE)
        directive = issued(ground, task(Family.SOCIO_POLITICAL), title=title)
        ids = list(
            Assignment.objects.filter(task__directive=directive).values_list("pk", flat=True)
        )
        with CaptureQueriesContext(connection) as seen:
            carrying.decide(assignment_ids=ids, said=Said(state=State.DONE), **who(ground.so))
            queries.tallies(directive, ground.so, TODAY)
            queries.owed(province_id=make.province().pk, on=TODAY)
        return len(seen)

    statements(1, "một")  # the book of norms is read once
    assert statements(2, "hai") == statements(18, "hai mươi")


def test_a_list_and_the_rule_agree_on_how_a_task_stands(ground: Ground) -> None:
    from kt1.web.directives.labels import standing_of  # noqa: PLC0415 - the page's own reading

    directive = issued(ground, task(Family.COMMUNE_UBND), task(Family.COMMUNE_UBND, text="Hai"))
    rows = list(Assignment.objects.filter(task__directive=directive).order_by("pk"))
    days = [None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=7), DUE]
    for state in State:
        for due in days:
            Assignment.objects.filter(pk=rows[0].pk).update(state=state, due=due)
            rows[0].refresh_from_db()
            expected = standing_of(rows[0], TODAY, queries.near_days(TODAY))
            found = [
                one
                for one in Standing
                if queries.by_standing(Assignment.objects.filter(pk=rows[0].pk), one, TODAY)
            ]
            assert found == [expected], (state, due)
