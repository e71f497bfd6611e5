"""The Department's own versions of a checklist: drafted, published by another, never edited."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kt1.law.instruments.models import Instrument
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.oversight.inspections import actions, drafting, published, steps, visiting
from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import Evidence, Ground, Manner, Part, Side
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.inspections.versions import ChecklistQuestion, ChecklistVersion
from kt1.oversight.violations.rules import Area
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

TODAY = make.AFTERNOON.date()
WORDS = "Có sơ đồ đường đi cho bưu tá ngoài giờ"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def writer(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def leader(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


def who(by: Actor) -> dict[str, Any]:
    return {"by": by, "at": make.AFTERNOON, "once": make.once()}


def worded(**more: Any) -> drafting.Worded:
    said: dict[str, Any] = {"section": "Đầu mối tiếp nhận", "area": Area.RECEIVING,
                            "words": WORDS, "provision": "TT 26/2026 Đ.5"}  # fmt: skip
    return drafting.Worded(**said | more)


def prepared(world: World, by: Actor) -> Inspection:
    wanted = actions.Prepared(
        agency_id=world.sender.pk, side=Side.USER, ground=Ground.WATCH, manner=Manner.ON_SITE,
        period_from=TODAY - timedelta(days=30), period_to=TODAY, visit_from=TODAY,
        visit_to=TODAY + timedelta(days=1),
    )  # fmt: skip
    return Inspection.objects.get(pk=actions.prepare(wanted=wanted, **who(by)))


def test_a_version_is_drafted_published_by_another_and_used_from_its_day(
    world: World, writer: Actor, leader: Actor
) -> None:
    old = prepared(world, writer)
    code = drafting.draft(side=Side.USER, **who(writer))
    assert code == "user-24-3"
    paper = Instrument.objects.get(code="TT26-2026")
    key = drafting.put(code=code, key="", worded=worded(instrument_id=paper.pk), **who(writer))
    assert key == "UT01"
    drafting.put(code=code, key="U03", worded=worded(words="Cổng có người đón"), **who(writer))
    drafting.drop(code=code, key="U09", **who(writer))
    drafting.name(
        code=code, title="Kiểm tra việc sử dụng, theo Thông tư 26/2026/TT-BKHCN",
        instrument_id=paper.pk, **who(writer),
    )  # fmt: skip
    with pytest.raises(UnfitInspectionError):
        drafting.draft(side=Side.USER, **who(leader))
    with pytest.raises(NotAllowedError):  # who wrote last does not publish
        drafting.publish(code=code, valid_from=TODAY, paper="", **who(writer))
    with pytest.raises(UnfitInspectionError):
        drafting.publish(code=code, valid_from=TODAY - timedelta(days=1), paper="", **who(leader))
    said = who(leader)
    for _again in range(2):  # the same request is one act
        drafting.publish(code=code, valid_from=TODAY, paper="07/QĐ-SKHCN", **said)
    new = prepared(world, writer)
    assert (new.checklist, old.checklist) == (code, "user-qd32")
    asked = steps.checklist_of(new)
    questions = {one.key: one for one in asked.questions}
    assert "U09" not in questions
    assert questions["U03"].words == "Cổng có người đón"
    assert questions["UT01"].basis == "TT 26/2026 Đ.5, 26/2026/TT-BKHCN"
    assert steps.checklist_of(old).find("U09") is not None
    told = Entry.objects.filter(subject=f"checklist:{code}").values_list("kind", flat=True)
    assert sorted(told) == [
        "checklist.drafted", "checklist.named", "checklist.published",
        "checklist.question_added", "checklist.question_dropped", "checklist.reworded",
    ]  # fmt: skip


def test_a_visit_goes_by_the_version_it_was_prepared_with(
    world: World, writer: Actor, leader: Actor
) -> None:
    code = drafting.draft(side=Side.USER, **who(writer))
    drafting.put(code=code, key="", worded=worded(), **who(writer))
    drafting.drop(code=code, key="U09", **who(writer))
    drafting.publish(code=code, valid_from=TODAY, paper="", **who(leader))
    new = prepared(world, writer)
    actions.put_member(
        inspection_id=new.pk, duty_id=None, office="Sở", position="Chuyên viên",
        part=Part.LEAD, **who(writer),
    )  # fmt: skip
    actions.decide(
        inspection_id=new.pk, number="12/QĐ-SKHCN", dated=TODAY, notified_on=TODAY, **who(writer)
    )
    visiting.start(inspection_id=new.pk, **who(writer))
    found = visiting.Found(question="UT01", evidence=Evidence.SEEN)
    assert visiting.find(inspection_id=new.pk, said=found, **who(writer)) == 1
    gone = visiting.Found(question="U09", evidence=Evidence.SEEN)
    with pytest.raises(UnfitInspectionError):
        visiting.find(inspection_id=new.pk, said=gone, **who(writer))


def test_what_is_published_is_never_edited_by_anybody(
    world: World, writer: Actor, leader: Actor
) -> None:
    code = drafting.draft(side=Side.PROVIDER, **who(writer))
    drafting.put(code=code, key="", worded=worded(), **who(writer))
    drafting.publish(code=code, valid_from=TODAY, paper="", **who(leader))
    with pytest.raises(NotAllowedError):
        drafting.put(code=code, key="PT01", worded=worded(), **who(writer))
    with pytest.raises(NotAllowedError):
        drafting.discard(code=code, **who(writer))
    row = ChecklistVersion.objects.get(code=code)
    for write in (
        lambda: ChecklistVersion.objects.filter(pk=row.pk).update(title="khác"),
        lambda: ChecklistVersion.objects.filter(pk=row.pk).delete(),
        lambda: row.questions.filter(key="PT01").update(words="khác"),
        lambda: row.questions.filter(key="PT01").delete(),
        lambda: ChecklistQuestion.objects.create(
            version=row, n=99, key="PT99", section="x", area=Area.SERVICE, words="x"
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    # The next version goes on from it, and its keys are not given again.
    again = drafting.draft(side=Side.PROVIDER, **who(writer))
    drafting.drop(code=again, key="PT01", **who(writer))
    assert drafting.put(code=again, key="", worded=worded(), **who(writer)) == "PT02"


def test_a_draft_is_the_departments_and_screened(world: World, writer: Actor) -> None:
    clerk = world.clerk
    elsewhere = make.actor(Role.REGULATOR, at_province=make.province("75"))
    with pytest.raises(NotAllowedError):
        drafting.draft(side=Side.USER, **who(clerk))
    code = drafting.draft(side=Side.USER, **who(writer))
    for by in (clerk, elsewhere):
        assert not published.seen_by(by).exists()
        with pytest.raises(ChecklistVersion.DoesNotExist):
            drafting.put(code=code, key="", worded=worded(), **who(by))
    for words in ("Xem công văn 12/UBND-VP", "Sổ đăng ký có dấu A"):
        with pytest.raises(RefusedTextError):
            drafting.put(code=code, key="", worded=worded(words=words), **who(writer))
    for more in (
        {"words": "Sổ chuyển giao BMNN đủ chữ ký"},
        {"provision": " "},
        {"area": Area.SECRECY},
        {"conduct": "ND174-2026/99"},
    ):
        with pytest.raises(UnfitInspectionError):
            drafting.put(code=code, key="", worded=worded(**more), **who(writer))
    leads = make.actor(Role.REGULATOR, at_province=make.province("24"))
    with pytest.raises(UnfitInspectionError):  # nothing is asked otherwise
        drafting.publish(code=code, valid_from=TODAY, paper="", **who(leads))
    drafting.discard(code=code, **who(writer))
    assert not ChecklistVersion.objects.exists()
    assert (
        published.in_force(world.sender.province_id, Side.USER, TODAY) == checklists()["user-qd32"]
    )
