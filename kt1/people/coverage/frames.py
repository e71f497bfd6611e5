"""Off-hours frames of each body: nights, Saturdays, Sundays, holidays, Tết. Bodies lacking some.

What the directive asks each body to name (D13, D23), looked at once a month.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kt1.law.calendars.queries import calendar
from kt1.network.agencies.models import Agency
from kt1.people.coverage.rules import day_of, midnight
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster


class Frame(StrEnum):
    """A time off hours for which a body names who receives."""

    NIGHT = "night"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TET = "tet"


#: A night is one of a working day: its window ends on the next.
_DAYS: Mapping[Frame, DayOfDuty] = {
    Frame.NIGHT: DayOfDuty.WORKING,
    Frame.SATURDAY: DayOfDuty.SATURDAY,
    Frame.SUNDAY: DayOfDuty.SUNDAY,
    Frame.HOLIDAY: DayOfDuty.HOLIDAY,
    Frame.TET: DayOfDuty.TET,
}


def month_end(of: date, at: datetime) -> datetime:
    """The moment a month is looked at: its end, or now while it lasts."""
    following = (of.replace(day=28) + timedelta(days=4)).replace(day=1)
    return min(midnight(following) - timedelta(seconds=1), at)


def with_frames(agencies: QuerySet[Agency], at: datetime) -> QuerySet[Agency]:
    """Each with `has_night` … `has_tet`: whether anybody is named for that frame at the moment."""
    return agencies.annotate(**{f"has_{frame}": _named(frame, at) for frame in Frame})


def lacking(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Of those `with_frames`: the bodies that lack at least one."""
    all_there = Q(**{f"has_{frame}": True for frame in Frame})
    return agencies.exclude(all_there)


def lacking_all(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Of those `with_frames`: the bodies that name nobody off hours."""
    return agencies.filter(**{f"has_{frame}": False for frame in Frame})


def _named(frame: Frame, at: datetime) -> Q:
    day = _DAYS[frame]
    over_night = Q(to_time__lte=F("from_time")) if frame is Frame.NIGHT else Q()
    windows = FocalPoint.objects.filter(
        over_night,
        Q(valid_to=None) | Q(valid_to__gt=at),
        agency=OuterRef("pk"),
        day_kinds__contains=[day],
        valid_from__lte=at,
    )
    turns = Roster.objects.filter(
        over_night,
        Q(ends=None) | Q(ends__gt=at),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
        agency=OuterRef("pk"),
        kind=RosterKind.ROTATION,
        day_kinds__contains=[day],
        begins__lte=at,
        made_at__lte=at,
    )
    named = Q(Exists(windows)) | Q(Exists(turns))
    if (on := _next_day(frame, at)) is None:
        return named
    schedules = Roster.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
        agency=OuterRef("pk"),
        kind=RosterKind.SCHEDULE,
        begins__lt=midnight(on + timedelta(days=1)),
        ends__gt=midnight(on),
        made_at__lte=at,
    )
    return named | Q(Exists(schedules))


def _next_day(frame: Frame, at: datetime) -> date | None:
    """The next day of a frame that a temporary schedule is made for: a holiday, a day of Tết."""
    if frame not in {Frame.HOLIDAY, Frame.TET}:
        return None
    declared = calendar().declared.values()
    later = (day.on for day in declared if day.kind == frame.value and day.on >= day_of(at))
    return min(later, default=None)
