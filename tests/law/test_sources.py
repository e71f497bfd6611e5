"""Every source that code and data name stands in docs/sources.md."""

import ast
import re
from pathlib import Path

import pytest

from kt1.law.book import files

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/sources.md").read_text()
LISTED = set(re.findall(r"^\| ([A-Z][\w-]*(?: [\w]+)?) \|", PAGE, re.MULTILINE))
#: What can be an id: TT16-2017, CV-BACNINH-2026, W4, N23, RFC 6962, UPU S10.
ID = re.compile(
    r"\b(?:[A-Z]{1,6}\d*(?:-[A-Z]+)?-(?:19|20)\d\d|[WN]\d{1,2}|RFC \d{4}|UPU S\d+|C2SP"
    r"|TCVN \d{4}|VNI|CP1258)\b"
)


def sources() -> dict[str, str]:
    """The text after `Source:` in every docstring, by where it stands."""
    found = {}
    for path in sorted((ROOT / "kt1").rglob("*.py")):
        if "Source:" not in (code := path.read_text()):  # most files: not worth parsing
            continue
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                if "Source:" in text:
                    name = getattr(node, "name", "module")
                    found[f"{path.relative_to(ROOT)}:{name}"] = text.split("Source:", 1)[1]
    return found


SOURCES = sources()


@pytest.mark.parametrize(("where", "named"), SOURCES.items(), ids=SOURCES)
def test_a_docstring_names_sources_that_are_listed(where: str, named: str) -> None:
    ids = set(ID.findall(named))
    assert ids, f"{where} names no source by its id"
    assert ids <= LISTED, f"{where} names {sorted(ids - LISTED)}"


def test_working_rules_and_ideas_named_in_code_are_listed() -> None:
    named = set()
    for path in (ROOT / "kt1").rglob("*.py"):
        named |= set(re.findall(r"\b[WN]\d{1,2}\b", path.read_text()))
    assert named <= LISTED


def test_papers_of_the_data_are_those_listed() -> None:
    papers = {row["code"] for row in files.rows("instruments")}
    assert papers <= LISTED
    assert {one for one in LISTED if re.fullmatch(r".*-(?:19|20)\d\d", one)} == papers


def test_every_figure_and_day_names_a_paper_or_is_an_assumption() -> None:
    papers = {row["code"] for row in files.rows("instruments")}
    for name in ("parameters", "calendar_days"):
        for row in files.rows(name):
            assert row["instrument"] in papers or row["evidence"] == "assumption", row


def test_lineage_names_papers_that_are_there() -> None:
    papers = {row["code"] for row in files.rows("instruments")} | {""}
    for row in files.rows("instruments"):
        assert {row["replaces"], row["implements"]} <= papers
