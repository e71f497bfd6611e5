"""`kt1 report` on the small world: four files of the same figures, nothing kept."""

import argparse
import json
from datetime import date
from pathlib import Path

import pytest

from kt1.config import clock
from kt1.config.bench import quality
from kt1.config.cli import report
from kt1.oversight.reports import gathering, keys
from kt1.oversight.reports.models import Report, ReportDefinition
from kt1.oversight.reports.rules import Span
from tests.custody import factories as make
from tests.custody.world import build
from tests.oversight.reported import annexed, mailed

pytestmark = pytest.mark.django_db


def ran(*words: str) -> int:
    parser = argparse.ArgumentParser()
    report.configure(parser)
    return report.run(parser.parse_args(list(words)))


@pytest.fixture
def out(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go, on a January day after six items in August."""
    world = build()
    annexed(world.sender, world.receiver)
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"), number=6)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-01-10"))
    monkeypatch.setattr(report, "now", lambda: make.at("2026-01-10"))
    return tmp_path / "new"


def test_it_writes_four_files_and_keeps_nothing(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("half-year", "--province", "24", "--out", str(out), "--json")
    assert ran(*common, "--period", "2025H2") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["items"] == 6
    assert sorted(path.suffix for path in out.iterdir()) == [".docx", ".json", ".pdf", ".xlsx"]
    data = json.loads(next(out.glob("*.json")).read_text())
    assert data["figures"][keys.ALL]["now"] == 6
    assert data["ledger"]["size"] == said["ledger_size"]
    assert not Report.objects.exists()
    for wrong in (("--period", "2025"), ("--period", "2025H2", "--kept")):
        assert ran(*common, *wrong) == 2
        assert "error" in json.loads(capsys.readouterr().out)


def test_any_days_are_counted_and_what_a_province_defines(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # On demand any days are counted; what the province owes each month has its own definition.
    common = ("--province", "24", "--out", str(out), "--json")
    asked = ("on-demand", *common)
    assert ran(*asked, "--period", "2025-08-01..2025-08-31") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["items"] == 6
    assert all("20250801-20250831" in name for name in said["files"])
    assert ran(*asked, "--period", "2025-08-01..2025-08-31", "--code", "dang-on-demand") == 0
    of_party = json.loads(capsys.readouterr().out)
    assert of_party["items"] == 0  # its bodies sent none
    assert not set(of_party["files"]) & set(said["files"])
    for what, period in (
        ("on-demand", "2025-08-31..2025-08-01"), ("on-demand", "2025M08"), ("month", "2025M08"),
    ):  # fmt: skip
        assert ran(what, *common, "--period", period) == 2
        assert "error" in json.loads(capsys.readouterr().out)
    for code in ("own-1", "own-2"):
        ReportDefinition.objects.create(
            province=make.province("24"), code=code, title="Sản lượng", cycle="month",
            window="calendar", due_months=1, due_day=5, due_excluded=False,
            recipients=["ubnd_tinh"], names=["UBND tỉnh"], basis="Công văn 1/UBND",
            evidence="assumption", valid_from=date(2025, 1, 1), entered_by="user:1",
            entered_at=make.at("2025-01-01"),
        )  # fmt: skip
        month = ("month", *common, "--period", "2025M08")
        if code == "own-1":
            assert ran(*month) == 0  # the only one
            assert json.loads(capsys.readouterr().out)["items"] == 6
    assert ran(*month) == 2
    assert "own-1, own-2" in json.loads(capsys.readouterr().out)["error"]
    assert ran(*month, "--code", "own-2") == 0


def test_a_year_filled_for_the_bench_is_counted_whole() -> None:
    build()
    quality.fill(1200)
    told = gathering.frozen(
        make.province("24").pk, Span(quality.YEAR.first, quality.YEAR.last), make.at("2026-01-10")
    )
    assert told.now(keys.ALL) == told.now("quality.population") == 1200
    assert told.before(keys.ALL) is None  # nothing was kept then
