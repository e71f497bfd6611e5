"""All the law of one revision, in memory: norm sets, parameters, calendars. Pure.

It is filled from the database or, where there is none, from the files that are shipped. What
it answers from is never changed: a new revision is a new book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kt1.law.calendars.rules import Calendar, NoCalendarError
from kt1.law.parameters.rules import Norms, Parameter, UnsetNormError

#: Norms kept in memory, by set and day: more than any process meets between two revisions.
_DAYS_KEPT = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class NormSetCard:
    """What a norm set is called, what it builds on, and when this installation goes by it."""

    code: str
    title: str
    base: str = ""
    banner: str = ""
    active_from: date | None = None
    active_to: date | None = None  # last day

    def is_active_on(self, on: date) -> bool:
        return (
            self.active_from is not None
            and self.active_from <= on
            and (self.active_to is None or on <= self.active_to)
        )


class UnknownNormSetError(UnsetNormError):
    """There is no norm set of this code."""


class NoActiveNormsError(UnsetNormError):
    """Nobody has said by which norm set this installation goes on this day."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LawBook:
    """Compared and hashed by identity. Norms asked for again are the same object, mostly."""

    source: str
    norm_sets: Mapping[str, NormSetCard]
    parameters: Mapping[str, tuple[Parameter, ...]]
    calendars: Mapping[str, Calendar]
    _norms: dict[tuple[str, date], Norms] = field(default_factory=dict)

    @staticmethod
    def of(
        source: str,
        norm_sets: Iterable[NormSetCard],
        parameters: Iterable[Parameter],
        calendars: Iterable[Calendar],
    ) -> "LawBook":
        by_set: dict[str, list[Parameter]] = {}
        for one in parameters:
            by_set.setdefault(one.norm_set, []).append(one)
        return LawBook(
            source=source,
            norm_sets={card.code: card for card in norm_sets},
            parameters={code: tuple(held) for code, held in by_set.items()},
            calendars={calendar.code: calendar for calendar in calendars},
        )

    def norms(self, code: str, on: date) -> Norms:
        """The parameters of the set as they hold on the day, over those of its base.

        Raises:
            UnknownNormSetError: there is no such set.
        """
        known = self._norms.get((code, on))
        if known is not None:
            return known
        card = self.norm_sets.get(code)
        if card is None:
            raise UnknownNormSetError([code])
        held = [*self.parameters.get(card.base, ()), *self.parameters.get(code, ())]
        norms = Norms.of(code, on, held, title=card.title, banner=card.banner)
        if len(self._norms) >= _DAYS_KEPT:
            self._norms.clear()
        # setdefault: two threads that build it at once go on with one object.
        return self._norms.setdefault((code, on), norms)

    def active_norms(self, on: date) -> Norms:
        """Those of the set this installation goes by on the day.

        Raises:
            NoActiveNormsError: none was made active.
        """
        for card in self.norm_sets.values():
            if card.is_active_on(on):
                return self.norms(card.code, on)
        raise NoActiveNormsError([f"norm set on {on.isoformat()}"])

    def calendar(self, code: str) -> Calendar:
        """Raises NoCalendarError where there is no calendar of this code."""
        try:
            return self.calendars[code]
        except KeyError:
            raise NoCalendarError([code]) from None
