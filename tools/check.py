"""`make check`: everything that can be said of the code without running the product.

Changes nothing, runs everything, reports every failure.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kt1.config import connections

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One program that exits with 0 when all is well."""

    says: str
    words: tuple[str, ...]


def _python(*words: str) -> tuple[str, ...]:
    return (str(BIN / "python"), *words)


CHECKS = (
    Check("types are right", (str(BIN / "mypy"), "kt1", "tests", "tools")),
    Check("no rule of the linter is broken", (str(BIN / "ruff"), "check", ".")),
    Check("everything is formatted", (str(BIN / "ruff"), "format", "--check", ".")),
    Check("strata import leftwards only", (str(BIN / "lint-imports"),)),
    Check(
        "every change of a model has its migration",
        _python("-m", "django", "makemigrations", "--check", "--dry-run"),
    ),
    Check("every string has its Vietnamese", _python("-m", "tools.messages", "check")),
    Check("generated documents are up to date", _python("-m", "tools.documents", "check")),
    Check(
        "settings pass Django's own checks",
        _python("-m", "django", "check", "--fail-level", "WARNING"),
    ),
    Check("installed packages fit together", _python("-m", "pip", "check")),
    Check(
        "sizes and shapes are kept",
        (str(BIN / "pytest"), "-q", "--no-header", "tests/architecture/test_shape.py"),
    ),
)


def main() -> int:
    # Django asks the server for its version even when it only looks at models.
    with connections.kept_running(), ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [said for said in pool.map(_run, CHECKS) if said]
    for said in failed:
        print(f"\n{said}")
    print(f"\n{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed.")
    return 1 if failed else 0


def _run(check: Check) -> str:
    """Run one; what it wrote if it failed."""
    started = time.monotonic()
    done = subprocess.run(
        check.words,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": f"{BIN}:/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "kt1.config.settings"}
        | _kept(),
    )
    word = "ok    " if done.returncode == 0 else "FAILED"
    print(f"{word} {check.says} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode == 0:
        return ""
    return f"{check.says}: {' '.join(check.words[-3:])}\n{done.stdout}{done.stderr}".rstrip()


def _kept() -> dict[str, str]:
    """What a check may know of our surroundings: where the home and the database are."""
    names = ("HOME", "KT1_HOME", "DATABASE_URL", "MIGRATE_DATABASE_URL", "LANG")
    return {name: os.environ[name] for name in names if name in os.environ}


if __name__ == "__main__":
    sys.exit(main())
