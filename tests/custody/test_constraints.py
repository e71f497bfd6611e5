"""Every constraint of custody's tables refuses what it names, whoever writes it."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from kt1.custody.bags.models import Bag, Seal
from kt1.custody.clock.models import Clock
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.models import Handover, HandoverScan
from kt1.custody.items import pickups
from kt1.custody.items.models import Advice, Item, Pickup
from kt1.custody.operator.jobs.models import EventFile, EventLayout
from kt1.custody.operator.jobs.rules import FileState
from kt1.custody.price.models import PaperSurcharge
from kt1.custody.price.rules import AMOUNT_MAX_VND
from kt1.custody.shifts import actions as shifts
from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.trips import actions as trips
from kt1.custody.trips.models import Trip
from kt1.custody.units.models import Alias, MarkOf, Stay, Unit
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
EARLIER = MORNING - timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """One of each thing, valid as it stands."""

    world: World
    loose: Unit
    packed: Unit
    bag: Unit
    delivered: Unit


@pytest.fixture(scope="module")
def set_up(lasting: None) -> Stage:
    world = build()
    loose, packed, sent = doing.accepted(world, 3, advice=True)
    doing.moved([packed], world.courier, world.controller)
    bag = doing.bag_of([packed], world.controller, seal="S-1")
    doing.issued(["S-2"], world.controller, world.controller)
    deliveries.attempt(
        codes=[loose],
        point_id=world.door.pk,
        reason=Reason.CLOSED,
        by=world.courier,
        at=NOON,
        once=once(),
    )
    doing.delivered(world, [sent], when=AFTERNOON)
    changes.hold(codes=[loose], findings=["torn"], by=world.courier, at=NOON, once=once())
    pickups.request_pickup(pieces=1, wanted_at=NOON, by=world.clerk, at=MORNING, once=once())
    trips.plan(
        route_id=world.trunk.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=NOON,
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )
    shifts.record_balance(
        count=shifts.Count(scanned=[loose]), by=world.courier, at=AFTERNOON, once=once()
    )
    open_one = doing.accepted(world)
    handover = doing.given(open_one, world.courier, world.controller)
    handovers.scan(handover_id=handover, code=open_one[0], by=world.controller, at=NOON)
    Alias.objects.create(unit=doing.unit(loose), scheme="s10", number="PA473124829VN")
    return Stage(world, doing.unit(loose), doing.unit(packed), doing.unit(bag), doing.unit(sent))


@pytest.fixture
def stage(set_up: Stage, db: None) -> Iterator[Stage]:
    yield deepcopy(set_up)
    assert doing.untold() == []


def _set(model: type[models.Model], **changed: Any) -> Callable[[Stage], object]:
    return lambda _stage: model._default_manager.update(**changed)


def _surcharge(stage: Stage, **wrong: Any) -> PaperSurcharge:
    facts: dict[str, Any] = {
        "agency_id": stage.world.clerk.agency_id,
        "month": date(2026, 2, 1),
        "version": 1,
        "amount_vnd": 1,
        "paper": "01/BK ngày 03/03/2026",
        "entered_by_id": stage.world.courier.user_id,
        "entered_at": NOON,
    }
    return PaperSurcharge.objects.create(id=uuid4(), **{**facts, **wrong})


def _event_file(stage: Stage, **wrong: Any) -> EventFile:
    facts: dict[str, Any] = {
        "duty_id": stage.world.dispatcher.duty_id,
        "rows": 1,
        "digest": "0" * 64,
        "columns": [],
        "days": "dmy",
        "asked_at": NOON,
        "told_at": NOON,
    }
    return EventFile.objects.create(**{**facts, **wrong})


def _layout() -> EventLayout:
    return EventLayout.objects.create(headings="0" * 64, columns={}, days="dmy", used_at=NOON)


VIOLATIONS: Mapping[str, Callable[[Stage], object]] = {
    "bag_packed_under_a_seal_or_a_lock": _set(Bag, seal="", lock="", packed_at=NOON),
    "seal_applied_to_a_bag": lambda _: Seal.objects.filter(number="S-1").update(unit=None),
    "seal_issued_to_a_person": lambda _: Seal.objects.filter(number="S-2").update(person=None),
    "seal_one_applied_per_bag": lambda s: Seal.objects.filter(number="S-2").update(
        state="applied", unit=s.bag
    ),
    "clock_deadline_is_after_the_start": _set(Clock, deadline=MORNING),
    "clock_stops_after_it_starts": _set(Clock, stopped_at=EARLIER, delivered_at=None),
    "clock_delivery_is_not_before_the_stop": lambda s: Clock.objects.filter(
        unit=s.delivered
    ).update(delivered_at=MORNING),
    "attempt_failed_for_a_reason": lambda s: Attempt.objects.filter(unit=s.loose).update(reason=""),
    "delivery_confirmed_after_it_happened": _set(Delivery, confirmed_at=MORNING),
    "irregularity_closed_with_minutes": _set(Irregularity, closed_at=NOON),
    "handover_giver_is_not_taker": lambda s: Handover.objects.filter(kind="acceptance").update(
        giver_place=s.world.centre, giver_person=s.world.courier.user_id
    ),
    "handover_settled_at_iff_settled": _set(Handover, settled_at=None),
    "handover_taken_says_how_witnessed": _set(Handover, witness=""),
    "handover_counts_within_max": _set(Handover, items=1000),
    "handover_paper_has_a_sheet_number": lambda _: Handover.objects.filter(
        kind="acceptance"
    ).update(witness="paper"),
    "scan_once_a_code": lambda _: _again(HandoverScan.objects.get()),
    "item_pieces_within_bounds": _set(Item, pieces=0),
    "item_weight_within_bounds": _set(Item, weight_g=50_001),
    "item_agreed_time_iff_timed": _set(Item, urgency="HG"),
    "item_scope_follows_the_provinces": _set(Item, scope="lien_tinh"),
    "advice_returns_after_delivery": _set(Advice, returned_at=MORNING),
    "pickup_assigned_to_someone": _set(Pickup, state="assigned"),
    "pickup_closed_when_over": _set(Pickup, state="collected"),
    "eventlayout_once_a_source": lambda _: [_layout() for _ in range(2)],
    "eventfile_ended_iff_over": lambda s: _event_file(s, state=FileState.DONE),
    "eventfile_says_why_it_failed": lambda s: _event_file(s, state=FileState.FAILED, ended_at=NOON),
    "papersurcharge_month_is_its_first_day": lambda s: _surcharge(s, month=date(2026, 2, 2)),
    "papersurcharge_amount_within_bounds": lambda s: _surcharge(s, amount_vnd=AMOUNT_MAX_VND + 1),
    "papersurcharge_names_its_paper": lambda s: _surcharge(s, paper=""),
    "papersurcharge_version_is_one": lambda s: [_surcharge(s) for _ in range(2)],
    "shift_ends_after_it_began": _set(ShiftBalance, until=EARLIER),
    "shift_is_handed_to_another": lambda s: ShiftBalance.objects.update(
        successor=s.world.courier.user_id
    ),
    "trip_has_an_escort_unless_dedicated": _set(Trip, dedicated=False),
    "trip_courier_is_not_the_escort": lambda s: Trip.objects.update(escort=s.world.courier.user_id),
    "trip_arrives_after_it_departed": _set(Trip, arrived_at=MORNING),
    "unit_is_with_a_holder_or_inside_never_both": lambda s: Unit.objects.filter(
        pk=s.loose.pk
    ).update(inside=s.bag),
    "unit_person_answers_at_a_place": lambda s: Unit.objects.filter(pk=s.packed.pk).update(
        person=s.world.courier.user_id
    ),
    "unit_code_is_one_things": lambda s: Unit.objects.filter(pk=s.packed.pk).update(
        code=s.bag.code
    ),
    "unit_is_not_inside_itself": lambda s: Unit.objects.filter(pk=s.packed.pk).update(
        inside=s.packed
    ),
    "unit_kind_is_known": _set(Unit, kind="tin"),
    "unit_state_is_known": _set(Unit, state="flying"),
    "stay_ends_after_it_began": _set(Stay, until=EARLIER),
    "stay_one_open_per_unit": lambda s: Stay.objects.create(
        unit=s.packed, inside=s.bag, since=AFTERNOON
    ),
    "alias_names_one_unit": lambda s: Alias.objects.create(
        unit=s.bag, scheme="s10", number="PA473124829VN"
    ),
    "mark_is_known": lambda s: MarkOf(unit=s.bag, mark="X").save(force_insert=True),
}


def _again(scan: HandoverScan) -> None:
    HandoverScan.objects.create(
        handover=scan.handover, code=scan.code, by_id=scan.by_id, at=scan.at
    )


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_constraint_refuses_what_it_names(stage: Stage, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name](stage)


def test_every_constraint_is_tried() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("custody").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(VIOLATIONS)
