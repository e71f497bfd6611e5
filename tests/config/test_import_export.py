"""`kt1 import` and `kt1 export` as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from kt1.config.cli import main
from kt1.ledger.entries.models import Entry
from kt1.network.models import Agency
from kt1.network.sheets import files
from kt1.network.sheets.files import Form
from kt1.network.sheets.tables import SheetName
from tests.network.build import agency
from tests.network.sheeting import row, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_body(db: None) -> None:
    agency()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One new agency, and one whose name differs from what is stored."""
    path = tmp_path / "co-quan.csv"
    rows = table(
        row(SheetName.AGENCIES),
        row(SheetName.AGENCIES, code="24-STC", name="Sở Tài chính tỉnh Bắc Ninh"),
    )
    path.write_bytes(files.write(Form.CSV, "x", rows))
    return path


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one object on standard output."""
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.fixture(autouse=True)
def _same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command lets its connections go at the end; here they are the test's own."""
    monkeypatch.setattr("django.db.utils.ConnectionHandler.close_all", lambda _self: None)


def test_looking_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "agencies", str(file), "--json"]) == 0
    assert told(capsys) == {
        "sheet": "agencies",
        "applied": False,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "closed": 0,
        "faults": [],
    }
    assert not Entry.objects.exists()


def test_applying_writes_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "agencies", str(file), "--apply", "--json"]) == 0
    assert told(capsys)["applied"] is True
    assert Agency.objects.get(code="24-STC").name == "Sở Tài chính tỉnh Bắc Ninh"
    assert main(["import", "agencies", str(file), "--apply", "--json"]) == 0
    assert told(capsys)["unchanged"] == 2
    entry = Entry.objects.get()
    assert entry.actor == "console"


def test_differences_are_told_to_people(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "agencies", str(file)]) == 0
    said = capsys.readouterr().out
    assert "+ 24-SCT" in said
    assert "~ 24-STC Tên: Sở Tài chính Bắc Ninh → Sở Tài chính tỉnh Bắc Ninh" in said


def test_a_whole_list_tells_what_it_closes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agency("24-SYT", "Sở Y tế Bắc Ninh")
    assert main(["import", "agencies", str(file), "--complete"]) == 0
    assert "- 24-SYT" in capsys.readouterr().out


def test_faults_exit_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(
        files.write(Form.CSV, "x", table(row(SheetName.AGENCIES, province="99", name="")))
    )
    assert main(["import", "agencies", str(path), "--apply", "--json"]) == 1
    faults = told(capsys)["faults"]
    assert [(one["row"], one["column"], one["reason"]) for one in faults] == [(2, "Tên", "empty")]
    assert main(["import", "agencies", str(path)]) == 1
    assert "Tên" in capsys.readouterr().err


def test_another_province_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "agencies", str(file), "--province", "75", "--json"]) == 1
    assert {one["reason"] for one in told(capsys)["faults"]} == {"not_your_province"}


@pytest.mark.parametrize("content", [b"\x00", "Số, ký hiệu;Trích yếu;Độ mật\n1;2;3\n".encode()])
def test_what_is_not_even_read_exits_with_two(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert main(["import", "agencies", str(path), "--apply", "--json"]) == 2
    assert told(capsys)["error"]
    assert main(["import", "agencies", str(tmp_path / "none.csv")]) == 2
    assert not Entry.objects.exists()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_is_imported_without_a_change(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"ra.{ending}"
    assert main(["export", "agencies", str(path), "--province", "24"]) == 0
    assert main(["import", "agencies", str(path), "--complete", "--json"]) == 0
    told_ = told(capsys)
    assert (told_["unchanged"], told_["new"], told_["closed"]) == (1, 0, 0)


def test_an_ending_that_is_no_form_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "agencies", str(tmp_path / "x.pdf")]) == 2
    assert capsys.readouterr().err
