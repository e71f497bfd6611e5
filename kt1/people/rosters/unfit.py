"""Why a roster cannot be kept, as sentences: asked before anything is written, and by previews."""

from collections.abc import Collection, Mapping
from datetime import datetime
from math import gcd

from django.utils.translation import gettext as _

from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters.facts import (
    DAYS_EACH_MAX,
    MEMBERS_MAX,
    OVERRIDE_DAYS_MAX,
    SCHEDULE_DAYS_MAX,
    SHIFTS_MAX,
    NewOverride,
    NewRotation,
    NewSchedule,
    Person,
    lasts_too_long,
    two_at_once,
)
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.loading import Pair
from kt1.people.rosters.models import Roster
from kt1.people.rosters.steps import why_unfit_text

_WEEK = 7
_ONE_DAY_A_WEEK = (frozenset({DayOfDuty.SATURDAY}), frozenset({DayOfDuty.SUNDAY}))


def why_unfit_schedule(
    where: Pair, schedule: NewSchedule, *, besides: Collection[int], at: datetime
) -> str | None:
    """The first fault, as a sentence. `besides`: rosters that it takes the place of."""
    people = {shift.who for shift in schedule.shifts if isinstance(shift.who, Person)}
    texts = [schedule.title, *_texts(people)]
    inside = all(shift.span.within(schedule.span) == shift.span for shift in schedule.shifts)
    faults = (
        (not schedule.title.strip(), _("Say what this roster is called.")),
        (not schedule.shifts, _("Nobody stands in this roster.")),
        (len(schedule.shifts) > SHIFTS_MAX, _("A roster has at most 1,000 turns.")),
        (
            lasts_too_long(schedule.span, SCHEDULE_DAYS_MAX),
            _("A temporary schedule lasts 62 days at most."),
        ),
        (schedule.span.ends <= at, _("This span is over already.")),
        (not inside, _("A turn lies outside the span of the roster.")),
        (
            any(not one.title.strip() for one in people),
            _("Say the title of the receiver."),
        ),
        (
            two_at_once(schedule.shifts) is not None,
            _("Somebody stands twice at the same time."),
        ),
    )
    sentence = next((said for bad, said in faults if bad), None)
    return sentence or why_unfit_text(texts, schedule.paper) or _overlaps(where, schedule, besides)


def _overlaps(where: Pair, schedule: NewSchedule, besides: Collection[int]) -> str | None:
    standing = Roster.objects.filter(
        agency=where[0],
        point=where[1],
        kind=RosterKind.SCHEDULE,
        withdrawn=None,
        begins__lt=schedule.span.ends,
        ends__gt=schedule.span.begins,
    ).exclude(pk__in=besides)
    if not standing.exists():
        return None
    return _("Another temporary schedule stands in this span. Change or withdraw that one first.")


def why_unfit_rotation(rotation: NewRotation, at: datetime) -> str | None:
    members = len(rotation.members)
    people = {one for one in rotation.members if isinstance(one, Person)}
    faults = (
        (not rotation.title.strip(), _("Say what this roster is called.")),
        (not members, _("Nobody stands in this roster.")),
        (members > MEMBERS_MAX, _("A rotation has at most 60 people.")),
        (not rotation.days, _("Say at least one kind of day and its hours.")),
        (
            not 1 <= rotation.days_each <= DAYS_EACH_MAX,
            _("A turn lasts 1 to 31 days."),
        ),
        (
            rotation.ends is not None and rotation.ends <= rotation.begins,
            _("The end must be later than the beginning."),
        ),
        (
            rotation.ends is not None and rotation.ends <= at,
            _("This span is over already."),
        ),
        (
            rotation.rank is Rank.NAMED and rotation.ends is None,
            _("A person named in writing is named for a span: say when it ends."),
        ),
        (any(not one.title.strip() for one in people), _("Say the title of the receiver.")),
        (
            _somebody_never_stands(rotation),
            _("With these days somebody never stands: let each turn last 7 days."),
        ),
    )
    sentence = next((said for bad, said in faults if bad), None)
    return sentence or why_unfit_text([rotation.title, *_texts(people)], rotation.paper)


def _texts(people: Collection[Person]) -> list[str]:
    return [text for one in people for text in (one.name, one.title)]


def _somebody_never_stands(rotation: NewRotation) -> bool:
    """Served one day a week, turns counted in days return to the same people for ever."""
    if frozenset(rotation.days) not in _ONE_DAY_A_WEEK:
        return False
    round_of = rotation.days_each * len(rotation.members)
    weeks = round_of // gcd(round_of, _WEEK)
    stand = {week * _WEEK % round_of // rotation.days_each for week in range(weeks)}
    return len(stand) < len(rotation.members)


def why_unfit_override(
    override: NewOverride, people: Mapping[int, FocalPoint], at: datetime
) -> str | None:
    one = people[override.who]
    span = override.span
    holds = one.valid_from < span.ends and (one.valid_to is None or one.valid_to > span.begins)
    faults = (
        (span.ends <= span.begins, _("The end must be later than the beginning.")),
        (span.ends <= at, _("This span is over already.")),
        (lasts_too_long(span, OVERRIDE_DAYS_MAX), _("A stand-in lasts 31 days at most.")),
        (override.instead_of == override.who, _("Nobody stands in for themselves.")),
        (not holds, _("The paper that names this person does not hold in this span.")),
    )
    return next((sentence for bad, sentence in faults if bad), None)
