"""Reports of a province from what is owed to what was received, and what was counted for them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.checkpoints.queries import head, root_at
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.network.agencies.lines import Body
from kt1.oversight.reports import actions, calendars, figures, gathering, keys, queries, sending
from kt1.oversight.reports.actions import ON_DEMAND, Asked
from kt1.oversight.reports.models import (
    Report,
    ReportDefinition,
    ReportNarrative,
    ReportSubmission,
    ReportVersion,
)
from kt1.oversight.reports.rules import (
    Cause,
    Recipient,
    Return,
    Section,
    Span,
    Standing,
    State,
    Way,
)
from kt1.oversight.reports.sending import Signed
from kt1.oversight.reports.steps import ReportError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World, build
from tests.oversight.reported import COUNTED, annexed, at_random, mailed, recounted

pytestmark = pytest.mark.django_db

HALF, PERIOD = "kt1-half-year", "2025H2"
SPAN = Span(date(2025, 7, 1), date(2025, 12, 31))
NOW = make.at("2026-01-10")
BOTH = (Recipient.PROVINCE, Recipient.MINISTRY)
WORDS = {
    Section.SHORTCOMINGS: "Còn cơ quan chưa cử đầu mối.",
    Section.PROPOSALS: "Đề nghị tập huấn.",
}
SIGNED = Signed(
    number="05/BC-SKHCN", dated=date(2026, 1, 10), authority="", title="GIÁM ĐỐC",
    name="Giám đốc thử",
)  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    made = build()
    annexed(made.sender, made.receiver, made.neighbour)
    return made


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"), body=world.receiver)


@pytest.fixture
def head_of_science(world: World) -> Actor:
    return make.actor(Role.HEAD, body=world.receiver)


@pytest.fixture
def province(world: World) -> Actor:
    return make.actor(Role.PROVINCE_LEADER, at_province=make.province("24"))


@pytest.fixture
def ministry(world: World) -> Actor:
    return make.actor(Role.MINISTRY)


def made(by: Actor, key: Any = None, *, at: Any = NOW, period: str = PERIOD) -> ReportVersion:
    return actions.make(code=HALF, period=period, by=by, at=at, once=once(key))


def written(version: ReportVersion, by: Actor, **more: Any) -> None:
    sending.write(version_id=version.pk, texts=WORDS, by=by, at=NOW, once=once(), **more)


def presented(version: ReportVersion, by: Actor) -> None:
    written(version, by)
    sending.present(version_id=version.pk, by=by, at=NOW, once=once())


def issued(version: ReportVersion, by: Actor, leader: Actor, signed: Signed = SIGNED) -> None:
    presented(version, by)
    sending.decide(version_id=version.pk, by=leader, at=NOW, once=once())
    sending.issue(version_id=version.pk, signed=signed, by=by, at=NOW, once=once())


def sent(version: ReportVersion, by: Actor, to: Any = BOTH, on: date = SIGNED.dated, at=NOW):
    return sending.send(
        version_id=version.pk, recipients=to, way=Way.SYSTEM, sent_on=on, reference="",
        by=by, at=at, once=once(),
    )  # fmt: skip


# --------------------------------------------------------------------------------------- figures


def test_figures_equal_an_independent_recount_from_the_items(world: World) -> None:
    at_random(world, 1, date(2025, 6, 27), 192, 60)
    at_random(world, 2, date(2024, 6, 27), 192, 25)
    before = SPAN.year_before
    for here in (make.province("24").pk, make.province("75").pk):
        told = gathering.frozen(here, SPAN, NOW)
        for year, span in enumerate((SPAN, before)):
            wanted = recounted(here, span, NOW)
            assert wanted["all.items"] > 5
            assert set(wanted) <= COUNTED
            counted = {key: told.values[key][year] for key in COUNTED}
            assert counted == {key: wanted.get(key, 0) for key in COUNTED}


def test_counting_asks_as_often_for_much_mail_as_for_little(world: World) -> None:
    here = make.province("24").pk
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"))
    gathering.frozen(here, SPAN, NOW)
    with CaptureQueriesContext(connection) as few:
        gathering.frozen(here, SPAN, NOW)
    mailed(world, world.sender, world.receiver, make.at("2025-09-01"), number=30, late=True)
    with CaptureQueriesContext(connection) as many:
        gathering.frozen(here, SPAN, NOW)
    assert len(many) == len(few) < 130


def test_small_cells_are_kept_and_not_shared(world: World) -> None:
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"), number=12)
    mailed(world, world.sender, world.receiver, make.at("2025-08-02"), number=2, urgency="HT")
    told = gathering.frozen(make.province("24").pk, SPAN, NOW)
    express = keys.volume(keys.WITHIN, "HT")
    assert told.now(express) == 2
    shown = figures.shared(told)
    for key in (express, keys.volume(keys.WITHIN, "none"), f"{keys.WITHIN}.HT.weight_g"):
        assert shown[key] == (None, None)
    assert shown["quality.main.HT.noi_tinh.on_time"] == (None, None)
    assert shown[keys.ALL] == (14, None)
    assert figures.of_json(figures.to_json(told)) == told


def test_table_six_names_those_the_department_may_remind(world: World) -> None:
    party = make.agency("24-DU", name="Đảng ủy thử", bloc="dang", line="dang", family="ban_dang")
    annexed(party)
    told = gathering.frozen(make.province("24").pk, SPAN, NOW)
    assert [(one.code, one.lacks) for one in told.lacking] == [
        (world.sender.code, ("focal", "use"))
    ]


# -------------------------------------------------------------------------------------- the path


def test_figures_are_bound_by_the_ledger_and_counted_once(world: World, science: Actor) -> None:
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"), number=7)
    sequence_all()
    key = uuid4()
    version = made(science, key)
    assert made(science, key) == version
    entry = Entry.objects.get(kind="report.counted")
    assert body_of(entry)["sha256"] == version.sha256 == figures.digest(version.figures)
    assert version.ledger_root == (root_at(version.ledger_size) or head().root).hex()
    assert queries.frozen_of(version).now(keys.ALL) == 7
    with pytest.raises(ReportError):  # a period has one report
        made(science)


def test_a_leader_approves_what_another_presents(
    world: World, science: Actor, head_of_science: Actor, province: Actor
) -> None:
    version = made(science)

    def decided(by: Actor, returned: Return | None = None, remark: str = "") -> None:
        sending.decide(
            version_id=version.pk, returned=returned, remark=remark, by=by, at=NOW, once=once()
        )

    with pytest.raises(ReportError):  # V and VI hold nothing yet
        sending.present(version_id=version.pk, by=science, at=NOW, once=once())
    presented(version, science)
    with pytest.raises(NotAllowedError):  # the words rest
        written(version, science)
    for nobody in (science, province, make.actor(Role.HEAD, body=world.sender)):
        with pytest.raises(NotAllowedError):
            decided(nobody)
    assert queries.waiting_for_leader(head_of_science).get() == version
    for refused, remark in ((ReportError, " "), (RefusedTextError, "Bỏ đoạn về tài liệu tối mật")):
        with pytest.raises(refused):  # another reason is said, and not in any words
            decided(head_of_science, Return.OTHER, remark)
    decided(head_of_science, Return.MISSING, "Nêu rõ kết quả thực hiện Công văn số 12/SKHCN")
    version.refresh_from_db()
    assert (version.state, version.return_reason) == (State.RETURNED, Return.MISSING)
    back = Entry.objects.get(kind="report.returned")
    assert body_of(back) == {"version": 1, "reason": "missing"}
    presented(version, science)
    decided(head_of_science)
    with pytest.raises(NotAllowedError):  # not before it has its number
        sent(version, science)
    with pytest.raises(ReportError):  # dated before it was approved
        sending.issue(
            version_id=version.pk, signed=replace(SIGNED, dated=date(2026, 1, 9)), by=science,
            at=NOW, once=once(),
        )  # fmt: skip
    with pytest.raises(RefusedTextError):  # the title is free text like the others
        sending.issue(
            version_id=version.pk, signed=replace(SIGNED, title="GIÁM ĐỐC, tài liệu tối mật"),
            by=science, at=NOW, once=once(),
        )  # fmt: skip
    kinds = set(Entry.objects.filter(subject__endswith=PERIOD).values_list("kind", flat=True))
    names = ("approved", "counted", "presented", "returned", "written")
    assert kinds == {f"report.{name}" for name in names}


def test_recipients_read_what_was_sent_to_them_and_nothing_else(
    world: World, science: Actor, head_of_science: Actor, province: Actor, ministry: Actor
) -> None:
    version = made(science)
    issued(version, science, head_of_science)
    assert not queries.versions_seen_by(province).exists()
    sent(version, science, (Recipient.PROVINCE,))
    assert queries.versions_seen_by(province).get() == version
    assert not queries.seen_by(ministry).exists()
    with pytest.raises(ReportError):  # the province has it already
        sent(version, science)
    sent(version, science, (Recipient.MINISTRY,))
    waiting = queries.unacknowledged(ministry).get()
    with pytest.raises(NotAllowedError):
        sending.acknowledge(submission_id=waiting.pk, by=province, at=NOW, once=once())
    sending.acknowledge(submission_id=waiting.pk, by=ministry, at=NOW, once=once())
    assert not queries.unacknowledged(ministry).exists()
    slot = {o.period: o for o in calendars.calendar(make.province().pk, NOW.date())}[PERIOD]
    assert slot.standing is Standing.SENT


def test_a_correction_is_a_new_version_with_its_differences(
    world: World, science: Actor, head_of_science: Actor
) -> None:
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"), number=7)
    first = made(science)
    issued(first, science, head_of_science)
    mailed(world, world.receiver, world.far, make.at("2025-08-03"), number=6)

    def again(version: ReportVersion, cause: Cause) -> ReportVersion:
        return actions.count_again(
            version_id=version.pk, cause=cause, by=science, at=NOW, once=once()
        )

    second = again(first, Cause.LATE_FACTS)
    assert (second.n, second.state) == (2, State.DRAFT)
    assert queries.narrative_of(second) == queries.narrative_of(first)
    old, new = queries.frozen_of(first), queries.frozen_of(second)
    changed = {one.key: (one.was, one.now) for one in figures.differences(old.values, new.values)}
    assert changed[keys.ALL] == ((7, None), (13, None))
    assert changed["out.items"] == ((0, None), (6, None))
    assert keys.volume(keys.WITHIN, "none") not in changed
    first.refresh_from_db()
    assert first.state == State.ISSUED
    with pytest.raises(ReportError):
        again(first, Cause.CORRECTION)
    presented(second, science)
    with pytest.raises(NotAllowedError):
        again(second, Cause.CORRECTION)


def test_a_report_on_demand_says_who_asked_by_which_paper(world: World, science: Actor) -> None:
    def asked(**changed: Any) -> ReportVersion:
        said = Asked(**{
            "title": "Tình hình dịch vụ KT1 dịp Tết", "first": date(2025, 12, 1),
            "last": date(2026, 1, 9), "due": date(2026, 1, 12), "recipients": (Recipient.MINISTRY,),
            "by": "Cục Bưu điện Trung ương", "number": "120/CBĐTW-NV", "dated": date(2026, 1, 8),
            **changed,
        })  # fmt: skip
        return actions.answer_request(asked=said, by=science, at=NOW, once=once())

    for wrong in ({"by": " "}, {"recipients": ()}, {"due": date(2026, 1, 1)},
                  {"first": date(2026, 2, 1), "last": date(2026, 2, 2)}):  # fmt: skip
        with pytest.raises(ReportError):
            asked(**wrong)
    with pytest.raises(RefusedTextError):
        asked(title="Báo cáo tài liệu tuyệt mật")
    first, second = asked(), asked()
    assert [one.report.period for one in (first, second)] == ["1", "2"]
    assert (first.report.asked_no, first.report.due) == ("120/CBĐTW-NV", date(2026, 1, 12))
    slots = {o.period: o for o in calendars.calendar(make.province().pk, date(2026, 1, 13))}
    assert slots["1"].standing is Standing.LATE
    assert slots["1"].definition.code == ON_DEMAND[Body.SCIENCE_DEPARTMENT]


def test_words_are_screened_and_only_of_one_s_own_province(world: World, science: Actor) -> None:
    version = made(science)
    stranger = make.actor(Role.REGULATOR, at_province=make.province("75"))
    with pytest.raises(NotAllowedError):
        written(version, stranger)
    assert not queries.seen_by(stranger).exists()
    long = "Sở đã ban hành Công văn số 12/SKHCN-BCVT. " * 20
    sending.write(
        version_id=version.pk, texts={Section.GENERAL: long}, by=science, at=NOW, once=once()
    )
    with pytest.raises(RefusedTextError):
        sending.write(
            version_id=version.pk, texts={Section.GENERAL: f"{long} tài liệu tối mật."},
            by=science, at=NOW, once=once(),
        )  # fmt: skip
    assert queries.narrative_of(version)[Section.GENERAL] == long.strip()
    assert ReportNarrative.objects.count() > 1  # no column holds a text so long
    with pytest.raises(ReportError):
        actions.make(code=HALF, period="2026H2", by=science, at=NOW, once=once())


def test_the_database_keeps_what_was_counted_and_sent(
    world: World, science: Actor, head_of_science: Actor
) -> None:
    version = made(science)
    issued(version, science, head_of_science)
    sent(version, science)
    submission = ReportSubmission.objects.first()
    assert submission is not None
    for rows, change in (
        (ReportVersion.objects.all(), {"figures": {}}),
        (ReportVersion.objects.all(), {"number": "1/X"}),
        (Report.objects.all(), {"due": date(2027, 1, 1)}),
        (ReportNarrative.objects.all(), {"text": "khác"}),
        (ReportSubmission.objects.all(), {"sent_on": date(2025, 1, 1)}),
        (ReportDefinition.objects.all(), {"due_day": 1}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.all().delete()


def test_a_report_sent_after_its_day_stands_as_late(
    world: World, science: Actor, head_of_science: Actor
) -> None:
    version = made(science)
    issued(version, science, head_of_science)
    late = NOW + timedelta(days=20)
    sent(version, science, on=late.date(), at=late)
    slots = {o.period: o for o in calendars.calendar(make.province().pk, late.date())}
    assert slots[PERIOD].standing is Standing.SENT_LATE
    report = Report.objects.get()
    assert calendars.standings(Report.objects.all(), late.date()) == {report.pk: Standing.SENT_LATE}
