"""A browser for the tests: `$KT1_CHROMIUM`, else the one from npm, else Debian's.

The one from npm needs neither root nor libraries of the system; it comes packed and is unpacked
once into build/browser.
"""

import fcntl
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = ROOT / "build" / "browser"
UNPACK = """
import chromium from "@sparticuz/chromium";
process.stdout.write(await chromium.executablePath());
"""


@dataclass(frozen=True, slots=True)
class Browser:
    """A program to launch, and what it needs around it."""

    path: str
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def arguments(self) -> list[str]:
        """As root there is no account for its sandbox to drop to."""
        return ["--no-sandbox"] if os.geteuid() == 0 else []


def find() -> Browser:
    if named := os.environ.get("KT1_CHROMIUM"):
        return Browser(named)
    if PACKAGE.is_dir():
        return _from_npm()
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return Browser(path)
    raise RuntimeError("There is no browser for the tests; run `make setup`.")


def _from_npm() -> Browser:
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = UNPACKED / version
    program = folder / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    with (UNPACKED / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several workers of one run come here at once
        if not (folder / ".whole").exists():
            _unpack(folder)
            (folder / ".whole").touch()
    libraries = f"{folder}/al2023/lib"
    return Browser(str(program), {**os.environ, "LD_LIBRARY_PATH": libraries})


def _unpack(folder: Path) -> None:
    node = ROOT / ".venv" / "bin" / "node"
    subprocess.run(
        [str(node), "--input-type=module", "--eval", UNPACK],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={
            "PATH": os.environ["PATH"],
            "TMPDIR": str(folder),
            # Makes it unpack its libraries too; without it it trusts those of the system.
            "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x",
        },
    )
