"""What a paper orders takes effect on its day, once, and can be taken back by a later one."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.agencies.queries import find
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_code
from kt1.network.successions import actions, steps
from kt1.network.successions.actions import WrongStageError
from kt1.network.successions.checks import UnfitOrderError
from kt1.network.successions.lineage import bodies_behind, desk_name_on, name_on
from kt1.network.successions.models import FormerName, Heir, Reorganisation
from kt1.network.successions.rules import Kind, Ordered, Stage, ordered_of
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import units
from tests.custody import factories as make
from tests.custody.factories import MORNING, at, once
from tests.network.successions import (
    CLERK,
    LATER,
    MIDNIGHT,
    PAPER,
    TODAY,
    confirmed,
    drafted,
    in_effect,
    ordered,
)

pytestmark = pytest.mark.django_db

BEFORE = LATER - timedelta(days=1)


@pytest.fixture
def two() -> tuple[Agency, Agency]:
    first = make.agency("24-S1", name="Sở thứ nhất")
    second = make.agency("24-S2", name="Sở thứ hai")
    make.point(first, code="24-P1")
    make.point(second, code="24-P2")
    return first, second


def fields(wanted: Ordered, **more: Any) -> set[str]:
    with pytest.raises(UnfitOrderError) as unfit:
        drafted(wanted, **more)
    return {fault.code for fault in unfit.value.faults}


def test_a_merger_takes_effect_on_its_day_and_not_before(two: tuple[Agency, Agency]) -> None:
    first, second = two
    merger = ordered(
        Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S9",), founded=[("24-S9", "Sở mới")]
    )
    made = confirmed(merger)

    actions.carry_out(reorganisation_id=made, at=at("2026-01-31", "23:59"))
    assert not Agency.objects.filter(code="24-S9").exists()

    assert actions.carry_out(reorganisation_id=made, at=MIDNIGHT)
    assert not actions.carry_out(reorganisation_id=made, at=MIDNIGHT)  # once

    first.refresh_from_db()
    second.refresh_from_db()
    heir = Agency.objects.get(code="24-S9")
    assert (first.valid_to, second.valid_to) == (BEFORE, BEFORE)
    assert (heir.valid_from, heir.valid_to, heir.family) == (LATER, None, first.family)
    assert Place.objects.get(code=desk_code("24-S9")).agency == heir
    assert Place.objects.get(code=desk_code("24-S1")).valid_to == BEFORE
    doors = AgencyPoint.objects.filter(agency=heir).values_list("point__code", flat=True)
    assert set(doors) == {"24-P1", "24-P2"}
    assert not AgencyPoint.objects.filter(agency__in=two).exists()
    assert bodies_behind(heir.pk) == [heir.pk, *sorted([first.pk, second.pk])]
    kinds = Entry.objects.filter(subject=f"reorganisation:{made}")
    assert {e.kind.rsplit(".", 1)[1] for e in kinds} == {"drafted", "confirmed", "done"}
    assert len(kinds) == 3


def test_what_fails_half_way_leaves_nothing(two: tuple[Agency, Agency]) -> None:
    made = confirmed(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S1",)))
    with (
        mock.patch.object(steps, "_end", side_effect=RuntimeError("the power went")),
        pytest.raises(RuntimeError),
    ):
        actions.carry_out(reorganisation_id=made, at=MIDNIGHT)
    assert Reorganisation.objects.get(pk=made).stage == Stage.CONFIRMED
    assert not Heir.objects.exists()

    assert actions.carry_out(reorganisation_id=made, at=MIDNIGHT)
    assert Heir.objects.count() == 1


def test_a_body_merges_into_another_that_goes_on_under_a_new_name(
    two: tuple[Agency, Agency],
) -> None:
    first, second = two
    AnnexMembership.objects.create(
        agency=second, annex="II", source="QĐ 32/2025", valid_from=date(2025, 7, 1)
    )
    payer = make.agency("24-S3", name="Sở trả tiền", payer=second)
    in_effect(
        ordered(
            Kind.MERGE,
            old=("24-S1", "24-S2"),
            heirs=("24-S1",),
            name="Sở chung",
            customer_code="KH01",
        )
    )
    first.refresh_from_db()
    payer.refresh_from_db()
    assert (first.name, first.customer_code, first.valid_to) == ("Sở chung", "KH01", None)
    assert payer.payer == first
    ended = AnnexMembership.objects.get(agency=second)
    assert ended.valid_to == BEFORE
    went_on = AnnexMembership.objects.get(agency=first)
    assert (went_on.valid_from, went_on.annex) == (LATER, "II")
    assert "12/NQ-HĐND" in went_on.source


def test_doors_of_ended_bodies_can_be_given_up(two: tuple[Agency, Agency]) -> None:
    first, _second = two
    in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S1",), keep_doors=False))
    assert [tie.point.code for tie in AgencyPoint.objects.filter(agency=first)] == ["24-P1"]


def test_a_name_is_that_of_its_day(two: tuple[Agency, Agency]) -> None:
    first, _second = two
    in_effect(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    first.refresh_from_db()
    assert first.name == "Sở đổi tên"
    assert name_on(first.pk, first.name, BEFORE) == "Sở thứ nhất"
    assert name_on(first.pk, first.name, LATER) == "Sở đổi tên"
    desk = make.desk(first)
    assert desk.name == "Văn thư Sở đổi tên"
    assert desk_name_on(desk.agency_id, desk.name, BEFORE) == "Văn thư Sở thứ nhất"

    in_effect(
        ordered(Kind.RENAME, old=("24-S1",), name="Sở tên thứ ba", on=LATER + timedelta(days=9)),
        when=MIDNIGHT + timedelta(days=9),
    )
    days = (BEFORE, LATER, LATER + timedelta(days=8), LATER + timedelta(days=9))
    names = [name_on(first.pk, "Sở tên thứ ba", day) for day in days]
    assert names == ["Sở thứ nhất", "Sở đổi tên", "Sở đổi tên", "Sở tên thứ ba"]


def test_an_old_name_and_an_old_body_are_found(two: tuple[Agency, Agency]) -> None:
    first, second = two
    in_effect(ordered(Kind.RENAME, old=("24-S1",), name="Cơ quan khác hẳn"))
    assert find("so thu nhat", LATER) == [first]
    in_effect(ordered(Kind.MERGE, old=("24-S2",), heirs=("24-S1",)))
    assert find("so thu hai", LATER) == [first]
    assert find("24-S2", LATER) == [first]
    assert second in find("so thu hai", TODAY)


def test_a_split_leaves_the_first_heir_the_history(two: tuple[Agency, Agency]) -> None:
    first, _second = two
    in_effect(
        ordered(
            Kind.SPLIT,
            old=("24-S1",),
            heirs=("24-SA", "24-SB"),
            founded=[("24-SA", "Sở A"), ("24-SB", "Sở B")],
        )
    )
    a, b = Agency.objects.get(code="24-SA"), Agency.objects.get(code="24-SB")
    assert bodies_behind(a.pk) == [a.pk, first.pk]
    assert bodies_behind(b.pk) == [b.pk]
    assert Heir.objects.filter(old=first).count() == 2
    for body in (a, b):
        assert [tie.point.code for tie in AgencyPoint.objects.filter(agency=body)] == ["24-P1"]


def test_a_body_goes_on_when_another_is_separated(two: tuple[Agency, Agency]) -> None:
    first, _second = two
    in_effect(
        ordered(Kind.SPLIT, old=("24-S1",), heirs=("24-S1", "24-SB"), founded=[("24-SB", "Sở B")])
    )
    first.refresh_from_db()
    assert first.valid_to is None
    assert bodies_behind(Agency.objects.get(code="24-SB").pk) == [
        Agency.objects.get(code="24-SB").pk
    ]
    assert AgencyPoint.objects.filter(agency=first).count() == 1
    assert AgencyPoint.objects.filter(agency__code="24-SB").count() == 1


def test_a_body_moves_to_another_door(two: tuple[Agency, Agency]) -> None:
    first, _second = two
    in_effect(ordered(Kind.MOVE, old=("24-S1",), point="24-P2"))
    assert [tie.point.code for tie in AgencyPoint.objects.filter(agency=first)] == ["24-P2"]


def test_a_unit_changes_its_kind_and_bodies_called_after_it_their_names() -> None:
    later = AdminUnitVersion.objects.filter(unit__code="24", valid_from__gt=TODAY)
    later.delete()
    AdminUnitVersion.objects.filter(unit__code="24", valid_to__gt=TODAY).update(valid_to=None)
    named = make.agency("24-UBT", name="UBND tỉnh Bắc Ninh")
    other = make.agency("24-STC", name="Sở Tài chính Bắc Ninh")
    in_effect(ordered(Kind.UNIT, unit="24", unit_kind="thành phố", name="Bắc Ninh"), within=None)
    named.refresh_from_db()
    other.refresh_from_db()
    assert (named.name, other.name) == ("UBND thành phố Bắc Ninh", "Sở Tài chính Bắc Ninh")
    here = make.province("24").pk
    assert units([here], BEFORE)[here].kind == "tỉnh"
    assert units([here], LATER)[here].kind == "thành phố"


def test_a_wrong_one_is_taken_back_by_one_that_names_it(two: tuple[Agency, Agency]) -> None:
    first, second = two
    AnnexMembership.objects.create(
        agency=second, annex="II", source="QĐ 32/2025", valid_from=date(2025, 7, 1)
    )
    wrong = in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S1",), name="Sở nhầm"))
    in_effect(
        ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=2)),
        when=MIDNIGHT + timedelta(days=2),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.valid_to) == ("Sở thứ nhất", None)
    assert not Heir.objects.exists()
    assert not FormerName.objects.exists()
    assert AnnexMembership.objects.get().valid_to is None
    ties = AgencyPoint.objects.order_by("agency").values_list("agency__code", "point__code")
    assert list(ties) == [("24-S1", "24-P1"), ("24-S2", "24-P2")]
    assert Place.objects.get(code=desk_code("24-S2")).valid_to is None
    assert Reorganisation.objects.get(pk=wrong).stage == Stage.UNDONE
    assert name_on(first.pk, first.name, BEFORE) == "Sở thứ nhất"


def test_a_founded_body_may_be_founded_again_after_it_was_taken_back(
    two: tuple[Agency, Agency],
) -> None:
    merger = {"old": ("24-S1", "24-S2"), "heirs": ("24-S9",)}
    wrong = in_effect(ordered(Kind.MERGE, **merger, founded=[("24-S9", "Sở nhầm")]))
    in_effect(ordered(Kind.UNDO, undoes=wrong), when=MIDNIGHT)
    assert Agency.objects.get(code="24-S9").valid_to == LATER
    in_effect(
        ordered(Kind.MERGE, **merger, founded=[("24-S9", "Sở đúng")], on=LATER + timedelta(days=3)),
        when=MIDNIGHT + timedelta(days=3),
    )
    assert Agency.objects.get(code="24-S9").name == "Sở đúng"


def test_one_that_waits_for_its_day_is_taken_back_before_it(two: tuple[Agency, Agency]) -> None:
    wrong = confirmed(ordered(Kind.RENAME, old=("24-S1",), name="Sở nhầm"))
    in_effect(ordered(Kind.UNDO, undoes=wrong, on=TODAY), when=MORNING)
    assert not actions.carry_out(reorganisation_id=wrong, at=MIDNIGHT)
    assert Agency.objects.get(code="24-S1").name == "Sở thứ nhất"


def test_what_was_built_upon_is_not_taken_back(two: tuple[Agency, Agency]) -> None:
    wrong = in_effect(ordered(Kind.RENAME, old=("24-S1",), name="Sở nhầm"))
    in_effect(ordered(Kind.MERGE, old=("24-S2",), heirs=("24-S1",)))
    assert fields(ordered(Kind.UNDO, undoes=wrong), when=MIDNIGHT) == {"built_upon"}


def test_a_draft_changes_nothing_and_can_be_dropped(two: tuple[Agency, Agency]) -> None:
    made = drafted(ordered(Kind.RENAME, old=("24-S1",), name="Sở khác"))
    assert not actions.carry_out(reorganisation_id=made, at=MIDNIGHT)
    actions.drop(reorganisation_id=made, by=CLERK, at=MORNING, once=once())
    with pytest.raises(WrongStageError):
        actions.confirm(reorganisation_id=made, within=None, by=CLERK, at=MORNING, once=once())


def test_the_same_request_twice_is_one(two: tuple[Agency, Agency]) -> None:
    key = once()
    wanted = ordered(Kind.RENAME, old=("24-S1",), name="Sở khác")
    first = actions.draft(ordered=wanted, within="24", by=CLERK, at=MORNING, once=key)
    again = actions.draft(ordered=wanted, within="24", by=CLERK, at=MORNING, once=key)
    assert first == again
    assert Reorganisation.objects.count() == 1
    sure = once()
    for _ in range(2):
        day = actions.confirm(reorganisation_id=first, within="24", by=CLERK, at=MORNING, once=sure)
        assert day == LATER
    gone = once()
    other = drafted(wanted)
    for _ in range(2):
        actions.drop(reorganisation_id=other, by=CLERK, at=MORNING, once=gone)


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        (ordered(Kind.MERGE, old=("24-S1",), heirs=("24-S1",)), {"nobody_ends"}),
        (ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=()), {"one_heir"}),
        (ordered(Kind.MERGE, old=("24-XX",), heirs=("24-S1",)), {"unknown_body"}),
        (ordered(Kind.MERGE, old=("24-S2",), heirs=("24-XX",)), {"unknown_body"}),
        (ordered(Kind.MERGE, old=("75-S1",), heirs=("24-S1",)),
         {"other_province", "not_your_province"}),
        (ordered(Kind.MERGE, old=("24-S2",), heirs=("24-S1",), on=PAPER - timedelta(days=1)),
         {"before_its_paper"}),
        (ordered(Kind.MERGE, old=("24-S2",), heirs=("24-S1",), founded=[("24-S1", "Sở")]),
         {"code_taken"}),
        (ordered(Kind.SPLIT, old=("24-S1",), heirs=("24-SA",), founded=[("24-SA", "Sở A")]),
         {"two_heirs"}),
        (ordered(Kind.SPLIT, old=("24-S1", "24-S2"), heirs=("24-S1", "24-SA"),
                 founded=[("24-SA", "Sở A")]), {"one_body"}),
        (ordered(Kind.RENAME, old=("24-S1",), name="Sở thứ nhất"), {"same_name"}),
        (ordered(Kind.RENAME, old=("24-S1",)), {"name_missing"}),
        (ordered(Kind.RENAME, old=("24-S1",), name="Công văn 12/TTr-UBND tuyệt mật"),
         {"refused_text"}),
        (ordered(Kind.MOVE, old=("24-S1",), point="24-P1"), {"same_door"}),
        (ordered(Kind.MOVE, old=("24-S1",), point="24-XX"), {"unknown_door"}),
        (ordered(Kind.MOVE, old=("24-S1",), point="24-P2", from_point="24-P2"),
         {"not_its_door"}),
        (ordered(Kind.UNIT, unit="99", unit_kind="tỉnh", name="Không"), {"unknown_unit"}),
        (ordered(Kind.UNIT, unit="75", unit_kind="xã", name="Đồng Nai"),
         {"wrong_unit_kind", "not_your_province"}),
        (ordered(Kind.UNDO, undoes=None), {"nothing_to_undo"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    two: tuple[Agency, Agency], wanted: Ordered, wrong: set[str]
) -> None:
    make.agency("75-S1", at_province=make.province("75"))
    assert wrong <= fields(wanted)


def test_a_body_that_ends_cannot_end_again(two: tuple[Agency, Agency]) -> None:
    confirmed(ordered(Kind.MERGE, old=("24-S2",), heirs=("24-S1",)))
    assert fields(ordered(Kind.RENAME, old=("24-S2",), name="Tên khác")) == {"ends_before"}


def test_an_order_is_read_back_as_it_was_said() -> None:
    wanted = ordered(Kind.SPLIT, old=("24-S1",), heirs=("24-SA", "24-SB"), founded=[("24-SA", "A")])
    assert ordered_of(wanted.as_json()) == wanted


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "sale"},
        {"paper_number": ""},
        {"kind": Kind.UNDO},
        {"stage": Stage.DONE},
    ],
)
def test_the_database_refuses_what_cannot_be(row: dict[str, Any]) -> None:
    facts = {
        "kind": Kind.RENAME,
        "province": make.province("24"),
        "on": LATER,
        "paper_number": "1/QĐ",
        "paper_date": PAPER,
        "subject": "",
        "folded": "",
        "ordered": {},
        "drafted_by": CLERK,
        "drafted_at": MORNING,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Reorganisation.objects.create(**{**facts, **row})


def test_the_database_refuses_two_main_heirs(two: tuple[Agency, Agency]) -> None:
    first, second = two
    made = Reorganisation.objects.get(
        pk=drafted(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S1",)))
    )
    third = make.agency("24-S3")
    Heir.objects.create(old=first, new=second, at=LATER, main=True, reorganisation=made)
    for one in (
        {"old": first, "new": third, "main": True},
        {"old": first, "new": second, "main": False},
        {"old": first, "new": first, "main": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Heir.objects.create(at=LATER, reorganisation=made, **one)
    FormerName.objects.create(agency=first, name="A", until=LATER, reorganisation=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerName.objects.create(agency=first, name="B", until=LATER, reorganisation=made)


def test_desks_are_of_bodies() -> None:
    body = make.agency("24-S7", name="Sở bảy")
    assert make.desk(body).kind == PlaceKind.AGENCY_DESK
    assert desk_name_on(body.pk, "Văn thư Sở bảy", LATER) == "Văn thư Sở bảy"
    assert desk_name_on(None, "Bưu cục", LATER) == "Bưu cục"
