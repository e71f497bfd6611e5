"""Sizes, and what must not stand in files. Reads files only: part of `make check` too."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 300
#: A file past the first limit is named by a review; past this one it fails.
FILE_LINES_LIMIT = 400
FUNCTION_LINES_MAX = 60
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".toml", ".sh", ".typ", ".sql", ".po", ""}


def tracked(*suffixes: str) -> list[Path]:
    """Files that are committed, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def code() -> list[Path]:
    return [path for path in tracked(".py") if "migrations" not in path.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement, and not what it is made of: a twentieth of the tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield node
            yield from statements(node)


def test_no_file_is_too_long_to_read() -> None:
    lengths = {short(path): path.read_text().count("\n") for path in code()}
    assert {name: n for name, n in lengths.items() if n > FILE_LINES_LIMIT} == {}


def test_no_function_is_too_long_to_read() -> None:
    too_long = {}
    for path in code():
        for node in statements(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    too_long[f"{short(path)}:{node.name}"] = lines
    assert too_long == {}


@pytest.mark.parametrize("name", ["requirements.txt", "package-lock.json"])
def test_a_lock_file_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "sha256:" in text or "sha512-" in text


def test_every_locked_python_package_has_a_hash() -> None:
    text = (ROOT / "requirements.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_nobody_else_s_font_or_script_is_committed() -> None:
    foreign = {".ttf", ".otf", ".woff", ".woff2", ".wasm", ".whl", ".jar", ".so", ".map"}
    assert [short(path) for path in tracked() if path.suffix in foreign] == []
    assert [short(path) for path in tracked(".js", ".css") if ".min." in path.name] == []


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "helpers", "misc", "common", "core"}
    assert [short(path) for path in code() if path.stem in drawers] == []
    assert [short(path) for path in code() if drawers & set(path.parts[len(ROOT.parts) :])] == []


def test_only_the_clock_reads_the_clock() -> None:
    """Everything else is told the moment, so a rehearsal can move it."""
    reads = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|localdate)\(")
    allowed = {"kt1/config/clock.py", "kt1/config/installation.py"}
    found = {
        short(path)
        for path in code()
        if short(path).startswith("kt1/") and reads.search(path.read_text())
    }
    assert found - allowed == set()


def test_nothing_is_marked_safe_or_exempt() -> None:
    """Each of these lets through what a check of the framework would have stopped."""
    # Row-level guards of the mark need one expression that the ORM cannot say.
    judged = {"kt1/custody/units/queries.py"}
    risky = re.compile(r"mark_safe|csrf_exempt|\.extra\(|RawSQL|\|\s*safe\b|autoescape off")
    found = {
        short(path)
        for path in tracked(".py", ".html")
        if short(path).startswith("kt1/") and risky.search(path.read_text())
    }
    assert found - judged == set()


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    """The content security policy would refuse them."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:")
    found = [
        f"{short(path)}: {match.group(0)}"
        for path in tracked(".html")
        if "templates" in path.parts
        for match in inline.finditer(path.read_text())
    ]
    assert found == []


def test_no_page_names_another_machine() -> None:
    """SVG and XHTML name their grammars by an address that nothing fetches."""
    address = re.compile(r"https?://(?!www\.w3\.org/)|(?:src|href)=\"//")
    found = [
        short(path)
        for path in tracked(".html", ".css", ".js")
        if short(path).startswith("kt1/web/") and address.search(path.read_text())
    ]
    assert found == []
