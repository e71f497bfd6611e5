"""Văn phòng Tỉnh ủy for its bloc, and papers entered for bodies that work on paper (W7)."""

from datetime import date, timedelta
from typing import Any

import pytest

from kt1.law.parameters.keys import Evidence
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.inspections import actions as inspecting
from kt1.oversight.inspections import answering
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Ground as Why
from kt1.oversight.inspections.rules import Manner, Part, Side
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach import events
from kt1.oversight.outreach import queries as outreach
from kt1.oversight.outreach.models import MaterialReceipt, MaterialVersion, OutreachEvent
from kt1.oversight.outreach.rules import EventKind, EventState
from kt1.oversight.papers import SignedPaper, UnfitPaperError
from kt1.oversight.reminders.permissions import URGERS
from kt1.oversight.reports import actions as reporting
from kt1.oversight.reports import calendars, defining, sending
from kt1.oversight.reports import queries as reports
from kt1.oversight.reports.defining import Rule
from kt1.oversight.reports.rules import Cycle, Recipient, Window
from kt1.oversight.reports.steps import ReportError
from kt1.oversight.reviews import actions, queries, questions, stating
from kt1.oversight.reviews.models import OutsideReport, Questionnaire, Review, ReviewRound
from kt1.oversight.reviews.rules import Carrier
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.reminders.rules import lines_of, reminded_by, role_of
from kt1.web.papers.letters import Heading, Layout
from kt1.web.papers.rules import Band
from kt1.web.reports.documents import of_version
from kt1.web.reports.paper import letter
from tests.custody import factories as make
from tests.oversight.test_directives import Ground, ground, who
from tests.oversight.test_directives_outreach import published

__all__ = ["ground"]
database = pytest.mark.django_db
TODAY = make.MORNING.date()
SIGNED = SignedPaper(number="12/CV-ĐU", dated=TODAY)
#: Figures of the post, of money and of what the Department alone does.
NOT_THEIRS = {"network", "staff", "budget", "revenue", "inspections", "violations", "within", "all"}
KEPT = f"12/CV-ĐU ngày {TODAY:%d/%m/%Y}"


@pytest.fixture
def front(ground: Ground) -> Agency:
    """The Front's committee of the province: nobody of it has an account here."""
    return make.agency(
        "24-MTTQ", name="Ủy ban MTTQ tỉnh", family=Family.FRONT, bloc=Bloc.FRONT, line=Line.FRONT,
        works_on_paper=True,
    )  # fmt: skip


def test_every_line_but_the_closed_ones_is_followed_by_somebody_here() -> None:
    followed = {line: role_of(rule.reminded_by) for line, rule in RULES.items()}
    assert followed[Line.FRONT] is followed[Line.PARTY] is Role.PARTY_OFFICE
    assert {line for line, role in followed.items() if role is None} == {
        line for line, rule in RULES.items() if rule.reminded_by is Body.OWN_SUPERIOR
    }
    assert reminded_by(Role.PARTY_OFFICE) == lines_of(Role.PARTY_OFFICE) == {Line.PARTY, Line.FRONT}
    assert Line.FRONT not in reminded_by(Role.REGULATOR)
    assert Role.PARTY_OFFICE in URGERS


@database
def test_the_front_is_asked_by_the_party_office_with_questions_of_its_own(
    ground: Ground, front: Agency
) -> None:
    theirs = questions.draft(name="Của Sở", **who(ground.so))
    questions.issue(questionnaire_id=theirs, **who(ground.so))
    own = questions.draft(name="Của Văn phòng", **who(ground.vptu))
    assert Questionnaire.objects.get(pk=own).n == Questionnaire.objects.get(pk=theirs).n == 1
    with pytest.raises(NotAllowedError):
        questions.drop(questionnaire_id=theirs, code="G1", **who(ground.vptu))
    with pytest.raises(Questionnaire.DoesNotExist):
        questions.drop(questionnaire_id=own, code="G1", **who(ground.so))
    questions.issue(questionnaire_id=own, **who(ground.vptu))
    assert set(queries.versions_seen_by(ground.vptu).values_list("pk", flat=True)) == {own, theirs}
    assert list(queries.versions_seen_by(ground.leader).values_list("pk", flat=True)) == [theirs]
    opening = actions.Opening(
        questionnaire_id=own, name="Đợt của khối", first=TODAY - timedelta(days=90), last=TODAY,
        due=TODAY + timedelta(days=9), families=[Family.FRONT, Family.COMMUNE_UBND],
    )  # fmt: skip
    made = actions.open_round(opening=opening, **who(ground.vptu))
    assert list(Review.objects.values_list("round", "agency")) == [(made, front.pk)]
    with pytest.raises(actions.UnfitRoundError):
        actions.open_round(
            opening=actions.Opening(
                questionnaire_id=theirs, name="Đợt của Sở", first=TODAY, last=TODAY, due=TODAY,
                families=[Family.FRONT],
            ),
            **who(ground.so),
        )  # fmt: skip
    assert not ReviewRound.objects.filter(asked_by_role=Role.REGULATOR).exists()


@database
def test_the_office_publishes_and_invites_for_its_bloc_alone(ground: Ground, front: Agency) -> None:
    so, vptu = published(ground.so), published(ground.vptu)
    assert so.material.code == vptu.material.code
    assert so.material_id != vptu.material_id
    for version, stranger in ((so, ground.vptu), (vptu, ground.so)):
        with pytest.raises(NotAllowedError):
            library.withdraw(version_id=version.pk, **who(stranger))
    assert list(outreach.unread_by(ground.clerk)) == [so]
    assert set(outreach.unread_by(ground.party_clerk)) == {so, vptu}

    campaign = events.begin_campaign(title="Tuần lễ", first=TODAY, last=TODAY, **who(ground.vptu))
    events.begin_campaign(title="Tuần lễ", first=TODAY, last=TODAY, **who(ground.so))
    planned = events.Planned(
        kind=EventKind.TRAINING, title="Tập huấn khối", begins=make.MORNING - timedelta(hours=3),
        ends=make.MORNING - timedelta(hours=1), campaign_id=campaign, version_id=vptu.pk,
    )  # fmt: skip
    with pytest.raises(NotAllowedError):
        events.plan(event=planned, agency_ids=[ground.commune.pk], **who(ground.vptu))
    with pytest.raises(events.UnfitEventError):
        events.plan(event=planned, agency_ids=[ground.commune.pk], **who(ground.so))
    made = events.plan(event=planned, agency_ids=[front.pk, ground.party.pk], **who(ground.vptu))
    assert [one.pk for one in outreach.to_settle(ground.vptu, make.MORNING)] == [made]
    assert not outreach.events_seen_by(ground.so).exists()
    assert not outreach.events_seen_by(ground.leader).exists()
    assert outreach.events_seen_by(ground.party_clerk).get().pk == made
    events.settle(event_id=made, after=EventState.HELD, came={front.pk: 3}, **who(ground.vptu))
    assert OutreachEvent.objects.get().keeper == Body.PARTY_OFFICE
    span = {"since": make.MORNING - timedelta(days=9), "until": make.NOON}
    assert outreach.counted(province_id=front.province_id, **span) == {"persons": 0}


@database
def test_who_follows_a_body_on_paper_enters_that_it_read_a_guide(
    ground: Ground, front: Agency
) -> None:
    version = published(ground.so)
    read: dict[str, Any] = {"version_id": version.pk, "agency_id": front.pk}
    with pytest.raises(NotAllowedError):
        library.read_on_paper(**read, paper=SIGNED, **who(ground.so))
    with pytest.raises(NotAllowedError):
        library.read_on_paper(
            version_id=version.pk, agency_id=ground.party.pk, paper=SIGNED, **who(ground.vptu)
        )
    blank = SignedPaper(number=" ", dated=TODAY)
    with pytest.raises(UnfitPaperError):
        library.read_on_paper(**read, paper=blank, **who(ground.vptu))
    assert list(outreach.not_read_on_paper(ground.vptu, version, TODAY)) == [front]
    assert library.read_on_paper(**read, paper=SIGNED, **who(ground.vptu))
    assert not library.read_on_paper(**read, paper=SIGNED, **who(ground.vptu))
    # The same person says so for their own body too, and for another one.
    library.read(version_ids=[version.pk], **who(ground.vptu))
    receipts = MaterialReceipt.objects.order_by("pk")
    assert list(receipts.values_list("agency", "paper")) == [
        (front.pk, KEPT), (ground.office.pk, ""),
    ]  # fmt: skip
    known: Any = outreach.library(ground.so).get(pk=version.pk)
    assert known.readers == 2
    assert not outreach.not_read_on_paper(ground.vptu, version, TODAY).exists()
    assert MaterialVersion.objects.count() == 1


@database
def test_who_follows_a_body_on_paper_enters_its_report_of_a_cover(
    ground: Ground, front: Agency
) -> None:
    came = stating.Came(
        received_on=TODAY, carrier=Carrier.EXPRESS, sender_code=ground.department.code
    )
    given: dict[str, Any] = {"came": came, "agency_id": front.pk, "paper": SIGNED}
    with pytest.raises(Agency.DoesNotExist):
        stating.report_on_paper(**given, **who(ground.so))
    itself = stating.Came(received_on=TODAY, carrier=Carrier.EXPRESS, sender_code=front.code)
    with pytest.raises(stating.UnfitStatementError):
        stating.report_on_paper(**given | {"came": itself}, **who(ground.vptu))
    made = stating.report_on_paper(**given, **who(ground.vptu))
    found = OutsideReport.objects.get()
    assert (found.pk, found.agency, found.paper) == (made, front, KEPT)
    assert body_of(Entry.objects.get(kind="outside_report.filed"))["by_paper"] == 1
    # Whom the sender's line reports to reads it; who entered it reads and withdraws it.
    assert queries.reports_seen_by(ground.so).get() == found
    assert queries.reports_seen_by(ground.vptu).get() == found
    with pytest.raises(NotAllowedError):
        stating.withdraw(report_id=made, **who(ground.so))
    stating.withdraw(report_id=made, **who(ground.vptu))


@database
def test_the_department_enters_what_a_body_on_paper_says_of_its_inspection(
    ground: Ground,
) -> None:
    body = ground.commune
    said = inspecting.Prepared(
        agency_id=body.pk, side=Side.USER, ground=Why.WATCH, manner=Manner.ON_SITE,
        period_from=TODAY - timedelta(days=60), period_to=TODAY, visit_from=TODAY, visit_to=TODAY,
    )  # fmt: skip
    one = inspecting.prepare(wanted=said, **who(ground.so))
    inspecting.put_member(
        inspection_id=one, duty_id=ground.so.duty_id, office="", position="", part=Part.LEAD,
        **who(ground.so),
    )  # fmt: skip
    inspecting.decide(
        inspection_id=one, number="1/QĐ", dated=TODAY, notified_on=TODAY, **who(ground.so)
    )
    with pytest.raises(NotAllowedError):
        answering.acknowledge(inspection_id=one, paper=SIGNED, **who(ground.so))
    Agency.objects.filter(pk=body.pk).update(works_on_paper=True)
    with pytest.raises(NotAllowedError):
        answering.acknowledge(inspection_id=one, **who(ground.so))
    ahead = SignedPaper(number="1/CV", dated=date(2030, 1, 1))
    with pytest.raises(UnfitInspectionError):
        answering.acknowledge(inspection_id=one, paper=ahead, **who(ground.so))
    answering.acknowledge(inspection_id=one, paper=SIGNED, **who(ground.so))
    answering.explain(inspection_id=one, note="Đã bố trí", paper=SIGNED, **who(ground.so))
    assert Inspection.objects.get().acknowledged_by_id == ground.so.user_id
    told = Entry.objects.filter(kind__in=["inspection.acknowledged", "inspection.explained"])
    assert [body_of(entry) for entry in told] == [{"by_paper": 1}] * 2


@database
def test_the_office_reports_of_its_lines_alone_in_the_partys_layout(
    ground: Ground, front: Agency
) -> None:
    asked = reporting.Asked(
        title="Sử dụng dịch vụ KT1 của khối", first=TODAY - timedelta(days=30), last=TODAY,
        due=TODAY + timedelta(days=9), recipients=(Recipient.PARTY,), by="Thường trực Tỉnh ủy",
        number="7-TB/TU", dated=TODAY,
    )  # fmt: skip
    with pytest.raises(ReportError):
        reporting.answer_request(asked=asked, **who(ground.so))
    version = reporting.answer_request(asked=asked, **who(ground.vptu))
    assert (version.report.code, version.report.agency_id) == ("dang-on-demand", ground.office.pk)
    frozen = reports.frozen_of(version)
    # The annexes name the committee of the ward alone; a court and a commune are not theirs.
    assert frozen.now("subjects.total") == frozen.now("bloc.dang.subjects") == 1
    assert frozen.now("bloc.mttq_doan_the.subjects") == 0
    assert {one.bloc for one in frozen.lacking} <= {Bloc.PARTY, Bloc.FRONT}
    assert not [key for key in frozen.values if key.split(".")[0] in NOT_THEIRS]
    # Neither office sees, nor may touch, what the other makes.
    assert not reports.seen_by(ground.so).exists()
    with pytest.raises(NotAllowedError):
        sending.write(version_id=version.pk, texts={}, **who(ground.so))
    document = of_version(version, Band.NONE)
    paper = letter(document.face, document.frozen, document.words)
    assert paper.layout is Layout.PARTY
    assert (paper.superior, paper.number) == ("Tỉnh ủy Bắc Ninh", "-BC/VPTU")
    assert paper.addressees == ("Thường trực Tỉnh ủy Bắc Ninh",)
    assert "II. CÔNG TÁC CHỈ ĐẠO, ĐÔN ĐỐC, HƯỚNG DẪN" in {
        one.text for one in paper.blocks if isinstance(one, Heading)
    }
    assert document.content("docx")


@database
def test_the_office_states_what_it_owes_itself(ground: Ground) -> None:
    assert not calendars.calendar(ground.commune.province_id, TODAY, Body.PARTY_OFFICE)
    rule = Rule(
        title="Sử dụng dịch vụ KT1 của khối", cycle=Cycle.HALF_YEAR, window=Window.CALENDAR,
        due_months=1, due_day=20, due_excluded=False, recipients=(Recipient.PARTY,),
        names=("Thường trực Tỉnh ủy",), basis="Thông báo của Thường trực Tỉnh ủy",
        evidence=Evidence.OFFICIAL,
    )  # fmt: skip
    since = date(2025, 1, 1)
    made = defining.define(code="", rule=rule, since=since, **who(ground.vptu))
    assert made.code == "dang-own-1"
    owed = calendars.calendar(ground.commune.province_id, TODAY, Body.PARTY_OFFICE)
    assert {one.definition.code for one in owed} == {"dang-own-1"}
    assert "dang-own-1" not in {
        one.definition.code for one in calendars.calendar(ground.commune.province_id, TODAY)
    }
    with pytest.raises(ReportError):
        defining.define(code="dang-own-1", rule=rule, since=TODAY, **who(ground.so))
    with pytest.raises(ReportError):
        defining.define(code="kt1-year", rule=rule, since=TODAY, **who(ground.vptu))
    with pytest.raises(ReportError):
        reporting.make(code="kt1-year", period="2025", **who(ground.vptu))
