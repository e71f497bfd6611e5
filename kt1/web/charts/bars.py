"""Bars over a few labels, side by side or stacked: one picture that tells how the day goes.

SVG, no script. The drawing is arithmetic on integers; the same numbers stand in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kt1.web.numbers import number
from kt1.web.words import Words

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 16, 28
TICKS = 4
SERIES_MAX = 4
LABELS_MAX = 16


@dataclass(frozen=True, slots=True)
class Series:
    label: Words
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int
    series: int
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a place: a tick of the axis or a label under a bar."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Bars:
    """`labels` along the bottom; each series has one value a label, all zero or more."""

    title: Words
    labels: Sequence[str]
    series: Sequence[Series]
    unit: Words = ""
    #: Shown as such: the value of the last label is not complete yet.
    note: Words = ""
    #: One on the other where the series are parts of one whole; else side by side.
    stacked: bool = False

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right_edge = WIDTH - RIGHT

    def __post_init__(self) -> None:
        if not 0 < len(self.series) <= SERIES_MAX:
            raise ValueError(f"A picture shows 1 to {SERIES_MAX} series.")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("Each series has one value a label.")
        if any(value < 0 for one in self.series for value in one.values):
            raise ValueError("Bars show zero or more.")

    @cached_property
    def heights(self) -> Sequence[int]:
        """The tallest bar of each label."""
        together = sum if self.stacked else max
        by_label = zip(*(one.values for one in self.series), strict=True)
        return [together(values) for values in by_label]

    @cached_property
    def top(self) -> int:
        """The upper end of the axis: the smallest round number that holds every bar."""
        return round_up(max(self.heights, default=0))

    @cached_property
    def ticks(self) -> Sequence[Mark]:
        values = [self.top * n // TICKS for n in range(TICKS + 1)]
        return [Mark(LEFT - 8, self._y(value), number(value)) for value in values]

    @cached_property
    def rects(self) -> Sequence[Rect]:
        return [
            self._rect(n, index)
            for n in range(len(self.labels))
            for index in range(len(self.series))
            if self.series[index].values[n]
        ]

    def _rect(self, n: int, index: int) -> Rect:
        one = self.series[index]
        value = one.values[n]
        under = sum(below.values[n] for below in self.series[:index]) if self.stacked else 0
        top, foot = self._y(under + value), self._y(under)
        beside = 0 if self.stacked else index * self._bar
        said = f"{self.labels[n]}: {one.label} {number(value)}"
        return Rect(self._x(n) + beside, top, self._bar, max(1, foot - top), index + 1, said)

    @cached_property
    def names(self) -> Sequence[Mark]:
        """Labels under the bars, thinned out where they would touch."""
        every = -(-len(self.labels) // LABELS_MAX)
        return [
            Mark(LEFT + n * self._slot + self._slot // 2, HEIGHT - 8, label)
            for n, label in enumerate(self.labels)
            if n % every == 0
        ]

    @cached_property
    def rows(self) -> Sequence[tuple[str, Sequence[int]]]:
        """The table beside the picture."""
        values = list(zip(*(one.values for one in self.series), strict=True))
        return list(zip(self.labels, values, strict=True))

    @property
    def _slot(self) -> int:
        return (WIDTH - LEFT - RIGHT) // max(1, len(self.labels))

    @property
    def _abreast(self) -> int:
        """How many bars stand side by side over one label."""
        return 1 if self.stacked else len(self.series)

    @property
    def _bar(self) -> int:
        return max(2, min(40, self._slot * 7 // 10 // self._abreast))

    def _x(self, n: int) -> int:
        return LEFT + n * self._slot + (self._slot - self._bar * self._abreast) // 2

    def _y(self, value: int) -> int:
        tall = HEIGHT - TOP - BOTTOM
        return TOP + tall - tall * value // self.top


def round_up(value: int) -> int:
    """4, 8, 20, 40, 80, 200 …: a round number that four ticks divide evenly."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if TICKS * factor * step >= value:
                return TICKS * factor * step
        step *= 10
