"""Norms as data: what a parameter is, and the set of them that holds on one day. Pure.

A calculation takes a `Norms`, asks it for what it needs, and keeps the ids of what it used.
A norm that nobody has entered is said to be unset; no figure stands in for it in code.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import TypeAlias

from kt1.law.parameters.keys import AREA_KINDS, CHOICES, FORMS, LISTS, Evidence, Key, Shape

Value: TypeAlias = str | int | bool | list[list[str]] | None
Wanted: TypeAlias = tuple[Key, str]

MINUTES_IN_DAY = 24 * 60
#: How a value that says "none" is written where all is text.
NONE = "none"
_CLOCK = re.compile(r"(?P<hours>[01]\d|2[0-4]):(?P<minutes>[0-5]\d)")
_HALVES = re.compile(r"(?P<whole>\d{1,2})(?:\.(?P<half>[05]))?")
_COMMUNE = re.compile(r"[0-9]{5}")
_BETWEEN = re.compile(r"[\s,;]+")
_DAY_OF_YEAR = re.compile(r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])")


class UnsetNormError(LookupError):
    """A calculation needs norms that the set in force does not hold."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("norms not set: " + ", ".join(missing))
        self.missing = missing


class MalformedValueError(ValueError):
    """The value is not written as its key demands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One figure for one span of time, with the paper it rests on."""

    norm_set: str
    key: Key
    scope: str
    value: Value
    valid_from: date
    valid_to: date | None = None  # the last day on which it holds
    instrument: str = ""
    article: str = ""
    evidence: Evidence = Evidence.ASSUMPTION
    note: str = ""

    @property
    def id(self) -> str:
        """TT16-2017/transit_days/none.noi_tinh@2017-08-15; stable, and the same everywhere."""
        return f"{name_of(self.norm_set, self.key, self.scope)}@{self.valid_from.isoformat()}"

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, eq=False, kw_only=True)
class Norms:
    """The parameters of one norm set, and of the set it builds on, as they hold on one day.

    Compared and hashed by identity: a revision of the law makes a new object.
    """

    code: str
    on: date
    title: str = ""
    banner: str = ""  # what must stand beside every figure while the set is not confirmed
    parameters: Mapping[tuple[Key, str], Parameter]

    @staticmethod
    def of(
        code: str,
        on: date,
        parameters: Iterable[Parameter],
        *,
        title: str = "",
        banner: str = "",
    ) -> "Norms":
        """Those of `parameters` that hold on the day; a later one of the same name wins."""
        held = {(one.key, one.scope): one for one in parameters if one.holds_on(on)}
        return Norms(
            code=code, on=on, title=title, banner=banner, parameters=MappingProxyType(held)
        )

    def require(self, *wanted: Wanted) -> tuple[Parameter, ...]:
        """All of these, in this order.

        Raises:
            UnsetNormError: some are unset; it names every one, not only the first.
        """
        missing = [name_of(self.code, *one) for one in wanted if one not in self.parameters]
        if missing:
            raise UnsetNormError(missing)
        return tuple(self.parameters[one] for one in wanted)

    def find(self, key: Key, scope: str = "") -> Parameter | None:
        return self.parameters.get((key, scope))

    def one(self, key: Key, scope: str = "") -> Parameter:
        return self.require((key, scope))[0]

    def count(self, key: Key, scope: str = "") -> int:
        """A number of days, hours, minutes, items … in the unit of its key."""
        return count_of(self.one(key, scope))


def name_of(norm_set: str, key: Key, scope: str) -> str:
    return f"{norm_set}/{key}/{scope}" if scope else f"{norm_set}/{key}"


def halves_of(parameter: Parameter) -> int:
    """n of J+n in half days: "1.5" is 3. Never a float."""
    found = _HALVES.fullmatch(word_of(parameter))
    if found is None:
        raise MalformedValueError(parameter.id)
    return int(found["whole"]) * 2 + (1 if found["half"] == "5" else 0)


def minutes_of(parameter: Parameter) -> int:
    """Minutes since midnight: "12:00" is 720 and the end of the day 1440."""
    return _minutes(word_of(parameter), parameter.id)


def minutes_or_none(parameter: Parameter) -> int | None:
    return None if parameter.value is None else minutes_of(parameter)


def count_of(parameter: Parameter) -> int:
    if isinstance(parameter.value, bool) or not isinstance(parameter.value, int):
        raise MalformedValueError(parameter.id)
    return parameter.value


def boolean_of(parameter: Parameter) -> bool:
    if not isinstance(parameter.value, bool):
        raise MalformedValueError(parameter.id)
    return parameter.value


def word_of(parameter: Parameter) -> str:
    if not isinstance(parameter.value, str):
        raise MalformedValueError(parameter.id)
    return parameter.value


def spans_of(parameter: Parameter) -> tuple[tuple[int, int], ...]:
    """Spans of a day in minutes since midnight: ((450, 690), (810, 1020))."""
    if not isinstance(parameter.value, list):
        raise MalformedValueError(parameter.id)
    spans: list[tuple[int, int]] = []
    if not parameter.value:
        raise MalformedValueError(parameter.id)
    for pair in parameter.value:
        start, end = (_minutes(moment, parameter.id) for moment in pair)
        if start >= end or (spans and start < spans[-1][1]):
            raise MalformedValueError(parameter.id)
        spans.append((start, end))
    return tuple(spans)


def areas_of(parameter: Parameter) -> tuple[str, ...]:
    """Kinds of communes, as in `AREA_KINDS`, and codes of five digits; never none."""
    words = tuple(word_of(parameter).split())
    if not words or any(one not in AREA_KINDS and _COMMUNE.fullmatch(one) is None for one in words):
        raise MalformedValueError(parameter.id)
    return words


def is_well_formed(parameter: Parameter) -> bool:
    """Whether the value is written as its key demands. Asked before a parameter is kept."""
    form = FORMS[parameter.key]
    if parameter.value is None:
        return form.nullable
    try:
        _READERS[form.shape](parameter)
    except (MalformedValueError, ValueError):
        return False
    if parameter.key in LISTS:
        words = word_of(parameter).split()
        return bool(words) and set(words) <= set(LISTS[parameter.key])
    return parameter.key not in CHOICES or parameter.value in CHOICES[parameter.key]


def typed(key: Key, text: str) -> Value:
    """What is written in a cell, a field or a command as the value of its key.

    A decimal comma is a point, spans may stand apart by blanks or semicolons, `none` is no value.

    Raises:
        MalformedValueError: it is not written as the key demands.
    """
    form, text = FORMS[key], text.strip()
    if form.nullable and text == NONE:
        return None
    value: Value = text
    try:
        if form.shape is Shape.COUNT:
            value = int(text) if text.isascii() and text.isdecimal() else text
        elif form.shape is Shape.BOOLEAN:
            value = {"true": True, "false": False}[text]
        elif form.shape is Shape.SPANS:
            value = [
                [_two_digits(end) for end in span.replace("–", "-").split("-")]
                for span in text.replace(";", " ").split()
            ]
        elif (written := _WRITERS.get(form.shape)) is not None:
            value = written(text)
    except KeyError:
        raise MalformedValueError(text) from None
    return value


def _halves(text: str) -> str:
    return text.replace(",", ".").removesuffix(".0")


def _areas(text: str) -> str:
    """In one order, each once: two who type the same list write the same value."""
    return " ".join(sorted(set(filter(None, _BETWEEN.split(text)))))


def _two_digits(clock: str) -> str:
    """7:30 as 07:30."""
    return f"0{clock}" if clock[1:2] == ":" else clock


_WRITERS: Mapping[Shape, Callable[[str], str]] = {
    Shape.HALVES: _halves,
    Shape.CLOCK: _two_digits,
    Shape.AREAS: _areas,
}


def _day_of_year(parameter: Parameter) -> str:
    word = word_of(parameter)
    if _DAY_OF_YEAR.fullmatch(word) is None:
        raise MalformedValueError(parameter.id)
    return word


def _positive_count(parameter: Parameter) -> int:
    if count_of(parameter) < 1:
        raise MalformedValueError(parameter.id)
    return count_of(parameter)


def _positive_halves(parameter: Parameter) -> int:
    if halves_of(parameter) < 1:
        raise MalformedValueError(parameter.id)
    return halves_of(parameter)


_READERS = {
    Shape.HALVES: _positive_halves,
    Shape.CLOCK: minutes_of,
    Shape.COUNT: _positive_count,
    Shape.BOOLEAN: boolean_of,
    Shape.WORD: word_of,
    Shape.SPANS: spans_of,
    Shape.DAY_OF_YEAR: _day_of_year,
    Shape.AREAS: areas_of,
}


def _minutes(text: str, of: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise MalformedValueError(of)
    minutes = int(found["hours"]) * 60 + int(found["minutes"])
    if minutes > MINUTES_IN_DAY:
        raise MalformedValueError(of)
    return minutes


def minute_of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute
