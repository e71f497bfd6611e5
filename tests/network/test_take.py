"""Taking a file: all of it or nothing, once, by one writer, with an entry in the ledger."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connections

from kt1.ledger.entries.models import Entry
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import KeyReusedError
from kt1.network.models import Agency, AgencyPoint, AnnexMembership, Departure, Place, Route
from kt1.network.names.rules import fold, sort_key
from kt1.network.sheets.actions import ChangedMeanwhileError, take
from kt1.network.sheets.faults import FaultsFoundError, Reason
from kt1.network.sheets.queries import preview
from kt1.network.sheets.reading import read
from kt1.network.sheets.rules import Parsed, fields_changed
from kt1.network.sheets.tables import SHEETS, SheetName
from kt1.network.units import queries as units
from tests.network.build import agency, unit
from tests.network.sheeting import (
    AT,
    BY,
    ROWS,
    content,
    facts_of,
    row,
    small_network,
    table,
    taken,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 16)
NOTHING = {"new": 0, "changed": 0, "unchanged": 1, "closed": 0}
ONE_NEW = {"new": 1, "changed": 0, "unchanged": 0, "closed": 0}


@pytest.fixture
def net(db):
    small_network()


@pytest.mark.parametrize("name", SheetName)
def test_a_row_of_each_sheet_is_taken_and_the_same_file_changes_nothing(name, net):
    assert taken(name, ROWS[name]) == ONE_NEW
    assert taken(name, ROWS[name]) == NOTHING
    assert Entry.objects.count() == 1


def test_a_new_agency_comes_with_its_desk(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES))
    made = Agency.objects.get(code="24-SCT")
    assert (made.sort_key, made.folded) == (sort_key(made.name), fold(made.name))
    desk = Place.objects.get(code="24-SCT-VT")
    assert (desk.agency, desk.name) == (made, "Văn thư Sở Công Thương Bắc Ninh")


def test_a_renamed_agency_renames_its_desk(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES))
    assert taken(SheetName.AGENCIES, row(SheetName.AGENCIES, name="Sở Công Thương")) == {
        "new": 0,
        "changed": 1,
        "unchanged": 0,
        "closed": 0,
    }
    assert Place.objects.get(code="24-SCT-VT").name == "Văn thư Sở Công Thương"


def test_a_payer_may_stand_further_down_in_the_same_file(net):
    payer = row(SheetName.AGENCIES, code="24-KT", name="Kế toán tập trung")
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, payer="24-KT"), payer)
    assert Agency.objects.get(code="24-SCT").payer == Agency.objects.get(code="24-KT")
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, payer=""))
    assert Agency.objects.get(code="24-SCT").payer is None


def test_a_column_the_file_lacks_leaves_what_is_stored(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, contract_no="12/HĐ-KT1"))
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, name="Sở Công Thương"))
    assert Agency.objects.get(code="24-SCT").contract_no == "12/HĐ-KT1"


def test_one_fault_and_nothing_of_the_file_is_taken(net):
    before = facts_of(Agency, "code", "name")
    with pytest.raises(FaultsFoundError) as caught:
        taken(
            SheetName.AGENCIES,
            row(SheetName.AGENCIES),
            row(SheetName.AGENCIES, code="24-SYT", province="99"),
        )
    assert [(f.row, f.column, f.reason) for f in caught.value.faults] == [
        (3, "Mã tỉnh", Reason.UNKNOWN_CODE)
    ]
    assert facts_of(Agency, "code", "name") == before
    assert not Entry.objects.exists()


def test_a_file_that_is_the_whole_list_closes_what_it_lacks(net):
    answer = taken(
        SheetName.AGENCIES,
        row(SheetName.AGENCIES, code="24-STC", name="Sở Tài chính Bắc Ninh"),
        complete=True,
    )
    assert answer["closed"] == 1
    police = Agency.objects.get(code="24-CA")
    assert police.valid_to == TODAY
    assert Agency.objects.get(code="75-STC").valid_to is None, "another province is left alone"


def test_closing_ends_the_desk_too_and_the_annex(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES))
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, code="24-STC"), complete=True)
    assert Place.objects.get(code="24-SCT-VT").valid_to == TODAY
    taken(SheetName.ANNEX, row(SheetName.ANNEX))
    taken(SheetName.ANNEX, row(SheetName.ANNEX, agency="24-CA"), complete=True)
    ended = AnnexMembership.objects.get(agency__code="24-STC", valid_from=date(2025, 11, 1))
    assert ended.valid_to == TODAY


def test_a_commune_is_renamed_by_a_file_and_keeps_its_old_name_for_the_past(net):
    ending = row(
        SheetName.UNITS, code="09187", kind="phường", name="Kinh Bắc", parent="24",
        postcode="16114", valid_to="31/12/2026",
    )  # fmt: skip
    after = {**ending, "Tên": "Kinh Bắc Mới", "Hiệu lực từ": "01/01/2027", "Hiệu lực đến hết": ""}
    assert taken(SheetName.UNITS, ending, after)["new"] == 1
    bac_ninh = unit("24").pk
    names = {
        day: {one.name for one in units.communes(bac_ninh, day) if one.code == "09187"}
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    }
    assert names == {date(2026, 12, 31): {"Kinh Bắc"}, date(2027, 1, 1): {"Kinh Bắc Mới"}}


def test_a_province_comes_with_its_communes_in_one_file(net):
    province = row(SheetName.UNITS, code="99", kind="tỉnh", name="Thử", parent="", postcode="")
    commune = row(SheetName.UNITS, code="99001", parent="99")
    assert taken(SheetName.UNITS, commune, province)["new"] == 2
    assert unit("99001").parent == unit("99")


def test_a_succession_said_wrongly_is_taken_back(net):
    taken(SheetName.SUCCESSIONS, ROWS[SheetName.SUCCESSIONS])
    corrected = row(SheetName.SUCCESSIONS, source="Nghị quyết số 2/2027")
    assert taken(SheetName.SUCCESSIONS, corrected)["changed"] == 1
    answer = take(
        name=SheetName.SUCCESSIONS, parsed=Parsed((), ()), complete=False, within=None, shown=None,
        by=BY, at=AT, once=RequestKey.of(uuid4(), {}),
        gone=frozenset({("07228", "07210", date(2027, 1, 1))}),
    )  # fmt: skip
    assert answer["closed"] == 1
    assert [one.new.code for one in units.successors(unit("07228"))] == []


def test_what_has_not_begun_yet_is_not_closed(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, valid_from="01/01/2027"))
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES, code="24-STC"), complete=True)
    assert Agency.objects.get(code="24-SCT").valid_to is None


def test_a_whole_list_takes_points_away(net):
    taken(SheetName.POINTS, row(SheetName.POINTS))
    gate = row(SheetName.POINTS, agency="24-CA", point="24-P-CA")
    assert taken(SheetName.POINTS, gate, complete=True)["closed"] == 1
    assert [str(tie.point.code) for tie in AgencyPoint.objects.all()] == ["24-P-CA"]


def test_a_whole_list_closes_places_and_routes(net):
    taken(SheetName.ROUTES, row(SheetName.ROUTES))
    taken(SheetName.ROUTES, row(SheetName.ROUTES, code="24-PH2"), complete=True)
    assert Route.objects.get(code="24-PH1").valid_to == TODAY
    kept = row(SheetName.PLACES, code="24-TT", kind="Trung tâm khai thác", name="24-TT")
    assert taken(SheetName.PLACES, kept, complete=True)["closed"] == 3
    assert Place.objects.get(code="24-P").valid_to == TODAY


def test_a_changed_timetable_replaces_the_old_one(net):
    taken(SheetName.ROUTES, row(SheetName.ROUTES))
    taken(SheetName.ROUTES, row(SheetName.ROUTES, runs="14:00-15:00 (ngày làm việc)"))
    runs = [(f"{run.leaves:%H:%M}", run.day_kinds) for run in Departure.objects.all()]
    assert runs == [("14:00", ["working"])]


def test_one_annex_closes_and_the_next_begins_in_one_file(net):
    taken(SheetName.ANNEX, row(SheetName.ANNEX))
    closing = row(SheetName.ANNEX, valid_to="31/12/2025")
    opening = row(SheetName.ANNEX, annex="Được chấp thuận", valid_from="01/01/2026")
    assert taken(SheetName.ANNEX, closing, opening) == {
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "closed": 0,
    }


def test_a_writer_bound_to_a_province_writes_no_other(net):
    with pytest.raises(FaultsFoundError) as caught:
        taken(SheetName.AGENCIES, row(SheetName.AGENCIES), within="75")
    assert caught.value.faults[0].reason is Reason.NOT_YOUR_PROVINCE
    for name in (SheetName.POINTS, SheetName.ANNEX):
        with pytest.raises(FaultsFoundError):
            taken(name, ROWS[name], within="75")
        assert taken(name, ROWS[name], within="24") == ONE_NEW


def test_an_agency_cannot_be_taken_from_another_province(net):
    theirs = row(SheetName.AGENCIES, code="75-STC", province="24")
    with pytest.raises(FaultsFoundError) as caught:
        taken(SheetName.AGENCIES, theirs, within="24")
    assert caught.value.faults[0].reason is Reason.NOT_YOUR_PROVINCE


def test_the_same_request_twice_is_one_act(net):
    key = uuid4()
    assert taken(SheetName.AGENCIES, ROWS[SheetName.AGENCIES], key=key) == ONE_NEW
    assert taken(SheetName.AGENCIES, ROWS[SheetName.AGENCIES], key=key) == ONE_NEW
    assert Entry.objects.count() == 1


def test_one_key_for_two_requests_is_refused(net):
    key = uuid4()
    taken(SheetName.AGENCIES, ROWS[SheetName.AGENCIES], key=key)
    with pytest.raises(KeyReusedError):
        taken(SheetName.PLACES, ROWS[SheetName.PLACES], key=key)


def test_what_was_shown_is_what_is_done(net):
    parsed = read(SheetName.AGENCIES, content(table(row(SheetName.AGENCIES, code="24-STC"))))
    seen = preview(SheetName.AGENCIES, parsed, complete=False, within=None, on=TODAY)
    assert [fields_changed(seen.sheet, one) for one in seen.differences.changed] == [
        [("Tên", "Sở Tài chính Bắc Ninh", "Sở Công Thương Bắc Ninh")]
    ]
    Agency.objects.filter(code="24-STC").update(works_on_paper=True)
    with pytest.raises(ChangedMeanwhileError):
        take(
            name=SheetName.AGENCIES, parsed=parsed, complete=False, within=None,
            shown=seen.digest, by=BY, at=AT, once=RequestKey.of(uuid4(), {}),
        )  # fmt: skip
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính Bắc Ninh"


def test_the_entry_names_rows_and_says_nothing_of_them(net):
    taken(SheetName.AGENCIES, row(SheetName.AGENCIES))
    entry = Entry.objects.get()
    assert entry.kind == "network.agencies.written"
    assert entry.actor == BY
    assert "Công Thương" not in bytes(entry.canonical).decode()
    assert b"24-SCT" in bytes(entry.lines or b"")


def test_statements_do_not_grow_with_rows(net, django_assert_max_num_queries):
    many = [row(SheetName.AGENCIES, code=f"24-X{n}", name=f"Ban {n}") for n in range(300)]
    with django_assert_max_num_queries(25):
        taken(SheetName.AGENCIES, *many)


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_waits_for_the_other():
    agency()

    def write(n: int) -> dict[str, int]:
        try:
            return taken(SheetName.AGENCIES, row(SheetName.AGENCIES, name="Sở Công Thương"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(write, range(6)))
    assert sorted(answer["new"] for answer in answers) == [0, 0, 0, 0, 0, 1]
    assert sum(answer["unchanged"] for answer in answers) == 5
    assert Entry.objects.count() == 1


def test_every_sheet_says_what_it_needs():
    for sheet in SHEETS.values():
        assert {column.heading for column in sheet.columns if column.needed} <= set(
            ROWS[sheet.name]
        )
