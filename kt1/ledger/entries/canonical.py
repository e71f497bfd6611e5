"""Canonical JSON (RFC 8785) of whole numbers, strings, booleans, null, lists and objects.

The same value gives the same bytes on every machine, today and in thirty years, so a hash
over the bytes is a hash over the value. Two things are left out of RFC 8785 on purpose:
fractions (two programs may write one differently) and member names beyond ASCII (RFC 8785
orders them by UTF-16 units, the encoder below by code points: for ASCII they agree).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import orjson

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"

#: Beyond this a whole number is not exact in every JSON reader (RFC 8785 §3.2.2.3).
INTEGER_MAX = 2**53 - 1

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


_PLAIN = frozenset({str, int, bool, type(None)})
#: Member names that were found good; the names of the product are few.
_names: set[object] = set()
_NAMES_MAX = 10_000


class NotCanonicalError(ValueError):
    """The value has a part that no canonical form is defined for here."""


def canonical(value: JSON) -> bytes:
    _refuse_foreign(value)
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise NotCanonicalError(str(error)) from error


def parse(data: bytes) -> Any:
    return orjson.loads(data)


def parse_object(data: bytes) -> dict[str, Any]:
    return cast("dict[str, Any]", orjson.loads(data))


def _refuse_foreign(value: object) -> None:
    """Refuse what the encoder would take although RFC 8785 as narrowed here does not.

    Exact types first, names seen before by looking them up: five hundred lines pass through
    here in one act.
    """
    kind = type(value)
    members: Iterable[object] = ()
    if kind is dict:
        known = cast("dict[object, object]", value)
        for name in known.keys() - _names:
            _remember(name)
        members = known.values()
    elif kind is list or kind is tuple:
        members = cast("Sequence[object]", value)
    elif not (kind in _PLAIN or isinstance(value, str)):  # a StrEnum is written as its value
        raise NotCanonicalError(f"{kind.__name__} has no canonical form here")
    for member in members:
        if type(member) not in _PLAIN:
            _refuse_foreign(member)


def _remember(name: object) -> None:
    if type(name) is not str or not name.isascii():
        raise NotCanonicalError(f"member name {name!r} is not an ASCII string")
    if len(_names) < _NAMES_MAX:
        _names.add(name)
