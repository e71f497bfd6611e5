"""Every page that the log of readings names has words for it: PA03 reads words, not our names."""

import ast
import importlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

from kt1.web.receivers.readings import PAGES
from tests.architecture.test_shape import ROOT, code

#: By the name of a function: which of its arguments is the page, and what is put around it.
Sinks = dict[str, tuple[int, str]]
Called = tuple[Path, ast.Call, ast.FunctionDef]


@cache
def calls(path: Path) -> list[Called]:
    """Every call in a function of this file."""
    return [
        (path, node, function)
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    ]


def naming(names: Iterable[str], texts: Mapping[Path, str]) -> Iterator[Called]:
    """The calls in files that hold one of these names: the others are not worth parsing."""
    for path, text in texts.items():
        if any(name in text for name in names):
            yield from calls(path)


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def page_of(node: ast.Call, at: int) -> ast.expr | None:
    named = [one.value for one in node.keywords if one.arg == "page"]
    return node.args[at] if len(node.args) > at else named[0] if named else None


def handed_on(said: ast.expr, function: ast.FunctionDef) -> tuple[int, str] | None:
    """The parameter of the function that the page is, and what is put around it."""
    pattern = "{}"
    if isinstance(said, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in said.values]
        pattern = "".join(map(str, parts))
        said = next(one.value for one in said.values if isinstance(one, ast.FormattedValue))
    names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if isinstance(said, ast.Name) and said.id in names:
        return names.index(said.id), pattern
    return None


def pages() -> dict[str, str]:
    """Each name that is written into the log, with a file that writes it."""
    product = [path for path in code() if path.relative_to(ROOT).parts[0] == "kt1"]
    texts = {path: path.read_text() for path in product}
    found: dict[str, str] = {}
    sinks: Sinks = {"log_reading": (2, "{}")}
    done: set[str] = set()
    while todo := sinks.keys() - done:
        done |= todo
        for path, node, function in naming(todo, texts):
            if called(node) not in todo:
                continue
            at, around = sinks[called(node)]
            said = page_of(node, at)
            if said is None:
                continue
            if (handed := handed_on(said, function)) is not None:
                sinks.setdefault(function.name, (handed[0], around.format(handed[1])))
                continue
            value = eval(ast.unparse(said), vars(module_of(path)))  # noqa: S307 - our own source
            found[around.format(value)] = str(path.relative_to(ROOT))
    return found


def test_every_page_of_the_log_has_its_words() -> None:
    named = pages()
    assert {"modes.fold", "network.route_edit", "items.item", "figures.table"} <= named.keys()
    assert {name: path for name, path in named.items() if name not in PAGES} == {}
