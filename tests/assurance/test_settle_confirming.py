"""The quality of a period, confirmed by both sides, objected to, answered and decided."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kt1.assurance.quality import queries as quality
from kt1.assurance.quality.confirming import actions, answering, queries, steps
from kt1.assurance.quality.confirming.models import QualityRuling, QualitySheet
from kt1.assurance.quality.confirming.rules import (
    FITTING,
    SHEET_NEXT,
    Comment,
    Objection,
    Reply,
    Ruling,
    SheetState,
    UnansweredError,
    after_replies,
    ruled,
)
from kt1.assurance.quality.confirming.steps import UnfitSheetError
from kt1.assurance.quality.frequency import queries as frequencies
from kt1.assurance.quality.frequency.rules import Frequency, frequency, together
from kt1.assurance.quality.queries import Asked
from kt1.assurance.quality.rules import Outcome
from kt1.assurance.quality.rules import together as summed
from kt1.assurance.reconciliation import actions as freezing
from kt1.custody.clock.models import Clock
from kt1.custody.deliveries.models import Attempt
from kt1.law.book.queries import forget, revision
from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

AT = make.at("2026-02-05")


def test_no_decision_makes_a_late_item_timely() -> None:
    for outcome in Outcome:
        for reason in Ruling:
            assert ruled(outcome, reason) in {outcome, Outcome.LATE_POST}
    assert not FITTING[Outcome.LATE_POST]
    assert not FITTING[Outcome.RECALLED]
    assert after_replies([Reply.ACCEPTED, Reply.MAINTAINED]) is SheetState.DISPUTED
    assert after_replies([Reply.ACCEPTED]) is SheetState.CONFIRMED
    with pytest.raises(UnansweredError):
        after_replies([Reply.ACCEPTED, None])
    assert {one for following in SHEET_NEXT.values() for one in following} <= set(SHEET_NEXT)


def test_days_with_enough_visits_are_counted_against_working_days_alone() -> None:
    first, second, sunday = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 4)
    found = frequency({first: 2, second: 1, sunday: 5}, {first: 2, second: 2})
    assert (found.days, found.met, found.visits, found.rate) == (2, 1, 8, 500)
    assert frequency({first: 2}, {first: None}).rate is None
    raised = frequency({first: 2, second: 2}, {first: 2, second: 3})  # the norm of each day
    assert (raised.met, raised.norm) == (1, 3)
    both = together([found, Frequency(2, 2, 9, 2)])
    assert (both.days, both.met, both.visits, both.norm) == (4, 3, 17, 2)
    mixed = together([found, Frequency(20, 0, 3, None)])
    assert (mixed.days, mixed.rate) == (2, 500)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def head(world: World) -> Actor:
    return make.actor(Role.HEAD, body=world.sender)


@pytest.fixture
def department(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


def stopped(codes: list[str], hours: int) -> None:
    for clock in Clock.objects.filter(unit__code__in=codes):
        clock.stopped_at = clock.deadline + timedelta(hours=hours)
        clock.save(update_fields=["stopped_at"])


def opened(world: World, at: datetime = AT, month: int = 1) -> QualitySheet:
    last = date(2026, month + 1, 1) - timedelta(days=1)
    steps.open_sheets(
        province=make.province("24").pk, starts=date(2026, month, 1), ends=last,
        due=last + timedelta(days=15), at=at,
    )  # fmt: skip
    return QualitySheet.objects.get(agency=world.sender, starts=date(2026, month, 1))


def filled(sheet: QualitySheet, by: Actor, **said: Any) -> SheetState:
    given: dict[str, Any] = {"objections": {}, "other": None, "comments": (), "finished": True}
    return actions.fill_in(sheet_id=sheet.pk, by=by, at=AT, once=make.once(), **{**given, **said})


def late_in_all(actor: Actor) -> dict[Outcome, int]:
    asked = Asked(first=date(2026, 1, 1), last=date(2026, 2, 28), as_of=make.at("2026-03-20"))
    return dict(summed(quality.figures(actor, asked, "month").values()).counts)


def test_a_sheet_comes_filled_in_with_what_was_late_and_whose_it_was(world: World) -> None:
    on_time, late = doing.accepted(world, 2)
    stopped([on_time], -1)
    stopped([late], 3)
    sheet = opened(world)
    told = {key[0].name: figures.counts for key, figures in queries.figures(sheet).items()}
    assert told == {"SENT": {Outcome.ON_TIME: 1, Outcome.LATE_POST: 1}}
    (item,) = queries.items_of(sheet)
    assert (item.unit.code, item.outcome) == (late, Outcome.LATE_POST)
    receivers = QualitySheet.objects.get(agency=world.receiver)
    assert [one.side for one in receivers.items.all()] == ["R"]
    assert opened(world).pk == sheet.pk  # asked again: it stays


def test_what_is_not_due_when_a_sheet_is_filled_in_counts_in_the_next(world: World) -> None:
    doing.accepted(world, when=make.at("2026-01-30"))
    sheet = opened(world, at=make.at("2026-02-01", "06:00"))
    assert (sheet.waiting, queries.figures(sheet)) == (1, {})
    doing.accepted(world, when=make.at("2026-02-10"))
    later = opened(world, at=make.at("2026-03-05"), month=2)
    assert sum(one.population for one in queries.figures(later).values()) == 2
    assert later.waiting == 0


def test_both_sides_agree(world: World, head: Actor) -> None:
    doing.accepted(world, 2)
    sheet = opened(world)
    assert queries.waiting_for(world.clerk).get() == sheet
    for by in (head, world.dispatcher, world.receiving_clerk):
        with pytest.raises((NotAllowedError, QualitySheet.DoesNotExist)):
            filled(sheet, by)
    assert filled(sheet, world.clerk, comments=[Comment.GOOD]) is SheetState.PREPARED
    with pytest.raises(NotAllowedError):
        filled(sheet, world.clerk)
    actions.send_back(sheet_id=sheet.pk, by=head, at=AT, once=make.once())
    filled(sheet, world.clerk)
    assert actions.sign(sheet_id=sheet.pk, by=head, at=AT, once=make.once()) is SheetState.SIGNED
    answering.confirm(sheet_ids=[sheet.pk], by=world.dispatcher, at=AT, once=make.once())
    sheet.refresh_from_db()
    assert (sheet.state, sheet.settled_at) == (SheetState.CONFIRMED, AT)
    assert queries.confirmed_until(sheet.province_id) == {sheet.agency_id: date(2026, 1, 31)}
    kinds = set(Entry.objects.filter(kind__startswith="quality.").values_list("kind", flat=True))
    assert {
        "quality.filled_in",
        "quality.sent_back",
        "quality.signed",
        "quality.confirmed",
    } <= kinds


def test_an_objection_rises_where_the_post_maintains_its_record(
    world: World, head: Actor, department: Actor
) -> None:
    timely, late = doing.accepted(world, 2)
    stopped([timely], -1)
    stopped([late], 2)
    sheet = opened(world)
    (item,) = queries.items_of(sheet)
    with pytest.raises(UnfitSheetError):  # late already, and the post's: nothing to object to
        filled(sheet, world.clerk, objections={item.pk: Objection.WRONG_TIME})
    with pytest.raises(UnfitSheetError):
        filled(sheet, world.clerk, other=("KT1", Objection.NO_SUCH_TRY))
    filled(sheet, world.clerk, other=(timely, Objection.NO_SUCH_TRY))
    assert actions.sign(sheet_id=sheet.pk, by=head, at=AT, once=make.once()) is SheetState.OBJECTED
    asked: dict[str, Any] = {"sheet_id": sheet.pk, "at": AT}
    with pytest.raises(UnfitSheetError):
        answering.reply(**asked, replies={}, by=world.dispatcher, once=make.once())
    (objected,) = sheet.items.exclude(objection="")
    said = answering.reply(
        **asked, replies={objected.pk: Reply.MAINTAINED}, by=world.dispatcher, once=make.once()
    )
    assert said is SheetState.DISPUTED
    assert queries.waiting_for(department).get() == sheet
    rulings = {objected.pk: Ruling.NO_PROOF}
    with pytest.raises(NotAllowedError):
        answering.decide(**asked, rulings=rulings, by=world.dispatcher, once=make.once())
    assert late_in_all(world.dispatcher) == {Outcome.ON_TIME: 1, Outcome.LATE_POST: 1}
    answering.decide(**asked, rulings=rulings, by=department, once=make.once())
    assert late_in_all(world.dispatcher) == {Outcome.LATE_POST: 2}
    assert QualityRuling.objects.get().unit.code == timely
    counts = queries.sent_by_urgency(world.sender.pk, date(2026, 1, 1))
    assert counts is not None
    assert summed(counts.values()).late == 2


def test_what_the_post_accepts_is_its_delay_at_once(world: World, head: Actor) -> None:
    (timely,) = doing.accepted(world)
    stopped([timely], -1)
    sheet = opened(world)
    filled(sheet, world.clerk, other=(timely, Objection.WRONG_TIME), finished=False)
    filled(sheet, world.clerk)  # thought better of it: what was on time leaves the sheet again
    assert not sheet.items.exists()
    actions.send_back(sheet_id=sheet.pk, by=head, at=AT, once=make.once())
    filled(sheet, world.clerk, other=(timely, Objection.WRONG_TIME))
    actions.sign(sheet_id=sheet.pk, by=head, at=AT, once=make.once())
    (item,) = sheet.items.all()
    said = answering.reply(
        sheet_id=sheet.pk, replies={item.pk: Reply.ACCEPTED}, by=world.dispatcher, at=AT,
        once=make.once(),
    )  # fmt: skip
    assert said is SheetState.CONFIRMED
    assert late_in_all(world.dispatcher) == {Outcome.LATE_POST: 1}


def test_a_paper_body_confirms_by_paper_and_a_party_body_rises_to_its_office(
    world: World, department: Actor
) -> None:
    doing.accepted(world)
    sheet = opened(world)
    given: dict[str, Any] = {"sheet_id": sheet.pk, "number": "05/XN", "at": AT}
    with pytest.raises(NotAllowedError):
        actions.record_paper(**given, dated=date(2026, 2, 4), by=world.dispatcher, once=make.once())
    sheet.agency.works_on_paper = True
    sheet.agency.bloc = Bloc.PARTY
    sheet.agency.line = "dang"
    sheet.agency.family = "ban_dang"
    sheet.agency.save()
    office = make.actor(Role.PARTY_OFFICE, body=make.agency(), at_province=make.province("24"))
    assert queries.seen_by(office).filter(pk=sheet.pk).exists()
    assert not queries.seen_by(department).filter(pk=sheet.pk).exists()
    with pytest.raises(UnfitSheetError):
        actions.record_paper(**given, dated=date(2026, 1, 4), by=world.dispatcher, once=make.once())
    actions.record_paper(**given, dated=date(2026, 2, 4), by=world.dispatcher, once=make.once())
    sheet.refresh_from_db()
    assert (sheet.state, sheet.paper) == (SheetState.CONFIRMED, "05/XN")


def test_figures_are_filled_in_anew_until_the_body_has_spoken(world: World) -> None:
    (code,) = doing.accepted(world)
    sheet = opened(world)
    stopped([code], -1)
    answering.renew(sheet_id=sheet.pk, by=world.dispatcher, at=AT, once=make.once())
    assert [f.on_time for f in queries.figures(sheet).values()] == [1]
    filled(sheet, world.clerk)
    with pytest.raises(NotAllowedError):
        answering.renew(sheet_id=sheet.pk, by=world.dispatcher, at=AT, once=make.once())


def test_a_period_is_frozen_on_its_day_by_itself(world: World) -> None:
    doing.accepted(world)
    given: dict[str, Any] = {"by": "worker", "at": AT}
    assert freezing.freeze_when_due(on=date(2026, 2, 4), **given, once=make.once()) == 0
    assert not QualitySheet.objects.exists()
    assert freezing.freeze_when_due(on=date(2026, 2, 5), **given, once=make.once()) == 1
    assert freezing.freeze_when_due(on=date(2026, 2, 6), **given, once=make.once()) == 0
    assert QualitySheet.objects.count() == 2


def test_visits_within_an_hour_are_one(world: World) -> None:
    codes = doing.accepted(world, 3)
    for code, day, hour in zip(codes, (15, 15, 16), ("08:00", "08:40", "08:00"), strict=True):
        Attempt.objects.create(
            unit=doing.unit(code), n=1, at=make.at(f"2026-01-{day}", hour), point=world.door,
            succeeded=True, valid=True,
        )  # fmt: skip

    def came() -> dict[date, int]:
        found = frequencies.visits([world.door.pk], date(2026, 1, 14), date(2026, 1, 16))
        return dict(found[world.door.pk])

    thursday, friday = date(2026, 1, 15), date(2026, 1, 16)
    assert came() == {thursday: 1, friday: 1}
    revision()
    norm = LegalParameter.objects.get(key=Key.VISIT_APART_MINUTES)
    LegalParameter.objects.filter(pk=norm.pk).update(valid_to=date(2026, 1, 14))
    forget()
    assert came() == {thursday: 1, friday: 1}  # unset: one a day, however far apart
    norm.pk, norm.value, norm.valid_from = None, 30, thursday
    norm.save()
    forget()
    assert came() == {thursday: 2, friday: 1}
    assert date(2026, 1, 1) not in frequencies.owed(date(2026, 1, 1), date(2026, 1, 31))
    assert frequencies.of_bodies([world.receiver.pk], date(2026, 1, 1), date(2026, 1, 31))
