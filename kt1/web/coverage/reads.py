"""What the pages of coverage read, each within the transaction that logs the reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.coverage.queries import gaps_of
from kt1.people.coverage.rules import Break, DoorGaps, by_agency, day_of, midnight, total
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule
from kt1.people.rosters.rules import Span, merge

#: The pages as the log of readings calls them.
LIST, MAP, CALENDAR, MONTH, BODY = (
    "coverage.list",
    "coverage.map",
    "coverage.calendar",
    "coverage.month",
    "coverage.body",
)
#: A calendar or norms are missing: nothing is guessed, the page says which.
Unknown = (NoCalendarError, UnsetNormError)


@dataclass(frozen=True, slots=True)
class OfBody:
    """The gaps of one body in the span that is looked at."""

    doors: tuple[DoorGaps, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """When there is a gap at any of its doors."""
        return merge(span for door in self.doors for span in door.gaps)

    @property
    def first(self) -> Span:
        return self.spans[0]

    @property
    def lasts(self) -> timedelta:
        return total(self.spans)

    @property
    def hours(self) -> int:
        return round(self.lasts / timedelta(hours=1))

    @property
    def doorless(self) -> bool:
        """At some hours no door stands for it at all."""
        return any(door.point_id is None for door in self.doors)


def gaps_by_body(agencies: QuerySet[Agency], span: Span) -> dict[int, OfBody]:
    """The gaps of those that have any, by id of the body.

    Raises:
        NoCalendarError, UnsetNormError
    """
    found = by_agency(gaps_of(agencies.order_by().only("pk"), span))
    return {body: OfBody(doors) for body, doors in found.items()}


def reminded(agencies: Iterable[int], on: Break | None) -> Mapping[int, datetime]:
    """When each was last reminded of its gaps in a break. One query."""
    if on is None:
        return {}
    sent = Reminder.objects.filter(
        rule=ReminderRule.COVERAGE, subject__startswith=f"{on.key}:", about__in=list(agencies)
    )
    return dict(sent.values_list("about").annotate(last=Max("at")))


def points_of(doors: Iterable[DoorGaps]) -> Mapping[int, Place]:
    return Place.objects.in_bulk([one.point_id for one in doors if one.point_id is not None])


def on_day(spans: Iterable[Span], on: date) -> tuple[Span, ...]:
    """The parts that lie on one day of the calendar."""
    day = Span(midnight(on), midnight(on + timedelta(days=1)))
    return tuple(part for one in spans if (part := one.within(day)) is not None)


def days_of(span: Span) -> list[date]:
    first, last = day_of(span.begins), day_of(span.ends - timedelta(microseconds=1))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
