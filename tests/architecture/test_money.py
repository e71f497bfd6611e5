"""Money is whole đồng from the table of prices to the signed account: nowhere a float."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import models

from tests.architecture.test_layers import ours, table
from tests.architecture.test_shape import code, short

#: Where amounts are told, priced, agreed and planned.
OF_MONEY = ("kt1/assurance", "kt1/oversight/budget", "kt1/custody/price", "kt1/law/tariffs")
MONEY = re.compile(
    r"(^|_)(vnd|amounts?|net|gross|prices?|tax|surcharges?|total)(_|$)", re.IGNORECASE
)
BROKEN = frozenset({"float", "Decimal", "Fraction", "FloatField", "DecimalField"})


def modules() -> list[Path]:
    return [path for path in code() if short(path).startswith(OF_MONEY)]


def told(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what they are said to be: fields, variables, parameters, and what is returned."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield name, node.annotation
                if node.value is not None:
                    yield name, node.value
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name, node.value
            case ast.arg(arg=name, annotation=ast.expr() as said):
                yield name, said
            case ast.FunctionDef(name=name, returns=ast.expr() as said):
                yield name, said


def divided(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What is divided into a fraction, by the names on both sides."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            for one in ast.walk(node):
                if isinstance(one, ast.Name | ast.Attribute):
                    yield _name(one), ast.Name("float")


def broken(tree: ast.AST) -> list[str]:
    """Names of money that are, or become, something other than a whole number."""
    found = [*told(tree), *divided(tree)]
    return [name for name, said in found if MONEY.search(name) and BROKEN & set(_names(said))]


def _names(said: ast.expr) -> Iterator[str]:
    for node in ast.walk(said):
        if isinstance(node, ast.Name | ast.Attribute):
            yield _name(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield "float"


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def test_no_name_of_money_is_a_broken_number() -> None:
    trees = {short(path): ast.parse(path.read_text()) for path in modules()}
    names = {name for tree in trees.values() for name, _said in told(tree) if MONEY.search(name)}
    assert {"amount", "tax", "net_vnd", "held_tax", "surcharge"} <= names
    assert {name: found for name, tree in trees.items() if (found := broken(tree))} == {}


def test_a_broken_number_would_be_seen() -> None:
    planted = (
        "net: float = 0\n"
        "held_tax = models.FloatField()\n"
        "amount = models.DecimalField(max_digits=9)\n"
        "def total_vnd(price: int | None, tax: 'int' = 0) -> float: ...\n"
        "def of(gross: Mapping[str, float]) -> int: ...\n"
        "surcharge = 1.08\n"
        "half = self.amount / 2\n"
        "weight: float = 0\n"
    )
    wanted = ["net", "held_tax", "amount", "total_vnd", "gross", "surcharge", "amount"]
    assert sorted(broken(ast.parse(planted))) == sorted(wanted)


def test_no_column_of_money_holds_a_broken_number() -> None:
    fields = [field for model in ours() for field in model._meta.local_concrete_fields]
    money = {f"{table(one.model)}.{one.name}": one for one in fields if MONEY.search(one.name)}
    assert {"assurance_line.amount", "assurance_total.held_tax"} <= set(money)
    kinds = (models.FloatField, models.DecimalField)
    assert [name for name, one in money.items() if isinstance(one, kinds)] == []
