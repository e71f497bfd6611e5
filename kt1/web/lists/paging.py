"""Two ways to page. Reference lists have numbered pages; lists that grow with mail go on by key.

A keyset page costs the same however deep it is, and does not skip or repeat a row when new
ones arrive. Its order must end in a unique field and hold no empty values.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.encoding import force_str

Rows = QuerySet[Any, Any]

#: Counting goes no further; beyond it the page says "more than".
COUNT_MAX = 10_000
PAGE_MAX = 500


class BadCursorError(ValueError):
    """The place in the list named by the address cannot be read."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page and where the neighbours are: values of `trang`, `sau` or `truoc`."""

    rows: list[Any]
    newer: tuple[str, str] | None
    older: tuple[str, str] | None
    first_number: int


def bounded_count(rows: Rows) -> tuple[int, bool]:
    """How many rows, counted no further than COUNT_MAX, and whether there are more."""
    found = rows.order_by()[: COUNT_MAX + 1].count()
    return min(found, COUNT_MAX), found > COUNT_MAX


def numbered(rows: Rows, page: str, per_page: int) -> Slice:
    try:
        number = int(page or "1")
    except ValueError:
        raise BadCursorError from None
    if not 1 <= number <= PAGE_MAX:
        raise BadCursorError
    start = (number - 1) * per_page
    found = list(rows[start : start + per_page + 1])
    return Slice(
        rows=found[:per_page],
        newer=("trang", str(number - 1)) if number > 1 else None,
        older=("trang", str(number + 1)) if len(found) > per_page and number < PAGE_MAX else None,
        first_number=start + 1,
    )


def by_key(rows: Rows, order: Sequence[str], after: str, before: str, per_page: int) -> Slice:
    """The page after or before a key. `order` as for `order_by`, its last field unique."""
    backwards = bool(before) and not after
    walked = [_turned(name) for name in order] if backwards else list(order)
    if cursor := after or before:
        rows = rows.filter(_beyond(rows.model, walked, _read(cursor, len(walked))))
    found = list(rows.order_by(*walked)[: per_page + 1])
    more = len(found) > per_page
    found = found[:per_page]
    if backwards:
        found.reverse()
    has_older = bool(found) and (more or backwards)
    has_newer = bool(found) and (bool(after) or (backwards and more))
    return Slice(
        rows=found,
        newer=("truoc", _write(found[0], order)) if has_newer else None,
        older=("sau", _write(found[-1], order)) if has_older else None,
        first_number=0,
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    """The field at the end of a path such as unit__accepted_at."""
    *relations, last = path.split("__")
    for name in relations:
        model = cast("type[Model]", model._meta.get_field(name).related_model)
    found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return cast("Field[Any, Any]", found)


def _beyond(model: type[Model], order: Sequence[str], values: Sequence[str]) -> Q:
    """(a, b) > (x, y) in the list's own direction, as (a > x) or (a = x and b > y)."""
    condition, equal = Q(), Q()
    for name, raw in zip(order, values, strict=True):
        path = name.removeprefix("-")
        try:
            value = _field(model, path).to_python(raw)
        except ValidationError:
            raise BadCursorError from None
        step = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{path}__{step}": value})
        equal &= Q(**{path: value})
    return condition


def _write(row: Any, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value = row
        for step in name.removeprefix("-").split("__"):
            value = value[step] if isinstance(value, dict) else getattr(value, step)
        values.append(value.isoformat() if hasattr(value, "isoformat") else force_str(value))
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, UnicodeError):
        raise BadCursorError from None
    if not isinstance(values, list) or len(values) != length:
        raise BadCursorError
    if not all(isinstance(value, str) and "\x00" not in value for value in values):
        raise BadCursorError
    return values
