"""`make setup` on a machine where something is missing: one sentence, with what to type."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ["bash", "env", "dirname", "mkdir", "uname", "git", "sha256sum", "sort", "xargs", "flock"]


def machine(folder: Path, **programs: str) -> Path:
    """A folder of programs: those of this machine, except the ones given as shell scripts."""
    for name in NEEDED:
        if name in programs:
            continue
        for place in os.environ["PATH"].split(":"):
            if (Path(place) / name).exists():
                (folder / name).symlink_to(Path(place) / name)
                break
    for name, script in programs.items():
        if script:
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
    return folder


def said(path: Path) -> str:
    done = subprocess.run(
        [ROOT / "tools" / "setup"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize(
    ("programs", "sentence"),
    [
        ({"uname": 'case $1 in -s) echo Linux;; -m) echo aarch64;; *) echo "Linux aarch64";; esac'},
         "runs on Linux on x86-64; this machine is Linux on aarch64"),
        ({"git": ""}, "apt-get install -y git"),
        ({"python3": "exit 1"}, "apt-get install -y python3 python3-venv"),
        ({"python3": 'case "$2" in *ensurepip*) exit 1;; esac'}, "apt-get install -y python3-venv"),
    ],
    ids=["another processor", "no git", "an old Python", "no venv"],
)  # fmt: skip
def test_what_is_missing_is_said(tmp_path: Path, programs: dict[str, str], sentence: str) -> None:
    assert sentence in said(machine(tmp_path, **programs))
