"""`kt1 report` on the small world: four files of the same figures, nothing kept."""

import argparse
import json
from pathlib import Path

import pytest

from kt1.config import clock
from kt1.config.bench import quality
from kt1.config.cli import report
from kt1.oversight.reports import gathering, keys
from kt1.oversight.reports.models import Report
from kt1.oversight.reports.rules import Span
from tests.custody import factories as make
from tests.custody.world import build
from tests.oversight.reported import annexed, mailed

pytestmark = pytest.mark.django_db


def ran(*words: str) -> int:
    parser = argparse.ArgumentParser()
    report.configure(parser)
    return report.run(parser.parse_args(list(words)))


def test_it_writes_four_files_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build()
    annexed(world.sender, world.receiver)
    mailed(world, world.sender, world.receiver, make.at("2025-08-01"), number=6)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-01-10"))
    monkeypatch.setattr(report, "now", lambda: make.at("2026-01-10"))
    out = tmp_path / "new"
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


def test_a_year_filled_for_the_bench_is_counted_whole() -> None:
    build()
    quality.fill(1200)
    told = gathering.frozen(
        make.province("24").pk, Span(quality.YEAR.first, quality.YEAR.last), make.at("2026-01-10")
    )
    assert told.now(keys.ALL) == told.now("quality.population") == 1200
    assert told.before(keys.ALL) is None  # nothing was kept then
