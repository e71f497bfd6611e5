"""The law now, from the database, kept in memory while its revision stands.

A process asks for the revision at most once in `FRESH_SECONDS` and connection: acceptance does
not pay for a query each time it needs a norm, and a change of the law is seen everywhere
that much later. The process that makes the change sees it at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import local
from time import monotonic
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection, transaction

from kt1.law.book.models import LawRevision
from kt1.law.book.rules import LawBook, NormSetCard
from kt1.law.calendars.models import CalendarDay, CalendarYear
from kt1.law.calendars.rules import Calendar, CoveredYear, DayKind, DeclaredDay
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.rules import Parameter

SOURCE = "database"
FRESH_SECONDS = 1.0
_REVISIONS_KEPT = 4

T = TypeVar("T")

#: What the connection of this thread has seen.
_thread = local()


@dataclass(slots=True)
class _Seen:
    """What one connection last knew of the revision."""

    session: object  # the database session: after a reconnect nothing is known
    token: UUID
    at: float
    dirty: bool = False  # this transaction changed the law; it may still be rolled back


class Kept(Generic[T]):
    """Something worked out from the law, once for each revision."""

    def __init__(self, work_out: Callable[[], T]) -> None:
        self._work_out = work_out
        self._by_token: dict[UUID, T] = {}

    def now(self) -> T:
        token = revision()
        try:
            return self._by_token[token]
        except KeyError:
            made = self._work_out()
        if len(self._by_token) >= _REVISIONS_KEPT:
            self._by_token.clear()
        # setdefault: two threads that work it out at once go on with one object.
        return self._by_token.setdefault(token, made)


def revision() -> UUID:
    """The token of the law as this connection sees it."""
    seen = _seen()
    if seen is not None:
        if seen.dirty and not connection.in_atomic_block:
            seen = None  # committed or rolled back: ask once more, then trust it again
        elif not seen.dirty and monotonic() - seen.at < FRESH_SECONDS:
            return seen.token
    dirty = seen is not None and seen.dirty
    token = LawRevision.objects.values_list("token", flat=True).get()
    _thread.seen = _Seen(_session(), token, monotonic(), dirty)
    return token


def forget() -> None:
    """Called by whoever changes the law: this transaction asks anew each time, until it ends."""
    seen = _seen()
    if seen is not None:
        seen.dirty = True
    transaction.on_commit(ask_again)


def ask_again() -> None:
    """Trust nothing seen before: for a page that shows the law itself, right after an act."""
    _thread.seen = None


def _seen() -> _Seen | None:
    seen: _Seen | None = getattr(_thread, "seen", None)
    return seen if seen is not None and seen.session is _session() else None


def _session() -> object:
    return connection.connection


def _read() -> LawBook:
    """The whole law: a few hundred rows, four queries, once for each revision."""
    years: dict[str, list[CoveredYear]] = {}
    for year in CalendarYear.objects.all():
        years.setdefault(year.calendar, []).append(
            CoveredYear(year=year.year, settled_to=year.settled_to, note=year.note)
        )
    declared: dict[str, list[DeclaredDay]] = {}
    for row in CalendarDay.objects.filter(withdrawn_at=None).select_related("instrument"):
        declared.setdefault(row.calendar, []).append(declared_day(row))
    return LawBook.of(
        SOURCE,
        (
            NormSetCard(
                code=card.code,
                title=card.title,
                base=card.base.code if card.base else "",
                banner=card.banner,
                active_from=card.active_from,
                active_to=card.active_to,
            )
            for card in NormSet.objects.select_related("base")
        ),
        map(parameter, LegalParameter.objects.select_related("norm_set", "instrument")),
        (Calendar.of(code, covered, declared.get(code, ())) for code, covered in years.items()),
    )


def declared_day(row: CalendarDay) -> DeclaredDay:
    return DeclaredDay(
        on=row.date,
        kind=DayKind(row.kind),
        name=row.name,
        pair=row.pair,
        source=row.instrument.code if row.instrument else "",
        confirmed=row.confirmed,
    )


def parameter(row: LegalParameter) -> Parameter:
    return Parameter(
        norm_set=row.norm_set.code,
        key=Key(row.key),
        scope=row.scope,
        value=row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        instrument=row.instrument.code if row.instrument else "",
        article=row.article,
        evidence=Evidence(row.evidence),
        note=row.note,
    )


_book = Kept(_read)


def book() -> LawBook:
    """The law now."""
    return _book.now()
