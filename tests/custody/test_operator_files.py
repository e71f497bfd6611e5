"""Events of the operator's own system by file: chain, clock and figures work on them alone."""

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter

from kt1.custody.clock.models import Clock
from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.items.models import Item
from kt1.custody.operator import words
from kt1.custody.operator.actions import Preview, digest_of, preview, take
from kt1.custody.operator.columns import COLUMNS
from kt1.custody.operator.faults import EventFaultsError, Wrong
from kt1.custody.operator.reading import read
from kt1.custody.units.models import Alias, Stay, Unit
from kt1.custody.units.rules import micros
from kt1.law.services.rules import Mode
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import notes_of
from kt1.network.sheets.faults import SecretRegisterError, UnreadableFileError
from kt1.people.actor import NotAllowedError, console
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import at, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db
TAKEN_AT = at("2026-01-16", "08:00")
FIELDS = {column.fills: column.heading for column in COLUMNS}

ACCEPTED = {
    "kind": "chấp nhận",
    "at": "14/01/2026 09:00",
    "place": "24-BC01",
    "item": "KT100000001",
    "sender": "24-UB1",
    "receiver": "24-S1",
    "service": "KT1-HT",
    "pieces": "2",
    "weight_g": "340",
}
BAGGED = {
    "kind": "đóng túi",
    "at": "14/01/2026 10:00",
    "place": "24-BC01",
    "item": "KT100000001",
    "bag": "TUI00001",
    "seal": "NP-1",
    "other": "24-TT",
}
SENT = {
    "kind": "chuyến thư đi",
    "at": "14/01/2026 11:00",
    "place": "24-BC01",
    "other": "24-TT",
    "dispatch": "CT-1",
    "bag": "TUI00001",
}
ARRIVED = {
    "kind": "chuyến thư đến",
    "at": "14/01/2026 12:00",
    "place": "24-TT",
    "other": "24-BC01",
    "dispatch": "CT-1",
    "bag": "TUI00001",
}
FAILED = {
    "kind": "phát không thành công",
    "at": "14/01/2026 14:00",
    "place": "24-TT",
    "item": "KT100000001",
    "reason": "đầu mối vắng",
}
DELIVERED = {
    "kind": "phát",
    "at": "15/01/2026 09:30",
    "place": "24-TT",
    "item": "KT100000001",
    "name": "Người nhận thử",
    "title": "Văn thư",
}
STORY = [ACCEPTED, BAGGED, SENT, ARRIVED, FAILED, DELIVERED]


def _csv(*rows: dict[str, str]) -> bytes:
    lines = [list(FIELDS.values()), *([row.get(name, "") for name in FIELDS] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


def _look(world: World, *rows: dict[str, str]) -> Preview:
    return preview(read(_csv(*rows)), by=world.dispatcher, at=TAKEN_AT)


def _take(world: World, *rows: dict[str, str], **more: Any) -> dict[str, Any]:
    content = _csv(*rows)
    asked = {"by": world.dispatcher, "at": TAKEN_AT, "once": once()}
    return take(parsed=read(content), digest=digest_of(content), **{**asked, **more})


def _wrongs(world: World, *rows: dict[str, str]) -> list[tuple[int, str, Wrong]]:
    return [(f.row, f.column, f.wrong) for f in _look(world, *rows).faults]


def _unit(number: str = "KT100000001") -> Unit:
    return Alias.objects.select_related("unit").get(number=number).unit


def test_a_whole_journey_is_taken_from_a_file(world: World) -> None:
    answer = _take(world, *STORY)

    assert answer == {"new": 6, "unchanged": 0, "conflicts": 0, "reported": 0}
    unit = _unit()
    desk = make.desk(world.receiver)
    assert (unit.state, unit.place_id, unit.person_id) == ("delivered", desk.pk, None)
    item = Item.objects.get(unit=unit)
    assert (item.sender, item.urgency, item.pieces, item.weight_g) == (world.sender, "HT", 2, 340)
    clock = Clock.objects.get(unit=unit)
    assert (clock.started_at, clock.deadline) == (
        at("2026-01-14", "09:00"),
        at("2026-01-16", "00:00"),
    )
    assert clock.stopped_at == at("2026-01-14", "14:00")
    assert clock.delivered_at == at("2026-01-15", "09:30")
    assert [a.by_id for a in Attempt.objects.order_by("n")] == [None, None]
    proof = Delivery.objects.get(unit=unit)
    assert (proof.capacity, proof.point) == ("unstated", world.door)
    assert set(Handover.objects.values_list("witness", flat=True)) == {"operator_file"}
    assert list(Handover.objects.order_by("settled_at").values_list("kind", flat=True)) == [
        "acceptance",
        "transfer",
        "delivery",
    ]
    bag = _unit("TUI00001")
    assert (bag.kind, bag.state, bag.place_id) == ("bag", "open", world.centre.pk)
    assert Stay.objects.get(unit=unit).until == at("2026-01-14", "14:00")
    assert Handover.objects.get(sheet="CT-1").bags == 1


def test_names_are_notes_and_both_moments_are_kept(world: World) -> None:
    _take(world, *STORY)

    entry = Entry.objects.get(kind="handover.settled", at=at("2026-01-15", "09:30"))
    assert notes_of([entry.pk])[entry.pk] == {"receiver": "Người nhận thử · Văn thư"}
    assert "Người nhận".encode() not in bytes(entry.canonical)
    assert f'"recorded_at":{micros(TAKEN_AT)}'.encode() in bytes(entry.canonical)
    taken = doing.last_entry("operator.taken")
    assert (taken.at, taken.actor) == (TAKEN_AT, str(world.dispatcher))


def test_the_same_file_again_and_the_same_rows_again_change_nothing(world: World) -> None:
    _take(world, *STORY)
    before = (Entry.objects.count(), Unit.objects.count())

    again = _take(world, *STORY)
    mixed = _take(world, DELIVERED, ACCEPTED, BAGGED)

    assert again == {"new": 0, "unchanged": 6, "conflicts": 0, "reported": 0}
    assert (mixed["new"], mixed["unchanged"]) == (0, 3)
    assert (Entry.objects.count(), Unit.objects.count()) == before


def test_the_days_come_one_after_the_other_and_in_any_order_of_rows(world: World) -> None:
    _take(world, BAGGED, ACCEPTED, ACCEPTED)
    assert _unit().inside_id == _unit("TUI00001").pk

    _take(world, ARRIVED, SENT)
    assert _unit("TUI00001").place_id == world.centre.pk
    _take(world, *STORY)

    assert _unit().state == "delivered"


def test_a_preview_keeps_nothing(world: World) -> None:
    found = _look(world, *STORY)

    assert (found.new, found.unchanged, found.conflicts, found.faults) == (6, 0, (), ())
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


def test_an_excel_file_is_read_with_its_own_dates(world: World) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Sự kiện")
    page.write(0, 0, "Xuất từ hệ thống nghiệp vụ")
    moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for x, name in enumerate(FIELDS):
        page.write(1, x, FIELDS[name])
        if name == "at":
            when = at("2026-01-14", "09:00") + timedelta(hours=7)
            page.write_datetime(2, x, when.replace(tzinfo=None), moments)
        elif name in {"pieces", "weight_g"}:
            page.write_number(2, x, float(ACCEPTED[name]))
        else:
            page.write_string(2, x, ACCEPTED.get(name, ""))
    book.close()
    content = out.getvalue()

    take(
        parsed=read(content),
        digest=digest_of(content),
        by=world.dispatcher,
        at=TAKEN_AT,
        once=once(),
    )

    assert Clock.objects.get().started_at == at("2026-01-14", "09:00")


def test_a_file_that_looks_like_a_secret_register_is_refused_whole(world: World) -> None:
    with pytest.raises(SecretRegisterError):
        read(_csv({**ACCEPTED, "title": "Trích yếu: về việc"}))
    with pytest.raises(SecretRegisterError):
        read("Số, ký hiệu văn bản;Trích yếu nội dung;Độ mật\n1;2;3".encode())
    with pytest.raises(UnreadableFileError):
        read(b"\xff\xfe\x00")


def test_the_letter_of_a_mark_is_a_service_and_is_kept_by_mode(world: World) -> None:
    lettered = {**ACCEPTED, "service": "KT1-B-HT"}
    assert _wrongs(world, lettered) == [(2, "Dịch vụ", Wrong.REFUSED_MARK)]
    with pytest.raises(EventFaultsError):
        _take(world, lettered)
    assert not Unit.objects.exists()

    make.mode(Mode.LETTER)
    _take(world, lettered)
    assert Item.objects.get().urgency == "HT"


@pytest.mark.parametrize(
    ("changed", "column", "wrong"),
    [
        ({"kind": "mở túi"}, "kind", Wrong.NOT_A_CHOICE),
        ({"at": "14/01/2026"}, "at", Wrong.BAD_MOMENT),
        ({"at": "17/01/2026 09:00"}, "at", Wrong.IN_THE_FUTURE),
        ({"place": "24-XX"}, "place", Wrong.UNKNOWN_CODE),
        ({"place": "24-P-S"}, "place", Wrong.NOT_OF_THE_POST),
        ({"place": "24 BC"}, "place", Wrong.BAD_CODE),
        ({"place": ""}, "place", Wrong.EMPTY),
        ({"item": ""}, "item", Wrong.EMPTY),
        ({"item": "KT"}, "item", Wrong.BAD_NUMBER),
        ({"code": "0000"}, "code", Wrong.BAD_CODE),
        ({"sender": "24-S9"}, "sender", Wrong.UNKNOWN_CODE),
        ({"receiver": "24-UB1"}, "receiver", Wrong.SAME_BODY),
        ({"service": "EMS"}, "service", Wrong.BAD_SERVICE),
        ({"service": "KT1-HG"}, "agreed", Wrong.BAD_AGREED),
        ({"agreed": "14/01/2026 15:00"}, "agreed", Wrong.BAD_AGREED),
        ({"pieces": "0"}, "pieces", Wrong.BAD_FIGURE),
        ({"weight_g": "50001"}, "weight_g", Wrong.BAD_FIGURE),
    ],
)
def test_faults_are_told_by_row_and_column(
    world: World, changed: dict[str, str], column: str, wrong: Wrong
) -> None:
    row = {**ACCEPTED, **changed}

    assert _wrongs(world, row) == [(2, FIELDS[column], wrong)]
    with pytest.raises(EventFaultsError):
        _take(world, {**ACCEPTED, "item": "KT100000002"}, row)
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (FAILED, "item", Wrong.UNKNOWN_ITEM),
        ({**SENT, "bag": ""}, "item", Wrong.ITEM_OR_BAG),
        ({**SENT, "other": "24-BC01"}, "other", Wrong.SAME_PLACE),
        ({**DELIVERED, "title": ""}, "title", Wrong.EMPTY),
        ({**FAILED, "reason": "không rõ"}, "reason", Wrong.NOT_A_CHOICE),
    ],
)
def test_each_kind_of_event_has_what_it_needs(
    world: World, row: dict[str, str], column: str, wrong: Wrong
) -> None:
    assert _wrongs(world, row) == [(2, FIELDS[column], wrong)]


def test_headings_have_to_be_those_of_the_file(world: World) -> None:
    assert read(b"a;b\n1;2").faults[0].wrong is Wrong.NO_HEADINGS
    strange = _csv(ACCEPTED).decode().replace("Chức vụ", "Ghi chú")
    assert [(f.column, f.wrong) for f in read(strange.encode()).faults] == [
        ("#19", Wrong.UNKNOWN_COLUMN)
    ]
    twice = _csv(ACCEPTED).decode().replace("Chức vụ", "Dịch vụ")
    assert read(twice.encode()).faults[0].wrong is Wrong.REPEATED_COLUMN
    lacking = "Sự kiện;Mã nơi xử lý;Số bì\nphát;24-BC01;1".encode()
    assert read(lacking).faults[0].wrong is Wrong.MISSING_COLUMN
    for wrong in Wrong:
        assert str(words._WRONG[wrong])


def test_a_door_of_another_body_is_a_fault(world: World) -> None:
    assert _wrongs(world, ACCEPTED, {**FAILED, "point": "75-P-S1"}) == [
        (3, "Mã điểm phát", Wrong.WRONG_DOOR)
    ]


def test_a_province_takes_what_concerns_it(world: World) -> None:
    away = {
        **ACCEPTED,
        "place": "75-TT",
        "sender": "75-S1",
        "receiver": "75-S2",
    }
    make.agency("75-S2", at_province=make.province("75"))
    assert _wrongs(world, away) == [(2, "Mã nơi xử lý", Wrong.NOT_YOUR_PROVINCE)]
    assert preview(read(_csv(away)), by=console(), at=TAKEN_AT).new == 1
    assert preview(read(_csv({**away, "receiver": "24-S1"})), by=world.dispatcher, at=TAKEN_AT).new
    for stranger in (world.courier, world.clerk, world.counter):
        with pytest.raises(NotAllowedError):
            preview(read(_csv(ACCEPTED)), by=stranger, at=TAKEN_AT)


def test_a_bag_that_did_not_come_with_the_others_is_told_bag_by_bag(world: World) -> None:
    second = {**ACCEPTED, "item": "KT100000002"}
    _take(
        world,
        ACCEPTED,
        second,
        BAGGED,
        {**BAGGED, "item": "KT100000002", "bag": "TUI00002", "seal": ""},
        SENT,
        {**SENT, "bag": "TUI00002"},
        ARRIVED,
    )

    move = Handover.objects.get(sheet="CT-1")
    assert (move.outcome, move.refused) == ("partly", 1)
    missing = _unit("TUI00002")
    assert (missing.place_id, missing.offer) == (world.office.pk, None)
    assert Irregularity.objects.get().findings == {missing.code: ["missing"]}

    late = {**ARRIVED, "bag": "TUI00002", "at": "14/01/2026 18:00"}
    assert _take(world, late)["new"] == 1
    assert _unit("TUI00002").place_id == world.centre.pk
    assert _take(world, late)["unchanged"] == 1


def test_a_leg_nobody_wrote_down_is_implied_and_says_so(world: World) -> None:
    _take(world, ACCEPTED, DELIVERED)  # accepted at the office, delivered from the centre

    implied = Handover.objects.get(kind="transfer")
    assert (implied.giver_place, implied.taker_place, implied.sheet) == (
        world.office,
        world.centre,
        "",
    )
    body = Entry.objects.get(subject=f"handover:{implied.pk}")
    assert b'"implied":true' in bytes(body.canonical)


def test_arrivals_without_a_departure_are_taken(world: World) -> None:
    _take(world, ACCEPTED, BAGGED, ARRIVED)

    move = Handover.objects.get(sheet="CT-1")
    assert (move.outcome, move.offered_at) == ("taken", move.settled_at)
    assert HandoverLine.objects.get(handover=move.pk).unit_id == _unit("TUI00001").pk


def test_at_night_the_clerk_has_still_to_confirm(world: World) -> None:
    _take(world, ACCEPTED, {**DELIVERED, "at": "14/01/2026 22:40"})

    assert _unit().state == "awaiting"


def test_a_declared_item_is_started_by_its_own_code(world: World) -> None:
    (code,) = doing.declared(world, when=at("2026-01-14", "08:00"))

    _take(world, {**ACCEPTED, "code": code})

    unit = _unit()
    assert (unit.code, unit.state, unit.place_id) == (code, "in_post", world.office.pk)
    assert Handover.objects.get().giver_person_id == world.clerk.user_id
