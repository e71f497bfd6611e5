"""What goes out comes in again; what must not come in leaves no trace (W6)."""

import logging
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from kt1.ledger.entries.models import Entry
from kt1.network.demonstration.actions import demo_network
from kt1.network.models import Agency, AgencyPoint, Place, Route
from kt1.network.sheets.faults import SecretRegisterError
from kt1.network.sheets.files import Form
from kt1.network.sheets.queries import preview
from kt1.network.sheets.reading import read
from kt1.network.sheets.tables import SheetName
from kt1.network.sheets.writing import empty, written
from tests.network.sheeting import (
    AT,
    ROWS,
    content,
    facts_of,
    row,
    small_network,
    table,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 16)


@pytest.fixture
def net(db):
    small_network()


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", SheetName)
def test_what_is_exported_is_taken_again_without_a_change(name, form):
    demo_network(at=AT - timedelta(days=200), by="demo")
    out = written(name, form, province=None, on=TODAY, note="DỮ LIỆU MINH HỌA")
    found = preview(name, read(name, out), complete=True, within=None, on=TODAY)
    assert found.faults == ()
    assert found.differences.none
    assert found.differences.unchanged


def test_an_export_of_one_province_holds_only_its_rows():
    demo_network(at=AT - timedelta(days=200), by="demo")
    for name in set(SheetName) - {SheetName.SUCCESSIONS}:  # those are of the whole country
        out = read(name, written(name, Form.CSV, province="24", on=TODAY))
        assert out.rows
        within = preview(name, out, complete=True, within="24", on=TODAY)
        assert within.faults == ()
        assert within.differences.none


def test_an_export_leaves_out_what_ended(net):
    Agency.objects.filter(code="24-CA").update(valid_to=TODAY - timedelta(days=1))
    out = read(SheetName.AGENCIES, written(SheetName.AGENCIES, Form.CSV, province="24", on=TODAY))
    assert [said.values["code"] for said in out.rows] == ["24-STC"]


@pytest.mark.parametrize("name", SheetName)
def test_the_empty_form_has_every_heading_and_no_row(name):
    parsed = read(name, empty(name, Form.XLSX))
    assert parsed.rows == ()
    assert parsed.faults == ()


SECRET_REGISTER = [
    ["STT", "Số, ký hiệu", "Trích yếu nội dung", "Độ mật", "Người ký"],
    ["1", "12/BC-UBND", "Báo cáo việc gì đó", "Tối mật", "Người nào đó"],
]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", SheetName)
def test_a_secret_register_is_refused_unstored_and_unlogged(name, form, net, caplog, monkeypatch):
    kept: list[object] = []
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *a, **_k: kept.append(a))
    monkeypatch.setattr(Path, "write_bytes", lambda *a: kept.append(a))
    before = [facts_of(model, "pk") for model in (Agency, Place, AgencyPoint, Route)]
    with caplog.at_level(logging.DEBUG), pytest.raises(SecretRegisterError) as caught:
        read(name, content(SECRET_REGISTER, form))
    assert not kept
    assert "mật" not in caplog.text
    assert str(caught.value) == ""
    assert [facts_of(model, "pk") for model in (Agency, Place, AgencyPoint, Route)] == before
    assert not Entry.objects.exists()


def test_one_such_row_below_good_ones_is_enough(net):
    rows = table(row(SheetName.AGENCIES))
    rows += [["24-SYT", "Công văn số 12 về việc X", *rows[1][2:]]]
    with pytest.raises(SecretRegisterError):
        read(SheetName.AGENCIES, content(rows))


def test_a_column_for_papers_does_not_open_the_door_for_others(net):
    good = read(SheetName.ANNEX, content(table(ROWS[SheetName.ANNEX])))
    assert good.faults == ()
    swapped = table({**ROWS[SheetName.AGENCIES], "Tên": "Quyết định số 32/2025/QĐ-TTg"})
    with pytest.raises(SecretRegisterError):
        read(SheetName.AGENCIES, content(swapped))


def test_the_names_of_the_law_are_no_secret():
    """Every name, address and source of the demonstration passes the guard."""
    demo_network(at=AT - timedelta(days=200), by="demo")
    for name in SheetName:
        assert read(name, written(name, Form.CSV, province=None, on=TODAY)).faults == ()
