"""An incident from the ledger to its lesson; a leak that goes on on paper; drills apart."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext

from kt1.assurance.gaps import follower
from kt1.assurance.gaps.models import Whereabouts
from kt1.assurance.incidents import actions, drills, ending, queries
from kt1.assurance.incidents.drill_rules import Step
from kt1.assurance.incidents.models import (
    Drill,
    DrillStep,
    Incident,
    IncidentNotice,
    IncidentReport,
    IncidentUnit,
)
from kt1.assurance.incidents.rules import (
    Addressee,
    Cause,
    Cover,
    Ending,
    Kind,
    Means,
    Measure,
    Stage,
    State,
)
from kt1.custody.deliveries import changes
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.parameters.actions import add_parameter
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Parameter
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.entries.models import Entry, Note
from kt1.ledger.followers.actions import rewind
from kt1.ledger.holds.models import Hold
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
LATER = make.at("2026-01-15")
TODAY = date(2026, 1, 15)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def department(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def police(world: World) -> Actor:
    return make.actor(Role.POLICE_PA03, at_province=make.province("24"))


def who(by: Actor, at: Any = LATER) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def follow(limit: int = 500) -> int:
    sequence_all()
    read = 0
    while step := follower.catch_up(limit):
        read += step
    return read


def torn(world: World) -> tuple[str, Incident]:
    """An item whose cover was found torn by its courier."""
    (code,) = doing.accepted(world)
    changes.hold(codes=[code], findings=["cover_torn"], **who(world.courier, make.NOON))
    follow()
    return code, Incident.objects.get(kind=Kind.OPENED)


def told(world: World, one: Incident, *besides: Addressee) -> None:
    for notice in one.notices.filter(told_at=None).exclude(addressee__in=besides):
        actions.tell(
            incident_id=one.pk,
            addressee=Addressee(notice.addressee),
            means=Means.PHONE,
            paper="",
            **who(world.controller),
        )


def contained(world: World, one: Incident) -> None:
    units = dict.fromkeys(one.units.values_list("unit_id", flat=True), False)
    actions.contain(incident_id=one.pk, intact=units, cover=Cover.TORN, **who(world.controller))


def test_a_torn_cover_is_followed_to_its_lesson(world: World) -> None:
    code, one = torn(world)
    assert (one.state, one.place_id, one.found_at) == (
        State.FOUND,
        world.courier.place_id,
        make.NOON,
    )
    assert Hold.objects.filter(held=f"item:{code}", ended_at=None).count() == 1
    assert {n.addressee for n in one.notices.all()} == {"post_head", "sender", "department", "pa03"}
    assert {r.stage for r in one.reports.all()} == {"first", "full"}
    contained(world, one)
    with pytest.raises(NotAllowedError):  # not before everybody was told
        ending.investigate(incident_id=one.pk, cause=Cause.PERSON, note="", **who(world.dispatcher))
    told(world, one)
    one.refresh_from_db()
    assert one.state == State.NOTIFIED
    with pytest.raises(RefusedTextError):
        ending.investigate(
            incident_id=one.pk, cause=Cause.PERSON, note="công văn số 12/UBND",
            **who(world.dispatcher),
        )  # fmt: skip
    ending.investigate(
        incident_id=one.pk, cause=Cause.EQUIPMENT, note="bì bị ướt trên xe", **who(world.dispatcher)
    )
    with pytest.raises(NotAllowedError, match=r"Minutes first|biên bản"):
        ending.close(incident_id=one.pk, ending=Ending.HANDLED, note="", **who(world.dispatcher))
    with pytest.raises(actions.UnfitIncidentError):
        ending.record(
            incident_id=one.pk, number="5/BB", dated=date(2026, 1, 13), **who(world.dispatcher)
        )
    ending.record(incident_id=one.pk, number="5/BB", dated=TODAY, **who(world.dispatcher))
    ending.close(incident_id=one.pk, ending=Ending.HANDLED, note="", **who(world.dispatcher))
    assert not Hold.objects.filter(held=f"item:{code}", ended_at=None).exists()
    ending.learn(
        incident_id=one.pk,
        measure=Measure.EQUIPMENT,
        note="che mưa cho túi",
        **who(world.dispatcher),
    )
    ending.report(
        incident_id=one.pk, stage=Stage.FIRST, number="7/BC", dated=TODAY, **who(world.dispatcher)
    )
    one.refresh_from_db()
    assert one.state == State.LEARNED
    told_of = list(
        Entry.objects.filter(subject=f"incident:{one.pk}").values_list("kind", flat=True)
    )
    assert {"incident.opened", "incident.contained", "incident.told", "incident.notified",
            "incident.closed", "incident.learned", "incident.reported"} <= set(told_of)  # fmt: skip


def test_a_notice_and_a_beginning_cannot_be_rewritten(world: World) -> None:
    _code, one = torn(world)
    told(world, one)
    notices, one_only = IncidentNotice.objects.filter(incident=one), {"pk": one.pk}
    rewritten: list[tuple[Any, dict[str, Any]]] = [
        (notices, {"told_at": make.MORNING}),
        (notices, {"due": LATER}),
        (Incident.objects.filter(**one_only), {"found_at": LATER}),
        (IncidentReport.objects.filter(incident=one), {"due": LATER}),
    ]
    for rows_of, change in rewritten:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows_of.update(**change)
    with pytest.raises(actions.UnfitIncidentError):
        actions.tell(
            incident_id=one.pk, addressee=Addressee.PA03, means=Means.PHONE, paper="",
            **who(world.controller),
        )  # fmt: skip


def test_who_must_be_told_sees_it_then_or_when_the_time_ran_out(
    world: World, department: Actor, police: Actor
) -> None:
    (code,) = doing.accepted(world)
    key = actions.open_by_hand(
        kind=Kind.BROKEN_SEAL, code=code, cover=Cover.SEAL_OFF, found_at=make.NOON, note="",
        **who(world.controller, make.NOON),
    )  # fmt: skip
    soon, too_late = make.NOON + timedelta(minutes=119), make.NOON + timedelta(minutes=120)
    assert not queries.seen_by(department, soon).exists()
    assert queries.seen_by(department, too_late).get().pk == key
    assert not queries.seen_by(police, too_late).exists()
    clerk, far = world.clerk, world.far_controller
    assert not queries.seen_by(clerk, too_late).exists()
    assert not queries.seen_by(far, too_late).exists()
    torn_one = torn(world)[1]
    seen = {a.role: queries.seen_by(a, make.NOON).filter(pk=torn_one.pk).exists()
            for a in (department, police, clerk, world.neighbour_clerk)}  # fmt: skip
    assert seen[Role.REGULATOR]
    assert seen[Role.POLICE_PA03]
    assert not queries.seen_by(world.neighbour_clerk, LATER).filter(pk=torn_one.pk).exists()
    actions.acknowledge(incident_id=torn_one.pk, answer="12/PA03", **who(police))
    with pytest.raises(NotAllowedError):
        actions.acknowledge(incident_id=torn_one.pk, answer="", **who(police))
    assert torn_one.notices.get(addressee="pa03").answer == "12/PA03"


def test_whoever_need_not_be_told_may_be_told_and_then_sees_it(world: World) -> None:
    """As PA05, where the matter turns out to concern the systems."""
    (code,) = doing.accepted(world)
    key = actions.open_by_hand(
        kind=Kind.BROKEN_SEAL, code=code, cover=Cover.SEAL_OFF, found_at=make.NOON, note="",
        **who(world.controller, make.NOON),
    )  # fmt: skip
    pa05 = make.actor(Role.POLICE_PA05, at_province=world.sender.province)
    telling: dict[str, Any] = {"incident_id": key, "addressee": Addressee.PA05}
    assert not queries.seen_by(pa05, LATER).exists()
    actions.tell(**telling, means=Means.PHONE, paper="", **who(world.controller))
    assert queries.seen_by(pa05, LATER).get().pk == key
    with pytest.raises(actions.UnfitIncidentError):
        actions.tell(**telling, means=Means.PHONE, paper="", **who(world.controller))
    actions.acknowledge(incident_id=key, answer="", **who(pa05))


def test_whom_to_tell_is_a_norm_of_the_day_and_of_the_mode(world: World) -> None:
    (code,) = doing.accepted(world)

    def opened(at: Any) -> set[str]:
        key = actions.open_by_hand(
            kind=Kind.BROKEN_SEAL, code=code, cover=Cover.SEAL_OFF, found_at=at, note="",
            **who(world.controller, at),
        )  # fmt: skip
        return set(IncidentNotice.objects.filter(incident=key).values_list("addressee", flat=True))

    assert opened(make.NOON) == {"post_head", "department"}
    tomorrow = make.NOON + timedelta(days=1)
    add_parameter(
        parameter=Parameter(
            norm_set="CHUNG", key=Key.INCIDENT_TELLS, scope="seal", value="post_head pa03",
            valid_from=tomorrow.date(), note="Công văn của Công an tỉnh",
        ),
        **who(make.actor(Role.ADMIN), make.NOON),
    )  # fmt: skip
    assert opened(make.NOON) == {"post_head", "department"}
    assert opened(tomorrow) == {"post_head", "pa03"}
    make.mode()
    assert opened(tomorrow) == {"post_head", "sender", "pa03"}


def test_a_suspected_leak_goes_on_on_paper_and_leaves_no_word(world: World) -> None:
    (code,) = doing.accepted(world)
    opened: dict[str, Any] = {"kind": Kind.LEAK, "code": code, "cover": Cover.RESEALED,
                              "found_at": make.NOON}  # fmt: skip
    with pytest.raises(actions.UnfitIncidentError):
        actions.open_by_hand(**opened, note="nhìn thấy bên trong", **who(world.controller))
    key = actions.open_by_hand(**opened, note="", **who(world.controller))
    one = Incident.objects.get(pk=key)
    contained(world, one)
    told(world, one)
    with pytest.raises(NotAllowedError):
        ending.investigate(incident_id=key, cause=Cause.PERSON, note="", **who(world.dispatcher))
    ending.go_on_on_paper(incident_id=key, number="9/CV", dated=TODAY, **who(world.dispatcher))
    one.refresh_from_db()
    assert (one.state, one.paper) == (State.ON_PAPER, "9/CV")
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=key).update(cause=Cause.PERSON)
    assert not Note.objects.filter(entry__subject=f"incident:{key}").exists()
    # What follows of the same cover in the ledger is the same matter.
    changes.hold(codes=[code], findings=["cover_torn"], **who(world.courier))
    follow()
    assert not Incident.objects.filter(kind=Kind.OPENED).exists()


def test_a_suspicion_adds_whom_it_demands(world: World) -> None:
    _code, one = torn(world)
    contained(world, one)
    told(world, one)
    actions.suspect_leak(incident_id=one.pk, **who(world.controller))
    one.refresh_from_db()
    assert (one.leak, one.state) == (True, State.CONTAINED)
    assert one.notices.get(told_at=None).addressee == Addressee.CENTRAL


def test_an_agency_tells_of_what_it_can_see(world: World) -> None:
    (code,) = doing.accepted(world)
    said: dict[str, Any] = {"code": code, "cover": Cover.TORN, "found_at": make.NOON, "note": ""}
    with pytest.raises(actions.UnfitIncidentError):
        actions.open_by_hand(kind=Kind.LOSS, **said, **who(world.clerk))
    with pytest.raises(UnknownUnitError):
        actions.open_by_hand(kind=Kind.OPENED, **said, **who(world.neighbour_clerk))
    with pytest.raises(NotAllowedError):
        actions.open_by_hand(kind=Kind.OPENED, **said, **who(world.courier))
    once = uuid4()
    both = {
        actions.open_by_hand(kind=Kind.OPENED, **said, by=world.clerk, at=LATER,
                             once=make.once(once))
        for _ in range(2)
    }  # fmt: skip
    assert len(both) == Incident.objects.count() == 1
    assert queries.seen_by(world.clerk, LATER).exists()


def rows(model: Any) -> list[Any]:
    return sorted(model.objects.values_list(*[f.attname for f in model._meta.concrete_fields
                                              if f.column]), key=str)  # fmt: skip


def test_read_again_from_zero_it_finds_the_same_one_each(world: World) -> None:
    codes = doing.accepted(world, 3)
    changes.hold(codes=codes[:1], findings=["cover_torn"], **who(world.courier, make.NOON))
    changes.hold(codes=codes[1:2], findings=["cover_torn"], **who(world.courier, make.NOON))
    follow(limit=1)
    kept = {model: rows(model) for model in (Whereabouts, Incident, IncidentUnit)}
    assert len(kept[Incident]) == 2
    notices = IncidentNotice.objects.count()
    entries = Entry.objects.filter(kind="incident.opened").count()
    Whereabouts.objects.all().delete()
    rewind(follower.NAME)
    follow()
    assert {model: rows(model) for model in kept} == kept
    assert IncidentNotice.objects.count() == notices
    assert Entry.objects.filter(kind="incident.opened").count() == entries


def test_reading_costs_the_same_for_many_items(world: World) -> None:
    counts = []
    for number in (1, 2, 20):  # the first reads what the process then keeps
        doing.accepted(world, number)
        sequence_all()
        with CaptureQueriesContext(connection) as seen:
            assert follower.catch_up()
        counts.append(len(seen))
    assert counts[1] == counts[2] <= counts[0] < 25


def test_holders_name_places_and_times(world: World) -> None:
    codes = doing.accepted(world, 2)
    units = list(Unit.objects.filter(code__in=codes).values_list("pk", flat=True))
    (held,) = queries.holders(units)
    assert (held.units, held.since, held.until) == (2, make.MORNING, None)
    assert held.length(make.NOON) == timedelta(hours=3)


def drilled(world: World) -> UUID:
    return drills.start(
        scenario=Kind.LEAK, place_id=world.centre.pk, covers=6, **who(world.dispatcher, make.NOON)
    )


def test_a_drill_is_timed_scored_and_in_no_figure(world: World) -> None:
    key = drilled(world)
    with pytest.raises(drills.UnfitDrillError):
        drilled(world)
    with pytest.raises(NotAllowedError):
        drills.start(scenario=Kind.LEAK, place_id=world.centre.pk, covers=6,
                     **who(world.controller))  # fmt: skip
    within = make.NOON + timedelta(minutes=5)
    drills.step(drill_id=key, done=Step.REPORT, **who(world.controller, within))
    with pytest.raises(drills.UnfitDrillError):
        drills.step(drill_id=key, done=Step.REPORT, **who(world.controller, within))
    with pytest.raises(drills.UnfitDrillError):
        drills.step(drill_id=key, done=Step.REBAG, **who(world.controller, within))
    late = make.NOON + timedelta(hours=3)
    drills.step(drill_id=key, done=Step.NOTIFY, **who(world.dispatcher, late))
    assert drills.end(drill_id=key, **who(world.dispatcher, late)) == (100 + 50) // 4
    assert Drill.objects.get(pk=key).score == 37
    with pytest.raises(DatabaseError), transaction.atomic():
        DrillStep.objects.filter(drill=key).update(at=make.NOON)
    follow()
    month = (date(2026, 1, 1), date(2026, 1, 31))
    assert queries.counted(province_id=make.province("24").pk, span=month) == ()
    assert not Incident.objects.exists()
    assert not IncidentNotice.objects.exists()


def test_figures_leave_out_what_was_none(world: World) -> None:
    _code, one = torn(world)
    month = (date(2026, 1, 1), date(2026, 1, 31))
    here = make.province("24").pk
    assert queries.counted(province_id=here, span=month) == (("opened", 1),)
    Incident.objects.filter(pk=one.pk).update(
        state=State.CLOSED, ending=Ending.NO_INCIDENT, closed_at=LATER
    )
    assert queries.counted(province_id=here, span=month) == ()


def test_drills_have_no_way_to_a_real_channel() -> None:
    """By what they import and by the keys of their tables."""
    text = Path(drills.__file__).read_text(encoding="utf8")
    for channel in ("IncidentNotice", "reminders", "holds", "custody", "incidents.steps"):
        assert channel not in text
    kept = {
        field.related_model._meta.object_name
        for model in (Drill, DrillStep)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and isinstance(field.related_model, type)
    }
    assert kept == {"AdminUnit", "Place", "User", "Drill"}
