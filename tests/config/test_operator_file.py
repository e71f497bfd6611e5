"""`kt1 import operator` from the command line."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from kt1.config import operator_file
from kt1.config.cli import import_
from kt1.custody.operator.jobs.actions import remember
from kt1.custody.operator.reading import Layout
from kt1.custody.units.models import Unit
from kt1.network.sheets.mapping import shape_of
from tests.custody.factories import at, once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
HEADINGS = "Sự kiện;Thời gian;Mã nơi xử lý;Số hiệu bưu gửi;Mã cơ quan gửi;Mã cơ quan nhận;Dịch vụ"
ROW = "chấp nhận;14/01/2026 09:00;24-BC01;KT100000001;24-UB1;24-S1;KT1"


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(operator_file, "now", lambda: at("2026-01-16", "08:00"))
    return build()


def _run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, **more: Any
) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "su-kien.csv"
    file.write_text(text, encoding="utf-8")
    args = {"sheet": "operator", "file": file, "apply": False, "json": True, "province": None}
    code = import_.run(argparse.Namespace(**{**args, **more}))
    said = capsys.readouterr().out
    return code, json.loads(said) if said.startswith("{") else {}


def test_a_file_is_shown_and_then_taken(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = f"{HEADINGS}\n{ROW}"

    shown = _run(capsys, tmp_path, text)
    assert shown == (
        0,
        {
            "sheet": "operator",
            "applied": False,
            "new": 1,
            "unchanged": 0,
            "conflicts": 0,
            "contradictions": [],
            "faults": [],
        },
    )
    assert not Unit.objects.exists()
    assert _run(capsys, tmp_path, text, apply=True)[1]["applied"]
    assert Unit.objects.count() == 1
    again = f"{HEADINGS}\n{ROW.replace('24-S1', '24-S2')}"
    code, said = _run(capsys, tmp_path, again, apply=True)
    assert (code, said["conflicts"], said["contradictions"][0]["row"]) == (0, 1, 2)
    assert _run(capsys, tmp_path, again, json=False)[0] == 0


def test_faults_are_told_and_nothing_is_taken(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = f"{HEADINGS}\n{ROW.replace('24-BC01', '24-XX')}"

    code, said = _run(capsys, tmp_path, text, apply=True)

    assert (code, said["applied"]) == (1, False)
    assert [(f["row"], f["column"], f["reason"]) for f in said["faults"]] == [
        (2, "Mã nơi xử lý", "unknown_code")
    ]
    assert _run(capsys, tmp_path, text, json=False)[0] == 1


def test_what_is_not_even_read(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    secret = f"{HEADINGS};Trích yếu\n{ROW};x"
    for text, more in (
        (secret, {}),
        ("\x00", {}),
        (f"{HEADINGS}\n{ROW}", {"province": "99"}),
        (f"{HEADINGS}\n{ROW}", {"file": tmp_path / "none.csv"}),
    ):
        code, said = _run(capsys, tmp_path, text, **more)
        assert (code, said["applied"]) == (2, False)
        assert "Trích" not in said["error"]
    assert _run(capsys, tmp_path, secret, json=False)[0] == 2


def test_rows_of_another_province_are_refused(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = f"{HEADINGS}\n{ROW}"

    assert _run(capsys, tmp_path, text, province="75")[0] == 1
    assert _run(capsys, tmp_path, text, province="24")[0] == 0


def test_without_norms_no_deadline_is_guessed(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    early = ROW.replace("14/01/2026", "14/01/2025")  # before the norms were made active here

    code, said = _run(capsys, tmp_path, f"{HEADINGS}\n{early}")

    assert code == 2
    assert said["error"]


def test_columns_the_post_once_named_are_known_to_the_command(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = f"{HEADINGS.replace('Mã nơi xử lý', 'Bưu cục')}\n{ROW}"
    code, said = _run(capsys, tmp_path, text, province="24")
    assert (code, [fault["reason"] for fault in said["faults"]]) == (
        1,
        ["unknown_column", "missing_column"],
    )
    fills = ("kind", "at", "place", "item", "sender", "receiver", "service")
    remember(
        headings=shape_of(HEADINGS.replace("Mã nơi xử lý", "Bưu cục").split(";")),
        layout=Layout({name: index for index, name in enumerate(fills)}),
        by=world.dispatcher,
        at=at("2026-01-16", "07:00"),
        once=once(),
    )
    assert _run(capsys, tmp_path, text, province="24")[1]["new"] == 1
    assert _run(capsys, tmp_path, text)[0] == 1  # another source's columns are not guessed
