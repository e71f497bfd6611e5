"""Turns and days as a page, a preview or a paper says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kt1.law.calendars.models import KIND_LABELS
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import Calendar, DayKind, NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.agencies.models import AgencyPoint
from kt1.network.agencies.rules import Hours
from kt1.people.coverage.queries import office_hours
from kt1.people.coverage.rules import need
from kt1.people.focal_points.models import RANK_LABELS
from kt1.people.rosters.preview import by_day, days_of
from kt1.people.rosters.rules import Register, Source, Span, Turn, covered, minus, turns
from kt1.web.moments import WEEKDAYS, ZONE, day, lunar
from kt1.web.rosters.here import Here, midnight
from kt1.web.words import Words

_ONE_DAY = timedelta(days=1)
_OFF = frozenset({DayKind.SATURDAY, DayKind.SUNDAY})
_FEAST = frozenset({DayKind.HOLIDAY, DayKind.TET, DayKind.SWAPPED_OFF})


@dataclass(frozen=True, slots=True)
class TurnShown:
    hours: str
    title: str
    name: str
    phone: str
    rank: Words
    is_focal: bool
    source: Words  # empty for a standing window
    layer: str
    roster: int


@dataclass(frozen=True, slots=True)
class DayShown:
    on: date
    weekday: Words
    date: str
    lunar: str
    kind: Words
    tone: str  # working, off, feast or none
    turns: tuple[TurnShown, ...]
    gaps: tuple[str, ...]
    is_today: bool


def days_shown(here: Here, known: Register, span: Span, today: date) -> tuple[list[DayShown], bool]:
    """Each day of the span; and whether gaps could be told: without a calendar none are guessed."""
    kinds = calendar()
    found = by_day(turns(known, span=span, calendar=kinds))
    missing = gaps_in(here, known, span, kinds)
    days = [_day(on, found.get(on, ()), missing or (), kinds, today=today) for on in days_of(span)]
    return days, missing is not None


def gaps_in(here: Here, known: Register, span: Span, kinds: Calendar) -> tuple[Span, ...] | None:
    """When mail goes to this door and nobody stands; None where the calendar does not say."""
    whens = AgencyPoint.objects.filter(agency=here.agency, point=here.point)
    said = frozenset(whens.values_list("day_kind", "hours"))
    any_hour = all(hours == Hours.ANY for _days, hours in said)
    try:
        # Of a door that stands at any hour the working hours are not asked.
        office = () if any_hour else office_hours(span.begins.astimezone(ZONE).date())
        needed = need(said, span=span, calendar=kinds, office=office)
    except (NoCalendarError, UnsetNormError):
        return None
    return minus(needed, covered(known, span=span, calendar=kinds))


def _day(
    on: date, found: Iterable[Turn], gaps: Iterable[Span], kinds: Calendar, *, today: date
) -> DayShown:
    whole = Span(midnight(on), midnight(on + _ONE_DAY))
    label: Words
    try:
        kind = kinds.kind_of(on)
        label, tone = KIND_LABELS[kind], _tone(kind)
    except NoCalendarError:
        label, tone = _("no calendar yet"), "none"
    here = (part for gap in gaps if (part := gap.within(whole)) is not None)
    return DayShown(
        on=on,
        weekday=WEEKDAYS[on.weekday()],
        date=day(on),
        lunar=lunar(on),
        kind=label,
        tone=tone,
        turns=tuple(turn_shown(turn) for turn in found),
        gaps=tuple(hours_of(part) for part in here),
        is_today=on == today,
    )


def _tone(kind: DayKind) -> str:
    if kind in _FEAST:
        return "feast"
    return "off" if kind in _OFF else "working"


def turn_shown(turn: Turn) -> TurnShown:
    one = turn.receiver
    sources: dict[Source, Words] = {
        Source.WINDOW: "",
        Source.ROTATION: turn.title or _("rotation"),
        Source.SCHEDULE: turn.title or _("temporary schedule"),
        Source.OVERRIDE: _("stand-in"),
    }
    return TurnShown(
        hours=hours_of(turn.span),
        title=one.title,
        name=one.name,
        phone=one.phone,
        rank=RANK_LABELS[turn.rank],
        is_focal=turn.rank.value == "focal",
        source=sources[turn.source],
        layer=turn.source.value,
        roster=turn.roster,
    )


def hours_of(span: Span) -> str:
    """17:00–07:30 (+1); 00:00–24:00 for a whole day."""
    begins, ends = span.begins.astimezone(ZONE), span.ends.astimezone(ZONE)
    days = (ends.date() - begins.date()).days
    if days == 1 and (ends.hour, ends.minute) == (0, 0):
        return f"{begins:%H:%M}–24:00"
    return f"{begins:%H:%M}–{ends:%H:%M}{f' (+{days})' if days else ''}"


def moment_short(value: datetime) -> str:
    return f"{value.astimezone(ZONE):%H:%M %d/%m/%Y}"


def span_words(span: Span) -> str:
    return f"{moment_short(span.begins)} – {moment_short(span.ends)}"


def gaps_words(found: Iterable[Span]) -> list[str]:
    """Each gap with its day, as the eye looks for it."""
    return [f"{WEEKDAYS[one.begins.astimezone(ZONE).weekday()]} {span_words(one)}" for one in found]
