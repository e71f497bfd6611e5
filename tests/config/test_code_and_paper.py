"""`kt1 code` and `kt1 paper` as an operator types them."""

import json
import re
from pathlib import Path

import pytest

from kt1.config.cli import main
from kt1.custody.units.codes import parse
from kt1.web.papers.samples import samples


@pytest.fixture(autouse=True)
def _a_keyring_of_its_own(settings, tmp_path: Path) -> None:
    settings.KT1_HOME = tmp_path / "home"


def test_codes_made_are_codes_that_check(capsys) -> None:
    assert main(["code", "new", "--count", "3"]) == 0
    lines = capsys.readouterr().out.split()

    assert len(set(lines)) == 3
    for line in lines:
        assert re.fullmatch(r"\w{5}-\w{5}-\w{7}", line)
        assert main(["code", "check", line]) == 0
        assert main(["code", "check", line.lower().replace("-", " ")]) == 0


def test_json_is_one_object(capsys) -> None:
    assert main(["code", "new", "--count", "2", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)

    assert made["key_number"] == 0
    assert [parse(code) for code in made["codes"]] == made["codes"]

    assert main(["code", "check", made["codes"][0], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


@pytest.mark.parametrize(
    ("code", "result"), [("ABC", "malformed"), ("0" * 17, "forged"), ("Z" * 17, "unknown_key")]
)
def test_a_code_that_is_not_ours_exits_with_one(capsys, code: str, result: str) -> None:
    assert main(["code", "check", code, "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["result"] == result
    assert said["ok"] is False
    assert said["reason"]


def test_a_new_key_keeps_the_old_codes(capsys) -> None:
    main(["code", "new"])
    old = capsys.readouterr().out.strip()

    assert main(["code", "rotate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"key_number": 1, "keys": [0, 1]}
    assert main(["code", "check", old]) == 0


def test_a_keyring_that_cannot_be_used_exits_with_two(capsys, settings) -> None:
    main(["code", "new"])
    (settings.KT1_HOME / "keyring.json").chmod(0o644)
    capsys.readouterr()

    assert main(["code", "new"]) == 2
    assert "chmod 600" in capsys.readouterr().err
    assert main(["code", "new", "--json"]) == 2
    assert "chmod 600" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize("count", ["0", "-1", "1000001", "many"])
def test_a_count_out_of_range_is_refused(count: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["code", "new", "--count", count])

    assert left.value.code == 2


def test_samples_of_every_paper_are_written_and_marked(capsys, tmp_path: Path) -> None:
    out = tmp_path / "samples"

    assert main(["paper", "sample", "--out", str(out), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    written = sorted(path.name for path in out.iterdir())
    assert sorted(said["files"]) == written
    assert set(written) == {paper.file_name for paper in samples()}
    for name in written:
        assert name.startswith("DỮ LIỆU MINH HỌA - ")
        assert (out / name).read_bytes().startswith(b"%PDF-")


def test_a_folder_that_cannot_be_made_is_a_sentence(capsys, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert main(["paper", "sample", "--out", str(tmp_path / "file" / "in")]) == 1
    assert "file" in capsys.readouterr().err
