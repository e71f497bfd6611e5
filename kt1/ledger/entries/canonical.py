"""Canonical JSON (RFC 8785) of whole numbers, strings, booleans, null, lists and objects.

The same value gives the same bytes on every machine, today and in thirty years, so a hash
over the bytes is a hash over the value. Two things are left out of RFC 8785 on purpose:
fractions (two programs may write one differently) and member names beyond ASCII (RFC 8785
orders them by UTF-16 units, the encoder below by code points: for ASCII they agree).
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

import orjson

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"

#: Beyond this a whole number is not exact in every JSON reader (RFC 8785 §3.2.2.3).
INTEGER_MAX = 2**53 - 1

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


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

    Exact types first: five hundred lines pass through here in one act.
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return
    if kind is dict:
        for name, member in cast("dict[object, object]", value).items():
            if type(name) is not str or not name.isascii():
                raise NotCanonicalError(f"member name {name!r} is not an ASCII string")
            _refuse_foreign(member)
    elif kind is list or kind is tuple:
        for element in cast("Sequence[object]", value):
            _refuse_foreign(element)
    elif not isinstance(value, str):  # a member of a StrEnum is written as its value
        raise NotCanonicalError(f"{kind.__name__} has no canonical form here")
