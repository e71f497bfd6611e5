"""An inspection from the plan to its closed file, its sample, and the watch list."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kt1.custody.units.models import Unit
from kt1.law.parameters.actions import add_parameter
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Parameter
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.ledger.holds.models import Hold
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.inspections import (
    actions,
    answering,
    drawing,
    ending,
    planning,
    queries,
    visiting,
    watched,
    watching,
)
from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.drawn import Draw, Sampled, Threshold, WatchNote
from kt1.oversight.inspections.models import Finding, Inspection, PlanLine
from kt1.oversight.inspections.rules import (
    Evidence,
    Ground,
    Manner,
    Opinion,
    Part,
    Side,
    Verdict,
)
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.inspections.watch import Channel, Measure, Reason
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.queries import carried
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError, console
from kt1.people.readings.queries import Filter, who_read
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

TODAY = make.AFTERNOON.date()
NEXT_WEEK = make.at("2026-01-21")


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


def who(by: Actor, at: Any = make.AFTERNOON) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def prepared(world: World, science: Actor, agency: Agency | None = None, **more: Any) -> int:
    said: dict[str, Any] = {
        "agency_id": (agency or world.sender).pk, "side": Side.USER, "ground": Ground.WATCH,
        "manner": Manner.ON_SITE, "period_from": TODAY - timedelta(days=60), "period_to": TODAY,
        "visit_from": TODAY, "visit_to": TODAY + timedelta(days=1),
    }  # fmt: skip
    return actions.prepare(wanted=actions.Prepared(**said | more), **who(science))


def lead(one: int, science: Actor, **more: Any) -> int:
    said: dict[str, Any] = {"duty_id": science.duty_id, "office": "", "position": "",
                            "part": Part.LEAD}  # fmt: skip
    return actions.put_member(inspection_id=one, **said | more, **who(science))


def decided(world: World, science: Actor, **more: Any) -> int:
    one = prepared(world, science, **more)
    lead(one, science)
    actions.decide(
        inspection_id=one, number="12/QĐ-SKHCN", dated=TODAY, notified_on=TODAY, **who(science)
    )
    return one


def begun(world: World, science: Actor, **more: Any) -> int:
    one = decided(world, science, **more)
    visiting.start(inspection_id=one, **who(science))
    return one


def found(one: int, science: Actor, question: str = "U05", at: Any = make.AFTERNOON) -> int:
    said = visiting.Found(question=question, evidence=Evidence.DOCUMENT)
    return visiting.find(inspection_id=one, said=said, **who(science, at))


def all_met(one: int, science: Actor, *but: str) -> None:
    row = Inspection.objects.get(pk=one)
    verdicts = {
        question.key: Verdict.MET
        for question in checklists()[row.checklist].questions
        if question.key not in but
    }
    visiting.answer(inspection_id=one, verdicts=verdicts, **who(science))


def minuted(one: int, science: Actor, at: Any = make.AFTERNOON) -> date | None:
    said = visiting.Minutes(
        number="3/BB-ĐKT", dated=at.date(), copies=2, stamped=True, opinion=Opinion.AGREES
    )
    return visiting.minute(inspection_id=one, said=said, **who(science, at))


def concluded(world: World, science: Actor) -> int:
    one = begun(world, science)
    all_met(one, science, "U05")
    found(one, science)
    minuted(one, science)
    ending.conclude(inspection_id=one, number="5/KL-SKHCN", dated=TODAY, **who(science))
    return one


def test_the_plan_is_approved_by_a_paper_and_carries_over_what_was_not_done(
    world: World, science: Actor
) -> None:
    said: dict[str, Any] = {"agency_id": world.sender.pk, "side": Side.USER,
                            "manner": Manner.ON_SITE, "month": 3}  # fmt: skip
    line = planning.add_line(year=2025, **said, **who(science))
    with pytest.raises(UnfitInspectionError):
        planning.add_line(year=2025, **said, **who(science))
    with pytest.raises(NotAllowedError):
        planning.add_line(year=2025, **said | {"side": Side.PROVIDER}, **who(science))
    with pytest.raises(NotAllowedError):
        planning.add_line(year=2025, **said, **who(world.dispatcher))
    with pytest.raises(UnfitInspectionError):
        prepared(world, science, line_id=line, agency_id=None)
    approve: dict[str, Any] = {"year": 2025, "number": "01/KH-SKHCN", "dated": TODAY}
    assert planning.approve(**approve, **who(science)) == 1
    with pytest.raises(UnfitInspectionError):
        planning.add_line(year=2025, **said | {"agency_id": world.receiver.pk}, **who(science))
    with pytest.raises(UnfitInspectionError):
        planning.drop_line(line_id=line, number="", **who(science))
    assert planning.carry_over(year=2026, **who(science)) == 1
    assert planning.carry_over(year=2026, **who(science)) == 0
    carried = PlanLine.objects.get(plan__year=2026)
    assert (carried.agency, carried.carried_from_id) == (world.sender, line)
    planning.approve(year=2026, number="02/KH-SKHCN", dated=TODAY, **who(science))
    one = prepared(world, science, line_id=carried.pk, agency_id=None, ground=None)
    assert Inspection.objects.get(pk=one).basis == "planned"
    with pytest.raises(UnfitInspectionError):
        planning.drop_line(line_id=carried.pk, number="03/QĐ", **who(science))
    assert Entry.objects.filter(kind="inspection_plan.approved").count() == 2


@pytest.mark.parametrize("line", [Line.PARTY, Line.COURT, Line.MILITARY, Line.FRONT])
def test_a_body_of_another_line_is_not_inspected_from_here(
    world: World, science: Actor, line: Line
) -> None:
    Agency.objects.filter(pk=world.sender.pk).update(line=line, bloc=Bloc.PARTY)
    with pytest.raises(NotAllowedError, match="tuyến"):
        prepared(world, science)


def test_an_ad_hoc_inspection_from_decision_to_closed_file(  # noqa: PLR0915 - one long way
    world: World, science: Actor
) -> None:
    one = prepared(world, science)
    with pytest.raises(UnfitInspectionError, match="trưởng đoàn"):
        actions.decide(
            inspection_id=one, number="12/QĐ", dated=TODAY, notified_on=TODAY, **who(science)
        )
    lead(one, science)
    with pytest.raises(UnfitInspectionError):
        lead(one, science, duty_id=None, office="Công an tỉnh", position="Cán bộ PA03")
    lead(one, science, duty_id=None, office="Công an tỉnh", position="Cán bộ", part=Part.MEMBER)
    head = make.actor(Role.HEAD, body=world.sender)
    assert not queries.seen_by(head).exists()
    actions.decide(
        inspection_id=one, number="12/QĐ", dated=TODAY, notified_on=TODAY, **who(science)
    )
    assert list(queries.seen_by(head).values_list("pk", flat=True)) == [one]
    assert not queries.seen_by(world.receiving_clerk).exists()
    answering.acknowledge(inspection_id=one, **who(head))
    with pytest.raises(NotAllowedError):
        answering.acknowledge(inspection_id=one, **who(head))
    visiting.start(inspection_id=one, **who(science))
    all_met(one, science, "U05", "U07")
    found(one, science)
    with pytest.raises(UnfitInspectionError, match="U07"):
        minuted(one, science)
    visiting.answer(inspection_id=one, verdicts={"U07": Verdict.NOT_MET}, **who(science))
    with pytest.raises(UnfitInspectionError, match="U07"):
        minuted(one, science)
    n = found(one, science, "U07")
    visiting.withdraw(inspection_id=one, n=n, note="", **who(science))
    visiting.answer(inspection_id=one, verdicts={"U07": Verdict.MET}, **who(science))
    assert minuted(one, science) is None
    answering.explain(inspection_id=one, note="sẽ bổ sung sổ trong tuần", **who(head))
    with pytest.raises(NotAllowedError):
        found(one, science)
    assert ending.conclude(inspection_id=one, number="5/KL", dated=TODAY, **who(science)) == 1
    violation = Violation.objects.get()
    assert (violation.area, violation.finding) == ("receiving", Finding.objects.get(n=1))
    with pytest.raises(UnfitInspectionError):
        ending.close(inspection_id=one, kept_where=" ", **who(science))
    until = ending.close(inspection_id=one, kept_where="Kho lưu trữ Sở", **who(science))
    assert until == date(2028, 1, 14)
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.filter(pk=one).update(opinion="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(n=1).update(question="U01")
    kinds = set(Entry.objects.filter(subject=f"inspection:{one}").values_list("kind", flat=True))
    assert {"inspection.decided", "inspection.minuted", "inspection.closed"} <= kinds


def test_the_same_again_is_a_repeat_and_goes_on_to_the_next_visit(
    world: World, science: Actor
) -> None:
    concluded(world, science)
    again = begun(world, science)
    n = found(again, science)
    assert Finding.objects.get(inspection=again, n=n).repeats is not None
    assert Finding.objects.get(inspection=again, n=found(again, science, "U01")).repeats is None
    left = carried(world.sender.pk, before=again).values_list("finding__question", flat=True)
    assert list(left) == ["U05"]


def test_a_confirmed_procedure_is_kept(world: World, science: Actor) -> None:
    norm = Parameter(
        norm_set="ND217-2025", key=Key.INSPECTION_NOTICE_WORKING_DAYS, scope="ad_hoc", value=2,
        valid_from=date(2025, 8, 5),
    )  # fmt: skip
    add_parameter(parameter=norm, by=console(), at=make.MORNING, once=make.once())
    one = prepared(world, science)
    lead(one, science)
    with pytest.raises(UnfitInspectionError, match="16/01/2026"):
        actions.decide(
            inspection_id=one, number="12/QĐ", dated=TODAY, notified_on=TODAY, **who(science)
        )


def test_a_sample_comes_from_the_ledger_and_can_be_drawn_again(
    world: World, science: Actor
) -> None:
    for _n in range(5):
        doing.accepted(world)
    (flagged,) = doing.accepted(world, mark="F")
    secret = Unit.objects.get(code=flagged)
    one = begun(world, science)
    with CaptureQueriesContext(connection) as asked:
        drawing.draw(inspection_id=one, wanted=drawing.Wanted(size=10), **who(science))
    assert len(asked) < 30
    made = Draw.objects.get()
    assert (made.population, made.items.count()) == (6, 5)
    assert not made.items.filter(unit=secret).exists()
    police = make.actor(Role.POLICE_PA03, at_province=make.province("24"))
    day = Filter(since=make.MORNING, until=NEXT_WEEK, page=drawing.PAGE)
    assert len(who_read(police, NEXT_WEEK, day)) == 1
    entry = Entry.objects.get(kind="inspection.sample_drawn")
    assert body_of(entry)["seed"] == made.seed
    held = Hold.objects.filter(holder=f"inspection:{one}", ended_at=None)
    assert held.count() == 6
    with transaction.atomic():
        again = drawing.drawn_again(made, by=science, at=NEXT_WEEK)
    assert (again.population_stands, again.same_items, again.chains_stand) == (True, True, True)
    drawing.judge(inspection_id=one, n=1, verdicts={1: Verdict.MET}, **who(science))
    with pytest.raises(UnfitInspectionError):
        drawing.judge(inspection_id=one, n=1, verdicts={9: Verdict.MET}, **who(science))
    with pytest.raises(DatabaseError), transaction.atomic():
        Sampled.objects.filter(n=1).update(chain_digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.update(seed="0" * 64)


def test_lettered_items_are_drawn_only_by_a_recorded_decision(world: World, science: Actor) -> None:
    (code,) = doing.accepted(world, mark="F")
    one = begun(world, science)
    drawing.draw(inspection_id=one, wanted=drawing.Wanted(size=5), **who(science))
    assert not Sampled.objects.exists()
    half = drawing.Wanted(size=5, lettered_paper="7/QĐ")
    with pytest.raises(UnfitInspectionError):
        drawing.draw(inspection_id=one, wanted=half, **who(science))
    whole = drawing.Wanted(size=5, lettered_paper="7/QĐ-SKHCN", lettered_on=TODAY)
    drawing.draw(inspection_id=one, wanted=whole, **who(science))
    assert Sampled.objects.get().unit.code == code
    said = visiting.Found(question="U06", evidence=Evidence.SAMPLE)
    with pytest.raises(UnfitInspectionError):
        visiting.find(inspection_id=one, said=said, **who(science))


def test_a_team_works_and_others_do_not(world: World, science: Actor) -> None:
    here = make.province("24")
    pa03 = make.actor(Role.POLICE_PA03, at_province=here)
    finance = make.actor(Role.FINANCE, at_province=here)
    one = begun(world, science)
    assert not queries.seen_by(pa03).exists()
    lead(one, science, duty_id=pa03.duty_id, part=Part.MEMBER)
    assert queries.seen_by(pa03).exists()
    assert visiting.answer(inspection_id=one, verdicts={"U01": Verdict.MET}, **who(pa03)) == 1
    with pytest.raises(Inspection.DoesNotExist):
        visiting.answer(inspection_id=one, verdicts={"U01": Verdict.MET}, **who(finance))
    with pytest.raises(NotAllowedError):
        ending.conclude(inspection_id=one, number="1", dated=TODAY, **who(pa03))
    with pytest.raises(RefusedTextError):
        answering.explain(
            inspection_id=one,
            note="công văn số 12/UBND",
            **who(make.actor(Role.HEAD, body=world.sender)),
        )


def test_a_closed_file_lets_go_of_its_items_when_its_time_is_over(
    world: World, science: Actor
) -> None:
    doing.accepted(world)
    one = begun(world, science)
    drawing.draw(inspection_id=one, wanted=drawing.Wanted(size=5), **who(science))
    all_met(one, science)
    minuted(one, science)
    ending.conclude(inspection_id=one, number="5/KL", dated=TODAY, **who(science))
    ending.close(inspection_id=one, kept_where="Kho", **who(science))
    assert ending.let_go(at=make.at("2027-01-01")) == 0
    assert ending.let_go(at=make.at("2028-02-01")) == 1
    assert ending.let_go(at=make.at("2028-02-01")) == 0
    assert not Hold.objects.filter(ended_at=None).exists()


def test_the_watch_list_is_what_the_figures_say_and_what_was_put_on_it(
    world: World, science: Actor
) -> None:
    Agency.objects.filter(pk=world.neighbour.pk).update(bloc=Bloc.PARTY, line=Line.PARTY)
    watching.set_bound(measure=Measure.FRAMES_LACKING, bound=5, **who(science))
    with CaptureQueriesContext(connection) as asked:
        listed = watched.watched(science, make.AFTERNOON)
    assert len(asked) <= 40
    bodies = {one.agency: {sign.measure for sign in one.signs} for one in listed}
    assert Measure.FRAMES_LACKING in bodies[world.sender]
    assert world.neighbour not in bodies
    party = make.actor(Role.PARTY_OFFICE, body=world.neighbour, at_province=make.province("24"))
    assert {one.agency for one in watched.watched(party, make.AFTERNOON)} == {world.neighbour}
    watching.set_bound(measure=Measure.FRAMES_LACKING, bound=6, **who(science))
    assert Threshold.objects.filter(until=None).count() == 1
    assert world.sender not in {one.agency for one in watched.watched(science, make.AFTERNOON)}
    watching.put_on(agency_id=world.sender.pk, reason=Reason.REPORTED, paper="", **who(science))
    (entry,) = [
        one for one in watched.watched(science, make.AFTERNOON) if one.agency == world.sender
    ]
    assert entry.entry is not None
    said = watching.Reminded(channel=Channel.PHONE, on=TODAY, measure=Measure.FRAMES_LACKING)
    watching.remind(agency_id=world.sender.pk, said=said, **who(science))
    letter = watching.Reminded(channel=Channel.LETTER, on=TODAY)
    with pytest.raises(UnfitInspectionError):
        watching.remind(agency_id=world.sender.pk, said=letter, **who(science))
    with pytest.raises(NotAllowedError):
        watching.remind(agency_id=world.neighbour.pk, said=said, **who(science))
    with pytest.raises(DatabaseError), transaction.atomic():
        WatchNote.objects.update(channel="meeting")
    assert watching.take_off(agency_id=world.sender.pk, **who(science)) is True
    assert world.sender not in {one.agency for one in watched.watched(science, make.AFTERNOON)}


def test_the_post_is_watched_and_inspected_as_provider(world: World, science: Actor) -> None:
    post = make.agency("24-BD", name="Bưu điện")
    Agency.objects.filter(pk=post.pk).update(family=Family.POST, bloc=Bloc.VERTICAL, line=Line.POST)
    doing.accepted(world)
    watching.set_bound(measure=Measure.LATE_PER_MILLE, bound=1, **who(science))
    later = make.at("2026-02-20")
    (one,) = [row for row in watched.watched(science, later) if row.agency.pk == post.pk]
    assert {sign.measure for sign in one.signs} >= {Measure.LATE_PER_MILLE}
    made = begun(world, science, agency=post, side=Side.PROVIDER)
    assert queries.seen_by(world.dispatcher).filter(pk=made).exists()
    assert not queries.seen_by(world.controller).exists()
    told = dict(queries.counted(province_id=world.sender.province_id, span=(TODAY, TODAY)))
    assert told["ad_hoc"] == 0
    all_met(made, science)
    minuted(made, science)
    told = dict(queries.counted(province_id=world.sender.province_id, span=(TODAY, TODAY)))
    assert (told["ad_hoc"], told["provider"], told["findings"]) == (1, 1, 0)
